"""The passage of a text that shows best why it was found, on one line, with what was found in it marked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.found.marks import Marks

LENGTH = 240
"""About how many characters a snippet has."""

_CHUNK = 8_000
_MOST_CHUNKS = 60
_CHUNKS_AFTER = 2
_LEAD = 60
_ELLIPSIS = "…"
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?؟。]['\"”’»)]*\s+|\n\s*")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage on one line.

    Attributes:
        text: The passage; `…` where it was cut out of more.
        spans: What to mark in it, as (start, end).
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()


def snippet(text: str, marks: Marks, length: int = LENGTH) -> Snippet:
    """The best passage of a text: the one with most of the words that were looked for; else how it begins.

    A long text is looked at until a passage shows all of them, and not much further than where the first is.
    """
    best: list[tuple[int, int, int]] = []
    offset, after = 0, 0
    for chunk in _chunks(text):
        found = [(start + offset, end + offset, term) for start, end, term in marks.found(chunk)]
        best = max(best, _best(sorted(found), length), key=_worth)
        after += bool(best)
        if after > _CHUNKS_AFTER or len({term for _, _, term in best}) == marks.terms():
            break
        offset += len(chunk)
    start, end = _passage(text, best, length)
    return _on_one_line(text, start, end, marks)


def _chunks(text: str) -> list[str]:
    """The text in pieces that end between words."""
    if len(text) <= _CHUNK:
        return [text]
    pieces: list[str] = []
    start = 0
    while start < len(text) and len(pieces) < _MOST_CHUNKS:
        cut = text.find(" ", start + _CHUNK)
        end = cut if 0 <= cut < start + 2 * _CHUNK else min(len(text), start + _CHUNK)
        pieces.append(text[start:end])
        start = end
    return pieces


def _worth(found: list[tuple[int, int, int]]) -> tuple[int, int]:
    return len({term for _, _, term in found}), len(found)


def _best(found: list[tuple[int, int, int]], length: int) -> list[tuple[int, int, int]]:
    """The run of matches within a passage's length that shows most different words; the first of equals."""
    best, most = (0, 0), (0, 0)
    here: Counter[int] = Counter()
    first = 0
    for last, (start, _, term) in enumerate(found):
        here[term] += 1
        while start - found[first][0] > length - _LEAD:
            gone = found[first][2]
            here[gone] -= 1
            if not here[gone]:
                del here[gone]
            first += 1
        if (worth := (len(here), last + 1 - first)) > most:
            best, most = (first, last + 1), worth
    return found[best[0] : best[1]]


def _passage(text: str, found: list[tuple[int, int, int]], length: int) -> tuple[int, int]:
    """Where the passage around these matches begins and ends: at a sentence if one begins near, else at a word."""
    if not found:
        return 0, _word_end(text, length)
    first, last = found[0][0], max(end for _, end, _ in found)
    lead = max(_LEAD, (length - (last - first)) // 2)
    low = max(0, first - lead)
    begins = [match.end() for match in _SENTENCE_END.finditer(text, low, first)]
    start = 0 if low == 0 else begins[0] if begins else _word_start(text, low, first)
    return start, max(_word_end(text, start + length), last)


def _word_start(text: str, low: int, high: int) -> int:
    space = _SPACES.search(text, low, high)
    return space.end() if space else low


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = max(text.rfind(" ", max(0, at - 40), at), text.rfind("\n", max(0, at - 40), at))
    return space if space > 0 else at


def _on_one_line(text: str, start: int, end: int, marks: Marks) -> Snippet:
    """The passage with white space folded, and its matches where they then are."""
    # A little more than the passage is looked at, so that what is cut by its ends counts as outside.
    around = text[max(0, start - 1) : end + 1]
    shift = max(0, start - 1)
    spans = [(a + shift, b + shift) for a, b in marks.spans(around) if a + shift >= start and b + shift <= end]
    line = _ELLIPSIS if text[:start].strip() else ""
    marked = []
    at = start
    for a, b in spans:
        line = _append(line, text[at:a])
        begin = len(line)
        line = _append(line, text[a:b])
        marked.append((begin, len(line)))
        at = b
    line = _append(line, text[at:end]).rstrip()
    return Snippet(line + (_ELLIPSIS if text[end:].strip() else ""), tuple(marked))


def _append(line: str, part: str) -> str:
    part = _SPACES.sub(" ", part)
    if not line or line[-1] == " ":
        part = part.lstrip(" ")
    return line + part
