"""Whoosh as it comes among the engines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.engines.base import TOP, Ask, Engine, Item, items
from corpus.archive import Archive


class Stock(Engine):
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
        began = self.clock()
        writer = self.index.writer()
        for item in some:
            writer.update_document(n=item.n, title=f"The {word}", body=item.text, day=item.day)
        writer.commit()
        self.searcher = self.index.searcher()
        found = self.ask(Ask("word", (word,)))
        self.took = self.clock() - began
        return found or 0

    def size(self) -> int:
        """How many bytes the index takes."""
        return sum(path.stat().st_size for path in self.path.iterdir())
