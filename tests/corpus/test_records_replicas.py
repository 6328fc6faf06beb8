"""Two people at one record: what they do to different rows, names and points merges, and merging keeps its law."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.records.problem import RecordError
from corpus.store.operation import Operation
from corpus.store.record_tables import kept, work_out

ROWS = ("h1", "h2", "h3")


class Replica:
    """One archive with a clock of its own."""

    def __init__(self, folder: Path, name: str, start: int) -> None:
        ticks = itertools.count(start)
        self.told = 0
        (folder / ".dateline").mkdir(parents=True)
        self.archive = Archive(folder, read_only=False, who=name, clock=lambda: next(ticks))

    def operations(self) -> list[Operation]:
        """Everything that was said here since this was last asked."""
        rows = self.archive.database.rows(
            "SELECT DISTINCT record, max(seq) FROM operation WHERE seq > ? GROUP BY record", (self.told,)
        )
        self.told = max((seq for _, seq in rows), default=self.told)
        return [o for record, _ in rows for o in self.archive.log.operations(record)]

    def receive(self, other: Replica) -> None:
        self.archive.log.receive(other.operations())

    def tables(self) -> dict[str, Any]:
        database = self.archive.database
        return {
            table: database.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
            for table in ("record", "refers", "record_word", "record_name")
        }


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replica, Replica]]:
    """Two archives for all tests here, each of which works on records of its own."""
    folder = tmp_path_factory.mktemp("replicas")
    made = (Replica(folder / "one", "RK", 1_000), Replica(folder / "two", "LM", 50_000_000))
    yield made
    for replica in made:
        replica.archive.close()


def harm(*rows: str) -> list[dict[str, Any]]:
    return [{"id": row, "kind": "killed", "low": 1, "best": 2, "high": 3} for row in rows]


def exchange(pair: tuple[Replica, Replica]) -> None:
    one, two = pair
    one.receive(two)
    two.receive(one)
    assert one.tables() == two.tables()


def shared(pair: tuple[Replica, Replica], values: dict[str, Any]) -> str:
    record = pair[0].archive.records.create("incident", values)
    exchange(pair)
    return record


changes = st.tuples(st.sampled_from(("low", "stated", "remove")), st.integers(0, 2))


@settings(max_examples=25)
@given(first=changes, second=changes, names=st.lists(st.sampled_from("ABCD"), max_size=4))
def test_different_rows_of_harm_are_changed_without_conflict(
    pair: tuple[Replica, Replica], first: tuple[str, int], second: tuple[str, int], names: list[str]
) -> None:
    record = shared(pair, {"title": "X", "harm": harm(*ROWS)})
    for replica, row, (what, value) in ((pair[0], "h1", first), (pair[1], "h2", second)):
        if what == "remove":
            replica.archive.records.remove(record, f"harm[{row}]")
        else:
            replica.archive.records.set(record, f"harm[{row}].{what}", value if what == "low" else str(value))
        for name in names:
            replica.archive.records.add(record, "weapons", name)
    exchange(pair)
    seen = [replica.archive.records.get(record) for replica in pair]
    assert seen[0].values == seen[1].values
    assert seen[0].differences == ()
    rows = {row["id"]: row for row in seen[0].values["harm"]}
    for row, (what, value) in (("h1", first), ("h2", second)):
        if what == "remove":
            assert row not in rows
        else:
            assert rows[row][what] == (value if what == "low" else str(value))
    assert set(seen[0].values.get("weapons", ())) == set(names)


def test_different_parts_of_one_row_are_changed_without_conflict(pair: tuple[Replica, Replica]) -> None:
    record = shared(pair, {"title": "X", "harm": harm("h1")})
    pair[0].archive.records.set(record, "harm[h1].low", 0)
    pair[1].archive.records.set(record, "harm[h1].high", 9)
    exchange(pair)
    seen = pair[0].archive.records.get(record)
    assert seen.values["harm"] == [{"id": "h1", "kind": "killed", "low": 0, "best": 2, "high": 9}]
    assert seen.differences == ()


def test_two_words_on_one_part_stand_side_by_side(pair: tuple[Replica, Replica]) -> None:
    record = shared(pair, {"title": "X", "harm": harm("h1")})
    pair[0].archive.records.set(record, "harm[h1].best", 1)
    pair[1].archive.records.set(record, "harm[h1].best", 3)
    exchange(pair)
    [difference] = pair[0].archive.records.get(record).differences
    assert difference.field == "harm[h1].best"
    words = [difference.said, *difference.others]
    assert sorted((word.who, word.value) for word in words) == [("LM", 3), ("RK", 1)]
    assert pair[1].archive.records.get(record).differences == (difference,)
    pair[0].archive.records.set(record, "harm[h1].best", 1)
    assert pair[0].archive.records.get(record).differences == ()


def test_a_row_that_one_removes_while_the_other_works_on_it_stays_and_is_named(pair: tuple[Replica, Replica]) -> None:
    record = shared(pair, {"title": "X", "harm": harm("h1", "h2")})
    pair[0].archive.records.remove(record, "harm[h1]")
    pair[1].archive.records.set(record, "harm[h1].best", 3)
    exchange(pair)
    for replica in pair:
        seen = replica.archive.records.get(record)
        assert [row["id"] for row in seen.values["harm"]] == ["h1", "h2"]
        assert seen.doubted == ("harm[h1]",)
    pair[0].archive.records.remove(record, "harm[h1]")
    exchange(pair)
    assert [row["id"] for row in pair[1].archive.records.get(record).values["harm"]] == ["h2"]


def test_a_record_that_one_deletes_while_the_other_works_on_it_stays_and_says_so(pair: tuple[Replica, Replica]) -> None:
    record = shared(pair, {"title": "X"})
    pair[0].archive.records.delete(record)
    pair[1].archive.records.set(record, "title", "Y")
    exchange(pair)
    for replica in pair:
        seen = replica.archive.records.get(record)
        assert (seen.values["title"], seen.doubted) == ("Y", ("",))
        assert replica.archive.records.is_there(record)


def test_the_same_name_added_twice_is_one_name(pair: tuple[Replica, Replica]) -> None:
    record = pair[0].archive.records.create("actor", {"names": [{"text": "Oak", "kind": "name"}]})
    exchange(pair)
    for replica in pair:
        replica.archive.records.add(record, "names", {"text": "Sindiyan", "kind": "alias"})
    exchange(pair)
    seen = pair[0].archive.records.get(record)
    assert [name["text"] for name in seen.values["names"]] == ["Oak", "Sindiyan"]
    assert seen.differences == ()


def test_merges_the_opposite_ways_agree_on_who_stands_for_both(pair: tuple[Replica, Replica]) -> None:
    one, two = (pair[0].archive.records.create("actor", {"names": [name]}) for name in ("A", "B"))
    exchange(pair)
    pair[0].archive.records.merge(one, two)
    pair[1].archive.records.merge(two, one)
    exchange(pair)
    assert {replica.archive.records.get(each).id for replica in pair for each in (one, two)} == {min(one, two)}


@settings(max_examples=40)
@given(steps=st.lists(st.tuples(st.sampled_from(("merge", "undo", "redo")), st.integers(0, 3), st.integers(0, 3))))
def test_merging_is_undone_and_done_again_to_the_letter(
    pair: tuple[Replica, Replica], steps: list[tuple[str, int, int]]
) -> None:
    replica = pair[0]
    records = replica.archive.records
    actors = [records.create("actor", {"names": [name]}) for name in "ABCD"]
    link = records.create("link", {"from": actors[0], "to": actors[1], "relation": "backs"})

    def seen() -> tuple[Any, ...]:
        return (
            [records.get(actor).id for actor in actors],
            [sorted(pointer.source for pointer in records.points_to(actor)) for actor in actors],
            [records.get(actor, merged=False).values["names"] for actor in actors],
            records.get(link).values["from"],
        )

    done: list[tuple[Any, ...]] = [seen()]
    undone: list[tuple[Any, ...]] = []
    for what, a, b in steps:
        if what == "merge":
            try:
                records.merge(actors[a], actors[b])
            except RecordError:
                assert records.get(actors[a]).id == records.get(actors[b]).id
                continue
            assert records.get(actors[a]).id == records.get(actors[b]).id
            done, undone = [*done, seen()], []
        elif what == "undo" and len(done) > 1:
            replica.archive.history.undo()
            undone.append(done.pop())
            assert seen() == done[-1]
        elif what == "redo" and undone:
            replica.archive.history.redo()
            done.append(undone.pop())
            assert seen() == done[-1]
    for actor in actors:
        connection = replica.archive.database.connection
        assert kept(connection, actor) == work_out(connection, replica.archive.log, actor)
