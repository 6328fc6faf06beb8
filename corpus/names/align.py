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

_LONG = frozenset(("A", "I", "U", "ا", "و", "ي", "y", "w", "@"))
_GLIDES = frozenset(("y", "w", "و", "ي", "ا"))

FEATURES = (
    *("told", "alike", "alike2", "firm", "soft", "worst"),
    *("brief", "length", "longer", "lost", "words", "cost"),
    *("least word", "first word", "first sound", "ending", "belongs"),
    *("vowels", "vowels lost", "doubled", "beginning", "long lost", "glides lost"),
)
"""What is weighed of an alignment, in the order of `features`."""

GATE = 1.5
"""From here on two names are near enough to ask whether they are surely one."""

SURE = 3.2
"""The score from which two names are surely one."""


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
    short = min(len(x), len(y))
    words = abs(_names(a) - _names(b))
    firm, soft, worst, lost, vowels, gone, long, glides = _steps(x, y, found)
    sides = (_by_word(a, found, table.most[0], 0), _by_word(b, found, table.most[1], 1))
    latin = a.script == b.script == "latin"
    return (
        *(min(told, 4.0), found.alike * 8, found.alike**2 * 8, firm, soft, worst),
        *(1 / max(short, 2), math.log(max(short, 2)), abs(len(x) - len(y)), lost, min(words, 2), a.cost + b.cost),
        *(min(side[at] for side in sides) for at in range(3)),
        *(_endings(x, y, found), _one_belongs(x, y)),
        *(vowels, gone, min(2, abs(a.doubled - b.doubled)) if latin else 0.0),
        *(sides[0][3] + sides[1][3], long, glides),
    )


def _steps(x: Sequence[str], y: Sequence[str], found: Alignment) -> tuple[float, ...]:
    """What speaks against, in sums: firm sounds, soft ones, the worst firm one; then what was lost, and which."""
    firm = vowels = gone = 0.0
    worst, lost, long, glides = 2.0, 0, 0, 0
    for i, j, score in found.steps:
        against = min(0.0, score)
        alone = x[i] if j < 0 else y[j] if i < 0 else ""
        long += alone in _LONG
        glides += alone in _GLIDES
        if (i >= 0 and x[i] not in _SOFT) or (j >= 0 and y[j] not in _SOFT):
            worst = min(worst, score)
            firm += against
            lost += bool(alone)
        elif alone:
            gone += against
        else:
            vowels += against
    return firm, vowels + gone, worst, lost, vowels, gone, long, glides


def _by_word(reading: Reading, found: Alignment, most: Mapping[str, float], side: int) -> tuple[float, ...]:
    """How alike the least alike word is, and the first; what its first sound scores; what speaks against its start."""
    units, words = reading.units, reading.telling_words
    first = next((at for at, word in enumerate(words) if word), 0)
    got = [0.0] * (max(words, default=0) + 1)
    could = got.copy()
    sound, beginning = 2.0, 0.0
    for i, j, score in found.steps:
        at = j if side else i
        if at >= 0:
            got[words[at]] += score
            could[words[at]] += most.get(units[at], 0.5)
            if at == first:
                sound = min(sound, score)
            if at < first + 3:
                beginning += min(0.0, score)
    alike = [max(-1.0, min(1.0, mine / max(1.0, all_of_it))) for mine, all_of_it in zip(got, could, strict=True)][1:]
    return min(alike, default=1.0), alike[0] if alike else 1.0, sound, beginning


def _endings(x: Sequence[str], y: Sequence[str], found: Alignment) -> float:
    """How many feminine endings are met by nothing, a half where another last sound meets one."""
    count = 0.0
    for i, j, _ in found.steps:
        if i < 0 or j < 0:
            count += (x[i] if j < 0 else y[j])[-1] == "@"
        elif (i, j) == (len(x) - 1, len(y) - 1):
            count += 0.5 * ((x[i][-1] == "@") != (y[j][-1] == "@"))
    return count


def _one_belongs(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether only one of two feminine names has the ending of what belongs to somebody: Mansura, Mansuriya."""
    return bool(a and b) and a[-1][-1] == "@" == b[-1][-1] and _belongs(a) != _belongs(b)


def _belongs(units: Sequence[str]) -> bool:
    return len(units) > 3 and (units[-2] in ("ي", "й") or (units[-2] == "y" and units[-3] in ("i", "I")))


def _names(reading: Reading) -> int:
    return sum(word.role == "name" for word in reading.words)


def weighed(values: Sequence[float], table: Table) -> float:
    """How sure it is that two readings with these features are of one name: `SURE` or more where it is.

    What makes names near is weighed first, and what makes near names one only among those: the log odds, of a kind.
    """
    near, sure = table.weights.get("bias", (0.0, 0.0))
    for name, value in zip(FEATURES, values, strict=True):
        one, other = table.weights.get(name, (0.0, 0.0))
        near += one * value
        sure += other * value
    return near if near < GATE else max(GATE, SURE + sure)


@lru_cache(maxsize=65536)
def words_alike(a: tuple[str, ...], b: tuple[str, ...], table: Table) -> float:
    """How much of what two words could have in common they have; 1 for the same."""
    return align(a, b, table).alike
