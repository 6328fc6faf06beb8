"""What the screens ask of the index, as narrow protocols.

The real index fits these, and so does whatever a test or a future engine puts in its place. Nothing is done here.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from index.names.asking import Names

Cancelled = Callable[[], bool]
"""Asked now and then by long work: whether to stop."""


class Marks(Protocol):
    """What of a text a query matches."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where, as (start, end)."""


class Advice(Protocol):
    """Why nothing was found, and what would be."""

    @property
    def query(self) -> str:
        """A query that finds something, empty if none is known."""

    @property
    def count(self) -> int:
        """How much that finds."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All this in words."""


class Completion(Protocol):
    """What a part of a query may become."""

    @property
    def start(self) -> int:
        """Where that part begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def replacement(self) -> str:
        """What to put there."""

    @property
    def kind(self) -> str:
        """What it is, in a word."""

    @property
    def count(self) -> int:
        """How many articles have it, 0 if that is not known."""


class Results(Protocol):
    """What a search found."""

    @property
    def ns(self) -> array[int]:
        """The numbers of all hits, in order."""

    @property
    def total(self) -> int:
        """How many there are."""

    @property
    def took_ms(self) -> float:
        """How long it took, in milliseconds."""

    @property
    def marks(self) -> Marks:
        """What to mark in a text."""

    @property
    def advice(self) -> Advice | None:
        """If nothing was found, why."""

    def facets(self, kinds: Sequence[str] = ("tag", "outlet", "year")) -> dict[str, list[tuple[str, int]]]:
        """How many hits have each value."""


class Progress(Protocol):
    """How far the index is."""

    @property
    def stage(self) -> str:
        """What is being done."""

    @property
    def done(self) -> int:
        """How many articles."""

    @property
    def total(self) -> int:
        """Of how many."""


class RecordHits(Protocol):
    """What a search among records found."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all hits, the best first."""


class Index(Protocol):
    """How articles and records are found."""

    @property
    def names(self) -> Names:
        """The names of the archive."""

    def search(
        self,
        query: str,
        *,
        sort: Literal["relevance", "newest", "oldest"] = "relevance",
        strict: bool = True,
        cancelled: Cancelled | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Results:
        """Find articles; `progress` is told how far it is where the index must first be made anew."""

    def search_records(self, query: str, kind: Literal["incident", "actor", "place"]) -> RecordHits:
        """Find records of a kind."""

    def complete(self, text: str, cursor: int) -> Sequence[Completion]:
        """What the characters before the cursor may become."""

    def behind(self) -> int:
        """How many articles are not found yet."""

    def catch_up(self, *, progress: Callable[[Progress], None] | None = ..., cancelled: Cancelled = ...) -> int:
        """Make them findable; gives how many."""

    def close(self) -> None:
        """Let go of it."""
