from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.bundle import import_bundle
from tests.tui.cli.conftest import Cli

TEXTS = {
    "one.txt": "Shells at night\n\n2031-03-02\n\nFighters of Liwa as-Sindiyan shelled Rujaym at night.\n",
    "two.txt": "A quiet day\n\n2031-03-04\n\nThe Sindiyan Brigade left Rjeim, and Rjeim was quiet.\n",
    "three.txt": "Later\n\n2031-03-06\n\nWhat was left of Rujaym was searched.\n",
}


@pytest.fixture
def named(cli: Cli, folder: Path) -> Cli:
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert cli("update").code == 0
    return cli


def made(cli: Cli, kind: str, name: str, tmp_path: Path) -> str:
    file = tmp_path / "record.yaml"
    file.write_text(f"names: [{{text: {name}, kind: name}}]\n", encoding="utf-8")
    ran = cli("new", kind, file, "--json")
    assert ran.code == 0, ran.err
    return json.dumps(ran.json).split('"')[[word[1:2] == "-" for word in json.dumps(ran.json).split('"')].index(True)]


def spelled(cli: Cli, *asked: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in cli("names", *asked, "--json").json["spellings"]:
        found.setdefault(each["level"], []).append(each["text"])
    return found


def test_every_spelling_with_counts_and_reasons(named: Cli) -> None:
    told = named("names", "Rujeim").out
    assert "2  Rujaym   ei ≈ ay  since 2031-03-02" in told
    assert "1  Rjeim" in told
    assert named("names", "Zzyzx").err.startswith("No name in this archive is like Zzyzx")
    assert "two letters at least" in named("names", "7").err
    assert "too long" in named("names", "Rujaym " * 1500).err


def test_a_search_says_which_spellings_it_found_or_left_out(named: Cli) -> None:
    ran = named("search", "name:rujeim")
    assert ran.out.startswith("spelled: Rujaym 2, Rjeim 1\n3 articles")
    assert "also spelled Rujaym (2): name:" in named("search", "rjeim").out
    assert named("search", "rjeim", "--json").json["also_spelled"] == [["Rujaym", 2]]
    assert named("search", "name:rujeim", "--json").json["names"][0]["found"] == [["Rujaym", 2], ["Rjeim", 1]]


def test_what_is_decided_of_a_spelling_stays_and_can_be_undone(named: Cli, tmp_path: Path) -> None:
    place = made(named, "place", "Old Mill", tmp_path)
    assert "match" not in spelled(named, "Sindiyan Mill")
    assert named("names", "--of", place, "--accept", "Rujaym").code == 0
    assert {"Rujaym", "Rjeim", "Old Mill"} <= set(spelled(named, "Old Mill")["match"])
    assert named("names", "--of", place, "--refuse", "Rjeim").code == 0
    assert "Rjeim" not in spelled(named, "Old Mill")["match"]
    assert named("undo").code == 0
    assert "Rjeim" in spelled(named, "Old Mill")["match"]


def test_records_that_may_be_one_are_listed_until_kept_apart(named: Cli, tmp_path: Path) -> None:
    one = made(named, "actor", "Liwa as-Sindiyan", tmp_path)
    other = made(named, "actor", "Sindiyan Brigade", tmp_path)
    found = named("names", "--same", "--json").json
    assert [{each["one"], each["other"]} for each in found] == [{one, other}]
    assert named("names", "--apart", one, other).code == 0
    assert named("names", "--same", "--json").json == []


def test_mentions_are_offered_linked_and_refused(named: Cli, tmp_path: Path) -> None:
    place = made(named, "place", "Rujaym", tmp_path)
    offered = named("mentions", place, "--json").json["offered"]
    assert [each["count"] for each in offered] == [1, 1]
    assert "named in 2 articles" in named("show", place).out
    assert named("show", place, "--json").json["named_in"] == {"articles": 2, "ambiguous": []}
    assert named("mentions", place, "--refuse", offered[0]["article"]).code == 0
    left = named("mentions", place, "--json").json["offered"]
    assert [each["article"] for each in left] == [offered[1]["article"]]
    assert named("mentions", place, "--link-all", "--yes").out.startswith("1 article linked")
    assert named("mentions", place, "--json").json["offered"] == []


@pytest.mark.parametrize("words", [(), ("Rujaym", "--same"), ("--accept", "X"), ("--of", "p-1", "Rujaym")])
def test_what_makes_no_sense_is_refused(named: Cli, words: tuple[str, ...]) -> None:
    assert named("names", *words).code == 2


def test_spellings_are_told_apart_without_a_record_and_that_is_undone_and_shared(named: Cli, tmp_path: Path) -> None:
    assert set(spelled(named, "Rujeim")["match"]) == {"Rujaym", "Rjeim"}
    assert named("names", "Rujeim", "--refuse", "Rjeim").code == 0
    assert spelled(named, "Rujeim")["match"] == ["Rujaym"]
    assert "Rujeim is not Rjeim" in named("list", "distinctions").out
    assert named("export", "--all", "-o", tmp_path / "all.yaml").code == 0
    with Archive.open(tmp_path, create=True) as other:
        import_bundle(other, tmp_path / "all.yaml")
        assert other.record_sets.distinctions() == [("Rujeim", "Rjeim")]
    assert named("undo").code == 0
    assert set(spelled(named, "Rujeim")["match"]) == {"Rujaym", "Rjeim"}


def test_a_name_of_nobody_is_offered_as_no_record(named: Cli, folder: Path) -> None:
    (folder / "four.txt").write_text("More\n\n2031-03-08\n\nThey left for Rujaym.\n", encoding="utf-8")
    assert named("update").code == 0
    assert "Rujaym" in named("names", "--new").out
    assert named("names", "Rujaym", "--no-name").code == 0
    assert "Rujaym" not in named("names", "--new").out
    assert named("names", "--no-name").code == 2
    assert named("names", "Rujaym", "--accept", "Rjeim").code == 2
