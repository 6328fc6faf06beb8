"""One update of an archive at a time, across processes; who holds the lock is written in it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import StoreLocked
from corpus.store.log import utc_now
from corpus.store.plain import demand_file

NAME = "update.lock"


@contextlib.contextmanager
def update_lock(folder: Path) -> Iterator[None]:
    """Hold the right to update the archive whose own folder this is; the system frees it if the process dies.

    Raises:
        StoreLocked: Another update is running; the error names its process and machine.
    """
    path = folder / NAME
    demand_file(path)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreLocked(
                "Another update of this archive is running",
                detail=_holder(path),
                hint="Wait until it is done, or stop it there.",
                path=path,
            ) from error
        os.ftruncate(descriptor, 0)
        holder = {"pid": os.getpid(), "host": platform.node(), "since": utc_now()}
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"Process {int(holder['pid'])} on {holder['host']!s} began it at {holder['since']!s}."
    except (OSError, ValueError, KeyError, TypeError):
        return "It has not said which process it is."
