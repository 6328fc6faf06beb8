"""Readers: bytes of a saved article in, a `Reading` out. One module a format.

A reader sees bytes and a name, never the disk: it cannot follow a path, a link or an entity anywhere. Which
reader takes a file is decided by the content before the file's name.
"""

from __future__ import annotations

from corpus.readers.choose import READERS, read

__all__ = ["READERS", "read"]
