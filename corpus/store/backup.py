"""Backups of a database: plain copies in `backups/` beside it, a few of the newest kept.

They are made before a migration and, once a day, when an archive that was written to is closed.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from corpus.store.plain import demand_folder, is_plain

KEPT = 3
_FOLDER = "backups"


def _folder(database: Path) -> Path:
    return database.parent / _FOLDER


def backups(database: Path) -> list[Path]:
    """The backups of a database, newest first."""
    folder = _folder(database)
    if folder.is_symlink():
        return []
    return sorted((p for p in folder.glob(f"{database.stem}-*.db") if is_plain(p)), reverse=True)


def newest_backup(database: Path) -> Path | None:
    """The newest backup of a database, if there is one."""
    return next(iter(backups(database)), None)


def save_backup(connection: sqlite3.Connection, database: Path, why: str) -> Path:
    """Copy a database whole to its backups and drop the oldest ones.

    Args:
        connection: An open connection to it.
        database: Its file.
        why: A word for the file's name, such as `v1` or `daily`.

    Returns:
        The copy, readable by its owner only.
    """
    folder = _folder(database)
    demand_folder(folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder / f"{database.stem}-{stamp}-{why}.db"
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with contextlib.closing(sqlite3.connect(draft)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    draft.replace(target)
    for old in backups(database)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def erase_backups(database: Path) -> list[Path]:
    """Remove all backups of a database, half-made ones too, and say which; for a purge."""
    demand_folder(_folder(database))
    gone = backups(database) + sorted(p for p in _folder(database).glob(f"{database.stem}-*.part") if is_plain(p))
    for backup in gone:
        with backup.open("r+b") as file:
            size = backup.stat().st_size
            file.write(b"\x00" * size)
            file.flush()
            os.fsync(file.fileno())
        backup.unlink()
    return gone
