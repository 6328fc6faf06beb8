"""How many articles tell of incidents with each event, place, actor, role and status: over all hits of a search.

An article counts once for each value, however many of its incidents have it. An event, a role or a status counts what
it finds as a query; a place counts what happened at it itself, and not within it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.records.table import RecordTable

if TYPE_CHECKING:
    from index.codec.blocks import Numbers


class ArticleFacets:
    """Counts for one archive.

    Args:
        table: Its records.
    """

    def __init__(self, table: RecordTable) -> None:
        self._table = table
        self._at: tuple[int, int] | None = None
        self._pairs: dict[str, _Pairs] = {}

    def count(self, hits: Numbers, kinds: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """The values of each kind with how many of these articles they are told in, the most frequent first."""
        with self._table.guard:
            self._table.refresh()
            if self._at != (at := self._table.version):
                self._at, self._pairs = at, {}
            for kind in kinds:
                if kind not in self._pairs:
                    self._pairs[kind] = _Pairs(self._articles_by(kind))
            return {kind: self._pairs[kind].count(hits) for kind in kinds}

    def _articles_by(self, kind: str) -> Iterator[tuple[str, set[int]]]:
        """Every value that incidents have of a kind, in words, and the articles that tell of those."""
        table = self._table
        standing = table.everything("incident")
        if kind not in ("actor", "place"):
            for value in filter(None, table.values(kind)):
                yield value, table.numbers(table.by_key(kind, value) & standing)
            return
        for id_ in table.everything(kind):
            named = set[str]().union(*(table.by_key(kind, same) for same in table.group(id_)))
            yield table.entries[id_].label, table.numbers(named & standing)


class _Pairs:
    """Values and the articles that they are told in, side by side."""

    def __init__(self, found: Iterator[tuple[str, set[int]]]) -> None:
        import numpy as np

        by_value: dict[str, set[int]] = {}
        for value, articles in found:
            by_value.setdefault(value, set()).update(articles)
        self._values = sorted(by_value)
        sizes = [len(by_value[value]) for value in self._values]
        self._codes = np.repeat(np.arange(len(self._values)), sizes)
        self._articles = np.fromiter((n for value in self._values for n in by_value[value]), np.int64, sum(sizes))
        self._top = int(self._articles.max(initial=-1)) + 1

    def count(self, hits: Numbers) -> list[tuple[str, int]]:
        """How many of these articles have each value."""
        import numpy as np

        is_hit = np.zeros(self._top, bool)
        is_hit[hits[hits < self._top]] = True
        counts = np.bincount(self._codes[is_hit[self._articles]], minlength=len(self._values))
        found = ((self._values[code], int(counts[code])) for code in np.flatnonzero(counts).tolist())
        return sorted(found, key=lambda each: (-each[1], each[0]))
