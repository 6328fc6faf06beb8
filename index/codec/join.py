"""Several parts become one, without the articles that are deleted in them; no text is looked at again.

Words are taken a stretch at a time, so that memory stays bounded however many there are. The articles keep their order,
one part's after the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers
from index.codec.listing import selection
from index.codec.part import Part
from index.codec.write import PartWriter, Postings
from index.disk.manifest import PartState
from index.schema import FIELDS, SCORED

AT_ONCE = 1_000_000
"""About so many places of words are in memory at a time."""

Live = npt.NDArray[np.bool_]


def join(
    folder: Path, parts: Sequence[tuple[Part, Live]], check: Callable[[], None] = lambda: None, at_once: int = AT_ONCE
) -> PartState | None:
    """Write the articles of some parts as one part.

    Args:
        folder: Where parts are.
        parts: Each with which of its articles live, by place.
        check: Called now and then; may raise to stop, and nothing is left then.
        at_once: About how many places of words to take at a time.

    Returns:
        The new part; None if no article lives.
    """
    if not any(live.any() for _, live in parts):
        return None
    writer = PartWriter(
        folder,
        np.concatenate([part.numbers[live] for part, live in parts]),
        {name: np.concatenate([part.lengths[name][live] for part, live in parts]) for name in SCORED},
        np.concatenate([part.wide[live] for part, live in parts]),
    )
    sources = []
    base = 0
    for part, live in parts:
        sources.append(_Source(part, live, base))
        base += int(live.sum())
    for field in FIELDS:
        for source in sources:
            source.begin(field)
        while any(source.at < source.end for source in sources):
            check()
            _join_stretch(writer, field, sources, at_once // len(sources))
    return writer.write()


class _Source:
    """A part whose words are taken in order."""

    def __init__(self, part: Part, live: Live, base: int) -> None:
        self.part = part
        self.live = live
        self.is_whole = bool(live.all())
        self.places = (np.cumsum(live) - 1 + base).astype(np.uint16)
        self.at = self.end = 0

    def begin(self, field: str) -> None:
        self.at, self.end = self.part.field(field)
        self._ahead = np.cumsum(self.part.stands(self.at, self.end))
        self._start = self.at

    def reach(self, most: int) -> int:
        """Up to which word so many places go; one word at least."""
        done = int(self._ahead[self.at - self._start - 1]) if self.at > self._start else 0
        return min(self.end, max(self.at + 1, self._start + int(np.searchsorted(self._ahead, done + most, "right"))))

    def take(self, upto: int) -> _Stretch:
        """The words up to a place, and where they stand in articles that live."""
        start, self.at = self.at, upto
        part = self.part
        listing = part.listing(start, upto)
        docs, counts, positions = listing.docs, listing.counts, listing.positions()
        held = part.held(start, upto)
        words = np.repeat(np.arange(upto - start), held)
        if not self.is_whole:
            kept = self.live[docs]
            positions = positions[np.repeat(kept, counts)]
            docs, counts, words = docs[kept], counts[kept], words[kept]
            held = np.bincount(words, minlength=upto - start)
        stands = np.bincount(words, counts, upto - start).astype(np.int64)
        return _Stretch(part.words(start, upto), held, stands, self.places[docs], counts, positions)


class _Stretch:
    """Some words of a part, each with what is of it: one array a kind, word after word."""

    def __init__(
        self, words: list[str], held: Numbers, stands: Numbers, docs: Numbers, counts: Numbers, positions: Numbers
    ) -> None:
        self.words = words
        self.held = held
        self.stands = stands
        self.docs = docs
        self.counts = counts
        self.positions = positions


def _join_stretch(writer: PartWriter, field: str, sources: Sequence[_Source], most: int) -> None:
    """Take words of all parts up to one and the same word, and write them."""
    ahead = [source for source in sources if source.at < source.end]
    # The part that would come least far sets the end for all: what all have up to there is in order.
    last = min(source.part.word(source.reach(most) - 1).encode() for source in ahead)
    stretches = [source.take(source.part.place(field, last + b"\0")) for source in ahead]
    words = sorted(set[str]().union(*(stretch.words for stretch in stretches)))
    ranks = {word: i for i, word in enumerate(words)}
    rank_of = [np.fromiter(map(ranks.__getitem__, each.words), np.int64, len(each.words)) for each in stretches]
    held, stands = np.zeros(len(words), np.int64), np.zeros(len(words), np.int64)
    for rank, stretch in zip(rank_of, stretches, strict=True):
        held[rank] += stretch.held
        stands[rank] += stretch.stands
    kept = np.flatnonzero(held)
    if not len(kept):
        return
    postings = Postings(
        held[kept],
        stands[kept],
        _placed(held, rank_of, [(each.held, each.docs) for each in stretches]),
        _placed(held, rank_of, [(each.held, each.counts) for each in stretches]),
        _placed(stands, rank_of, [(each.stands, each.positions) for each in stretches]),
    )
    writer.add(field, words if len(kept) == len(words) else [words[i] for i in kept.tolist()], postings)


def _placed(totals: Numbers, rank_of: Sequence[Numbers], pieces: Sequence[tuple[Numbers, Numbers]]) -> Numbers:
    """The numbers of several parts in the order of the words, and for each word in the order of the parts."""
    found = np.empty(int(totals.sum()), pieces[0][1].dtype)
    at = np.cumsum(totals) - totals
    for rank, (counts, numbers) in zip(rank_of, pieces, strict=True):
        found[selection(at[rank], counts)] = numbers
        at[rank] += counts
    return found
