"""Sorted words as lines of bytes: found by halving, without an object for each."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from index.codec.blocks import Damaged, Numbers

_END = 10
_ABOVE_ALL = b"\xff"


class Lines:
    """Words in the order of their UTF-8, each with a line end.

    Args:
        data: The lines.
    """

    def __init__(self, data: Numbers) -> None:
        self._data = np.ascontiguousarray(data, np.uint8).data if len(data) else memoryview(b"")
        self._ends = np.flatnonzero(data == _END)
        if len(data) and data[-1] != _END:
            raise Damaged("words without an end")

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ends)

    def __getitem__(self, i: int) -> bytes:
        """One of them."""
        start = int(self._ends[i - 1]) + 1 if i else 0
        return bytes(self._data[start : int(self._ends[i])])

    def at(self, places: Iterable[int]) -> list[str]:
        """Some of them, in any order, as texts."""
        data, ends = self._data, self._ends.item
        return [str(data[ends(i - 1) + 1 if i else 0 : ends(i)], "utf-8") for i in places]

    def words(self, start: int, end: int) -> list[str]:
        """Some of them, as texts."""
        return self.block(start, end).decode().split("\n")[:-1]

    def block(self, start: int, end: int) -> bytes:
        """Some of them as they lie, each with its end."""
        if start >= end:
            return b""
        first = int(self._ends[start - 1]) + 1 if start else 0
        return bytes(self._data[first : int(self._ends[end - 1]) + 1])

    def place(self, key: bytes, low: int, high: int) -> int:
        """Where a word is, or would be, among those from `low` to `high`."""
        while low < high:
            middle = (low + high) // 2
            if self[middle] < key:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, key: bytes, low: int, high: int) -> int:
        """Where a word is among those from `low` to `high`; -1 if it is not."""
        found = self.place(key, low, high)
        return found if found < high and self[found] == key else -1

    def beginning(self, prefix: bytes, low: int, high: int) -> tuple[int, int]:
        """From where to where, among those from `low` to `high`, they begin so."""
        start = self.place(prefix, low, high)
        # No byte of UTF-8 is as high as this one.
        return start, self.place(prefix + _ABOVE_ALL, start, high)
