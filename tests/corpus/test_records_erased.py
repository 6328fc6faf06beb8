"""Records erased for good: with what rests on them, in every byte, and never what only somebody deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from corpus.errors import RecordUnknown
from corpus.purge import is_purged, purge
from corpus.store.record_tables import kept, work_out
from tests import archives


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with archives.made(tmp_path, who="Rana Khoury") as opened:
        yield opened


@pytest.fixture
def article(archive: Archive) -> str:
    return archive.articles.get(archives.number(archive, "Militia attacks")).id


def actor(archive: Archive, name: str, **values: Any) -> str:
    return archive.records.create("actor", {"names": [{"text": name, "kind": "name"}], **values})


def bytes_of(archive: Archive) -> bytes:
    return b"".join(path.read_bytes() for path in archive.folder.rglob("*") if path.is_file())


def test_a_purged_record_leaves_no_byte_and_takes_its_links_and_points_with_it(archive: Archive, article: str) -> None:
    who, other = actor(archive, "Hamdan the Witness"), actor(archive, "Other")
    archive.records.set(who, "names/The Fruitseller", {"kind": "nickname"})
    archive.records.remove(who, "names/The Fruitseller")
    link = archive.records.create("link", {"from": who, "to": other, "relation": "family", "as": "cousin-informer"})
    what = archive.records.create("incident", {"title": "X", "actors": [{"actor": who, "role": "bystander"}]})
    points = [
        {"record": who, "field": "names", "value": "Hamdan-in-the-report", "stance": "says"},
        {"record": what, "field": "title", "value": "X", "stance": "says"},
    ]
    values = {"article": article, "quote": {"exact": "killing four"}, "points": points}
    passage = archive.records.create("passage", values)
    report = purge(archive, who)
    assert (report.records, report.named_by) == ([link], [what])
    assert not archive.records.is_there(who)
    assert not archive.records.is_there(link)
    assert [point["record"] for point in archive.records.get(passage).values["points"]] == [what]
    assert is_purged(archive, who)
    archive.checkpoint()
    for word in (b"Witness", b"Fruitseller", b"informer", b"in-the-report"):
        assert word not in bytes_of(archive)
    connection = archive.database.connection
    for record in (who, other, link, what, passage):
        assert kept(connection, record) == work_out(connection, archive.log, record)
    assert purge(archive, who).again


def test_a_purged_article_takes_its_passages_with_it(archive: Archive, article: str) -> None:
    passage = archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}})
    gone = archive.records.create("passage", {"article": article, "quote": {"exact": "on Monday"}})
    archive.records.delete(gone)
    report = purge(archive, article)
    assert report.records == sorted([passage, gone])
    assert archive.records.count()["passage"] == 0
    archive.checkpoint()
    assert b"killing four" not in bytes_of(archive)


def test_what_never_was_cannot_be_purged(archive: Archive) -> None:
    with pytest.raises(RecordUnknown):
        purge(archive, "p-" + "0" * 26)


def test_a_deleted_passage_about_a_purged_record_goes_with_it(archive: Archive, article: str) -> None:
    who = actor(archive, "Hamdan")
    point = {"record": who, "field": "names", "value": "Hamdan-in-the-report", "stance": "says"}
    values = {"article": article, "quote": {"exact": "killing four"}, "points": [point]}
    passage = archive.records.create("passage", values)
    archive.records.delete(passage)
    purge(archive, who)
    assert not archive.records.is_there(passage)
    archive.checkpoint()
    assert b"in-the-report" not in bytes_of(archive)


def test_no_digest_of_an_erased_word_stays_in_a_deletion_that_does_not_count(archive: Archive, article: str) -> None:
    who = actor(archive, "Witness")
    point = {"record": who, "field": "names", "value": "the fruit seller"}
    passage = archive.records.create(
        "passage", {"article": article, "quote": {"exact": "its ambulances were stopped"}, "points": [point]}
    )
    archive.records.delete(passage)
    archive.history.undo()
    purge(archive, who)
    assert archive.records.is_there(passage)
    assert [o.field for o in archive.log.operations(passage) if o.field == "deleted"] == []
