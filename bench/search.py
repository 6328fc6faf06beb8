"""How fast articles are indexed and found: `python -m bench.search [--articles N] [--json FILE]`.

Beside it, in the same run and over the same texts, SQLite's FTS5 with its Porter stemmer and prefix indexes. Every
query counts all its hits and names the best fifty.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench.folders import make_folder
from bench.report import peak_mb, save, show, spread
from corpus.archive import Archive
from corpus.intake.update import update
from index import Index

TOP = 50
ROUNDS = 3
_ASKED = 20
_WORD = re.compile(r"[a-z]{3,}")


@dataclass
class Kind:
    """Queries of one kind, as each engine wants them; none for a peer that cannot answer them."""

    name: str
    ours: list[str]
    theirs: list[str] = field(default_factory=list)
    typing: bool = False
    by_date: bool = False


def kinds_of_queries(index: Index, archive: Archive) -> list[Kind]:
    """Twenty queries of every kind, from words that occur in the articles."""
    rng = random.Random(0)
    order = index.search("").ns
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for entry in archive.articles.for_index(rng.sample(list(order), min(500, len(order)))):
        words = _WORD.findall(entry.text.lower())
        counts.update(set(words))
        pairs.update(itertools.pairwise(words))
    ranked = [word for word, _ in counts.most_common()]
    common = ranked[20 : 20 + _ASKED]
    middle = rng.sample(ranked[100:1000] or ranked, min(_ASKED, len(ranked)))
    rare = rng.sample([word for word, n in counts.items() if n <= 2] or ranked, min(_ASKED, len(ranked)))
    phrases = [" ".join(pair) for pair, _ in pairs.most_common(400)[40::18]][:_ASKED]
    both = list(zip(middle, common, strict=False))
    return [
        Kind("a rare word", rare, rare),
        Kind("a common word", common, common),
        Kind(
            "rare and common",
            [f"{a} {b}" for a, b in zip(rare, common, strict=False)],
            [f"{a} AND {b}" for a, b in zip(rare, common, strict=False)],
        ),
        Kind(
            "two common",
            [f"{a} {b}" for a, b in itertools.pairwise(common)],
            [f"{a} AND {b}" for a, b in itertools.pairwise(common)],
        ),
        Kind(
            "any of three",
            [f"{a} OR {b} OR {c}" for a, b, c in zip(common, middle, rare, strict=False)],
            [f"{a} OR {b} OR {c}" for a, b, c in zip(common, middle, rare, strict=False)],
        ),
        Kind("one, not another", [f"{a} -{b}" for a, b in both], [f"{a} NOT {b}" for a, b in both]),
        Kind("a phrase", [f'"{phrase}"' for phrase in phrases], [f'"{phrase}"' for phrase in phrases]),
        Kind("words within 5", [f'"{phrase}"~5' for phrase in phrases], [f"NEAR({phrase}, 5)" for phrase in phrases]),
        Kind("3 letters*", [f"{word[:3]}*" for word in middle], [f"{word[:3]}*" for word in middle]),
        Kind("2 letters*", [f"{word[:2]}*" for word in middle], [f"{word[:2]}*" for word in middle]),
        Kind("as you type", [f"{a} {b[:3]}" for a, b in both], [f"{a} AND {b[:3]}*" for a, b in both], typing=True),
        Kind("1 letter off", [f"{word}~1" for word in middle]),
        Kind("2 letters off", [f"{word}~2" for word in middle]),
        Kind("by date", common, common, by_date=True),
    ]


class Peer:
    """SQLite FTS5 over the same articles."""

    def __init__(self, path: Path, archive: Archive) -> None:
        self.database = sqlite3.connect(path)
        self.database.execute(
            "CREATE VIRTUAL TABLE article"
            " USING fts5(title, body, day UNINDEXED, tokenize='porter unicode61', prefix='2 3')"
        )
        began = time.perf_counter()
        columns = archive.articles.columns()
        with self.database:
            numbers = list(archive.articles.order())
            for start in range(0, len(numbers), 500):
                self.database.executemany(
                    "INSERT INTO article (rowid, title, body, day) VALUES (?, ?, ?, ?)",
                    [
                        (entry.n, entry.title, entry.text, columns.day[columns.index[entry.n]])
                        for entry in archive.articles.for_index(numbers[start : start + 500])
                    ],
                )
        self.seconds = time.perf_counter() - began

    def ask(self, query: str, by_date: bool) -> None:
        """Count the hits and name the best."""
        order = "day DESC" if by_date else "rank"
        self.database.execute("SELECT count(*) FROM article WHERE article MATCH ?", (query,)).fetchone()
        self.database.execute(
            f"SELECT rowid FROM article WHERE article MATCH ? ORDER BY {order} LIMIT {TOP}", (query,)
        ).fetchall()


def timed(asked: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds that something takes: the best of some rounds, so that other work on the machine counts little."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        asked()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken)


def ask(index: Index, query: str, kind: Kind) -> None:
    """Search as a command or, while typing, as the search box does."""
    index.search(query, strict=not kind.typing, sort="newest" if kind.by_date else "relevance")


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


def measure(articles: int) -> tuple[list[tuple[str, str, str]], dict[str, object], str]:
    """Build both, ask both: rows for a table, figures, and where the text came from."""
    with tempfile.TemporaryDirectory() as work:
        root, folder = Path(work) / "archive", Path(work) / "index"
        origin = make_folder(root, articles, "txt")
        archive = Archive.open(root, create=True)
        update(archive)
        index = Index(archive, folder)
        began = time.perf_counter()
        taken = index.catch_up()
        built = time.perf_counter() - began
        health = index.health()
        peer_file = Path(work) / "peer.db"
        peer = Peer(peer_file, archive)
        text = sum(len(entry.text.encode()) for entry in archive.articles.for_index(list(archive.articles.order())))
        rows = [
            ("indexed", f"{taken / built:,.0f} articles/s", f"{taken / peer.seconds:,.0f} articles/s"),
            ("size, of the text", f"{health.size / text:.2f}", f"{peer_file.stat().st_size / text:.2f} (with text)"),
        ]
        figures: dict[str, object] = {"articles": taken, "build_s": built, "peer_build_s": peer.seconds}
        queries: dict[str, object] = {}
        kinds = kinds_of_queries(index, archive)
        for kind in kinds:
            ours = [timed(partial(ask, index, query, kind)) for query in kind.ours]
            theirs = [timed(partial(peer.ask, query, kind.by_date)) for query in kind.theirs]
            rows.append((kind.name, spread(ours), spread(theirs) if theirs else "-"))
            queries[kind.name] = {"ours_ms": ours, "theirs_ms": theirs}
        found = index.search(" OR ".join(kinds[1].ours[:4]))
        facets = [timed(found.facets) for _ in range(5)]
        snippets = [timed(partial(found.snippet, n)) for n in found.ns[:TOP]]
        opened, first = cold(root, folder, kinds[1].ours[0])
        rows += [
            (f"facets of {found.total:,} hits", spread(facets), "-"),
            ("a snippet", spread(snippets), "-"),
            ("cold: archive + hit", f"{opened:.0f} + {first:.0f} ms", "-"),
            ("memory at most", f"{peak_mb():.0f} MB", "-"),
        ]
        archive.close()
    figures |= {"queries": queries, "facets_ms": facets, "snippets_ms": snippets, "cold_ms": [opened, first]}
    return rows, figures, origin


def main() -> None:
    """Measure, print, and save if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows, figures, origin = measure(arguments.articles)
    show(f"Search in {arguments.articles:,} {origin}, median / 95th percentile", rows, peer="SQLite FTS5")
    save(arguments.json, figures)


if __name__ == "__main__":
    main()
