"""Articles become one part of the index: their words are collected in memory and written in one go.

What a part holds and when it counts is the writer's business; nothing here replaces or deletes anything.
"""

from __future__ import annotations

import secrets
from array import array
from collections import Counter, defaultdict
from itertools import accumulate, pairwise
from pathlib import Path

from index.analysis import words
from index.codec import DOCUMENTS, Codec, DocumentWriter, FieldWriter, MappedStorage, new_segment
from index.folder import sync
from index.manifest import SegmentState, state_of
from index.schema import FIELDS, SCORED, make_schema, pack, pack_small
from index.source import Entry
from index.vocabulary import to_bytes

VOCABULARY = ".voc"
"""The file of a part that leads from stems to the words of its titles and texts."""

GAP = 100
"""How many positions lie between the texts of one field, so that no phrase reaches from one into the next."""

_SHIFT = 32
_MASK = (1 << _SHIFT) - 1
_TWO_BYTES = 1 << 16


class Builder:
    """Collects articles, then writes them as a part.

    Attributes:
        weight: How much was collected, in characters.
    """

    def __init__(self) -> None:
        self.weight = 0
        self._documents = DocumentWriter()
        # Where each word stands: the article's place in the part in the high bits, the position in the low ones.
        self._places: dict[str, defaultdict[str, list[int]]] = {name: defaultdict(list) for name in FIELDS}

    def __len__(self) -> int:
        """How many articles were collected."""
        return len(self._documents.numbers)

    def add(self, entry: Entry) -> None:
        """Collect an article; each at most once."""
        texts = {
            "title": (entry.title,),
            "body": (entry.text,),
            "source": (entry.outlet, entry.credit),
            "author": (entry.author,),
            "path": (entry.path,),
            "lang": (entry.language,),
        }
        base = len(self) << _SHIFT
        lengths = {name: self._add_field(name, base, texts[name]) for name in FIELDS}
        self._documents.add(entry.n, [lengths[name] for name in SCORED])
        self.weight += sum(len(text) for parts in texts.values() for text in parts)

    def _add_field(self, name: str, base: int, texts: tuple[str, ...]) -> int:
        places = self._places[name]
        count = 0
        for text in texts:
            if text:
                whole, joined = words(text)
                for word, place in zip(whole, range(base, base + len(whole)), strict=False):
                    places[word].append(place)
                for position, word in joined:
                    places[word].append(base + position)
                count += len(whole)
                base += len(whole) + GAP
        return count

    def write(self, folder: Path) -> SegmentState:
        """Write what was collected; when this returns, the disk has it."""
        id_ = secrets.token_hex(8)
        segment = new_segment(id_, len(self), set())
        storage = MappedStorage(str(folder))
        self._write_words(Codec().field_writer(storage, segment))
        (folder / segment.make_filename(DOCUMENTS)).write_bytes(self._documents.to_bytes())
        words_of_texts = set[str]().union(*(self._places[name] for name in SCORED))
        (folder / segment.make_filename(VOCABULARY)).write_bytes(to_bytes(words_of_texts))
        files = {}
        for extension in (Codec.TERMS_EXT, Codec.POSTS_EXT, DOCUMENTS, VOCABULARY):
            name = segment.make_filename(extension)
            sync(folder / name)
            files[name] = state_of(folder / name)
        return SegmentState(id_, len(self), frozenset(), files)

    def _write_words(self, written: FieldWriter) -> None:
        schema = make_schema()
        try:
            for name in FIELDS:
                places = self._places[name]
                if places:
                    written.start_field(name, schema[name])
                    for word in sorted(places):
                        written.add_word(word.encode(), *_postings(places[word]))
                    written.finish_field()
            written.close()
        finally:
            written.abandon()


def _postings(places: list[int]) -> tuple[array[int], array[float], list[bytes]]:
    """The articles of a word, how often it stands in each, and where."""
    if len(places) == 1:
        place = places[0]
        return array("I", [place >> _SHIFT]), array("f", [1.0]), [pack(array("I", [place & _MASK]))]
    places.sort()  # the joined forms of compounds came after the plain words
    counts = Counter([place >> _SHIFT for place in places])
    positions = array("I", [place & _MASK for place in places])
    bounds = list(accumulate(counts.values(), initial=0))
    if max(positions) < _TWO_BYTES:
        data = pack_small(positions)
        packed = [data[2 * start : 2 * end] for start, end in pairwise(bounds)]
    else:
        packed = [pack(positions[start:end]) for start, end in pairwise(bounds)]
    return array("I", counts), array("f", counts.values()), packed
