"""The outline of a long text: its headings, or else the first words of its paragraphs. Pure text and offsets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_ENTRIES = 400
"""An outline has so many entries at most; of more paragraphs, every second, third … is named."""
LONGEST_HEADING = 90
FEWEST_HEADINGS = 2
"""With fewer headings than this, paragraphs are named instead."""
WORDS_SHOWN = 12

_MARKED = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*\s*\Z")
_ENDS_A_SENTENCE = (".", "!", "?", "؟", "۔", "。", "…", ",", ";", ":", "،", "؛", "”", '"', "»")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an outline: where in the text it begins, its words, and how deep it lies."""

    offset: int
    words: str
    depth: int = 0


def outline(text: str, start: int, end: int) -> list[Entry]:
    """The headings of a stretch of text, or the first words of its paragraphs where it has none."""
    paragraphs = [(first, text[first:last]) for first, last in _paragraphs(text, start, end)]
    marked = [Entry(at, found[2], len(found[1]) - 1) for at, words in paragraphs if (found := _MARKED.match(words))]
    if len(marked) >= FEWEST_HEADINGS:
        return marked[:MOST_ENTRIES]
    headings = [
        Entry(at, words)
        for (at, words), (_, after) in itertools.pairwise(paragraphs)
        if _is_heading(words) and len(after) > len(words) and not _is_heading(after)
    ]
    if len(headings) >= FEWEST_HEADINGS:
        return headings[:MOST_ENTRIES]
    step = -(-len(paragraphs) // MOST_ENTRIES) or 1
    return [Entry(at, " ".join(words.split()[:WORDS_SHOWN])) for at, words in paragraphs[::step]]


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where lines that hold something begin and end, without the white space around them."""
    at = start
    while at < end:
        newline = text.find("\n", at, end)
        last = end if newline < 0 else newline
        first = at
        while first < last and text[first].isspace():
            first += 1
        if first < last:
            yield first, last
        at = last + 1


def _is_heading(words: str) -> bool:
    """Whether a line looks like the heading of what follows: short, and no sentence."""
    words = words.rstrip()
    return len(words) <= LONGEST_HEADING and not words.endswith(_ENDS_A_SENTENCE) and len(words.split()) <= 14
