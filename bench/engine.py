"""The engine beside its peers: `python -m bench.engine [--articles N] [--json FILE]`.

In one run over the same articles: dateline, SQLite FTS5, and tantivy, Xapian and stock Whoosh where they are installed
(the slowest take fewer articles, as the table says). Rates, memory, sizes, every kind of query, updates, a cold start;
then what only dateline is asked. The tables are Markdown. With `--work DIR`, the archive that was made is kept there
for the next run.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench import engine_own
from bench.engine_own import timed
from bench.engines import AT_MOST, ENGINES, is_here
from bench.engines.base import Ask, Engine, items, use_cpu_time
from bench.folders import make_folder
from bench.report import machine, save, spread
from corpus.archive import Archive
from corpus.intake.update import update

ASKED = 20
_PATIENCE = 5.0
_WORD = re.compile(r"[a-z]{3,}")

Kinds = dict[str, list[Ask]]
Figures = dict[str, Any]


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
        taken.append(timed(partial(engine.ask, ask), clock=engine.clock))
        if time.perf_counter() - began > _PATIENCE:
            break
    return taken


def build(name: str, root: Path, work: Path, limit: int) -> Figures:
    """Build an engine's index in a process of its own, and say what that took."""
    command = [sys.executable, "-m", "bench.engines", name, str(root), str(work), str(limit)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{name} could not be built:\n{run.stderr}")
    figures: Figures = json.loads(run.stdout)
    return figures


def measured(name: str, root: Path, work: Path, kinds: Kinds, articles: int) -> Figures:
    """Everything about one engine."""
    limit = min(articles, AT_MOST.get(name, articles))
    figures = build(name, root, work, limit) | {"articles": limit}
    with Archive.open(root) as archive, contextlib.closing(ENGINES[name](work)) as engine:
        figures["text"] = sum(len(item.text.encode()) for item in items(archive, limit))
        engine.open(archive)
        figures["queries"] = {kind: answer_times(engine, asks) for kind, asks in kinds.items()}
        some = list(itertools.islice(items(archive, limit), 1_000))
        # Titles that no other engine's turn has left in the archive.
        word = "zebra" + "".join(char for char in name.lower() if char.isalpha()) + f"{time.time_ns():x}"
        changes: dict[str, list[float]] = {"1": [], "1,000": []}
        for i in range(5):
            assert engine.change(archive, some[i : i + 1], f"{word}x{i}") == 1
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
        print(f"| {what} | " + " | ".join(told(figures) for figures in all_figures.values()) + " |")

    print(f"| | {' | '.join(all_figures)} |")
    print("|---" * (len(all_figures) + 1) + "|")
    row("articles", lambda f: f"{f['articles']:,}")
    row("articles/s", lambda f: f"{f['articles'] / f['seconds']:,.0f}")
    row("articles/s of CPU", lambda f: f"{f['articles'] / f['cpu']:,.0f}")
    row("memory of a process", lambda f: f"{f['peak_mb']:.0f} MB")
    row("index, of the text", lambda f: f"{f['size'] / f['text']:.2f}")
    for kind in kinds:
        row(kind, lambda f, kind=kind: spread(f["queries"][kind]) if f["queries"][kind] else "–")  # type: ignore[misc]
    row("1 changed, found again", lambda f: spread(f["changes"]["1"]))
    row("1,000 changed", lambda f: f"{f['changes']['1,000'][0]:.0f} ms" if f["changes"]["1,000"] else "–")


@contextlib.contextmanager
def archive_of(articles: int, kept: Path | None) -> Iterator[tuple[Path, str]]:
    """A folder with an archive of so many articles in it, read in, and where they are from."""
    with tempfile.TemporaryDirectory() as name:
        folder = (kept or Path(name)) / f"{articles}"
        origin = folder / "origin"
        root = folder / "archive"
        if not origin.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            told = make_folder(root, articles, "txt")
            with Archive.open(root, create=True) as archive:
                update(archive)
            origin.write_text(told, encoding="utf-8")
        yield root, origin.read_text(encoding="utf-8")


def main() -> None:
    """Measure, print, and save if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--engines", default=",".join(ENGINES), help="which, with commas between")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--cpu", action="store_true", help="measure queries in CPU time, where others use the machine")
    parser.add_argument("--work", type=Path, help="keep the archive here; dateline edits titles in it")
    asked = parser.parse_args()
    if asked.cpu:
        use_cpu_time()
    engines = [name for name in asked.engines.split(",") if is_here(name)]
    with archive_of(asked.articles, asked.work) as (root, origin), tempfile.TemporaryDirectory() as name:
        work = Path(name)
        with Archive.open(root) as archive:
            kinds = kinds_of(archive)
            articles = archive.articles.count()
        found = {}
        for each in engines:
            print(f"measuring {each} …", file=sys.stderr, flush=True)
            found[each] = measured(each, root, work, kinds, articles)
        print(
            f"\nEngines over {articles:,} {origin}: median / 95th percentile of {'CPU time' if asked.cpu else 'time'},"
        )
        print("exact totals and the best 50. " + ", ".join(f"{what} {told}" for what, told in machine().items()) + "\n")
        table(found, kinds)
        figures: Figures = {"articles": articles, "engines": found}
        if "dateline" in found:
            figures["cold_ms"] = opened, first = engine_own.cold(root, work / "dateline", kinds["common"][0].words[0])
            with Archive.open(root) as archive:
                figures |= engine_own.measured(archive, work, kinds)
            print(f"| cold start: the archive open; the first hit's snippet | {opened:.0f} ms; {first:.0f} ms more |")
        for each in asked.engines.split(","):
            if each not in engines:
                print(f"\n{each} is not installed.")
    save(asked.json, figures)


if __name__ == "__main__":
    main()
