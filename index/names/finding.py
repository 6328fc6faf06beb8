"""Which names of an archive are one name in other spellings, which may be, and which are longer forms of it.

The two steps are put together here: all names at once, coarsely; then the nearest, closely, with a reason for each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.names.letters import folded
from corpus.names.likeness import Level, Likeness, Sort, compare_read
from corpus.names.reading import read
from index.names.table import NameTable

LOOKED_AT = 120
"""How many of the nearest names are compared closely."""

LEAST = 0.36
"""How much of what they could have in common names must have to be compared closely."""

_MOST_CONTAINING = 40
_MOST_SPELLINGS = 400


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name of the archive beside one that was asked for.

    Attributes:
        number: Its number in the table.
        text: As it is written.
        level: `match`, `suggest` or `contains`.
        score: How like it is; for ordering.
        likeness: What the comparison found, for saying why.
    """

    number: int
    text: str
    level: Level
    score: float
    likeness: Likeness


def spellings(
    table: NameTable,
    text: str,
    sort: Sort = "any",
    *,
    nearest: int = LOOKED_AT,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Spelling]:
    """The names that are like one, the likest first, those that are the same first of all.

    Args:
        table: The names of the archive.
        text: The name.
        sort: What it is a name of.
        nearest: How many of the nearest are compared closely.
        cancelled: Asked now and then whether to stop with what there is.
    """
    asked = read(text)
    found: dict[int, Spelling] = {}
    same = table.number.get(text)
    candidates = table.sounds.nearest(text, LEAST, nearest)
    if same is not None and same not in candidates:
        candidates = [same, *candidates]
    for at, number in enumerate(candidates):
        if at % 16 == 0 and cancelled():
            break
        name = table.names[number]
        likeness = compare_read(asked, read(name), sort)
        if likeness.level:
            found[number] = Spelling(number, name, likeness.level, likeness.score, likeness)
    _add_longer(table, text, found)
    order = {"match": 0, "suggest": 1, "contains": 2, "": 3}
    return sorted(found.values(), key=lambda each: (order[each.level], -each.score, each.text))[:_MOST_SPELLINGS]


def _add_longer(table: NameTable, text: str, found: dict[int, Spelling]) -> None:
    """Names that hold one of the matching spellings as whole words."""
    matching = [each.text for each in found.values() if each.level == "match"][:20]
    lines, starts = table.lines
    wanted = dict.fromkeys(f" {plain} " for name in (text, *matching) if len(plain := folded(name)) > 2)
    added = 0
    for plain in wanted:
        at = lines.find(plain)
        while at >= 0 and added < _MOST_CONTAINING:
            number = _line_of(starts, at)
            if number not in found:
                found[number] = Spelling(number, table.names[number], "contains", 0.0, Likeness("contains", 0.0))
                added += 1
            at = lines.find(plain, at + 1)


def _line_of(starts: Sequence[int], at: int) -> int:
    return bisect_right(starts, at) - 1
