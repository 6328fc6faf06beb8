"""The update: looks at the folder, decides what each file is, and writes that down a little at a time.

The rules of identity: bytes seen before are a file that moved, came back or was copied; a changed file is a new
version of its article if no other file still holds the old bytes and the texts are alike, else a new article;
an article that no file holds any more is kept, as missing. The outcome does not depend on the order of files.

Articles may be joined while an update goes on, by itself or by an import elsewhere: within a transaction an
article is found by the bytes it holds, never by a number from before.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from corpus.archive import Archive
from corpus.article import Reading
from corpus.errors import FolderEmptied, FolderMissing, UnreadableArticle
from corpus.intake.bundles import looks_like_bundle
from corpus.intake.lock import update_lock
from corpus.intake.report import Progress, Report
from corpus.intake.walk import Found, Listing, emptied, walk
from corpus.readers import read
from corpus.readers.reader import MAX_BYTES
from corpus.store.files import Known, Seen
from corpus.store.paths import display
from corpus.text import same_text

Item = TypeVar("Item")

_NEAR = 2_000_000_000
"""A file whose time is within this many ns of when it was hashed may have changed since without showing it."""

_BATCH = 48
"""Files a transaction, so that it stays far below 30 ms and a tag never waits."""

BATCH_BYTES = 16 * 1024 * 1024
"""Files of no more than this together are held in memory at once; a larger one alone."""

_TELL_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Options:
    """How an update is to be done.

    Attributes:
        rebuild: Read every file again, as after a change of the readers.
        retry: Try again the files that could not be read, though they are unchanged.
        accept_empty: Take folders that are suddenly empty as deletions.
    """

    rebuild: bool = False
    retry: bool = False
    accept_empty: bool = False


def update(
    archive: Archive,
    options: Options = Options(),
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Bring an archive up to date with its folder.

    Args:
        archive: The archive, open for writing.
        options: What to do beyond what is new.
        progress: Told at most ten times a second.
        cancelled: Asked often; once true, what is done is kept and the rest is left for the next update.

    Raises:
        FolderEmptied: The folder held articles and is now empty.
        StoreLocked: Another update is running.
    """
    started = time.monotonic()
    with update_lock(archive.folder):
        run = _Run(archive, options, progress, cancelled)
        run.go()
    run.report.seconds = time.monotonic() - started
    run.report.problems = len(archive.files.problems())
    return run.report


@dataclass(slots=True)
class _Work:
    """A file that must be looked into, and what was known of it."""

    found: Found
    known: Known | None
    seen: Seen | None = None


class _Run:
    """One update, from the walk to the report."""

    def __init__(
        self,
        archive: Archive,
        options: Options,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self.archive = archive
        self.files = archive.files
        self.options = options
        self.report = Report()
        self._progress = progress
        self._cancelled = cancelled
        self._told = 0.0
        self._done = 0
        self._total = 0
        self._other: list[bytes] = []
        self._lost: set[int] = set()
        self._attached: list[int] = []
        self._was_missing: set[int] = set()
        self._purged = self.files.purged_hashes()

    def go(self) -> None:
        """The whole update; each step leaves the archive in a state that the next update can go on from."""
        known = {k.path: k for k in self.files.known()}
        listing = walk(self.archive.root, self._stop)
        if self._stop():
            return
        if b"" in listing.closed:
            raise FolderMissing(
                f"{self.archive.root} cannot be read", hint="Look at its permissions.", path=self.archive.root
            )
        here = [k.path for k in known.values() if k.present]
        if here and not listing.files and not self.options.accept_empty:
            raise FolderEmptied(
                f"{self.archive.root} held {len(here):,} files and is now empty",
                hint="Is a disk not mounted? If you did delete them all: dateline update --accept-empty",
                path=self.archive.root,
            )
        self._was_missing = {k.article for k in known.values() if not k.present}
        changed, new = self._sort_out(listing, known)
        self._note_refused(listing)
        self._total = len(changed) + len(new)
        unsettled = self._look_at_changed(changed)
        deferred = self._take_new(new, {work.seen.sha256 for work in unsettled if work.seen})
        if self._stop():
            return
        self._lose(listing, known)
        self._settle(unsettled)
        self._attach(deferred)
        self._count_returns()

    def _stop(self) -> bool:
        if self._cancelled():
            self.report.cancelled = True
        return self.report.cancelled

    def _tell(self, stage: str = "reading", done: int = 1) -> None:
        self._done += done
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY or self._done == self._total:
            self._told = now
            self._progress(Progress(stage, self._done, self._total))

    # What there is

    def _sort_out(self, listing: Listing, known: dict[bytes, Known]) -> tuple[list[_Work], list[_Work]]:
        """Part the files into those that may have changed and new ones; the rest is as it was."""
        problems = {} if self.options.retry or self.options.rebuild else self.files.problems()
        changed, new = [], []
        for found in listing.files:
            was = known.get(found.path)
            if was is None or not was.present:
                if problems.get(found.path) == (found.size, found.mtime):
                    continue
                new.append(_Work(found, was))
            elif (
                self.options.rebuild
                or (was.size, was.mtime) != (found.size, found.mtime)
                or was.checked - was.mtime < _NEAR
            ):
                changed.append(_Work(found, was))
            else:
                self.report.unchanged += 1
        return changed, new

    def _note_refused(self, listing: Listing) -> None:
        present = {found.path for found in listing.files} | {path for path, _ in listing.refused}
        gone = [path for path in self.files.problems() if path not in present and not listing.is_closed(path)]
        for paths in _batched(gone):
            with self.archive.database.write() as connection:
                self.files.forget_problems(connection, paths)
        noted = self.files.refused()
        for batch in _batched(each for each in listing.refused if each not in noted):
            with self.archive.database.write() as connection:
                for path, reason in batch:
                    self.files.fail(connection, path, 0, 0, reason, "")

    # Files that were known

    def _look_at_changed(self, changed: Iterable[_Work]) -> list[_Work]:
        """Hash files that may have changed; those whose bytes are known are settled, the others are returned."""
        unsettled: list[_Work] = []
        for batch in _portions(changed):
            if self._stop():
                return []
            looked = [(work, data) for work in batch if (data := self._bytes(work)) is not None]
            again = [work for work, _ in looked if work.known and work.seen and work.known.sha256 == work.seen.sha256]
            if self.options.rebuild:
                self._reread([(work, data) for work, data in looked if work in again])
            with self.archive.database.write() as connection:
                self.files.touch(
                    connection,
                    [(w.seen.size, w.seen.mtime, w.seen.checked, w.seen.path) for w in again if w.seen],
                )
            self.report.unchanged += len(again)
            others = [work for work, _ in looked if work not in again]
            self._attach([work for work in others if work.seen and self.files.has_bytes(work.seen.sha256)])
            unsettled += [work for work in others if work.seen and not self.files.has_bytes(work.seen.sha256)]
            self._tell(done=len(batch))
        return unsettled

    def _reread(self, works: list[tuple[_Work, bytes]]) -> None:
        """Read files anew whose bytes are the same."""
        ready = [(work, reading) for work, data in works if (reading := self._read(work, data)) is not None]
        names = self.archive.texts.put(reading.text for _, reading in ready)
        with self.archive.database.write() as connection:
            touched = set()
            for (work, reading), text in zip(ready, names, strict=True):
                if work.seen and (n := self.files.article_of(work.seen.sha256)) is not None:
                    self.files.add_version(connection, n, work.seen, reading, text)
                    touched.add(n)
            self.files.refresh(connection, touched)

    def _settle(self, unsettled: list[_Work]) -> None:
        """Decide for each file with bytes never seen whether it is a new version of its article or a new one."""
        changing = {work.found.path for work in unsettled}
        for work in unsettled:
            data = self._bytes(work)
            if data is None or work.known is None or work.seen is None:
                continue
            if self.files.has_bytes(work.seen.sha256):  # another file with the same bytes was settled just now
                self._attach([work])
                continue
            reading = self._read(work, data)
            if reading is None:
                self._drop([work.found.path])
                continue
            as_version = self._is_version(work.known, reading, changing)
            [text] = self.archive.texts.put([reading.text])
            with self.archive.database.write() as connection:
                article = self.files.article_of(work.known.sha256)
                if as_version and article is not None:
                    n = article = self._own(connection, work.seen.sha256, article)
                    self.files.add_version(connection, n, work.seen, reading, text)
                    self.report.changed += 1
                else:
                    n = self._add(connection, work.seen, reading, text)
                self.files.hold(connection, work.seen, n)
                self.files.refresh(connection, {n} if article is None else {n, article})
                if article is not None and n != article and self._is_missing(article):
                    self._lost.add(article)
            self._tell(done=0)

    def _own(self, connection: sqlite3.Connection, sha256: str, article: int) -> int:
        """The article to which a changed file's new bytes belong: one with the article that a bundle named for them."""
        named = self.files.article_of(sha256)
        if named is None or named == article:
            return article
        ids = connection.execute("SELECT id FROM article WHERE n IN (?, ?)", (named, article)).fetchall()
        return self.files.join(connection, [id_ for (id_,) in ids])

    def _is_version(self, known: Known, reading: Reading, changing: set[bytes]) -> bool:
        """Whether a changed file goes on being its article: no other file holds the old bytes, the texts are alike."""
        rows = self.archive.database.rows(
            "SELECT path FROM path WHERE sha256 = ? AND present = 1 AND path <> ?", (known.sha256, known.path)
        )
        if any(path not in changing for (path,) in rows):
            return False
        row = self.archive.database.one("SELECT text_sha256 FROM version WHERE sha256 = ?", (known.sha256,))
        return row is not None and same_text(self.archive.texts.get(row[0]), reading.text)

    # Files that were not known

    def _take_new(self, new: Iterable[_Work], unsettled: set[str]) -> list[_Work]:
        """Take in new files; those with bytes that a changed file also has wait until that one is settled."""
        deferred: list[_Work] = []
        for batch in _portions(new):
            if self._stop():
                break
            ready: list[tuple[_Work, Reading]] = []
            attach: list[_Work] = []
            for work in batch:
                data = self._bytes(work)
                if data is None or work.seen is None:
                    continue
                if work.seen.sha256 in unsettled:
                    deferred.append(work)
                elif self.files.has_bytes(work.seen.sha256):
                    attach.append(work)
                elif (reading := self._read(work, data)) is not None:
                    ready.append((work, reading))
            self._write_new(ready)
            self._attach(attach)
            self._tell(done=len(batch))
        return deferred

    def _write_new(self, ready: list[tuple[_Work, Reading]]) -> None:
        names = self.archive.texts.put(reading.text for _, reading in ready)
        with self.archive.database.write() as connection:
            touched = set()
            for (work, reading), text in zip(ready, names, strict=True):
                if work.seen is None:
                    continue
                n = self.files.article_of(work.seen.sha256)
                if n is None or not self.files.has_bytes(work.seen.sha256):
                    n = self._add(connection, work.seen, reading, text)
                else:
                    self._attached.append(n)
                self.files.hold(connection, work.seen, n)
                touched.add(n)
            if touched:
                self.files.refresh(connection, touched)

    def _add(self, connection: sqlite3.Connection, seen: Seen, reading: Reading, text: str) -> int:
        n = self.files.article_of(seen.sha256)
        if n is None:
            n = self.files.add_article(connection, seen, reading, text)
        else:  # a bundle had named these bytes
            self.files.add_version(connection, n, seen, reading, text)
        self.report.new += 1
        return n

    def _attach(self, works: Iterable[_Work]) -> None:
        """Note files whose bytes belong to an article that is here already."""
        for batch in _batched(works):
            with self.archive.database.write() as connection:
                touched = set()
                for work in batch:
                    if work.seen is None or (n := self.files.article_of(work.seen.sha256)) is None:
                        continue
                    self.files.hold(connection, work.seen, n)
                    self._attached.append(n)
                    touched.add(n)
                    if work.known and (was := self.files.article_of(work.known.sha256)) is not None:
                        touched.add(was)
                self.files.refresh(connection, touched)
                self._lost |= {n for n in touched if self._is_missing(n)}

    # Files that are gone

    def _lose(self, listing: Listing, known: dict[bytes, Known]) -> None:
        here = {found.path for found in listing.files}
        gone = sorted(
            k.path for k in known.values() if k.present and k.path not in here and not listing.is_closed(k.path)
        )
        suspects = {} if self.options.accept_empty else emptied(listing.bare, gone)
        kept: set[bytes] = set()
        for folder, held in suspects.items():
            still = [path for path in held if not self._is_elsewhere(known[path], here)]
            if still:
                self.report.held.append((display(folder), len(still)))
                kept.update(still)
        for batch in _batched([*(path for path in gone if path not in kept), *self._other]):
            self._drop(batch)

    def _is_elsewhere(self, known: Known, here: set[bytes]) -> bool:
        rows = self.archive.database.rows(
            "SELECT path FROM path WHERE sha256 = ? AND present = 1 AND path <> ?", (known.sha256, known.path)
        )
        return any(path in here for (path,) in rows)

    def _drop(self, paths: list[bytes]) -> None:
        with self.archive.database.write() as connection:
            articles = self.files.lose(connection, paths)
            self.files.refresh(connection, articles)
            self._lost |= articles

    def _is_missing(self, n: int) -> bool:
        row = self.archive.database.one("SELECT missing FROM article WHERE n = ?", (n,))
        return row is not None and bool(row[0])

    def _count_returns(self) -> None:
        self.report.gone = sum(1 for n in self._lost if self._is_missing(n))
        left = {n for n in self._lost if not self._is_missing(n)}
        for n in self._attached:
            if n in left:
                self.report.moved += 1
                left.discard(n)
            elif n in self._was_missing:
                self.report.returned += 1
                self._was_missing.discard(n)
            else:
                self.report.copies += 1

    # One file

    def _bytes(self, work: _Work) -> bytes | None:
        """The bytes of a file, its hash noted in `work`; None, with the problem noted, if they cannot be had.

        A known file that holds something else by now, which is not to be had, will be lost to its article.
        """
        found = work.found
        if found.size > MAX_BYTES:
            self._fail(found, f"larger than {MAX_BYTES // 1024 // 1024} MiB", "")
            self._hold_other(work)
            return None
        checked = time.time_ns()
        try:
            data, status = read_file(self.archive.root, found.path)
        except OSError as error:
            self._fail(found, f"cannot be read: {(error.strerror or 'unknown error').lower()}", "")
            return None
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in self._purged:
            self._fail(found, "erased from the archive for good", "Its file is still in the folder.")
            self._hold_other(work)
            return None
        file_time = datetime.fromtimestamp(status.st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        work.seen = Seen(found.path, sha256, len(data), status.st_mtime_ns, checked, file_time)
        self.report.read += 1
        return data

    def _hold_other(self, work: _Work) -> None:
        if work.known and work.known.present:
            self._other.append(work.found.path)

    def _read(self, work: _Work, data: bytes) -> Reading | None:
        """What a file says; None, with the problem noted, if it says nothing we can read."""
        name = display(work.found.path.rpartition(b"/")[2])
        try:
            if looks_like_bundle(data):
                raise UnreadableArticle("a bundle, not an article", hint="Take it in with: dateline import FILE")
            return read(data, name)
        except UnreadableArticle as error:
            self._fail(work.found, error.summary, " ".join(p for p in (error.detail, error.hint) if p))
        except (
            ValueError,
            TypeError,
            LookupError,
            ArithmeticError,
            AttributeError,
            RecursionError,
            MemoryError,
        ) as error:
            # A reader that fails on one file is a fault of ours; it must not cost the user the others.
            self._fail(work.found, "its reader failed", type(error).__name__)
        return None

    def _fail(self, found: Found, reason: str, detail: str) -> None:
        with self.archive.database.write() as connection:
            self.files.fail(connection, found.path, found.size, found.mtime, reason, detail)
        self.report.failed.append((display(found.path), reason))


def read_file(root: Path, path: bytes) -> tuple[bytes, os.stat_result]:
    """A regular file's bytes and status; never through a link, never waiting for a pipe, never more than the limit."""
    full = os.path.join(os.fsencode(root), path)  # noqa: PTH118 -- bytes
    descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(MAX_BYTES + 1), os.fstat(file.fileno())


def _portions(works: Iterable[_Work]) -> Iterator[list[_Work]]:
    """Files in batches that fit into a transaction and into memory."""
    portion: list[_Work] = []
    size = 0
    for work in works:
        if portion and (len(portion) == _BATCH or size + work.found.size > BATCH_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(work)
        size += work.found.size
    if portion:
        yield portion


def _batched(items: Iterable[Item], size: int = _BATCH) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
