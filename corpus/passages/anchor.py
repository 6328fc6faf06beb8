"""Quotes: taken from a text, and found again in it after it changed.

A quote knows its words, up to 32 code points on each side, and where it began. It is looked for at its place, then
by its words, told apart by what surrounds them; then by its surroundings alone, for its words may have been
corrected; then closely. What is not found is lost, and is never guessed. All offsets are in code points. Time grows
with the length of the text, whatever is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

CONTEXT = 32
"""How many code points a quote knows on each of its sides."""

LONGEST = 20_000
"""Longer quotes are only looked for word by word as they stand."""

How = Literal["here", "moved", "changed"]

_MOST = 100_000
_NEAREST = 64
_SURE_CONTEXT = 8
_ALIKE = 0.75
_BY_CHARACTER = 600
_SEEDS = 24
_SEED_LENGTHS = (12, 6)
_CANDIDATES = 6
_BUCKET = 32


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text, with what surrounds them and where they began."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Quote:
        """The quote that a passage's field holds; what is not as it should be counts as not said."""
        exact, prefix, suffix = (
            part if isinstance(part := value.get(name), str) else "" for name in ("exact", "prefix", "suffix")
        )
        start = value.get("start")
        if not isinstance(start, int) or isinstance(start, bool) or start < 0:
            start = 0
        return cls(exact, prefix, suffix, start)

    def as_value(self) -> dict[str, Any]:
        """The quote as a passage keeps it."""
        sides = {name: text for name, text in (("prefix", self.prefix), ("suffix", self.suffix)) if text}
        return {"exact": self.exact, **sides, "start": self.start}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a quote is in a text now.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        how: `here` where it was, `moved` with the same words elsewhere, or `changed`: these are not its words any more.
    """

    start: int
    end: int
    how: How


def take(text: str, start: int, end: int) -> Quote:
    """The words of a text from `start` up to `end`.

    Raises:
        ValueError: There are no such words.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start} to {end} is not within {len(text)}")
    return Quote(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start)


def occurrences(text: str, words: str) -> list[int]:
    """Where some words stand in a text, each place after the end of the one before; at most 100,000."""
    return list(_each(text, words, _MOST))


def place(quote: Quote, text: str) -> Placement | None:
    """Where a quote is in a text; None if it is lost."""
    size = len(quote.exact)
    if not size:
        return None
    if _surrounded(quote, text, quote.start) and text.startswith(quote.exact, quote.start):
        return Placement(quote.start, quote.start + size, "here")
    found = set(occurrences(text, quote.exact))
    if found:
        # Words that overlap themselves are stepped over, but not with their surroundings.
        surrounded = quote.prefix + quote.exact + quote.suffix
        found |= {at + len(quote.prefix) for at in occurrences(text, surrounded)}
    if text.startswith(quote.exact, quote.start):
        found.add(quote.start)
    if found:
        best = max(found, key=lambda at: (_context(quote, text, at), -abs(at - quote.start), -at))
        return Placement(best, best + size, "here" if best == quote.start else "moved")
    if size > LONGEST:
        return None
    return _by_surroundings(quote, text) or _closely(quote, text)


def _each(text: str, words: str, most: int) -> Iterator[int]:
    at = text.find(words)
    while at >= 0 and most:
        yield at
        most -= 1
        at = text.find(words, at + len(words))


def _surrounded(quote: Quote, text: str, at: int) -> bool:
    end = at + len(quote.exact)
    before = text[max(0, at - len(quote.prefix)) : at]
    return before == quote.prefix and text.startswith(quote.suffix, end)


def _context(quote: Quote, text: str, at: int) -> int:
    """How many code points next to a place are those next to the quote."""
    before = text[max(0, at - len(quote.prefix)) : at]
    end = at + len(quote.exact)
    return _shared(before[::-1], quote.prefix[::-1]) + _shared(text[end : end + len(quote.suffix)], quote.suffix)


def _shared(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _by_surroundings(quote: Quote, text: str) -> Placement | None:
    """Between its prefix and its suffix, if both are there and no more lies between them than could be it."""
    if min(len(quote.prefix), len(quote.suffix)) < _SURE_CONTEXT:
        return None
    most = 2 * len(quote.exact) + 2 * CONTEXT
    starts = sorted(_each(text, quote.prefix, _MOST), key=lambda at: abs(at + len(quote.prefix) - quote.start))
    for at in starts[:_NEAREST]:
        start = at + len(quote.prefix)
        end = text.find(quote.suffix, start, start + most + len(quote.suffix))
        if end > start:
            return Placement(start, end, "changed")
    return None


def _closely(quote: Quote, text: str) -> Placement | None:
    """Where most of it is: pieces of it vote for a place, and the places with the most votes are compared."""
    for length in _SEED_LENGTHS:
        if len(quote.exact) < 2 * length:
            continue
        found = [p for p in (_compare(quote, text, at) for at in _candidates(quote, text, length)) if p]
        if found:
            return max(found, key=lambda each: (each[0], -abs(each[1].start - quote.start)))[1]
    return None


def _candidates(quote: Quote, text: str, length: int) -> list[int]:
    last = len(quote.exact) - length
    step = max(length, last // _SEEDS)
    votes: Counter[int] = Counter()
    for offset in range(0, last + 1, step):
        hits = sorted(_each(text, quote.exact[offset : offset + length], _MOST), key=lambda at: abs(at - quote.start))
        votes.update({(at - offset) // _BUCKET for at in hits[:_NEAREST]})
    ranked = sorted(votes, key=lambda bucket: (-votes[bucket], abs(bucket * _BUCKET - quote.start)))
    return [bucket * _BUCKET for bucket in ranked[:_CANDIDATES]]


def _compare(quote: Quote, text: str, at: int) -> tuple[float, Placement] | None:
    """How alike the text near a place is to the quote, and from where to where; None if it is not alike enough."""
    size = len(quote.exact)
    slack = _BUCKET + min(size // 4, 200)
    low = max(0, at - slack)
    window = text[low : at + size + slack + _BUCKET]
    ours, theirs = _pieces(quote.exact, size), _pieces(window, size)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=size > _BY_CHARACTER)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    # A letter that happens to be the same far from all others says nothing of where the quote begins or ends.
    kept = [block for block in blocks if sum(map(len, ours[block.a : block.a + block.size])) >= 3] or blocks
    if not kept:
        return None
    first, last = kept[0], kept[-1]
    begin = max(0, first.b - first.a)
    end = min(len(theirs), last.b + last.size + len(ours) - last.a - last.size)
    start_at = low + sum(map(len, theirs[:begin]))
    end_at = low + sum(map(len, theirs[:end]))
    same = sum(len(piece) for block in kept for piece in ours[block.a : block.a + block.size])
    alike = 2 * same / (size + max(1, end_at - start_at))
    return (alike, Placement(start_at, end_at, "changed")) if alike >= _ALIKE else None


def _pieces(text: str, size: int) -> list[str]:
    """The text as what is compared: characters for short quotes, else words with the spaces after them."""
    if size <= _BY_CHARACTER:
        return list(text)
    pieces = text.split(" ")
    return [f"{piece} " for piece in pieces[:-1]] + pieces[-1:]
