"""Tables and weights learned without some countries, so that every country is scored as if it had never been seen.

What the features of an alignment count is learned in the same way: from every country, as aligned by tables that were
learned without it. Tables know the names that they were learned from too well to say how well they do on others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np

from bench.name_data import Place
from bench.name_learning import Floats, Ints, batches, best
from bench.name_protocol import Country, Pair
from bench.name_weights import PAIRS, TRIALS, Rows, Weights, as_text, learn_all, weights_of, with_weights
from corpus.names.align import FEATURES, align, features
from corpus.names.likeness import LOOKED_AT, table_for
from corpus.names.reading import read
from corpus.names.tables import NOTHING, Tables, read_tables, tables, using

STRANGERS = 20_000
_MEASURED = tuple(pair for trial in TRIALS for pair in trial)

Evidence = dict[tuple[str, str], list[Rows]]
"""What the alignments of a country's names are like, by pair of scripts: of one place, of strangers, of the nearest."""


@dataclass(frozen=True)
class Learned:
    """What was learned without some countries: the tables as a file, and the evidence of those countries by them."""

    text: str
    evidence: dict[str, Evidence]


def rows_of(pairs: Sequence[Pair], weights: Sequence[float], kind: int, scripts: Sequence[tuple[str, str]]) -> Rows:
    """The features of all readings of these pairs of names that are worth a close look."""
    values: list[tuple[float, ...]] = []
    owners: list[int] = []
    which: list[int] = []
    for at, ((one, other), near) in enumerate(zip(pairs, worth_a_look(pairs), strict=True)):
        mine, theirs = read(one), read(other)
        if not near or mine.numbers != theirs.numbers or mine.qualifiers != theirs.qualifiers:
            continue
        for a in mine.readings:
            for b in theirs.readings:
                if (ordered := table_for(a, b)) is None:
                    continue
                table, x, y = ordered
                found = align(x.units, y.units, table)
                if found.alike >= LOOKED_AT:
                    values.append(features(x, y, found, table))
                    owners.append(at)
                    which.append(scripts.index((table.one, table.other)))
    width = len(FEATURES)
    return Rows(
        np.array(values).reshape(-1, width),
        np.array(owners, np.int64),
        np.array(which, np.int64),
        kind,
        np.array(weights),
    )


def evidence(places: Sequence[Place]) -> Evidence:
    """What the alignments of a country's names are like, by the tables in use."""
    found: Evidence = {}
    country = Country(places)
    for scripts in TRIALS:
        trial = country.trial(places[0].country, *scripts[0], strangers=STRANGERS)
        if not trial.same or not trial.nearest:
            continue
        whole = sum(trial.weight)
        by_places = _by_places(trial.nearest, places)
        found[scripts[0]] = [
            rows_of(trial.same, [1000 * weight / whole for weight in trial.weight], 0, scripts),
            rows_of(trial.strangers, [2000 / len(trial.strangers)] * len(trial.strangers), 1, scripts),
            rows_of(trial.nearest, [2000 * weight for weight in by_places], 2, scripts),
        ]
    return found


def _by_places(pairs: Sequence[Pair], places: Sequence[Place]) -> Floats:
    """What each pair counts, in parts of one: two places with many spellings each do not drown the others."""
    owner = {text: place.id for place in places for text in place.all}
    both = [tuple(sorted((owner[a], owner[b]))) for a, b in pairs]
    _, inverse, counts = np.unique(np.array(both), axis=0, return_inverse=True, return_counts=True)
    found = counts[inverse.ravel()] ** -0.5
    return np.asarray(found / found.sum(), np.float64)


def without(places: Sequence[Place], extra: Sequence[Pair], countries: frozenset[str]) -> Learned:
    """What is learned without these countries, and their evidence."""
    known = [place for place in places if place.country not in countries]
    text = as_text(learn_all(known, extra, PAIRS if len(countries) < 2 else _MEASURED))
    with using(read_tables(text)):
        found = {name: evidence([place for place in places if place.country == name]) for name in sorted(countries)}
    return Learned(text, found)


def _all_without(
    places: Sequence[Place], extra: Sequence[Pair], sets: Sequence[frozenset[str]], processes: int
) -> dict[frozenset[str], Learned]:
    with ProcessPoolExecutor(processes) as pool:
        return dict(zip(sets, pool.map(partial(without, places, extra), sets), strict=True))


def _finished(learned: Mapping[frozenset[str], Learned], left_out: frozenset[str], countries: Iterable[str]) -> str:
    """The file of what was learned without some countries, weights and all."""
    weights: Weights = {}
    for scripts in TRIALS:
        sets = [learned[left_out | {name}].evidence[name].get(scripts[0], []) for name in countries]
        weights |= weights_of([rows for each in sets for rows in each], scripts)
    return with_weights(learned[left_out].text, weights)


def learned_text(places: Sequence[Place], extra: Sequence[Pair], processes: int) -> str:
    """Everything that is learned from these places, as the file that is shipped."""
    countries = sorted({place.country for place in places})
    sets = [frozenset[str](), *(frozenset((name,)) for name in countries)]
    return _finished(_all_without(places, extra, sets, processes), frozenset(), countries)


def folds(places: Sequence[Place], extra: Sequence[Pair], keep: Path | None, processes: int) -> dict[str, Tables]:
    """By country, what is learned without it; what is kept in a folder is not learned again."""
    countries = sorted({place.country for place in places})
    kept = [keep / f"without-{name}.tsv" for name in countries] if keep else []
    if kept and all(path.exists() for path in kept):
        texts = [path.read_text(encoding="utf-8") for path in kept]
    else:
        sets = [frozenset(names) for size in (2, 1) for names in combinations(countries, size)]
        learned = _all_without(places, extra, sets, processes)
        texts = [_finished(learned, frozenset((n,)), [each for each in countries if each != n]) for n in countries]
        for path, text in zip(kept, texts, strict=bool(kept)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return {name: read_tables(text) for name, text in zip(countries, texts, strict=True)}


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
            near: Ints = batch.rows[alike >= LOOKED_AT - 1e-9]
            for row in near:
                look[rows[row][0]] = True
    return look
