"""Names in other spellings: how many are met and how many false ones, each country scored as if never seen.

python -m bench.names [--keep DIR]      prints everything; tables learned without a country are kept in DIR
python -m bench.names --learn           learns the tables anew and puts them into corpus/names/sounds.tsv
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import mean

import corpus.names
from bench.name_data import Place, arabic_latin, places, russian_mentions
from bench.name_folds import folds, learned_text, worth_a_look
from bench.name_protocol import Country, Pair, Trial, peers, people
from bench.name_weights import TRIALS
from bench.report import machine, p, save
from corpus.names import tables
from corpus.names.letters import split
from corpus.names.likeness import MATCH, NONE, SUGGEST, Level, Likeness, Sort, compare, same_but_endings
from corpus.names.tables import using
from index.names.finding import spellings
from index.names.table import NameTable, some

BARS = {
    "match": {"latin-latin": (0.55, 0.5, 0.5), "arabic-latin": (0.70, 1.0, 0.5)},
    "suggest": {"latin-latin": (0.70, 5.0, 100.0), "arabic-latin": (0.83, 5.0, 100.0)},
}
"""Macro recall at least; random per 10,000 and false of the nearest in per cent at most; at the mean over countries."""

MATCHING = Likeness("match", MATCH)
LEVELS: dict[str, tuple[Level, ...]] = {
    "match": ("match",),
    "suggest": ("match", "suggest"),
    "or longer form": ("match", "suggest", "contains"),
}
"""What counts as found: what is used unasked, what is shown as a guess too, and longer and shorter forms too."""

Judged = tuple[list[Likeness], list[Likeness], list[Likeness]]


def judged_by(trial: Trial, sort: Sort) -> Judged:
    """How like the names of every pair are by the tables in use."""
    same, strangers, nearest = (judge(pairs, sort) for pairs in (trial.same, trial.strangers, trial.nearest))
    return same, strangers, nearest


def judge(pairs: Sequence[Pair], sort: Sort) -> list[Likeness]:
    """How like the names of every pair are; only what is worth a look, or may be a longer form, is compared at all."""
    look = worth_a_look(pairs)
    return [
        compare(a, b, sort) if near or len(split(a)) != len(split(b)) else NONE
        for (a, b), near in zip(pairs, look, strict=True)
    ]


def figures(trial: Trial, judged: Judged, found: Callable[[Likeness], bool]) -> tuple[float, float, float, float]:
    """Micro and macro recall, random false ones per 10,000, and false ones among the nearest in per cent."""
    same, strangers, nearest = ([found(each) for each in part] for part in judged)
    macro = sum(w for w, hit in zip(trial.weight, same, strict=True) if hit) / sum(trial.weight)
    return mean(same), macro, 1e4 * mean(strangers), 100 * mean(nearest)


def row(name: str, values: Sequence[float]) -> str:
    """One line of a table."""
    micro, macro, far, near = values
    return f"  {name:24} {micro:.2f} / {macro:.2f}   {far:6.2f}   {near:6.2f} %"


def places_by_country(learned: dict[str, tables.Tables], every: Sequence[Place]) -> dict[str, object]:
    """Every country by tables that were learned without it."""
    told: dict[str, object] = {}
    for (one, other), *_ in TRIALS:
        name = f"{one}-{other}"
        print(f"\n{name} places, held-out countries: micro / macro recall, random per 10,000, nearest false")
        trials: dict[str, tuple[Trial, Judged]] = {}
        for country, known in learned.items():
            trial = Country([place for place in every if place.country == country]).trial(country, one, other)
            if len(trial.same) < 30:
                continue
            with using(known):
                trials[country] = (trial, judged_by(trial, "place"))
        for level, levels in LEVELS.items():
            at_level = partial(_at_level, levels)
            rows = {country: figures(*each, at_level) for country, each in trials.items()}
            for country, values in rows.items():
                print(row(f"{level} {country}", values))
            means = tuple(mean(values[i] for values in rows.values()) for i in range(4))
            bar = BARS.get(level, {}).get(name)
            print(row(f"{level}, mean", means) + (f"   bar: {bar[0]:.2f} at {bar[1]}, {bar[2]} %" if bar else ""))
            told[f"{name} {level}"] = {"countries": rows, "mean": means}
        _curve(trials)
        if name == "latin-latin":
            _peers(trials)
        _worst(trials)
    return told


def _at_level(levels: Sequence[Level], likeness: Likeness) -> bool:
    return likeness.level in levels


def _from(least: float, likeness: Likeness) -> bool:
    return likeness.score >= least


def _curve(trials: dict[str, tuple[Trial, Judged]]) -> None:
    print("  the curve, means over countries: score, macro recall, random per 10,000, nearest false")
    for least in (6, 5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5, 0, -1):
        rows = [figures(*each, partial(_from, least)) for each in trials.values()]
        _, macro, far, near = (mean(values[i] for values in rows) for i in range(4))
        print(f"    {least:4}  {macro:.3f}  {far:7.2f}  {near:6.2f} %")


def _peers(trials: dict[str, tuple[Trial, Judged]]) -> None:
    print("  beside, means over countries")
    for name, same in peers().items():
        rows = []
        for trial, _ in trials.values():
            one, two, three = (
                [MATCHING if same(*pair) else NONE for pair in part]
                for part in (trial.same, trial.strangers, trial.nearest)
            )
            rows.append(figures(trial, (one, two, three), partial(_at_level, ("match",))))
        print(row(name, tuple(mean(values[i] for values in rows) for i in range(4))))


def _worst(trials: dict[str, tuple[Trial, Judged]]) -> None:
    false, missed = {}, {}
    for trial, (same, strangers, nearest) in trials.values():
        both = [*zip(strangers, trial.strangers, strict=True), *zip(nearest, trial.nearest, strict=True)]
        false.update({tuple(sorted(pair)): each.score for each, pair in both if each.level == "match"})
        known = zip(same, trial.same, strict=True)
        missed.update({pair: each.score for each, pair in known if not each.level and each.score > -4})
    listed = sorted(false.items(), key=lambda each: -each[1])[:12]
    print("  worst false matches: " + "; ".join(f"{a} / {b} {score:.1f}" for (a, b), score in listed))
    some_missed = random.Random(0).sample(sorted(missed.items()), min(12, len(missed)))
    print("  some that are missed: " + "; ".join(f"{a} / {b} {score:.1f}" for (a, b), score in some_missed))


def search(learned: dict[str, tables.Tables], every: Sequence[Place], extra: Sequence[Pair]) -> None:
    """Queries in an archive of about 20,000 names: what of a place is found, and what of others."""
    print("\nsearch in an archive of about 20,000 names: recall, false names a query, queries with none")
    rng = random.Random(5)
    people_names = [part.title() for pair in extra[:6000] for part in pair]
    rows: dict[str, list[list[float]]] = {}
    for country, known in learned.items():
        others = [text for place in every for text in place.all]
        made = [f"{rng.choice(people_names)} {rng.choice(people_names)}" for _ in range(13_000)]
        with using(known):
            table = some([*others, *people_names, *made][:20_000])
            mine = [place for place in every if place.country == country]
            for level, values in _queries(table, mine, every, rng).items():
                rows.setdefault(level, []).append(values)
                _print_search(f"{country} {level}", values)
    for level, values_of in rows.items():
        _print_search(f"{level}, mean", [mean(column) for column in zip(*values_of, strict=True)])


def _print_search(name: str, values: Sequence[float]) -> None:
    recall, false_names, none = values
    print(f"  {name:14} {recall:.2f}   {false_names:.2f}   {100 * none:.0f} %")


def _queries(
    table: NameTable, mine: Sequence[Place], every: Sequence[Place], rng: random.Random
) -> dict[str, list[float]]:
    """For every level what share of a place's spellings is found, how many false names, and how often none."""
    owners: dict[str, set[int]] = {}
    for place in every:
        for text in place.all:
            owners.setdefault(text, set()).add(place.id)
    kinds = {level: [0.0, 0.0, 0.0] for level in ("match", "suggest")}
    asked = [
        (place, rng.choice(place.spellings["latin"]))
        for place in mine
        if len(place.all) > 1 and "latin" in place.spellings
    ]
    asked = rng.sample(asked, min(100, len(asked)))
    different = Country(every)
    by_id = {place.id: place for place in every}
    for place, query in asked:
        found = spellings(table, query, "place")
        wanted = {t for which in ("latin", "arabic", "cyrillic") for t in place.spellings.get(which, ())} - {query}
        for level, values in kinds.items():
            got = {each.text for each in found if each.level in LEVELS[level]}
            false = [
                text
                for text in got - set(place.all)
                if not owners.get(text) or all(different.different(place, by_id[i]) for i in owners[text])
            ]
            values[0] += len(got & wanted) / max(1, len(wanted)) / len(asked)
            values[1] += len(false) / len(asked)
            values[2] += (not false) / len(asked)
    return kinds


def persons(extra: Sequence[Pair]) -> None:
    """Made persons in two scripts, siblings by swapping given names."""
    print("\nmade persons of three names, Arabic and Latin: recall, siblings taken for one, random per 10,000")
    same, siblings, strangers = people(extra, 3000)
    for level, levels in (("match", ("match",)), ("suggest", ("match", "suggest"))):
        hits = [mean(compare(a, b, "person").level in levels for a, b in part) for part in (same, siblings, strangers)]
        print(f"  {level:8} {hits[0]:.3f}   {100 * hits[1]:.2f} %   {1e4 * hits[2]:.1f}")


def russian() -> None:
    """Mentions in any case beside their base forms."""
    pairs = [(a, b) for a, b in russian_mentions() if a and b]
    exact = mean(a.casefold() == b.casefold() for a, b in pairs)
    met = mean(same_but_endings(a, b) or a.casefold() == b.casefold() for a, b in pairs)
    share = f"{100 * met:.1f} % of {len(pairs):,}"
    print(f"\nRussian mentions that meet their base form: {share}; as written {100 * exact:.1f} %")


def speed(every: Sequence[Place], extra: Sequence[Pair], sizes: Sequence[int]) -> dict[str, object]:
    """How long one query takes in archives of so many names, everything included."""
    rng = random.Random(0)
    base = [text for place in every for text in place.all]
    words = [part.title() for pair in extra for part in pair]
    told: dict[str, object] = {}
    print("\nprocessor time of one query, all of it: median / 95th percentile, and the table made from nothing")
    for size in sizes:
        names = list(dict.fromkeys([*base, *words]))[:size]
        known = set(names)
        while len(names) < size:
            name = f"{rng.choice(words)} {rng.choice(base if rng.random() < 0.6 else words)}"
            if name not in known:
                known.add(name)
                names.append(name)
        began = time.process_time()
        table = some(names)
        built = time.process_time() - began
        queries = rng.sample(base, 60)
        for query in queries[:5]:
            spellings(table, query)
        took = [_timed(partial(spellings, table, query)) for query in queries]
        print(f"  {size:,} names: {p(took, 50):.1f} / {p(took, 95):.1f} ms; made in {built:.1f} s")
        told[str(size)] = {"median_ms": p(took, 50), "p95_ms": p(took, 95), "built_s": built}
    return told


def _timed(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return 1000 * (time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learn", action="store_true", help="learn the tables and put them in their place")
    parser.add_argument("--keep", type=Path, help="a folder for the tables learned without each country")
    parser.add_argument("--processes", type=int, default=2, help="how many processes learn at once")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    every, extra = places(), arabic_latin()
    if options.learn:
        target = Path(corpus.names.__file__).parent / tables.FILE
        target.write_text(learned_text(every, extra, options.processes), encoding="utf-8")
        print(f"Learned from {len(every):,} places; written to {target.name}.")
        return
    print(", ".join(machine().values()))
    print(f"fixed for all countries and scripts: match from {MATCH}, suggest from {SUGGEST}")
    told: dict[str, object] = {"speed": speed(every, extra, (20_000, 200_000))}
    russian()
    persons(extra)
    learned = folds(every, extra, options.keep, options.processes)
    told["places"] = places_by_country(learned, every)
    search(learned, every, extra)
    save(options.json, told)


if __name__ == "__main__":
    main()
