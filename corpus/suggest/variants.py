"""Known names in other spellings and scripts: `Rjeim` and `رجيم` in a sentence, where an archive knows `Rujaym`.

Words are held against all known names by their consonants, coarsely, which costs a look into a table; only what is
alike there is compared sound by sound. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.names.likeness import Sort, compare
from corpus.names.reasons import why

LEAST = 3
"""Names with fewer consonants are alike by chance too often."""

_CLASSES = {
    "b": "bбبپ",
    "f": "fvpфвпفڤ",
    "t": "tdтдتدطضثذ",
    "k": "kqgcxкгقكغخگ",
    "j": "jжجچ",
    "s": "szсзшщчцسشصزظ",
    "r": "rрر",
    "l": "lлل",
    "m": "mмم",
    "n": "nнن",
}
_CLASS = {letter: name for name, letters in _CLASSES.items() for letter in letters}
_ARTICLES = frozenset(
    ("al", "el", "as", "es", "ash", "esh", "at", "et", "ad", "ed", "ar", "er", "az", "ez", "an", "en")
)
_SMALL = _ARTICLES | {"the", "of", "de", "da"}
_WORDS = re.compile(r"[^\W\d_]+")
_DIGRAPHS = (("dj", "j"), ("sh", "s"), ("kh", "k"), ("gh", "k"), ("th", "t"), ("dh", "t"), ("ch", "s"), ("ph", "f"))


@dataclass(frozen=True, slots=True)
class Known:
    """A name that is known, and whose it is.

    Attributes:
        text: The name.
        record: The record that has it.
        kind: `actor` or `place`.
        sort: What the name is of, as names are compared.
    """

    text: str
    record: str
    kind: str
    sort: Sort = "any"


@dataclass(frozen=True, slots=True)
class Like:
    """Words that are a known name in another spelling, and why."""

    known: Known
    words: str
    why: str


def consonants(text: str) -> str:
    """The consonants of a name, coarsely: what sounds near each other is one, articles and vowels are none."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    found: list[str] = []
    for word in _WORDS.findall(plain):
        if word in _SMALL:
            continue
        if word.startswith("ال") and len(word) > 4:
            word = word[2:]
        for pair, one in _DIGRAPHS:
            word = word.replace(pair, one)
        sounds = [_CLASS[letter] for letter in word if letter in _CLASS]
        found += [each for at, each in enumerate(sounds) if not at or each != sounds[at - 1]]
    return "".join(found)


def _near(key: str) -> Iterator[str]:
    """A key, and what it is without any one of its sounds."""
    yield key
    if len(key) > LEAST:
        yield from (key[:at] + key[at + 1 :] for at in range(len(key)))


class NameBook:
    """Known names, to find others that are spellings of them.

    Args:
        names: All of them.
        refused: Spellings that are none of a record's: (record, spelling).
    """

    def __init__(self, names: Iterable[Known], refused: Iterable[tuple[str, str]] = ()) -> None:
        self._refused = frozenset(refused)
        self._by_key: dict[str, list[Known]] = {}
        for each in names:
            key = consonants(each.text)
            if len(key) >= LEAST:
                for near in dict.fromkeys(_near(key)):
                    self._by_key.setdefault(near, []).append(each)
        self._found: dict[str, tuple[Like, ...]] = {}

    def like(self, words: str) -> Sequence[Like]:
        """The known names that some words match, as `corpus.names` says; those that are the same to the letter too."""
        if words not in self._found:
            self._found[words] = tuple(self._look_up(words))
        return self._found[words]

    def _look_up(self, words: str) -> Iterator[Like]:
        key = consonants(words)
        if len(key) < LEAST:
            return
        near = dict.fromkeys(each for at in dict.fromkeys(_near(key)) for each in self._by_key.get(at, ()))
        for each in near:
            if (each.record, words) not in self._refused:
                found = compare(each.text, words, each.sort)
                if found.level == "match":
                    yield Like(each, words, why(each.text, words, found))


_NAME_WORD = re.compile(r"[^\W\d_](?:[\w’'‘`-]*[^\W_])?")
_PREFIXES = ("و", "ب", "ل", "ك", "ف")
LONGEST = 5
"""Of how many words a name in another spelling may be."""


def phrases(sentence: str) -> Iterator[tuple[int, int]]:
    """The words of a sentence that may be a name: beginning and ending with a capital, or in a script without any."""
    words = [match.span() for match in _NAME_WORD.finditer(sentence)]
    named = [_may_be_name(sentence[start:end]) for start, end in words]
    for i, (start, _) in enumerate(words):
        last = i
        while last + 1 < min(len(words), i + LONGEST) and sentence[words[last][1] : words[last + 1][0]].isspace():
            last += 1
        for j in range(last, i - 1, -1):
            if named[i] and named[j]:
                begin = start + _prefix(sentence[start : words[i][1]])
                yield start, words[j][1]
                if begin != start:
                    yield begin, words[j][1]


def _may_be_name(word: str) -> bool:
    if word.casefold() == "the":
        return False
    head = word[0]
    has_case = head.lower() != head.upper()
    return not has_case or head.isupper() or (("-" in word) and word.rpartition("-")[2][:1].isupper())


def _prefix(word: str) -> int:
    """How many letters before a name in Arabic are a word of their own, such as `and`."""
    return 1 if word.startswith(_PREFIXES) and len(word) > LEAST else 0
