"""What lies in an archive's own folder must be plain files and folders: an archive may come from a stranger.

A link there could make dateline write to, empty or read a file of the user's elsewhere, and a pipe could make it wait
for ever. dateline makes neither, so neither is opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from corpus.errors import StoreForeign

SIDECARS = ("", "-wal", "-shm", "-journal")
"""The endings of the files in which SQLite keeps one database."""


def is_plain(path: Path) -> bool:
    """Whether a path is a regular file, and no link to one."""
    return stat.S_ISREG(os.lstat(path).st_mode)


def demand_file(path: Path) -> None:
    """Refuse a path that is there and is no regular file.

    Raises:
        StoreForeign: It is a link, a pipe, a folder or the like.
    """
    _demand(path, stat.S_ISREG, "a plain file")


def demand_folder(path: Path) -> None:
    """Refuse a path that is there and is no folder, or is a link to one.

    Raises:
        StoreForeign: It is something else.
    """
    _demand(path, stat.S_ISDIR, "a plain folder")


def demand_database(path: Path) -> None:
    """Refuse a database any of whose files is no regular file."""
    for ending in SIDECARS:
        demand_file(path.with_name(path.name + ending))


def _demand(path: Path, is_right: Callable[[int], bool], what: str) -> None:
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if not is_right(mode):
        raise StoreForeign(
            f"{path.name} is not {what}",
            detail="It may lead out of the archive. Nothing was opened or written.",
            hint=f"Look at what it is, and take it away if you did not make it: {path}",
            path=path,
        )
