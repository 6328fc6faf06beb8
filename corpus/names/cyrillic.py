"""Words in Cyrillic as sounds, and without their case endings.

A name in a Russian or Ukrainian text stands in any of six cases; `stems` says what may be left without the
ending. Two words that may leave the same are taken for one.
"""

from __future__ import annotations

from functools import lru_cache

_SHAPES = str.maketrans(
    {"ё": "е", "ъ": None, "ґ": "г", "'": None, "џ": "дж", "ј": "й", "љ": "ль", "њ": "нь", "ћ": "ч", "ђ": "дж", "ә": "а"}
)
_LISTED = """
ого его ому ему ыми ими ами ями ах ях ой ей ою ею ых их ым им ом ем ов ев ам ям ия ии ию ие ием ией иям иях
ая яя ую юю ое ее ый ий ые а я о е и ы у ю ь й
"""
_ENDINGS = tuple(sorted(_LISTED.split(), key=len, reverse=True))
_STEM = 3


@lru_cache(maxsize=65536)
def units(word: str) -> tuple[str, ...]:
    """The sounds of a word."""
    return tuple(word.translate(_SHAPES))


@lru_cache(maxsize=65536)
def stems(word: str) -> frozenset[str]:
    """What a word may be without its case ending: itself, and without each ending that leaves enough of it."""
    cut = {word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) >= _STEM}
    return frozenset({word, *cut})
