"""Waiting until something in a folder changes: now and then a look at it, never more than a small part of the time.

No file is read. What counts is whether two looks differ, not how: what changed is the next update's business.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from corpus.archive import Archive
from corpus.intake.walk import Listing, walk

SHORTEST = 2.0
"""The least that lies between two looks, in seconds."""

SPARING = 50
"""A look is followed by a pause of so many times as long as it took."""

SETTLED = 1.0
"""A folder that is being written to is left until it stays the same for so many seconds, though not for ever."""

MOST_SETTLING = 20

_STEP = 0.25
_KEY = "looked"


def looks(listing: Listing) -> str:
    """What a folder looks like, as a digest of all paths, sizes and times in it."""
    digest = blake2b(digest_size=16)
    for found in listing.files:
        digest.update(b"%s\0%d\0%d\0" % (found.path, found.size, found.mtime))
    for path, reason in sorted(listing.refused):
        digest.update(path + b"\0" + reason.encode() + b"\0")
    return digest.hexdigest()


def last_look(archive: Archive) -> str:
    """What the folder looked like to the last update that was not stopped; `""` if there was none."""
    row = archive.database.one("SELECT value FROM meta WHERE key = ?", (_KEY,))
    return str(row[0]) if row else ""


def remember(archive: Archive, listing: Listing) -> None:
    """Note what the folder looked like to an update."""
    if (now := looks(listing)) != last_look(archive):
        with archive.database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_KEY, now))


def wait_for_change(
    root: Path,
    was: str,
    cancelled: Callable[[], bool],
    *,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> bool:
    """Wait until a folder looks different, and then until it stays as it is; false if that was cancelled.

    Args:
        root: The folder.
        was: What it looked like.
        cancelled: Asked a few times a second.
        sleep: Lets seconds pass.
        clock: Says how many have.
    """
    while True:
        began = clock()
        now = looks(walk(root))
        if now != was:
            return _settle(root, now, cancelled, sleep, clock)
        if not _pause(max(SHORTEST, SPARING * (clock() - began)), cancelled, sleep, clock):
            return False


def _settle(
    root: Path, now: str, cancelled: Callable[[], bool], sleep: Callable[[float], object], clock: Callable[[], float]
) -> bool:
    for _ in range(MOST_SETTLING):
        if not _pause(SETTLED, cancelled, sleep, clock):
            return False
        before, now = now, looks(walk(root))
        if now == before:
            break
    return True


def _pause(
    seconds: float, cancelled: Callable[[], bool], sleep: Callable[[float], object], clock: Callable[[], float]
) -> bool:
    """Let time pass; false if it was cancelled, or if whoever started us is gone."""
    parent = os.getppid()
    until = clock() + seconds
    while clock() < until:
        if cancelled() or os.getppid() != parent:
            return False
        sleep(_STEP)
    return not cancelled()
