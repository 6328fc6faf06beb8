"""File names below an archive's folder: kept as bytes, since not every file name is text, and shown as text."""

from __future__ import annotations

import os

from corpus.text import printable


def display(path: bytes) -> str:
    """A path as it may be shown: printable, `/` between its parts, undecodable bytes as escapes."""
    return printable(path.decode("utf-8", "backslashreplace"))


def from_disk(path: str) -> bytes:
    """The bytes of a path below the archive, as the system gave it, with `/` between its parts."""
    return os.fsencode(path.replace(os.sep, "/"))
