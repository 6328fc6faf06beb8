"""The check of a whole archive: its files against their hashes, its store against itself, its records by the rules.

Looks at everything and changes nothing; `mend` makes anew what is derived. The index is checked by those above.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.archive import Archive
from corpus.reading.hashing import hash_file
from corpus.intake.report import Progress
from corpus.intake.walk import Found, walk
from corpus.store import audit
from corpus.store.files import Known
from corpus.store.paths import display

Kind = Literal["file", "store", "record", "index"]

UPDATE = "Run: dateline update"
RESTORE = "Bring it back from a copy of yours, or take the change as it is with: dateline update --rebuild"
REREAD = "If its file is still there: dateline update --rebuild"
MEND = "Run: dateline check --fix"
BACKUP = "Close dateline, and put the newest file of .dateline/backups/ in its place."

_TELL_EVERY = 64


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found.

    Attributes:
        kind: Whether it is about the user's files, the store, what records say, or the index, which those above check.
        subject: Which file, record (and field of it) or table.
        reason: What is wrong, in words.
        hint: What can be done; may be empty.
        wrong: Whether it is a fault; false for what is merely worth knowing.
        derived: Whether `mend` can mend it.
    """

    kind: Kind
    subject: str
    reason: str
    hint: str = ""
    wrong: bool = True
    derived: bool = False


def check(
    archive: Archive,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Finding]:
    """Everything that is wrong with an archive, or worth knowing, as it is found.

    Args:
        archive: The archive; it may be open for reading only.
        progress: Told the stages `store` (in steps), `records` (in records) and `files` (in files).
        cancelled: Asked often; once true, the check ends early.
    """
    damaged = False
    for finding in _store(archive, progress, cancelled):
        damaged = damaged or finding.hint == BACKUP
        yield finding
    if not damaged:
        yield from _records(archive, progress, cancelled)
    yield from _files(archive, progress, cancelled)


def mend(archive: Archive) -> int:
    """Make anew what is derived and differs: values from the log, articles and tags from those; how many records.

    Raises:
        StoreReadOnly: The archive cannot be written to.
    """
    return audit.mend(archive.database, archive.log)


def _store(archive: Archive, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Iterator[Finding]:
    database, texts = archive.database, archive.texts.database
    damaged = [*audit.damage(database), *audit.damage(texts)] or audit.unreadable_values(database)
    yield from (Finding("store", fault.subject, fault.reason, BACKUP) for fault in damaged)
    if damaged:
        return  # whatever else is wrong follows from that
    steps: tuple[Callable[[], Iterable[Finding]], ...] = (
        lambda: (
            Finding("store", fault.subject, fault.reason, REREAD)
            for fault in audit.broken_texts(database, archive.texts)
        ),
        lambda: (
            Finding("store", fault.subject, fault.reason, MEND if fault.derived else BACKUP, derived=fault.derived)
            for fault in audit.dangling(database)
        ),
        lambda: (
            Finding("store", record, "what is in force differs from the log", MEND, derived=True)
            for record in audit.wrong_values(database, cancelled)
        ),
        lambda: (
            Finding("store", id_, "its row or tags differ from what is in force", MEND, derived=True)
            for _, id_ in audit.wrong_articles(database, cancelled)
        ),
        lambda: (
            Finding("store", record, "its tables differ from what is in force", MEND, derived=True)
            for record in audit.wrong_records(database, archive.log, cancelled)
        ),
    )
    for done, step in enumerate(steps):
        progress(Progress("store", done, len(steps)))
        if cancelled():
            return
        yield from step()
    progress(Progress("store", len(steps), len(steps)))


def _records(
    archive: Archive, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Iterator[Finding]:
    from corpus.records.integrity import inspect

    for each in inspect(archive, progress=progress, cancelled=cancelled):
        subject = f"{each.record} {each.field}".rstrip()
        yield Finding("record", subject, each.reason, each.hint, wrong=each.wrong)


def _files(archive: Archive, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Iterator[Finding]:
    listing = walk(archive.root, cancelled)
    here = {found.path: found for found in listing.files}
    known = sorted((k for k in archive.files.known() if k.present), key=lambda k: k.path)
    for done, was in enumerate(known):
        if cancelled():
            return
        if done % _TELL_EVERY == 0:
            progress(Progress("files", done, len(known)))
        found = here.pop(was.path, None)
        if found is not None:
            yield from _file(archive, was, found)
        elif listing.is_closed(was.path):
            yield Finding("file", display(was.path), "its folder cannot be read", "Look at its permissions.")
        else:
            yield Finding("file", display(was.path), "is gone", UPDATE)
    progress(Progress("files", len(known), len(known)))
    unread = archive.files.problems()
    for problem in archive.files.all_problems():
        detail = f"{problem.reason}. {problem.detail}".rstrip(". ") if problem.detail else problem.reason
        yield Finding("file", problem.path, detail, wrong=False)
    for path in sorted(set(here) - set(unread)):
        yield Finding("file", display(path), "not taken in yet", UPDATE, wrong=False)


def _file(archive: Archive, was: Known, found: Found) -> Iterator[Finding]:
    try:
        sha256 = hash_file(os.fsencode(archive.root), was.path)
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or 'unknown error').lower()}"
        yield Finding("file", display(was.path), reason, "Look at its permissions and at the disk.")
        return
    if sha256 == was.sha256:
        return
    if (found.size, found.mtime) == (was.size, was.mtime):
        reason = "its bytes changed while its time and size did not, as on a failing disk"
        yield Finding("file", display(was.path), reason, RESTORE)
    else:
        yield Finding("file", display(was.path), "changed since the last update", UPDATE)
