"""Articles by date: where each is in the two orders, so that hits are put in order without asking for their dates."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers
from index.disk.snapshot import Mask, Snapshot
from index.source import Columns

_SHIFT = np.uint64(32)
_LOW = np.uint64((1 << 32) - 1)

Ranks = npt.NDArray[np.int64]


def by_day(columns: Columns, *, newest: bool) -> npt.NDArray[np.uint32]:
    """All articles by date of publication, as the archive's own `order` gives them.

    Args:
        columns: Facts of all articles.
        newest: Whether the newest are first.
    """
    n = np.array(columns.n, np.int64)
    day = np.array(columns.day, np.int64)
    if newest:
        keys = np.sort(((day + 1) << 32) | n)[::-1]
    else:
        keys = np.sort((np.where(day < 0, 1 << 30, day) << 32) | n)
    return (keys & 0xFFFFFFFF).astype(np.uint32)


class Order:
    """The articles by date of publication, the undated last; of one day, the newest arrival first (or last).

    Args:
        numbers: The articles in this order.

    Attributes:
        numbers: The same.
    """

    def __init__(self, numbers: npt.NDArray[np.uint32]) -> None:
        self.numbers = numbers
        self._ranks = np.full(int(numbers.max()) + 1 if len(numbers) else 0, -1, np.int64)
        self._ranks[numbers] = np.arange(len(numbers))
        self._of: tuple[Snapshot, tuple[Numbers, Ranks, Mask]] | None = None

    @cached_property
    def own(self) -> tuple[Numbers, Ranks, Mask]:
        """The articles, their places in this order, and that all are there."""
        return self.numbers, np.arange(len(self.numbers)), np.ones(len(self.numbers), bool)

    def of(self, snapshot: Snapshot) -> tuple[Numbers, Ranks, Mask]:
        """The articles of the index, their places in this order, and which are there.

        The archive's word counts: what is no more is not, even where the index does not know that yet.
        """
        kept = self._of
        if kept is None or kept[0] is not snapshot:
            ranks = self._ranks_of(snapshot.numbers)
            there = snapshot.live & (ranks >= 0)
            numbers = np.where(ranks >= 0, snapshot.numbers, np.uint32(0))
            kept = self._of = (snapshot, (numbers, ranks, there))
        return kept[1]

    def _ranks_of(self, numbers: Numbers) -> Ranks:
        ranks = np.full(len(numbers), -1, np.int64)
        known = numbers < len(self._ranks)
        ranks[known] = self._ranks[numbers[known]]
        return ranks

    def whole(self) -> array[int]:
        """All articles in this order."""
        return as_array(self.numbers)

    def by_date(self, ranks: Ranks) -> array[int]:
        """The articles at these places, in order."""
        chosen = np.zeros(len(self.numbers), bool)
        chosen[ranks] = True
        return as_array(self.numbers[chosen])

    def by_score(self, ranks: Ranks, scores: npt.NDArray[np.float32]) -> tuple[array[int], Scores]:
        """The articles at these places, the best first, and of equals the first in this order; with their scores."""
        # Bits of numbers above nought sort as the numbers do.
        keys = (_LOW - scores.view(np.uint32).astype(np.uint64)) << _SHIFT | ranks.astype(np.uint64)
        keys.sort()
        found = self.numbers[(keys & _LOW).astype(np.int64)]
        ordered = (_LOW - (keys >> _SHIFT)).astype(np.uint32).view(np.float32)
        some = int(np.count_nonzero(ordered))
        return as_array(found), Scores(found[:some], ordered[:some])


def from_array(numbers: array[int]) -> npt.NDArray[np.uint32]:
    """Numbers of a plain array."""
    return np.array(numbers, np.uint32)


def as_array(numbers: npt.NDArray[np.uint32]) -> array[int]:
    """Numbers as a plain array."""
    found = array("I")
    found.frombytes(np.ascontiguousarray(numbers, np.uint32).tobytes())
    return found


class Scores(Mapping[int, float]):
    """How well each hit fits of which words say anything, by its number."""

    def __init__(self, numbers: npt.NDArray[np.uint32], scores: npt.NDArray[np.float32]) -> None:
        self._numbers = numbers
        self._scores = scores

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers.tolist())

    def __getitem__(self, n: int) -> float:
        found = np.flatnonzero(self._numbers == n)
        if not len(found):
            raise KeyError(n)
        return float(self._scores[found[0]])
