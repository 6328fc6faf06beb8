"""What the index asks of the archive, and no more. The opened archive fits this; so does a test's stand-in."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol


class Entry(Protocol):
    """What of an article can be searched for as text."""

    @property
    def n(self) -> int:
        """The article's number."""

    @property
    def title(self) -> str:
        """Its headline."""

    @property
    def text(self) -> str:
        """Its body."""

    @property
    def outlet(self) -> str:
        """Where it appeared."""

    @property
    def credit(self) -> str:
        """Whom it credits."""

    @property
    def author(self) -> str:
        """Who wrote it."""

    @property
    def path(self) -> str:
        """Where its file is."""

    @property
    def language(self) -> str:
        """Its language, as a code."""


class Change(Protocol):
    """An article that changed at a position, or is no more."""

    @property
    def position(self) -> int:
        """When."""

    @property
    def n(self) -> int:
        """Which."""

    @property
    def exists(self) -> bool:
        """Whether it is still there."""


class Columns(Protocol):
    """Facts of every article, the i-th of each array belonging to one; `index` finds the i of a number."""

    @property
    def n(self) -> array[int]:
        """Numbers."""

    @property
    def year(self) -> array[int]:
        """Years of publication, 0 if not known."""

    @property
    def day(self) -> array[int]:
        """Days of publication as `date.toordinal` counts them, -1 if not known."""

    @property
    def source(self) -> array[int]:
        """Codes into `sources`."""

    @property
    def sources(self) -> list[str]:
        """Outlets, or credits where there is none; the first is "" for none."""

    @property
    def index(self) -> dict[int, int]:
        """Places by number."""


class Articles(Protocol):
    """The articles."""

    def position(self) -> int:
        """Rises whenever an article changed."""

    def session(self, position: int) -> str:
        """What a position was reached by; another one where the archive was taken back and went on from there."""

    def count(self) -> int:
        """How many there are."""

    def changed_since(self, position: int, limit: int) -> Sequence[Change]:
        """The articles that changed after a position, the longest ago first, all of one position together."""

    def for_index(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """What can be searched of these."""

    def order(self, sort: Literal["newest", "oldest"] = "newest") -> array[int]:
        """All by publication date, the undated last."""

    def between(self, first: date | None, last: date | None) -> array[int]:
        """Those published within these days."""

    def where(self, what: str) -> array[int]:
        """Those in a state."""

    def columns(self) -> Columns:
        """Facts for counting."""

    def find(self, word: str) -> int:
        """The one with this id, or whose id begins so."""

    def text(self, n: int) -> str:
        """The body of one."""


class Tags(Protocol):
    """The tags of articles."""

    def all(self) -> list[tuple[str, int]]:
        """Every tag and how many articles carry it."""

    def articles(self, tag: str) -> array[int]:
        """Those that carry a tag, or one below it."""

    def on(self, numbers: Sequence[int]) -> dict[str, int]:
        """The tags on these articles, with counts."""

    def carried(self) -> tuple[list[str], array[int], array[int]]:
        """All tags; and who carries what: an article's number and the place of a tag, again and again."""


class Found(Protocol):
    """A record as it now is."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def kind(self) -> str:
        """Actor, place or incident."""

    @property
    def label(self) -> str:
        """It in a few words."""

    @property
    def first_day(self) -> int | None:
        """The first day that it may have been."""

    @property
    def last_day(self) -> int | None:
        """The last such day."""

    @property
    def merged_into(self) -> str:
        """The record that stands for it; "" if it stands for itself."""

    @property
    def values(self) -> Mapping[str, Any]:
        """What it says, in the shape of a bundle."""


class RecordChanges(Protocol):
    """The records that changed since somebody looked."""

    @property
    def mark(self) -> Any:
        """To be handed back the next time."""

    @property
    def whole(self) -> bool:
        """Whether this is all there is."""

    @property
    def records(self) -> Mapping[str, Found | None]:
        """Actors, places and incidents; None for those that are gone."""

    @property
    def ties(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The incidents and articles that passages and links tie, by these."""


class RecordSets(Protocol):
    """The records other than articles."""

    def position(self) -> int:
        """Rises whenever one changed."""

    def article_position(self) -> int:
        """Rises whenever ids of articles may stand for others."""

    def changes(self, since: Any = None) -> RecordChanges:
        """What is new since a mark; everything without one."""

    def distinctions(self) -> Sequence[tuple[str, str]]:
        """The pairs of spellings that somebody said are not one name; "" beside what is no name at all."""

    def numbers(self, articles: Iterable[str]) -> Mapping[str, int]:
        """The numbers of articles by the ids that records have."""


class Source(Protocol):
    """An archive, as far as searching needs it."""

    @property
    def uid(self) -> str:
        """Its own id."""

    @property
    def root(self) -> Path:
        """The user's folder."""

    @property
    def folder(self) -> Path:
        """The folder in it that is dateline's own."""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written there."""

    @property
    def articles(self) -> Articles:
        """Its articles."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    @property
    def record_sets(self) -> RecordSets:
        """What was recorded of what they tell."""

    def position(self) -> int:
        """Rises with every change of anything."""
