"""A name as it is read: its words as sounds, and what of it is more than sound.

One name may be read in several ways, each with a cost. Everything here is made from the text alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus.names import arabic, cyrillic, latin, words
from corpus.names.letters import LONGEST, Script, script, split

FUSED = 0.3
"""What it costs to take the beginning of a word for an article."""

BARE = 0.3
"""What it costs to take a word for one without its short vowels."""

OFFICE = 1.0
"""What it costs to leave out a word like "city"."""

MOST_READINGS = 5
MOST_UNITS = 40
"""The most sounds of a name that are compared."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name.

    Attributes:
        text: As it is written, in lower case and plain letters.
        units: Its sounds.
        role: `name`, `article`, `son`, `father`, or `servant`.
        kind: Which kind of unit, group or place it means.
    """

    text: str
    units: tuple[str, ...]
    role: str = "name"
    kind: str = ""


@dataclass(frozen=True)
class Reading:
    """One way to read a name.

    Attributes:
        words: Its words in order.
        cost: How much less likely this way is than the plainest.
        script: The script it is written in.
    """

    words: tuple[Word, ...]
    cost: float
    script: Script

    @cached_property
    def units(self) -> tuple[str, ...]:
        """All sounds in order."""
        return tuple(unit for word in self.words for unit in word.units)[:MOST_UNITS]

    @cached_property
    def telling_words(self) -> tuple[int, ...]:
        """For every sound, which word it is of, from 1; 0 for articles and the like, and words like "hill"."""
        named = [word.role in ("name", "servant") for word in self.words]
        telling = [name and not word.kind for name, word in zip(named, self.words, strict=True)]
        counted = telling if any(telling) else named
        numbers = [sum(counted[: at + 1]) * is_one for at, is_one in enumerate(counted)]
        return tuple(number for number, word in zip(numbers, self.words, strict=True) for _ in word.units)[:MOST_UNITS]

    @cached_property
    def doubled(self) -> int:
        """How many consonants are written twice."""
        return sum(len(_DOUBLED.findall(word.text)) for word in self.words if word.role == "name")


@dataclass(frozen=True)
class Name:
    """A name with all its readings.

    Attributes:
        text: As it was given.
        readings: The plainest first; none where there is nothing to read.
        qualifiers: East, upper, new and the like.
        numbers: Digits and ordinals in it, in order.
        kinds: The kinds of units, groups or places that it names.
    """

    text: str
    readings: tuple[Reading, ...]
    qualifiers: frozenset[str]
    numbers: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def script(self) -> Script:
        """The script it is written in; "" if it cannot be read."""
        return self.readings[0].script if self.readings else ""


@lru_cache(maxsize=8192)
def read(text: str) -> Name:
    """Read a name; one in a script that is not read, or with fewer than two letters, has no readings."""
    parts = split(text)
    found = _plainest(parts)
    letters = sum(len(word.text) for word in found if word.role in ("name", "servant") and not word.text.isdecimal())
    which = script("".join(parts))
    numbers = tuple(number for part in parts if (number := words.number(part)))
    readings: tuple[Reading, ...] = ()
    if letters >= 2 and which in ("latin", "arabic", "cyrillic"):
        readings = tuple(_ways(found, which, _plainest(split(_before_comma(text)))))
    return Name(
        text=text,
        readings=readings,
        qualifiers=frozenset(mark for part in parts if (mark := _qualifier(part))),
        numbers=numbers,
        kinds=tuple(word.kind for word in found if word.kind),
    )


_COMMA = re.compile("[,;(\u060c]")


def _before_comma(text: str) -> str:
    """What stands before a comma or bracket, after which names say where the place lies."""
    return _COMMA.split(text[: 2 * LONGEST], maxsplit=1)[0]


def _qualifier(part: str) -> str:
    return words.qualifier(part) or words.qualifier(words.without_article(part))


def sounds(word: str) -> tuple[str, ...]:
    """The sounds of one word, by its script; a script that is not read has none."""
    which = script(word)
    if which == "latin":
        return latin.units(word)
    if which == "arabic":
        return arabic.units(word)
    return cyrillic.units(word) if which == "cyrillic" else ()


def _plainest(parts: tuple[str, ...]) -> list[Word]:
    """The words of a name, articles and family words told apart."""
    found: list[Word] = []
    plain = [arabic.plain(part) if script(part) == "arabic" else part for part in parts]
    for at, part in enumerate(plain):
        following = plain[at + 1] if at + 1 < len(plain) else ""
        found += _word(part, following.lower(), found[-1].role if found else "")
    return found


_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxyz])\1|(sh|kh|th|dh|gh|ch)\2")
_ROLES = {words.ARTICLE: "article", words.SON: "son", words.FATHER: "father"}


def _word(marked: str, following: str, before: str) -> list[Word]:
    part = marked.lower()
    function = words.function(part, following)
    if function == words.ARTICLE and before == "servant":
        return []
    if function:
        return [Word(part, (function,), _ROLES[function])]
    is_servant, rest = words.servant(part.lstrip("'"))
    if is_servant and (rest or following):
        head = [Word(part, (words.SERVANT,), "servant")]
        return head + (
            [Word(rest, sounds(marked[len(part) - len(rest) :] if part.endswith(rest) else rest))] if rest else []
        )
    if script(part) == "arabic" and len(part) > 3 and part.startswith("ال"):
        bare = part[2:]
        name = Word(bare, sounds(bare), kind=words.kind(bare))
        return [name] if before == "servant" else [Word("ال", (words.ARTICLE,), "article"), name]
    units = sounds(marked)
    return [Word(part, units, kind=words.kind(part))] if units else []


def _ways(found: list[Word], which: Script, head: list[Word]) -> list[Reading]:
    """The plainest reading, then those with an article taken off and without words that are no part of the name."""
    ways = [Reading(tuple(found), 0.0, which)]
    shorter = [way for way in (_without_offices(found), _without_qualifiers(found), tuple(head)) if way]
    shorter = [way for way in shorter if way != tuple(found) and any(word.role == "name" for word in way)]
    fused = _with_articles(found) if which == "latin" else None
    if fused:
        ways.append(Reading(fused, FUSED, which))
    ways += [Reading(way, OFFICE, which) for way in shorter]
    if which == "latin":
        bare = ((_bare(list(way)), cost) for way, cost in ((found, 0.0), *((way, OFFICE) for way in shorter[:1])))
        ways += [Reading(letters, BARE + cost, "bare") for letters, cost in bare if letters]
    said = tuple(_said(word) for word in found)
    if said != tuple(found):
        ways.append(Reading(said, FUSED, which))
    distinct = {(way.script, way.units): way for way in reversed(ways)}
    return [way for way in ways if distinct[way.script, way.units] is way][:MOST_READINGS]


def _without_offices(found: list[Word]) -> tuple[Word, ...]:
    """The words but for those like "city"."""
    bare = tuple(word for word in found if not words.is_office(word.text))
    while len(bare) < len(found) and bare and bare[0].role == "article":
        bare = bare[1:]
    return bare


def _without_qualifiers(found: list[Word]) -> tuple[Word, ...]:
    """The words but for those like "upper", which are compared by what they mean, and their articles."""
    kept: list[Word] = []
    for word in found:
        if _qualifier(word.text):
            while kept and kept[-1].role == "article":
                kept.pop()
        else:
            kept.append(word)
    return tuple(kept)


def _with_articles(found: list[Word]) -> tuple[Word, ...] | None:
    """The words with an article apart from the first word that may begin with one; None if none may."""
    for at, word in enumerate(found):
        if words.may_be_article(word.text) and at + 1 < len(found):
            return (*found[:at], Word(word.text, (words.ARTICLE,), "article"), *found[at + 1 :])
        bare = words.without_article(word.text) if word.role == "name" else ""
        if bare:
            article = Word(word.text[: len(word.text) - len(bare)], (words.ARTICLE,), "article")
            return (*found[:at], article, Word(bare, sounds(bare), kind=words.kind(bare)), *found[at + 1 :])
    return None


def _bare(found: list[Word]) -> tuple[Word, ...]:
    """The words as letters without short vowels; none if they are not such."""
    if not any(latin.may_be_bare(word.text) for word in found if word.role == "name") or any(
        set(word.text) & set("eio") for word in found
    ):
        return ()
    made: list[Word] = []
    for word in found:
        text = word.text
        if text.startswith("al") and len(text) > 4 and word.role == "name":
            made.append(Word("al", (words.ARTICLE,), "article"))
            text = text[2:]
        made.append(Word(text, latin.bare_units(text), kind=word.kind) if word.role == "name" else word)
    return tuple(made)


def _said(word: Word) -> Word:
    """A translated word for a kind of place, as it is said in Arabic; other words as they are."""
    said = words.spoken(word.kind)
    if not said or word.text in _ALREADY:
        return word
    return Word(word.text, sounds(said), kind=word.kind)


_TRANSLATED = "hill mountain mount mt mont river fleuve valley spring ruin ruins castle citadel bridge camp port island"
_ALREADY = frozenset(
    word for line in words.KINDS.strip().splitlines() for word in line.partition(":")[2].split()
) - frozenset(_TRANSLATED.split())
