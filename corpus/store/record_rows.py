"""Records for those who look, from the tables derived from the log: lines of lists, ids by words, who names whom.

Only reads; every question touches as many rows as its answer has, or is bounded by a limit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from corpus.records.definition import Kind
from corpus.records.ids import split_ref
from corpus.records.merging import Merging
from corpus.records.record import Pointer, RecordRow
from corpus.store.database import Database
from corpus.store.log import Log
from corpus.store.meta import LOG_POSITION, counter
from corpus.store.operation import Json, load
from corpus.store.record_tables import Stored, fold_name, seen_of_row, stored

Sort = Literal["newest", "oldest", "label", "made"]

_ORDER: dict[Sort, str] = {
    "newest": "first_day IS NULL, first_day DESC, id DESC",
    "oldest": "first_day IS NULL, first_day, id",
    "label": "label COLLATE NOCASE, id",
    "made": "id",
}
_FACTS = (
    *("ref", "date.edtf", "event", "sub_event", "scope", "status"),
    *("type", "kind", "country", "relation", "as", "query", "in"),
)
_AT_ONCE = 400


def parts(values: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Question marks and values, as many as SQLite takes at once."""
    for start in range(0, len(values), _AT_ONCE):
        part = list(values[start : start + _AT_ONCE])
        yield ",".join("?" * len(part)), part


class RecordRows:
    """Looks records other than articles up."""

    def __init__(self, database: Database, log: Log) -> None:
        self._db = database
        self._log = log
        self._guard = threading.Lock()
        self._merging: tuple[int, Merging] = (-1, Merging({}))

    # One record

    def stored(self, record: str) -> Stored:
        """What the log has of a record."""
        return stored(self._db.connection, record)

    def seen_of_row(self, record: str, row: str) -> list[str]:
        """What taking away a row of a record has to say, as the row is now seen."""
        return seen_of_row(self._db.connection, record, row)

    def is_there(self, record: str) -> bool:
        """Whether there is such a record, and it is not deleted."""
        return self._db.one("SELECT 1 FROM record WHERE id = ? AND deleted = 0", (record,)) is not None

    def is_known(self, record: str) -> bool:
        """Whether anything was ever said of such a record, deleted or not."""
        return self._db.one("SELECT 1 FROM operation WHERE record = ? LIMIT 1", (record,)) is not None

    # Words for records

    def beginning(self, prefix: str, limit: int) -> list[str]:
        """The records whose id begins so."""
        rows = self._db.rows(
            "SELECT id FROM record WHERE id >= ? AND id < ? AND deleted = 0 ORDER BY id LIMIT ?",
            (prefix, prefix + "\uffff", limit),
        )
        return [row[0] for row in rows]

    def by_ref(self, by: str, number: int) -> list[str]:
        """The records with a ref."""
        rows = self._db.rows(
            "SELECT id FROM record WHERE ref_by = ? AND ref_number = ? AND deleted = 0 ORDER BY id", (by, number)
        )
        return [row[0] for row in rows]

    def articles_by_ref(self, by: str, number: int) -> list[str]:
        """The articles that somebody gave a ref."""
        rows = self._db.rows(
            "SELECT record, value FROM value WHERE record >= 'a-' AND record < 'a.' AND field = 'ref'"
            " AND value IS NOT NULL"
        )
        return [record for record, ref in rows if split_ref(str(load(ref))) == (by, number)]

    def highest_ref(self, by: str) -> int:
        """The highest number that refs with these initials have, 0 if there are none."""
        row = self._db.one("SELECT max(ref_number) FROM record WHERE ref_by = ?", (by,))
        return max(0, int(row[0])) if row and row[0] is not None else 0

    def named(self, text: str, kind: Kind) -> list[str]:
        """The actors or places one of whose names differs from a text at most in case and signs."""
        rows = self._db.rows(
            "SELECT DISTINCT n.record FROM record_name n JOIN record r ON r.id = n.record"
            " WHERE n.folded = ? AND r.kind = ? ORDER BY n.record",
            (fold_name(text), kind),
        )
        return [row[0] for row in rows]

    def coded(self) -> dict[str, str]:
        """The places that have a code of a gazetteer, by that code."""
        rows = self._db.rows(
            "SELECT v.value, v.record FROM value v JOIN record r ON r.id = v.record"
            " WHERE v.field = 'code' AND r.kind = 'place' AND r.deleted = 0 AND v.value IS NOT NULL"
        )
        return {str(load(value)): record for value, record in rows}

    # Lists

    def count(self, kind: Kind) -> int:
        """How many records of a kind there are."""
        row = self._db.one("SELECT count(*) FROM record WHERE kind = ? AND deleted = 0 AND merged_into = ''", (kind,))
        return int(row[0]) if row else 0

    def ids(self, kind: Kind, sort: Sort = "made") -> list[str]:
        """All records of a kind; those merged into others are left out."""
        rows = self._db.rows(
            f"SELECT id FROM record WHERE kind = ? AND deleted = 0 AND merged_into = '' ORDER BY {_ORDER[sort]}",
            (kind,),
        )
        return [row[0] for row in rows]

    def with_word(self, kind: Kind, field: str, word: str) -> list[str]:
        """The records of a kind that have a term in a field, or a tag (or one below it)."""
        below = "OR (w.field = 'tags' AND w.word >= ? || '/' AND w.word < ? || '0')" if field == "tags" else ""
        values = [field, word, *([word, word] if below else []), kind]
        rows = self._db.rows(
            f"SELECT DISTINCT w.record FROM record_word w JOIN record r ON r.id = w.record"
            f" WHERE ((w.field = ? AND w.word = ?) {below}) AND r.kind = ? ORDER BY w.record",
            values,
        )
        return [row[0] for row in rows]

    def words(self, kind: Kind, field: str) -> list[tuple[str, int]]:
        """The terms that records of a kind have in a field and how many have each, the most frequent first."""
        return [
            (word, n)
            for word, n in self._db.rows(
                "SELECT w.word, count(*) AS n FROM record_word w JOIN record r ON r.id = w.record"
                " WHERE w.field = ? AND r.kind = ? AND r.merged_into = '' GROUP BY w.word ORDER BY n DESC, w.word",
                (field, kind),
            )
        ]

    def rows(self, records: Sequence[str]) -> list[RecordRow]:
        """The list lines of these records, in this order; unknown and deleted ones are left out."""
        found: dict[str, RecordRow] = {}
        for marks, part in parts(records):
            facts: dict[str, dict[str, Json]] = {}
            names = ",".join("?" * len(_FACTS))
            for record, field, value in self._db.rows(
                f"SELECT record, field, value FROM value WHERE record IN ({marks}) AND field IN ({names})"
                " AND value IS NOT NULL",
                (*part, *_FACTS),
            ):
                facts.setdefault(record, {})[field] = load(value)
            tags: dict[str, list[str]] = {}
            for record, tag in self._db.rows(
                f"SELECT record, word FROM record_word WHERE record IN ({marks}) AND field = 'tags' ORDER BY word", part
            ):
                tags.setdefault(record, []).append(tag)
            where = self._places_of_untitled(part)
            for record, kind, label in self._db.rows(
                f"SELECT id, kind, label FROM record WHERE id IN ({marks}) AND deleted = 0", part
            ):
                own = facts.get(record, {})
                ref = str(own.pop("ref", ""))
                whole = label + where.get(record, "")
                found[record] = RecordRow(record, kind, whole, ref, own, tuple(tags.get(record, ())))
        return [found[record] for record in records if record in found]

    def labels(self, records: Iterable[str]) -> dict[str, str]:
        """Records in a few words; articles by their titles."""
        wanted = sorted(set(records))
        found: dict[str, str] = {}
        for marks, part in parts(wanted):
            found |= dict(self._db.rows(f"SELECT id, label FROM record WHERE id IN ({marks})", part))
            found |= dict(self._db.rows(f"SELECT id, title FROM article WHERE id IN ({marks})", part))
            found |= {record: found.get(record, "") + place for record, place in self._places_of_untitled(part).items()}
        return found

    def _places_of_untitled(self, records: Sequence[str]) -> dict[str, str]:
        """For incidents without a title, where they were, to be said after what they are called."""
        incidents = [each for each in records if each.startswith("i-")]
        if not incidents:
            return {}
        found: dict[str, str] = {}
        marks = ",".join("?" * len(incidents))
        for record, place in self._db.rows(
            "SELECT f.source, p.label FROM refers f JOIN record p ON p.id = f.target"
            f" WHERE f.source IN ({marks}) AND f.slot = 'places' AND NOT EXISTS (SELECT 1 FROM value v"
            " WHERE v.record = f.source AND v.field = 'title' AND v.value IS NOT NULL) ORDER BY f.source, f.field",
            incidents,
        ):
            found.setdefault(record, f", {place}")
        return found

    # Records that are one

    def merging(self) -> Merging:
        """Which records are one, as people have it now."""
        position = counter(self._db, LOG_POSITION)
        with self._guard:
            if self._merging[0] != position:
                rows = self._db.rows("SELECT id, merged_into FROM record WHERE merged_into <> '' AND deleted = 0")
                self._merging = (position, Merging(dict(rows)))
            return self._merging[1]

    def canonical(self, record: str) -> str:
        """The record that one was merged into; see `Merging`, which to ask for many."""
        return self.merging().canonical(record)

    def group(self, record: str) -> list[str]:
        """All ids that stand for the same record as this one, the one in use first."""
        return self.merging().group(record)

    # Who names whom

    def pointing(self, records: Sequence[str], slot: str = "", limit: int = 1000) -> list[Pointer]:
        """The places where records name any of these, by slot, word and the one that names; at most `limit`."""
        found: list[Pointer] = []
        for marks, part in parts(records):
            narrowed = " AND f.slot = ?" if slot else ""
            rows = self._db.rows(
                "SELECT f.source, r.kind, r.label, f.field, f.slot, f.word, f.target FROM refers f"
                f" JOIN record r ON r.id = f.source WHERE f.target IN ({marks}){narrowed}"
                " ORDER BY f.slot, f.word, f.source, f.field LIMIT ?",
                (*part, *([slot] if slot else []), limit),
            )
            if slot in ("", "points"):
                rows += self._db.rows(
                    "SELECT p.passage, 'passage', r.label, p.field, 'points', p.path, p.target FROM point p"
                    f" JOIN record r ON r.id = p.passage WHERE p.target IN ({marks})"
                    " ORDER BY p.path, p.passage, p.field LIMIT ?",
                    (*part, limit),
                )
            found += [Pointer(*row) for row in rows]
        return sorted(found, key=lambda p: (p.slot, p.word, p.source, p.field))[:limit]

    def pointing_counts(self, records: Sequence[str]) -> dict[tuple[str, str], int]:
        """How many places name any of these records, by slot and word."""
        found: dict[tuple[str, str], int] = {}
        for marks, part in parts(records):
            for slot, word, n in self._db.rows(
                f"SELECT slot, word, count(*) FROM refers WHERE target IN ({marks}) GROUP BY slot, word"
                f" UNION ALL SELECT 'points', path, count(*) FROM point WHERE target IN ({marks}) GROUP BY path",
                (*part, *part),
            ):
                found[slot, word] = found.get((slot, word), 0) + n
        return found

    def naming(self, records: Sequence[str], slot: str, word: str = "") -> list[str]:
        """The records that name any of these in a slot, with a word if one is given; sorted."""
        table, source, columns = ("point", "passage", "path") if slot == "points" else ("refers", "source", "word")
        found: set[str] = set()
        for marks, part in parts(records):
            sql = f"SELECT {source} FROM {table} WHERE target IN ({marks})"
            values: list[Any] = list(part)
            if slot != "points":
                sql += " AND slot = ?"
                values.append(slot)
            if word:
                sql += f" AND {columns} = ?"
                values.append(word)
            found |= {row[0] for row in self._db.rows(sql, values)}
        return sorted(found)

    def named_by(self, records: Sequence[str], slot: str) -> list[tuple[str, str, str]]:
        """What these records name in a slot: (record, word, what it names)."""
        found: list[tuple[str, str, str]] = []
        for marks, part in parts(records):
            if slot == "points":
                found += self._db.rows(
                    f"SELECT passage, path, target FROM point WHERE passage IN ({marks}) ORDER BY passage, field", part
                )
                continue
            found += self._db.rows(
                f"SELECT source, word, target FROM refers WHERE source IN ({marks}) AND slot = ?"
                " ORDER BY source, field",
                (*part, slot),
            )
        return found
