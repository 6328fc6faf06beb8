"""The articles and positions of some words as they lie in a part: decoded whole, in part, or looked into.

Every position has a low byte; in articles that reach beyond a byte, it has a middle one as well, and in those that
reach beyond two, two bytes more. Each kind lies in an array of its own, in the order of words and articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers

Positions = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]


def selection(first: Numbers, counts: Numbers) -> Offsets:
    """The places of stretches that begin at `first` and are so long, one after the other."""
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - (ends - counts), counts) + np.arange(total)


def _firsts(counts: Numbers) -> Offsets:
    firsts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=firsts[1:])
    return firsts


class Listing:
    """What is known of some words, one word after the other.

    Args:
        docs: The articles of each word, ascending.
        counts: How often it stands in each.
        low: The low bytes of all positions.
        further: The arrays beyond: from which width class on, how far to the left, and the numbers.
        wide: The width class of each of `docs`.
    """

    def __init__(
        self,
        docs: npt.NDArray[np.uint16],
        counts: npt.NDArray[np.uint32],
        low: Numbers,
        further: Sequence[tuple[int, int, Numbers]],
        wide: npt.NDArray[np.uint8],
    ) -> None:
        self.docs = docs
        self.counts = counts
        self._low = low
        self._further = further
        self._wide = wide

    @cached_property
    def _starts(self) -> Offsets:
        """Where the positions of each posting begin."""
        return _firsts(self.counts)

    @cached_property
    def _beyond(self) -> list[tuple[npt.NDArray[np.bool_], Offsets, int, Numbers]]:
        """For each array beyond: which postings it speaks of, where these begin in it, and the rest."""
        found = []
        for level, shift, numbers in self._further:
            is_wide = self._wide >= level
            found.append((is_wide, _firsts(np.where(is_wide, self.counts, 0)), shift, numbers))
        return found

    def positions(self) -> Positions:
        """All positions."""
        found: Positions = self._low.astype(np.uint32)
        for level, shift, numbers in self._further:
            at = np.repeat(self._wide >= level, self.counts)
            more = np.zeros(len(found), np.uint32)
            more[at] = numbers
            found |= more << shift
        return found

    def positions_of(self, postings: Numbers) -> Positions:
        """The positions of some postings, one after the other."""
        counts = self.counts[postings]
        found: Positions = self._low[selection(self._starts[postings], counts)].astype(np.uint32)
        for is_wide, firsts, shift, numbers in self._beyond:
            own = np.where(is_wide[postings], counts, 0)
            at = np.repeat(own > 0, counts)
            found[at] |= numbers[selection(firsts[postings], own)].astype(np.uint32) << shift
        return found

    def positions_at(self, places: Numbers, postings: Numbers) -> Positions:
        """Single positions by their places in this listing, each with the posting that it belongs to."""
        found: Positions = self._low[places].astype(np.uint32)
        for is_wide, firsts, shift, numbers in self._beyond:
            own = np.flatnonzero(is_wide[postings])
            at = firsts[postings[own]] + places[own] - self._starts[postings[own]]
            found[own] |= numbers[at].astype(np.uint32) << shift
        return found

    def owns(self, places: Numbers, postings: Numbers, positions: Numbers) -> npt.NDArray[np.bool_]:
        """Whether positions are at these places, and these in these postings."""
        found = np.zeros(len(places), bool)
        inside = np.flatnonzero(places < self._starts[postings + 1])
        found[inside] = self.positions_at(places[inside], postings[inside]) == positions[inside]
        return found

    def keys_at(self, places: Numbers, bases: Numbers) -> Numbers:
        """Single positions by their places in this listing, each counted from the base of its article."""
        postings = np.searchsorted(self._starts, places, "right") - 1
        keys: Numbers = bases[self.docs[postings]] + self.positions_at(places, postings)
        return keys

    def before(self, docs: Numbers, positions: Numbers) -> tuple[Offsets, Offsets]:
        """The places in this listing at which positions in articles are, or would be; with the postings they are in.

        Only for a single word.
        """
        postings = np.searchsorted(self.docs, docs)
        there = np.minimum(postings, len(self.docs) - 1)
        is_there = self.docs[there] == docs
        low, high = self._starts[postings], self._starts[np.where(is_there, there + 1, postings)]
        open_ = np.flatnonzero(low < high)
        while len(open_):
            middle = (low[open_] + high[open_]) >> 1
            is_below = self.positions_at(middle, there[open_]) < positions[open_]
            low[open_[is_below]] = middle[is_below] + 1
            high[open_[~is_below]] = middle[~is_below]
            open_ = open_[low[open_] < high[open_]]
        return low, there
