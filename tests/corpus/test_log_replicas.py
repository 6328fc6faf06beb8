"""The log's law: archives that have exchanged their operations agree, in whatever order these came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.store.operation import Edit, Operation

RECORDS = ("a-11111111111111111111", "a-22222222222222222222", "i-1")
FIELDS = ("title", "coding", "tags/ambush", "tags/landmine", "notes/n1")
VALUES = (True, "x", "y", None)


class Replica:
    """One archive with a clock of its own that may run behind the others'."""

    def __init__(self, folder: Path, name: str) -> None:
        self.clock = [0]
        (folder / ".dateline").mkdir(parents=True)
        self.archive = Archive(folder, read_only=False, who=name, clock=lambda: self.clock[0])

    def reset(self, clock: int) -> None:
        """Make it empty again but for the two articles: cheaper than a new one."""
        self.clock[0] = clock
        with self.archive.database.write() as connection:
            for (table,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall():
                connection.execute(f"DELETE FROM {table}")
            for record in RECORDS[:2]:
                self.archive.files.make_row(connection, record, None)

    def operations(self) -> list[Operation]:
        """Everything in the log, in order of arrival."""
        rows = self.archive.database.rows("SELECT DISTINCT record FROM operation")
        found = {o.id: o for (record,) in rows for o in self.archive.log.operations(record)}
        return list(found.values())

    def join(self) -> None:
        """Learn that the two articles are one."""
        with self.archive.database.write() as connection:
            self.archive.files.join(connection, RECORDS[:2])

    def state(self) -> dict[str, Any]:
        """All that a user can see of the log."""
        database = self.archive.database
        conflicts = [
            (record, field, heads.winner.id, sorted(o.id for o in heads.conflicting))
            for record, field, heads in self.archive.log.conflicts()
        ]
        deleted = [
            (r, self.archive.log.is_deleted(r), self.archive.log.deletion_in_doubt(r)) for r in ("i-1", RECORDS[0])
        ]
        return {
            "values": database.rows("SELECT record, field, value, conflicted FROM value ORDER BY record, field"),
            "tags": database.rows("SELECT tag, id FROM tagged JOIN article ON n = article ORDER BY tag, id"),
            "rows": database.rows("SELECT id, title, coding FROM article ORDER BY id"),
            "conflicts": sorted(conflicts),
            "deleted": deleted,
        }


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Replica]]:
    folder = tmp_path_factory.mktemp("replicas")
    made = [Replica(folder / name, name) for name in ("R0", "R1", "R2")]
    yield made
    for replica in made:
        replica.archive.close()


def fresh(pool: list[Replica], count: int = 3) -> list[Replica]:
    for i, replica in enumerate(pool[:count]):
        replica.reset(1_000_000 * (i + 1))
    return pool[:count]


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("edit"),
            st.integers(0, 2),
            st.lists(
                st.tuples(st.sampled_from(RECORDS), st.sampled_from(FIELDS), st.sampled_from(VALUES)),
                min_size=1,
                max_size=3,
            ),
        ),
        st.tuples(st.just("delete"), st.integers(0, 2), st.just("i-1")),
        st.tuples(st.just("undo"), st.integers(0, 2), st.integers(1, 2)),
        st.tuples(st.just("redo"), st.integers(0, 2), st.integers(1, 2)),
        st.tuples(st.just("join"), st.integers(0, 2), st.none()),
        st.tuples(st.just("send"), st.integers(0, 2), st.integers(0, 2), st.randoms(use_true_random=False)),
        st.tuples(st.just("clock"), st.integers(0, 2), st.integers(-5, 5_000_000)),
    ),
    max_size=14,
)


def perform(made: list[Replica], step: tuple[Any, ...]) -> None:
    kind, which, what = step[0], made[step[1]], step[2]
    if kind == "edit":
        which.archive.log.write([Edit(*edit) for edit in what], "edit")
    elif kind == "delete":
        which.archive.log.write([which.archive.log.deletion(what)], "delete")
    elif kind == "undo":
        which.archive.history.undo(what)
    elif kind == "redo":
        which.archive.history.redo(what)
    elif kind == "join":
        which.join()
    elif kind == "clock":
        which.clock[0] += what
    elif kind == "send":
        operations = which.operations()
        step[3].shuffle(operations)
        made[what].archive.log.receive(operations[: len(operations) // 2 + 1])


@settings(max_examples=300)
@given(steps=steps, order=st.randoms(use_true_random=False))
def test_replicas_that_exchanged_everything_agree(
    pool: list[Replica], steps: list[tuple[Any, ...]], order: Any
) -> None:
    made = fresh(pool)
    for step in steps:
        perform(made, step)
    everything = [replica.operations() for replica in made]
    for replica in made:
        incoming = [operation for operations in everything for operation in operations]
        order.shuffle(incoming)
        replica.archive.log.receive(incoming)
        replica.join()
    first, second, third = (replica.state() for replica in made)
    assert first == second
    assert second == third


@settings(max_examples=100)
@given(steps=steps)
def test_receiving_again_changes_nothing(pool: list[Replica], steps: list[tuple[Any, ...]]) -> None:
    made = fresh(pool)
    for step in steps:
        perform(made, step)
    replica = made[0]
    before = replica.state()
    assert replica.archive.log.receive(replica.operations()) == []
    assert replica.state() == before


@settings(max_examples=100)
@given(steps=steps)
def test_tables_are_the_log_applied(pool: list[Replica], steps: list[tuple[Any, ...]]) -> None:
    made = fresh(pool)
    for step in steps:
        perform(made, step)
    replica = made[1]
    before = replica.state()
    database = replica.archive.database
    with database.write() as connection:
        connection.execute("DELETE FROM value")
        connection.execute("DELETE FROM tagged")
        records = {r for (r,) in connection.execute("SELECT DISTINCT record FROM operation")}
        replica.archive.log.reapply(connection, sorted({replica.archive.log.same_record(r)[0] for r in records}))
    assert replica.state() == before


@settings(max_examples=100)
@given(
    edits=st.lists(
        st.lists(
            st.tuples(st.sampled_from(RECORDS), st.sampled_from(FIELDS), st.sampled_from(VALUES)),
            min_size=1,
            max_size=4,
            unique_by=lambda edit: edit[:2],
        ),
        min_size=1,
        max_size=6,
    )
)
def test_undoing_everything_and_redoing_it_gives_it_back(
    pool: list[Replica], edits: list[list[tuple[str, str, Any]]]
) -> None:
    [replica] = fresh(pool, 1)
    log, history = replica.archive.log, replica.archive.history
    states = [replica.state()["values"]]
    for batch in edits:
        done = log.write([Edit(*edit) for edit in batch], "edit")
        states += [replica.state()["values"]] if done.batch else []

    def said(values: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [row for row in values if row[2] is not None]

    for state in reversed(states[:-1]):
        assert len(history.undo()) == 1
        assert said(replica.state()["values"]) == said(state)
    assert history.undo() == []
    for state in states[1:]:
        assert len(history.redo()) == 1
        assert said(replica.state()["values"]) == said(state)
    assert history.redo() == []
