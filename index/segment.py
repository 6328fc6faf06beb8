"""A part of the index, opened for reading; and all parts at one moment.

Both never change once made, so threads may share them. How queries are answered from them is `evaluate`'s business.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filetables import FileFormatError, OrderedHashReader
from whoosh.reading import MultiReader, SegmentReader

from index import manifest
from index.builder import VOCABULARY
from index.codec import DocumentReader, MappedFile, MappedStorage, Postings, new_segment, read_counts, read_postings
from index.errors import IndexBroken
from index.manifest import Manifest, SegmentState
from index.schema import FIELDS, SCORED, make_schema
from index.vocabulary import by_length

DAMAGE = (
    *(OSError, EOFError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError, AttributeError),
    *(struct.error, zlib.error, pickle.UnpicklingError, FileFormatError, RecursionError),
)
"""What reading files that are not what they should be may raise, in Whoosh or here."""

_COUNT = struct.Struct("!I")
_KEPT = 250_000
"""How many postings of words a part keeps in memory, of eight bytes each."""


class Segment:
    """The files of one part.

    Attributes:
        numbers: The articles' numbers, by their place in the part.
        lengths: How many words each has, by field and place.
    """

    def __init__(self, folder: Path, state: SegmentState) -> None:
        self.id = state.id
        self.folder = folder
        manifest.verify(folder, state)
        segment = new_segment(state.id, state.count, set())
        storage = MappedStorage(str(folder))
        try:
            documents = DocumentReader(storage, segment)
            words = MappedFile(folder / segment.make_filename(W3Codec.TERMS_EXT), "words")
            self._words = OrderedHashReader(words, len(words.data))
            self._postings = MappedFile(folder / segment.make_filename(W3Codec.POSTS_EXT), "postings").data
            self._forms = MappedFile(folder / segment.make_filename(VOCABULARY), "forms").data
            numbering = self._words.extras["fieldmap"]
            self._fields = {name: struct.pack("!H", numbering[name]) for name in FIELDS if name in numbering}
        except DAMAGE as error:
            raise manifest.broken(folder, f"a part of it cannot be read ({error})") from error
        self.numbers = documents.numbers
        self.lengths = documents.lengths
        self._cache: dict[tuple[str, str], Postings | None] = {}
        self._cached = 0

    def postings(self, field: str, word: str) -> Postings | None:
        """The articles that hold a word in a field, and how often; None if none does. Remembered for the next search.

        Raises:
            IndexBroken: The files are damaged.
        """
        key = (field, word)
        if key not in self._cache:
            found = self.placed_postings(field, word)
            if self._cached > _KEPT:
                self._cache, self._cached = {}, 0
            self._cache[key] = found._replace(positions=[]) if found else None
            self._cached += 1 + (len(found.docs) if found else 0)
        return self._cache[key]

    def placed_postings(self, field: str, word: str) -> Postings | None:
        """The same with all positions, which take too much memory to be kept.

        Raises:
            IndexBroken: The files are damaged.
        """
        if field not in self._fields:
            return None
        try:
            term = self._words.get(self._fields[field] + word.encode("utf-8", "replace"))
            return read_postings(self._postings, term) if term else None
        except DAMAGE as error:
            raise self._broken(error) from error

    def counts(self, field: str, prefix: str, most: int) -> Iterator[tuple[str, int]]:
        """The first so many words of a field that begin so, with how many articles hold each, deleted ones too.

        Raises:
            IndexBroken: The files are damaged.
        """
        if field not in self._fields:
            return
        key = self._fields[field] + prefix.encode("utf-8", "replace")
        try:
            for word, term in islice(self._words.items_from(key), most):
                if not word.startswith(key):
                    return
                yield word[2:].decode(), _count_in(term)
        except DAMAGE as error:
            raise self._broken(error) from error

    def count(self, field: str, word: str) -> int:
        """How many articles hold a word in a field, deleted ones too.

        Raises:
            IndexBroken: The files are damaged.
        """
        if field not in self._fields:
            return 0
        try:
            term = self._words.get(self._fields[field] + word.encode("utf-8", "replace"))
            return _count_in(term) if term else 0
        except DAMAGE as error:
            raise self._broken(error) from error

    def beginning(self, field: str, prefix: str, *, placed: bool = True) -> Iterator[tuple[str, Postings]]:
        """The words of a field that begin so, with their articles; without positions, if they need not be known.

        Raises:
            IndexBroken: The files are damaged.
        """
        if field not in self._fields:
            return
        key = self._fields[field] + prefix.encode("utf-8", "replace")
        read = read_postings if placed else read_counts
        try:
            for word, term in self._words.items_from(key):
                if not word.startswith(key):
                    return
                yield word[2:].decode(), read(self._postings, term)
        except DAMAGE as error:
            raise self._broken(error) from error

    def words(self, field: str) -> Iterator[str]:
        """All words of a field, in order."""
        key = self._fields.get(field)
        try:
            for word in self._words.keys_from(key) if key else ():
                if not word.startswith(key):
                    return
                yield word[2:].decode()
        except DAMAGE as error:
            raise self._broken(error) from error

    def forms(self, stem: str) -> list[str]:
        """The words of titles and texts that have a stem."""
        key = f"\n{stem}\t".encode("utf-8", "replace")
        at = self._forms.find(key)
        if at < 0:
            return []
        start = at + len(key)
        own = self._forms[start : self._forms.find(b"\n", start)].decode("utf-8", "replace")
        return own.split(" ") if own else [stem]

    @property
    def vocabulary(self) -> bytes:
        """All words by stem, a line each, as they lie in the file."""
        return self._forms[:]

    def _broken(self, error: BaseException) -> IndexBroken:
        return manifest.broken(self.folder, f"a part of it cannot be read ({error})")


def _count_in(term: bytes) -> int:
    # Whoosh keeps a byte of flags, the weight as four bytes, and then this.
    return int(_COUNT.unpack_from(term, 5)[0])


class View:
    """A part with what is deleted in it at one moment."""

    def __init__(self, segment: Segment, state: SegmentState) -> None:
        self.segment = segment
        self.numbers = segment.numbers
        self.state = state
        self.deleted = state.deleted

    def live(self) -> Iterator[int]:
        """The numbers of the articles that are not deleted."""
        if not self.deleted:
            return iter(self.numbers)
        return (n for place, n in enumerate(self.numbers) if place not in self.deleted)

    def numbers_of(self, docs: Iterable[int]) -> Iterator[int]:
        """The numbers of the articles at these places, without deleted ones."""
        if self.deleted:
            return (self.numbers[doc] for doc in docs if doc not in self.deleted)
        return map(self.numbers.__getitem__, docs)


class Snapshot:
    """The index at one moment.

    Attributes:
        manifest: What it consists of.
        views: Its parts.
        everything: The numbers of all its articles.
        average: The mean length of each scored field, in words.
    """

    def __init__(self, folder: Path, found: Manifest, known: dict[str, Segment]) -> None:
        self.folder = folder
        self.manifest = found
        self.views = [
            View(known[state.id] if state.id in known else Segment(folder, state), state) for state in found.segments
        ]
        self.everything: frozenset[int] = frozenset(n for view in self.views for n in view.live())
        self.average: dict[str, float] = {}
        for name in SCORED:
            total = sum(sum(view.segment.lengths[name]) for view in self.views)
            count = sum(len(view.numbers) for view in self.views)
            self.average[name] = max(1.0, total / max(1, count))
        self._vocabulary: dict[int, str] | None = None
        self._norms: dict[tuple[str, str, float], array[float]] = {}

    def norms(self, view: View, field: str, b: float) -> array[float]:
        """By place, how much a word counts in an article of that length: more in short ones."""
        key = (view.segment.id, field, b)
        found = self._norms.get(key)
        if found is None:
            average = self.average[field]
            found = array("d", [1.0 / (1.0 - b + b * n / average) for n in view.segment.lengths[field]])
            self._norms[key] = found
        return found

    def vocabulary(self) -> dict[int, str]:
        """All words of titles and texts by their length, one a line."""
        if self._vocabulary is None:
            self._vocabulary = by_length(view.segment.vocabulary for view in self.views)
        return self._vocabulary

    def forms(self, stem: str) -> set[str]:
        """All words of titles and texts that have a stem."""
        return {word for view in self.views for word in view.segment.forms(stem)}

    def holds(self, word: str, fields: Sequence[str] = SCORED) -> bool:
        """Whether a word occurs in any of these fields."""
        return any(view.segment.postings(field, word) for view in self.views for field in fields)

    def reader(self) -> Any:
        """The index as a reader of Whoosh's."""
        schema = make_schema()
        storage = MappedStorage(str(self.folder))
        readers = [
            SegmentReader(storage, schema, new_segment(view.segment.id, len(view.numbers), set(view.deleted)))
            for view in self.views
        ]
        return MultiReader(readers) if len(readers) != 1 else readers[0]
