"""A user's file, opened so that nothing else than a file is, and its SHA-256, in bounded memory."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import BinaryIO

_CHUNK = 8 * 1024 * 1024


def open_file(root: bytes, path: bytes) -> BinaryIO:
    """A regular file below a folder; never through a link, never waiting for a pipe.

    Raises:
        OSError: It cannot be opened, or is no file.
    """
    full = os.path.join(root, path)  # noqa: PTH118 -- bytes
    descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    file = os.fdopen(descriptor, "rb", buffering=0)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise OSError(0, "It is no file any more")
    return file


def hash_file(root: bytes, path: bytes) -> str:
    """The SHA-256 of a file, in hex.

    Raises:
        OSError: It cannot be read.
    """
    with open_file(root, path) as file:
        hashed = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
        return hashed.hexdigest()
