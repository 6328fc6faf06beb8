"""SQLite's FTS5 among the engines."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bench.engines.base import TOP, Ask, Engine, Item, items
from corpus.archive import Archive


class Fts5(Engine):
    """SQLite FTS5, with its Porter stemmer and prefix indexes."""

    def __init__(self, work: Path) -> None:
        self.path = work / "fts5.db"

    def build(self, archive: Archive, limit: int) -> None:
        """Index the articles."""
        database = sqlite3.connect(self.path)
        database.execute(
            "CREATE VIRTUAL TABLE article USING fts5(title, body, day UNINDEXED, outlet UNINDEXED,"
            " tokenize='porter unicode61', prefix='2 3')"
        )
        with database:
            rows = ((i.n, i.title, i.text, i.day, i.outlet) for i in items(archive, limit))
            database.executemany("INSERT INTO article (rowid, title, body, day, outlet) VALUES (?, ?, ?, ?, ?)", rows)
        database.close()

    def open(self, archive: Archive) -> None:
        """Make ready to answer."""
        del archive
        self.database = sqlite3.connect(self.path)

    def ask(self, ask: Ask) -> int | None:
        """Count all hits and name the best."""
        a, *rest = ask.words
        texts = {
            "both": " AND ".join(ask.words),
            "any": " OR ".join(ask.words),
            "not": f"{a} NOT {' '.join(rest)}",
            "phrase": f'"{" ".join(ask.words)}"',
            "near": f"NEAR({' '.join(ask.words)}, 5)",
            "prefix": f"{a}*",
            "typing": f"{a} AND {' '.join(rest)}*",
        }
        if ask.kind.startswith("fuzzy"):
            return None
        text = texts.get(ask.kind, a)
        if ask.kind == "facets":
            return len(
                [
                    self.database.execute(
                        f"SELECT {what}, count(*) FROM article WHERE article MATCH ? GROUP BY 1", (text,)
                    ).fetchall()
                    for what in ("outlet", "day / 365")
                ]
            )
        where, values = "article MATCH ?", [text, *ask.days] if ask.kind == "dated" else [text]
        if ask.kind == "dated":
            where += " AND day BETWEEN ? AND ?"
        order = "day DESC" if ask.kind == "newest" else "rank"
        total = self.database.execute(f"SELECT count(*) FROM article WHERE {where}", values).fetchone()[0]
        self.database.execute(
            f"SELECT rowid FROM article WHERE {where} ORDER BY {order} LIMIT {TOP}", values
        ).fetchall()
        return int(total)

    def change(self, archive: Archive, some: Sequence[Item], word: str) -> int:
        """Take in changed articles, and count how many are found."""
        del archive
        began = self.clock()
        with self.database:
            for i in some:
                self.database.execute("DELETE FROM article WHERE rowid = ?", (i.n,))
                self.database.execute(
                    "INSERT INTO article (rowid, title, body, day, outlet) VALUES (?, ?, ?, ?, ?)",
                    (i.n, f"The {word}", i.text, i.day, i.outlet),
                )
        found = self.ask(Ask("word", (word,)))
        self.took = self.clock() - began
        return found or 0

    def size(self) -> int:
        """How many bytes the index takes."""
        return self.path.stat().st_size
