"""What was learned of how sounds correspond, from the file `sounds.tsv`: small tables, one for each pair of scripts.

Two scores a pair of units: `meeting`, how much likelier they meet in two spellings of one name than by chance, and
`telling`, how much that tells spellings of one name from names of two. `-` is nothing. `python -m bench.names --learn`
makes the file. It holds numbers only, learned from GeoNames (geonames.org, CC BY 4.0) and from Google's transliteration
pairs (Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

NOTHING = "-"
FILE = "sounds.tsv"

FLOOR = -4.0
"""The meeting score of a pair that the table does not hold; its telling score is half of it."""

_LOST = -2.5
"""The meeting score of a unit with nothing, where the table does not hold it."""


@dataclass(frozen=True, eq=False)
class Table:
    """The scores of two scripts; names are to be given in that order.

    Attributes:
        one, other: The scripts.
        meeting, telling: Scores by pair of units.
        weights: What each feature of an alignment counts, by name, for names to be near and to be surely one; `bias`
            is added.
    """

    one: str
    other: str
    meeting: Mapping[tuple[str, str], float]
    telling: Mapping[tuple[str, str], float]
    weights: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def meets(self, a: str, b: str) -> float:
        """The meeting score of two units, one of which may be nothing."""
        found = self.meeting.get((a, b))
        return found if found is not None else (_LOST if NOTHING in (a, b) else FLOOR)

    def tells(self, a: str, b: str) -> float:
        """The telling score of two units, one of which may be nothing."""
        found = self.telling.get((a, b))
        return found if found is not None else (_LOST if NOTHING in (a, b) else FLOOR) / 2

    @cached_property
    def most(self) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """The best meeting score that each unit of either side can have: itself, or its likeliest partner."""
        mine: dict[str, float] = {}
        theirs: dict[str, float] = {}
        for (a, b), score in self.meeting.items():
            if NOTHING not in (a, b) and (a == b or self.one != self.other):
                mine[a] = max(mine.get(a, 0.5), score)
                theirs[b] = max(theirs.get(b, 0.5), score)
        return mine, theirs


Tables = Mapping[tuple[str, str], Table]
_in_use: list[Tables] = []


def tables() -> Tables:
    """All tables by their scripts, in alphabetical order."""
    return _in_use[-1] if _in_use else _shipped()


@contextmanager
def using(others: Tables) -> Iterator[None]:
    """Have names compared by other tables for a while: for measuring what was learned without some of the data."""
    _in_use.append(others)
    try:
        yield
    finally:
        _in_use.pop()


@cache
def _shipped() -> Tables:
    return read_tables((files("corpus.names") / FILE).read_text(encoding="utf-8"))


def read_tables(text: str) -> dict[tuple[str, str], Table]:
    """Tables as they stand in a file: a heading `[one other]`, then units and scores, or `=`, name and weights."""
    found: dict[tuple[str, str], Table] = {}
    meeting: dict[tuple[str, str], float] = {}
    telling: dict[tuple[str, str], float] = {}
    weights: dict[str, tuple[float, float]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            one, other = line.strip("[]").split()
            meeting, telling, weights = {}, {}, {}
            found[one, other] = Table(one, other, meeting, telling, weights)
        elif line and not line.startswith("# "):
            a, b, *scores = line.split("\t")
            if a == "=":
                weights[b] = float(scores[0]), float(scores[1])
                continue
            meeting[a, b], telling[a, b] = float(scores[0]), float(scores[1])
            if found and (last := next(reversed(found)))[0] == last[1]:
                meeting[b, a], telling[b, a] = meeting[a, b], telling[a, b]
    return found
