"""A part of the index, opened for reading: articles, words, and where each word stands. Numbers only, no queries.

How the arrays lie is told in docs/index-format.md. Words are known by their place in the list of words of the part,
articles by their place in the part. Every offset comes from counts that were compared with what they count; what is
still not as it should be ends in one of `DAMAGE`, and never in a read outside of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.codec.blocks import BlockFile, Column, Damaged, Numbers
from index.codec.counts import Counts, read_counts, starts
from index.codec.lines import Lines
from index.codec.listing import Listing, Offsets, Positions, selection
from index.schema import FIELDS, SCORED
from index.words.stems import stems

MOST_ARTICLES = 1 << 16
"""So many articles fit into a part, so that an article's place takes two bytes."""

DAMAGE = (Damaged, OSError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError)
"""What reading a file that is not what it should be may raise."""

_PLACES_KEPT = 8_192
_NARROW, _WIDE = 1 << 8, 1 << 16
_LARGE = 255

Places = npt.NDArray[np.uint16]


def width_classes(spans: Numbers) -> npt.NDArray[np.uint8]:
    """How many further arrays positions of an article need, by how far its longest field reaches."""
    return (spans > _NARROW).astype(np.uint8) + (spans > _WIDE)


def article_numbers(path: Path, size: int, crc: int, count: int) -> npt.NDArray[np.uint32]:
    """The articles' numbers of a part, of which nothing else is looked at; arguments and errors as `Part` has them."""
    numbers: npt.NDArray[np.uint32] = BlockFile(path, size, crc).column("numbers", np.uint32).all()
    if len(numbers) != count:
        raise Damaged("it does not hold the articles that it should")
    return numbers


class Part:
    """The file of one part.

    Args:
        path: The file.
        size, crc: What it must be.
        count: How many articles it must hold.

    Attributes:
        id: Its name.
        numbers: The articles' numbers, by their place.
        lengths: How many words each has, by scored field and place.

    Raises:
        Damaged, and others of `DAMAGE`: It is not what was written.
    """

    def __init__(self, path: Path, size: int, crc: int, count: int) -> None:
        self.id = path.stem
        self.path = path
        self._file = BlockFile(path, size, crc)
        self.numbers: npt.NDArray[np.uint32] = self._file.column("numbers", np.uint32).all()
        self.lengths = {name: self._file.column(f"len.{name}", np.uint32).all() for name in SCORED}
        self.wide: npt.NDArray[np.uint8] = self._file.column("wide", np.uint8).all()
        columns: list[Numbers] = [self.numbers, self.wide, *self.lengths.values()]
        if any(len(each) != count for each in columns) or not 0 < count <= MOST_ARTICLES:
            raise Damaged("it does not hold the articles that it should")
        self.has_wide = bool(self.wide.any())
        self._lines = Lines(self._file.column("words", np.uint8).all())
        per_field = self._file.column("fields", np.uint32).all()
        bounds = starts(per_field, len(self._lines))
        self._fields = {name: (int(bounds[i]), int(bounds[i + 1])) for i, name in enumerate(FIELDS)}
        self._docs = self._file.column("docs", np.uint16)
        self._counts = self._file.column("counts", np.uint8)
        self._low = self._file.column("pos", np.uint8)
        self._middle = self._file.column("pos.middle", np.uint8)
        self._high = self._file.column("pos.high", np.uint16)
        words = len(self._lines)
        self._doc_starts = starts(read_counts(self._file, "held", words), len(self._docs))
        self._pos_starts = starts(read_counts(self._file, "stands", words), len(self._low))
        if len(self._counts) != len(self._docs):
            raise Damaged("articles and counts that do not fit")
        self._places: dict[tuple[str, str], int] = {}

    def __len__(self) -> int:
        """How many articles it holds, deleted ones too."""
        return len(self.numbers)

    def check(self) -> None:
        """Make sure of every byte of the file.

        Raises:
            Damaged: One is not what was written.
        """
        self._file.check_all()

    # Words

    def field(self, name: str) -> tuple[int, int]:
        """From where to where the words of a field are."""
        return self._fields[name]

    def find(self, field: str, word: str) -> int:
        """The place of a word of a field; -1 if no article has it there."""
        at = self._places.get((field, word))
        if at is None:
            at = self._lines.find(word.encode("utf-8", "replace"), *self._fields[field])
            self.remember(field, (word,), (at,))
        return at

    def found(self, field: str, words: Iterable[str]) -> list[int]:
        """The places of many words of a field; -1 for each that no article has there."""
        known = self._places.get
        return [self.find(field, word) if (at := known((field, word))) is None else at for word in words]

    def remember(self, field: str, words: Sequence[str], places: Sequence[int]) -> None:
        """Keep where words of a field are, for when they are asked for."""
        if len(self._places) + len(words) > _PLACES_KEPT:
            self._places.clear()
        self._places.update(zip(zip(repeat(field), words, strict=False), places, strict=False))

    def beginning(self, field: str, prefix: str) -> tuple[int, int]:
        """From where to where the words of a field begin so."""
        return self._lines.beginning(prefix.encode("utf-8", "replace"), *self._fields[field])

    def place(self, field: str, word: bytes) -> int:
        """Where a word of a field is, or would be."""
        return self._lines.place(word, *self._fields[field])

    def word(self, at: int) -> str:
        """A word by its place."""
        return self._lines[at].decode()

    def words_at(self, places: Sequence[int]) -> list[str]:
        """Words by their places, in any order."""
        return self._lines.at(places)

    def words(self, start: int, end: int) -> list[str]:
        """The words from one place to another."""
        return self._lines.words(start, end)

    def block(self, start: int, end: int) -> bytes:
        """The same as lines of UTF-8."""
        return self._lines.block(start, end)

    def held(self, start: int, end: int) -> Offsets:
        """How many articles hold each of these words, deleted ones too."""
        return np.diff(self._doc_starts[start : end + 1])

    def held_at(self, places: Offsets) -> Offsets:
        """How many articles hold each of some words, in any order."""
        return self._doc_starts[places + 1] - self._doc_starts[places]

    def stands(self, start: int, end: int) -> Offsets:
        """How often each of these words stands in this part."""
        return np.diff(self._pos_starts[start : end + 1])

    # Where words stand; always of the words from one place to another, one word after the other

    def docs(self, start: int, end: int) -> Places:
        """The articles that hold them, ascending for each word."""
        return self._docs.part(int(self._doc_starts[start]), int(self._doc_starts[end]))

    def counts(self, start: int, end: int) -> Counts:
        """How often each stands in each of `docs`."""
        first, behind = int(self._doc_starts[start]), int(self._doc_starts[end])
        small = self._counts.part(first, behind)
        places, values = self._large
        counts = small.astype(np.uint32)
        if len(places):
            low, high = np.searchsorted(places, (first, behind))
            counts[places[low:high].astype(np.int64) - first] = values[low:high]
        return counts

    def gathered(self, places: Offsets) -> tuple[Offsets, Places, Counts]:
        """Of some words, in any order: how many articles hold each, and `docs` and `counts` of all of them."""
        first, held = self._doc_starts[places], self.held_at(places)
        self._docs.look(first, held)
        self._counts.look(first, held)
        which = selection(first, held)
        counts = self._counts.whole[which].astype(np.uint32)
        beside, values = self._large
        if len(beside):
            is_large = np.flatnonzero(counts == _LARGE)
            counts[is_large] = values[np.searchsorted(beside, which[is_large])]
        return held, self._docs.whole[which], counts

    @cached_property
    def _large(self) -> tuple[Numbers, Numbers]:
        """Counts that take more than a byte, and where they belong."""
        places = self._file.column("counts.at", np.uint32).all()
        values = self._file.column("counts+", np.uint32).all()
        if len(places) != len(values):
            raise Damaged("large counts that do not fit")
        return places, values

    def positions(self, start: int, end: int) -> Positions:
        """Where they stand, for each of `docs` as often as `counts` says."""
        return self.listing(start, end).positions()

    def listing(self, start: int, end: int) -> Listing:
        """Articles, counts and positions together."""
        docs, counts = self.docs(start, end), self.counts(start, end)
        low = self._low.part(int(self._pos_starts[start]), int(self._pos_starts[end]))
        if int(counts.sum(dtype=np.uint64)) != len(low):
            raise Damaged("counts and positions that do not fit")
        wide = self.wide[docs] if self.has_wide else np.empty(0, np.uint8)
        further = []
        for level, column, bounds, shift in self._further if self.has_wide else ():
            numbers = column.part(int(bounds[start]), int(bounds[end]))
            if int(counts[wide >= level].sum(dtype=np.uint64)) != len(numbers):
                raise Damaged("counts and positions that do not fit")
            if len(numbers):
                further.append((level, shift, numbers))
        return Listing(docs, counts, low, further, wide)

    @cached_property
    def _further(self) -> tuple[tuple[int, Column, Offsets, int], ...]:
        """The arrays for positions beyond a byte, with where each word begins in them."""
        words = len(self._lines)
        return tuple(
            (level, column, starts(read_counts(self._file, name, words), len(column)), shift)
            for level, column, name, shift in (
                (1, self._middle, "stands.middle", 8),
                (2, self._high, "stands.high", 16),
            )
        )

    # Forms

    @cached_property
    def _stems(self) -> tuple[Lines, Offsets, Numbers]:
        lines = Lines(self._file.column("stems", np.uint8).all())
        forms = self._file.column("forms", np.uint32).all()
        return lines, starts(read_counts(self._file, "stems.n", len(lines)), len(forms)), forms

    def forms(self, stem: str) -> list[str]:
        """The words of titles and texts that have a stem."""
        lines, bounds, forms = self._stems
        at = lines.find(stem.encode("utf-8", "replace"), 0, len(lines))
        if at >= 0:
            return [self.word(int(place)) for place in forms[bounds[at] : bounds[at + 1]]]
        is_word = any(self.find(name, stem) >= 0 for name in SCORED)
        return [stem] if is_word and stem in stems(stem) else []
