"""File names below an archive's folder: kept as bytes, since not every file name is text, and shown as text."""

from __future__ import annotations

import os

from corpus.text import printable

INSIDE = b"\0"
"""What stands between the path of a file and the place of an item in it; no file name can hold it."""


def item_path(path: bytes, member: bytes) -> bytes:
    """The path of an item in a file; that of the file itself if the item is all of it."""
    return path + INSIDE + member if member else path


def file_of(path: bytes) -> bytes:
    """The file in which an item is."""
    return path.partition(INSIDE)[0]


def display(path: bytes) -> str:
    """A path as it may be shown: printable, `/` between its parts, `#` before an item, undecodable bytes as escapes."""
    return printable(path.replace(INSIDE, b"#").decode("utf-8", "backslashreplace"))


def from_disk(path: str) -> bytes:
    """The bytes of a path below the archive, as the system gave it, with `/` between its parts."""
    return os.fsencode(path.replace(os.sep, "/"))
