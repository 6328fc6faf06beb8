"""A file of named arrays, each byte of it under a checksum: how it is written, and how it is read where it lies.

Arrays are little-endian numbers, one after the other; a table at the end says where each is. The file is checksummed
in blocks, and a block is looked at when something in it is first asked for: so opening is quick, and nothing is ever
answered from bytes that are not those that were written. Nothing here knows what the arrays mean.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Iterable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

BLOCK = 1 << 16
"""How many bytes one checksum stands for."""

MAGIC = b"dateline"
LAYOUT = 3
"""The version of this layout; a file of another one is not read."""

_ENTRY = struct.Struct("<16sIQQ")
_FOOTER = struct.Struct("<QIII8s")
_ALIGN = 8

Numbers = npt.NDArray[Any]
_Number = TypeVar("_Number", bound=np.generic)


class Damaged(Exception):
    """A file is not what was written."""


class BlockWriter:
    """Writes a file of arrays; in a `with`, or it is not finished.

    Args:
        path: The file, which must not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._entries: list[bytes] = []
        self._crcs: list[int] = []
        self._crc = 0
        self._at = 0
        self.size = 0
        self.crc = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._file.close()

    def add(self, name: str, arrays: Numbers | Iterable[Numbers], kind: type[np.generic]) -> None:
        """Write an array, given whole or in pieces."""
        item = np.dtype(kind).newbyteorder("<")
        self._write(b"\0" * (-self._at % _ALIGN))
        start = self._at
        for piece in [arrays] if isinstance(arrays, np.ndarray) else arrays:
            self._write(np.ascontiguousarray(piece, dtype=item).data.cast("B") if piece.size else b"")
        count = (self._at - start) // item.itemsize
        self._entries.append(_ENTRY.pack(name.encode(), item.itemsize, start, count))

    def _write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        view = memoryview(data)
        while len(view):
            room = BLOCK - self._at % BLOCK
            piece = view[:room]
            self._crc = zlib.crc32(piece, self._crc)
            self._at += len(piece)
            view = view[room:]
            if self._at % BLOCK == 0:
                self._crcs.append(self._crc)
                self._crc = 0

    def _finish(self) -> None:
        self._write(b"\0" * (-self._at % _ALIGN))
        if self._at % BLOCK:
            self._crcs.append(self._crc)
        table = struct.pack(f"<{len(self._crcs)}I", *self._crcs) + b"".join(self._entries)
        footer = _FOOTER.pack(self._at, len(self._entries), LAYOUT, 0, MAGIC)
        self.crc = zlib.crc32(footer, zlib.crc32(table))
        self._file.write(table + _FOOTER.pack(self._at, len(self._entries), LAYOUT, self.crc, MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.size = self._file.tell()


class Column:
    """One array of a file.

    Attributes:
        whole: All of it, unchecked; only for its length, or after `check`.
    """

    def __init__(self, blocks: BlockFile, whole: Numbers, at: int) -> None:
        self._blocks = blocks
        self.whole = whole
        self._at = at
        self._item = whole.itemsize

    def __len__(self) -> int:
        """How many numbers it has."""
        return len(self.whole)

    def part(self, start: int, end: int) -> Numbers:
        """The numbers from `start` to `end`, after a look at their checksums.

        Raises:
            Damaged: They are not there, or not what was written.
        """
        if not 0 <= start <= end <= len(self.whole):
            raise Damaged(f"{start} to {end} of {len(self.whole)}")
        self._blocks.check(self._at + start * self._item, self._at + end * self._item)
        return self.whole[start:end]

    def look(self, firsts: Numbers, counts: Numbers) -> None:
        """Look at the checksums of many stretches, so that `whole` may be read there.

        Raises:
            Damaged: They are not there, or not what was written.
        """
        first = (self._at + firsts * self._item) // BLOCK
        last = (self._at + (firsts + counts) * self._item - 1) // BLOCK
        is_needed = np.zeros(int(last.max(initial=-1)) + 1, bool)
        is_needed[first] = is_needed[last] = True
        for block in np.flatnonzero(is_needed).tolist():
            self._blocks.check(block * BLOCK, block * BLOCK + 1)
        for i in np.flatnonzero(last - first > 1).tolist():
            self._blocks.check(int(first[i]) * BLOCK, int(last[i]) * BLOCK)

    def all(self) -> Numbers:
        """All numbers."""
        return self.part(0, len(self.whole))


class BlockFile:
    """A file of arrays, mapped.

    Args:
        path: The file.
        size, crc: What it must be.

    Raises:
        Damaged: It is not what was written, or not such a file.
        OSError: It cannot be read.
    """

    def __init__(self, path: Path, size: int, crc: int) -> None:
        self.path = path
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_size != size or size < _FOOTER.size:
                raise Damaged("it has not the size that was written")
            self._data = mmap(handle, size, access=ACCESS_READ)
        finally:
            os.close(handle)
        self._columns: dict[str, Column] = {}
        self._read_table(size, crc)

    def _read_table(self, size: int, crc: int) -> None:
        end, entries, layout, own, magic = _FOOTER.unpack(self._data[size - _FOOTER.size :])
        blocks = -(-end // BLOCK)
        if magic != MAGIC or layout != LAYOUT or end + 4 * blocks + entries * _ENTRY.size + _FOOTER.size != size:
            raise Damaged("its end is not that of a part")
        table = self._data[end : size - _FOOTER.size]
        if own != crc or zlib.crc32(_FOOTER.pack(end, entries, layout, 0, magic), zlib.crc32(table)) != crc:
            raise Damaged("its table is not what was written")
        self._end = end
        self._crcs = struct.unpack_from(f"<{blocks}I", table)
        self._seen = bytearray(blocks)
        for name, item, start, count in _ENTRY.iter_unpack(table[4 * blocks :]):
            if item not in (1, 2, 4, 8) or start + item * count > end:
                raise Damaged("an array lies outside of it")
            whole = np.frombuffer(self._data, f"<u{item}", count, start) if count else np.empty(0, f"<u{item}")
            self._columns[name.rstrip(b"\0").decode("ascii")] = Column(self, whole, start)

    def column(self, name: str, kind: type[_Number]) -> Column:
        """An array by its name.

        Raises:
            Damaged: There is none, or its numbers are of another size.
        """
        found = self._columns.get(name)
        if found is None or found.whole.itemsize != np.dtype(kind).itemsize:
            raise Damaged(f"no array {name}")
        return found

    def check(self, start: int, end: int) -> None:
        """Make sure that these bytes are what was written; each block is looked at once.

        Raises:
            Damaged: They are not.
        """
        first, behind = start // BLOCK, -(-end // BLOCK)
        at = self._seen.find(0, first, behind)
        while at >= 0:
            if zlib.crc32(memoryview(self._data)[at * BLOCK : min(self._end, (at + 1) * BLOCK)]) != self._crcs[at]:
                raise Damaged(f"block {at} is not what was written")
            self._seen[at] = 1
            at = self._seen.find(0, at + 1, behind)

    def check_all(self) -> None:
        """Make sure of every byte, whatever was looked at before.

        Raises:
            Damaged: One is not what was written.
        """
        self._seen = bytearray(len(self._seen))
        self.check(0, self._end)
