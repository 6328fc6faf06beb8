"""The folder of an index on the disk: where it is, who may write it, and how files get into it for good."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreForeign
from corpus.store.plain import demand_file, demand_folder
from index.errors import IndexBroken, IndexBusy

NAME = "index"
LOCK = "lock"


def index_folder(own: Path, root: Path, uid: str, *, read_only: bool) -> Path:
    """Where the index of an archive lives: in the archive's own folder, or in the user's cache if that is read-only.

    Args:
        own: The folder in the archive that is dateline's.
        root: The user's folder.
        uid: The archive.
        read_only: Whether nothing can be written there. An index that is there already is used all the same.
    """
    return own / NAME if not read_only or (own / NAME).is_dir() else cache_folder(uid, root)


def cache_folder(uid: str, root: Path) -> Path:
    """The user's cache for an archive: a folder for each archive and place of it, so that copies do not share one."""
    from platformdirs import user_cache_dir  # only where the archive's own folder will not do

    name = hashlib.sha256(f"{uid}\0{os.path.realpath(root)}".encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return Path(user_cache_dir("dateline", appauthor=False)) / NAME / name


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can look into.

    Raises:
        IndexBroken: There can be none.
    """
    try:
        demand_folder(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)
    except OSError as error:
        raise unwritable(folder, error) from error
    except StoreForeign as error:
        raise IndexBroken(error.summary, detail=error.detail, hint=error.hint, path=folder) from error


def unwritable(folder: Path, error: OSError) -> IndexBroken:
    """The error of a folder in which no index can be kept."""
    return IndexBroken(
        "The index of this archive cannot be written",
        detail=f"{folder}: {error.strerror or error}",
        hint="Make room on that disk, or let the folder be written to.",
        path=folder,
    )


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the right to write the index in a folder; freed however the block ends, and by the system after a kill.

    Raises:
        IndexBusy: Another process holds it.
        IndexBroken: The folder cannot be written to.
    """
    make_private(folder)
    try:
        demand_file(folder / LOCK)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        handle = os.open(folder / LOCK, flags, 0o600)
    except OSError as error:
        raise unwritable(folder, error) from error
    except StoreForeign as error:
        raise IndexBroken(error.summary, detail=error.detail, hint=error.hint, path=folder) from error
    try:
        if not _locked(handle):
            raise IndexBusy(path=folder)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Take the lock on an open file, which goes when the file is closed; False if somebody has it."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


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
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    new.replace(path)
    sync(path.parent)
