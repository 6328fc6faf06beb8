"""dateline among the engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.engines.base import Ask, Engine, Item
from corpus.archive import Archive
from index import Index


class Ours(Engine):
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
        began = self.clock()
        self.index.catch_up()
        found = self.index.search(word).total
        self.took = self.clock() - began
        return found

    def size(self) -> int:
        """How many bytes the index takes."""
        return sum(path.stat().st_size for path in self.folder.iterdir())
