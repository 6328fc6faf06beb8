"""What happened, as messages: posted by jobs, heard by screens. They carry numbers and plain values, never widgets.

An answer carries the serial of its request; whoever hears it drops the answer to a request that is no longer the
latest. Nobody compares or prints them: methods for that would only make the start slower.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from index.copies import Copies
    from index.names.asking import Answer, Named
    from index.names.spelled import Asked, Offer
    from tui.grouping import Head
    from tui.ports import Completion, Marks
    from tui.saved import SavedSearch
    from tui.troubles import Trouble
    from tui.widgets.document import Document


@dataclass(eq=False, repr=False)
class Found(Message):
    """A list was made: the hits of a query, or all articles.

    `marks` is None where there was no query. `ms` is what the search itself took. `completed` is the query that was
    answered in place of one that finds little: with its last word as the beginning of one; `whole` is what that one
    finds. `heads` are where groups begin, with their names.
    """

    serial: int
    ns: array[int]
    marks: Marks | None
    ms: float
    completed: str = ""
    heads: Sequence[Head] = ()
    whole: int = 0


@dataclass(eq=False, repr=False)
class CopiesKnown(Message):
    """Which articles carry one text, as it was last worked out."""

    copies: Copies


@dataclass(eq=False, repr=False)
class Advised(Message):
    """Why a search found nothing or hardly anything, in words, and a query that finds so many; empty if none is."""

    serial: int
    sentences: tuple[str, ...]
    query: str
    count: int


@dataclass(eq=False, repr=False)
class Completed(Message):
    """What the characters before the cursor of the search box may become, as it was then."""

    serial: int
    text: str
    completions: Sequence[Completion]


@dataclass(eq=False, repr=False)
class Counted(Message):
    """The facets of the list with this serial: for each kind, values with their counts."""

    serial: int
    facets: Mapping[str, Sequence[tuple[str, int]]]


@dataclass(eq=False, repr=False)
class Marked(Message):
    """Where the query matches in the title and in the body of an article."""

    serial: int
    n: int
    title: Sequence[tuple[int, int]]
    body: Sequence[tuple[int, int]]


@dataclass(eq=False, repr=False)
class Edited(Message):
    """A change was saved; `said` tells of it in one sentence, `ns` are the articles concerned (empty: unknown)."""

    said: str
    ns: tuple[int, ...] = ()
    quiet: bool = False


@dataclass(eq=False, repr=False)
class Exported(Message):
    """A bundle was written."""

    said: str


@dataclass(eq=False, repr=False)
class SavedCounted(Message):
    """Saved searches with what is new in each of those that are counted by now."""

    serial: int
    searches: Sequence[SavedSearch]


@dataclass(eq=False, repr=False)
class Copied(Message):
    """A text was put on the clipboard; `path` is the file it was written to where there is no clipboard tool."""

    what: str
    path: str


@dataclass(eq=False, repr=False)
class TroublesGathered(Message):
    """What of the archive needs looking after."""

    serial: int
    troubles: Sequence[Trouble]


@dataclass(eq=False, repr=False)
class NamesFound(Message):
    """Known names were looked for in an article: where they stand, and of which records they may be."""

    n: int
    spans: Sequence[tuple[int, tuple[str, ...]]]
    named: Sequence[Named]


@dataclass(eq=False, repr=False)
class Offered(Message):
    """A query is a name that is also spelled otherwise, and how."""

    query: str
    offer: Offer


@dataclass(eq=False, repr=False)
class Spelled(Message):
    """Every spelling of the name in a query was looked for; both are None where there is no one name in it."""

    serial: int
    asked: Asked | None
    answer: Answer | None


@dataclass(eq=False, repr=False)
class Told(Message):
    """A page about an article is ready to be read."""

    serial: int
    title: str
    document: Document


@dataclass(eq=False, repr=False)
class CaughtUp(Message):
    """So many more articles can be found now; `rebuilt` says whether a search had to begin the index anew."""

    count: int
    rebuilt: bool = False


@dataclass(eq=False, repr=False)
class UpdateProgressed(Message):
    """The update is at work; `total` is 0 while not known."""

    stage: str
    done: int
    total: int

    def can_replace(self, message: Message) -> bool:
        """Only the newest progress matters."""
        return isinstance(message, UpdateProgressed)


@dataclass(eq=False, repr=False)
class UpdateEnded(Message):
    """The update is over; `report` is empty if it was stopped or could not run, and `problem` then says why."""

    report: Mapping[str, Any]
    problem: str = ""
    stopped: bool = False


@dataclass(eq=False, repr=False)
class Failed(Message):
    """Something asked of a job could not be done."""

    serial: int
    group: str
    doing: str
    error: Exception
