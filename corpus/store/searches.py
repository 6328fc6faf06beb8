"""How far each saved search has been looked through: local, never in the log and never exported.

Articles are numbered in the order in which they came, and so are the words in the log; no number is used twice. So one
number says it all: of an article, or, for searches among records, of a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.store.database import Database
from corpus.store.record_rows import parts

SEEN = "seen/"
"""What the keys begin with under which this is kept, before the id of the search."""


class SeenUpTo:
    """Remembers, for saved searches, up to which article, or which word in the log, they were looked through."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def newest(self) -> int:
        """The number of the article that came last; 0 if there is none."""
        row = self._db.one("SELECT max(n) FROM article")
        return int(row[0] or 0) if row else 0

    def newest_word(self) -> int:
        """The number of the last word in the log; 0 if there is none."""
        row = self._db.one("SELECT max(seq) FROM operation")
        return int(row[0] or 0) if row else 0

    def came_after(self, records: Sequence[str], word: int) -> set[str]:
        """Which of these records other than articles were made, or came, after a word in the log."""
        found: set[str] = set()
        for marks, part in parts(records):
            rows = self._db.rows(
                f"SELECT record FROM operation WHERE record IN ({marks}) GROUP BY record HAVING min(seq) > ?",
                (*part, word),
            )
            found |= {row[0] for row in rows}
        return found

    def get(self, search: str) -> int:
        """The number up to which a saved search was looked through; 0 if it never was."""
        row = self._db.one("SELECT value FROM meta WHERE key = ?", (SEEN + search,))
        return int(row[0]) if row else 0

    def mark(self, search: str, number: int | None = None) -> int:
        """Remember that a saved search was looked through, up to a number or to the last article that came.

        Raises:
            StoreReadOnly: The archive cannot be written to.
        """
        upto = self.newest() if number is None else number
        with self._db.write() as connection:
            connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (SEEN + search, upto))
        return upto
