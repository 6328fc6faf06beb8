"""The check: a sound archive has nothing to say, every kind of harm is named, and what is derived can be mended."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.check import Finding, check, mend
from corpus.intake import Progress, update
from corpus.store.operation import Edit
from tests.archives import CHECKPOINT, MARKET, made, number, write


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with made(tmp_path / "dispatches", who="RK") as opened:
        n = number(opened, "checkpoint")
        opened.edits.tag([n, number(opened, "market")], add=["mines", "old-mill"])
        opened.edits.set_fields([n], {"title": "The checkpoint", "coding": "coding"}, notes=["see the map"])
        opened.history.undo()
        opened.history.redo()
        yield opened


def wrong(archive: Archive) -> list[Finding]:
    return [finding for finding in check(archive) if finding.wrong]


def break_(archive: Archive, *statements: str) -> None:
    with archive.database.write() as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_archive_has_nothing_to_say(archive: Archive) -> None:
    assert list(check(archive)) == []


def test_a_sound_archive_is_sound_when_open_for_reading_only(archive: Archive) -> None:
    with Archive.open(archive.root, read_only=True) as reading:
        assert list(check(reading)) == []


def test_files_are_held_against_their_hashes(archive: Archive) -> None:
    write(archive.root, {"2020/market.txt": MARKET + "\nMore.", "new.txt": "x", "empty.txt": ""})
    (archive.root / "2020/bridge.txt").unlink()
    checkpoint = archive.root / "2020/checkpoint.txt"
    status = checkpoint.stat()
    checkpoint.write_text(CHECKPOINT.replace("four", "nine"), encoding="utf-8")
    os.utime(checkpoint, ns=(status.st_atime_ns, status.st_mtime_ns))
    found = {finding.subject: (finding.reason, finding.wrong) for finding in check(archive)}
    assert found["2020/market.txt"] == ("changed since the last update", True)
    assert found["2020/bridge.txt"] == ("is gone", True)
    assert "failing disk" in found["2020/checkpoint.txt"][0]
    assert found["new.txt"] == ("not taken in yet", False)


def test_files_that_no_reader_could_read_are_listed_and_no_fault(archive: Archive) -> None:
    write(archive.root, {"empty.txt": "", "noise.txt": bytes(range(256)) * 40})
    update(archive)
    assert {finding.subject for finding in check(archive)} == {"empty.txt", "noise.txt"}
    assert wrong(archive) == []
    assert all(finding.reason for finding in check(archive))


def test_a_link_in_place_of_a_file_is_not_followed(archive: Archive, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.txt"
    outside.write_text(MARKET, encoding="utf-8")
    (archive.root / "2020/market.txt").unlink()
    (archive.root / "2020/market.txt").symlink_to(outside)
    assert [(f.subject, f.reason) for f in wrong(archive)] == [("2020/market.txt", "is gone")]


def test_a_damaged_text_and_a_lost_one_are_named_by_their_articles(archive: Archive) -> None:
    one, two = archive.articles.get(number(archive, "market")), archive.articles.get(number(archive, "Bridge"))
    with archive.texts.database.write() as connection:
        key = bytes.fromhex(one.text_sha256)
        connection.execute("UPDATE text SET body = ? WHERE sha256 = ?", (zlib.compress(b"something else"), key))
        connection.execute("DELETE FROM text WHERE sha256 = ?", (bytes.fromhex(two.text_sha256),))
    found = {finding.subject: finding.reason for finding in wrong(archive)}
    assert "damaged" in found[one.id]
    assert "not in the store" in found[two.id]


DERIVED = {
    "a value": "UPDATE value SET value = '\"coded\"' WHERE field = 'coding'",
    "a value that is gone": "DELETE FROM value WHERE field = 'title'",
    "a value that nobody said": "INSERT INTO value VALUES ('a-00', 'title', '\"x\"', 9999, 0)",
    "a conflict that is none": "UPDATE value SET conflicted = 1 WHERE field = 'tags/mines'",
    "a tag that is gone": "DELETE FROM tagged WHERE tag = 'mines'",
    "a tag that nobody gave": "INSERT INTO tagged SELECT 'false', n FROM article",
    "a tag on nothing": "INSERT INTO tagged VALUES ('loose', 9999)",
    "a read mark on nothing": "INSERT INTO read_mark VALUES (9999, '')",
    "a title in the list": "UPDATE article SET title = 'Wrong' WHERE title = 'The checkpoint'",
    "a day in the list": "UPDATE article SET first_day = 1 WHERE first_day IS NOT NULL",
    "an article the index never heard of": "DELETE FROM article_change",
}


@pytest.mark.parametrize("harm", DERIVED.values(), ids=DERIVED.keys())
def test_what_is_derived_is_found_wrong_and_mended(archive: Archive, harm: str) -> None:
    before = snapshot(archive)
    break_(archive, harm)
    found = wrong(archive)
    assert found
    assert all(finding.derived for finding in found)
    mend(archive)
    assert list(check(archive)) == []
    assert snapshot(archive) == before


def snapshot(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables that a check looks at."""
    order = {"value": "record, field", "tagged": "tag, article", "article": "n", "read_mark": "article"}
    order |= {"operation": "seq", "batch": "seq"}
    return {table: archive.database.rows(f"SELECT * FROM {table} ORDER BY {by}") for table, by in order.items()}


def test_mending_reads_the_log_and_never_writes_it(archive: Archive) -> None:
    break_(archive, "DELETE FROM value", "DELETE FROM tagged", "UPDATE article SET title = '', published = ''")
    log = archive.database.rows("SELECT * FROM operation ORDER BY seq")
    assert mend(archive) > 0
    assert archive.database.rows("SELECT * FROM operation ORDER BY seq") == log
    assert archive.tags.all() == [("mines", 2), ("old-mill", 2)]
    assert {row.title for row in archive.articles.rows(archive.articles.order())} >= {"The checkpoint"}


LOST = {
    "a version": "DELETE FROM version WHERE article = 1",
    "an article": "DELETE FROM article WHERE n = 1",
    "an act": "DELETE FROM batch WHERE kind = 'edit'",
}


@pytest.mark.parametrize("harm", LOST.values(), ids=LOST.keys())
def test_what_is_lost_is_named_and_cannot_be_mended(archive: Archive, harm: str) -> None:
    break_(archive, harm)
    mend(archive)
    found = wrong(archive)
    assert any(not finding.derived for finding in found)
    assert all(finding.hint for finding in found)


def test_a_page_that_rotted_is_named(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    path = archive.folder / "archive.db"
    with sqlite3.connect(path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'operation_by_field'").fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 + 8 : (page - 1) * 4096 + 40] = b"\xff" * 32
    path.write_bytes(data)
    with Archive.open(archive.root, read_only=True) as rotten:
        found = wrong(rotten)
    assert found
    assert found[0].subject == "archive.db"
    assert "SQLite says" in found[0].reason


RECORD_HARMS = {
    "a label": "UPDATE record SET label = 'Wrong'",
    "a record that is gone": "DELETE FROM record",
    "a name that is gone": "DELETE FROM record_name",
    "a name that nobody gave": "INSERT INTO record_name (record, text, kind, folded) VALUES ('p-9', 'x', 'name', 'x')",
}


@pytest.mark.parametrize("harm", RECORD_HARMS.values(), ids=RECORD_HARMS.keys())
def test_the_tables_of_other_records_are_checked_and_mended(archive: Archive, harm: str) -> None:
    actor = "p-01jd7wq3e5c8z6v9k2m4n5p6q7"
    archive.log.write(
        [
            Edit(actor, "names/River Brigade", {"kind": "name"}),
            Edit(actor, "type", "group"),
        ],
        "an actor",
    )
    assert list(check(archive)) == []
    tables = ("record", "record_name", "refers", "record_word")
    before = {table: archive.database.rows(f"SELECT * FROM {table}") for table in tables}
    assert before["record"]
    assert before["record_name"]
    break_(archive, harm)
    assert wrong(archive)
    mend(archive)
    assert list(check(archive)) == []
    assert {table: archive.database.rows(f"SELECT * FROM {table}") for table in tables} == before


def test_joined_articles_are_sound(tmp_path: Path) -> None:
    with made(tmp_path / "dispatches") as archive:
        one, two = (archive.articles.get(n).id for n in archive.articles.order()[:2])
        archive.edits.tag([archive.articles.find(one)], add=["first"])
        archive.edits.tag([archive.articles.find(two)], add=["second"])
        with archive.database.write() as connection:
            archive.files.join(connection, [one, two])
        assert list(check(archive)) == []
        break_(archive, "DELETE FROM value")
        mend(archive)
        assert list(check(archive)) == []
        assert [tag for tag, _ in archive.tags.all()] == ["first", "second"]


@pytest.mark.parametrize("ask", [1, 2, 4])
def test_it_stops_when_asked(archive: Archive, ask: int) -> None:
    stages: list[Progress] = []
    (archive.root / "2020/bridge.txt").unlink()
    found = list(check(archive, progress=stages.append, cancelled=asked(ask)))
    assert found == []
    assert not any(told.stage == "files" and told.done == told.total for told in stages)


def asked(times: int) -> Callable[[], bool]:
    left = iter(range(times))
    return lambda: next(left, None) is None
