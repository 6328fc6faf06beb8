"""Files that are larger than what is held in memory: seen through a map, of which a part at a time is looked at.

Formats that hold many articles one after the other are read so, whatever their size; all others have a bound.
"""

from __future__ import annotations

import codecs
import io
import mmap
from collections.abc import Iterator
from typing import BinaryIO, cast

from corpus.errors import UnreadableArticle
from corpus.readers.encodings import decode
from corpus.readers.reader import MAX_BYTES

Large = bytes | mmap.mmap
"""The bytes of a file, in memory or as a map of it. A slice of either is bytes."""

_SAMPLE = 256 * 1024


class _Window(io.RawIOBase):
    """A map as a file to read; unlike a map itself, it has all that readers of files ask for."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._data)}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        part = self._data[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


def as_file(data: Large) -> BinaryIO:
    """The bytes of a file as a file to read and to go about in; nothing is copied."""
    return io.BytesIO(data) if isinstance(data, bytes) else cast(BinaryIO, io.BufferedReader(_Window(data)))


def lines(data: Large) -> Iterator[str]:
    """The lines of a text that is too long to be decoded as a whole, each with its end.

    The encoding is told from the beginning; what is broken further on becomes `�`. A line of more than `MAX_BYTES`
    is cut there.

    Raises:
        UnreadableArticle: When the first is asked for: it is no text, or in an encoding whose lines are not bytes.
    """
    encoding = encoding_of(data)
    at = len(codecs.BOM_UTF8) if data[:3] == codecs.BOM_UTF8 else 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        yield data[at : min(end, at + MAX_BYTES)].decode(encoding, "replace")
        at = end


def encoding_of(data: Large) -> str:
    """The encoding of a text, told from its beginning.

    Raises:
        UnreadableArticle: It is no text, or in an encoding that cannot be read by parts.
    """
    head = data[:_SAMPLE]
    encoding = codecs.lookup(decode(head[: head.rfind(b"\n") + 1] or head).encoding).name
    if encoding.startswith(("utf-16", "utf-32", "utf-7", "iso2022")):
        size = MAX_BYTES // 1024 // 1024
        raise UnreadableArticle(f"It is larger than {size} MiB and in {encoding.upper()}; save it as UTF-8")
    return encoding
