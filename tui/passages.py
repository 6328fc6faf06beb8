"""Words, sentences and paragraphs of a text, as offsets: what a reader selects with one key.

Pure. A sentence ends with its sign and what closes after it; an initial, a number or a known short form ends none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal

Unit = Literal["word", "sentence", "paragraph"]
Span = tuple[int, int]

_END = r"[.!?؟۔。！？…]+[\"”’»)\]']*(?=\s|$)|[。！？]+"
_SHORT = (
    r"(?:^|[\s(\"“])(?:\w|[A-Z]\w{0,2}(?:\.\w)+|Mr|Mrs|Ms|Dr|Gen|Col|Maj|Capt|Lt|Sgt|Brig|St|No|vs|etc|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)$"
)
LOOKED_BACK = 12
"""So many characters before a full stop tell a short form."""
LONGEST_WORD = 500
"""What has no space within so many characters is cut there."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, made when the first text needs it."""
    return re.compile(pattern)


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a stretch of text, without the white space between them."""
    at = start
    for match in _compiled(_END).finditer(text, start, end):
        if match.group()[0] == "." and len(match.group()) == 1 and _goes_on(text, match, end):
            continue
        span = _trimmed(text, at, match.end())
        if span[0] < span[1]:
            yield span
        at = match.end()
    span = _trimmed(text, at, end)
    if span[0] < span[1]:
        yield span


def _goes_on(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a full stop ends no sentence."""
    following = text[match.end() : min(end, match.end() + 3)].lstrip()[:1]
    before = text[max(0, match.start() - LOOKED_BACK) : match.start()]
    return following.islower() or (bool(_compiled(_SHORT).search(before)) and bool(following))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def unit_at(text: str, offset: int, unit: Unit, within: Span) -> Span:
    """The word, sentence or paragraph that holds a place, or the next one; empty if there is none."""
    start, end = within
    at = min(max(offset, start), end)
    while at < end and text[at].isspace():
        at += 1
    if unit == "word":
        return _word_at(text, at, within)
    first = text.rfind("\n", start, at) + 1 or start
    newline = text.find("\n", at, end)
    last = end if newline < 0 else newline
    if unit == "paragraph":
        return _trimmed(text, first, last)
    return next((span for span in sentences(text, first, last) if at < span[1]), (at, at))


def _word_at(text: str, at: int, within: Span) -> Span:
    """The word that holds a place or follows it, without the signs around it; a lone sign is a word."""
    start, end = within
    while at < end:
        first = last = at
        while first > max(start, at - LONGEST_WORD) and not text[first - 1].isspace():
            first -= 1
        while last < min(end, at + LONGEST_WORD) and not text[last].isspace():
            last += 1
        left, right = first, last
        while left < right and unicodedata.category(text[left])[0] == "P":
            left += 1
        while right > left and unicodedata.category(text[right - 1])[0] == "P":
            right -= 1
        if left >= right:
            return first, last
        if at < right:
            return left, right
        at = last
        while at < end and text[at].isspace():
            at += 1
    return at, at


def after(text: str, span: Span, unit: Unit, within: Span) -> Span:
    """The next unit, or the same if it is the last."""
    found = unit_at(text, span[1], unit, within)
    return found if found[0] < found[1] and found[0] >= span[1] else span


def before(text: str, span: Span, unit: Unit, within: Span) -> Span:
    """The unit before, or the same if it is the first."""
    at = span[0] - 1
    while at >= within[0] and text[at].isspace():
        at -= 1
    return unit_at(text, at, unit, within) if at >= within[0] else span
