"""How many hits have each tag, outlet and year: over all hits, from what the archive keeps in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.source import Source

KINDS = ("tag", "outlet", "year")

FEW = 2_000
"""Up to so many hits the archive is asked for the tags on each; beyond, for the articles of each tag."""


class Facets:
    """Counts for one archive."""

    def __init__(self, source: Source) -> None:
        self.source = source

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
        tags = self.source.tags
        names = tags.all() if len(numbers) > FEW else []
        if len(numbers) <= FEW or len(names) > len(numbers):
            return tags.on(numbers)
        if len(numbers) == self.source.articles.count():
            return dict(names)
        wanted = set(numbers)
        counts = {name: len(wanted.intersection(tags.articles(name))) for name, _ in names}
        return {name: count for name, count in counts.items() if count}


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
