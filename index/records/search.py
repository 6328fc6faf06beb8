"""Searching incidents, actors and places: the answer to one query, in order, with counts beside it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from index.query.explain import explain
from index.query.parsing import parse
from index.query.values import Context
from index.records.query import RecordKind, RecordQuery
from index.records.table import RecordSort, RecordTable

if TYPE_CHECKING:
    from index.names.asking import Names

FACETS: dict[RecordKind, tuple[str, ...]] = {
    "incident": ("event", "place", "actor", "role", "year", "status", "tag"),
    "actor": ("type", "kind", "country", "tag"),
    "place": ("kind", "country", "tag"),
}
"""What can be counted of the records of a kind."""

COUNTED_SCOPES = ("single",)
"""The scopes of incidents that are counted, besides none: phases and what is told in sum would be counted twice."""


class RecordResults:
    """What a search among records found.

    Attributes:
        query: What was asked.
        understood: What was understood, in words.
        kind: What was looked for.
        ids: All hits, in order.
        counted: Of incidents, how many are counted: phases, sums and background are not.
        scores: How well each hit fits, where words say anything about it.
        took_ms: How long it took, in milliseconds.
    """

    def __init__(
        self,
        query: str,
        understood: str,
        kind: RecordKind,
        ids: list[str],
        *,
        table: RecordTable,
        scores: dict[str, float],
        took_ms: float,
    ) -> None:
        self.query = query
        self.understood = understood
        self.kind: RecordKind = kind
        self.ids = ids
        self.scores = scores
        self.took_ms = took_ms
        self._table = table
        self._counted = frozenset(ids) - _uncounted(table)

    @property
    def total(self) -> int:
        """How many hits there are, exactly."""
        return len(self.ids)

    @property
    def counted(self) -> int:
        """How many of them count."""
        return len(self._counted)

    def facets(self, kinds: Sequence[str] | None = None) -> dict[str, list[tuple[str, int]]]:
        """How many of the hits that count have each value, the most frequent first; years the latest first.

        Args:
            kinds: Which of `FACETS`; all that records of this kind can have if None.

        Raises:
            ValueError: There is no such kind.
        """
        asked = FACETS[self.kind] if kinds is None else tuple(kinds)
        if unknown := set(asked) - set(FACETS[self.kind]):
            raise ValueError(", ".join(sorted(unknown)))
        with self._table.guard:
            return {kind: self._facet(kind) for kind in asked}

    def _facet(self, kind: str) -> list[tuple[str, int]]:
        table = self._table
        if kind == "year":
            entries = (entry for id_ in self._counted if (entry := table.entries.get(id_)))
            years = Counter(date.fromordinal(e.days[0]).year for e in entries if e.days and e.days[0] > 0)
            return [(str(year), years[year]) for year in sorted(years, reverse=True)]
        counts: Counter[str] = Counter()
        if kind in ("actor", "place"):
            for id_ in table.everything(kind):
                named = set[str]().union(*(table.by_key(kind, same) for same in table.group(id_)))
                counts[table.entries[id_].label] += len(named & self._counted)
        else:
            for value in table.values(kind):
                counts[value] = len(table.by_key(kind, value) & self._counted)
        return sorted(((value, n) for value, n in counts.items() if n), key=lambda each: (-each[1], each[0]))


def search_records(
    table: RecordTable,
    query: str,
    kind: RecordKind,
    names: Callable[[], Names],
    *,
    today: date,
    sort: RecordSort = "relevance",
    strict: bool = True,
    cancelled: Callable[[], bool] | None = None,
) -> RecordResults:
    """Find records of a kind; see `Index.search_records`."""
    began = time.perf_counter()
    tree = parse(query, tolerant=not strict)
    with table.guard:
        table.refresh()
        asked = RecordQuery(
            table,
            Context(query, today),
            tolerant=not strict,
            cancelled=cancelled,
            spelled=lambda text: names().spelled(text),
        )
        found = asked.records(kind, tree)
        scores = {id_: score for id_, score in asked.scores.items() if id_ in found}
        ids = [id_ for id_ in table.order(kind, sort) if id_ in found]
        if sort == "relevance" and scores:
            ids.sort(key=lambda id_: -scores.get(id_, 0.0))
        understood = explain(tree, today=today, tolerant=not strict, kind=kind)
        took_ms = (time.perf_counter() - began) * 1000
        return RecordResults(query, understood, kind, ids, table=table, scores=scores, took_ms=took_ms)


def _uncounted(table: RecordTable) -> frozenset[str]:
    """The incidents that are not counted."""
    scopes = (scope for scope in table.values("scope") if scope not in COUNTED_SCOPES)
    return frozenset().union(*(table.by_key("scope", scope) for scope in scopes))
