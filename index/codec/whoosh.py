"""Parts as Whoosh sees them: its readers, cursors and matchers over our files, so that its own searcher works on them.

Only what `evaluate` does not know goes this way, and the tests, which hold our answers to Whoosh's.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.base import Codec, EmptyCursor, FieldCursor, PerDocumentReader, Segment, TermsReader
from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Positions
from whoosh.matching import ListMatcher
from whoosh.reading import EmptyReader, MultiReader, SegmentReader, TermInfo

from index.codec.part import Part
from index.schema import FIELDS, SCORED

Live = npt.NDArray[np.bool_]

_BY_NAME = tuple(sorted(FIELDS))


class PackedPositions(Positions):
    """Whoosh's format for positions, as four bytes each."""

    def encode(self, poslist: list[int]) -> bytes:
        """The positions as a matcher hands them on."""
        packed = array("I", poslist)
        if sys.byteorder == "big":
            packed.byteswap()
        return packed.tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions again."""
        return [int(n) for n in np.frombuffer(valuestring, "<u4")]

    def decode_frequency(self, valuestring: bytes) -> int:
        """How often the word occurs."""
        return len(valuestring) // 4


class Words(FieldType):
    """A field of words, each with its positions. Words come from `analysis`, never from an analyzer of Whoosh's."""

    def __init__(self, scorable: bool) -> None:
        super().__init__(PackedPositions(), analyzer=None, scorable=scorable)


def make_schema() -> Schema:
    """The fields as Whoosh knows them."""
    return Schema(n=STORED(), **{name: Words(scorable=name in SCORED) for name in FIELDS})


def make_reader(parts: Sequence[tuple[Part, Live]]) -> Any:
    """Parts, each with which of its articles live, as one reader of Whoosh's; articles are counted through."""
    schema = make_schema()
    readers = [SegmentReader(None, schema, PartSegment(part, live)) for part, live in parts]
    return MultiReader(readers) if len(readers) > 1 else readers[0] if readers else EmptyReader(schema)


class PartCodec(Codec):
    """Puts the pieces together the way Whoosh expects them. Writing is `builder`'s business."""

    def terms_reader(self, storage: None, segment: PartSegment) -> PartTerms:
        """What knows words."""
        del storage
        return PartTerms(segment.part)

    def per_document_reader(self, storage: None, segment: PartSegment) -> PartArticles:
        """What knows articles."""
        del storage
        return PartArticles(segment.part, segment.live)


class PartSegment(Segment):
    """A part, with which of its articles live."""

    def __init__(self, part: Part, live: Live) -> None:
        super().__init__(part.id)
        self.part = part
        self.live = live

    def codec(self) -> PartCodec:
        """What reads it."""
        return PartCodec()

    def doc_count_all(self) -> int:
        """How many articles there are."""
        return len(self.live)

    def deleted_count(self) -> int:
        """How many are deleted."""
        return len(self.live) - int(self.live.sum())

    def deleted_docs(self) -> Iterator[int]:
        """Which are."""
        return iter(np.flatnonzero(~self.live).tolist())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is."""
        return not self.live[docnum]


class PartArticles(PerDocumentReader):
    """The articles of a part."""

    def __init__(self, part: Part, live: Live) -> None:
        self._part = part
        self._live = live

    def close(self) -> None:
        """Nothing is held open."""

    def doc_count(self) -> int:
        """How many articles are not deleted."""
        return int(self._live.sum())

    def doc_count_all(self) -> int:
        """How many articles there are."""
        return len(self._live)

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return not self._live.all()

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is; Whoosh asks for one beyond the last, too."""
        return docnum < len(self._live) and not self._live[docnum]

    def deleted_docs(self) -> Iterator[int]:
        """Which are."""
        return iter(np.flatnonzero(~self._live).tolist())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many words a field has."""
        return int(self._part.lengths[fieldname][docnum]) if fieldname in SCORED else default

    def field_length(self, fieldname: str) -> int:
        """How many words a field has in all articles."""
        return int(self._part.lengths[fieldname].sum()) if fieldname in SCORED else 0

    def min_field_length(self, fieldname: str) -> int:
        """The fewest words that a field has."""
        return int(self._part.lengths[fieldname].min()) if fieldname in SCORED else 0

    def max_field_length(self, fieldname: str) -> int:
        """The most words that a field has."""
        return int(self._part.lengths[fieldname].max()) if fieldname in SCORED else 0

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The article's number, under `n`."""
        return {"n": int(self._part.numbers[docnum])}


class PartTerms(TermsReader):
    """The words of a part."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def close(self) -> None:
        """Nothing is held open."""

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._place(*term) >= 0

    def _place(self, fieldname: str, text: bytes) -> int:
        return self._part.find(fieldname, text.decode()) if fieldname in FIELDS else -1

    def indexed_field_names(self) -> list[str]:
        """The fields."""
        return list(FIELDS)

    def cursor(self, fieldname: str, fieldobj: FieldType) -> FieldCursor:
        """What goes through the words of a field."""
        del fieldobj
        return PartCursor(self, self._part, fieldname) if fieldname in FIELDS else EmptyCursor()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All words, field by field."""
        return self.terms_from(_BY_NAME[0], b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The words from one on, of its field and of those after it by name, as Whoosh joins them."""
        for name in _BY_NAME[_BY_NAME.index(fieldname) :]:
            start = self._part.place(name, prefix if name == fieldname else b"")
            for at in range(start, self._part.field(name)[1]):
                yield name, self._part.word(at).encode()

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All words with what is known of them."""
        return self.items_from(_BY_NAME[0], b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from one on."""
        for name, word in self.terms_from(fieldname, prefix):
            yield (name, word), self.term_info(name, word)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What is known of a word.

        Raises:
            KeyError: No article has it.
        """
        at = self._place(fieldname, text)
        if at < 0:
            raise KeyError(text)
        return self.info_at(fieldname, at)

    def info_at(self, fieldname: str, at: int) -> TermInfo:
        """What is known of the word at a place."""
        docs, counts = self._part.docs(at, at + 1), self._part.counts(at, at + 1)
        lengths = self._part.lengths[fieldname][docs] if fieldname in SCORED else np.zeros(1, np.uint32)
        numbers = (counts.sum(), len(docs), lengths.min(), lengths.max(), counts.max(), docs[0], docs[-1])
        weight, held, shortest, longest, most, first, last = map(int, numbers)
        return TermInfo(float(weight), held, shortest, longest, float(most), first, last)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a word stands in all articles."""
        at = self._place(fieldname, text)
        return float(self._part.stands(at, at + 1)[0]) if at >= 0 else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many articles hold a word."""
        at = self._place(fieldname, text)
        return int(self._part.held(at, at + 1)[0]) if at >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: Positions, scorer: Any = None) -> ListMatcher:
        """What goes through the articles of a word."""
        at = self._place(fieldname, text)
        if at < 0:
            raise KeyError(text)
        counts = self._part.counts(at, at + 1)
        ends = np.cumsum(counts)
        packed = self._part.positions(at, at + 1).astype("<u4")
        values = [packed[end - count : end].tobytes() for end, count in zip(ends, counts, strict=True)]
        return ListMatcher(
            self._part.docs(at, at + 1).tolist(),
            counts.astype(float).tolist(),
            values,
            format_,
            scorer,
            term=(fieldname, text),
            terminfo=self.info_at(fieldname, at),
        )


class PartCursor(FieldCursor):
    """Goes through the words of a field."""

    def __init__(self, terms: PartTerms, part: Part, fieldname: str) -> None:
        self._terms = terms
        self._part = part
        self._field = fieldname
        self._start, self._end = part.field(fieldname)
        self._at = self._start

    def first(self) -> str | None:
        """Go to the first word."""
        self._at = self._start
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to a word, or to the one after where it would be."""
        self._at = self._part.place(self._field, string if isinstance(string, bytes) else string.encode())
        return self.text()

    def next(self) -> str | None:
        """Go to the next word."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The word; None after the last."""
        return self._part.word(self._at) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """What is known of it."""
        return self._terms.info_at(self._field, self._at) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a word here."""
        return self._at < self._end
