"""Every error that a user may meet, as one family.

An error says what failed, on what, and what to do about it. Lower layers translate the exceptions of a library
once, where they call it; who shows an error, and how, is decided elsewhere.
"""

from __future__ import annotations

from pathlib import Path


class ArchiveError(Exception):
    """The root of all errors that dateline raises on purpose.

    Attributes:
        summary: What failed, in one sentence without a full stop.
        detail: What is known about why; may be empty.
        hint: What the user can do; may be empty.
        path: The file or folder concerned, if there is one.
    """

    def __init__(self, summary: str, *, detail: str = "", hint: str = "", path: Path | None = None) -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail
        self.hint = hint
        self.path = path

    def __str__(self) -> str:
        """The whole error as plain text, a line a part."""
        return "\n".join(part for part in (self.summary, self.detail, self.hint) if part)


class CorpusError(ArchiveError):
    """Something about the files of the archive."""


class UnreadableArticle(CorpusError):
    """A file that cannot be made into an article; `summary` is the reason that lists show."""


class ReadersFailing(CorpusError):
    """The processes that read files cannot be kept alive, whatever the file."""


class FolderMissing(CorpusError):
    """A folder that should hold an archive does not exist, is not a folder, or holds no archive."""


class FolderEmptied(CorpusError):
    """A folder that held articles is suddenly empty, as when a disk is not mounted."""


class StoreError(ArchiveError):
    """Something about the database."""


class StoreRefused(StoreError):
    """The disk took nothing more: it is full, or it failed."""


class StoreGone(StoreError):
    """The database was there and cannot be read any more: its folder is gone, or the disk it is on."""


class StoreLocked(StoreError):
    """Another process holds what this one needs; `detail` names it."""


class StoreTooNew(StoreError):
    """The database was written by a newer dateline; it is refused, not guessed at."""


class StoreForeign(StoreError):
    """The database is not dateline's, was tampered with, or is broken; nothing was written to it."""


class StoreReadOnly(StoreError):
    """A change was asked of an archive that cannot be written to."""


class RecordUnknown(StoreError):
    """No record has this id, or more than one begins with it."""


class EditRefused(StoreError):
    """An edit that cannot be made; nothing of it was saved."""


class DateError(ArchiveError):
    """A date that cannot be read, or that can be read in two ways."""


class BundleError(ArchiveError):
    """A bundle that is refused; `line` and `field` say where, counted from 1. Nothing was written."""

    def __init__(
        self, summary: str, *, line: int = 0, field: str = "", hint: str = "", path: Path | None = None
    ) -> None:
        where = ", ".join(part for part in (f"line {line}" if line else "", field) if part)
        super().__init__(summary, detail=where, hint=hint, path=path)
        self.line = line
        self.field = field
