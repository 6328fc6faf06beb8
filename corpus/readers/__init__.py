"""Readers: bytes of a file in, the articles in it out, each an `Item` with its `Reading`. One module a format.

A reader sees bytes and a name, never the disk: it cannot follow a path, a link or an entity anywhere. Which
reader takes a file is decided by the content before the file's name.
"""

from __future__ import annotations

from corpus.readers.choose import CONTAINERS, is_current, read, read_all, read_large
from corpus.readers.item import Container, Item
from corpus.readers.single import READERS

__all__ = ["CONTAINERS", "READERS", "Container", "Item", "is_current", "read", "read_all", "read_large"]
