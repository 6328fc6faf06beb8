"""What a bundle takes out of the store of records other than articles, in bulk: their values, and who names whom.

Only reads. What of it goes out is decided in `corpus.bundle`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from corpus.records.definition import Kind, kind_of
from corpus.records.shape import is_row, together
from corpus.store.database import Database
from corpus.store.operation import DELETED, Json, load
from corpus.store.record_rows import parts
from corpus.store.record_tables import stored

# What cannot be told without all of it: what a link joins and how, the words of a passage, what a search asks.
_LOOSE = (
    "SELECT id FROM record r WHERE deleted = 0 AND (label = '' AND kind IN ('link', 'passage', 'search')"
    " OR kind = 'passage' AND NOT EXISTS (SELECT 1 FROM refers WHERE source = r.id AND slot = 'article')"
    " OR kind = 'link' AND (SELECT count(*) FROM refers WHERE source = r.id AND slot IN ('from', 'to')) < 2"
    " OR kind = 'search' AND NOT EXISTS (SELECT 1 FROM value WHERE record = r.id AND field = 'query'"
    "  AND value IS NOT NULL))"
)


class RecordExports:
    """Reads records for bundles."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # Which there are

    def live(self) -> dict[str, Kind]:
        """All records that are there and not deleted, by id."""
        return dict(self._db.rows("SELECT id, kind FROM record WHERE deleted = 0 ORDER BY id"))

    def halves(self) -> set[str]:
        """The records that lack what they could not be without, as when two people took back different parts."""
        return {row[0] for row in self._db.rows(_LOOSE)}

    def gone(self) -> set[str]:
        """The records of which something was said and that are not there: deleted, or their making undone."""
        rows = self._db.rows(
            "SELECT DISTINCT record FROM operation WHERE record NOT IN (SELECT id FROM record WHERE deleted = 0)"
        )
        return {record for (record,) in rows if kind_of(record) not in (None, "article")}

    # What they say

    def values(self, records: Iterable[str]) -> Iterator[tuple[str, dict[str, Json]]]:
        """These records, in this order, each with its values in the shape and order of a bundle."""
        for marks, part in parts(list(records)):
            said: dict[str, dict[str, str | None]] = {}
            for record, field, value in self._db.rows(
                f"SELECT record, field, value FROM value WHERE record IN ({marks})", part
            ):
                said.setdefault(record, {})[field] = value
            order: dict[str, dict[str, None]] = {}
            for record, field in self._db.rows(
                f"SELECT record, field FROM operation WHERE record IN ({marks}) ORDER BY record, stamp, id", part
            ):
                order.setdefault(record, {})[field] = None
            for record in part:
                yield record, self._together(record, order.get(record, {}), said.get(record, {}))

    def _together(self, record: str, order: Iterable[str], said: Mapping[str, str | None]) -> dict[str, Json]:
        kind = kind_of(record)
        if kind is None:
            return {}
        if any(is_row(name) and value is not None for name, value in said.items()):
            # A row was taken away: whether that counts depends on what its remover had seen.
            found = stored(self._db.connection, record)
            return together(kind, found.fields, found.removed)
        return together(kind, {name: _value(said[name]) for name in order if name in said})

    def ever_said(self, record: str) -> list[tuple[str, Json]]:
        """Everything that was ever said of a record: (field, value)."""
        rows = self._db.rows("SELECT field, value FROM operation WHERE record = ? AND value IS NOT NULL", (record,))
        return [(field, load(value)) for field, value in rows]

    def doubted(self) -> dict[str, set[str]]:
        """The deletions and removals of rows that do not count, by record, as the fields of the log that they are."""
        rows = self._db.rows(
            "SELECT DISTINCT v.record FROM value v JOIN record r ON r.id = v.record"
            " WHERE r.deleted = 0 AND v.value IS NOT NULL AND (v.field = ? OR v.field LIKE '%]')",
            (DELETED,),
        )
        found = {}
        for (record,) in rows:
            here = stored(self._db.connection, record)
            found[record] = here.doubted | ({DELETED} if here.fields.get(DELETED) is not None else set())
        return found

    def said_at(self, record: str, field: str) -> str:
        """When what is in force of a field was said; empty if nobody says anything."""
        row = self._db.one(
            "SELECT at FROM value v JOIN operation o ON o.seq = v.op WHERE v.record = ? AND v.field = ?",
            (record, field),
        )
        return str(row[0]) if row else ""

    def in_force(self, record: str) -> dict[str, Json]:
        """The values in force of a record's fields by the names of the log, None for those taken back."""
        rows = self._db.rows("SELECT field, value FROM value WHERE record = ?", (record,))
        return {field: load(value) for field, value in rows}

    # Who names whom

    def resting(self) -> Iterator[tuple[str, str]]:
        """What every passage and link rests on: (record, its article or one of its ends)."""
        rows: sqlite3.Cursor = self._db.connection.execute(
            "SELECT source, target FROM refers WHERE field = 'article' OR field = 'from' OR field = 'to'"
        )
        yield from rows

    def named_by(self, records: Iterable[str], untold: Collection[tuple[str, str]] = ()) -> set[str]:
        """All that these records name, but for what only fields and points name that are not told.

        Args:
            records: The records.
            untold: Records, each with a field, or with the field of the log of a point.
        """
        found: set[str] = set()
        for marks, part in parts(list(records)):
            named = self._db.rows(f"SELECT source, slot, target FROM refers WHERE source IN ({marks})", part)
            points = self._db.rows(f"SELECT passage, field, target FROM point WHERE passage IN ({marks})", part)
            found |= {target for source, field, target in (*named, *points) if (source, field) not in untold}
        return found

    def naming(self, records: Iterable[str], *slots: str) -> list[tuple[str, str]]:
        """The records that name any of these in one of these slots, each with the one it names."""
        found: list[tuple[str, str]] = []
        slot_marks = ",".join("?" * len(slots))
        for marks, part in parts(list(records)):
            sql = f"SELECT source, target FROM refers WHERE target IN ({marks}) AND slot IN ({slot_marks})"
            found += self._db.rows(sql, (*part, *slots))
        return found

    def passages_about(self, records: Iterable[str], untold: Collection[tuple[str, str]] = ()) -> set[str]:
        """The passages that say anything of these records, by points that are told."""
        found: set[str] = set()
        for marks, part in parts(list(records)):
            points = self._db.rows(f"SELECT passage, field FROM point WHERE target IN ({marks})", part)
            found |= {passage for passage, field in points if (passage, field) not in untold}
        return found

    def articles(self) -> dict[str, int]:
        """The number of every article by its id, and by those that were joined into it."""
        rows: Any = self._db.connection.execute("SELECT id, n FROM article UNION ALL SELECT id, article FROM alias")
        return dict(rows)


def _value(text: str | None) -> Json:
    # Nearly all values are plain strings: these need no parser.
    return text[1:-1] if text and text[0] == '"' and "\\" not in text else load(text)
