"""A few facts of every article, side by side in arrays, so that counting over many hits touches no table."""

from __future__ import annotations

import threading
from array import array
from dataclasses import dataclass
from datetime import date

from corpus.store.database import Database
from corpus.store.meta import ARTICLE_POSITION, counter


@dataclass(frozen=True, slots=True)
class Columns:
    """Facts of every article, the i-th of each array belonging to one article.

    `index` finds the i of a number; `year` is 0 and `day` -1 where there is no date; `source` is a code into
    `sources` (the outlet, else the credit; "" is code 0). What was handed out never changes.
    """

    n: array[int]
    year: array[int]
    day: array[int]
    source: array[int]
    sources: list[str]
    index: dict[int, int]


class ColumnCache:
    """Keeps the columns and, when articles changed, reads only those anew."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._guard = threading.Lock()
        self._position = -1
        self._columns = Columns(array("I"), array("H"), array("i"), array("I"), [""], {})
        self._codes: dict[str, int] = {"": 0}

    def get(self) -> Columns:
        """The columns as they are now."""
        with self._guard:
            position = counter(self._db, ARTICLE_POSITION)
            if self._position < 0:
                self._read_all(position)
            elif position != self._position:
                self._catch_up(position)
            return self._columns

    def _read_all(self, position: int) -> None:
        """Read every article, one by one from the cursor: nothing of them stays but the numbers."""
        new, codes = Columns(array("I"), array("H"), array("i"), array("I"), [""], {}), {"": 0}
        rows = self._db.connection.execute(
            "SELECT n, first_day, coalesce(nullif(outlet, ''), credit) FROM article ORDER BY n"
        )
        for i, (n, day, source) in enumerate(rows):
            code = codes.get(source or "")
            if code is None:
                code = codes[source] = len(new.sources)
                new.sources.append(source)
            new.index[n] = i
            new.n.append(n)
            new.year.append(0 if day is None else date.fromordinal(max(1, day)).year)
            new.day.append(-1 if day is None else day)
            new.source.append(code)
        self._columns, self._codes, self._position = new, codes, position

    def _catch_up(self, position: int) -> None:
        changed = self._db.rows(
            "SELECT c.article, a.n IS NOT NULL, a.first_day, coalesce(nullif(a.outlet, ''), a.credit)"
            " FROM article_change c LEFT JOIN article a ON a.n = c.article WHERE c.position > ? AND c.position <= ?",
            (self._position, position),
        )
        old = self._columns
        new = Columns(
            array("I", old.n),
            array("H", old.year),
            array("i", old.day),
            array("I", old.source),
            list(old.sources),
            # Other threads look into the old ones; of the parts, this alone is dear, and mostly stays as it is.
            old.index if all(n in old.index for n, exists, _, _ in changed if exists) else dict(old.index),
        )
        years: dict[int, int] = {}
        codes = dict(self._codes)
        if gone := {n for n, exists, _, _ in changed if not exists and n in old.index}:
            new = _without(new, gone)
        for n, exists, day, source in changed:
            if not exists:
                continue
            if day is None:
                year, day = 0, -1
            else:
                year = years.get(day) or years.setdefault(day, date.fromordinal(max(1, day)).year)
            code = codes.get(source or "")
            if code is None:
                code = codes[source] = len(new.sources)
                new.sources.append(source)
            i = new.index.get(n)
            if i is None:
                new.index[n] = len(new.n)
                new.n.append(n)
                new.year.append(year)
                new.day.append(day)
                new.source.append(code)
            else:
                new.year[i], new.day[i], new.source[i] = year, day, code
        self._columns, self._codes, self._position = new, codes, position


def _without(columns: Columns, gone: set[int]) -> Columns:
    """The columns without the rows of articles that are no more."""
    kept = [i for i, n in enumerate(columns.n) if n not in gone]
    n = array("I", map(columns.n.__getitem__, kept))
    return Columns(
        n,
        array("H", map(columns.year.__getitem__, kept)),
        array("i", map(columns.day.__getitem__, kept)),
        array("I", map(columns.source.__getitem__, kept)),
        columns.sources,
        {number: i for i, number in enumerate(n)},
    )
