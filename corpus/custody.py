"""The user's files against what was noted when they were taken in: the hash of every one of them, read or not.

A check hashes all files again and tells what changed, moved or is gone; a manifest lists the hashes that were noted,
for anybody to check with `sha256sum -c`. Nothing is changed here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.archive import Archive
from corpus.finding import RESTORE, UPDATE, Finding
from corpus.intake.report import Progress
from corpus.intake.walk import Listing, walk
from corpus.reading.hashing import hash_file
from corpus.store.paths import display

_TELL_EVERY = 64
_ESCAPED = ((b"\\", b"\\\\"), (b"\n", b"\\n"), (b"\r", b"\\r"))


@dataclass(frozen=True, slots=True)
class Custody:
    """A file as it was noted: its path, hash, size and time in ns."""

    path: bytes
    sha256: str
    size: int
    mtime: int


def in_custody(archive: Archive) -> list[Custody]:
    """Every file whose bytes were hashed and that was here when last looked for, by path."""
    noted = {k.path: Custody(k.path, k.sha256, k.size, k.mtime) for k in archive.files.known() if k.present}
    for path, sha256, size, mtime in archive.files.hashed_problems():
        noted.setdefault(path, Custody(path, sha256, size, mtime))
    return [noted[path] for path in sorted(noted)]


def manifest(archive: Archive) -> Iterator[bytes]:
    """The hashes of all files as they were noted, a line each, in the words of `sha256sum`.

    A name with a backslash, a line feed or a carriage return is escaped, and its line begins with a backslash. Names
    count from the archive's folder.
    """
    for each in in_custody(archive):
        name = each.path if each.path != b"-" else b"./-"  # a lone dash is the standard input to sha256sum
        escaped = name
        for char, written in _ESCAPED:
            escaped = escaped.replace(char, written)
        yield (b"\\" if escaped != name else b"") + each.sha256.encode("ascii") + b"  " + escaped + b"\n"


def check_files(
    archive: Archive,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Finding]:
    """What is wrong with the files, or worth knowing: all are hashed again."""
    listing = walk(archive.root, cancelled)
    here = {found.path: (found.size, found.mtime) for found in listing.files}
    noted = in_custody(archive)
    gone = []
    for done, was in enumerate(noted):
        if cancelled():
            return
        if done % _TELL_EVERY == 0:
            progress(Progress("files", done, len(noted)))
        if was.path in here:
            yield from _file(archive, was, here[was.path])
        else:
            gone.append(was)
    progress(Progress("files", len(noted), len(noted)))
    known = {was.path for was in noted}.union(archive.files.problems())
    fresh = sorted(path for path in here if path not in known)
    yield from _gone(archive, gone, fresh, listing)
    for problem in archive.files.all_problems():
        detail = f"{problem.reason}. {problem.detail}".rstrip(". ") if problem.detail else problem.reason
        yield Finding("file", problem.path, detail, wrong=False)
    for path in fresh:
        yield Finding("file", display(path), "not taken in yet", UPDATE, wrong=False)


def _gone(archive: Archive, gone: list[Custody], fresh: list[bytes], listing: Listing) -> Iterator[Finding]:
    """What became of files that are not where they were: moved, if a file that is new has their bytes."""
    places: dict[str, bytes] = {}
    for path in fresh if gone else ():
        try:
            places.setdefault(hash_file(os.fsencode(archive.root), path), path)
        except OSError:
            continue
    for was in gone:
        if was.sha256 in places:
            moved = display(places[was.sha256])
            yield Finding("file", display(was.path), f"has moved to {moved}", UPDATE, wrong=False)
        elif listing.is_closed(was.path):
            yield Finding("file", display(was.path), "its folder cannot be read", "Look at its permissions.")
        else:
            yield Finding("file", display(was.path), "is gone", UPDATE)


def _file(archive: Archive, was: Custody, now: tuple[int, int]) -> Iterator[Finding]:
    try:
        sha256 = hash_file(os.fsencode(archive.root), was.path)
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or 'unknown error').lower()}"
        yield Finding("file", display(was.path), reason, "Look at its permissions and at the disk.")
        return
    if sha256 == was.sha256:
        return
    if now == (was.size, was.mtime):
        reason = "its bytes changed while its time and size did not, as on a failing disk"
        yield Finding("file", display(was.path), reason, RESTORE)
    else:
        yield Finding("file", display(was.path), "changed since the last update", UPDATE)
