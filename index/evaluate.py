"""Answers to queries: which articles, all of them, and how well each fits.

Posting lists are read whole and put together as sets, in the archive's numbers and over all parts at once; so totals
are exact, and what the archive knows (tags, dates) joins like any other set. Scores are BM25F over title and text.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from whoosh.query import And, DisjunctionMax, Every, Not, NullQuery, Or, Query

from index.codec import Postings
from index.errors import SearchCancelled
from index.manifest import Manifest
from index.nearness import rows, windows
from index.queries import Among, Beginning, Forms, Near
from index.schema import SCORED, unpack
from index.segment import Snapshot, View

WEIGHTS = {"title": 6.0, "body": 1.0}
"""How much more a word in a title counts."""

LENGTH_MATTERS = {"title": 0.4, "body": 0.7}
"""BM25's b, by field: how much less a word counts in a long one."""

SATURATION = 1.2
"""BM25's k1: how soon more of the same word stops counting."""

_CHECK_EVERY = 512
_MANY = 50_000
_COST = {Among: 0, Every: 0, Forms: 1, Beginning: 2, Near: 3, Not: 5}

_Lists = list[tuple[View, str, float, Postings]]


class Evaluation:
    """One query being answered.

    Args:
        snapshot: The index; None where no words are looked for.
        cancelled: Asked now and then whether to stop.
    """

    def __init__(self, snapshot: Snapshot | None, cancelled: Callable[[], bool] | None = None) -> None:
        self.snapshot = snapshot or Snapshot(Path(), Manifest("", ""), {})
        self.cancelled = cancelled
        self._lists: dict[int, _Lists] = {}
        self._found: dict[int, set[int]] = {}
        self._near: dict[int, dict[int, float]] = {}

    def _check(self) -> None:
        if self.cancelled and self.cancelled():
            raise SearchCancelled

    # Which articles

    def matches(self, query: Query, within: AbstractSet[int]) -> AbstractSet[int]:
        """The articles that match, of those in `within`.

        Raises:
            SearchCancelled: As asked.
            IndexBroken: The files are damaged.
        """
        if isinstance(query, And):
            for part in sorted(query.subqueries, key=lambda part: _COST.get(type(part), 4)):
                if not within:
                    break
                within = self.matches(part, within)
            return within
        if isinstance(query, Or | DisjunctionMax):
            return set[int]().union(*(self.matches(part, within) for part in query.subqueries))
        if isinstance(query, Not):
            return within - self.matches(query.query, within)
        if isinstance(query, Every):
            return within
        if isinstance(query, Among):
            return within & query.numbers
        if isinstance(query, Near):
            return self._matches_near(query, within)
        return frozenset() if query == NullQuery else within & self._leaf(query)

    def _leaf(self, leaf: Query) -> set[int]:
        """All articles that hold any word of a leaf."""
        found = self._found.get(id(leaf))
        if found is None:
            # Every article once, before numbers are looked up: those of a short beginning hold many of its words.
            docs: dict[int, tuple[View, set[int]]] = {}
            for view, _, _, postings in self._lists_of(leaf):
                docs.setdefault(id(view), (view, set()))[1].update(postings.docs)
            found = self._found[id(leaf)] = set()
            for view, places in docs.values():
                found.update(view.numbers_of(places))
        return found

    def _lists_of(self, leaf: Query) -> _Lists:
        """The posting lists of a leaf, each with its part, its field and the weight of its word."""
        lists = self._lists.get(id(leaf))
        if lists is None:
            lists = self._lists[id(leaf)] = [
                (view, field, weight, postings)
                for view in self.snapshot.views
                for field in leaf.fields
                for weight, postings in self._postings(leaf, view, field)
            ]
        return lists

    def _postings(self, leaf: Query, view: View, field: str) -> Iterator[tuple[float, Postings]]:
        if isinstance(leaf, Beginning):
            for _, postings in view.segment.beginning(field, leaf.prefix, placed=False):
                self._check()
                yield 1.0, postings
        elif isinstance(leaf, Forms):
            for word, weight in leaf.words:
                self._check()
                postings_of_word = view.segment.postings(field, word)
                if postings_of_word:
                    yield weight, postings_of_word
        else:
            raise TypeError(f"{type(leaf).__name__} is not evaluated here")

    # Words near each other

    def _matches_near(self, near: Near, within: AbstractSet[int]) -> AbstractSet[int]:
        found: dict[int, float] = {}
        for view in self.snapshot.views:
            for field in near.fields:
                for n, weight in self._near_in(near, view, field, within):
                    found[n] = found.get(n, 0.0) + weight
        self._near[id(near)] = found
        return found.keys()

    def _near_in(self, near: Near, view: View, field: str, within: AbstractSet[int]) -> Iterator[tuple[int, float]]:
        """The articles of a part where the words are near each other in a field, and how much that counts."""
        slots: dict[tuple[str, bool], list[Postings]] = {}
        docs: set[int] | None = None
        for word, is_open in near.slots:
            if (word, is_open) in slots:
                continue
            self._check()
            slot = self._slot(view, field, word, is_open)
            here = set[int]().union(*(postings.docs for postings in slot))
            docs = here if docs is None else docs & here
            if not docs:
                return
            slots[word, is_open] = slot
        numbers = view.numbers
        docs = {doc for doc in docs or () if numbers[doc] in within and doc not in view.deleted}
        places = {key: _places_in(slot, docs) for key, slot in slots.items()}
        norms = self.snapshot.norms(view, field, LENGTH_MATTERS[field]) if field in SCORED else None
        for i, doc in enumerate(docs):
            if i % _CHECK_EVERY == 0:
                self._check()
            lists = [places[key][doc] for key in near.slots]
            count = len(rows(lists) if near.slop is None else windows(near.words, lists, near.slop))
            if count:
                yield numbers[doc], count * WEIGHTS[field] * norms[doc] if norms else 0.0

    def _slot(self, view: View, field: str, word: str, is_open: bool) -> list[Postings]:
        """The articles of a word, or of all words that begin so."""
        if is_open:
            return [postings for _, postings in view.segment.beginning(field, word)]
        found = view.segment.placed_postings(field, word)
        return [found] if found else []

    # How well

    def scores(self, query: Query, hits: AbstractSet[int]) -> dict[int, float]:
        """How well each hit fits, where words say anything about it; call `matches` first."""
        scores: dict[int, float] = {}
        self._add_scores(query, hits, scores)
        return scores

    def _add_scores(self, query: Query, hits: AbstractSet[int], scores: dict[int, float]) -> None:
        if isinstance(query, And | Or):
            for part in query.subqueries:
                self._add_scores(part, hits, scores)
            return
        if isinstance(query, DisjunctionMax):
            ways = [self.scores(part, hits) for part in query.subqueries]
            for n in set[int]().union(*ways):
                scores[n] = scores.get(n, 0.0) + max(way.get(n, 0.0) for way in ways)
            return
        if isinstance(query, Near):
            weights = self._near.get(id(query), {})
            rarity = sum(self._rarity(self._holding(query, word)) for word in query.words)
        elif isinstance(query, Forms | Beginning):
            weights = self._weights(query, hits)
            rarity = self._rarity(len(self._leaf(query)))
        else:
            return
        for n, weight in weights.items():
            if n in hits:
                score = rarity * weight * (SATURATION + 1) / (weight + SATURATION)
                scores[n] = scores.get(n, 0.0) + score

    def _weights(self, leaf: Query, hits: AbstractSet[int]) -> dict[int, float]:
        """How much of a leaf each hit holds: occurrences, by field, by form and by length."""
        lists = self._lists_of(leaf)
        if isinstance(leaf, Beginning) and sum(len(postings.docs) for *_, postings in lists) > _MANY:
            return self._rough_weights(lists, hits)
        weights: dict[int, float] = {}
        for view, field, weight, postings in lists:
            if field not in SCORED:
                continue
            self._check()
            numbers, deleted = view.numbers, view.deleted
            norms = self.snapshot.norms(view, field, LENGTH_MATTERS[field])
            weight *= WEIGHTS[field]
            for doc, count in zip(postings.docs, postings.counts, strict=True):
                n = numbers[doc]
                if n in hits and doc not in deleted:
                    weights[n] = weights.get(n, 0.0) + weight * count * norms[doc]
        return weights

    def _rough_weights(self, lists: _Lists, hits: AbstractSet[int]) -> dict[int, float]:
        """The same for very many words, counting words in place of their occurrences."""
        words: dict[tuple[int, str], tuple[View, Counter[int]]] = {}
        for view, field, _, postings in lists:
            if field in SCORED:
                words.setdefault((id(view), field), (view, Counter()))[1].update(postings.docs)
        weights: dict[int, float] = {}
        for (_, field), (view, counts) in words.items():
            self._check()
            numbers, deleted = view.numbers, view.deleted
            norms, weight = self.snapshot.norms(view, field, LENGTH_MATTERS[field]), WEIGHTS[field]
            for doc, count in counts.items():
                n = numbers[doc]
                if n in hits and doc not in deleted:
                    weights[n] = weights.get(n, 0.0) + weight * count * norms[doc]
        return weights

    def _holding(self, near: Near, word: str) -> int:
        """About how many articles hold a word."""
        lists = (view.segment.postings(field, word) for view in self.snapshot.views for field in near.fields)
        return sum(len(postings.docs) for postings in lists if postings)

    def _rarity(self, holding: int) -> float:
        """How much a word that so many articles hold says: BM25's idf, never negative."""
        count = max(len(self.snapshot.everything), holding)
        return math.log(1.0 + (count - holding + 0.5) / (holding + 0.5))


def _places_in(slot: Sequence[Postings], docs: AbstractSet[int]) -> dict[int, array[int]]:
    """The positions of a word, or of all words with its beginning, by article."""
    if len(slot) == 1:
        postings = slot[0]
        return {doc: unpack(data) for doc, data in zip(postings.docs, postings.positions, strict=True) if doc in docs}
    places: dict[int, array[int]] = {}
    for postings in slot:
        for doc, data in zip(postings.docs, postings.positions, strict=True):
            if doc in docs:
                found = unpack(data)
                places[doc] = array("I", [*places.get(doc, ()), *found])
    return places
