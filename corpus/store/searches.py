"""How far each saved search has been looked through: local, never in the log and never exported.

Articles are numbered in the order in which they came, and no number is used twice; so one number says it all.
"""

from __future__ import annotations

from corpus.store.database import Database

SEEN = "seen/"
"""What the keys begin with under which this is kept, before the id of the search."""


class SeenUpTo:
    """Remembers, for saved searches, up to which article they were looked through."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def newest(self) -> int:
        """The number of the article that came last; 0 if there is none."""
        row = self._db.one("SELECT max(n) FROM article")
        return int(row[0] or 0) if row else 0

    def get(self, search: str) -> int:
        """Up to which article a saved search was looked through; 0 if it never was."""
        row = self._db.one("SELECT value FROM meta WHERE key = ?", (SEEN + search,))
        return int(row[0]) if row else 0

    def mark(self, search: str, number: int | None = None) -> int:
        """Remember that a saved search was looked through, up to an article or to the last that came.

        Raises:
            StoreReadOnly: The archive cannot be written to.
        """
        upto = self.newest() if number is None else number
        with self._db.write() as connection:
            connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (SEEN + search, upto))
        return upto
