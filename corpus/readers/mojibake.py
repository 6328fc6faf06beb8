"""Text that was decoded wrongly before it was saved ("Ù…Ø±Ø­Ø¨Ø§" for مرحبا), mended where that is beyond doubt.

A line is mended when all of it turns back into valid UTF-8, which text that was meant as it stands does not do by
chance. What stood there is told beside the text; the file keeps it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

_PAGES = ("windows-1252", "windows-1251", "windows-1256", "iso-8859-1")
_HIGH = {page: "".join(bytes((b,)).decode(page, "ignore") for b in range(0x80, 0xC0)) for page in _PAGES}
_FIRST = {page: "".join(bytes((b,)).decode(page, "ignore") for b in range(0xC2, 0xF5)) for page in _PAGES}
_PAIRS = {page: re.compile(f"[{re.escape(_FIRST[page])}][{re.escape(_HIGH[page])}\x80-\x9f]") for page in _PAGES}
_ANY_PAIR = re.compile("|".join(pattern.pattern for pattern in _PAIRS.values()))
_FEWEST = 4
"""How many letters must turn back before a text counts as decoded wrongly."""

_ASCII = bytes(range(0x80))
_TOLD = 60


@dataclass(frozen=True, slots=True)
class Mended:
    """A text, and how it read where it was mended first, `""` if it was not."""

    text: str
    was: str = ""


def mend(text: str) -> Mended:
    """The text with its lines decoded as they were meant; itself when nothing is beyond doubt."""
    if text.isascii() or not _has_pairs(_beyond_ascii(text), _ANY_PAIR):
        return Mended(text)
    for page in _PAGES:
        if not _has_pairs(text, _PAIRS[page]):
            continue
        lines = text.split("\n")
        turned = [_turned(line, page) for line in lines]
        changed = [(old, new) for old, new in zip(lines, turned, strict=True) if old != new]
        odd = sum(bool(_PAIRS[page].search(line)) for line in lines)
        if changed and len(changed) * 2 > odd and sum(_high(new) for _, new in changed) >= _FEWEST:
            return Mended("\n".join(turned), _around(changed[0][0], _PAIRS[page]))
    return Mended(text)


def _beyond_ascii(text: str) -> str:
    """The characters of a text beyond ASCII, side by side: few in most pages, and soon looked through."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _has_pairs(text: str, pairs: re.Pattern[str]) -> bool:
    """Whether a text has enough letters that look like two bytes of UTF-8 each."""
    return sum(1 for _ in islice(pairs.finditer(text), _FEWEST)) == _FEWEST


def _around(line: str, pairs: re.Pattern[str]) -> str:
    """The beginning of what was decoded wrongly in a line, with a little before it."""
    found = pairs.search(line)
    start = max(found.start() - _TOLD // 3, 0) if found else 0
    return line[start : start + _TOLD].strip()


def _turned(line: str, page: str) -> str:
    """A line as UTF-8 made of its bytes in a code page, or itself if it is none."""
    if not _PAIRS[page].search(line):
        return line
    try:
        return b"".join(_byte(char, page) for char in line).decode("utf-8")
    except UnicodeError:
        return line


def _byte(char: str, page: str) -> bytes:
    """The byte that a character was; those that a page leaves out were passed through by most programs."""
    try:
        return char.encode(page)
    except UnicodeEncodeError:
        if char <= "\x9f":
            return char.encode("iso-8859-1")
        raise


def _high(text: str) -> int:
    return sum(char > "\x7f" for char in text)
