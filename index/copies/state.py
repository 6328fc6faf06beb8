"""How near-copies are found and kept: sketches of all texts, the pairs that were confirmed, the groups they make.

One file holds it all: a line of JSON that says how long each part is, then plain arrays of numbers. A file that is not
as it should be is as none: everything is worked out anew.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.copies import (
    ALIKE,
    CONTAINED,
    FIGURES,
    GROUPS,
    LEAST_FIGURES,
    LEAST_RUNS,
    LONG,
    SHORT,
    SHORT_CONTAINED,
    VERSION,
    Group,
    batches,
    to_bytes,
)
from index.copies.words import KEPT, Sketch, figures, runs, shared, sketch
from index.disk.folder import unwritable, write_whole, writing
from index.source import Source

_AT_ONCE = 400
_FEW = 16
"""A run that so many articles share at most has each of them compared with each other; else with the first of them."""
_LEAST_SHARED = 3
_DOUBT = 2.0
"""Texts are compared if their sketches share no less than copies' do, but for so many standard deviations."""
_KEPT_RUNS = 24_000_000
"""How many runs and numbers of texts are kept at most while these are compared: four bytes each."""
_PORTIONS = 16
"""Into how many portions, by value, sketches are parted to be compared: what takes memory then takes so much less."""
_PARTS: tuple[tuple[str, str], ...] = (
    *(("numbers", "<u4"), ("days", "<i4"), ("sizes", "<u4"), ("sketches", "<u4")),
    *(("left", "<u4"), ("right", "<u4"), ("shares", "<f4")),
)


class State:
    """What is known: of each article its number, its day, how many runs it has and its sketch; and confirmed pairs."""

    def __init__(self, position: int = 0, parts: Mapping[str, NDArray[Any]] | None = None) -> None:
        self.position = position
        parts = parts or {}
        self.numbers: NDArray[np.uint32] = parts.get("numbers", np.empty(0, "<u4"))
        self.days: NDArray[np.int32] = parts.get("days", np.empty(0, "<i4"))
        self.sizes: NDArray[np.uint32] = parts.get("sizes", np.empty(0, "<u4"))
        self.sketches: NDArray[np.uint32] = parts.get("sketches", np.empty(0, "<u4")).reshape(-1, KEPT)
        self.left: NDArray[np.uint32] = parts.get("left", np.empty(0, "<u4"))
        self.right: NDArray[np.uint32] = parts.get("right", np.empty(0, "<u4"))
        self.shares: NDArray[np.float32] = parts.get("shares", np.empty(0, "<f4"))

    def to_bytes(self) -> bytes:
        """All of it, as it is kept."""
        arrays = [np.ascontiguousarray(getattr(self, name), dtype=kind) for name, kind in _PARTS]
        head = {"version": VERSION, "position": self.position, "lengths": [array.size for array in arrays]}
        return json.dumps(head).encode() + b"\n" + b"".join(array.tobytes() for array in arrays)


def read_state(path: Path) -> State:
    """What is kept; nothing, if that is not as it should be."""
    try:
        data = path.read_bytes()
    except OSError:
        return State()
    head, _, body = data.partition(b"\n")
    try:
        told = json.loads(head)
        lengths = [int(length) for length in told["lengths"]]
        if told["version"] != VERSION or len(lengths) != len(_PARTS) or 4 * sum(lengths) != len(body):
            return State()
        parts, at = {}, 0
        for (name, kind), length in zip(_PARTS, lengths, strict=True):
            parts[name] = np.frombuffer(body, kind, length, at)
            at += 4 * length
        state = State(int(told["position"]), parts)
    except (ValueError, KeyError, TypeError):
        return State()
    return state if _fits(state) else State()


def _fits(state: State) -> bool:
    articles = len(state.numbers)
    return (
        len(state.days) == len(state.sizes) == len(state.sketches) == articles
        and len(state.left) == len(state.right) == len(state.shares)
        and bool(np.all(state.numbers[1:] > state.numbers[:-1]))
    )


def groups(state: State) -> list[Group]:
    """Each copy with the earliest article that it is a copy of; that one then is nobody's copy."""
    day = dict(zip(state.numbers.tolist(), state.days.tolist(), strict=True))
    beside: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, share in zip(state.left.tolist(), state.right.tolist(), state.shares.tolist(), strict=True):
        if a in day and b in day:
            beside[a][b] = beside[b][a] = share

    def when(n: int) -> tuple[int, int]:
        return (day[n] if day[n] >= 0 else sys.maxsize, n)

    taken: set[int] = set()
    found = []
    for first in sorted(beside, key=when):
        if first in taken:
            continue
        members = [n for n in sorted(beside[first], key=when) if n not in taken]
        if members:
            taken.update((first, *members))
            shares = tuple(round(beside[first][n], 3) for n in members)
            found.append(Group(first, (first, *members), (1.0, *shares)))
    return found


class Finder:
    """Finds copies of what changed, and keeps what it found."""

    def __init__(
        self,
        source: Source,
        path: Path,
        progress: Callable[[int, int], object] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._source = source
        self._path = path
        self._progress = progress
        self._cancelled = cancelled
        self._texts: dict[int, tuple[Sketch, Sketch]] = {}
        self._kept = 0

    def run(self) -> int:
        """Look at every article that changed; how many those were."""
        state = read_state(self._path)
        if state.position > self._source.articles.position():
            state = State()  # the archive is an older copy
        changes = self._source.articles.changed_since(state.position, sys.maxsize >> 1)
        if not changes:
            return 0
        with writing(self._path.parent):
            state = self._caught_up(state, [change.n for change in changes if change.exists], {c.n for c in changes})
            if self._cancelled():
                return 0
            state.position = changes[-1].position
            try:
                # What is kept says how far it goes, so the groups, which follow from it, are written first.
                write_whole(self._path.with_name(GROUPS), to_bytes(groups(state), state.position))
                write_whole(self._path, state.to_bytes())
            except OSError as error:
                raise unwritable(self._path.parent, error) from error
        return len(changes)

    def _caught_up(self, state: State, here: list[int], changed: set[int]) -> State:
        fresh = self._sketched(here)
        gone = np.fromiter(changed, dtype=np.uint32)
        kept = ~np.isin(state.numbers, gone)
        parts = {
            "numbers": np.concatenate([state.numbers[kept], fresh.numbers]),
            "sizes": np.concatenate([state.sizes[kept], fresh.sizes]),
            "sketches": np.concatenate([state.sketches[kept], fresh.sketches]),
        }
        order = np.argsort(parts["numbers"], kind="stable")
        parts = {name: array[order] for name, array in parts.items()}
        parts["days"] = self._days(parts["numbers"])
        pairs = ~(np.isin(state.left, gone) | np.isin(state.right, gone))
        new = State(state.position, parts)
        left, right, shares = self._confirmed(new, set(fresh.numbers.tolist()))
        new.left = np.concatenate([state.left[pairs], left])
        new.right = np.concatenate([state.right[pairs], right])
        new.shares = np.concatenate([state.shares[pairs], shares])
        return new

    def _sketched(self, numbers: list[int]) -> State:
        """The sketches of articles; those too short for any are left out."""
        found: list[tuple[int, int]] = []
        sketches: list[NDArray[np.uint32]] = []
        for done, part in enumerate(batches(sorted(numbers), _AT_ONCE)):
            if self._cancelled():
                break
            self._progress(min(done * _AT_ONCE, len(numbers)), len(numbers))
            for entry in self._source.articles.for_index(part):
                whole = runs(entry.text)
                if len(whole) >= LEAST_RUNS:
                    row = np.zeros(KEPT, np.uint32)
                    short = sketch(whole)
                    row[: len(short)] = short
                    found.append((entry.n, len(whole)))
                    sketches.append(row)
        parts = {
            "numbers": np.array([n for n, _ in found], np.uint32),
            "sizes": np.array([size for _, size in found], np.uint32),
            "sketches": np.array(sketches, np.uint32).reshape(-1, KEPT),
            "days": np.full(len(found), -1, np.int32),
        }
        return State(0, parts)

    def _days(self, numbers: NDArray[np.uint32]) -> NDArray[np.int32]:
        columns = self._source.articles.columns()
        places = columns.index
        day = columns.day
        return np.array([day[places[n]] if n in places else -1 for n in numbers.tolist()], np.int32)

    # Pairs

    def _confirmed(
        self, state: State, fresh: set[int]
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32]]:
        """The pairs of copies with a fresh article in them: their texts were compared."""
        left: list[int] = []
        right: list[int] = []
        shares: list[float] = []
        for a, b in self._candidates(state, fresh):
            if self._cancelled():
                break
            share = self._share(a, b)
            if share:
                left.append(a)
                right.append(b)
                shares.append(share)
        return np.array(left, np.uint32), np.array(right, np.uint32), np.array(shares, np.float32)

    def _share(self, a: int, b: int) -> float:
        """How much of the smaller one of two articles they share; 0 if neither is a copy of the other."""
        small, large = sorted((self._text(a), self._text(b)), key=lambda each: len(each[0]))
        common = shared(small[0], large[0])
        if common < needed(len(small[0])) * len(small[0]) or common < ALIKE * (len(small[0]) + len(large[0]) - common):
            return 0.0
        if len(small[1]) >= LEAST_FIGURES and shared(small[1], large[1]) < FIGURES * len(small[1]):
            return 0.0
        return common / len(small[0])

    def _text(self, n: int) -> tuple[Sketch, Sketch]:
        """The runs of an article's text and its numbers, by half of their hashes: enough to compare two texts."""
        if n not in self._texts:
            if self._kept >= _KEPT_RUNS:
                self._texts.clear()
                self._kept = 0
            text = self._source.articles.text(n)
            found, told = np.sort(runs(text).astype(np.uint32)), np.sort(figures(text))
            self._texts[n] = found, told
            self._kept += len(found) + len(told)
        return self._texts[n]

    @staticmethod
    def _candidates(state: State, fresh: set[int]) -> list[tuple[int, int]]:
        """The pairs, with a fresh article in them, whose sketches share enough for their texts to be compared."""
        if not fresh:
            return []
        # By publication, so that what many share is compared with the first of them.
        order = np.lexsort((state.numbers, np.where(state.days < 0, np.iinfo(np.int32).max, state.days)))
        sketches = state.sketches[order]
        is_fresh = np.isin(state.numbers[order], np.fromiter(fresh, np.uint32))
        sizes = state.sizes[order].astype(np.float64)
        counts = np.minimum(state.sizes[order], KEPT)
        filled = np.arange(KEPT)[None, :] < counts[:, None]
        values, owners = sketches[filled], np.repeat(np.arange(len(order), dtype=np.uint32), counts)
        of_fresh = np.unique(sketches[is_fresh][filled[is_fresh]])
        keys = [np.empty(0, np.int64)]
        for part in range(_PORTIONS):
            here = values % _PORTIONS == part
            here[here] = np.isin(values[here], of_fresh[of_fresh % _PORTIONS == part])
            some, theirs = values[here], owners[here].astype(np.int64)
            by_value = np.lexsort((theirs, some))
            a, b = _pairs(some[by_value], theirs[by_value])
            either = is_fresh[a] | is_fresh[b]
            keys.append(a[either] * len(order) + b[either])
        pairs, times = np.unique(np.concatenate(keys), return_counts=True)
        first, second = pairs // len(order), pairs % len(order)
        enough = times >= _least_shared(sizes[first], sizes[second])
        numbers = state.numbers[order]
        return list(zip(numbers[first[enough]].tolist(), numbers[second[enough]].tolist(), strict=True))


def needed(size: NDArray[np.float64] | int) -> NDArray[np.float64]:
    """How much of a text of so many runs another one must share to be a copy."""
    return np.asarray(np.interp(size, (SHORT, LONG), (SHORT_CONTAINED, CONTAINED)))


def _least_shared(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the sketches of two texts of so many runs share at least, if one is a copy of the other."""
    small, large = np.minimum(a, b), np.maximum(a, b)
    common = np.maximum(needed(small) * small, ALIKE / (1 + ALIKE) * (a + b))
    # What is common is in both sketches as far as the one of the longer text, which reaches less far, goes.
    part = np.minimum(1.0, common / large)
    expected = part * np.minimum(large, KEPT)
    least: NDArray[np.float64] = np.maximum(_LEAST_SHARED, expected - _DOUBT * np.sqrt(expected * (1 - part)))
    return np.where(common > small, KEPT + 1.0, least)  # no part of so much longer a text is a copy of it


def _pairs(values: NDArray[np.uint32], owners: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of owners of one value; of a value that many have, each with the first and with the next."""
    if not len(values):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    sizes = np.diff(np.concatenate([starts, [len(values)]]))
    place = np.arange(len(values)) - np.repeat(starts, sizes)
    size = np.repeat(sizes, sizes)
    a, b = [], []
    for apart in range(1, _FEW):
        here = np.flatnonzero((place >= apart) & ((size <= _FEW) | (apart == 1)))
        a.append(owners[here - apart])
        b.append(owners[here])
    many = np.flatnonzero((size > _FEW) & (place > 1))
    a.append(owners[many - place[many]])
    b.append(owners[many])
    return np.concatenate(a), np.concatenate(b)
