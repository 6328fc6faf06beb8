"""What was said of many fields at once: read in a few queries, whatever their number, and worked out without SQL.

Which operation is in force is the rule of `operation.heads_of`; here it is kept to, over rows as they are stored.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_AT_ONCE = 400
_FEW_FIELDS = 3
"""Up to so many fields are asked for by name; beyond, everything said of the records is read."""

Names = Mapping[str, tuple[str, ...]]
"""For records that go by several ids: every id, with all of them, the one in use first."""


class Row(NamedTuple):
    """An operation as it is stored; `restores` is the one whose word it gives back, b"" for silence."""

    seq: int
    id: bytes
    stamp: int
    value: str | None
    prior: bytes | None
    batch: bytes
    restores: bytes | None

    @property
    def stands_for(self) -> bytes:
        """The operation whose word stands where this one does."""
        return self.id if self.restores is None else bytes(self.restores)


def heads(rows: Sequence[Row]) -> list[Row]:
    """The heads of one field's operations, the one in force first."""
    if len(rows) == 1:
        return list(rows)
    replaced = {row.prior for row in rows}
    return sorted((row for row in rows if row.id not in replaced), key=lambda row: (row.stamp, row.id), reverse=True)


def said(
    connection: sqlite3.Connection, fields: Iterable[tuple[str, str]], names: Names
) -> Iterator[tuple[tuple[str, str], list[Row]]]:
    """Everything said of each of these fields: (record by the id in use, field) and its operations, by record.

    Args:
        connection: The running transaction.
        fields: (record, field) pairs; a record may be named by any of its ids.
        names: The records that go by several ids.
    """
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for record, field in fields:
        wanted[names.get(record, (record,))[0]].add(field)
    records = sorted(wanted)
    for start in range(0, len(records), _AT_ONCE):
        part = records[start : start + _AT_ONCE]
        found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for record, field, *row in _rows(connection, part, wanted, names):
            found[names.get(record, (record,))[0], field].append(Row(*row))
        for record in part:
            for field in sorted(wanted[record]):
                yield (record, field), found[record, field]


def _rows(
    connection: sqlite3.Connection, records: Sequence[str], wanted: Mapping[str, set[str]], names: Names
) -> list[tuple[Any, ...]]:
    ids = [id_ for record in records for id_ in names.get(record, (record,))]
    asked = set[str]().union(*(wanted[record] for record in records))
    narrowed = f" AND field IN ({marks(asked)})" if len(asked) <= _FEW_FIELDS else ""
    found = []
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        found += connection.execute(
            "SELECT record, field, seq, id, stamp, value, prior, batch, restores FROM operation"
            f" WHERE record IN ({marks(part)}){narrowed}",
            (*part, *(sorted(asked) if narrowed else ())),
        ).fetchall()
    return found


def in_force(
    connection: sqlite3.Connection, fields: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str | None, bytes, bool]]:
    """For fields of which anything was said: the value in force, the operation that says it, whether others differ."""
    asked = set(fields)
    names = {field for _, field in asked}
    records = sorted({record for record, _ in asked})
    narrowed = f" AND v.field IN ({marks(names)})" if len(names) <= _FEW_FIELDS else ""
    found = {}
    for start in range(0, len(records), _AT_ONCE):
        part = records[start : start + _AT_ONCE]
        for record, field, value, id_, conflicted in connection.execute(
            "SELECT v.record, v.field, v.value, o.id, v.conflicted FROM value v JOIN operation o ON o.seq = v.op"
            f" WHERE v.record IN ({marks(part)}){narrowed}",
            (*part, *(sorted(names) if narrowed else ())),
        ):
            found[record, field] = (value, id_, bool(conflicted))
    return found


def known(connection: sqlite3.Connection, ids: Sequence[bytes]) -> set[bytes]:
    """Which of these operations are here."""
    found: set[bytes] = set()
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        found |= {row[0] for row in connection.execute(f"SELECT id FROM operation WHERE id IN ({marks(part)})", part)}
    return found


def fields_of(connection: sqlite3.Connection, ids: Sequence[str]) -> set[tuple[str, str]]:
    """Every field of these records of which anything was said, or that has a value; at most some hundred records."""
    rows = connection.execute(
        f"SELECT record, field FROM operation WHERE record IN ({marks(ids)}) UNION"
        f" SELECT record, field FROM value WHERE record IN ({marks(ids)})",
        (*ids, *ids),
    )
    return set(rows)


def marks(values: Iterable[object]) -> str:
    """A question mark for each."""
    return ",".join("?" for _ in values)
