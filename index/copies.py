"""Near-copies: articles that say what another one said before, word for word but for cuts and small edits.

A story that five outlets take from one agency is one story from one origin. Texts are compared by their runs of five
words: a copy has nearly all of its runs in common with the other text, is not merely a small part of a round-up, and
gives the same numbers.
Every copy belongs to one group, that of the earliest article it is a copy of. All of this is worked out from the
texts and kept beside the index; it can be deleted and made again. Searches and lists ask `copies_of`.
"""

from __future__ import annotations

import json
import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.folder import index_folder
from index.source import Source

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


def needed(size: int) -> float:
    """How much of a text of so many runs another one must share to be a copy."""
    part = min(1.0, max(0.0, (size - SHORT) / (LONG - SHORT)))
    return SHORT_CONTAINED - part * (SHORT_CONTAINED - CONTAINED)


class Copies:
    """The groups of an archive, as they were last worked out."""

    def __init__(self, groups: Sequence[Group] = (), position: int = 0) -> None:
        self.groups = tuple(groups)
        self.position = position

    @cached_property
    def _of(self) -> dict[int, Group]:
        return {n: group for group in self.groups for n in group.members}

    @cached_property
    def later(self) -> array[int]:
        """The numbers of all copies but the first of each group, in order."""
        return array("I", sorted(n for group in self.groups for n in group.members if n != group.first))

    def group(self, n: int) -> Group | None:
        """The group of an article; None if there are no copies of it."""
        return self._of.get(n)


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


def _read_groups(path: Path) -> Copies:
    """The groups of a file; none if it is not as it should be, until copies are looked for again."""
    try:
        told = json.loads(path.read_bytes())
        found = [
            Group(int(members[0]), tuple(map(int, members)), tuple(map(float, shares)))
            for members, shares in told["groups"]
            if len(members) == len(shares) > 1
        ]
        return Copies(found, int(told["position"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Copies()


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
    from index.copies_state import Finder

    return Finder(source, _path(source), progress, cancelled).run()


def _path(source: Source) -> Path:
    folder = index_folder(source.folder, source.root, source.uid, read_only=source.read_only)
    return folder.with_name(folder.name + SUFFIX) / FILE


def batches(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Numbers in parts of no more than `size`."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]
