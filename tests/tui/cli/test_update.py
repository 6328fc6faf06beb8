"""Updates and checks as people and programs see them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.archives import CHECKPOINT, MARKET, THREE, write
from tests.corpus.test_intake_containers import zipped
from tests.tui.cli.conftest import Cli


def test_naming_a_folder_makes_it_an_archive(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, THREE)
    ran = cli("update", "-a", tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("3 new articles, in ")
    assert "3 articles indexed" in ran.out
    assert (tmp_path / ".dateline").stat().st_mode & 0o777 == 0o700
    assert cli("search", "--archive", tmp_path, "checkpoint").out.startswith("1 article")


def test_it_says_what_it_found(cli: Cli, folder: Path) -> None:
    write(folder, {"new.txt": CHECKPOINT.replace("Old Mill", "Tesk"), "2020/market.txt": MARKET + "\nOne more line.\n"})
    (folder / "2020/bridge.txt").rename(folder / "2020/moved.txt")
    (folder / "2020/checkpoint.txt").unlink()
    write(folder, {"2020/again.txt": MARKET + "\nOne more line.\n"})
    report = cli("update", "--json").json
    counts = {name: report[name] for name in ("new", "changed", "moved", "copies", "gone", "cancelled")}
    assert counts == {"new": 1, "changed": 1, "moved": 1, "copies": 1, "gone": 1, "cancelled": False}
    assert report["indexed"] == 4
    assert cli("update").out.startswith("4 unchanged, in ")


def test_files_that_cannot_be_read_are_listed_and_stop_nothing(cli: Cli, folder: Path) -> None:
    write(folder, {"empty.txt": "", "noise\x1b.txt": bytes(range(256)) * 9, "good.txt": CHECKPOINT.replace("r", "s")})
    ran = cli("update")
    assert ran.code == 0
    assert "1 new article" in ran.out
    assert "2 files give no article:" in ran.err
    assert "  empty.txt: " in ran.err
    assert "\x1b" not in ran.err
    again = cli("update")
    assert (again.code, again.err) == (0, "")
    assert "2 files passed over" in again.out
    assert "2 files give no article:" in cli("update", "--retry").err
    assert cli("check").code == 0


def test_a_long_list_of_failures_is_cut(cli: Cli, folder: Path) -> None:
    write(folder, {f"{i:03}.txt": "" for i in range(50)})
    err = cli("update").err
    assert len(err.splitlines()) == 22
    assert "and 30 more" in err
    assert len(cli("check").out.splitlines()) > 50


def test_a_folder_that_is_suddenly_empty_is_no_deletion(cli: Cli, folder: Path) -> None:
    shutil.rmtree(folder / "2020")
    ran = cli("update")
    assert ran.code == 1
    assert "--accept-empty" in ran.err
    assert cli("stats", "--json").json["missing"] == 0
    assert cli("update", "--accept-empty").code == 0
    assert cli("stats", "--json").json["missing"] == 3


def test_a_part_that_is_suddenly_empty_is_held_and_said(cli: Cli, folder: Path) -> None:
    write(folder, {f"disk/{i}.txt": CHECKPOINT.replace("four", f"number {i}") for i in range(12)})
    cli("update", "-q")
    shutil.rmtree(folder / "disk")
    (folder / "disk").mkdir()
    ran = cli("update", "-q")
    assert ran.code == 0
    assert "disk held 12 files and is empty now" in ran.err
    assert cli("stats", "--json").json["missing"] == 0


def test_quiet_is_quiet(cli: Cli, folder: Path) -> None:
    ran = cli("update", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_programs_are_told_in_lines_of_json(cli: Cli, folder: Path) -> None:
    write(folder, {f"{i}.txt": CHECKPOINT.replace("four", f"number {i}") for i in range(60)})
    ran = cli("update", "--json-lines")
    *progress, last = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.err == ""
    assert {each["stage"] for each in progress} >= {"reading"}
    assert len({each["stage"] for each in progress}) == 4, "the index, the names and the copies are stages of their own"
    assert all(set(each) == {"stage", "done", "total"} for each in progress)
    assert all(0 <= each["done"] <= each["total"] for each in progress)
    assert last["report"]["new"] == 60


def test_a_check_of_a_sound_archive_is_brief(cli: Cli, folder: Path) -> None:
    cli("update", "-q")
    ran = cli("check")
    assert (ran.code, ran.out, ran.err) == (0, "Everything is as it should be.\n", "")
    assert cli("check", "--json").json == {"mended": 0, "findings": [], "complete": True}


def test_a_check_names_what_is_wrong_and_what_to_do(cli: Cli, folder: Path) -> None:
    cli("update", "-q")
    (folder / "2020/market.txt").write_text(MARKET + "More.", encoding="utf-8")
    (folder / "2020/bridge.txt").unlink()
    ran = cli("check")
    assert ran.code == 1
    assert "2 faults:" in ran.out
    assert "2020/market.txt: changed since the last update  [Run: dateline update]" in ran.out
    findings = cli("check", "--json").json["findings"]
    assert sorted((f["kind"], f["subject"], f["wrong"]) for f in findings) == [
        ("file", "2020/bridge.txt", True),
        ("file", "2020/market.txt", True),
    ]
    cli("update", "-q")
    assert cli("check").code == 0


def test_a_check_mends_what_is_derived(cli: Cli, folder: Path, ids: dict[str, str], own_home: Path) -> None:
    import sqlite3

    cli("tag", "add", "mines", "--on", *ids.values())
    connection = sqlite3.connect(folder / ".dateline" / "archive.db")
    with connection:
        connection.execute("DELETE FROM tagged")
        connection.execute("UPDATE article SET title = 'wrong'")
    connection.close()
    assert cli("check").code == 1
    ran = cli("check", "--fix")
    assert (ran.code, ran.err) == (0, "")
    assert "3 records made anew" in ran.out
    assert cli("check").code == 0
    assert cli("tag", "list").out == "3  mines\n"
    assert cli("search", "title:checkpoint").out.startswith("1 article")


def test_a_check_sees_a_broken_index_and_mends_it(cli: Cli, folder: Path, own_home: Path) -> None:
    cli("update", "-q")
    for path in filter(Path.is_file, (folder / ".dateline" / "index").iterdir()):
        if path.stat().st_size:
            path.write_bytes(b"\x00" * 30)
    ran = cli("check")
    assert ran.code == 1
    assert "  index: " in ran.out
    assert cli("check", "--fix").code == 0
    assert cli("check").out == "Everything is as it should be.\n"


def test_an_index_that_is_behind_is_worth_a_note(cli: Cli, folder: Path, own_home: Path) -> None:
    ran = cli("check")
    assert ran.code == 0
    assert "not indexed yet" in ran.out


def test_stats_count(cli: Cli, folder: Path, ids: dict[str, str]) -> None:
    cli("tag", "add", "a", "b", "--on", ids["market"])
    cli("set", ids["market"], "coding=coded")
    write(folder, {"empty.txt": ""})
    cli("update", "-q")
    values = cli("stats", "--json").json
    assert (values["articles"], values["files"], values["tagged"], values["tags"]) == (3, 3, 1, 2)
    assert values["coding"] == {"new": 2, "coded": 1}
    assert values["unreadable_files"] == 1
    assert (values["first_published"], values["last_published"]) == ("2020-06-23", "2020-07-02")
    assert values["years"] == {"2020": 3}
    assert "articles: 3" in cli("stats").out.splitlines()


def test_a_manifest_is_what_sha256sum_checks(cli: Cli, folder: Path, tmp_path: Path) -> None:
    names = ["new\nline.txt", "back\\slash.txt", "-", "--help", " two  spaces ", "حلب.txt", "cr\r.txt"]
    write(folder, {name: f"{CHECKPOINT}\nWritten in {name!r}.\n" for name in names})
    write(folder, {"photo.jpg": b"\xff\xd8\xff\xe0" + bytes(2000), "all.zip": zipped({"a.txt": MARKET + "More."})})
    with open(os.fsencode(folder) + b"/odd-\xff.txt", "wb") as file:  # noqa: PTH123 -- bytes
        file.write(MARKET.encode())
    cli("update", "-q")
    target = tmp_path / "manifest.sha256"
    assert cli("check", "--manifest", target).code == 0
    lines = target.read_bytes().splitlines()
    assert len(lines) == 3 + len(names) + 3
    assert sum(line.startswith(b"\\") for line in lines) == 3
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("there is no sha256sum here")
    ran = subprocess.run([program, "-c", "--strict", str(target)], cwd=folder, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe1" + bytes(2000))
    ran = subprocess.run([program, "-c", "--quiet", str(target)], cwd=folder, capture_output=True, check=False)
    assert b"photo.jpg: FAILED" in ran.stdout
    assert "photo.jpg: changed" in cli("check").out
    assert cli("check", "--manifest", "/no/such/folder/x").code == 1


def test_a_moved_file_is_told_from_one_that_is_gone(cli: Cli, folder: Path) -> None:
    (folder / "2020/bridge.txt").rename(folder / "2020/elsewhere.txt")
    (folder / "2020/market.txt").unlink()
    said = cli("check").out
    assert "2020/bridge.txt: has moved to 2020/elsewhere.txt" in said
    assert "2020/market.txt: is gone" in said


def test_who_acquired_what_is_new_is_kept_through_a_new_reading(cli: Cli, folder: Path) -> None:
    write(folder, {"usb/note.txt": CHECKPOINT.replace("four", "nine")})
    assert cli("update", "-q", "--acquired-from", "Lena, on a stick", "--acquired-by", "RK").code == 0
    [hit] = cli("search", "nine", "--json").json["hits"]
    shown = cli("show", hit["id"], "--json").json
    assert shown["fields"]["acquired"] == {"by": "RK", "from": "Lena, on a stick"}
    assert shown["how"]["acquired"] == "told to the update"
    (folder / ".dateline/texts.db").unlink()
    assert cli("update", "-q").code == 0
    again = cli("show", hit["id"], "--json").json
    assert (again["fields"], again["text"]) == (shown["fields"], shown["text"])
    assert (
        "acquired" not in cli("show", cli("search", "market", "--json").json["hits"][0]["id"], "--json").json["fields"]
    )


def test_texts_that_were_deleted_are_read_again(cli: Cli, folder: Path) -> None:
    cli("update", "-q")
    (folder / ".dateline/texts.db").unlink()
    [hit] = cli("search", "vegetable", "--json").json["hits"]
    assert "dateline update reads it again" in cli("show", hit["id"]).out
    assert cli("check").code == 1
    report = cli("update", "--json").json
    assert (report["unchanged"], report["indexed"]) == (3, 3), "what is indexed may have been empty"
    assert "vegetable market" in cli("show", hit["id"]).out
    assert cli("check").code == 0


def test_near_copies_are_shown_beside_an_article(cli: Cli, folder: Path) -> None:
    long = " ".join(f"The {i}th lorry waited {i + 3} hours at the bridge of Old Mill." for i in range(30))
    story = f"Lorries wait at Old Mill\n\nJul {{day}}, 2020\n\n{long}\n\n- {{outlet}}\n"
    write(
        folder, {f"{i}.txt": story.format(day=i, outlet=f"Radio {name}") for i, name in enumerate(("Sarn", "Tesk"), 5)}
    )
    (folder.parent / "incident.yaml").write_text("title: Lorries wait\n", encoding="utf-8")
    assert cli("update", "--json").json["near_copies"] == 1
    [first] = cli("search", "lorry waited -is:copy", "--json").json["hits"]
    said = cli("show", first["id"]).out
    assert "1 near-copy of it here; 2 outlets, 1 origin: Radio Sarn" in said
    copies = cli("show", first["id"], "--json").json["copies"]
    assert [member["outlet"] for member in copies["members"]] == ["Radio Sarn", "Radio Tesk"]
    hits = cli("search", "lorry waited", "--json").json["hits"]
    beside = {"articles": 2, "outlets": 2, "origin": "Radio Sarn", "first": first["id"], "told": copies["told"]}
    assert [hit["copies"] for hit in hits] == [beside] * 2
    assert "this one first" in cli("search", "lorry waited").out
    # As sources of an incident, both are one.
    assert cli("new", "incident", folder.parent / "incident.yaml").code == 0
    incident = cli("search", "--in", "incidents", "lorries", "--json").json["hits"][0]["id"]
    for hit in hits:
        point = f"{{record: {incident}, field: title, value: Lorries wait, stance: says}}"
        text = f"article: {hit['id']}\nquote: {{exact: The 7th lorry waited}}\npoints: [{point}]\n"
        (folder.parent / "passage.yaml").write_text(text, encoding="utf-8")
        assert cli("new", "passage", folder.parent / "passage.yaml").code == 0
    assert "2 outlets, 1 origin" in cli("show", incident).out


def test_watching_reads_what_comes_later(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter((True, True, False))

    def wait(*_: object) -> bool:
        going_on = next(looks)
        write(
            folder, {f"later{going_on}{len(list(folder.iterdir()))}.txt": CHECKPOINT + str(len(list(folder.iterdir())))}
        )
        return going_on

    monkeypatch.setattr("tui.cli.update.wait", wait)
    ran = cli("update", "--watch", "--jobs", "1")
    assert ran.code == 0
    assert ran.out.count("1 new article") == 2
