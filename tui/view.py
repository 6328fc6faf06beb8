"""Where the user is, as one value, and the places they have been.

Back and forward, restoring a session, deep links and tests all speak `View`. Pure: nothing here reads a file, draws,
or knows how an article is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

Sort = Literal["relevance", "newest", "oldest"]
"""The order of a list; without a query, relevance means newest first."""

Pane = Literal["list", "reader"]
"""What has the user's attention: the list of articles, or the article."""

Filter = Literal["read", "unread", "missing", "changed", "tagged", "untagged"]
"""A condition that narrows the list without being part of the query."""

Group = Literal["", "day", "outlet", "copies"]
"""What the list is put into groups by, if by anything."""

NamePlace = Literal["names", "alike", "unrecorded", "mentions"]
"""Names: all of them or the spellings of one, records that may be one, names without a record, a record's mentions."""

RecordPlace = Literal["incidents", "actors", "places", "links", "review", "coverage", "timeline", "codings"]
"""Records of a kind, or by how far they are."""

Place = Literal["articles", "coding", RecordPlace, NamePlace]
"""What is looked at: articles, an article being coded, records of a kind, or names."""

SORTS: tuple[Sort, ...] = get_args(Sort)
PANES: tuple[Pane, ...] = get_args(Pane)
GROUPS: tuple[Group, ...] = get_args(Group)
PLACES: tuple[Place, ...] = get_args(Place)
NAME_PLACES: tuple[NamePlace, ...] = get_args(NamePlace)
FILTERS: tuple[Filter, ...] = get_args(Filter)

LONGEST_HISTORY = 200
"""How many places are remembered; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class View:
    """One place where a user can be.

    Attributes:
        query: The query as typed; empty for all articles.
        sort: The order of the list.
        focus: The number of the article under the cursor, 0 for the first of the list.
        pane: The pane that has the attention.
        filters: Conditions besides the query, sorted.
        group: What the list is put into groups by.
        place: What is looked at.
        record: The record under the cursor, or the one that is being coded; among names, the line under the cursor,
            among mentions the record that they are of. Empty for the first.
    """

    query: str = ""
    sort: Sort = "newest"
    focus: int = 0
    pane: Pane = "list"
    filters: tuple[Filter, ...] = ()
    group: Group = ""
    place: Place = "articles"
    record: str = ""

    def same_list(self, other: View) -> bool:
        """Whether both show the same articles in the same order."""
        mine = (self.place, self.query, self.sort, self.filters, self.group)
        return mine == (other.place, other.query, other.sort, other.filters, other.group)

    def toggled(self, condition: Filter) -> View:
        """This place with a condition added, or taken off if it was there."""
        kept = [each for each in self.filters if each != condition]
        if len(kept) == len(self.filters):
            kept.append(condition)
        return replace(self, filters=tuple(sorted(kept)), pane="list")

    def to_json(self) -> dict[str, Any]:
        """The view as plain values, without any text of an article."""
        return {
            "query": self.query,
            "sort": self.sort,
            "focus": self.focus,
            "pane": self.pane,
            "filters": list(self.filters),
            "group": self.group,
            "place": self.place,
            "record": self.record,
        }

    @classmethod
    def from_json(cls, value: object) -> View:
        """Read a view back; what is not understood falls back to the default, so that an old file never hurts."""
        if not isinstance(value, Mapping):
            return cls()
        focus = value.get("focus")
        found = value.get("filters")
        wanted = set(found) if isinstance(found, list) and all(isinstance(each, str) for each in found) else set()
        query, record = value.get("query"), value.get("record")
        return cls(
            query=query if isinstance(query, str) else "",
            sort=next((each for each in SORTS if each == value.get("sort")), "newest"),
            focus=focus if isinstance(focus, int) and not isinstance(focus, bool) and focus > 0 else 0,
            pane=next((each for each in PANES if each == value.get("pane")), "list"),
            filters=tuple(sorted(each for each in FILTERS if each in wanted)),
            group=next((each for each in GROUPS if each == value.get("group")), ""),
            place=next((each for each in PLACES if each == value.get("place")), "articles"),
            record=record if isinstance(record, str) else "",
        )


class History:
    """The places a user has been, and which of them is now.

    Visiting a place after going back drops what lay ahead; visiting the place where one is changes nothing.
    """

    def __init__(self, start: View | None = None) -> None:
        self._views: list[View] = [start or View()]
        self._at = 0

    @property
    def now(self) -> View:
        """Where the user is."""
        return self._views[self._at]

    @property
    def views(self) -> tuple[View, ...]:
        """All remembered places, oldest first."""
        return tuple(self._views)

    @property
    def can_back(self) -> bool:
        """Whether there is a place to go back to."""
        return self._at > 0

    @property
    def can_forward(self) -> bool:
        """Whether the user went back from somewhere."""
        return self._at < len(self._views) - 1

    def visit(self, view: View) -> None:
        """Go to a new place, forgetting the places that were ahead."""
        if view == self.now:
            return
        del self._views[self._at + 1 :]
        self._views.append(view)
        del self._views[:-LONGEST_HISTORY]
        self._at = len(self._views) - 1

    def amend(self, view: View) -> None:
        """Say where the user is more exactly, as when the cursor moves, without making a new place of it."""
        self._views[self._at] = view

    def back(self) -> View:
        """Go back one place, if there is one."""
        self._at = max(0, self._at - 1)
        return self.now

    def forward(self) -> View:
        """Go forward again, if the user went back."""
        self._at = min(len(self._views) - 1, self._at + 1)
        return self.now

    def to_json(self) -> dict[str, Any]:
        """The whole history as plain values."""
        return {"at": self._at, "views": [view.to_json() for view in self._views]}

    @classmethod
    def from_json(cls, value: object) -> History:
        """Read a history back; anything not understood gives a fresh one."""
        history = cls()
        if not isinstance(value, Mapping):
            return history
        found = value.get("views")
        at = value.get("at")
        if isinstance(found, list) and found:
            history._views = [View.from_json(each) for each in found[-LONGEST_HISTORY:]]
            last = len(history._views) - 1
            history._at = min(max(at, 0), last) if isinstance(at, int) else last
        return history
