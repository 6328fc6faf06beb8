"""The engine beside its peers: `python -m bench.engine [--articles N] [--json FILE]`.

In one run over the same articles: dateline, SQLite FTS5, tantivy and stock Whoosh (of which it takes fewer articles, as
it says), and Xapian where it is installed. Rates, memory, sizes, every kind of query, updates, a cold start.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.engines import ENGINES, Ask, Engine, Ours, items
from bench.folders import make_folder
from bench.report import machine, save, spread
from corpus.archive import Archive
from corpus.intake.update import update
from index import Index, QueryError

ASKED = 20
ROUNDS = 3
STOCK = 5_000
_PATIENCE = 5.0
_WORD = re.compile(r"[a-z]{3,}")

_clock = time.perf_counter

Kinds = dict[str, list[Ask]]
Figures = dict[str, Any]


def timed(asked: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds that something takes: the best of some rounds, so that other work on the machine counts little."""
    taken = []
    for _ in range(rounds):
        began = _clock()
        asked()
        taken.append((_clock() - began) * 1000)
    return min(taken)


COLD = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from corpus.archive import Archive
from index import Index
archive = Archive.open(Path(sys.argv[1]), read_only=True)
opened = time.perf_counter()
found = Index(archive, Path(sys.argv[2])).search(sys.argv[3])
found.snippet(found.ns[0])
print((opened - began) * 1000, (time.perf_counter() - opened) * 1000)
"""


def cold(root: Path, folder: Path, word: str) -> tuple[float, float]:
    """Milliseconds in a fresh process: to import and open the archive, and from there to the first hit's snippet."""
    best = []
    for _ in range(ROUNDS):
        run = subprocess.run(
            [sys.executable, "-c", COLD, str(root), str(folder), word], capture_output=True, text=True, check=True
        )
        opened, found = map(float, run.stdout.split())
        best.append((opened, found))
    return min(best, key=sum)


def kinds_of(archive: Archive) -> Kinds:
    """Twenty questions of every kind, from words that occur in the articles."""
    rng = random.Random(0)
    order = list(archive.articles.order())
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for entry in archive.articles.for_index(rng.sample(order, min(500, len(order)))):
        words = _WORD.findall(entry.text.lower())
        counts.update(set(words))
        pairs.update(itertools.pairwise(words))
    ranked = [word for word, _ in counts.most_common()]
    common = ranked[20 : 20 + ASKED]
    middle = rng.sample(ranked[100:1000] or ranked, min(ASKED, len(ranked)))
    rare = rng.sample([word for word, n in counts.items() if n <= 2] or ranked, min(ASKED, len(ranked)))
    phrases = [pair for pair, _ in pairs.most_common(400)[40::18]][:ASKED]
    days = sorted(day for day in archive.articles.columns().day if day >= 0)
    half = (days[len(days) // 4], days[3 * len(days) // 4]) if days else (1, 2)
    return {
        "rare": [Ask("word", (a,)) for a in rare],
        "common": [Ask("word", (a,)) for a in common],
        "AND, rare and common": [Ask("both", (a, b)) for a, b in zip(rare, common, strict=False)],
        "AND, two common": [Ask("both", pair) for pair in itertools.pairwise(common)],
        "OR of three": [Ask("any", each) for each in zip(common, middle, rare, strict=False)],
        "NOT": [Ask("not", pair) for pair in zip(middle, common, strict=False)],
        "phrase": [Ask("phrase", pair) for pair in phrases],
        "within 5": [Ask("near", pair) for pair in phrases],
        "prefix of 3": [Ask("prefix", (a[:3],)) for a in middle],
        "prefix of 2": [Ask("prefix", (a[:2],)) for a in middle],
        "as you type": [Ask("typing", (a, b[:3])) for a, b in zip(middle, common, strict=False)],
        "1 edit": [Ask("fuzzy1", (a,)) for a in middle],
        "2 edits": [Ask("fuzzy2", (a,)) for a in middle],
        "dates and word": [Ask("dated", (a,), half) for a in common],
        "newest first": [Ask("newest", (a,)) for a in common],
        "facets": [Ask("facets", (a,)) for a in common],
    }


def answer_times(engine: Engine, asks: list[Ask]) -> list[float] | None:
    """Milliseconds of each question, until patience ends; None if it cannot be asked."""
    if engine.ask(asks[0]) is None:
        return None
    taken = []
    began = time.perf_counter()
    for ask in asks:
        taken.append(timed(partial(engine.ask, ask)))
        if time.perf_counter() - began > _PATIENCE:
            break
    return taken


def bad_queries(index: Index, common: list[str]) -> dict[str, float]:
    """Milliseconds of queries that nobody should type, answered or refused."""
    the = common[0]
    queries = {
        "10,000 letters": "a" * 10_000,
        "10,000 characters of words": (f"{the} " * 10_000)[:10_000],
        "10,000 brackets": "(" * 10_000,
        "128 short prefixes": " ".join(f"{a}{b}*" for a in "abcdefgh" for b in "aeiourstlnmpchdg"),
        "26 prefixes of a letter": " OR ".join(f"{a}*" for a in "abcdefghijklmnopqrstuvwxyz"),
        "a phrase of the commonest": '"' + " ".join(common[:8]) + '"',
        "one word twenty times": '"' + f"{the} " * 20 + '"',
        "near, the commonest": '"' + " ".join(common[:4]) + '"~20',
        "near, very far": f'"{common[0]} {common[1]}"~900',
        "60 words with 2 edits": " OR ".join(f"word{i}~2" for i in range(60)),
    }

    def ask(query: str) -> None:
        try:
            index.search(query, strict=False)
        except QueryError:
            return

    return {name: timed(partial(ask, query)) for name, query in queries.items()}


def build(name: str, root: Path, work: Path, limit: int) -> Figures:
    """Build an engine's index in a process of its own, and say what that took."""
    command = [sys.executable, "-m", "bench.engines", name, str(root), str(work), str(limit)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: Figures = json.loads(run.stdout)
    return figures


def measured(name: str, root: Path, work: Path, kinds: Kinds, articles: int) -> Figures:
    """Everything about one engine."""
    limit = min(articles, STOCK) if name == "stock Whoosh" else articles
    figures = build(name, root, work, limit) | {"articles": limit}
    with Archive.open(root) as archive:
        figures["text"] = sum(len(item.text.encode()) for item in items(archive, limit))
        engine = ENGINES[name](work)
        engine.open(archive)
        figures["queries"] = {kind: answer_times(engine, asks) for kind, asks in kinds.items()}
        some = list(itertools.islice(items(archive, limit), 1_000))
        # Titles that no other engine's turn has left in the archive.
        word = "zebra" + "".join(char for char in name.lower() if char.isalpha())
        changes: dict[str, list[float]] = {"1": [], "1,000": []}
        for i in range(5):
            assert engine.change(archive, some[i : i + 1], f"{word}{i}") == 1
            changes["1"].append(engine.took * 1000)
        if name != "stock Whoosh":
            found = engine.change(archive, some, f"{word}herde")
            assert found == len(some), (name, found)
            changes["1,000"].append(engine.took * 1000)
        figures["changes"] = changes
    return figures


def table(all_figures: dict[str, Figures], kinds: Kinds) -> None:
    """Print what each engine took, side by side."""

    def row(what: str, told: Callable[[Figures], str]) -> None:
        print(f"  {what:24}" + "".join(f"{told(figures):>20}" for figures in all_figures.values()))

    print(f"  {'':24}" + "".join(f"{name:>20}" for name in all_figures))
    row("articles", lambda f: f"{f['articles']:,}")
    row("articles/s", lambda f: f"{f['articles'] / f['seconds']:,.0f}")
    row("articles/s of CPU", lambda f: f"{f['articles'] / f['cpu']:,.0f}")
    row("memory of a process", lambda f: f"{f['peak_mb']:.0f} MB")
    row("index, of the text", lambda f: f"{f['size'] / f['text']:.2f}")
    for kind in kinds:
        row(kind, lambda f, kind=kind: spread(f["queries"][kind]) if f["queries"][kind] else "-")  # type: ignore[misc]
    row("1 changed, found again", lambda f: spread(f["changes"]["1"]))
    row("1,000 changed", lambda f: spread(f["changes"]["1,000"]) if f["changes"]["1,000"] else "-")


def main() -> None:
    """Measure, print, and save if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--engines", default=",".join(ENGINES), help="which, with commas between")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--cpu", action="store_true", help="measure queries in CPU time, where others use the machine")
    asked = parser.parse_args()
    if asked.cpu:
        global _clock
        _clock = time.process_time
    with tempfile.TemporaryDirectory() as name:
        root, work = Path(name) / "archive", Path(name)
        origin = make_folder(root, asked.articles, "txt")
        with Archive.open(root, create=True) as archive:
            update(archive)
            kinds = kinds_of(archive)
            articles = archive.articles.count()
        engines = [each for each in asked.engines.split(",") if each != "tantivy" or find_spec("tantivy")]
        found = {each: measured(each, root, work, kinds, articles) for each in engines}
        print(f"\nEngines over {articles:,} {origin}, median / 95th percentile, exact totals and the best 50")
        print("  " + ", ".join(machine().values()))
        table(found, kinds)
        print(f"  Stock Whoosh has the first {STOCK:,} articles only: more would take it many minutes.")
        if not find_spec("xapian"):
            print("  Xapian is not installed.")
        figures: Figures = {"articles": articles, "engines": found}
        if "dateline" in found:
            with Archive.open(root) as archive:
                ours = Ours(work)
                ours.open(archive)
                bad = bad_queries(ours.index, [ask.words[0] for ask in kinds["common"]])
            opened, first = cold(root, ours.folder, kinds["common"][0].words[0])
            print(f"  cold start: {opened:.0f} ms to open the archive, {first:.0f} ms more to the first hit's snippet")
            for what, took in bad.items():
                print(f"  bad query: {what:28} {took:8.1f} ms")
            figures |= {"bad_ms": bad, "cold_ms": [opened, first]}
    save(asked.json, figures)


if __name__ == "__main__":
    main()
