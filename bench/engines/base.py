"""What every search engine is asked in `bench.engine`, and what each must be able to do."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.archive import Archive

TOP = 50
"""How many hits are named."""

_AT_ONCE = 500
_clocks = [time.perf_counter]


def use_cpu_time() -> None:
    """From now on, measure the time of this process's CPU: for a machine that others use."""
    _clocks[:] = [time.process_time]


def now() -> float:
    """Seconds, of which only differences mean anything."""
    return _clocks[0]()


def is_cpu_time() -> bool:
    """Whether seconds are those of the CPU."""
    return _clocks[0] is time.process_time


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


class Engine(ABC):
    """An engine, with a folder of its own.

    Attributes:
        took: The seconds that the last change took until it was found.
        told: What the engine itself says that building took, in the place of what this process sees of it.
    """

    took = 0.0
    told: dict[str, float] = {}

    @abstractmethod
    def build(self, archive: Archive, limit: int) -> None:
        """Index the articles, up to so many."""

    @abstractmethod
    def open(self, archive: Archive) -> None:
        """Make ready to answer."""

    @abstractmethod
    def ask(self, ask: Ask) -> int | None:
        """Count all hits and name the best `TOP`; None if it cannot answer such a question."""

    @abstractmethod
    def change(self, archive: Archive, some: Sequence[Item], word: str) -> int:
        """Take in articles whose title now has this word, and count how many are found by it."""

    @abstractmethod
    def size(self) -> int:
        """How many bytes the index takes."""

    def clock(self) -> float:
        """Seconds of this engine's work."""
        return now()

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Let go of everything."""
