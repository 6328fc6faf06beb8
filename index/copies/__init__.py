"""Near-copies: articles that say what another one said before, word for word but for cuts and small edits.

A story that five outlets take from one agency is one story from one origin. Texts are compared by their runs of five
words: a copy has nearly all of its runs in common with the other text, is not merely a small part of a round-up, and
gives the same numbers.
Every copy belongs to one group, that of the earliest article it is a copy of. All of this is worked out from the
texts and kept beside the index; it can be deleted and made again. Searches and lists ask `copies_of`.
"""

from __future__ import annotations

import contextlib
import json
import sys
import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.disk.folder import index_folder
from index.source import Source

VERSION = 2
"""Of the files in which all this is kept."""

LEAST_RUNS = 20
"""Texts of fewer runs of words are no copies of anything: too little to tell by."""

CONTAINED, SHORT_CONTAINED = 0.7, 0.85
"""How much of the smaller text the two must share, in runs, and how much if it is short: two briefs on two days may
well have three quarters of their words in common."""

SHORT, LONG = 60, 120
"""In how many runs a text is short, and in how many it is not any more; between them, what is asked falls evenly."""

ALIKE = 0.3
"""How much of both texts together they must share: a paragraph in a round-up makes no copy."""

FIGURES = 0.75
"""How many of the smaller text's numbers must be in the other one too, where it has at least `LEAST_FIGURES`: a report
that comes every week in the same words, with other numbers, is no copy of the last one."""

LEAST_FIGURES = 4

SUFFIX, FILE, GROUPS = "-copies", "state", "groups"
"""What is kept lies beside the index, in a folder of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that are copies of one another.

    Attributes:
        first: The number of the one that was published first, as far as dates tell.
        members: The numbers of all, by day of publication, the first one included.
        shares: How much of the smaller text each has in common with the first, 0 to 1; 1 for the first itself.
    """

    first: int
    members: tuple[int, ...]
    shares: tuple[float, ...]


class Copies:
    """The groups of an archive, as they were last worked out: looked up by number, made only when asked for.

    Args:
        position: Up to which change of the articles they hold.
        starts: Where the members of each group begin, and at last how many members there are.
        members: The members of one group after the other, as `Group` has them.
        shares: Their shares.
        numbers: All members in order.
        places: For each of those, the place of its group.
    """

    def __init__(
        self,
        position: int = 0,
        starts: Sequence[int] = (0,),
        members: Sequence[int] = (),
        shares: Sequence[float] = (),
        numbers: Sequence[int] = (),
        places: Sequence[int] = (),
    ) -> None:
        self.position = position
        self._starts, self._members, self._shares = starts, members, shares
        self._numbers, self._places = numbers, places

    def __len__(self) -> int:
        return len(self._starts) - 1

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups."""
        return tuple(map(self.at, range(len(self))))

    @cached_property
    def later(self) -> array[int]:
        """The numbers of all copies but the first of each group, in order."""
        first = {self._members[start] for start in self._starts[:-1]}
        return array("I", (n for n in self._numbers if n not in first))

    def place(self, n: int) -> int:
        """The place of an article's group among the groups; -1 if there are no copies of it."""
        at = bisect_left(self._numbers, n)
        return self._places[at] if at < len(self._numbers) and self._numbers[at] == n else -1

    def at(self, place: int) -> Group:
        """The group at a place."""
        members = slice(self._starts[place], self._starts[place + 1])
        shares = (round(share, 3) for share in self._shares[members])
        return Group(self._members[members.start], tuple(self._members[members]), tuple(shares))

    def group(self, n: int) -> Group | None:
        """The group of an article; None if there are no copies of it."""
        place = self.place(n)
        return self.at(place) if place >= 0 else None


_lock = threading.Lock()
_read: dict[Path, tuple[tuple[int, int], Copies]] = {}


def copies_of(source: Source) -> Copies:
    """The copies in an archive, as they were last worked out; none if they never were."""
    path = _path(source).with_name(GROUPS)
    try:
        status = path.stat()
    except OSError:
        return Copies()
    stamp = (status.st_mtime_ns, status.st_size)
    with _lock:
        if path not in _read or _read[path][0] != stamp:
            _read.clear()
            _read[path] = (stamp, _read_groups(path))
        return _read[path][1]


def to_bytes(groups: Sequence[Group], position: int) -> bytes:
    """Groups as they are kept: a line of JSON that tells how many, then plain arrays of numbers."""
    starts, members, shares = array("I", [0]), array("I"), array("f")
    for group in groups:
        members.extend(group.members)
        shares.extend(group.shares)
        starts.append(len(members))
    placed = sorted((n, place) for place, group in enumerate(groups) for n in group.members)
    numbers, places = array("I", (n for n, _ in placed)), array("I", (place for _, place in placed))
    head = {"version": VERSION, "position": position, "groups": len(groups), "members": len(members)}
    parts = (starts, members, shares, numbers, places)
    return json.dumps(head).encode() + b"\n" + b"".join(_little(part).tobytes() for part in parts)


def _read_groups(path: Path) -> Copies:
    """The groups of a file; none if it is not as it should be, until copies are looked for again."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        groups, members = int(told["groups"]), int(told["members"])
        if told["version"] != VERSION or min(groups, members) < 0 or len(body) != 4 * (groups + 1 + 4 * members):
            return Copies()
        parts, at = [], 0
        for kind, length in (("I", groups + 1), ("I", members), ("f", members), ("I", members), ("I", members)):
            part = array(kind)
            part.frombytes(body[at : at + 4 * length])
            parts.append(_little(part))
            at += 4 * length
        starts, named, shares, numbers, places = parts
        whole = starts[0] == 0 and starts[-1] == members and all(a < b for a, b in pairwise(starts))
        if not whole or (members and max(places) >= groups):
            return Copies()
        return Copies(int(told["position"]), starts, named, shares, numbers, places)
    except (OSError, ValueError, KeyError, TypeError):
        return Copies()


def _little(part: array[Any]) -> array[Any]:
    """An array with its bytes in the order in which they lie in a file."""
    if sys.byteorder != "little":
        part.byteswap()
    return part


def find_copies(
    source: Source,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Bring the groups up to date with the articles; how many articles were looked at.

    Args:
        source: The archive.
        progress: Told how many of the changed articles were looked at, and how many there are.
        cancelled: Asked often; once true, nothing is kept of this.

    Raises:
        IndexBusy: Another process is at it.
        IndexBroken: There is no room for what is kept.
    """
    known = copies_of(source)
    if 0 < known.position <= source.articles.position() and not source.articles.changed_since(known.position, 1):
        return 0  # without loading what compares
    from index.copies.state import Finder

    return Finder(source, _path(source), progress, cancelled).run()


def forget(folder: Path) -> None:
    """Remove what is known of copies, to be found again with the next update.

    Args:
        folder: The folder of the index.
    """
    for name in (FILE, GROUPS):
        with contextlib.suppress(OSError):
            (_beside(folder) / name).unlink(missing_ok=True)


def _path(source: Source) -> Path:
    return _beside(index_folder(source.folder, source.root, source.uid, read_only=source.read_only)) / FILE


def _beside(folder: Path) -> Path:
    return folder.with_name(folder.name + SUFFIX)


def batches(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Numbers in parts of no more than `size`."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]
