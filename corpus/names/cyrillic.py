"""Words in Cyrillic as sounds, and without their case endings.

A name in a Russian or Ukrainian text stands in any of six cases; `base` cuts one ending off, so that what is left is
the same in most of them.
"""

from __future__ import annotations

from functools import lru_cache

_SHAPES = str.maketrans({"ё": "е", "ъ": None, "ґ": "г", "'": None})
_LISTED = """
ого его ому ему ыми ими ами ями ах ях ой ей ою ею ых их ым им ом ем ов ев ам ям ия ии ию ие ием ией иям иях
ая яя ую юю ое ее ый ий ые ова ову овой овым ове овы ина ину иной иным ине ины ич ича ичу ичем
а я о е и ы у ю ь й
"""
_ENDINGS = tuple(sorted(_LISTED.split(), key=len, reverse=True))
_STEM = 2


@lru_cache(maxsize=65536)
def units(word: str) -> tuple[str, ...]:
    """The sounds of a word."""
    return tuple(word.translate(_SHAPES))


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """A word without its case ending; itself where too little would be left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word
