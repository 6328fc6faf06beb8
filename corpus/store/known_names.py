"""The names of actors and places for those who look many up at once, or by their beginnings. Only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.store.database import Database
from corpus.store.record_rows import parts
from corpus.store.record_tables import fold_name


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A name and the record that has it; `folded` is the name without case and signs."""

    folded: str
    text: str
    record: str
    kind: str


class KnownNames:
    """Looks names up.

    Args:
        database: The archive's main database.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def among(self, folded: Sequence[str]) -> list[NamedRecord]:
        """The actors and places that have any of these names, folded as `fold_name` does."""
        found: list[NamedRecord] = []
        for marks, part in parts(list(dict.fromkeys(folded))):
            rows = self._db.rows(
                "SELECT n.folded, n.text, n.record, r.kind FROM record_name n JOIN record r ON r.id = n.record"
                f" WHERE n.folded IN ({marks}) AND r.deleted = 0 AND r.merged_into = '' ORDER BY n.record",
                part,
            )
            found += [NamedRecord(*row) for row in rows]
        return found

    def all(self) -> list[NamedRecord]:
        """Every name of every actor and place."""
        rows = self._db.rows(
            "SELECT n.folded, n.text, n.record, r.kind FROM record_name n JOIN record r ON r.id = n.record"
            " WHERE r.deleted = 0 AND r.merged_into = ''"
        )
        return [NamedRecord(*row) for row in rows]

    def types(self) -> dict[str, str]:
        """What actors are: a person, a group …, as far as that is said."""
        rows = self._db.rows(
            "SELECT w.record, w.word FROM record_word w JOIN record r ON r.id = w.record"
            " WHERE w.field = 'type' AND r.kind = 'actor'"
        )
        return dict(rows)

    def refused(self) -> list[tuple[str, str]]:
        """The spellings that somebody said are no name of a record."""
        return self._db.rows("SELECT record, word FROM record_word WHERE field = 'not_names'")

    def beginning(self, text: str, kinds: Sequence[str], limit: int = 8) -> list[NamedRecord]:
        """The actors or places with a name that begins so, or of which a later word does; at most `limit`."""
        prefix = fold_name(text)
        marks = ",".join("?" * len(kinds))
        select = (
            "SELECT n.folded, n.text, n.record, r.kind FROM record_name n JOIN record r ON r.id = n.record"
            f" WHERE r.kind IN ({marks}) AND r.deleted = 0 AND r.merged_into = ''"
        )
        rows = self._db.rows(
            f"{select} AND n.folded >= ? AND n.folded < ? ORDER BY n.folded LIMIT ?",
            (*kinds, prefix, prefix + "\uffff", limit),
        )
        if len(rows) < limit and len(prefix) > 1:
            rows += self._db.rows(
                f"{select} AND instr(n.folded, ?) > 0 ORDER BY n.folded LIMIT ?", (*kinds, " " + prefix, limit)
            )
        return [NamedRecord(*row) for row in rows][:limit]
