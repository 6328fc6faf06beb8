"""The one place that decides how an error reaches the user: beside the field, as a toast, as a dialog, or as a crash.

A mistake of dateline's own is written to a log that only the user can read: where it happened and what kind it was,
never the values at hand nor the words of the exception, since both may hold text of an article.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from typing import Literal

from corpus.errors import ArchiveError, EditRefused, FolderEmptied, FolderMissing, StoreError, StoreLocked
from corpus.text import printable
from tui.state import private_folder, state_folder

Place = Literal["field", "toast", "dialog"]


@dataclass(frozen=True, slots=True)
class Shown:
    """How an error is shown.

    Attributes:
        place: Under the field that caused it, as a toast that goes by itself, or as a dialog that waits.
        title: What failed.
        text: What is known about why, and what can be done.
        span: For a field: the part of its text that is wrong.
    """

    place: Place
    title: str
    text: str = ""
    span: tuple[int, int] = (0, 0)


def shown(error: Exception) -> Shown:
    """How an error is shown."""
    # Only whoever searched can have such an error, and then this is loaded; the first paint does not wait for it.
    from index.errors import QueryError

    if isinstance(error, QueryError):
        return Shown("field", printable(error.summary), _rest(error), (error.start, error.end))
    return _shown(error)


@singledispatch
def _shown(error: Exception) -> Shown:
    """What nobody foresaw is named by its kind alone, and its report is written."""
    path = report(error)
    where = f"A report without any text of your articles is in {path}." if path else ""
    kind = type(error).__name__
    return Shown("toast", "Something went wrong inside dateline", f"{kind}. Nothing was lost. {where}".strip())


@_shown.register
def _archive(error: ArchiveError) -> Shown:
    return Shown("toast", printable(error.summary), _rest(error))


@_shown.register
def _store(error: StoreError) -> Shown:
    return Shown("dialog", printable(error.summary), _rest(error))


@_shown.register(StoreLocked)
@_shown.register(EditRefused)
def _passing(error: ArchiveError) -> Shown:
    return Shown("toast", printable(error.summary), _rest(error))


@_shown.register(FolderMissing)
@_shown.register(FolderEmptied)
def _folder(error: ArchiveError) -> Shown:
    return Shown("dialog", printable(error.summary), _rest(error))


@_shown.register
def _system(error: OSError) -> Shown:
    name = Path(str(error.filename)).name if error.filename else ""
    why = error.strerror or type(error).__name__
    return Shown("toast", "The disk or the system refused", printable(f"{name}: {why}" if name else why))


def _rest(error: ArchiveError) -> str:
    return "\n".join(printable(part, newlines=True) for part in (error.detail, error.hint) if part)


def report(error: BaseException, folder: Path | None = None) -> Path | None:
    """Write where a mistake happened to a log that only its owner can read.

    Args:
        error: What was raised.
        folder: Where to write, the user's state folder by default.

    Returns:
        The log, or None if it could not be written.
    """
    place = (folder or state_folder()) / "log"
    try:
        private_folder(place.parent)
        private_folder(place)
        path = place / time.strftime("crash-%Y%m%d-%H%M%S.txt", time.gmtime())
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"Python {sys.version.split()[0]} on {sys.platform}\n")
            file.writelines(_lines(error))
    except OSError:
        return None
    return path


def _lines(error: BaseException) -> Iterator[str]:
    """The places that an error came through, innermost last, without values and without its words."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield f"{type(each).__module__}.{type(each).__qualname__}\n"
        for frame in traceback.extract_tb(each.__traceback__):
            yield f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}\n"
        each = each.__cause__ or each.__context__
        if each is not None:
            yield "raised while handling:\n"
