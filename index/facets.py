"""How many hits have each tag, outlet and year: over all hits, from what the archive keeps in memory."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

from index.source import Source

KINDS = ("tag", "outlet", "year")

_FEW = 4_000


class Facets:
    """Counts for one archive; keeps which articles carry each tag until something changes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._position = -1
        self._tags: dict[str, array[int]] = {}

    def count(self, numbers: Sequence[int], kinds: Sequence[str] = KINDS) -> dict[str, list[tuple[str, int]]]:
        """The values of each kind with their counts: tags and outlets the most frequent first, years the latest.

        An article without an outlet counts with its credit; undated ones count in no year.

        Raises:
            ValueError: There is no such kind.
        """
        if unknown := set(kinds) - set(KINDS):
            raise ValueError(", ".join(sorted(unknown)))
        found: dict[str, list[tuple[str, int]]] = {}
        if "tag" in kinds:
            found["tag"] = _ranked(self._tag_counts(numbers))
        if "outlet" in kinds or "year" in kinds:
            columns = self.source.articles.columns()
            rows = [columns.index[n] for n in numbers if n in columns.index]
            if "outlet" in kinds:
                codes = Counter(map(columns.source.__getitem__, rows))
                found["outlet"] = _ranked({columns.sources[code]: n for code, n in codes.items() if code})
            if "year" in kinds:
                years = Counter(map(columns.year.__getitem__, rows))
                found["year"] = [(str(year), years[year]) for year in sorted(years, reverse=True) if year]
        return {kind: found[kind] for kind in kinds}

    def _tag_counts(self, numbers: Sequence[int]) -> dict[str, int]:
        """How many of these articles carry each tag."""
        if len(numbers) <= _FEW:
            return self.source.tags.on(numbers)
        wanted = set(numbers)
        names = self.source.tags.all()
        if len(wanted) == self.source.articles.count():
            return dict(names)
        return self.source.tags.on(numbers)


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
