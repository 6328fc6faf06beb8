"""A look at a folder: which files there are, and what could not be looked at. Reads no file and follows no link."""

from __future__ import annotations

import os
import stat
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

EMPTIED = 10
"""How many files a folder must have held for its sudden emptiness to be doubted."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its path below the archive (bytes, `/` between its parts), its size, its time in ns."""

    path: bytes
    size: int
    mtime: int


@dataclass(slots=True)
class Listing:
    """What a walk found.

    Attributes:
        files: The files that may be articles.
        refused: (path, reason) of what is there and is no file to read: links, pipes, unreadable folders.
        closed: Folders that could not be looked into; what they hold is unknown, not gone.
        bare: Folders with no file anywhere below them.
    """

    files: list[Found] = field(default_factory=list)
    refused: list[tuple[bytes, str]] = field(default_factory=list)
    closed: set[bytes] = field(default_factory=set)
    bare: list[bytes] = field(default_factory=list)

    def is_closed(self, path: bytes) -> bool:
        """Whether a path lies where the walk could not look."""
        return bool(self.closed) and (b"" in self.closed or any(folder in self.closed for folder in _above(path)))


def _above(path: bytes) -> Iterator[bytes]:
    """The folders in which a path lies, the nearest first, without the top."""
    while b"/" in path:
        path = path.rpartition(b"/")[0]
        yield path


def _reason(error: OSError) -> str:
    return f"cannot be read: {(error.strerror or 'unknown error').lower()}"


def walk(root: Path, cancelled: Callable[[], bool] = lambda: False) -> Listing:
    """List the files below a folder, except those whose name begins with a dot or ends with `~`.

    Stops early, with a listing that must not be used, when `cancelled` says so.
    """
    top = os.fsencode(root)
    listing = Listing()
    counts: dict[bytes, int] = {}
    folders: list[bytes] = []
    waiting = [b""]
    while waiting and not cancelled():
        folder = waiting.pop()
        folders.append(folder)
        try:
            with os.scandir(os.path.join(top, folder) if folder else top) as entries:  # noqa: PTH118 -- bytes
                for entry in entries:
                    _take(entry, folder, listing, waiting)
        except OSError as error:
            listing.closed.add(folder)
            listing.refused.append((folder or b".", _reason(error)))
    listing.files.sort(key=lambda found: found.path)
    for found in listing.files:
        for folder in _above(found.path):
            counts[folder] = counts.get(folder, 0) + 1
    listing.bare = sorted(f for f in folders if f and f not in counts and not listing.is_closed(f + b"/"))
    return listing


def _take(entry: os.DirEntry[bytes], folder: bytes, listing: Listing, waiting: list[bytes]) -> None:
    if entry.name.startswith(b".") or entry.name.endswith(b"~"):
        return
    path = folder + b"/" + entry.name if folder else entry.name
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        listing.refused.append((path, _reason(error)))
        return
    if stat.S_ISDIR(status.st_mode):
        waiting.append(path)
    elif stat.S_ISREG(status.st_mode):
        listing.files.append(Found(path, status.st_size, status.st_mtime_ns))
    elif stat.S_ISLNK(status.st_mode):
        listing.refused.append((path, "a link: dateline follows none"))
    else:
        listing.refused.append((path, "not a file: a pipe, socket or device"))


def emptied(bare: list[bytes], known: list[bytes]) -> dict[bytes, list[bytes]]:
    """The topmost folders without any file that held at least `EMPTIED` files when last looked at, with those files.

    Args:
        bare: Folders without a file, sorted.
        known: The files that there were, sorted.
    """
    suspects: dict[bytes, list[bytes]] = {}
    for folder in bare:  # sorted: a parent comes before what is in it
        if any(parent in suspects for parent in _above(folder)):
            continue
        held = known[bisect_left(known, folder + b"/") : bisect_left(known, folder + b"0")]
        if len(held) >= EMPTIED:
            suspects[folder] = held
    return suspects
