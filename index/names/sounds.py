"""All names of an archive as sounds in arrays, and one name aligned with all of them at once.

The first half of comparing: which names are near enough to be looked at closely. It computes the very sums that
`corpus.names.align` does, so a name that is found here is as near as that says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.names.letters import script
from corpus.names.likeness import without_kinds
from corpus.names.reading import MOST_UNITS, Name, Reading, read
from corpus.names.tables import NOTHING, Table, tables
from corpus.names.words import GROUPS

Codes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

SCRIPTS = ("arabic", "bare", "cyrillic", "latin")
_SHORTER, _LONGER = 5, 7
_CHUNK = 8192
_BANDS = (4, 6, 8, 10, 13, 17, 24, MOST_UNITS)
_MET = 0.65
_SCALE = 64
"""Scores are kept as whole numbers of this part: half the bytes, and as exact as anybody needs."""

_MAY_MEET = -0.3 * _SCALE
_FIRM = -1.6 * _SCALE
"""Two units may meet, and a unit is seldom left out, from these scores; names without most of them are not aligned."""


@lru_cache(maxsize=4)
def _alphabet(_: int) -> dict[str, int]:
    found = sorted({unit for table in tables().values() for pair in table.meeting for unit in pair} - {NOTHING})
    return {unit: code for code, unit in enumerate(found)}


def alphabet() -> dict[str, int]:
    """The code of every unit of every table."""
    return _alphabet(id(tables()))


@lru_cache(maxsize=4)
def _bits_of(_: int) -> NDArray[np.uint64]:
    """A bit for every unit; units of different scripts may share one, and so may rare ones."""
    found = np.zeros(len(alphabet()) + 1, np.uint64)
    seen: dict[str, int] = {}
    for unit, code in alphabet().items():
        which = script(unit) or "latin"
        found[code] = np.uint64(1) << np.uint64(seen.get(which, 0) % 64)
        seen[which] = seen.get(which, 0) + 1
    return found


def _bits() -> NDArray[np.uint64]:
    return _bits_of(id(tables()))


def _met(holds: NDArray[np.uint64], wanted: Sequence[np.uint64]) -> NDArray[np.bool_]:
    """Which readings hold something for most of the firm sounds that are wanted."""
    hits = np.zeros(len(holds), np.uint8)
    for mask in wanted:
        hits += (holds & mask) != 0
    return hits >= _MET * len(wanted)


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
        for reading in ways_to_find(read(text)):
            for which, name in enumerate(SCRIPTS):
                group = self._group(which)
                if group is None:
                    continue
                rows, alike = group.near(reading, name, least)
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
        padded = np.append(sounds.codes, np.uint8(len(alphabet())))
        self.bands: list[tuple[int, int, Codes]] = []
        for shortest, longest in pairwise((0, *_BANDS)):
            first, behind = np.searchsorted(self.lengths, [shortest + 1, longest + 1]).tolist()
            if first < behind:
                width = int(self.lengths[behind - 1])
                inside = np.arange(width)[:, None] < self.lengths[None, first:behind]
                places = np.where(inside, starts[None, first:behind] + np.arange(width)[:, None], -1)
                # A row for each position, so that a step of the alignment reads one stretch of memory.
                self.bands.append((first, behind, np.ascontiguousarray(padded[places])))
        bits = _bits()
        self.holds = np.zeros(len(order), np.uint64)
        for first, behind, codes in self.bands:
            for row in codes:
                self.holds[first:behind] |= bits[row]

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
        wanted = scores.reach(mine)
        for first, behind, codes in self.bands:
            if self.lengths[behind - 1] < len(mine) - _SHORTER or self.lengths[first] > len(mine) + _LONGER:
                continue
            for start in range(first, behind, _CHUNK):
                stop = min(behind, start + _CHUNK)
                rows = start + np.flatnonzero(_met(self.holds[start:stop], wanted))
                if not len(rows):
                    continue
                alike = scores.alike(mine, codes[:, rows - first]) - self.cost[rows] / 8
                near = alike >= least
                owners.append(self.owner[rows[near]])
                values.append(alike[near])
        if not owners:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        return np.concatenate(owners), np.concatenate(values)


class _Scores:
    """One table as arrays, by codes; `swapped` if the name that is looked for is on its other side."""

    def __init__(self, table: Table, *, swapped: bool) -> None:
        code = alphabet()
        size = len(code) + 1  # the last stands for nothing at the end of a shorter name, and costs nothing
        self.meets = np.full((size, size), -4 * _SCALE, np.int16)
        self.drops = np.full(size, -2.5 * _SCALE, np.int16)
        self.adds = np.full(size, -2.5 * _SCALE, np.int16)
        self.adds[-1] = 0
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
        self.could_theirs[-1] = 0

    def reach(self, mine: Sequence[int]) -> list[np.uint64]:
        """For every firm sound, the bits of those that it may be met by."""
        bits = _bits()
        return [
            np.bitwise_or.reduce(bits[self.meets[unit] > _MAY_MEET], initial=np.uint64(0))
            for unit in dict.fromkeys(mine)
            if self.drops[unit] < _FIRM
        ]

    def alike(self, mine: Sequence[int], others: Codes) -> Floats:
        """How like a sequence is to others; `others` has a row for each of their positions.

        The sums are kept less what it costs to leave out all of `mine` before them, so that leaving out is a maximum.
        """
        drops = self.drops[mine]
        gains = self.meets[mine] - drops[:, None]
        sums = np.zeros((len(mine) + 1, others.shape[1]), np.int16)
        for unit in others:
            met = gains.take(unit, axis=1)
            met += sums[:-1]
            sums += self.adds[unit]
            np.maximum(sums[1:], met, out=sums[1:])
            for i in range(len(mine)):  # faster than an accumulation, which reads across
                np.maximum(sums[i + 1], sums[i], out=sums[i + 1])
        best = sums[-1] + np.int16(drops.sum())
        could = np.maximum(self.could_theirs[others].sum(axis=0), max(1.0, float(self.could_mine[mine].sum())))
        return np.asarray(best / np.float32(_SCALE) / could, np.float32)


@lru_cache(maxsize=64)
def _scores(table: Table, swapped: bool) -> _Scores:
    return _Scores(table, swapped=swapped)


def ways_to_find(name: Name) -> Iterator[Reading]:
    """The ways to read a name, and those without words for sorts of groups, which stand anywhere."""
    yield from name.readings
    if GROUPS & set(name.kinds):
        yield from (reading for reading in without_kinds(name).readings if len(reading.units) > 1)


def sounds_of(names: Iterable[str], first: int = 0) -> Sounds:
    """The readings of names, which are numbered from `first`."""
    code = alphabet()
    owners: list[int] = []
    scripts: list[int] = []
    costs: list[float] = []
    ends: list[int] = []
    codes = bytearray()
    for owner, name in enumerate(names, first):
        for reading in ways_to_find(read.__wrapped__(name)):
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
