"""Words in Arabic script as sounds: letters without vowel signs, their many shapes made one.

Persian, Kurdish and Urdu letters count as the Arabic ones that they are written with elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("أإآٱٵ", "ا"),
        **dict.fromkeys("یىېێےۍئ", "ي"),
        **dict.fromkeys("ؤۆۇۈۋ", "و"),
        **dict.fromkeys("کڪګ", "ك"),
        **dict.fromkeys("ہھۀ", "ه"),
        **dict.fromkeys("ڕڒ", "ر"),
        **dict.fromkeys("ڵ", "ل"),
        **dict.fromkeys("ټ", "ت"),
        **dict.fromkeys("ډ", "د"),
        **dict.fromkeys("ڤڨ", "ف"),
        **dict.fromkeys("ݣگ", "گ"),
        **dict.fromkeys("ںڼ", "ن"),
        "ء": None,
        "\u200c": None,
    }
)
# Kurdish writes short vowels out; elsewhere nobody does.
_KURDISH_A = re.compile("ە(?=.)")
_KURDISH_U = re.compile("وو+")
_END = re.compile("(?<=.)[ةها]$")


def plain(word: str) -> str:
    """A word without vowel signs, its letters in one shape each."""
    plain = _SIGNS.sub("", word)
    if "ە" in plain:
        plain = _KURDISH_A.sub("", plain).replace("ە", "ه")
    return _KURDISH_U.sub("و", plain).translate(_SHAPES)


@lru_cache(maxsize=65536)
def units(word: str) -> tuple[str, ...]:
    """The sounds of a plain word."""
    if _END.search(word):
        return (*word[:-1].replace("ة", "ه"), "ا@")
    return tuple(word.replace("ة", "ه"))
