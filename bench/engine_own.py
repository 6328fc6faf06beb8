"""What of our engine no peer has beside it: help, tags, bad queries, a year of updates, a cold start."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.engines.base import Ask, is_cpu_time, now
from bench.engines.ours import Ours
from bench.report import spread
from corpus.archive import Archive
from index import Index, QueryError

ROUNDS = 3
DAYS, A_DAY = 365, 20

COLD = """
import sys, time
from pathlib import Path
clock = time.process_time if sys.argv[4] == "cpu" else time.perf_counter
began = clock()
from corpus.archive import Archive
from index import Index
archive = Archive.open(Path(sys.argv[1]), read_only=True)
opened = clock()
found = Index(archive, Path(sys.argv[2])).search(sys.argv[3])
found.snippet(found.ns[0])
print((opened - began) * 1000, (clock() - opened) * 1000)
"""


def timed(asked: Callable[[], object], rounds: int = ROUNDS, clock: Callable[[], float] = now) -> float:
    """Milliseconds that something takes: the best of some rounds, so that other work on the machine counts little."""
    taken = []
    for _ in range(rounds):
        began = clock()
        asked()
        taken.append((clock() - began) * 1000)
    return min(taken)


def cold(root: Path, folder: Path, word: str) -> tuple[float, float]:
    """Milliseconds in a fresh process: to import and open the archive, and from there to the first hit's snippet."""
    best = []
    command = [sys.executable, "-c", COLD, str(root), str(folder), word, "cpu" if is_cpu_time() else "wall"]
    for _ in range(ROUNDS):
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        opened, found = map(float, run.stdout.split())
        best.append((opened, found))
    return min(best, key=sum)


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


def help_times(index: Index, words: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of completing words, and of searching for misspelt ones with what may have been meant."""
    wrong = [word[:2] + word[3:] + "x" for word in words]

    def mean(word: str) -> None:
        _ = index.search(word, strict=False).advice

    return {
        "complete a word": [timed(partial(index.complete, word[:3], 3)) for word in words],
        "nothing found, and what may be meant": [timed(partial(mean, word)) for word in wrong],
    }


def tag_times(archive: Archive, index: Index, words: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of searching among half of all articles, which carry a tag, and of seeing a tag just set."""
    numbers = list(archive.articles.order())
    if not archive.tags.articles("half"):
        archive.edits.tag(random.Random(0).sample(numbers, len(numbers) // 2), ["half"])
    index.search("tag:half")

    def just_set(tag: str, n: int) -> float:
        has_it = n in archive.tags.articles(tag)
        archive.edits.tag([n], [] if has_it else [tag], [tag] if has_it else [])
        return timed(lambda: index.search(f"tag:{tag}"), 1)

    return {
        "a word among articles with a tag": [timed(partial(index.search, f"{word} tag:half")) for word in words],
        "a tag set, seen in the next search": [just_set("new", n) for n in numbers[:10]],
        "a tag set that half of them carry": [just_set("half", n) for n in numbers[:10]],
    }


def year(archive: Archive, ours: Ours, asks: Sequence[Ask]) -> dict[str, Any]:
    """A year of days on each of which some articles change: what an update takes, and a question before and after."""
    rng = random.Random(0)
    numbers = list(archive.articles.order())
    before = [timed(partial(ours.ask, ask)) for ask in asks]
    took = []
    for day in range(DAYS):
        archive.edits.set_field(rng.sample(numbers, min(A_DAY, len(numbers))), "title", f"What day {day} brought")
        took.append(timed(ours.index.catch_up, 1))
    after = [timed(partial(ours.ask, ask)) for ask in asks]
    return {"parts": ours.index.health().parts, "update": took, "before": before, "after": after}


def measured(archive: Archive, work: Path, kinds: dict[str, list[Ask]]) -> dict[str, Any]:
    """All of it, printed and returned."""
    ours = Ours(work)
    ours.open(archive)
    index, common = ours.index, [ask.words[0] for ask in kinds["common"]]
    figures: dict[str, Any] = {"bad": bad_queries(index, common)}
    times = help_times(index, [ask.words[0] for ask in kinds["2 edits"]]) | tag_times(archive, index, common)
    print("\n| dateline alone | |\n|---|---|")
    for what, taken in times.items():
        print(f"| {what} | {spread(taken)} |")
    told = year(archive, ours, kinds["as you type"])
    most = f"{max(told['update']):.0f} ms"
    print(f"| a day's {A_DAY} changed articles, {DAYS} days | {spread(told['update'])}, at most {most} |")
    print(f"| as you type, before and after that year | {spread(told['before'])}, {spread(told['after'])} |")
    print(f"| parts after it | {told['parts']} |")
    for what, took in figures["bad"].items():
        print(f"| bad query: {what} | {took:.1f} ms |")
    return figures | {"own_ms": times, "year": told}
