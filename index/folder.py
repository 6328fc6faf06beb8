"""The folder of an index on the disk: where it is, who may write it, and how files get into it for good."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_dir

from index.errors import IndexBroken, IndexBusy

LOCK = "lock"


def cache_folder(uid: str, root: Path) -> Path:
    """Where the index of an archive lives: in the user's cache, a folder for each archive and place of it.

    Not in the archive, which may come from a stranger; and two copies of one archive do not share an index.
    """
    name = hashlib.sha256(f"{uid}\0{os.path.realpath(root)}".encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return Path(user_cache_dir("dateline", appauthor=False)) / "index" / name


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can look into.

    Raises:
        IndexBroken: There can be none.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError) -> IndexBroken:
    """The error of a folder in which no index can be kept."""
    return IndexBroken(
        "The index of this archive cannot be written",
        detail=f"{folder}: {error.strerror or error}",
        hint="It is kept in the user's cache folder; make room there, or let it be written to.",
        path=folder,
    )


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the right to write the index in a folder; freed however the block ends, and by the system after a kill.

    Raises:
        IndexBusy: Another process holds it.
        IndexBroken: The folder cannot be written to.
    """
    from whoosh.util.filelock import FileLock

    make_private(folder)
    lock = FileLock(str(folder / LOCK))
    try:
        held = lock.acquire()
    except OSError as error:
        raise unwritable(folder, error) from error
    if not held:
        raise IndexBusy(path=folder)
    try:
        yield
    finally:
        lock.release()


def sync(path: Path) -> None:
    """Have the disk hold a file, or a folder's entries, before anything names it."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that it is there whole, or as it was before."""
    new = path.with_name(path.name + ".new")
    with new.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    new.replace(path)
    sync(path.parent)
