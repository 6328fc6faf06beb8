"""Words of the archive that are like a word: a letter or two changed, left out, put in, or swapped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers
from index.codec.part import DAMAGE, Part
from index.disk.snapshot import Snapshot
from index.schema import SCORED

_SIGNS = np.uint64(1) << np.arange(64, dtype=np.uint64)
"""The bit that stands for a letter, by the last six bits of its code."""

_SIX = np.uint32(63)
_END = 10

_shapes: WeakKeyDictionary[Part, dict[str, _Shapes]] = WeakKeyDictionary()


def similar(
    snapshot: Snapshot,
    word: str,
    edits: int,
    fields: Sequence[str] = SCORED,
    check: Callable[[], None] = lambda: None,
) -> list[str]:
    """The words of the index at most so many edits from a word, the nearest first.

    Args:
        snapshot: The index.
        word: A folded word.
        edits: How many letters may be changed, left out, put in, or swapped with the next; each is one.
        fields: Where to look.
        check: Called now and then; may raise to stop.

    Raises:
        IndexBroken: The files are damaged.
    """
    steps: dict[str, int] = {}
    try:
        for view in snapshot.views:
            own = _shapes.setdefault(view.part, {})
            for field in fields:
                check()
                if field not in own:
                    own[field] = _Shapes(view.part, field)
                places, far = own[field].like(word, edits)
                at = places.tolist()
                words = view.part.words_at(at)
                view.part.remember(field, words, at)
                steps.update(zip(words, far.tolist(), strict=True))
    except DAMAGE as error:
        raise snapshot.broken(error) from error
    return sorted(steps, key=lambda each: (steps[each], each))


class _Shapes:
    """The words of a field of a part as letters, with what makes most of them easy to pass over.

    Args:
        part: The part.
        field: The field.
    """

    def __init__(self, part: Part, field: str) -> None:
        self._first, end = part.field(field)
        data = part.block(self._first, end).decode().encode("utf-32-le")
        self._letters = np.frombuffer(data, np.uint32)
        ends = np.flatnonzero(self._letters == _END)
        self._starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])[: len(ends)]
        self._lengths = ends - self._starts
        # A bit for each letter that a word has: an edit takes one letter away at most, and brings one at most.
        bits = _SIGNS.take(self._letters & _SIX)
        bits[ends] = 0
        self._signs = np.bitwise_or.reduceat(bits, self._starts) if len(ends) else np.empty(0, np.uint64)

    def like(self, word: str, edits: int) -> tuple[npt.NDArray[np.int64], Numbers]:
        """The places of the words at most so many edits away, and how many edits that are."""
        letters = np.array([ord(char) for char in word], np.uint32)
        sign = np.bitwise_or.reduce(_SIGNS.take(letters & _SIX))
        near = np.flatnonzero(np.abs(self._lengths - len(word)) <= edits)
        near = near[np.bitwise_count(self._signs[near] & ~sign) <= edits]
        near = near[np.bitwise_count(sign & ~self._signs[near]) <= edits]
        width = len(word) + edits
        at = self._starts[near, None] + np.arange(width)
        others = self._letters[np.minimum(at, len(self._letters) - 1)] if len(near) else np.empty((0, width), np.uint32)
        far = distances(letters, others.T, self._lengths[near], edits)
        close = far <= edits
        return near[close] + self._first, far[close]


def distances(word: Numbers, others: Numbers, lengths: Numbers, most: int) -> Numbers:
    """How many edits lead from a word to each of many others; a swap of neighbours is one.

    Args:
        word: Its letters.
        others: The letters of the others, a column for each.
        lengths: How many letters each of the others has.
        most: More edits than so many need not be told exactly.
    """
    is_letter = {letter: others == letter for letter in set(word.tolist())}
    over = np.full(others.shape[1], most + 1, np.uint8)
    before: dict[int, Numbers] = {}
    above: dict[int, Numbers] = {j: np.full(others.shape[1], j, np.uint8) for j in range(most + 1)}
    for i, letter in enumerate(word.tolist(), 1):
        row: dict[int, Numbers] = {0: np.full(others.shape[1], i, np.uint8)} if i <= most else {}
        for j in range(max(1, i - most), min(len(others), i + most) + 1):
            best = above.get(j - 1, over) + ~is_letter[letter][j - 1]
            best = np.minimum(best, np.minimum(above.get(j, over), row.get(j - 1, over)) + 1)
            if i > 1 and j > 1:
                swapped = is_letter[letter][j - 2] & is_letter[int(word[i - 2])][j - 1]
                best = np.where(swapped, np.minimum(best, before.get(j - 2, over) + 1), best)
            row[j] = best
        before, above = above, row
    found = over.copy()
    for j, best in above.items():
        found = np.where(lengths == j, best, found)
    return found
