"""Writing bundles: what each profile carries and never carries, and files that are whole or as before."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.archive import Archive
from corpus.bundle import Summary, export, export_file
from corpus.errors import BundleError
from corpus.intake import update
from corpus.purge import purge
from corpus.store import erase
from corpus.store.operation import Edit, Operation, new_id
from tests.archives import made, number

AT = "2026-11-22T10:00:00Z"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with made(tmp_path / "dispatches", who="RK") as opened:
        yield opened


def text_of(archive: Archive, **options: Any) -> str:
    out = io.StringIO()
    export(archive, out, **options)
    return out.getvalue()


def summary_of(archive: Archive, **options: Any) -> Summary:
    return export(archive, io.StringIO(), **options)


def parsed(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def restrict(archive: Archive, name: str, word: str) -> None:
    archive.edits.set_field([number(archive, name)], "restricted", word)


def test_a_bundle_looks_just_so(archive: Archive) -> None:
    n = number(archive, "checkpoint")
    archive.edits.tag([n], add=["checkpoint", "old mill/bridge"])
    archive.edits.set_coding([n], "coded")
    archive.edits.set_field([n], "author", "NO")
    archive.edits.set_field([n], "dateline", {"place": "Sarn", "date": "2020-06-23"})
    kept = archive.articles.get(n)
    assert text_of(archive, numbers=[n], at=AT, text=True) == (
        "dateline: 1\n"
        "exported: {at: '2026-11-22T10:00:00Z', profile: share, articles: 1}\n"
        "articles:\n"
        f"- id: {kept.id}\n"
        "  title: Militia attacks checkpoint near Old Mill\n"
        "  published: '2020-06-23'\n"
        "  credit: Valley Watch\n"
        "  author: 'NO'\n"
        "  dateline: {place: Sarn, date: '2020-06-23'}\n"
        "  language: en\n"
        f"  sha256: {kept.current}\n"
        "  edited: [author, dateline]\n"
        "  coding: coded\n"
        "  tags: [checkpoint, old mill/bridge]\n"
        "  text: |-\n"
        "    Fighters of the River Brigade attacked a checkpoint of the Third Division near Old Mill on Monday, killing"
        " four.\n"
        "    Before that a landmine had hit a patrol, and its ambulances were stopped for six hours at the bridge.\n"
    )


def test_articles_come_by_id_and_a_selection_holds_no_others(archive: Archive) -> None:
    ids = [each["id"] for each in parsed(text_of(archive))["articles"]]
    assert ids == sorted(archive.articles.get(n).id for n in archive.articles.order())
    n = number(archive, "market")
    [only] = parsed(text_of(archive, numbers=[n, 4711]))["articles"]
    assert only["id"] == archive.articles.get(n).id
    assert parsed(text_of(archive, numbers=[])) == {
        "dateline": 1,
        "exported": parsed(text_of(archive, numbers=[]))["exported"],
    }


def test_who_gets_it_to_share_learns_nothing_of_those_who_work_here(archive: Archive) -> None:
    n = number(archive, "market")
    archive.edits.add_note(n, "the nurse is called Samira")
    archive.edits.tag([n], add=["market"])
    restrict(archive, "Bridge", "team")
    shared = text_of(archive, query="title:secretquery", text=True)
    for word in ("RK", "Samira", "secretquery", "2020/market.txt", "notes", "paths", "history", "Bridge at Old Mill"):
        assert word not in shared
    assert parsed(shared)["exported"]["withheld"] == 1
    assert summary_of(archive).withheld == 1


def test_the_team_gets_notes_paths_and_history_and_is_told_so(archive: Archive) -> None:
    n = number(archive, "market")
    archive.edits.add_note(n, "the nurse is called Samira")
    restrict(archive, "Bridge", "team")
    bundle = parsed(text_of(archive, profile="team", history=True, query="market"))
    header = bundle["exported"]
    assert (header["who"], header["query"], header["articles"], header["history"]) == ("RK", "market", 3, 2)
    assert "team only" in header["notice"]
    assert "withheld" not in header
    [market] = [each for each in bundle["articles"] if "market" in each["title"]]
    assert market["paths"] == ["2020/market.txt"]
    assert [(note["who"], note["text"]) for note in market["notes"]] == [("RK", "the nurse is called Samira")]
    assert [each["field"].split("/")[0] for each in bundle["history"]] == ["notes", "restricted"]


@pytest.mark.parametrize("profile", ["share", "team"])
def test_what_is_sealed_never_leaves(archive: Archive, profile: str) -> None:
    n, record = number(archive, "market"), archive.articles.get(number(archive, "market")).id
    archive.edits.tag([n], add=["witness-samira"])
    archive.edits.set_field([number(archive, "Bridge")], "translation_of", record)
    restrict(archive, "market", "sealed")
    found = text_of(archive, profile=profile, text=True, history=profile == "team")
    for word in (record, "Sarn", "witness-samira", "translation_of"):
        assert word not in found
    assert parsed(found)["exported"]["withheld"] == 1
    assert summary_of(archive, profile=profile).hidden == 1


def test_while_people_differ_on_it_the_strictest_word_counts(archive: Archive) -> None:
    record = archive.articles.get(number(archive, "market")).id
    restrict(archive, "market", "sealed")
    later = Operation(new_id(), 1 << 52, "2027-01-01T00:00:00Z", "AZ", record, "restricted", "open", None, new_id())
    archive.log.receive([later])
    assert archive.articles.get(number(archive, "market")).restricted == "open"
    assert "Sarn" not in text_of(archive, profile="team", text=True, history=True)
    restrict(archive, "market", "open")  # settles it
    assert "Sarn" in text_of(archive, profile="team", text=True)


def test_a_restriction_that_is_not_understood_is_as_good_as_sealed(archive: Archive) -> None:
    record = archive.articles.get(number(archive, "market")).id
    archive.log.write([Edit(record, "restricted", "ministers only")], "from a newer dateline")
    assert "Sarn" not in text_of(archive, profile="team", text=True, history=True)


@pytest.mark.parametrize("url", ["file:///home/zoe/a.html", "/home/zoe/a.html", "~zoe/a.html", r"C:\zoe\a.html"])
def test_no_bundle_tells_where_something_is_on_a_disk(archive: Archive, url: str) -> None:
    archive.edits.set_field([number(archive, "market")], "url", url)
    found = text_of(archive, profile="team", text=True, history=True)
    assert str(archive.root) not in found
    assert "zoe" not in found
    assert summary_of(archive, profile="team").hidden == 1


def test_what_is_deleted_is_left_out_but_travels_with_a_history(archive: Archive) -> None:
    record = archive.articles.get(number(archive, "market")).id
    archive.log.write([archive.log.deletion(record)], "deleted")
    assert record not in text_of(archive, profile="team")
    assert "field: deleted" in text_of(archive, profile="team", history=True)


def test_what_was_erased_for_good_is_named_to_the_team_and_to_nobody_else(archive: Archive) -> None:
    record = archive.articles.get(number(archive, "market")).id
    purge(archive, record)
    assert record not in text_of(archive)
    [stone] = parsed(text_of(archive, profile="team"))["deleted"]
    assert (stone["id"], stone["purged"]) == (record, True)


def test_a_text_with_half_characters_is_left_out_and_named(archive: Archive) -> None:
    n = number(archive, "market")
    [name] = archive.texts.put(["half \ud800 a character"])
    with archive.database.write() as connection:
        connection.execute("UPDATE version SET text_sha256 = ? WHERE article = ?", (name, n))
        archive.files.refresh(connection, [n])
    summary = summary_of(archive, text=True)
    assert (summary.articles, summary.texts, summary.unwritable) == (3, 2, [archive.articles.get(n).id])


@pytest.mark.parametrize(
    "options", [{"profile": "everybody"}, {"history": True}, {"at": "yesterday"}, {"at": "2020-06-22"}]
)
def test_a_bundle_that_cannot_be_is_refused_before_anything_is_written(
    archive: Archive, tmp_path: Path, options: dict[str, Any]
) -> None:
    with pytest.raises(BundleError):
        export_file(archive, tmp_path / "out.yaml", **options)
    assert not (tmp_path / "out.yaml").exists()


# Files


def test_a_file_for_the_team_is_its_owners_alone(archive: Archive, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        export_file(archive, tmp_path / "team.yaml", profile="team")
        export_file(archive, tmp_path / "share.yaml")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "team.yaml").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "share.yaml").stat().st_mode) == 0o644


def test_a_file_holds_what_a_stream_gets(archive: Archive, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    summary = export_file(archive, tmp_path / "out.yaml", at=AT, text=True, progress=lambda *done: told.append(done))
    assert (tmp_path / "out.yaml").read_bytes() == text_of(archive, at=AT, text=True).encode()
    assert (summary.target, summary.articles, summary.texts, summary.recorded) == ("out.yaml", 3, 3, True)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_bundle_is_replaced_and_nothing_else_is(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    export_file(archive, target, numbers=[number(archive, "market")])
    export_file(archive, target)
    assert len(parsed(target.read_text(encoding="utf-8"))["articles"]) == 3
    article = archive.root / "2020" / "market.txt"
    before = article.read_bytes()
    with pytest.raises(BundleError, match="is no bundle"):
        export_file(archive, article)
    assert article.read_bytes() == before
    (tmp_path / "link.yaml").symlink_to(target)
    with pytest.raises(BundleError, match="is no bundle"):
        export_file(archive, tmp_path / "link.yaml")


def test_nothing_is_written_into_what_is_dateline_s_own(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "around").symlink_to(archive.folder)
    for target in (archive.folder / "out.yaml", archive.folder / "index" / "a.yaml", tmp_path / "around" / "a.yaml"):
        target.parent.mkdir(exist_ok=True)
        with pytest.raises(BundleError, match="dateline's own"):
            export_file(archive, target)
    with pytest.raises(BundleError, match="no folder"):
        export_file(archive, tmp_path / "nowhere" / "out.yaml")


def test_what_fails_or_is_stopped_leaves_the_file_as_it_was(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "sub" / "out.yaml"
    target.parent.mkdir()
    export_file(archive, target, at=AT)
    before = target.read_bytes()
    assert export_file(archive, target, text=True, cancelled=lambda: True).cancelled

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BundleError, match="cannot be written") as refused:
        export_file(archive, target, text=True)
    assert "No space left" in refused.value.hint
    assert [path.name for path in target.parent.iterdir()] == ["out.yaml"]
    assert target.read_bytes() == before


def test_what_left_is_remembered_by_the_name_of_the_file_alone(archive: Archive, tmp_path: Path) -> None:
    market, bridge = (archive.articles.get(number(archive, name)) for name in ("market", "Bridge"))
    export_file(archive, tmp_path / "one.yaml", numbers=[market.n], at=AT)
    export(archive, io.StringIO(), profile="team", at=AT)
    both, one = erase.Export(AT, "team", ""), erase.Export(AT, "share", "one.yaml")
    assert erase.exports_of(archive.database, [market.id]) == [both, one]
    assert erase.exports_of(archive.database, [bridge.id]) == [both]
    assert purge(archive, market.id).exports == [both, one]


def test_a_bundle_in_the_folder_of_the_archive_is_no_article(archive: Archive) -> None:
    export_file(archive, archive.root / "mine.yaml", text=True)
    report = update(archive)
    assert report.new == 0
    assert [path for path, _ in report.failed] == ["mine.yaml"]


def test_an_archive_that_cannot_be_written_to_can_be_exported(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    with Archive.open(archive.root, read_only=True) as frozen:
        summary = export_file(frozen, tmp_path / "out.yaml")
    assert (summary.articles, summary.recorded) == (3, False)


def test_everything_in_a_bundle_is_of_one_moment(archive: Archive) -> None:
    """What is said while a bundle is written is in it as a whole or not at all."""

    class Slow(io.StringIO):
        def write(self, text: str) -> int:
            if text.startswith("articles"):
                with Archive.open(archive.root, who="AZ") as other:
                    other.edits.tag(list(other.articles.order()), add=["meanwhile"])
            return super().write(text)

    out = Slow()
    export(archive, out, profile="team", history=True)
    assert "meanwhile" not in out.getvalue()
    assert "meanwhile" in text_of(archive)
