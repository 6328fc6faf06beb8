"""Where words stand in a part as plain numbers, ascending: a number for each place that there is in any article of it.

Words that stand very often are remembered for a while, also as bits, which say at once how many places lie before one.
"""

from __future__ import annotations

from functools import cached_property
from threading import Lock

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers
from index.codec.listing import Listing, selection
from index.codec.part import Part
from index.schema import SCORED

APART = 160
"""So many numbers lie between two articles, more than a query has words: no row leads from one into the other."""

REMEMBERED = 64_000_000
"""About how many bytes of frequent words are kept."""

_OFTEN = 1 << 14
_FEW = 4_000
_MANY, _MANY_ONCE = 1 << 11, 1 << 15
_WIDEST = 1 << 28
_BITS = 64


class Places:
    """Places, ascending, each once.

    Args:
        keys: The places.
        many: For so many other places at once, bits are quicker than to look for each.
    """

    def __init__(self, keys: Numbers, many: int = _MANY) -> None:
        self._keys = keys
        self._many = many

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)

    @property
    def size(self) -> int:
        """About how many bytes they take."""
        return int(self._keys.nbytes + (int(self._keys[-1]) // 5 if len(self._keys) else 0))

    def all(self) -> Numbers:
        """All of them."""
        return self._keys

    def before(self, others: Numbers) -> npt.NDArray[np.int64]:
        """How many of these lie before each of some places."""
        if len(others) < self._many or not self._has_bits:
            return np.searchsorted(self._keys, others)
        words, sums = self._bits
        others = np.minimum(others, int(self._keys[-1]) + 1)
        at = (others >> 6).astype(np.int64)
        below = (np.uint64(1) << (others & 63).astype(np.uint64)) - np.uint64(1)
        return (sums[at] + np.bitwise_count(words[at] & below)).astype(np.int64)

    def holds(self, others: Numbers) -> npt.NDArray[np.bool_]:
        """Which of some places are among these."""
        if not len(self._keys):
            return np.zeros(len(others), bool)
        if len(others) < self._many or not self._has_bits:
            at = np.searchsorted(self._keys, others)
            at[at == len(self._keys)] = 0
            return np.equal(self._keys[at], others)
        words, _ = self._bits
        others = np.minimum(others, int(self._keys[-1]) + 1)
        found = words[(others >> 6).astype(np.int64)] >> (others & 63).astype(np.uint64)
        return (found & np.uint64(1)).astype(bool)

    def between(self, starts: Numbers, ends: Numbers) -> Numbers:
        """Those that lie from one place up to another, of pairs that ascend, each once."""
        first, behind = self.before(starts), self.before(ends)
        # Stretches overlap: each adds what the one before it did not have.
        first[1:] = np.maximum(first[1:], behind[:-1])
        return self._keys[selection(first, np.maximum(behind - first, 0))]

    @property
    def _has_bits(self) -> bool:
        return len(self._keys) >= _OFTEN and int(self._keys[-1]) < _WIDEST

    @cached_property
    def _bits(self) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
        """A bit for each number, in words of 64, and how many bits are set before each word."""
        flags = np.zeros((int(self._keys[-1]) // _BITS + 1) * _BITS + _BITS, np.uint8)
        flags[self._keys] = 1
        words = np.packbits(flags, bitorder="little").view("<u8").astype(np.uint64, copy=False)
        counts = np.bitwise_count(words)
        return words, np.cumsum(counts, dtype=np.uint32) - counts


class FewOfMany(Places):
    """The places of a frequent word of which few will be asked for: looked for where they lie.

    Args:
        listing: The word.
        count: How often it stands.
        bases: Where the numbers of each article begin.
    """

    def __init__(self, listing: Listing, count: int, bases: Numbers) -> None:
        self._listing = listing
        self._count = count
        self._bases = bases

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def all(self) -> Numbers:
        """All of them."""
        return np.repeat(self._bases[self._listing.docs], self._listing.counts) + self._listing.positions()

    def _docs(self, others: Numbers) -> npt.NDArray[np.int64]:
        return np.clip(np.searchsorted(self._bases, others, "right") - 1, 0, len(self._bases) - 2)

    def before(self, others: Numbers) -> npt.NDArray[np.int64]:
        """How many of these lie before each of some places."""
        docs = self._docs(others)
        return self._listing.before(docs, np.maximum(others.astype(np.int64) - self._bases[docs], 0))[0]

    def holds(self, others: Numbers) -> npt.NDArray[np.bool_]:
        """Which of some places are among these."""
        docs = self._docs(others)
        positions = others.astype(np.int64) - self._bases[docs]
        at, postings = self._listing.before(docs, positions)
        at = np.minimum(at, self._count - 1)
        right = self._listing.docs[postings] == docs
        found = np.zeros(len(others), bool)
        found[right] = self._listing.owns(at[right], postings[right], positions[right])
        return found

    def between(self, starts: Numbers, ends: Numbers) -> Numbers:
        """Those that lie from one place up to another, of pairs that ascend, each once."""
        first, behind = self.before(starts), self.before(ends)
        first[1:] = np.maximum(first[1:], behind[:-1])
        places = selection(first, np.maximum(behind - first, 0))
        return self._listing.keys_at(places, self._bases)


class Standing:
    """Finds the places of words in parts; threads may share it."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._kept: dict[tuple[str, str, int, int], Places] = {}
        self._bases: dict[tuple[str, str], Numbers] = {}
        self._size = 0

    def bases(self, part: Part, field: str) -> Numbers:
        """Where the numbers of each article of a part begin, and where all end."""
        bases = self._bases.get((part.id, field))
        if bases is None:
            if field in SCORED:
                spans = part.lengths[field].astype(np.int64)
            else:
                spans = np.int64(1) << np.array([8, 16, 32])[part.wide]
            bases = np.full(len(part) + 1, APART, np.int64)
            bases[1:] += np.cumsum(spans + APART)
            bases = bases.astype(np.uint32) if bases[-1] < 1 << 31 else bases
            with self._guard:
                if len(self._bases) > _BITS:
                    self._bases.clear()
                self._bases[part.id, field] = bases
        return bases

    def places(self, part: Part, field: str, words: tuple[int, int], within: npt.NDArray[np.bool_], few: int) -> Places:
        """The places of all words from one to another; at least those in the articles that matter.

        Args:
            part: The part.
            field: The field.
            words: The first word, and the one behind the last.
            within: By place of an article, whether it matters.
            few: How many places another word has at most, beside which these are to be found.
        """
        key = (part.id, field, *words)
        with self._guard:
            if known := self._kept.pop(key, None):
                # Back in at the end: what was not asked for the longest goes first.
                self._kept[key] = known
                return known
        bases = self.bases(part, field)
        often, held = int(part.stands(*words).sum()), int(part.held(*words).sum())
        listing = part.listing(*words)
        if words[1] - words[0] == 1 and often >= _OFTEN and few < _FEW:
            return FewOfMany(listing, often, bases)
        if often < _OFTEN or np.count_nonzero(within) * 8 < held:
            kept = np.flatnonzero(within[listing.docs])
            keys = np.repeat(bases[listing.docs[kept]], listing.counts[kept]) + listing.positions_of(kept)
            return Places(_ascending(keys, words), _MANY_ONCE)
        places = Places(_ascending(np.repeat(bases[listing.docs], listing.counts) + listing.positions(), words))
        self._keep(key, places)
        return places

    def _keep(self, key: tuple[str, str, int, int], places: Places) -> None:
        with self._guard:
            if key not in self._kept and places.size <= REMEMBERED // 2:
                self._kept[key] = places
                self._size += places.size
            while self._size > REMEMBERED:
                self._size -= self._kept.pop(next(iter(self._kept))).size


def _ascending(keys: Numbers, words: tuple[int, int]) -> Numbers:
    """Those of one word are so already; two words, a compound's and its joined form, may stand at one place."""
    return keys if words[1] - words[0] == 1 else np.unique(keys)
