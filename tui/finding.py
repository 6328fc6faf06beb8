"""Finding within one text: what a reader looks for letter by letter, whatever its case, accents and line ends.

Pure. The search box asks the index, which knows words; this knows only the text in front of it.
"""

from __future__ import annotations

import re
import unicodedata

MOST_FOUND = 10_000
"""How many places are found at most."""

_COMBINING = "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]*"
"""Accents, points and stretchers that may stand after any letter."""
_ALIKE = {"ى": "ي", "ة": "ه", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "’": "'", "‘": "'", "“": '"', "”": '"'}
"""Signs that are read as others, besides those that Unicode says so of."""


class _Folding(dict[int, int]):
    """A table for `str.translate` that gives one character for each, so that no offset moves."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        folded = unicodedata.normalize("NFKD", char)[:1].lower()[:1] or char
        found = self[code] = ord(_ALIKE.get(folded, folded))
        return found


_FOLDING = _Folding()


def find_all(text: str, wanted: str) -> list[tuple[int, int]]:
    """Every place where a text has these letters, as (start, end), in order; case and accents do not matter.

    White space in what is wanted fits any white space, so that a line end parts no name.
    """
    signs = re.sub(_COMBINING[:-1] + "+", "", unicodedata.normalize("NFC", wanted)).translate(_FOLDING)
    words = [_COMBINING.join(re.escape(char) for char in word) + _COMBINING for word in signs.split()]
    if not words:
        return []
    found = []
    for match in re.finditer(r"\s+".join(words), text.translate(_FOLDING)):
        found.append(match.span())
        if len(found) == MOST_FOUND:
            break
    return found
