"""The table of records follows the archive through edits, merges, deletion, undo, imports and purges."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import purge
from corpus.archive import Archive
from corpus.bundle.merge import import_bundle
from corpus.bundle.write import export_file
from index.records.table import RecordTable
from tests import archives


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with archives.made(tmp_path / "one", who="Rana Khoury") as opened:
        yield opened


def facts(table: RecordTable) -> object:
    """All that a table knows, for comparing."""
    table.refresh()
    kinds = ("tag", "role", "event", "actor", "place", "within", "ref", "status")
    return (
        {kind: sorted(table.everything(kind)) for kind in ("incident", "actor", "place")},
        {(kind, value): sorted(table.by_key(kind, value)) for kind in kinds for value in table.values(kind)},
        {word: sorted(table.holding(word)) for word in table.beginning("")},
        {word: sorted(table.holding(word, heads=True)) for word in table.beginning("")},
        {incident: sorted(articles) for incident, articles in table.articles_of.items()},
        sorted(table.numbers(table.everything("incident"))),
    )


class Watched:
    """A table that is kept up to date, beside one made anew each time."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.table = RecordTable(archive.record_sets)
        self.check()

    def check(self) -> RecordTable:
        assert facts(self.table) == facts(RecordTable(self.archive.record_sets))
        return self.table


def test_a_table_follows_what_people_do(archive: Archive) -> None:
    records, watched = archive.records, Watched(archive)
    one = records.create("actor", {"names": [{"text": "Noor Brigade", "kind": "name"}]})
    other = records.create("actor", {"names": [{"text": "Noor Battalion", "kind": "name"}], "tags": ["militia"]})
    row = {"id": "k1", "actor": one, "role": "attacker"}
    raid = records.create("incident", {"title": "Raid", "event": "Battles", "actors": [row], "tags": ["a/b"]})
    assert watched.check().everything("actor") == {one, other}
    records.set(raid, "actors[k1].role", "target")
    assert watched.check().by_key("role", "target") == {raid}
    records.remove(raid, "actors[k1]")
    assert not watched.check().by_key("actor", one)
    archive.history.undo()
    assert watched.check().by_key("actor", one) == {raid}
    records.merge(other, one)
    assert watched.check().everything("actor") == {one}
    assert watched.table.canonical(other) == one
    records.delete(raid)
    assert not watched.check().everything("incident")
    archive.history.undo(2)
    assert watched.check().everything("actor") == {one, other}
    archive.edits.tag([1], add=["seen"])
    watched.check()


def test_a_table_knows_which_articles_tell_of_an_incident(archive: Archive) -> None:
    records, watched = archive.records, Watched(archive)
    n = archives.number(archive, "Militia attacks")
    article = archive.articles.get(n).id
    raid = records.create("incident", {"title": "Raid"})
    text = archive.articles.text(n)[:20]
    point = {"record": raid, "field": "title", "value": "Raid", "stance": "says"}
    passage = records.create("passage", {"article": article, "quote": {"exact": text}, "points": [point]})
    assert watched.check().numbers([raid]) == {n}
    records.delete(passage)
    assert watched.check().numbers([raid]) == set()
    link = records.create("link", {"from": article, "to": raid, "relation": "mentions"})
    assert watched.check().numbers([raid]) == {n}
    purge.purge(archive, link)
    assert watched.check().numbers([raid]) == set()


def test_a_table_follows_an_import_and_its_undoing(archive: Archive, tmp_path: Path) -> None:
    bundle = tmp_path / "two.yaml"
    with archives.made(tmp_path / "two", who="Lina") as second:
        second.edits.tag([1], add=["new"])
        export_file(second, bundle, profile="team")
    n = archives.number(archive, "Militia attacks")
    records, watched = archive.records, Watched(archive)
    raid = records.create("incident", {"title": "Raid"})
    records.create("link", {"from": archive.articles.get(n).id, "to": raid, "relation": "mentions"})
    import_bundle(archive, bundle)
    assert watched.check().numbers([raid]) == {n}
    archive.history.undo()
    assert watched.check().numbers([raid]) == {n}
