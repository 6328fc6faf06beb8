"""Why two names are taken for one, in a line that a person can check: "el- ≈ ez-, ou ≈ o".

Letters are shown as they were written, never one script put into another.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.names import arabic, latin, words
from corpus.names.align import align
from corpus.names.letters import folded, script
from corpus.names.likeness import Likeness, same_but_endings, table_for
from corpus.names.reading import Reading, Word, read

_MOST = 6
_SURE = 1.5


def why(one: str, other: str, likeness: Likeness) -> str:
    """Why two names are like each other; "" if they are not."""
    if not likeness.level:
        return ""
    if folded(one) == folded(other):
        return "the same but for marks and case" if one != other else "the same"
    if same_but_endings(one, other):
        return "the same but for case endings"
    if likeness.level == "contains":
        return "a longer form" if len(folded(other)) > len(folded(one)) else "a shorter form"
    if not likeness.pair:
        return "the same number and kind"
    told = _differences(*likeness.pair)
    mine, theirs = read(one).qualifiers, read(other).qualifiers
    told += [f"only one says {mark}" for mark in sorted(mine ^ theirs)]
    left = [
        word for text, reading in zip((one, other), likeness.pair, strict=True) for word in _left_out(text, reading)
    ]
    if any(words.qualifier(words.without_article(word) or word) for word in left):
        told += [f"both say {mark}" for mark in sorted(mine & theirs)]
    told += [f"without {word}" for word in left if not words.qualifier(words.without_article(word) or word)]
    more = len(told) - _MOST
    return ", ".join(told[:_MOST]) + (f", {more} more" if more > 0 else "") if told else "sounds the same"


def _left_out(text: str, reading: Reading) -> list[str]:
    """The words of a name that a reading does without."""
    named = [word for word in read(text).readings[0].words if word.role == "name" and word.kind not in words.GROUPS]
    plainest = [word.text for word in named if word.text not in ("of", "the")]
    used = {word.text for word in reading.words}
    return [word for word in plainest if word not in used] if len(reading.words) < len(plainest) else []


def _differences(a: Reading, b: Reading) -> list[str]:
    ordered = table_for(a, b)
    if ordered is None:
        return []
    table, x, y = ordered
    swapped = x is not a
    mine, theirs = _letters(x), _letters(y)
    across = x.script != y.script
    found: dict[str, None] = {}
    for i, j, score in align(x.units, y.units, table).steps:
        left = mine[i] if 0 <= i < len(mine) else ""
        right = theirs[j] if 0 <= j < len(theirs) else ""
        if left.lower() == right.lower() or (across and (score >= _SURE or not left or not right)):
            continue
        if swapped:
            left, right = right, left
        found[f"{left or '–'} ≈ {right or '–'}"] = None
    return list(found)


@lru_cache(maxsize=1024)
def _letters(reading: Reading) -> tuple[str, ...]:
    """What is written for each sound of a reading."""
    return tuple(letters for word in reading.words for letters in _of_word(word))


def _of_word(word: Word) -> Sequence[str]:
    if word.role == "article":
        return (f"{word.text}-" if script(word.text) != "arabic" else word.text,)
    if word.role in ("father", "son", "servant"):
        return (word.text,)
    if script(word.text) == "latin" and not any(unit.endswith("@") and unit != "@" for unit in word.units):
        written = latin.spelled(word.text)
        if len(written) == len(word.units):
            return written
    if script(word.text) == "arabic":
        plain = arabic.plain(word.text)
        if len(plain) == len(word.units):
            return tuple(plain)
    return tuple(unit.replace("@", "") for unit in word.units)
