"""An index that is small enough to be right at a glance, and can be told to be slow or to fail."""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.archive import Archive
from corpus.names.likeness import Sort
from index.errors import QueryError, SearchCancelled
from index.mentions import EMPTY, Found, Patterns
from index.names.asking import Answer, Named, Names
from index.names.spelled import Offer
from index.names.table import NameTable, empty
from tui.outside import Outside
from tui.ports import Advice, Cancelled, Completion, Progress
from tui.session import whole_facets

TERM = re.compile(r'(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))')


class FakeOutside(Outside):
    """Remembers what was copied and opened, and starts nothing."""

    def __init__(self, state: Path) -> None:
        super().__init__(state, {}, "test")
        self.copied: list[str] = []
        self.opened: list[Path] = []
        self.addresses: list[str] = []

    def copy(self, text: str) -> str:
        self.copied.append(text)
        return ""

    def open(self, path: Path) -> None:
        self.opened.append(path)

    def open_address(self, address: str) -> None:
        self.addresses.append(address)


@dataclass
class FakeMarks:
    words: tuple[str, ...]

    def spans(self, text: str) -> list[tuple[int, int]]:
        if not self.words:
            return []
        pattern = "|".join(re.escape(word) for word in self.words)
        return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


@dataclass
class FakeResults:
    archive: Archive
    ns: array[int]
    marks: FakeMarks
    took_ms: float = 1.0
    advice: Advice | None = None

    @property
    def total(self) -> int:
        return len(self.ns)

    def facets(self, kinds: Sequence[str] = ("tag", "outlet", "year")) -> dict[str, list[tuple[str, int]]]:
        return {kind: values for kind, values in whole_facets(self.archive, self.ns).items() if kind in kinds}


@dataclass
class FakeRecordHits:
    ids: list[str]


class FakeNames(Names):
    """No name is known, and none was ever collected."""

    def __init__(self) -> None:
        """There is no folder."""

    def behind(self) -> bool:
        return True

    def catch_up(
        self, *, told: Callable[[int, int], None] | None = None, cancelled: Cancelled = lambda: False
    ) -> NameTable:
        return empty()

    def mentions(
        self, *, told: Callable[[int, int], None] | None = None, cancelled: Cancelled = lambda: False
    ) -> Found:
        return Found(EMPTY, Patterns(()))

    def knows_mentions(self) -> bool:
        return True

    def has(self, text: str) -> bool:
        return False

    def ask(self, text: str, sort: Sort = "any", *, cancelled: Cancelled = lambda: False) -> Answer:
        return Answer(text, (), ())

    def records(self) -> tuple[Named, ...]:
        return ()

    def offer(self, query: str) -> Offer | None:
        return None


@dataclass
class FakeIndex:
    """Finds articles that hold every word of a query; `tag:`, `source:` and `published:` are understood."""

    archive: Archive
    asked: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    hold: threading.Event | None = None
    """While set to an event that is not set, searches wait for it or for being cancelled."""
    fails: Exception | None = None
    names: FakeNames = field(default_factory=FakeNames)
    at_once: int = 0
    most_at_once: int = 0

    def search(
        self,
        query: str,
        *,
        sort: Literal["relevance", "newest", "oldest"] = "relevance",
        strict: bool = True,
        cancelled: Cancelled | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> FakeResults:
        self.asked.append(query)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            while self.hold is not None and not self.hold.wait(0.005):
                if cancelled is not None and cancelled():
                    self.cancelled.append(query)
                    raise SearchCancelled
            if self.fails is not None:
                raise self.fails
            if strict and query.count('"') % 2:
                at = query.rindex('"')
                raise QueryError(query, at, at + 1, 'a closing "')
            return self._search(query, sort)
        finally:
            self.at_once -= 1

    def _search(self, query: str, sort: str) -> FakeResults:
        articles = self.archive.articles
        ns = set(articles.order())
        words: list[str] = []
        for minus, name, quoted, plain in TERM.findall(query):
            value = (quoted or plain).strip('"')
            if name == "tag":
                hits = set(self.archive.tags.articles(value))
            elif name in ("source", "published"):
                hits = {
                    row.n for row in articles.rows(list(ns)) if value in f"{row.outlet} {row.credit} {row.published}"
                }
            else:
                hits = {n for n in ns if value.casefold() in self._text(n)}
                words += [value] if value and not minus else []
            ns = ns - hits if minus else ns & hits
        order = articles.order("oldest" if sort == "oldest" else "newest")
        return FakeResults(self.archive, array("I", (n for n in order if n in ns)), FakeMarks(tuple(words)))

    def _text(self, n: int) -> str:
        article = self.archive.articles.get(n)
        body = self.archive.articles.text(n) if article.text_sha256 else ""
        return f"{article.title}\n{body}".casefold()

    def search_records(self, query: str, kind: Literal["incident", "actor", "place"]) -> FakeRecordHits:
        rows = self.archive.records.rows(self.archive.records.all(kind))
        return FakeRecordHits([row.id for row in rows if query.casefold() in row.label.casefold()])

    def complete(self, text: str, cursor: int) -> list[Completion]:
        return []

    def behind(self) -> int:
        return 0

    def catch_up(
        self, *, progress: Callable[[Progress], None] | None = None, cancelled: Cancelled = lambda: False
    ) -> int:
        return 0

    def close(self) -> None:
        pass
