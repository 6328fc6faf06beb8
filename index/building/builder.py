"""Articles become a part of the index: their words are collected as numbers, sorted, and written in one go.

What a part holds and when it counts is the writer's business; nothing here replaces or deletes anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers
from index.codec.part import MOST_ARTICLES, width_classes
from index.codec.write import PartWriter, Postings
from index.disk.manifest import PartState
from index.schema import FIELDS, SCORED
from index.source import Entry
from index.words.tokens import Tokeniser

GAP = 100
"""How many positions lie between the texts of one field, so that no phrase reaches from one into the next."""

MOST_WORDS = 4_000_000
"""So many words are collected before they are written, which bounds memory."""

_BATCH_CHARACTERS = 1_000_000
_SHIFT = np.uint64(32)
_MASK = np.uint64((1 << 32) - 1)


class _Field:
    """The words of one field, as they were collected: texts one after the other."""

    def __init__(self) -> None:
        self.words: list[Numbers] = []
        self.joined: list[Numbers] = []
        self.joined_at: list[Numbers] = []
        self.lengths: list[Numbers] = []
        self.docs: list[int] = []
        self.firsts: list[bool] = []
        self.count = 0


class Builder:
    """Collects articles, then writes them as parts.

    Args:
        folder: Where parts are written.
        most_words: So many words make a part.
        most_articles: So many articles do.
    """

    def __init__(self, folder: Path, *, most_words: int = MOST_WORDS, most_articles: int = MOST_ARTICLES) -> None:
        self._folder = folder
        self._most_words = most_words
        self._most_articles = min(most_articles, MOST_ARTICLES)
        self._tokeniser = Tokeniser()
        self._written: list[PartState] = []
        self._begin()

    def _begin(self) -> None:
        self._numbers: list[int] = []
        self._fields = {name: _Field() for name in FIELDS}
        self._waiting: list[Entry] = []
        self._characters = 0

    def add(self, entry: Entry) -> None:
        """Collect an article; each at most once."""
        self._waiting.append(entry)
        self._characters += len(entry.text) + len(entry.title)
        if self._characters >= _BATCH_CHARACTERS or len(self._numbers) + len(self._waiting) >= self._most_articles:
            self._analyse()

    def finish(self) -> list[PartState]:
        """Write what was collected; all parts that were written since the last time, and are on the disk now."""
        self._analyse()
        if self._numbers:
            self._write()
        written, self._written = self._written, []
        return written

    def _analyse(self) -> None:
        """Turn what waits into numbers, and write a part if that is enough for one."""
        first = len(self._numbers)
        entries, self._waiting, self._characters = self._waiting, [], 0
        self._numbers += [entry.n for entry in entries]
        self._take("title", [entry.title for entry in entries], first)
        self._take("body", [entry.text for entry in entries], first)
        self._take("source", [text for entry in entries for text in (entry.outlet, entry.credit)], first, 2)
        self._take("author", [entry.author for entry in entries], first)
        self._take("path", [entry.path for entry in entries], first)
        self._take("lang", [entry.language for entry in entries], first)
        is_enough = sum(field.count for field in self._fields.values()) >= self._most_words
        if is_enough or len(self._numbers) >= self._most_articles:
            self._write()

    def _take(self, name: str, texts: Sequence[str], first: int, each: int = 1) -> None:
        """Collect a field of some articles, of which each has so many texts."""
        if not texts:
            return
        field, found = self._fields[name], self._tokeniser.tokens(texts)
        field.words.append(found.words)
        field.joined.append(found.joined)
        field.joined_at.append(found.joined_at + field.count)
        field.lengths.append(found.lengths)
        field.docs += [first + i // each for i in range(len(texts))]
        field.firsts += [i % each == 0 for i in range(len(texts))]
        field.count += len(found.words)

    def _write(self) -> None:
        count = len(self._numbers)
        laid = {name: _Laid(field, count) for name, field in self._fields.items()}
        wide = width_classes(np.max([each.spans for each in laid.values()], axis=0))
        lengths = {name: laid[name].lengths for name in SCORED}
        writer = PartWriter(self._folder, np.array(self._numbers, np.uint32), lengths, wide)
        ranks, in_order = self._ranks()
        for name in FIELDS:
            field = self._fields.pop(name)
            words, postings = laid.pop(name).postings(field, ranks)
            if len(words):
                writer.add(name, [in_order[rank] for rank in words.tolist()], postings)
        self._written.append(writer.write())
        if self._tokeniser.is_full:
            self._tokeniser = Tokeniser()
        self._begin()

    def _ranks(self) -> tuple[Numbers, list[str]]:
        """Where each of the words that were met stands among those that are in this part, and these in order."""
        is_used = np.zeros(len(self._tokeniser.known), bool)
        for field in self._fields.values():
            for numbers in (*field.words, *field.joined):
                is_used[numbers] = True
        known = self._tokeniser.known
        used = sorted(np.flatnonzero(is_used).tolist(), key=known.__getitem__)
        ranks = np.zeros(len(known), np.uint32)
        ranks[used] = np.arange(len(used))
        return ranks, [known[number] for number in used]


class _Laid:
    """Where the texts of a field lie: in which article, and from which position on.

    Attributes:
        lengths: How many words each article has there.
        spans: How far its positions reach.
    """

    def __init__(self, field: _Field, articles: int) -> None:
        self._lengths = np.concatenate(field.lengths) if field.lengths else np.empty(0, np.int64)
        self._docs = np.array(field.docs, np.int64)
        is_first = np.array(field.firsts, bool)
        # A second text begins a gap behind the first one, if there is a first one.
        before = np.concatenate([[0], self._lengths[:-1]]) if len(self._lengths) else self._lengths
        self._offsets = np.where(is_first | (before == 0), 0, before + GAP)
        self.lengths = np.bincount(self._docs, self._lengths, articles).astype(np.uint32)
        self.spans = np.zeros(articles, np.int64)
        np.maximum.at(self.spans, self._docs, self._offsets + self._lengths)

    def postings(self, field: _Field, ranks: Numbers) -> tuple[Numbers, Postings]:
        """The ranks of the words of the field in order, and where they stand."""
        words = np.concatenate([*field.words, *field.joined]) if field.words else np.empty(0, np.int32)
        keys = ranks[words].astype(np.uint64) << _SHIFT
        keys[: field.count] |= np.arange(field.count, dtype=np.uint64)
        keys[field.count :] |= np.concatenate(field.joined_at).astype(np.uint64) if field.joined_at else np.uint64(0)
        field.words, field.joined, field.joined_at = [], [], []
        keys.sort()
        places = (keys & _MASK).astype(np.int64)
        keys >>= _SHIFT
        text_of = np.repeat(np.arange(len(self._lengths), dtype=np.int32), self._lengths)[places]
        positions = places - (np.cumsum(self._lengths) - self._lengths - self._offsets)[text_of]
        docs = self._docs[text_of].astype(np.uint16)
        return _grouped(keys, docs, positions)


def _grouped(ranks: npt.NDArray[np.uint64], docs: Numbers, positions: Numbers) -> tuple[Numbers, Postings]:
    """Words in the order of their ranks with where they stand, from one entry for each time that one does."""
    total = len(ranks)
    begins_word = np.ones(total, bool)
    np.not_equal(ranks[1:], ranks[:-1], out=begins_word[1:])
    begins = begins_word.copy()
    begins[1:] |= docs[1:] != docs[:-1]
    first = np.flatnonzero(begins)
    words = np.flatnonzero(begins_word)
    posting_of_word = np.searchsorted(first, words)
    return ranks[words], Postings(
        held=np.diff(posting_of_word, append=len(first)),
        stands=np.diff(words, append=total),
        docs=docs[first],
        counts=np.diff(first, append=total),
        positions=positions.astype(np.uint32),
    )
