"""Tables learned without one country each, so that every country is scored as if it had never been seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.name_data import Place
from bench.name_learning import batches, best
from bench.name_protocol import Country, Pair
from bench.name_weights import PAIRS, Learned, as_text, fit, learn_all
from corpus.names.align import FEATURES, align, features
from corpus.names.likeness import LOOKED_AT, table_for
from corpus.names.reading import Reading, read
from corpus.names.tables import NOTHING, Table, Tables, read_tables, tables, using

ACROSS = 0.5
"""How much more is thought of pairs across scripts, where names look less alike by chance."""

_STRANGERS = 10_000
_TRIALS = (("latin", "latin"), ("arabic", "latin"))


def rows_of(pairs: Sequence[Pair], weights: Sequence[float]) -> list[tuple[tuple[str, str], tuple[float, ...], float]]:
    """For each pair of names whose likest readings are worth a look: their scripts, features, and weight."""
    found = []
    for (one, other), weight in zip(pairs, weights, strict=True):
        likest: tuple[float, Table, Reading, Reading] | None = None
        for a in read(one).readings:
            for b in read(other).readings:
                if ordered := table_for(a, b):
                    table, x, y = ordered
                    alike = align(x.units, y.units, table).alike - (a.cost + b.cost) / 8
                    if likest is None or alike > likest[0]:
                        likest = (alike, table, x, y)
        if likest and likest[0] >= LOOKED_AT and read(one).numbers == read(other).numbers:
            _, table, x, y = likest
            values = features(x, y, align(x.units, y.units, table), table)
            found.append(((table.one, table.other), values, weight))
    return found


def learn_weights(places: Sequence[Place], learned_tables: Tables) -> dict[tuple[str, str], dict[str, float]]:
    """What each feature counts: one set of weights within a script, one across scripts."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    countries = sorted({place.country for place in places})
    for one, other in _TRIALS:
        rows, labels, weights = [], [], []
        for country in countries:
            trial = Country([p for p in places if p.country == country]).trial(country, one, other, _STRANGERS)
            whole = sum(trial.weight)
            sets = (
                (trial.same, [1000 * weight / whole for weight in trial.weight], 1.0),
                (trial.strangers, [2000 / _STRANGERS] * len(trial.strangers), 0.0),
                (trial.nearest, [2000 / len(trial.nearest)] * len(trial.nearest), 0.0),
            )
            with using(learned_tables):
                for pairs, weight, label in sets:
                    for _, values, counts in rows_of(pairs, weight):
                        rows.append(values)
                        labels.append(label)
                        weights.append(counts)
        learned = fit(np.array(rows), np.array(labels), np.array(weights), FEATURES)
        within = one == other
        alike = {"latin", "bare"}
        for pair in PAIRS:
            if within == (set(pair) <= alike or pair[0] == pair[1]):
                found[pair] = learned if within else learned | {"bias": learned["bias"] + ACROSS}
    return found


def learned_text(places: Sequence[Place], extra: Sequence[Pair]) -> str:
    """Everything that is learned from these places, as the file that is shipped."""
    learned: Learned = learn_all(places, extra)
    return as_text(learned, learn_weights(places, read_tables(as_text(learned, {}))))


def fold(places: Sequence[Place], extra: Sequence[Pair], country: str, keep: Path | None) -> Tables:
    """Tables learned without a country; those kept in a folder are not learned again."""
    path = keep / f"without-{country}.tsv" if keep else None
    if path and path.exists():
        return read_tables(path.read_text(encoding="utf-8"))
    text = learned_text([p for p in places if p.country != country], extra)
    if path:
        path.write_text(text, encoding="utf-8")
    return read_tables(text)


def worth_a_look(pairs: Sequence[Pair]) -> list[bool]:
    """Which pairs are near enough that an archive would compare them closely."""
    groups: dict[tuple[str, str], list[tuple[int, tuple[str, ...], tuple[str, ...]]]] = {}
    look = [False] * len(pairs)
    for at, (one, other) in enumerate(pairs):
        for a in read(one).readings:
            for b in read(other).readings:
                if ordered := table_for(a, b):
                    table, x, y = ordered
                    groups.setdefault((table.one, table.other), []).append((at, x.units, y.units))
    for scripts, rows in groups.items():
        table = tables()[scripts]
        units = sorted({unit for pair in table.meeting for unit in pair} - {NOTHING})
        code = {unit: i for i, unit in enumerate([*units, NOTHING])}
        scores = np.array([[table.meets(a, b) for b in code] for a in code])
        most = [np.array([side.get(unit, 0.5) for unit in code]) for side in table.most]
        for batch in batches([(x, y) for _, x, y in rows], code):
            could = np.maximum(most[0][batch.left].sum(1), most[1][batch.right].sum(1))
            alike = best(batch, scores)[0] / np.maximum(1, could)
            for row in batch.rows[alike >= LOOKED_AT]:
                look[rows[row][0]] = True
    return look
