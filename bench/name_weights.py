"""Learns how much each feature of an alignment counts, and writes what was learned as `corpus/names/sounds.tsv`.

Logistic regression on pairs of spellings of one place, on random pairs of two, and on pairs of two that look alike:
once on all of them, and once on those that the first finds near. Where the line lies between what matches, what is
suggested and the rest is a rule, stated here before any country is scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.name_data import Place
from bench.name_learning import Floats, Ints, Tables, learn_tables
from corpus.names.align import FEATURES, GATE
from corpus.names.likeness import SUGGEST
from corpus.names.tables import FLOOR, NOTHING

PAIRS = (
    ("latin", "latin"),
    ("bare", "latin"),
    ("bare", "bare"),
    ("arabic", "latin"),
    ("arabic", "bare"),
    ("arabic", "arabic"),
    ("cyrillic", "latin"),
    ("bare", "cyrillic"),
    ("arabic", "cyrillic"),
    ("cyrillic", "cyrillic"),
)
"""The scripts that tables are learned for."""

TRIALS = (
    (("latin", "latin"), ("bare", "latin"), ("bare", "bare")),
    (("arabic", "latin"), ("arabic", "bare")),
    (("cyrillic", "latin"), ("bare", "cyrillic")),
)
"""The scripts that are weighed together, all but for where the line lies; the first are those that are measured."""

_AS = {
    ("latin", "latin"): (("arabic", "arabic"), ("cyrillic", "cyrillic")),
    ("arabic", "latin"): (("arabic", "cyrillic"),),
}
"""Scripts of which too few names are known are weighed as others are."""

NEAREST_FALSE = 0.004
RANDOM_FALSE = {("latin", "latin"): 0.4e-4, ("arabic", "latin"): 0.8e-4, ("cyrillic", "latin"): 0.8e-4}
SUGGESTED_FALSE = 4e-4
"""How many of the nearest and of random names of other places may match, and of random ones be suggested, at most, in
the mean over the countries that are learned from: four fifths of what is allowed of countries that are not.
"""

_NEAR = 17
"""So many features say which names are near; all of them say which of these are one."""

_HOLDS = (10.0, 100.0)
_ROUNDS = 3

Learned = dict[tuple[str, str], Tables]
Weights = dict[tuple[str, str], dict[str, tuple[float, float]]]


@dataclass(frozen=True)
class Rows:
    """The features of pairs of names, a row for every two of their readings.

    Attributes:
        values: As `corpus.names.align.features` gives them.
        owner: Which pair of names a row is of.
        which: Which pair of scripts it is in.
        kind: 0 for names of one place, 1 for random names of two, 2 for names of two that are alike.
        weight: What each pair of names counts.
    """

    values: Floats
    owner: Ints
    which: Ints
    kind: int
    weight: Floats

    @property
    def label(self) -> float:
        """1 for names of one place, 0 for names of two."""
        return float(self.kind == 0)


def learn_all(
    places: Sequence[Place], extra: Sequence[tuple[str, str]], pairs: Sequence[tuple[str, str]] = PAIRS
) -> Learned:
    """The tables of these pairs of scripts."""
    return {
        (one, other): learn_tables(places, one, other, extra if (one, other) == ("arabic", "latin") else [])[0]
        for one, other in pairs
    }


def fit(rows: Floats, labels: Floats, weights: Floats, hold: float) -> Floats:
    """The weight of every feature, the bias behind them, by Newton's method with a hold towards zero."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-6
    x = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    held = np.append(np.full(rows.shape[1], hold), 1e-6)
    theta = np.zeros(x.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(x @ theta, -30, 30)))
        slope = x.T @ (weights * (chance - labels)) + held * theta
        bend = (x * (weights * chance * (1 - chance) + 1e-9)[:, None]).T @ x + np.diag(held)
        theta -= np.linalg.solve(bend, slope)
    return np.append(theta[:-1] / spread, theta[-1] - (theta[:-1] * middle / spread).sum())


def weights_of(evidence: Sequence[Rows], scripts: Sequence[tuple[str, str]]) -> Weights:
    """What each feature counts for each of these pairs of scripts; the lines are drawn by the rules above."""
    sets = [rows for rows in evidence if len(rows.owner)]
    near_x = [_with_scripts(rows, len(scripts), _NEAR) for rows in sets]
    sure_x = [_with_scripts(rows, len(scripts), len(FEATURES)) for rows in sets]
    cost = FEATURES.index("cost")
    alike = FEATURES.index("alike")
    scores: list[Floats] = [rows.values[:, alike] - rows.values[:, cost] for rows in sets]
    near = np.zeros(0)
    for _ in range(_ROUNDS):
        near = _fitted(sets, near_x, [_likest(rows, score) for rows, score in zip(sets, scores, strict=True)], 0)
        scores = [x @ near[:-1] + near[-1] for x in near_x]
    near[-1] += SUGGEST - _line(sets, scores, 1, SUGGESTED_FALSE)
    scores = [x @ near[:-1] + near[-1] for x in near_x]
    picks = [_likest(rows, score) for rows, score in zip(sets, scores, strict=True)]
    sure = _fitted(sets, sure_x, [at[score[at] > GATE] for at, score in zip(picks, scores, strict=True)], 1)
    judged = [
        np.where(score > GATE, np.maximum(x @ sure[:-1] + sure[-1], -99), -999.0)
        for x, score in zip(sure_x, scores, strict=True)
    ]
    sure[-1] -= max(_line(sets, judged, 2, NEAREST_FALSE), _line(sets, judged, 1, RANDOM_FALSE[scripts[0]]))
    found: Weights = {}
    for at, pair in enumerate(scripts):
        found[pair] = _named(near, sure, at)
    for pair in _AS.get(scripts[0], ()):
        found[pair] = found[scripts[0]]
    return found


def _with_scripts(rows: Rows, count: int, features: int) -> Floats:
    """The first features of rows, and a column for every pair of scripts but the first."""
    columns = [rows.values[:, :features], *((rows.which == at)[:, None] for at in range(1, count))]
    return np.concatenate(columns, axis=1)


def _likest(rows: Rows, scores: Floats) -> Ints:
    """The row of every pair of names that scores most."""
    order = np.lexsort((scores, rows.owner))
    last = np.append(rows.owner[order][1:] != rows.owner[order][:-1], True)
    return np.asarray(order[last], np.int64)


def _fitted(sets: Sequence[Rows], xs: Sequence[Floats], picks: Sequence[Ints], stage: int) -> Floats:
    return fit(
        np.concatenate([x[at] for x, at in zip(xs, picks, strict=True)]),
        np.concatenate([np.full(len(at), rows.label) for rows, at in zip(sets, picks, strict=True)]),
        np.concatenate([rows.weight[rows.owner[at]] for rows, at in zip(sets, picks, strict=True)]),
        _HOLDS[stage],
    )


def _line(sets: Sequence[Rows], scores: Sequence[Floats], kind: int, share: float) -> float:
    """The score that no more than a share of the names of two places reaches, of random ones or of the nearest."""
    known = [(rows, score) for rows, score in zip(sets, scores, strict=True) if rows.kind == kind]
    best = [score[_likest(rows, score)] for rows, score in known]
    each = np.concatenate(
        [np.full(len(b), 1 / len(r.weight) / len(known)) for (r, _), b in zip(known, best, strict=True)]
    )
    values = np.concatenate(best)
    order = np.argsort(-values)
    at = int(np.searchsorted(np.cumsum(each[order]), share, side="right"))
    return float(values[order][min(at, len(order) - 1)]) + 1e-6


def _named(near: Floats, sure: Floats, at: int) -> dict[str, tuple[float, float]]:
    """The weights of one pair of scripts by name."""
    first = {name: float(value) for name, value in zip(FEATURES[:_NEAR], near, strict=False)}
    found = {name: (first.get(name, 0.0), float(value)) for name, value in zip(FEATURES, sure, strict=False)}
    apart = [float(theta[size + at - 1]) if at else 0.0 for theta, size in ((near, _NEAR), (sure, len(FEATURES)))]
    return found | {"bias": (float(near[-1]) + apart[0], float(sure[-1]) + apart[1])}


def as_text(learned: Learned) -> str:
    """The file that `corpus.names.tables` reads, but for the weights."""
    lines = [
        "# How sounds correspond: two units, how much likelier they meet than by chance, how much that tells.",
        "# Made by python -m bench.names --learn. Learned from GeoNames (geonames.org, CC BY 4.0) and from Google's",
        "# Arabic-English transliteration pairs (Apache-2.0); no name of either is in here.",
    ]
    for (one, other), tables in learned.items():
        lines.append(f"[{one} {other}]")
        lines += _rows(tables, symmetric=one == other)
    return "\n".join(lines) + "\n"


def _rows(tables: Tables, *, symmetric: bool) -> list[str]:
    rows = []
    for i, a in enumerate(tables.units):
        for j, b in enumerate(tables.units):
            meets, tells = round(float(tables.meeting[i, j]), 2), round(float(tables.telling[i, j]), 2)
            if (a == b == NOTHING) or (symmetric and j < i):
                continue
            if meets > FLOOR + 0.01 or abs(tells - FLOOR / 2) > 0.01:
                rows.append(f"{a}\t{b}\t{meets:.2f}\t{tells:.2f}")
    return rows


def with_weights(text: str, weights: Mapping[tuple[str, str], Mapping[str, tuple[float, float]]]) -> str:
    """The file with weights put in."""
    lines = []
    for line in text.splitlines():
        lines.append(line)
        if line.startswith("["):
            one, other = line.strip("[]").split()
            found = weights.get((one, other), {})
            lines += [f"=\t{name}\t{near:.4f}\t{sure:.4f}" for name, (near, sure) in found.items()]
    return "\n".join(lines) + "\n"
