"""Two readings laid side by side, sound by sound, so that they agree best; and what that says of them.

Plain Python for one pair of names; `index.names` does the first half of it for a whole archive at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.names.reading import Reading
from corpus.names.tables import NOTHING, Table

Step = tuple[int, int, float]
"""Where the units of a step stand, -1 for nothing, and how well they meet."""

_SOFT_UNITS = "a e i o u A I U ai au ou @ a@ h@ t@ y w ' ^ ا و ي ا@ ع а е и о у ы э ю я й і ї є -"
_SOFT = frozenset(_SOFT_UNITS.split())
"""Units that come and go between spellings; all others are firm."""

FEATURES = (
    *("told", "denied", "alike", "alike2", "firm", "soft", "worst"),
    *("brief", "length", "longer", "lost", "words", "cost"),
)
"""What is weighed of an alignment, in the order of `features`."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two readings side by side.

    Attributes:
        steps: From the first sounds to the last.
        alike: How much of what they could have in common they have; 1 for the same.
    """

    steps: tuple[Step, ...]
    alike: float


def best_sum(a: Sequence[str], b: Sequence[str], score: Mapping[tuple[str, str], float], table: Table) -> float:
    """The best sum of telling scores of an alignment."""
    drop = [table.tells(u, NOTHING) for u in a]
    add = [table.tells(NOTHING, v) for v in b]
    row = [0.0]
    for more in add:
        row.append(row[-1] + more)
    for u, less in zip(a, drop, strict=True):
        last = row[0]
        row[0] += less
        before = row[0]
        for j, v in enumerate(b, 1):
            met = score.get((u, v), -2.0)
            best = max(last + met, row[j] + less, before + add[j - 1])
            last, row[j] = row[j], best
            before = best
    return row[-1]


def align(a: Sequence[str], b: Sequence[str], table: Table) -> Alignment:
    """Lay two sequences of units side by side."""
    drop = [table.meets(u, NOTHING) for u in a]
    add = [table.meets(NOTHING, v) for v in b]
    sums = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for j, more in enumerate(add):
        sums[0][j + 1] = sums[0][j] + more
    met = [[table.meeting.get((u, v), -4.0) for v in b] for u in a]
    for i, less in enumerate(drop):
        above, here, meets = sums[i], sums[i + 1], met[i]
        here[0] = above[0] + less
        for j, more in enumerate(add):
            here[j + 1] = max(above[j] + meets[j], above[j + 1] + less, here[j] + more)
    steps: list[Step] = []
    i, j = len(a), len(b)
    while i or j:
        if i and j and abs(sums[i][j] - sums[i - 1][j - 1] - met[i - 1][j - 1]) < 1e-9:
            i, j = i - 1, j - 1
            steps.append((i, j, met[i][j]))
        elif i and abs(sums[i][j] - sums[i - 1][j] - drop[i - 1]) < 1e-9:
            i -= 1
            steps.append((i, -1, drop[i]))
        else:
            j -= 1
            steps.append((-1, j, add[j]))
    return Alignment(tuple(reversed(steps)), sums[-1][-1] / could(a, b, table))


def could(a: Sequence[str], b: Sequence[str], table: Table) -> float:
    """How much the richer of two sequences could have in common with another."""
    mine, theirs = table.most
    return max(1.0, sum(mine.get(u, 0.5) for u in a), sum(theirs.get(v, 0.5) for v in b))


def features(a: Reading, b: Reading, found: Alignment, table: Table) -> tuple[float, ...]:
    """What is weighed of an alignment, in the order of `FEATURES`."""
    x, y = a.units, b.units
    told = best_sum(x, y, table.telling, table)
    firm = soft = 0.0
    worst, lost = 2.0, 0
    for i, j, score in found.steps:
        is_firm = (i >= 0 and x[i] not in _SOFT) or (j >= 0 and y[j] not in _SOFT)
        if is_firm:
            worst = min(worst, score)
            firm += min(0.0, score)
            lost += i < 0 or j < 0
        else:
            soft += min(0.0, score)
    short = min(len(x), len(y))
    words = abs(_names(a) - _names(b))
    return (
        *(min(told, 4.0), min(told, 0.0) / 4, found.alike * 8, found.alike**2 * 8, firm, soft, worst),
        *(1 / max(short, 2), math.log(max(short, 2)), abs(len(x) - len(y)), lost, min(words, 2), a.cost + b.cost),
    )


def _names(reading: Reading) -> int:
    return sum(word.role == "name" for word in reading.words)


def weighed(values: Sequence[float], table: Table) -> float:
    """The log odds, of a kind, that two readings with these features are of one name."""
    weights = table.weights
    return weights.get("bias", 0.0) + sum(
        weights.get(name, 0.0) * value for name, value in zip(FEATURES, values, strict=True)
    )


@lru_cache(maxsize=65536)
def words_alike(a: tuple[str, ...], b: tuple[str, ...], table: Table) -> float:
    """How much of what two words could have in common they have; 1 for the same."""
    return align(a, b, table).alike
