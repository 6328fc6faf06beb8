"""The letters of a name in plain form: which script a word is in, and Latin letters without what only scholars write.

Nothing here knows what a letter sounds like; `latin`, `arabic` and `cyrillic` cut words into sounds.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 120
"""A name is read up to this many characters; nothing longer is one."""

Script = str
"""`latin`, `arabic`, `cyrillic`, `digits`, or `other`."""

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SIGNS = "'\u2018\u2019\u201b`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u055a\ua78b\ua78c\uff07"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u05be\ufe63\uff0d_/"
_PARTS = re.compile(r"\d+|\D+")
_ENDS = "st nd rd th er e eme й я е го ой ый ая"
_ORDINAL_ENDS = frozenset(_ENDS.split())
_BREAKS = re.compile(r"[^\w'#]+")

# What scholars write with a mark and others with letters; capitals, which no folded text has, are marked letters.
_MARKED = {
    **dict.fromkeys(("s\u0327", "s\u0326", "s\u0323"), "S"),
    **dict.fromkeys(("h\u0327", "h\u0323"), "H"),
    **dict.fromkeys(("t\u0327", "t\u0326", "t\u0323"), "T"),
    **dict.fromkeys(("d\u0327", "d\u0323"), "D"),
    **dict.fromkeys(("z\u0327", "z\u0323"), "Z"),
    **dict.fromkeys(("a\u0304", "a\u0302"), "A"),
    **dict.fromkeys(("i\u0304", "i\u0302"), "I"),
    **dict.fromkeys(("u\u0304", "u\u0302"), "U"),
    **dict.fromkeys(("c\u0327", "c\u030c"), "ch"),
    **dict.fromkeys(("g\u0306", "g\u0307", "g\u0304"), "gh"),
    **dict.fromkeys(("h\u032e", "k\u0331"), "kh"),
    "s\u030c": "sh",
    "t\u0331": "th",
    "d\u0331": "dh",
    "z\u030c": "zh",
}
_PLAIN = {
    "\u0131": "i",
    "\u00f8": "o",
    "\u0142": "l",
    "\u0111": "d",
    "\u0127": "H",
    "\u00fe": "th",
    "\u00f0": "dh",
    "\u00e6": "ae",
    "\u0153": "oe",
    "\u018f": "a",
    "\u0259": "a",
    "\u025b": "e",
    "\u0294": "'",
    "\u0295": "'",
}
_MARKS = re.compile("(?<=[a-zA-Z'])[\u0300-\u036f]+")
_WITH_MARK = re.compile("[aiuscghktdz][\u0302\u0304\u0306\u0307\u030c\u0323\u0326\u0327\u032e\u0331]")

_RANGES = (
    (0x0041, 0x024F, "latin"),
    (0x0250, 0x02FF, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x0370, 0x03FF, "other"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
)


@lru_cache(maxsize=4096)
def script_of(char: str) -> Script:
    """The script of one character."""
    if char.isdecimal():
        return "digits"
    if not char.isalpha():
        return ""
    code = ord(char)
    return next((name for low, high, name in _RANGES if low <= code <= high), "other")


@lru_cache(maxsize=65536)
def script(text: str) -> Script:
    """The script that most letters of a text are in; "" for none."""
    if text.isascii() and text.isalpha():
        return "latin"
    counts: dict[str, int] = {}
    for char in text:
        if found := script_of(char):
            counts[found] = counts.get(found, 0) + (found != "digits")
    return max(counts, key=lambda name: counts[name]) if counts else ""


def visible(text: str) -> str:
    """A name without marks that nobody sees and without what stands around it, cut to `LONGEST`."""
    return " ".join(_INVISIBLE.sub("", text[: LONGEST * 8]).split())[:LONGEST].strip()


@lru_cache(maxsize=65536)
def split(text: str) -> tuple[str, ...]:
    """The words of a name in lower case: Latin in plain letters with `'` for ayn and hamza, others composed.

    A capital is a letter that carried a mark. A number is a word of its own where it stands beside letters.
    """
    plain = unicodedata.normalize("NFKC", visible(text)).casefold()
    for sign in _SIGNS:
        plain = plain.replace(sign, "'")
    for sign in _HYPHENS:
        plain = plain.replace(sign, " ")
    words = []
    for run in _BREAKS.split(_unmarked(plain)):
        words += [word for word in _PARTS.findall(run) if word.strip("'#_")]
    return tuple(
        word for at, word in enumerate(words) if not (at and word in _ORDINAL_ENDS and words[at - 1].isdecimal())
    )


def _unmarked(text: str) -> str:
    """Latin letters in plain form; letters of other scripts composed."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    apart = _WITH_MARK.sub(lambda found: _MARKED.get(found.group(), found.group()), apart)
    apart = "".join(_PLAIN.get(char, char) for char in apart)
    # A breve makes another letter of a Cyrillic one, and a madda or hamza of an Arabic one: those are put back.
    return unicodedata.normalize("NFC", _MARKS.sub("", apart))


def folded(text: str) -> str:
    """A name without case, marks, signs, hyphens and invisible characters: what makes two spellings trivially one."""
    return " ".join(word.replace("'", "").lower() for word in split(text)).strip()
