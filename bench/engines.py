"""Search engines over the same articles, for `bench.engine`; ours stands among them.

Each builds its index, answers the same questions, and takes changed articles in. `python -m bench.engines NAME ARCHIVE
WORK LIMIT` builds one.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from bench.report import peak_mb
from corpus.archive import Archive
from index import Index

TOP = 50
_AT_ONCE = 500


@dataclass(frozen=True)
class Ask:
    """One question.

    Attributes:
        kind: word, both, any, not, phrase, near, prefix, typing, fuzzy1, fuzzy2, dated, newest, facets.
        words: What it is about.
        days: For `dated`, from when to when.
    """

    kind: str
    words: tuple[str, ...]
    days: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Item:
    """An article as the peers take it."""

    n: int
    title: str
    text: str
    day: int
    outlet: str


def items(archive: Archive, limit: int) -> Iterator[Item]:
    """The articles of an archive, up to so many."""
    columns = archive.articles.columns()
    numbers = list(columns.n)[:limit]
    for start in range(0, len(numbers), _AT_ONCE):
        for entry in archive.articles.for_index(numbers[start : start + _AT_ONCE]):
            row = columns.index[entry.n]
            yield Item(entry.n, entry.title, entry.text, columns.day[row], columns.sources[columns.source[row]])


class Engine(Protocol):
    """What is measured of each."""

    def build(self, archive: Archive, limit: int) -> None:
        """Index the articles, up to so many."""

    def open(self, archive: Archive) -> None:
        """Make ready to answer."""

    def ask(self, ask: Ask) -> int | None:
        """Count all hits and name the best `TOP`; None if it cannot answer such a question."""

    def change(self, archive: Archive, some: Sequence[Item], word: str) -> int:
        """Take in articles whose title now has this word, and count how many are found by it."""

    def size(self) -> int:
        """How many bytes the index takes."""


class Ours:
    """dateline."""

    def __init__(self, work: Path) -> None:
        self.folder = work / "dateline"

    def build(self, archive: Archive, limit: int) -> None:
        """Index the articles."""
        del limit
        Index(archive, self.folder).rebuild()

    def open(self, archive: Archive) -> None:
        """Make ready to answer."""
        self.index = Index(archive, self.folder)

    def ask(self, ask: Ask) -> int | None:
        """Count all hits and name the best."""
        a, *rest = ask.words
        match ask.kind:
            case "facets":
                return len(self.index.search(a).facets())
            case "newest":
                return self.index.search(a, sort="newest").total
            case "typing":
                return self.index.search(f"{a} {rest[0]}", strict=False).total
            case "dated":
                first, last = map(date.fromordinal, ask.days)
                return self.index.search(f"{a} published:{first}..{last}").total
        texts = {
            "word": a,
            "both": " ".join(ask.words),
            "any": " OR ".join(ask.words),
            "not": f"{a} -{'-'.join(rest)}",
            "phrase": f'"{" ".join(ask.words)}"',
            "near": f'"{" ".join(ask.words)}"~5',
            "prefix": f"{a}*",
            "fuzzy1": f"{a}~1",
            "fuzzy2": f"{a}~2",
        }
        return self.index.search(texts[ask.kind]).total

    def change(self, archive: Archive, some: Sequence[Item], word: str) -> int:
        """Take in changed articles, and count how many are found."""
        archive.edits.set_field([item.n for item in some], "title", f"The {word}")
        began = time.perf_counter()
        self.index.catch_up()
        found = self.index.search(word).total
        self.took = time.perf_counter() - began
        return found

    def size(self) -> int:
        """How many bytes the index takes."""
        return sum(path.stat().st_size for path in self.folder.iterdir())


class Fts5:
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
        began = time.perf_counter()
        with self.database:
            for i in some:
                self.database.execute("DELETE FROM article WHERE rowid = ?", (i.n,))
                self.database.execute(
                    "INSERT INTO article (rowid, title, body, day, outlet) VALUES (?, ?, ?, ?, ?)",
                    (i.n, f"The {word}", i.text, i.day, i.outlet),
                )
        found = self.ask(Ask("word", (word,)))
        self.took = time.perf_counter() - began
        return found or 0

    def size(self) -> int:
        """How many bytes the index takes."""
        return self.path.stat().st_size


class Tantivy:
    """tantivy, through its Python binding."""

    def __init__(self, work: Path) -> None:
        import tantivy

        self.tantivy = tantivy
        self.path = work / "tantivy"
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("n", stored=True, indexed=True, fast=True)
        builder.add_text_field("title", tokenizer_name="en_stem")
        builder.add_text_field("body", tokenizer_name="en_stem")
        builder.add_integer_field("day", indexed=True, fast=True)
        builder.add_integer_field("year", indexed=True, fast=True)
        builder.add_text_field("outlet", tokenizer_name="raw", fast=True)
        self.schema = builder.build()

    def _document(self, item: Item, title: str) -> Any:
        outlet = item.outlet or "-"
        return self.tantivy.Document(
            n=item.n, title=title, body=item.text, day=item.day, year=item.day // 365, outlet=outlet
        )

    def build(self, archive: Archive, limit: int) -> None:
        """Index the articles."""
        self.path.mkdir()
        writer = self.tantivy.Index(self.schema, path=str(self.path)).writer(heap_size=200_000_000, num_threads=2)
        for item in items(archive, limit):
            writer.add_document(self._document(item, item.title))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, archive: Archive) -> None:
        """Make ready to answer."""
        del archive
        self.index = self.tantivy.Index(self.schema, path=str(self.path))
        self.index.reload()
        self.searcher = self.index.searcher()

    def _query(self, ask: Ask) -> Any:
        kit, a, rest = self.tantivy.Query, ask.words[0], ask.words[1:]

        def both(clauses: Sequence[Any], how: Any) -> Any:
            return kit.boolean_query([(how, clause) for clause in clauses])

        def prefix(word: str) -> Any:
            return both(
                [kit.regex_query(self.schema, field, f"{word}.*") for field in ("title", "body")],
                self.tantivy.Occur.Should,
            )

        def parsed(text: str) -> Any:
            return self.index.parse_query(text, ["title", "body"])

        if ask.kind == "prefix":
            return prefix(a)
        if ask.kind == "typing":
            return both([parsed(a), prefix(rest[0])], self.tantivy.Occur.Must)
        if ask.kind.startswith("fuzzy"):
            edits = int(ask.kind[-1])
            fields = [kit.fuzzy_term_query(self.schema, field, a, edits) for field in ("title", "body")]
            return both(fields, self.tantivy.Occur.Should)
        texts = {
            "both": " AND ".join(ask.words),
            "any": " OR ".join(ask.words),
            "not": f"{a} -{' '.join(rest)}",
            "phrase": f'"{" ".join(ask.words)}"',
            "near": f'"{" ".join(ask.words)}"~5',
            "dated": f"{a} AND day:[{ask.days[0]} TO {ask.days[1]}]",
        }
        return parsed(texts.get(ask.kind, a))

    def ask(self, ask: Ask) -> int | None:
        """Count all hits and name the best."""
        query = self._query(ask)
        if ask.kind == "facets":
            wanted = {
                "outlet": {"terms": {"field": "outlet", "size": 1000}},
                "year": {"terms": {"field": "year", "size": 1000}},
            }
            return len(self.searcher.aggregate(query, wanted))
        more: dict[str, Any] = {"order_by_field": "day"} if ask.kind == "newest" else {}
        found: Any = self.searcher.search(query, TOP, count=True, **more)
        for _, address in found.hits:
            self.searcher.doc(address)
        return int(found.count)

    def change(self, archive: Archive, some: Sequence[Item], word: str) -> int:
        """Take in changed articles, and count how many are found."""
        del archive
        writer = self.index.writer(heap_size=50_000_000, num_threads=1)
        began = time.perf_counter()
        for item in some:
            writer.delete_documents("n", item.n)
            writer.add_document(self._document(item, f"The {word}"))
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()
        found = self.ask(Ask("word", (word,)))
        self.took = time.perf_counter() - began
        writer.wait_merging_threads()
        return found or 0

    def size(self) -> int:
        """How many bytes the index takes."""
        return sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file())


class Stock:
    """Whoosh as it comes: its own format, writer, analyzer and searcher."""

    def __init__(self, work: Path) -> None:
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.fields import NUMERIC, TEXT, Schema

        self.path = work / "stock"
        analyzer = StemmingAnalyzer(stoplist=None)
        self.schema = Schema(
            n=NUMERIC(stored=True, unique=True),
            title=TEXT(analyzer=analyzer),
            body=TEXT(analyzer=analyzer),
            day=NUMERIC(stored=True, sortable=True),
        )

    def build(self, archive: Archive, limit: int) -> None:
        """Index the articles."""
        from whoosh.index import create_in

        self.path.mkdir()
        writer = create_in(str(self.path), self.schema).writer(limitmb=256)
        for item in items(archive, limit):
            writer.add_document(n=item.n, title=item.title, body=item.text, day=item.day)
        writer.commit()

    def open(self, archive: Archive) -> None:
        """Make ready to answer."""
        del archive
        from whoosh.index import open_dir

        self.index = open_dir(str(self.path))
        self.searcher = self.index.searcher()

    def ask(self, ask: Ask) -> int | None:
        """Count all hits and name the best."""
        from whoosh.qparser import MultifieldParser, plugins

        parser = MultifieldParser(["title", "body"], self.schema)
        parser.add_plugin(plugins.FuzzyTermPlugin())
        a, *rest = ask.words
        texts = {
            "both": " AND ".join(ask.words),
            "any": " OR ".join(ask.words),
            "not": f"{a} NOT {' '.join(rest)}",
            "phrase": f'"{" ".join(ask.words)}"',
            "near": f'"{" ".join(ask.words)}"~5',
            "prefix": f"{a}*",
            "typing": f"{a} AND {' '.join(rest)}*",
            "fuzzy1": f"{a}~1",
            "fuzzy2": f"{a}~2",
            "dated": f"{a} AND day:[{ask.days[0]} TO {ask.days[1]}]",
        }
        if ask.kind == "facets":
            return None
        more = {"sortedby": "day", "reverse": True} if ask.kind == "newest" else {}
        found = self.searcher.search(parser.parse(texts.get(ask.kind, a)), limit=TOP, **more)
        return len(found)

    def change(self, archive: Archive, some: Sequence[Item], word: str) -> int:
        """Take in changed articles, and count how many are found."""
        del archive
        began = time.perf_counter()
        writer = self.index.writer()
        for item in some:
            writer.update_document(n=item.n, title=f"The {word}", body=item.text, day=item.day)
        writer.commit()
        self.searcher = self.index.searcher()
        found = self.ask(Ask("word", (word,)))
        self.took = time.perf_counter() - began
        return found or 0

    def size(self) -> int:
        """How many bytes the index takes."""
        return sum(path.stat().st_size for path in self.path.iterdir())


ENGINES: dict[str, type[Ours | Fts5 | Tantivy | Stock]] = {
    "dateline": Ours,
    "FTS5": Fts5,
    "tantivy": Tantivy,
    "stock Whoosh": Stock,
}


def main() -> None:
    """Build one index, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=ENGINES)
    parser.add_argument("archive", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("limit", type=int)
    asked = parser.parse_args()
    with Archive.open(asked.archive, read_only=True) as archive:
        engine = ENGINES[asked.name](asked.work)
        began = time.perf_counter()
        engine.build(archive, asked.limit)
        seconds = time.perf_counter() - began
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    cpu = sum(each.ru_utime + each.ru_stime for each in (own, others))
    peak = max(peak_mb(), others.ru_maxrss / scale)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak, "size": engine.size()}))


if __name__ == "__main__":
    main()
