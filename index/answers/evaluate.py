"""Answers to queries: which articles, all of them, and how well each fits.

A set of articles is a mask over all articles of all parts, so totals are exact, and what the archive knows (tags,
dates) joins like any other set. Scores are BM25F over title and text. What is not known here is asked of Whoosh.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from whoosh.query import And, DisjunctionMax, Every, Not, NullQuery, Or, Query
from whoosh.searching import Searcher

from index.answers.near import rows, windows
from index.answers.queries import Among, Beginning, Forms, Near
from index.answers.standing import APART, Standing
from index.codec.blocks import Numbers
from index.codec.part import DAMAGE, Part
from index.disk.snapshot import Mask, Snapshot, View, Weights
from index.errors import SearchCancelled
from index.schema import SCORED

WEIGHTS = {"title": 6.0, "body": 1.0}
"""How much more a word in a title counts."""

LENGTH_MATTERS = {"title": 0.4, "body": 0.7}
"""BM25's b, by field: how much less a word counts in a long one."""

SATURATION = 1.2
"""BM25's k1: how soon more of the same word stops counting."""

_COST = {Among: 0, Every: 0, Forms: 1, Beginning: 2, Near: 3, Not: 5}
_AT_ONCE = 1 << 19
_FEW = 8
_TOGETHER = 16
_RARE = 1_000
_standing = Standing()


class Evaluation:
    """One query being answered.

    Args:
        numbers: The articles that there are, by place.
        snapshot: The index, whose places these are; None where no words are looked for.
        ranked: Whether it matters how well articles fit.
        cancelled: Asked now and then whether to stop.
    """

    def __init__(
        self,
        numbers: Numbers,
        snapshot: Snapshot | None,
        *,
        ranked: bool = True,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.numbers = numbers
        self.ranked = ranked
        self.cancelled = cancelled
        self._snapshot = snapshot
        self._views = snapshot.views if snapshot else []
        self._found: dict[int, Mask] = {}
        self._weights: dict[int, Weights] = {}

    def _check(self) -> None:
        if self.cancelled and self.cancelled():
            raise SearchCancelled

    # Which articles

    def matches(self, query: Query, within: Mask) -> Mask:
        """The articles that match, of those in `within`.

        Raises:
            SearchCancelled: As asked.
            IndexBroken: The files are damaged.
        """
        self._check()
        try:
            return self._matches(query, within)
        except DAMAGE as error:
            raise (self._snapshot.broken(error) if self._snapshot else error) from error

    def _matches(self, query: Query, within: Mask) -> Mask:
        if isinstance(query, And):
            for part in sorted(query.subqueries, key=lambda part: _COST.get(type(part), 4)):
                within = self._matches(part, within)
                if not within.any():
                    break
            return within
        if isinstance(query, Or | DisjunctionMax):
            found = np.zeros(len(within), bool)
            for part in query.subqueries:
                found |= self._matches(part, within)
            return found
        if isinstance(query, Not):
            return within & ~self._matches(query.query, within)
        if isinstance(query, Every):
            return within
        if query == NullQuery:
            return np.zeros(len(within), bool)
        self._check()
        if isinstance(query, Near):
            return self._near(query, within)
        if isinstance(query, Among):
            return within & query.mask(self.numbers)
        return within & self._leaf(query)

    def _leaf(self, leaf: Query) -> Mask:
        """All articles that hold any word of a leaf; how much of it each holds is remembered."""
        if id(leaf) not in self._found:
            if isinstance(leaf, Forms):
                self._look_up(leaf, self._of_words)
            elif isinstance(leaf, Beginning):
                self._look_up(leaf, self._of_beginning)
            else:
                self._found[id(leaf)] = self._asked_of_whoosh(leaf)
        return self._found[id(leaf)]

    def _look_up(self, leaf: Query, look: Callable[[Query, Part, str, Mask, Weights], None]) -> None:
        found = self._found[id(leaf)] = np.zeros(len(self.numbers), bool)
        weights = self._weights[id(leaf)] = np.zeros(len(self.numbers) if self.ranked else 0, np.float32)
        for view in self._views:
            for field in leaf.fields:
                self._check()
                is_weighed = self.ranked and field in SCORED
                held = np.zeros(len(view.part) if is_weighed else 0, np.float32)
                look(leaf, view.part, field, found[view.start : view.end], held)
                if is_weighed and self._snapshot:
                    weights[view.start : view.end] += held * self._norms(self._snapshot, view, field)
        if self._snapshot:
            found &= self._snapshot.live

    @staticmethod
    def _norms(snapshot: Snapshot, view: View, field: str) -> Weights:
        norms = snapshot.norms(field, LENGTH_MATTERS[field])[view.start : view.end]
        return norms * np.float32(WEIGHTS[field])

    def _of_words(self, leaf: Query, part: Part, field: str, found: Mask, held: Weights) -> None:
        """Mark the articles of a part that hold any of some words in a field, and add up how often."""
        found_at = part.found(field, (word for word, _ in leaf.words))
        there = [(at, weight) for at, (_, weight) in zip(found_at, leaf.words, strict=True) if at >= 0]
        if len(there) > _FEW:
            # Those that few articles hold, all at once.
            places, weights = np.array([at for at, _ in there]), np.array([weight for _, weight in there])
            is_rare = part.held_at(places) < _RARE
            each, docs, counts = part.gathered(places[is_rare])
            found[docs] = True
            if len(held):
                held += np.bincount(docs, counts * np.repeat(weights[is_rare], each), len(held))
            there = [pair for pair, rare in zip(there, is_rare.tolist(), strict=True) if not rare]
        for start in range(0, len(there), _TOGETHER):
            self._check()
            words = there[start : start + _TOGETHER]
            docs = np.concatenate([part.docs(at, at + 1) for at, _ in words])
            found[docs] = True
            if len(held):
                times = np.concatenate([part.counts(at, at + 1) * np.float32(weight) for at, weight in words])
                held += np.bincount(docs, times, len(held))

    def _of_beginning(self, leaf: Query, part: Part, field: str, found: Mask, held: Weights) -> None:
        """The same of all words that begin so."""
        for start, end in _stretches(part, *part.beginning(field, leaf.prefix)):
            self._check()
            docs = part.docs(start, end)
            found[docs] = True
            if len(held):
                held += np.bincount(docs, part.counts(start, end), len(held))

    def _asked_of_whoosh(self, query: Query) -> Mask:
        """The articles of a query that is not known here."""
        found = np.zeros(len(self.numbers), bool)
        if self._snapshot and self._views:
            searcher = Searcher(self._snapshot.reader())
            found[list(query.docs(searcher))] = True
        return found

    # Words near each other

    def _near(self, near: Near, within: Mask) -> Mask:
        found = np.zeros(len(within), bool)
        weights = np.zeros(len(within), np.float32)
        for view in self._views:
            for field in near.fields:
                here = within[view.start : view.end]
                times = self._near_in(near, view.part, field, here)
                if times is None:
                    continue
                found[view.start : view.end] |= times > 0
                if self.ranked and field in SCORED and self._snapshot:
                    weights[view.start : view.end] += times * self._norms(self._snapshot, view, field)
        self._weights[id(near)] = weights
        return found

    def _near_in(self, near: Near, part: Part, field: str, within: Mask) -> Numbers | None:
        """How often the words are near each other in a field, by article of a part; None if nowhere."""
        slots: dict[tuple[str, bool], tuple[int, int]] = {}
        for word, is_open in near.slots:
            at = part.find(field, word)
            bounds = part.beginning(field, word) if is_open else (at, at + 1)
            if bounds[0] < 0 or bounds[0] == bounds[1]:
                return None
            slots[word, is_open] = bounds
        for start, end in sorted(slots.values(), key=lambda each: int(part.held(*each).sum())):
            self._check()
            here = np.zeros(len(part), bool)
            here[part.docs(start, end)] = True
            within = within & here
            if not within.any():
                return None
        places = {}
        few = min(int(part.stands(*bounds).sum()) for bounds in slots.values())
        for key, bounds in slots.items():
            self._check()
            places[key] = _standing.places(part, field, bounds, within, few)
        self._check()
        lists = [places[key] for key in near.slots]
        bases = _standing.bases(part, field)
        if near.slop is None:
            return np.where(within, _times(rows(lists), bases), 0)
        first, last = windows(near.words, lists, near.slop, self._check)
        if near.slop + len(near.words) > APART:
            first = first[last < bases[np.searchsorted(bases, first, "right")]]
        first.sort()
        return np.where(within, _times(first, bases), 0)

    # How well

    def scores(self, query: Query, hits: npt.NDArray[np.int64]) -> Weights | None:
        """How well each hit fits; call `matches` first. None if words say nothing about it.

        Args:
            query: The query.
            hits: The places of the hits.
        """
        if isinstance(query, And | Or | DisjunctionMax):
            parts = [each for part in query.subqueries if (each := self.scores(part, hits)) is not None]
            if not parts:
                return None
            # Two ways to write one thing count as the better one.
            joined = np.maximum if isinstance(query, DisjunctionMax) else np.add
            return np.asarray(joined.reduce(parts), np.float32)
        weights = self._weights.get(id(query))
        if weights is None or not len(weights):
            return None
        if isinstance(query, Near):
            rarity = sum(self._rarity(self._holding(query, word)) for word in query.words)
        else:
            rarity = self._rarity(int(np.count_nonzero(self._found[id(query)])))
        own = weights[hits]
        return own * np.float32(rarity * (SATURATION + 1)) / (own + np.float32(SATURATION))

    def _holding(self, near: Near, word: str) -> int:
        """About how many articles hold a word."""
        return sum(self._snapshot.held(word, field) for field in near.fields) if self._snapshot else 0

    def _rarity(self, holding: int) -> float:
        """How much a word that so many articles hold says: BM25's idf, never negative."""
        count = max(self._snapshot.count if self._snapshot else 0, holding)
        return math.log(1.0 + (count - holding + 0.5) / (holding + 0.5))


def _times(keys: Numbers, bases: Numbers) -> Numbers:
    """How many of ascending places are in each article."""
    if len(keys) * 2 > len(bases):
        return np.diff(np.searchsorted(keys, bases))
    return np.bincount(np.searchsorted(bases, keys, "right") - 1, minlength=len(bases) - 1)


def _stretches(part: Part, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Words in stretches of not too many articles each, so that stopping is never far away."""
    while start < end:
        ahead = np.cumsum(part.held(start, end))
        upto = start + max(1, int(np.searchsorted(ahead, _AT_ONCE, "right")))
        yield start, upto
        start = upto
