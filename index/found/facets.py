"""How many hits have each tag, outlet and year: over all hits, from what the archive keeps in memory.

What is counted by the incidents that articles tell of is worked out in `article_facets`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from index.source import Columns, Source

if TYPE_CHECKING:
    from index.codec.blocks import Numbers
    from index.found.article_facets import ArticleFacets
    from index.records.table import RecordTable

KINDS = ("tag", "outlet", "year")

INCIDENT_KINDS = ("event", "place", "actor", "role", "status")
"""What can be counted of articles by the incidents that they tell of; the records are loaded for it."""


class Facets:
    """Counts for one archive.

    Args:
        source: The archive.
        records: Gives its records in memory.
    """

    def __init__(self, source: Source, records: Callable[[], RecordTable]) -> None:
        self.source = source
        self._records = records
        self._guard = Lock()
        self._table: _Table | None = None
        self._tags: tuple[int, _Tags] | None = None

    def count(self, numbers: Sequence[int], kinds: Sequence[str] = KINDS) -> dict[str, list[tuple[str, int]]]:
        """The values of each kind with their counts: tags and outlets the most frequent first, years the latest.

        An article without an outlet counts with its credit; undated ones count in no year.

        Raises:
            ValueError: There is no such kind.
        """
        import numpy as np

        if unknown := set(kinds) - {*KINDS, *INCIDENT_KINDS}:
            raise ValueError(", ".join(sorted(unknown)))
        hits = np.array(numbers, np.int64)
        found: dict[str, list[tuple[str, int]]] = {}
        if "tag" in kinds:
            found["tag"] = _ranked(self._tags_now().count(hits))
        if "outlet" in kinds or "year" in kinds:
            columns = self.source.articles.columns()
            rows = self._table_of(columns).rows(hits)
            if "outlet" in kinds:
                outlets = np.bincount(np.frombuffer(columns.source, np.uint32)[rows]) if len(rows) else np.zeros(0, int)
                counts = {columns.sources[code]: int(outlets[code]) for code in np.flatnonzero(outlets).tolist()}
                found["outlet"] = _ranked({name: count for name, count in counts.items() if name})
            if "year" in kinds:
                years = np.bincount(np.frombuffer(columns.year, np.uint16)[rows]) if len(rows) else np.zeros(0, int)
                latest = np.flatnonzero(years)[::-1].tolist()
                found["year"] = [(str(year), int(years[year])) for year in latest if year]
        if of_incidents := [kind for kind in kinds if kind in INCIDENT_KINDS]:
            found |= self._incidents.count(hits, of_incidents)
        return {kind: found[kind] for kind in kinds}

    @cached_property
    def _incidents(self) -> ArticleFacets:
        from index.found.article_facets import ArticleFacets

        return ArticleFacets(self._records())

    def _table_of(self, columns: Columns) -> _Table:
        with self._guard:
            if self._table is None or self._table.columns is not columns:
                self._table = _Table(columns)
            return self._table

    def _tags_now(self) -> _Tags:
        position = self.source.position()
        with self._guard:
            if self._tags is None or self._tags[0] != position:
                self._tags = (position, _Tags(self.source))
            return self._tags[1]


class _Table:
    """Where each article is in the columns."""

    def __init__(self, columns: Columns) -> None:
        import numpy as np

        self.columns = columns
        n = np.array(columns.n, np.int64)
        self._rows = np.full(int(n.max(initial=-1)) + 1, -1, np.int64)
        self._rows[n] = np.arange(len(n))

    def rows(self, numbers: Numbers) -> Numbers:
        """The rows of articles; those that are no more have none."""
        rows = self._rows[numbers[numbers < len(self._rows)]]
        return rows[rows >= 0]


class _Tags:
    """Which articles carry which tags."""

    def __init__(self, source: Source) -> None:
        import numpy as np

        self._names, articles, codes = source.tags.carried()
        self._articles = np.array(articles, np.int64)
        self._codes = np.array(codes, np.int64)
        self._top = int(self._articles.max(initial=-1)) + 1

    def count(self, numbers: Numbers) -> dict[str, int]:
        """How many of these articles carry each tag."""
        import numpy as np

        is_hit = np.zeros(self._top, bool)
        is_hit[numbers[numbers < self._top]] = True
        counts = np.bincount(self._codes[is_hit[self._articles]], minlength=len(self._names))
        return {self._names[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist()}


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
