"""Latin words as sounds: letters that are one sound together become one unit, in whatever language they were written.

Units are short strings; the same sound spelled `sh`, `sch` or with a caron is `sh`, `ou` stays apart from `u`, and an
ending that is written -a, -e, -ah or -eh is `@`. Letters that scholars mark are capitals: a long vowel, a heavy
consonant. What meets what is for `scores` to say.

Catalogues hold names written letter for letter after the Arabic, without short vowels: `alrwdt`. Such a word may be
bare, and is then read as Arabic is.
"""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = "aeiouAIU"

_CUTS = (
    "tsch:ch tch:ch dsch:j dzh:j sch:sh kh:kh gh:gh sh:sh ch:ch th:th dh:dh zh:zh ph:f ck:k ts:ts tz:ts dj:j dz:j "
    "oo:u uu:u ee:i ii:i aa:a"
)
_UNITS = {letters: unit for letters, _, unit in (cut.partition(":") for cut in _CUTS.split())}
_LONGEST_CUT = max(map(len, _UNITS))
_END = re.compile("(?<=.)(?<![aeouAIU])[ae]h?$")
_DIPHTHONG = {"ay": "ai", "ai": "ai", "ei": "ai", "ey": "ai", "aj": "ai", "ej": "ai"} | {
    "aw": "au",
    "au": "au",
    "ow": "au",
    "ao": "au",
}


@lru_cache(maxsize=65536)
def units(word: str) -> tuple[str, ...]:
    """The sounds of a word of plain Latin letters."""
    return tuple(unit for unit, _ in _sounds(word))


@lru_cache(maxsize=4096)
def spelled(word: str) -> tuple[str, ...]:
    """The letters that each sound of a word is written with; none for one that is only heard."""
    return tuple(letters for _, letters in _sounds(word))


def _sounds(word: str) -> list[tuple[str, str]]:
    """The sounds of a word, each with its letters; a doubled letter is one sound."""
    ending = _END.search(word) if len(word) > 2 else None
    stem = word[: ending.start()] if ending else word
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(stem):
        size, made = _next(stem, word, at)
        for place, unit in enumerate(made):
            letters = stem[at : at + size] if place == 0 else ""
            if found and found[-1][0] == unit:
                found[-1] = (unit, found[-1][1] + letters)
            else:
                found.append((unit, letters))
        at += size
    if ending:
        if found and found[-1][0] == "i":
            found.append(("y", ""))
        found.append(("@", ending.group()))
    return found


def _next(stem: str, word: str, at: int) -> tuple[int, tuple[str, ...]]:
    """How many letters make the next units, and these."""
    two = stem[at : at + 2]
    vowel_after_two = word[at + 2 : at + 3] in tuple(VOWELS)
    if two in _DIPHTHONG and not vowel_after_two:
        return 2, (_DIPHTHONG[two],)
    if two == "ou":
        return 2, ("w",) if vowel_after_two else ("ou",)
    for size in range(_LONGEST_CUT, 1, -1):
        if (letters := stem[at : at + size]) in _UNITS and len(letters) == size:
            return size, (_UNITS[letters],)
    letter = stem[at]
    vowel_after = word[at + 1 : at + 2] in tuple(VOWELS)
    if letter == "y":
        return 1, ("y" if vowel_after else "i",)
    if letter == "i" and vowel_after and at:
        return 1, ("i", "y")
    if letter == "u" and vowel_after and at:
        return 1, ("u", "w")
    return 1, (_UNITS.get(letter, letter),)


_BARE = re.compile("[^aeiouAIU]{3}|^[^aeiouAIU']{2}|^[^aeiouAIU]+$")
_BARE_UNIT = re.compile("th|kh|sh|dh|gh|.")


def may_be_bare(word: str) -> bool:
    """Whether a word may have been written without its short vowels."""
    short = re.sub("th|kh|sh|dh|gh", "x", word.removeprefix("al"))
    return not re.search("[eioAIU]", word) and word.isascii() and bool(_BARE.search(short))


@lru_cache(maxsize=65536)
def bare_units(word: str) -> tuple[str, ...]:
    """The sounds of a word without short vowels; its last letter is told apart if it may be an ending."""
    found = _BARE_UNIT.findall(word)
    return (*found[:-1], f"{found[-1]}@") if len(found) > 1 and found[-1] in ("t", "h", "a") else tuple(found)
