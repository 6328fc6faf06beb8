"""The check of a whole archive: its files against their hashes, its store against itself, its records by the rules.

Looks at everything and changes nothing; `mend` makes anew what is derived. The index is checked by those above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from corpus.archive import Archive
from corpus.custody import check_files
from corpus.finding import BACKUP, MEND, REREAD, Finding
from corpus.intake.outdated import older_readers
from corpus.intake.report import Progress
from corpus.store import audit

__all__ = ["Finding", "check", "mend"]


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
    yield from check_files(archive, progress, cancelled)
    for reader, count in sorted(older_readers(archive).items()):
        reason = f"{count:,} article{'' if count == 1 else 's'} read by an older reader"
        yield Finding("file", reader, reason, "To read them again: dateline update --rebuild", wrong=False)


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
