"""The log of what people did, and its application: everything a user decides is an operation here.

An operation is never changed. Which value is in force is a function of the set of operations alone, so two
archives that have exchanged their operations agree, in whatever order they came. What the operations of articles
mean for lists and searches is told to a listener after each change; this module knows fields, not articles.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from corpus.store import bulk
from corpus.store.database import Database
from corpus.store.meta import LOG_POSITION, LOG_SHORTENED, bump
from corpus.store.operation import (
    DELETED,
    Batch,
    Done,
    Edit,
    Heads,
    Json,
    Operation,
    dump,
    heads_of,
    load,
    new_id,
    seen_of,
    was_seen,
)

_COLUMNS = "id, stamp, at, who, record, field, value, prior, batch"

_NONE: Mapping[bytes, bytes] = {}
_FEW = 50
_AT_ONCE = 400

Listener = Callable[[sqlite3.Connection, Sequence[tuple[str, str]]], None]
"""Told, inside the transaction, which (record, field) pairs now may have another value."""


def _operation(row: Sequence[Any]) -> Operation:
    id_, stamp, at, who, record, field, value, prior, batch = row
    return Operation(id_, stamp, at, who, record, field, load(value), prior, batch)


def utc_now() -> str:
    """Now, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Log:
    """Reads and writes operations; undo and redo are in `undo`, which stands on this."""

    def __init__(
        self, database: Database, *, who: str = "", clock: Callable[[], int] = lambda: time.time_ns() // 1000
    ) -> None:
        self.database = database
        self.who = who
        self._clock = clock
        self._listeners: list[Listener] = []
        self.same_record: Callable[[str], tuple[str, ...]] = lambda record: (record,)
        """All ids under which operations on a record may stand, the one in use first."""
        self.joined: Callable[[], bulk.Names] = dict
        """All records that go by several ids; for acts on so many records that asking for each would be slow."""

    def listen(self, listener: Listener) -> None:
        """Have `listener` told of changed fields, within the transaction that changes them."""
        self._listeners.append(listener)

    # Reading

    def operations(self, record: str, field: str = "") -> list[Operation]:
        """The operations on a record, or on one of its fields, in their order (stamp, id)."""
        ids = self.same_record(record)
        marks = ",".join("?" * len(ids))
        sql = f"SELECT {_COLUMNS} FROM operation WHERE record IN ({marks})"
        values = list(ids)
        if field:
            sql += " AND field = ?"
            values.append(field)
        return [_operation(row) for row in self.database.rows(sql + " ORDER BY stamp, id", values)]

    def heads(self, record: str, field: str) -> Heads | None:
        """The last words on a field, or None if nobody said anything."""
        return heads_of(self.operations(record, field))

    def values(self, record: str) -> dict[str, Json]:
        """The values in force of a record's fields, those that say nothing left out."""
        rows = self.database.rows("SELECT field, value FROM value WHERE record = ? AND value IS NOT NULL", (record,))
        return {field: load(value) for field, value in rows}

    def value(self, record: str, field: str) -> Json:
        """The value in force of one field; None if nothing is said."""
        row = self.database.one("SELECT value FROM value WHERE record = ? AND field = ?", (record, field))
        return load(row[0]) if row else None

    def conflicts(self, record: str = "") -> list[tuple[str, str, Heads]]:
        """The fields on which people differ without having seen each other's word: (record, field, heads)."""
        sql, values = "SELECT record, field FROM value WHERE conflicted = 1", []
        if record:
            sql += " AND record = ?"
            values.append(record)
        found = []
        for subject, field in self.database.rows(sql + " ORDER BY record, field", values):
            heads = self.heads(subject, field)
            if heads is not None and heads.conflicting:
                found.append((subject, field, heads))
        return found

    def is_deleted(self, record: str) -> bool:
        """Whether a record is deleted, and nobody worked on it without knowing of that."""
        said = self.operations(record)
        deletion = heads_of(o for o in said if o.field == DELETED)
        if deletion is None or deletion.winner.value is None:
            return False
        return was_seen((o for o in said if o.field != DELETED), (deletion.winner, *deletion.others))

    def deletion_in_doubt(self, record: str) -> bool:
        """Whether somebody deleted a record while somebody else worked on it: it stays, as a conflict."""
        deletion = self.heads(record, DELETED)
        return deletion is not None and deletion.winner.value is not None and not self.is_deleted(record)

    def batches(self, record: str = "", limit: int = 50) -> list[Batch]:
        """The newest acts, newest first, without their operations; only those that touched `record`, if given."""
        if record:
            ids = self.same_record(record)
            sql = (
                "SELECT b.id, kind, what, b.at, b.who, local, reversed, count(*) FROM batch b"
                f" JOIN operation o ON o.batch = b.id WHERE o.record IN ({','.join('?' * len(ids))})"
                " GROUP BY b.seq ORDER BY b.seq DESC LIMIT ?"
            )
            rows = self.database.rows(sql, (*ids, limit))
        else:
            sql = (
                "SELECT id, kind, what, at, who, local, reversed,"
                " (SELECT count(*) FROM operation WHERE batch = batch.id)"
                " FROM batch ORDER BY seq DESC LIMIT ?"
            )
            rows = self.database.rows(sql.replace("batch = batch.id", "operation.batch = batch.id"), (limit,))
        return [Batch(r[0], r[1], r[2], r[3], r[4], bool(r[5]), bool(r[6]), size=r[7]) for r in rows]

    def batch_operations(self, batch: bytes) -> list[Operation]:
        """The operations of one act, in order of arrival."""
        rows = self.database.rows(f"SELECT {_COLUMNS} FROM operation WHERE batch = ? ORDER BY seq", (batch,))
        return [_operation(row) for row in rows]

    def batch_fields(self, batch: bytes) -> set[tuple[str, str]]:
        """The (record, field) pairs of which one act said anything."""
        return set(self.database.rows("SELECT DISTINCT record, field FROM operation WHERE batch = ?", (batch,)))

    # Writing

    def write(self, edits: Iterable[Edit], what: str, *, kind: str = "edit", reverses: bytes | None = None) -> Done:
        """Do one act: write an operation for every edit that changes something, and apply them.

        An edit of a field on which people differ replaces every word that stands, and so settles it.

        Returns:
            What was done; no batch is written when every field already has its value.
        """
        batch, at = new_id(), utc_now()
        with self.database.write() as connection:
            stamp, wishes = self.next_stamp(connection), list(edits)
            here = bulk.in_force(connection, ((edit.record, edit.field) for edit in wishes))
            operations: list[Operation] = []
            changed = 0
            for edit in wishes:
                priors = self._priors(edit, here.get((edit.record, edit.field)))
                changed += bool(priors)
                operations += [
                    Operation(new_id(), stamp + i, at, self.who, edit.record, edit.field, edit.value, prior, batch)
                    for i, prior in enumerate(priors, len(operations))
                ]
            if not operations:
                return Done(b"", 0, what)
            self.record_batch(connection, batch, kind, what, at, self.who, local=True, reverses=reverses)
            self.insert(connection, operations)
            self.apply(connection, {(o.record, o.field) for o in operations}, settled=self._first_words(operations))
        return Done(batch, changed, what)

    def receive(self, operations: Sequence[Operation], *, batch: bytes | None = None) -> list[Operation]:
        """Take in operations that were made elsewhere; those already here are passed over.

        Args:
            operations: What came, in any order; their `prior` may be missing here.
            batch: The import they are part of, which must have been recorded with `start_import`; with it,
                each operation keeps its id but is undone with that import.

        Returns:
            Those that were new.
        """
        with self.database.write() as connection:
            came = {o.id: o for o in operations}
            here = bulk.known(connection, list(came))
            new = [o for id_, o in came.items() if id_ not in here]
            if batch is None:
                acts: dict[bytes, Operation] = {}
                for operation in new:
                    acts.setdefault(operation.batch, operation)
                for id_, first in acts.items():
                    self.record_batch(connection, id_, "merged", "merged", first.at, first.who, local=False)
            else:
                new = [replace(o, batch=batch) for o in new]
            self.insert(connection, new)
            self.apply(connection, {(o.record, o.field) for o in new})
        return new

    def start_import(self, connection: sqlite3.Connection, what: str) -> bytes:
        """Record an import as one act that undo can take back, inside a running transaction."""
        batch = new_id()
        self.record_batch(connection, batch, "import", what, utc_now(), self.who, local=True)
        return batch

    def deletion(self, record: str) -> Edit:
        """The edit that deletes a record, as it is now seen."""
        return Edit(record, DELETED, seen_of(o for o in self.operations(record) if o.field != DELETED))

    def reapply(self, connection: sqlite3.Connection, records: Iterable[str]) -> None:
        """Work out again every field of these records, as when ids were joined or operations removed."""
        bump(connection, LOG_SHORTENED)
        subjects = sorted(set(records))
        for start in range(0, len(subjects), _AT_ONCE):
            part = subjects[start : start + _AT_ONCE]
            names = self._names(part)
            ids = sorted({id_ for record in part for id_ in names.get(record, (record,))})
            # A field whose last operation was removed still stands in the values: it must be worked out too.
            fields = bulk.fields_of(connection, ids)
            connection.executemany("DELETE FROM value WHERE record = ?", ((id_,) for id_ in ids))
            self.apply(connection, fields)

    def next_stamp(self, connection: sqlite3.Connection) -> int:
        """The stamp for the next operation: the clock, but above everything seen."""
        (highest,) = connection.execute("SELECT max(stamp) FROM operation").fetchone()
        return max(self._clock(), (highest or 0) + 1)

    def _priors(self, edit: Edit, here: tuple[str | None, bytes, bool] | None) -> list[bytes | None]:
        """The words that an edit replaces, None for silence; none at all where it is so already."""
        written = None if edit.value is None else dump(edit.value)
        if here is None:
            return [] if written is None else [None]
        value, winner, conflicted = here
        if not conflicted:
            return [] if value == written else [winner]
        heads = self.heads(edit.record, edit.field)
        assert heads is not None  # noqa: S101 -- a row of `value` stands on an operation
        return [*(other.id for other in heads.conflicting), heads.winner.id]

    def _first_words(self, operations: Sequence[Operation]) -> list[Operation]:
        """Those that are the only word on their field, which is what most of a large import is."""
        times = Counter((o.record, o.field) for o in operations)
        names = self._names({o.record for o in operations})
        return [o for o in operations if o.prior is None and times[o.record, o.field] == 1 and o.record not in names]

    def record_batch(
        self,
        connection: sqlite3.Connection,
        id_: bytes,
        kind: str,
        what: str,
        at: str,
        who: str,
        *,
        local: bool,
        reverses: bytes | None = None,
    ) -> None:
        """Write down an act, unless it is there already."""
        connection.execute(
            "INSERT OR IGNORE INTO batch (id, kind, what, at, who, local, reverses, reversed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            (id_, kind, what, at, who, local, reverses),
        )

    def insert(
        self, connection: sqlite3.Connection, operations: Sequence[Operation], restores: Mapping[bytes, bytes] = _NONE
    ) -> None:
        """Write operations down; they count once `apply` is called with their fields.

        Args:
            connection: The running transaction.
            operations: What to write.
            restores: For operations of an undo or redo, the operation whose word each gives back (b"" for silence).
        """
        connection.executemany(
            f"INSERT INTO operation ({_COLUMNS}, restores) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    o.id,
                    o.stamp,
                    o.at,
                    o.who,
                    o.record,
                    o.field,
                    None if o.value is None else dump(o.value),
                    o.prior,
                    o.batch,
                    restores.get(o.id),
                )
                for o in operations
            ),
        )

    def _names(self, records: Collection[str]) -> bulk.Names:
        """Those of these records that go by several ids, or by another than is named."""
        if len(records) > _FEW:
            return self.joined()
        several = (ids for record in records if (ids := self.same_record(record)) != (record,))
        return {id_: ids for ids in several for id_ in ids}

    def said(
        self, connection: sqlite3.Connection, fields: Collection[tuple[str, str]]
    ) -> Iterator[tuple[tuple[str, str], list[bulk.Row]]]:
        """Everything said of each of these fields, by the ids in use."""
        return bulk.said(connection, fields, self._names({record for record, _ in fields}))

    def apply(
        self,
        connection: sqlite3.Connection,
        fields: Collection[tuple[str, str]],
        *,
        settled: Collection[Operation] = (),
    ) -> None:
        """Work out the values in force of these (record, field) pairs anew, and tell who listens.

        Args:
            connection: The running transaction.
            fields: The pairs.
            settled: Operations of one act, of records that go by one id, each of which is known to be the only last
                word on its field.
        """
        known = {(o.record, o.field) for o in settled}
        touched = list(known)
        silent: list[tuple[str, str]] = []
        values = self._values_of(connection, settled)
        for (record, field), rows in self.said(connection, [each for each in fields if each not in known]):
            touched.append((record, field))
            heads = bulk.heads(rows) if rows else []
            if not heads:
                silent.append((record, field))
                continue
            first = heads[0]
            values.append((record, field, first.value, first.seq, any(each.value != first.value for each in heads)))
        connection.executemany("DELETE FROM value WHERE record = ? AND field = ?", silent)
        connection.executemany(
            "INSERT OR REPLACE INTO value (record, field, value, op, conflicted) VALUES (?, ?, ?, ?, ?)", values
        )
        touched.sort()
        for listener in self._listeners:
            listener(connection, touched)
        bump(connection, LOG_POSITION)

    @staticmethod
    def _values_of(
        connection: sqlite3.Connection, settled: Collection[Operation]
    ) -> list[tuple[str, str, str | None, int, bool]]:
        """The rows of `value` for operations that are the only last words on their fields."""
        if not settled:
            return []
        batch = next(iter(settled)).batch
        seqs = dict(connection.execute("SELECT id, seq FROM operation WHERE batch = ?", (batch,)).fetchall())
        return [(o.record, o.field, None if o.value is None else dump(o.value), seqs[o.id], False) for o in settled]
