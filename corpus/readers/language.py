"""Which language a text is in, by its script and its most common words; no model, no guess on a few words."""

from __future__ import annotations

import re
from collections import Counter

from corpus.readers.common_words import LANGUAGES_OF, LETTERS, SCRIPTS, WORDS

_SAMPLE = 2000
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_HITS = 3
_LEAST_SHARE = 0.06
_LEAD = 1.25
_ARTICLE = "ال"


def language_of(text: str) -> str:
    """The ISO 639-1 code of a text's language (`ckb` for Sorani), or `""` when it is not sure.

    Only the beginning of a long text is looked at.
    """
    words = _WORD.findall(text[:_SAMPLE].casefold())
    script = _script(words)
    if not script:
        return ""
    if script == "han":
        return "ja" if any("\u3040" <= char <= "\u30ff" for char in text[:_SAMPLE]) else "zh"
    if script not in LANGUAGES_OF:
        return script if script != "ethiopic" else ""
    return _by_words(words, script)


def script_of(char: str) -> str:
    """The script of a letter, or `""` for one that we do not know."""
    code = ord(char)
    if code < 0x80:
        return "latin" if char.isalpha() else ""
    for first, last, script in SCRIPTS:
        if code <= last:
            return script if code >= first else ""
    return ""


def _script(words: list[str]) -> str:
    """The script that most letters are in, or `""` when none has most."""
    letters: Counter[str] = Counter()
    for word in words:
        letters[script_of(word[0])] += len(word)
    if not letters:
        return ""
    if letters["ja"] and letters["ja"] + letters["han"] > 0.5 * letters.total():
        return "ja"
    script, count = letters.most_common(1)[0]
    return script if count >= 8 and count > 0.5 * letters.total() else ""


def _by_words(words: list[str], script: str) -> str:
    """The language of a script's words, by how many of them are its common words and how many bear its letters."""
    rivals = LANGUAGES_OF[script]
    hits: Counter[str] = Counter()
    for word in words:
        for language in WORDS.get(word, ()):
            hits[language] += 2 if len(word) > 1 else 1
        if script == "arabic" and word.startswith(_ARTICLE) and len(word) > 4:
            hits["ar"] += 1
    sample = "".join(words)
    for language in rivals:
        for letter in LETTERS.get(language, ""):
            hits[language] += sample.count(letter) // 2
    scores = sorted(((hits[language] / 2, language) for language in rivals), reverse=True)
    best, language = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0
    if best < _FEWEST_HITS or best < _LEAST_SHARE * len(words) or best < _LEAD * second:
        return ""
    return language
