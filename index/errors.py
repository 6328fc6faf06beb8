"""The errors of searching, as members of the one family of errors that a user may meet."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import ArchiveError


class QueryError(ArchiveError):
    """A query that cannot be understood or answered; it points at the place and says what was expected.

    Attributes:
        text: The whole query as it was typed.
        start, end: The characters concerned, as offsets into `text`; `start == end` where something is missing.
        expected: What was expected there, or what to do, in a few words.
    """

    def __init__(self, text: str, start: int, end: int, expected: str, *, summary: str = "", detail: str = "") -> None:
        super().__init__(summary or "This query cannot be read", detail=detail, hint=expected)
        self.text = text
        self.start = start
        self.end = end
        self.expected = expected


class IndexFault(ArchiveError):
    """Something about the index; nothing that only the index holds can be lost."""


class IndexBroken(IndexFault):
    """The index on the disk cannot be used, and could not be made again either."""


class IndexBusy(IndexFault):
    """Another process is writing the index."""

    def __init__(self, *, path: Path | None = None, holder: str = "") -> None:
        super().__init__(
            "Another dateline is updating the index of this archive",
            detail=holder,
            hint="Wait until it is done; searching works meanwhile.",
            path=path,
        )


class SearchCancelled(IndexFault):
    """A search or an update was asked to stop, and did; nothing is wrong."""

    def __init__(self) -> None:
        super().__init__("Stopped as asked")
