"""Stretches of bytes that come again and again, as numbers: many are looked up at once, with no object for each.

A stretch is padded with noughts and taken as a few numbers of eight bytes, which a table of open addressing finds.
Nothing is known of a stretch but its bytes, and two are the same only if all of these are: nothing rests on a hash
alone. The table's factors are drawn at random, so that no text can be written to make it slow.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers

PADDING = 64
"""So many noughts must stand behind the bytes that stretches are taken from."""

_BYTES = 8
_NARROW, _WIDE = 2, 6
_NONE = -1
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_BYTES + 1)], np.uint64)

Codes = npt.NDArray[np.int32]


class Runs:
    """Gives stretches of bytes numbers, and remembers them.

    Args:
        number: Gives the number of a stretch that was not met before, from its UTF-8.
    """

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number
        self._narrow = _Table(_NARROW)
        self._wide = _Table(_WIDE)
        self._longer: dict[bytes, int] = {}

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._narrow) + len(self._wide) + len(self._longer)

    def numbers(self, data: npt.NDArray[np.uint8], starts: Numbers, ends: Numbers) -> Codes:
        """The numbers of stretches.

        Args:
            data: Bytes without noughts, and `PADDING` of these behind them.
            starts: Where each stretch begins.
            ends: Where each ends.
        """
        lengths = ends - starts
        found = np.empty(len(starts), np.int32)
        at_eight = np.ndarray((len(data) - _BYTES + 1,), "<u8", data.data, 0, (1,))
        left = np.arange(len(starts))
        for table in (self._narrow, self._wide):
            is_longer = lengths[left] > table.width * _BYTES
            here, left = left[~is_longer], left[is_longer]
            if len(here):
                keys = _keys(at_eight, starts[here], lengths[here], table.width)
                found[here] = self._looked_up(table, keys, data, starts[here], ends[here])
        for at in left.tolist():
            piece = data[starts[at] : ends[at]].tobytes()
            if piece not in self._longer:
                self._longer[piece] = self._number(piece.decode())
            found[at] = self._longer[piece]
        return found

    def _looked_up(self, table: _Table, keys: list[Numbers], data: Numbers, starts: Numbers, ends: Numbers) -> Codes:
        """The numbers of stretches that fit into a table; those that are not in it yet are put there."""
        found = table.find(keys)
        unknown = np.flatnonzero(found == _NONE)
        if len(unknown):
            new: dict[bytes, int] = {}
            firsts, numbers = [], []
            raw = data.data
            for at, start, end in zip(unknown.tolist(), starts[unknown].tolist(), ends[unknown].tolist(), strict=True):
                piece = bytes(raw[start:end])
                number = new.get(piece)
                if number is None:
                    number = new[piece] = self._number(piece.decode())
                    firsts.append(at)
                numbers.append(number)
            found[unknown] = numbers
            table.add([key[firsts] for key in keys], found[firsts])
        return found


def _keys(at_eight: Numbers, starts: Numbers, lengths: Numbers, width: int) -> list[Numbers]:
    """Stretches as so many numbers each: the first eight bytes of all, the next eight, and so on."""
    found = []
    for j in range(width):
        inside = np.clip(lengths - j * _BYTES, 0, _BYTES)
        found.append(at_eight[starts + j * _BYTES if j else starts].astype(np.uint64, copy=False) & _MASKS[inside])
    return found


class _Table:
    """Numbers by keys.

    Args:
        width: Of how many numbers a key consists.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self._factors = np.array([secrets.randbits(64) | 1 for _ in range(width)], np.uint64)
        self._count = 0
        self._empty(12)

    def __len__(self) -> int:
        return self._count

    def _empty(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._last = (1 << bits) - 1
        self._keys = [np.zeros(1 << bits, np.uint64) for _ in range(self.width)]
        self._codes = np.full(1 << bits, _NONE, np.int32)

    def _slots(self, keys: list[Numbers]) -> npt.NDArray[np.int64]:
        """Where to look for keys first."""
        mixed = keys[0] * self._factors[0]
        for key, factor in zip(keys[1:], self._factors[1:], strict=True):
            mixed = (mixed ^ (mixed >> np.uint64(32)) ^ key) * factor
        slots: npt.NDArray[np.int64] = (mixed >> self._shift).astype(np.int64)
        return slots

    def find(self, keys: list[Numbers]) -> Codes:
        """The numbers of keys; -1 for those that are not here."""
        slots = self._slots(keys)
        found, is_other = self._at(slots, keys)
        open_ = np.flatnonzero(is_other)
        while len(open_):
            slots[open_] = (slots[open_] + 1) & self._last
            found[open_], is_other = self._at(slots[open_], [key[open_] for key in keys])
            open_ = open_[is_other]
        return found

    def _at(self, slots: Numbers, keys: list[Numbers]) -> tuple[Codes, npt.NDArray[np.bool_]]:
        """What is in slots, and which of them another key has."""
        found = self._codes[slots]
        is_other = self._keys[0][slots] != keys[0]
        for own, key in zip(self._keys[1:], keys[1:], strict=True):
            is_other |= own[slots] != key
        is_other &= found != _NONE
        return found, is_other

    def add(self, keys: list[Numbers], codes: Codes) -> None:
        """Put keys in, each once, that are not here."""
        self._count += len(codes)
        if 2 * self._count > self._last:
            kept = np.flatnonzero(self._codes != _NONE)
            keys = [np.concatenate([own[kept], key]) for own, key in zip(self._keys, keys, strict=True)]
            codes = np.concatenate([self._codes[kept], codes])
            self._empty((4 * self._count).bit_length())
        slots = self._slots(keys)
        waiting = np.arange(len(codes))
        while len(waiting):
            at = slots[waiting]
            is_free = self._codes[at] == _NONE
            # Of several that come to one free slot, the last one written has it.
            self._codes[at[is_free]] = codes[waiting[is_free]]
            is_in = self._codes[at] == codes[waiting]
            for own, key in zip(self._keys, keys, strict=True):
                own[at[is_in]] = key[waiting[is_in]]
            waiting = waiting[~is_in]
            slots[waiting] = (slots[waiting] + 1) & self._last
