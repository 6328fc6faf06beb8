"""tantivy among the engines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.engines.base import TOP, Ask, Engine, Item, items
from corpus.archive import Archive


class Tantivy(Engine):
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
        began = self.clock()
        for item in some:
            writer.delete_documents("n", item.n)
            writer.add_document(self._document(item, f"The {word}"))
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()
        found = self.ask(Ask("word", (word,)))
        self.took = self.clock() - began
        writer.wait_merging_threads()
        return found or 0

    def size(self) -> int:
        """How many bytes the index takes."""
        return sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file())
