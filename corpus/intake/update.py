"""The update: looks at the folder, has what may have changed looked into, and decides the order in which it counts.

What is read by others (`corpus.intake.crew`) and what becomes of it (`corpus.intake.take`) is not known here. The
outcome does not depend on the order of files.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.archive import Archive
from corpus.errors import FolderEmptied, FolderMissing
from corpus.intake.container import OpenContainer
from corpus.intake.crew import Crew, crew
from corpus.intake.lock import update_lock
from corpus.intake.outdated import to_read_again
from corpus.intake.quotes import lost_quotes
from corpus.intake.report import Progress, Report
from corpus.intake.take import ERASED, Taking
from corpus.intake.walk import Listing, emptied, walk
from corpus.intake.watch import remember
from corpus.intake.work import Work, seen_as
from corpus.reading.exchange import Answer, Ask, Fault
from corpus.store.files import Known
from corpus.store.paths import display

_NEAR = 2_000_000_000
"""A file whose time is within this many ns of when it was hashed may have changed since without showing it."""

MOST_AT_ONCE = 96
"""How many files are written together at most."""

MOST_WEIGHT = 8 * 1024 * 1024
"""How many bytes of packed texts are held at most before they are written."""

_TELL_EVERY = 0.1
_WRITE_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Options:
    """How an update is to be done.

    Attributes:
        rebuild: Hash every file again, and read those again whose text is damaged or was made by older readers.
        retry: Try again the files that could not be read, though they are unchanged.
        accept_empty: Take folders that are suddenly empty as deletions.
        jobs: How many processes read; 0 for one a processor.
        acquired: Of what is new: when and from whom it was acquired (`by`, `from`).
    """

    rebuild: bool = False
    retry: bool = False
    accept_empty: bool = False
    jobs: int = 0
    acquired: Mapping[str, str] = field(default_factory=dict)


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
        ReadersFailing: No file can be read at all.
        StoreLocked: Another update is running.
    """
    started = time.monotonic()
    with update_lock(archive.folder), crew(options.jobs or processors()) as readers:
        run = _Run(archive, options, readers, progress, cancelled)
        run.go()
    run.report.seconds = time.monotonic() - started
    run.report.problems = archive.files.count_problems()
    return run.report


def processors() -> int:
    """How many processors we may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system says
        return os.cpu_count() or 1


class _Run:
    """One update, from the walk to the report."""

    def __init__(
        self,
        archive: Archive,
        options: Options,
        readers: Crew,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self.archive = archive
        self.files = archive.files
        self.options = options
        self.report = Report()
        self.taking = Taking(archive, self.report, dict(options.acquired))
        self._readers = readers
        self._progress = progress
        self._cancelled = cancelled
        self._root = os.fsencode(archive.root)
        self._told = 0.0
        self._done = 0
        self._total = 0
        self._other: list[bytes] = []
        self._again: set[bytes] = set()

    def go(self) -> None:
        """The whole update; each step leaves the archive in a state that the next update can go on from."""
        known = {k.path: k for k in self.files.known()}
        listing = walk(self.archive.root, self._stop)
        if self._stop():
            return
        self._refuse_emptied(listing, known)
        was_missing = set(self.archive.articles.where("missing"))
        self._again, self.taking.lost_texts = to_read_again(
            self.archive, everything=self.options.rebuild, problems=self.options.retry
        )
        changed, new = self._sort_out(listing, known)
        self._note_refused(listing)
        self._total = len(changed) + len(new)
        unsettled = self._look_at_changed(changed)
        deferred = self._take_new(new, {work.seen.sha256 for work in unsettled if work.seen})
        if self._stop():
            return
        self._lose(listing, known)
        self._settle(unsettled)
        self.taking.take(deferred)
        self.taking.count_returns(was_missing)
        if not self._stop():
            remember(self.archive, listing)
        self.report.lost = lost_quotes(self.archive, self.taking.rewritten)

    def _refuse_emptied(self, listing: Listing, known: dict[bytes, Known]) -> None:
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

    def _stop(self) -> bool:
        if self._cancelled():
            self.report.cancelled = True
        return self.report.cancelled

    def _tell(self, done: int = 1) -> None:
        self._done += done
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY or self._done == self._total:
            self._told = now
            self._progress(Progress("reading", self._done, self._total))

    # What there is

    def _sort_out(self, listing: Listing, known: dict[bytes, Known]) -> tuple[list[Work], list[Work]]:
        """Part the files into those that may have changed and new ones; the rest is as it was."""
        problems = {} if self.options.retry or self.options.rebuild else self.files.problems()
        changed, new = [], []
        for found in listing.files:
            was = known.get(found.path)
            if was is None or not was.present:
                if problems.get(found.path) == (found.size, found.mtime):
                    continue
                new.append(Work(found, was))
            elif (
                self.options.rebuild
                or (was.size, was.mtime) != (found.size, found.mtime)
                or was.checked - was.mtime < _NEAR
                or found.path in self._again
            ):
                changed.append(Work(found, was))
            else:
                self.report.unchanged += 1
        return changed, new

    def _note_refused(self, listing: Listing) -> None:
        present = {found.path for found in listing.files} | {path for path, _ in listing.refused}
        gone = [path for path in self.files.problems() if path not in present and not listing.is_closed(path)]
        self.taking.sliced(gone, self.files.forget_problems)
        noted = self.files.refused()
        refused = [each for each in listing.refused if each not in noted]
        self.taking.sliced(refused, self.files.refuse)
        self.report.failed += [(display(path), reason) for path, reason in refused]

    # Having files looked into

    def _look_into(
        self, works: Iterable[Work], asks: Iterable[Ask], total: int
    ) -> Iterator[tuple[Work, Answer] | None]:
        """The answers about files, with those that are refused at once left out; None now and then."""
        waiting = {work.found.path: work for work in works}
        for told in self._readers.look_into(asks, total, self._stop):
            if told is None:
                yield None
                continue
            ask, answer = told
            work = waiting[ask.path]
            if answer.facts is not None:
                work.seen = seen_as(ask.path, answer.facts)
                self.report.read += 1
            if work.seen is None and answer.fault is not None:
                self.taking.refuse(work, answer.fault)
            elif self.taking.is_erased(work):
                if answer.last:
                    self.taking.refuse(work, ERASED)
                    self._hold_other(work)
            else:
                yield work, answer
            if answer.last:
                del waiting[ask.path]

    def _hold_other(self, work: Work) -> None:
        """A known file that holds something else by now, which is not to be had, will be lost to its article."""
        if work.known and work.known.present:
            self._other.append(work.found.path)

    # Files that were known

    def _look_at_changed(self, changed: list[Work]) -> list[Work]:
        """Hash files that may have changed; those whose bytes are known are settled, the others are returned."""
        unsettled: list[Work] = []
        same: list[Work] = []
        attach: list[Work] = []
        opened: OpenContainer | None = None
        asks = (Ask(self._root, work.found.path, work.found.path in self._again) for work in changed)
        for told in self._look_into(changed, asks, len(changed)):
            if told is None:
                continue
            work, answer = told
            is_same = bool(work.known and work.seen and work.known.sha256 == work.seen.sha256)
            if not is_same:
                if answer.last:
                    here = work.seen is not None and self.files.has_bytes(work.seen.sha256)
                    (attach if here else unsettled).append(work)
            elif work.known and not work.known.article and work.found.path in self._again:
                opened = self._add(opened, work, answer, again=True)
            elif answer.pieces and answer.pieces[0].member == b"":
                work.piece = answer.pieces[0]
            if answer.last:
                same += [work] * is_same
                self._tell()
            if len(same) >= MOST_AT_ONCE or len(attach) >= MOST_AT_ONCE:
                self._confirm(same, attach)
        self._confirm(same, attach)
        return [] if self._stop() else unsettled

    def _confirm(self, same: list[Work], attach: list[Work]) -> None:
        """Note which files are as they were, and which hold what is known from elsewhere."""
        seen = [work.seen for work in same if work.seen]
        self.taking.reread([work for work in same if work.piece])
        rows = [(each.size, each.mtime, each.checked, each.path) for each in seen]
        self.taking.sliced(rows, self.files.touch)
        self.report.unchanged += len(same)
        for work in attach:
            if work.known and not work.known.article:
                self.taking.drop_container(work.found.path)
        self.taking.take(attach)
        same.clear()
        attach.clear()

    def _settle(self, unsettled: list[Work]) -> None:
        """Decide for each file with bytes never seen whether it is a new version of its article or a new one."""
        changing = {work.found.path for work in unsettled}
        opened: OpenContainer | None = None
        asks = (Ask(self._root, work.found.path) for work in unsettled)
        for told in self._look_into(unsettled, asks, len(unsettled)):
            if told is None:
                continue
            work, answer = told
            if answer.pieces and answer.pieces[0].member == b"":
                work.piece = answer.pieces[0]
                if work.known and not work.known.article:
                    self.taking.drop_container(work.found.path)
                self.taking.settle(work, changing)
                if isinstance(work.piece.outcome, Fault):
                    self.taking.drop([work.found.path])
            elif answer.pieces or opened:
                opened = self._add(opened, work, answer)
            elif answer.fault:
                self.taking.refuse(work, answer.fault)
                self.taking.drop_container(work.found.path)
                self.taking.drop([work.found.path])
            self._tell(done=0)

    def _add(
        self, opened: OpenContainer | None, work: Work, answer: Answer, *, again: bool = False
    ) -> OpenContainer | None:
        """Take in a part of a container; what is still open of it."""
        opened = opened or OpenContainer(self.taking, work, again=again)
        opened.add(answer.pieces)
        if not answer.last:
            return opened
        opened.close(answer.fault)
        return None

    # Files that were not known

    def _take_new(self, new: list[Work], unsettled: set[str]) -> list[Work]:
        """Take in new files; those with bytes that a changed file also has wait until that one is settled."""
        deferred: list[Work] = []
        sizes = self.files.sizes() if new else set()
        # What may be a copy, or an old friend under a new name, is hashed before it is read.
        asks = (Ask(self._root, work.found.path, work.found.size not in sizes) for work in new)
        unread = self._take_answers(new, asks, len(new), unsettled, deferred)
        again = (Ask(self._root, work.found.path) for work in unread)
        self._take_answers(unread, again, len(unread), unsettled, deferred)
        return deferred

    def _take_answers(
        self, works: list[Work], asks: Iterable[Ask], total: int, unsettled: set[str], deferred: list[Work]
    ) -> list[Work]:
        """Take in what was read; the files that were only hashed and are not known are returned."""
        ready: list[Work] = []
        unread: list[Work] = []
        opened: OpenContainer | None = None
        weight, since = 0, time.monotonic()
        for told in self._look_into(works, asks, total):
            if told is not None:
                work, answer = told
                if opened or (answer.pieces and answer.pieces[0].member):
                    opened = opened or OpenContainer(self.taking, work, unsettled=unsettled)
                    deferred += self._continue(opened, answer)
                    opened = None if answer.last else opened
                elif answer.last and answer.fault and not answer.pieces:
                    self.taking.refuse(work, answer.fault)
                elif answer.last:
                    work.piece = next(iter(answer.pieces), None)
                    weight += len(work.piece.body) if work.piece else 0
                    (deferred if work.seen and work.seen.sha256 in unsettled else ready).append(work)
                if answer.last:
                    self._tell()
            late = time.monotonic() - since > _WRITE_EVERY
            if ready and (late or len(ready) >= MOST_AT_ONCE or weight > MOST_WEIGHT):
                unread += self.taking.take(ready)
                ready, weight, since = [], 0, time.monotonic()
        if self._stop():
            return []
        unread += self.taking.take(ready)
        self._done -= len(unread)
        return unread

    @staticmethod
    def _continue(opened: OpenContainer, answer: Answer) -> list[Work]:
        """Go on with a container; those of its items that must wait, once it is read."""
        opened.add(answer.pieces)
        if not answer.last:
            return []
        opened.close(answer.fault)
        return opened.deferred

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
        lost = [*(path for path in gone if path not in kept), *self._other]
        for path in lost:
            if not known[path].article:
                self.taking.drop_container(path)
        self.taking.drop(lost)

    def _is_elsewhere(self, known: Known, here: set[bytes]) -> bool:
        return any(path in here for path in self.files.places_of(known))
