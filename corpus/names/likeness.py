"""How like two names are, by what they are names of, and why: `match`, `suggest`, `contains`, or nothing.

`match` is meant to be wrong almost never and is used unasked; `suggest` is shown as a guess; `contains` says that one
name is a longer form of the other. Digits and ordinals that differ never match, and where one name says east and the
other west, or only one says new, the two are at most suggested.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus.names import cyrillic, words
from corpus.names.align import SURE, align, features, weighed, words_alike
from corpus.names.letters import folded
from corpus.names.reading import Name, Reading, Word, read
from corpus.names.tables import Table, tables

Sort = Literal["place", "person", "group", "any"]
"""What a name is of; `any` where that is not known."""

Level = Literal["match", "suggest", "contains", ""]

MATCH = SURE
SUGGEST = 0.3
"""The least score of a match, and of a suggestion: one number each for all scripts and countries."""

QUALIFIED = 2.0
"""How much less is thought of two names whose qualifiers differ."""

LOOKED_AT = 0.3
"""Names less alike than this are not looked at closely."""

_WORD_MATCH = 0.4
_WORD_SUGGEST = 0.3
_FIRST = 0.3
_WHOLE_WORD = 0.7
_SAME = 12.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two names are.

    Attributes:
        level: What may be made of it.
        score: Greater is liker; of use for ordering only.
        pair: The two readings that are likest; None where they were not compared sound by sound.
    """

    level: Level
    score: float
    pair: tuple[Reading, Reading] | None = None


NONE = Likeness("", -99.0)


def table_for(a: Reading, b: Reading) -> tuple[Table, Reading, Reading] | None:
    """The table of two readings, and the readings in its order."""
    if a.script > b.script:
        a, b = b, a
    found = tables().get((a.script, b.script))
    return (found, a, b) if found else None


def compare(one: str, other: str, sort: Sort = "any") -> Likeness:
    """How like two names are.

    Args:
        one: A name, in any spelling and script that is read.
        other: Another.
        sort: What both are names of.
    """
    return compare_read(read(one), read(other), sort)


def compare_read(one: Name, other: Name, sort: Sort = "any") -> Likeness:
    """How like two names are that were read; as `compare`."""
    if folded(one.text) and folded(one.text) == folded(other.text):
        return Likeness("match", _SAME)
    if not one.readings or not other.readings or one.numbers != other.numbers:
        return NONE
    if same_but_endings(one.text, other.text):
        return Likeness("match", _SAME - 1)
    if sort == "group" or (sort == "any" and words.GROUPS & {*one.kinds, *other.kinds}):
        return _groups(one, other)
    found = _persons(one, other) if sort == "person" else _whole(one, other)
    if sort == "any" and found.level == "match" and not _first_words_meet(found):
        found = Likeness("suggest", found.score, found.pair)
    found = _with_qualifiers(one, other, found)
    return found if found.level or not _contains(one, other) else Likeness("contains", found.score, found.pair)


def _with_qualifiers(one: Name, other: Name, found: Likeness) -> Likeness:
    if one.qualifiers == other.qualifiers or not found.level:
        return found
    score = min(found.score, MATCH) - QUALIFIED
    return Likeness("suggest" if score >= SUGGEST else "", score, found.pair)


def _level(score: float) -> Level:
    return "match" if score >= MATCH else "suggest" if score >= SUGGEST else ""


def _whole(one: Name, other: Name) -> Likeness:
    """The likeness of whole names: the best over the ways to read them."""
    best = NONE
    for a in one.readings:
        for b in other.readings:
            if (ordered := table_for(a, b)) is None:
                continue
            table, x, y = ordered
            found = align(x.units, y.units, table)
            if found.alike >= LOOKED_AT:
                score = weighed(features(x, y, found, table), table)
                if score > best.score:
                    best = Likeness(_level(score), score, (a, b))
    return best


# Persons: a family shares all words but the first


def _persons(one: Name, other: Name) -> Likeness:
    whole = _whole(one, other)
    if not whole.pair:
        return whole
    a, b = name_words(one.readings[0]), name_words(other.readings[0])
    score = _in_order(a, b, one.readings[0].script, other.readings[0].script)
    first = _word_likeness(a[0], b[0], one.readings[0].script, other.readings[0].script) if a and b else 0.0
    if score >= _WORD_MATCH or (whole.score >= MATCH and first >= _FIRST):
        return Likeness("match", max(whole.score, MATCH), whole.pair)
    if score >= _WORD_SUGGEST or (whole.score >= SUGGEST and first >= _FIRST / 2):
        return Likeness("suggest", min(max(whole.score, SUGGEST), MATCH - 0.01), whole.pair)
    return Likeness("", whole.score, whole.pair)


def name_words(reading: Reading) -> list[tuple[str, ...]]:
    """The sounds of a name's words, as persons are compared: without articles, "father of" joined to what follows."""
    found: list[tuple[str, ...]] = []
    joined: tuple[str, ...] = ()
    for word in reading.words:
        if word.role in ("article", "son"):
            continue
        if word.role in ("father", "servant"):
            joined += word.units
            continue
        found.append((*joined, *word.units))
        joined = ()
    if joined:
        found.append(joined)
    return [units for units in found if units][:8]


def _word_likeness(a: tuple[str, ...], b: tuple[str, ...], one: str, other: str) -> float:
    if one > other:
        a, b, one, other = b, a, other, one
    table = tables().get((one, other))
    return words_alike(a, b, table) if table else -1.0


def _in_order(a: list[tuple[str, ...]], b: list[tuple[str, ...]], one: str, other: str) -> float:
    """How like names are word by word, in order; what has no counterpart costs, less in the longer name."""
    if len(a) > len(b):
        a, b, one, other = b, a, other, one
    if not a or len(a) == 1 < len(b):
        return 0.0
    none = (0.0, 9.0, 0)
    rows: list[list[tuple[float, float, int]]] = [[none] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, u in enumerate(a, 1):
        for j, v in enumerate(b, 1):
            alike = _word_likeness(u, v, one, other)
            total, weakest, met = rows[i - 1][j - 1]
            taken = (total + alike, min(weakest, alike), met + 1)
            rows[i][j] = max(taken, rows[i - 1][j], rows[i][j - 1], key=lambda row: row[0] - 0.2 * (i - row[2]))
    total, weakest, met = rows[-1][-1]
    if not met:
        return -1.0
    return min(weakest + 0.1, total / met) - 0.5 * (len(a) - met) - 0.12 * (len(b) - met)


def _first_words_meet(found: Likeness) -> bool:
    """Whether names of as many words each begin alike: names of one family do not."""
    if not found.pair:
        return True
    a, b = (name_words(reading) for reading in found.pair)
    if len(a) != len(b) or len(a) < 2:
        return True
    return _word_likeness(a[0], b[0], found.pair[0].script, found.pair[1].script) >= _FIRST


# Groups: the word for what sort of unit it is must be the same, and so must the rest


def _groups(one: Name, other: Name) -> Likeness:
    mine, theirs = ({kind for kind in name.kinds if kind in words.GROUPS} for name in (one, other))
    rest = [without_kinds(name) for name in (one, other)]
    if one.numbers and mine == theirs and mine and not any(name_words(name.readings[0]) for name in rest):
        return Likeness("match", MATCH)  # such as "17th Division"
    found = _whole(*rest)
    if not found.level and not _contains(one, other):
        return found
    if not mine or not theirs:
        return (
            Likeness("contains", found.score, found.pair) if found.level == "match" or _contains(one, other) else NONE
        )
    if mine != theirs:
        return Likeness("", found.score - QUALIFIED, found.pair)
    return _with_qualifiers(one, other, found) if found.level else Likeness("contains", found.score, found.pair)


@lru_cache(maxsize=4096)
def without_kinds(name: Name) -> Name:
    """A name without its words for sorts of units, and without the article that such a word leaves behind."""
    readings = tuple(Reading(_bare(reading), reading.cost, reading.script) for reading in name.readings)
    return Name(name.text, readings, name.qualifiers, name.numbers, name.kinds)


def _bare(reading: Reading) -> tuple[Word, ...]:
    kept = [word for word in reading.words if word.kind not in words.GROUPS and word.text not in ("of", "the")]
    while kept and kept[0].role == "article":
        kept = kept[1:]
    while kept and kept[-1].role == "article":
        kept = kept[:-1]
    return tuple(kept)


# Longer and shorter forms


def _contains(one: Name, other: Name) -> bool:
    """Whether every word of the shorter name has its like in the longer, in order."""
    a, b = one.readings[0], other.readings[0]
    short, long = name_words(a), name_words(b)
    if len(short) > len(long):
        a, b, short, long = b, a, long, short
    if len(short) == len(long) or not short or sum(map(len, short)) < 3:
        return False
    at = 0
    for units in short:
        while at < len(long) and _word_likeness(units, long[at], a.script, b.script) < _WHOLE_WORD:
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def same_but_endings(one: str, other: str) -> bool:
    """Whether two Cyrillic names are the same but for case endings."""
    a, b = _cyrillic_words(one), _cyrillic_words(other)
    alike = (cyrillic.stems(x) & cyrillic.stems(y) for x, y in zip(a, b, strict=False))
    return bool(a) and len(a) == len(b) and all(alike)


@lru_cache(maxsize=8192)
def _cyrillic_words(text: str) -> tuple[str, ...]:
    """The words of a name that is Cyrillic; none of another."""
    reading = next(iter(read(text).readings), None)
    return tuple(word.text for word in reading.words) if reading and reading.script == "cyrillic" else ()
