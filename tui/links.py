"""Addresses that stand in a text, and the letters by which one of those in sight is chosen. Pure text and offsets."""

from __future__ import annotations

import re
from functools import cache

Span = tuple[int, int]

LETTERS = "asdfghjklweruiopcvnm"
"""The letters that label addresses, those under the fingers first."""
LONGEST_ADDRESS = 2_000


@cache
def _address() -> re.Pattern[str]:
    """What looks like an address; made when the first text needs it."""
    return re.compile(r"(?:https?://|\bwww\.)[^\s<>\"“”«»‹›{}|\\^`\u2400-\u2426\ufffd]+", re.IGNORECASE)


def links(text: str, start: int, end: int) -> list[Span]:
    """Where addresses stand in a stretch of text, without the signs that end the sentence around them."""
    found = []
    for match in _address().finditer(text, start, end):
        first, last = match.span()
        while last > first and (text[last - 1] in ".,;:!?'’)]،؛؟…*_" and not _closes(text[first:last])):
            last -= 1
        if last - first > len("www.") and last - first <= LONGEST_ADDRESS:
            found.append((first, last))
    return found


def _closes(address: str) -> bool:
    """Whether the bracket at the end of an address was opened within it."""
    pairs = {")": "(", "]": "["}
    return address[-1] in pairs and address.count(pairs[address[-1]]) >= address.count(address[-1])


def address_of(text: str) -> str:
    """The address to open: one that begins with www. is meant as https."""
    return text if re.match("https?://", text, re.IGNORECASE) else f"https://{text}"


def labels(count: int) -> list[str]:
    """So many labels, none of which begins another; of one letter each if that is enough."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return [first + second for first in LETTERS for second in LETTERS][:count]
