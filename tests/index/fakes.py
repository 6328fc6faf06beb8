"""An archive in memory, as far as the index asks for one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from corpus.errors import RecordUnknown


@dataclass(frozen=True)
class FakeEntry:
    n: int
    title: str = ""
    text: str = ""
    outlet: str = ""
    credit: str = ""
    author: str = ""
    path: str = ""
    language: str = ""
    day: date | None = None
    tags: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class FakeChange:
    position: int
    n: int
    exists: bool


@dataclass
class FakeColumns:
    n: array[int] = field(default_factory=lambda: array("I"))
    year: array[int] = field(default_factory=lambda: array("H"))
    day: array[int] = field(default_factory=lambda: array("i"))
    source: array[int] = field(default_factory=lambda: array("I"))
    sources: list[str] = field(default_factory=lambda: [""])
    index: dict[int, int] = field(default_factory=dict)


class FakeArticles:
    def __init__(self) -> None:
        self.entries: dict[int, FakeEntry] = {}
        self.changes: dict[int, int] = {}
        self.now = 0
        self.sessions = [(1, "first")]

    def position(self) -> int:
        return self.now

    def session(self, position: int) -> str:
        return next((name for start, name in reversed(self.sessions) if start <= position), "")

    def count(self) -> int:
        return len(self.entries)

    def changed_since(self, position: int, limit: int) -> list[FakeChange]:
        later = sorted((at, n) for n, at in self.changes.items() if at > position)
        if len(later) > limit:
            later = [each for each in later if each[0] <= later[limit - 1][0]]
        return [FakeChange(at, n, n in self.entries) for at, n in later]

    def for_index(self, numbers: Sequence[int]) -> Iterator[FakeEntry]:
        for n in sorted(numbers):
            if n in self.entries:
                yield self.entries[n]

    def order(self, sort: Literal["newest", "oldest"] = "newest") -> array[int]:
        dated = sorted((entry.day, n) for n, entry in self.entries.items() if entry.day)
        undated = sorted(n for n, entry in self.entries.items() if not entry.day)
        if sort == "newest":
            dated.reverse()
            undated.reverse()
        return array("I", [n for _, n in dated] + undated)

    def between(self, first: date | None, last: date | None) -> array[int]:
        return array(
            "I",
            [
                n
                for n, entry in sorted(self.entries.items())
                if entry.day and (not first or entry.day >= first) and (not last or entry.day <= last)
            ],
        )

    def where(self, what: str) -> array[int]:
        return array("I", [n for n, entry in sorted(self.entries.items()) if what in entry.states])

    def columns(self) -> FakeColumns:
        columns = FakeColumns()
        for n, entry in self.entries.items():
            name = entry.outlet or entry.credit
            if name not in columns.sources:
                columns.sources.append(name)
            columns.index[n] = len(columns.n)
            columns.n.append(n)
            columns.year.append(entry.day.year if entry.day else 0)
            columns.day.append(entry.day.toordinal() if entry.day else -1)
            columns.source.append(columns.sources.index(name))
        return columns

    def find(self, word: str) -> int:
        if word.isdecimal() and int(word) in self.entries:
            return int(word)
        raise RecordUnknown(f"No article has the id {word}")

    def text(self, n: int) -> str:
        return self.entries[n].text


class FakeTags:
    def __init__(self, articles: FakeArticles) -> None:
        self._articles = articles

    def all(self) -> list[tuple[str, int]]:
        return sorted(self.on(list(self._articles.entries)).items())

    def articles(self, tag: str) -> array[int]:
        found = [
            n
            for n, entry in sorted(self._articles.entries.items())
            if any(own == tag or own.startswith(tag + "/") for own in entry.tags)
        ]
        return array("I", found)

    def carried(self) -> tuple[list[str], array[int], array[int]]:
        names = [tag for tag, _ in self.all()]
        pairs = [(n, names.index(tag)) for n, entry in self._articles.entries.items() for tag in entry.tags]
        return names, array("I", [n for n, _ in pairs]), array("I", [at for _, at in pairs])

    def on(self, numbers: Sequence[int]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for n in numbers:
            for tag in self._articles.entries[n].tags:
                counts[tag] = counts.get(tag, 0) + 1
        return counts


@dataclass(frozen=True)
class FakeRecord:
    id: str
    kind: str
    label: str = ""
    first_day: int | None = None
    last_day: int | None = None
    merged_into: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FakeRecordChanges:
    mark: int
    whole: bool
    records: Mapping[str, FakeRecord | None]
    ties: Mapping[str, Sequence[tuple[str, str]]]


class FakeRecordSets:
    """Records by id, and what ties incidents to articles, whose ids are `a-` and their numbers."""

    def __init__(
        self,
        *records: FakeRecord,
        ties: Sequence[tuple[str, str]] = (),
        distinctions: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.told_apart = distinctions
        self.records = {record.id: record for record in records}
        self.ties = {f"e-{i}": (tie,) for i, tie in enumerate(ties)}

    def position(self) -> int:
        return 1

    def article_position(self) -> int:
        return 1

    def changes(self, since: Any = None) -> FakeRecordChanges:
        return FakeRecordChanges(1, True, self.records, self.ties)

    def distinctions(self) -> Sequence[tuple[str, str]]:
        return self.told_apart

    def numbers(self, articles: Iterable[str]) -> dict[str, int]:
        return {article: int(article.removeprefix("a-")) for article in articles}


class FakeArchive:
    """Holds articles; `put` and `drop` change it as an update would."""

    def __init__(self, *entries: FakeEntry, uid: str = "u") -> None:
        self.uid = uid
        self.root = Path("/nowhere")
        self.folder = self.root / ".dateline"
        self.read_only = False
        self.articles = FakeArticles()
        self.tags = FakeTags(self.articles)
        self.record_sets = FakeRecordSets()
        self.put(*entries)

    def position(self) -> int:
        return self.articles.now

    def put(self, *entries: FakeEntry) -> None:
        """Add or change articles, each at a position of its own."""
        for entry in entries:
            self.articles.now += 1
            self.articles.entries[entry.n] = entry
            self.articles.changes[entry.n] = self.articles.now

    def put_together(self, *entries: FakeEntry) -> None:
        """Add or change articles at one position, as one transaction does."""
        self.articles.now += 1
        for entry in entries:
            self.articles.entries[entry.n] = entry
            self.articles.changes[entry.n] = self.articles.now

    def drop(self, n: int) -> None:
        """Erase an article."""
        self.articles.now += 1
        del self.articles.entries[n]
        self.articles.changes[n] = self.articles.now
