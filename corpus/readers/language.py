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
        letters["latin" if word.isascii() else script_of(word[0])] += len(word)
    if not letters:
        return ""
    if letters["ja"] and letters["ja"] + letters["han"] > 0.5 * letters.total():
        return "ja"
    script, count = letters.most_common(1)[0]
    return script if count >= 8 and count > 0.5 * letters.total() else ""


def _by_words(words: list[str], script: str) -> str:
    """The language of a script's words, by how many of them are its common words and how many bear its letters."""
    rivals = LANGUAGES_OF[script]
    hits: dict[str, float] = dict.fromkeys(rivals, 0.0)
    told: set[str] = set()
    for word in words:
        weight = 1.0 if len(word) > 1 else 0.5
        for language in WORDS.get(word, ()):
            if language not in hits:
                continue
            hits[language] += weight
            if weight == 1:
                told.add(language)
        if script == "arabic" and word.startswith(_ARTICLE) and len(word) > 4:
            hits["ar"] += 0.5
    sample = "".join(words)
    for language in rivals:
        letters = sum(map(sample.count, LETTERS.get(language, "")))
        if letters:
            hits[language] += letters / 2
            told.add(language)
    scores = sorted(((hits[language], language) for language in rivals), reverse=True)
    best, language = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0
    if language not in told or best < max(_FEWEST_HITS, _LEAST_SHARE * len(words), _LEAD * second):
        return ""
    return language
