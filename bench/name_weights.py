"""Learns how much each feature of an alignment counts, and writes what was learned as `corpus/names/sounds.tsv`.

Logistic regression on pairs of spellings of one place, on random pairs of two, and on pairs of two that look alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.name_data import Place
from bench.name_learning import Floats, Tables, learn_tables
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

Learned = dict[tuple[str, str], Tables]


def learn_all(
    places: Sequence[Place], extra: Sequence[tuple[str, str]], pairs: Sequence[tuple[str, str]] = PAIRS
) -> Learned:
    """The tables of these pairs of scripts."""
    return {
        (one, other): learn_tables(places, one, other, extra if (one, other) == ("arabic", "latin") else [])[0]
        for one, other in pairs
    }


def fit(rows: Floats, labels: Floats, weights: Floats, names: Sequence[str], *, hold: float = 1.0) -> dict[str, float]:
    """The weight of every feature, and the bias, by Newton's method with a hold towards zero."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-6
    x = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    held = np.append(np.full(len(names), hold), 1e-6)
    theta = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(x @ theta, -30, 30)))
        slope = x.T @ (weights * (chance - labels)) + held * theta
        bend = (x * (weights * chance * (1 - chance) + 1e-9)[:, None]).T @ x + np.diag(held)
        theta -= np.linalg.solve(bend, slope)
    found = dict(zip(names, theta[:-1] / spread, strict=True))
    return found | {"bias": float(theta[-1] - (theta[:-1] * middle / spread).sum())}


def as_text(learned: Learned, weights: Mapping[tuple[str, str], Mapping[str, float]]) -> str:
    """The file that `corpus.names.tables` reads."""
    lines = [
        "# How sounds correspond: two units, how much likelier they meet than by chance, how much that tells.",
        "# Made by python -m bench.names --learn. Learned from GeoNames (geonames.org, CC BY 4.0) and from Google's",
        "# Arabic-English transliteration pairs (Apache-2.0); no name of either is in here.",
    ]
    for (one, other), tables in learned.items():
        lines.append(f"[{one} {other}]")
        lines += [f"=\t{name}\t{value:.4f}" for name, value in weights.get((one, other), {}).items()]
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


def write(path: Path, text: str) -> None:
    """Put the file in its place."""
    path.write_text(text, encoding="utf-8")
