"""Tags of articles, as searches and dialogs ask for them. Writing them is an edit like any other."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from itertools import chain

from corpus.store.database import Database
from corpus.store.meta import ARTICLE_POSITION, LOG_POSITION, counter

_AT_ONCE = 500
_KEPT = 64


class Tags:
    """Reads tags; sets of articles are kept until the log or an article changes."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._guard = threading.Lock()
        self._position = (-1, -1)
        self._sets: dict[str, array[int]] = {}

    def all(self) -> list[tuple[str, int]]:
        """Every tag in use and how many articles carry it, by name."""
        return [(tag, n) for tag, n in self._db.rows("SELECT tag, count(*) FROM tagged GROUP BY tag ORDER BY tag")]

    def articles(self, tag: str) -> array[int]:
        """The articles that carry a tag or one below it (`a/b` finds `a/b/c`), by number."""
        key = tag.lower()
        with self._guard:
            position = (counter(self._db, LOG_POSITION), counter(self._db, ARTICLE_POSITION))
            if position != self._position:
                self._sets.clear()
                self._position = position
            if (found := self._sets.get(key)) is not None:
                return found
        exact = self._db.connection.execute("SELECT article FROM tagged WHERE tag = ? ORDER BY article", (key,))
        # Taken from the cursor without a step of Python for each: a tag may stand on half of all articles.
        found = array("I", chain.from_iterable(exact))
        below = self._db.rows("SELECT article FROM tagged WHERE tag > ? AND tag < ?", (key + "/", key + "0"))
        if below:
            found = array("I", sorted({*found, *chain.from_iterable(below)}))
        with self._guard:
            if position == self._position and len(self._sets) < _KEPT:
                self._sets[key] = found
        return found

    def on(self, numbers: Sequence[int]) -> dict[str, int]:
        """The tags on these articles, and how many of them carry each."""
        counts: dict[str, int] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            part = list(numbers[start : start + _AT_ONCE])
            for tag, n in self._db.rows(
                f"SELECT tag, count(*) FROM tagged WHERE article IN ({','.join('?' * len(part))}) GROUP BY tag", part
            ):
                counts[tag] = counts.get(tag, 0) + n
        return dict(sorted(counts.items()))

    def carried(self) -> tuple[list[str], array[int], array[int]]:
        """All tags in use by name; and who carries what: numbers of articles, and beside each the place of a tag."""
        names: dict[str, int] = {}
        articles, places = array("I"), array("I")
        for tag, article in self._db.rows("SELECT tag, article FROM tagged ORDER BY tag"):
            articles.append(article)
            places.append(names.setdefault(tag, len(names)))
        return list(names), articles, places

    def complete(self, prefix: str, limit: int = 20) -> list[tuple[str, int]]:
        """Tags that begin with `prefix`, then those with a level or word that does, the most used first."""
        wanted = prefix.lower().strip()
        found = []
        for tag, n in self.all():
            if tag.startswith(wanted):
                found.append((0, -n, tag))
            elif f"/{wanted}" in tag or f" {wanted}" in tag or f"-{wanted}" in tag:
                found.append((1, -n, tag))
        return [(tag, -n) for _, n, tag in sorted(found)[:limit]]
