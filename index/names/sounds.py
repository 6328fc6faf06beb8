"""All names of an archive as sounds in arrays, and one name aligned with all of them at once.

The first half of comparing: which names are near enough to be looked at closely. It computes the very sums that
`corpus.names.align` does, so a name that is found here is as near as that says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.names.reading import MOST_UNITS, Reading, read
from corpus.names.tables import NOTHING, Table, tables

Codes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

SCRIPTS = ("arabic", "bare", "cyrillic", "latin")
_SHORTER, _LONGER = 5, 7
_CHUNK = 4096
_SCALE = 64
"""Scores are kept as whole numbers of this part: half the bytes, and as exact as anybody needs."""


@lru_cache(maxsize=4)
def _alphabet(_: int) -> dict[str, int]:
    found = sorted({unit for table in tables().values() for pair in table.meeting for unit in pair} - {NOTHING})
    return {unit: code for code, unit in enumerate(found)}


def alphabet() -> dict[str, int]:
    """The code of every unit of every table."""
    return _alphabet(id(tables()))


class Sounds:
    """Readings of names as codes.

    Attributes:
        owner: Which name each reading is of.
        script: Its script, as a place in `SCRIPTS`.
        cost: What it costs to read the name so.
        ends: Where its codes end; they begin where those of the one before end.
        codes: The sounds of all readings one after the other.
    """

    def __init__(self, owner: Ints, script: Codes, cost: Floats, ends: Ints, codes: Codes) -> None:
        self.owner, self.script, self.cost, self.ends, self.codes = owner, script, cost, ends, codes
        self._groups: dict[int, _Group] = {}

    def nearest(self, text: str, least: float, most: int) -> list[int]:
        """The names that are most like one, by the best of their readings, the likest first.

        Args:
            text: The name.
            least: How much of what they could have in common they must have.
            most: How many at most.
        """
        best: dict[int, float] = {}
        for reading in read(text).readings:
            for which, script in enumerate(SCRIPTS):
                group = self._group(which)
                if group is None:
                    continue
                rows, alike = group.near(reading, script, least)
                for owner, value in zip(rows.tolist(), alike.tolist(), strict=True):
                    value -= reading.cost / 8
                    if value > best.get(owner, -9.0):
                        best[owner] = value
        return sorted(best, key=lambda owner: -best[owner])[:most]

    def _group(self, which: int) -> _Group | None:
        if which not in self._groups:
            rows = np.flatnonzero(self.script == which)
            self._groups[which] = _Group(self, rows)
        found = self._groups[which]
        return found if len(found.lengths) else None


class _Group:
    """The readings in one script, by length, in blocks of one array each."""

    def __init__(self, sounds: Sounds, rows: NDArray[np.intp]) -> None:
        begins = np.concatenate([np.zeros(1, np.int64), sounds.ends[:-1].astype(np.int64)])[rows]
        lengths = sounds.ends[rows].astype(np.int64) - begins
        order = np.argsort(lengths, kind="stable")
        self.lengths = lengths[order]
        self.owner = sounds.owner[rows][order]
        self.cost = sounds.cost[rows][order]
        starts = begins[order]
        self.by_length: dict[int, tuple[int, int, Codes]] = {}
        for length in np.unique(self.lengths):
            first, behind = np.searchsorted(self.lengths, [length, length + 1])
            places = starts[first:behind, None] + np.arange(length)[None, :]
            # A row for each position, so that a step of the alignment reads one stretch of memory.
            self.by_length[int(length)] = (int(first), int(behind), np.ascontiguousarray(sounds.codes[places].T))

    def near(self, reading: Reading, script: str, least: float) -> tuple[Ints, Floats]:
        """The owners of readings that are like one, and how like."""
        ordered = (reading.script, script) if reading.script <= script else (script, reading.script)
        table = tables().get(ordered)
        if table is None:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        scores = _scores(table, reading.script > script)
        code = alphabet()
        mine = [code[unit] for unit in reading.units if unit in code]
        owners, values = [], []
        for length, (first, behind, codes) in self.by_length.items():
            if not len(mine) - _SHORTER <= length <= len(mine) + _LONGER:
                continue
            for start in range(first, behind, _CHUNK):
                stop = min(behind, start + _CHUNK)
                part = codes[:, start - first : stop - first]
                alike = scores.alike(mine, part) - self.cost[start:stop] / 8
                near = np.flatnonzero(alike >= least)
                if len(near):
                    owners.append(self.owner[start:stop][near])
                    values.append(alike[near])
        if not owners:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        return np.concatenate(owners), np.concatenate(values)


class _Scores:
    """One table as arrays, by codes; `swapped` if the name that is looked for is on its other side."""

    def __init__(self, table: Table, *, swapped: bool) -> None:
        code = alphabet()
        size = len(code)
        self.meets = np.full((size, size), -4 * _SCALE, np.int16)
        self.drops = np.full(size, -2.5 * _SCALE, np.int16)
        self.adds = np.full(size, -2.5 * _SCALE, np.int16)
        for (a, b), score in table.meeting.items():
            if swapped:
                a, b = b, a
            value = round(score * _SCALE)
            if b == NOTHING:
                self.drops[code[a]] = value
            elif a == NOTHING:
                self.adds[code[b]] = value
            else:
                self.meets[code[a], code[b]] = value
        mine, theirs = table.most if not swapped else table.most[::-1]
        self.could_mine = np.full(size, 0.5, np.float32)
        self.could_theirs = np.full(size, 0.5, np.float32)
        for could, most in ((self.could_mine, mine), (self.could_theirs, theirs)):
            for unit, score in most.items():
                could[code[unit]] = score

    def alike(self, mine: Sequence[int], others: Codes) -> Floats:
        """How like a sequence is to others of one length; `others` has a row for each of their positions."""
        length, count = others.shape
        meets = self.meets[mine]
        drops = self.drops[mine]
        sums = np.zeros((len(mine) + 1, count), np.int16)
        sums[1:] = np.cumsum(drops)[:, None]
        for at in range(length):
            unit = others[at]
            more = self.adds[unit]
            met = meets[:, unit]
            met += sums[:-1]
            sums += more
            np.maximum(sums[1:], met, out=sums[1:])
            for i in range(len(mine)):
                np.maximum(sums[i + 1], sums[i] + drops[i], out=sums[i + 1])
        could = np.maximum(self.could_theirs[others].sum(axis=0), max(1.0, float(self.could_mine[mine].sum())))
        return np.asarray(sums[-1] / np.float32(_SCALE) / could, np.float32)


@lru_cache(maxsize=64)
def _scores(table: Table, swapped: bool) -> _Scores:
    return _Scores(table, swapped=swapped)


def sounds_of(names: Iterable[str], first: int = 0) -> Sounds:
    """The readings of names, which are numbered from `first`."""
    code = alphabet()
    owners: list[int] = []
    scripts: list[int] = []
    costs: list[float] = []
    ends: list[int] = []
    codes = bytearray()
    for owner, name in enumerate(names, first):
        for reading in read.__wrapped__(name).readings:
            codes += bytes(code[unit] for unit in reading.units[:MOST_UNITS] if unit in code)
            owners.append(owner)
            scripts.append(SCRIPTS.index(reading.script))
            costs.append(reading.cost)
            ends.append(len(codes))
    return Sounds(
        np.array(owners, np.int32),
        np.array(scripts, np.uint8),
        np.array(costs, np.float32),
        np.array(ends, np.int32),
        np.frombuffer(bytes(codes), np.uint8),
    )


def joined(one: Sounds, other: Sounds) -> Sounds:
    """The readings of both."""
    shift = len(one.codes)
    return Sounds(
        np.concatenate([one.owner, other.owner]),
        np.concatenate([one.script, other.script]),
        np.concatenate([one.cost, other.cost]),
        np.concatenate([one.ends, other.ends + np.int32(shift)]),
        np.concatenate([one.codes, other.codes]),
    )


def kept(sounds: Sounds, alive: NDArray[np.bool_], renumbered: Ints) -> Sounds:
    """The readings of some names only, which get other numbers."""
    rows = alive[sounds.owner]
    sizes = np.diff(sounds.ends, prepend=np.int32(0))
    codes = sounds.codes[np.repeat(rows, sizes)]
    return Sounds(
        renumbered[sounds.owner[rows]],
        sounds.script[rows],
        sounds.cost[rows],
        np.cumsum(sizes[rows]).astype(np.int32),
        codes,
    )
