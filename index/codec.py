"""How a part of the index lies in files: Whoosh's own format for words and postings, read and written in bulk.

Whoosh's readers and matchers work on these files too. Two things differ from its usual way: an article's number and
the lengths of its fields are arrays in one file instead of columns, and no pickle that is read can name anything
but plain values.
"""

from __future__ import annotations

import pickle
import struct
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from operator import sub
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec.base import PerDocumentReader
from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3PostingsWriter,
    W3Segment,
)
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from index.schema import SCORED

DOCUMENTS = ".doc"
"""The file of a part that holds its articles' numbers and lengths."""

_HEADER = struct.Struct("<8sI")
_MAGIC = b"dateln1\n"
_SIZE = struct.Struct("!i")
_PICKLES = 4
_BLOCK = 512
_WORTH_COMPRESSING = 200
_MOST_UNCOMPRESSED = 1 << 26


# Files


class PlainUnpickler(pickle.Unpickler):
    """Reads pickles of numbers, bytes, texts and tuples of them; one that names anything else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse."""
        raise pickle.UnpicklingError(f"{module}.{name} in an index")


class MappedFile(StructFile):
    """A file of Whoosh's, read where it lies in the page cache."""

    def __init__(self, path: Path, name: str) -> None:
        with path.open("rb") as opened:
            opened.seek(0, 2)
            self.data: mmap | bytes = mmap(opened.fileno(), 0, access=ACCESS_READ) if opened.tell() else b""
        super().__init__(self.data or BytesIO(b""), name=name)

    def get(self, position: int, length: int) -> bytes:
        """The bytes at a place; the file's own place does not move, so threads may share it."""
        return self.data[position : position + length]

    def read_pickle(self) -> Any:
        """The plain values of a pickle that starts here."""
        return PlainUnpickler(self.file).load()


class MappedStorage(FileStorage):
    """Whoosh's folder of files, read without copying them."""

    def open_file(self, name: str, **_: object) -> MappedFile:
        """A file to read."""
        return MappedFile(Path(self.folder) / name, name)


# Postings


class Postings(NamedTuple):
    """The articles that hold a word, by their place in the part, and how often and where each does."""

    docs: array[int]
    counts: array[float]
    positions: list[bytes]


class _BulkPostings(W3PostingsWriter):
    """Writes all postings of a word at once, in the blocks that Whoosh reads."""

    def add_all(self, docs: array[int], counts: array[float], positions: list[bytes]) -> None:
        self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._blockcount = 1
        for start in range(0, len(docs), _BLOCK):
            end = start + _BLOCK
            self._ids = docs[start:end]
            self._weights = counts[start:end]
            self._values = positions[start:end]
            self._maxweight = max(self._weights)
            self._terminfo.add_block(self)
            self._write(is_last=end >= len(docs))
        self._new_block()

    def _write(self, is_last: bool) -> None:
        # Whoosh's own way of writing the same pickles calls Python for every posting, and doubles the bytes.
        ids, weights = self._ids, self._weights
        kinds = set(weights)
        even = kinds.pop() if len(kinds) == 1 else 0.0
        data = pickle.dumps(
            (
                (ids[0], *map(sub, ids[1:], ids)),
                None if even == 1.0 else even or tuple(weights),
                tuple(self._values),
            ),
            _PICKLES,
        )
        is_compressed = int(len(data) > _WORTH_COMPRESSING)
        if is_compressed:
            data = zlib.compress(data, 1)
        about = pickle.dumps((len(ids), ids[-1], self._maxweight, is_compressed, 0, 255), _PICKLES)
        size = len(about) + len(data)
        self._postfile.write(_SIZE.pack(-size if is_last else size) + about + data)


class FieldWriter(W3FieldWriter):
    """Writes the words of a part, field by field in order of their bytes, each with all its postings."""

    def add_word(self, word: bytes, docs: array[int], counts: array[float], positions: list[bytes]) -> None:
        """Add a word."""
        self.start_term(word)
        self._postwriter.add_all(docs, counts, positions)
        self.finish_term()

    def abandon(self) -> None:
        """Let go of files that were not finished."""
        for file in (self._postfile, self._tindex.dbfile):
            if not file.is_closed:
                file.close()


_TERM = struct.Struct("!BfIBBfIIqi")


def read_postings(data: mmap | bytes, term: bytes) -> Postings:
    """All postings of a word, from the file that holds them and what the list of words says of it."""
    is_inlined, *_, offset, length = _TERM.unpack(term)
    if is_inlined:
        raise ValueError("postings among the words")
    at, end = offset + len(WHOOSH3_HEADER_MAGIC), offset + length
    if data[offset:at] != WHOOSH3_HEADER_MAGIC:
        raise ValueError("no postings here")
    found = Postings(array("I"), array("f"), [])
    is_last = False
    while at < end and not is_last:
        size = int.from_bytes(data[at : at + 4], "big", signed=True)
        is_last, at = size < 0, at + 4 + abs(size)
        number, deltas, weights, values = _read_block(data[at - abs(size) : at])
        found.docs.extend(accumulate(deltas))
        is_even = weights is None or isinstance(weights, float)
        found.counts.extend([weights or 1.0] * number if is_even else weights)
        found.positions.extend(values)
    if not len(found.docs) == len(found.counts) == len(found.positions):
        raise ValueError("postings that do not fit together")
    return found


def read_counts(data: mmap | bytes, term: bytes) -> Postings:
    """The same without positions; quicker for words that one article holds, as most do."""
    is_inlined, weight, held_by, *_, lowest, highest, _, _ = _TERM.unpack(term)
    if held_by == 1 and lowest == highest and not is_inlined:
        return Postings(array("I", (lowest,)), array("f", (weight,)), [])
    return read_postings(data, term)._replace(positions=[])


def _read_block(block: bytes) -> tuple[int, Any, Any, Any]:
    stream = BytesIO(block)
    number, _, _, is_compressed, _, _ = PlainUnpickler(stream).load()
    if is_compressed:
        stream = BytesIO(zlib.decompressobj().decompress(block[stream.tell() :], _MOST_UNCOMPRESSED))
    return (number, *PlainUnpickler(stream).load())


# Articles of a part


class DocumentWriter:
    """Collects what is kept of each article of a part: its number, and how many words its scored fields have."""

    def __init__(self) -> None:
        self.numbers = array("I")
        self.lengths = {name: array("I") for name in SCORED}

    def add(self, n: int, lengths: Sequence[int]) -> None:
        """Add an article; `lengths` in the order of the scored fields."""
        self.numbers.append(n)
        for name, length in zip(SCORED, lengths, strict=True):
            self.lengths[name].append(length)

    def to_bytes(self) -> bytes:
        """The file's content."""
        parts = [self.numbers, *self.lengths.values()]
        return _HEADER.pack(_MAGIC, len(self.numbers)) + b"".join(map(_little, parts))


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


class DocumentReader(PerDocumentReader):
    """The articles of a part, as we and as Whoosh ask for them.

    Attributes:
        numbers: The article's number, by its place in the part.
        lengths: How many words it has, by field and place.
    """

    def __init__(self, storage: MappedStorage, segment: W3Segment) -> None:
        data = (Path(storage.folder) / segment.make_filename(DOCUMENTS)).read_bytes()
        magic, count = _HEADER.unpack_from(data)
        if magic != _MAGIC or len(data) != _HEADER.size + 4 * count * (1 + len(SCORED)):
            raise ValueError("not a list of articles")
        columns = [array("I") for _ in range(1 + len(SCORED))]
        for i, column in enumerate(columns):
            start = _HEADER.size + 4 * count * i
            column.frombytes(data[start : start + 4 * count])
            if sys.byteorder == "big":
                column.byteswap()
        self.numbers = columns[0]
        self.lengths = dict(zip(SCORED, columns[1:], strict=True))
        self._segment = segment

    def close(self) -> None:
        """Nothing is held open."""

    def doc_count(self) -> int:
        """How many articles are not deleted."""
        return len(self.numbers) - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """How many articles there are."""
        return len(self.numbers)

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """Which are."""
        return iter(self._segment.deleted_docs())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many words a field has."""
        return self.lengths[fieldname][docnum] if fieldname in self.lengths else default

    def field_length(self, fieldname: str) -> int:
        """How many words a field has in all articles."""
        return sum(self.lengths.get(fieldname, ()))

    def min_field_length(self, fieldname: str) -> int:
        """The fewest words that a field has."""
        return min(self.lengths.get(fieldname, ()), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """The most words that a field has."""
        return max(self.lengths.get(fieldname, ()), default=0)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The article's number, under `n`."""
        return {"n": self.numbers[docnum]}


class Codec(W3Codec):
    """Puts the pieces together the way Whoosh expects them."""

    def field_writer(self, storage: MappedStorage, segment: W3Segment) -> FieldWriter:
        """What writes words."""
        return FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: StructFile, byteids: bool = False) -> _BulkPostings:
        """What writes postings."""
        return _BulkPostings(dbfile, blocklimit=_BLOCK, byteids=byteids, inlinelimit=0)

    def per_document_reader(self, storage: MappedStorage, segment: W3Segment) -> DocumentReader:
        """What knows articles."""
        return DocumentReader(storage, segment)


def new_segment(id_: str, count: int, deleted: set[int]) -> W3Segment:
    """A part of the index as Whoosh names it."""
    segment = W3Segment(Codec(), "p", count, id_, deleted)
    segment.segid = id_
    return segment
