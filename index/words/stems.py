"""Which words are forms of one word: stems by script.

The index keeps words as they stand; their stems only lead from a word that is asked for to its forms. A word may
have several stems where its beginning can be read in two ways, as with the Arabic letters that stand for "and",
"with" or "to" and are written together with the next word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

VERSION = 1
"""Changes whenever words would get other stems."""

_ARABIC = re.compile("[\u0621-\u064a]+")
_BY_SCRIPT = (
    (re.compile("[a-zß-ʯ]+"), "english"),
    (re.compile("[а-яёђ-ӿ]+"), "russian"),
    (re.compile("[α-ω]+"), "greek"),
    (re.compile("[ա-և]+"), "armenian"),
)

# With the article, sure; a single letter may as well be the word's own.
_ARABIC_ARTICLES = ("وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_ARABIC_LETTERS = ("وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ك", "ل")
_ARABIC_ENDINGS = ("ها", "هم", "هن", "كم", "نا", "ات", "ان", "ون", "ين", "يه", "ه", "ي")
_SHORTEST_ARABIC = 3


def stems(word: str) -> tuple[str, ...]:
    """All stems that a word of the index may have; the surest first. A word without forms is its own stem."""
    if word.isascii() and not word.isalpha():
        return (word,)
    if _ARABIC.fullmatch(word):
        return _arabic(word)
    for letters, language in _BY_SCRIPT:
        if letters.fullmatch(word):
            return (_stemmer(language)(word),)
    return (word,)


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Callable[[str], str]:
    from Stemmer import Stemmer  # only when words are indexed or looked for

    stem: Callable[[str], str] = Stemmer(language, 0).stemWord
    return stem


def _arabic(word: str) -> tuple[str, ...]:
    """The stems of a folded Arabic word: without article and endings, and once more without a letter before it."""
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_ARABIC:
            return (_without_ending(word[len(article) :]),)
    found = [_without_ending(word)]
    for letter in _ARABIC_LETTERS:
        rest = word[len(letter) :]
        if word.startswith(letter) and len(rest) > _SHORTEST_ARABIC - (letter == "و"):
            inner = next((a for a in _ARABIC_ARTICLES if rest.startswith(a)), "")
            found.append(_without_ending(rest[len(inner) :] if len(rest) - len(inner) >= _SHORTEST_ARABIC else rest))
            break
    return tuple(dict.fromkeys(found))


def _without_ending(word: str) -> str:
    for ending in _ARABIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ARABIC:
            return word[: -len(ending)]
    return word
