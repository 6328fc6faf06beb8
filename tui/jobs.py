"""All work that takes a while: searching, counting, marking, editing, exporting.

Jobs run in threads, touch no widget and only post messages. A job of an exclusive group cancels the one before it,
which notices at its next look at `Job.cancelled`; one search runs at a time, since threads that compete for the
interpreter make keys slow. Whatever a job raises becomes one `Failed` message: an error in here never ends the program.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import count
from threading import Event, Lock
from typing import TYPE_CHECKING

from textual.dom import DOMNode

from tui.copies import copies_in
from tui.grouping import Head, by_copies, grouped
from tui.messages import (
    Advised,
    CaughtUp,
    Completed,
    CopiesKnown,
    Counted,
    Edited,
    Exported,
    Failed,
    Found,
    Marked,
    SavedCounted,
    UpdateProgressed,
)
from tui.query_terms import as_beginning
from tui.session import ExportWish, Session
from tui.view import View

if TYPE_CHECKING:
    from tui.ports import Index, Marks, Progress, Results
    from tui.saved import SavedSearch

TYPING_PAUSE = 0.08
"""How long a search waits for the next key, in seconds."""
WORTH_TELLING = 500
"""From so many articles on it is told how far indexing is."""
FEW = 10
"""Fewer hits than this make one ask whether the last word was meant as the beginning of one."""


PAINTED_BY = 1.0
"""How long what is not needed for the first paint waits for it, in seconds."""


class Job:
    """One piece of work and whether it is still wanted; what a person did is, whatever happens."""

    def __init__(self, serial: int, group: str, *, is_edit: bool = False) -> None:
        self.serial = serial
        self.group = group
        self._is_edit = is_edit
        self._stop = Event()

    def cancel(self) -> None:
        """Say that the answer is no longer wanted."""
        if not self._is_edit:
            self._stop.set()

    def cancelled(self) -> bool:
        """Whether the answer is no longer wanted."""
        return self._stop.is_set()

    def outlives(self, seconds: float) -> bool:
        """Wait, and say whether the answer is still wanted then."""
        return not self._stop.wait(seconds)


class Jobs:
    """Starts work for a screen, which hears its messages.

    Args:
        host: Who hears.
        session: What is worked on.
    """

    def __init__(self, host: DOMNode, session: Session) -> None:
        self._host = host
        self._session = session
        self._serials = count(1)
        self._latest: dict[str, Job] = {}
        self._running: set[Job] = set()
        self._searching = Lock()

    def latest(self, group: str) -> int:
        """The serial of the newest job of a group, 0 if there was none."""
        job = self._latest.get(group)
        return job.serial if job else 0

    def busy(self, group: str) -> bool:
        """Whether a job of this group is still wanted and not done."""
        return any(job.group == group and not job.cancelled() for job in list(self._running))

    @property
    def idle(self) -> bool:
        """Whether nothing runs that is still wanted."""
        return not any(not job.cancelled() for job in list(self._running))

    def cancel(self, group: str = "") -> None:
        """Stop the jobs of a group, or all of them."""
        for job in list(self._running):
            if group in ("", job.group):
                job.cancel()

    def start(self, group: str, doing: str, work: Callable[[Job], None], *, exclusive: bool = True) -> int:
        """Begin some work in a thread.

        Args:
            group: Jobs of one group take each other's place.
            doing: What is being done, in words for an error message.
            work: The work; it looks at the job's `cancelled` now and then.
            exclusive: Whether earlier jobs of the group are cancelled.

        Returns:
            The serial that the answer will carry.
        """
        job = Job(next(self._serials), group)
        if exclusive:
            self.cancel(group)
        self._latest[group] = job
        self._running.add(job)
        self._host.run_worker(
            lambda: self._run(job, doing, work),
            name=doing,
            group=group,
            description=doing,
            exit_on_error=False,
            thread=True,
        )
        return job.serial

    def _run(self, job: Job, doing: str, work: Callable[[Job], None]) -> None:
        try:
            if not job.cancelled():
                work(job)
        except Exception as error:  # noqa: BLE001 - the one boundary of all jobs
            if not job.cancelled():
                self._host.post_message(Failed(job.serial, job.group, doing, error))
        finally:
            self._running.discard(job)

    def find(self, view: View, *, strict: bool = True, pause: float = 0.0) -> int:
        """Make the list of a view; `Found` brings it, then `Counted` its facets.

        Args:
            view: Whose query, order and filters count.
            strict: Whether a mistake in the query is an error rather than something half typed.
            pause: How long to wait for a newer wish first, in seconds.
        """

        def work(job: Job) -> None:
            if pause and not job.outlives(pause):
                return
            with self._searching:
                if not job.cancelled():
                    self._find(job, view, strict)

        return self.start("search", "searching", work)

    def _find(self, job: Job, view: View, strict: bool) -> None:
        articles = self._session.archive.articles
        marks: Marks | None = None
        took = 0.0
        completed, whole = "", 0
        if view.query.strip():
            index = self._session.index()
            results = self._searched(index, view, strict, job)
            # Whoever saw results while typing sees them after Enter too.
            whole = results.total
            if strict and whole < FEW and (longer := as_beginning(view.query)):
                begun = self._begun(index, longer, view, job)
                if begun is not None and begun.total > 2 * whole:
                    results, completed = begun, longer
            ns, marks, took = results.ns, results.marks, results.took_ms
        else:
            results = None
            ns = articles.order("oldest" if view.sort == "oldest" else "newest")
        found = ns
        for condition in view.filters:
            kept = set(articles.where(condition))
            ns = array("I", (n for n in ns if n in kept))
        heads: Sequence[Head] = ()
        found_all = ns is found
        if view.group and not job.cancelled():
            by = view.group
            ns, heads = (
                by_copies(ns, copies_in(self._session.archive))
                if by == "copies"
                else grouped(ns, by, articles.columns())
            )
        if job.cancelled():
            return
        self._host.post_message(Found(job.serial, ns, marks, took, completed, heads, whole))
        self._session.shown.wait(PAINTED_BY)
        if results is not None and (advice := results.advice) is not None:
            self._host.post_message(Advised(job.serial, advice.sentences, advice.query, advice.count))
        if results is not None and found_all:
            facets = results.facets(("tag", "outlet", "year"))
        else:
            facets = self._session.whole_facets(ns)
        if not job.cancelled():
            self._host.post_message(Counted(job.serial, facets))
            self._host.post_message(CopiesKnown(copies_in(self._session.archive)))

    def _searched(self, index: Index, view: View, strict: bool, job: Job) -> Results:
        """What a query finds; where the index must be made anew for that, it is told how far that is."""
        rebuilt = False

        def tell(progress: Progress) -> None:
            nonlocal rebuilt
            rebuilt = True
            self._tell_indexing(progress)

        try:
            return index.search(view.query, sort=view.sort, strict=strict, cancelled=job.cancelled, progress=tell)
        finally:
            if rebuilt:
                self._host.post_message(CaughtUp(0, rebuilt=True))

    def _begun(self, index: Index, query: str, view: View, job: Job) -> Results | None:
        """What a query finds whose last word is a beginning; None if that finds nothing, or makes no sense."""
        from index.errors import QueryError

        try:
            found = index.search(query, sort=view.sort, strict=True, cancelled=job.cancelled)
        except QueryError:
            return None
        return found if found.total else None

    def complete(self, text: str, cursor: int) -> int:
        """Find out what is being typed in a query; `Completed` brings what it may be."""

        def work(job: Job) -> None:
            with self._searching:
                found = [] if job.cancelled() else self._session.index().complete(text, cursor)
            if not job.cancelled():
                self._host.post_message(Completed(job.serial, text, found))

        return self.start("complete", "completing", work)

    def catch_up(self) -> int:
        """Make what is not found yet findable; `CaughtUp` says how many articles that were, unless there were none."""

        def work(job: Job) -> None:
            index = self._session.index()
            behind = index.behind()
            if not behind:
                return
            # A few articles are taken in at once, and nobody needs to be told.
            tells = behind >= WORTH_TELLING
            count = 0
            try:
                count = index.catch_up(progress=self._tell_indexing if tells else None, cancelled=job.cancelled)
            finally:
                self._host.post_message(CaughtUp(count))

        return self.start("index", "indexing", work)

    def _tell_indexing(self, told: Progress) -> None:
        self._host.post_message(UpdateProgressed(told.stage, told.done, told.total))

    def checkpoint(self) -> int:
        """Bring what was written into the database files, in a moment when nothing else is to be done."""
        return self.start("checkpoint", "tidying up", lambda _job: self._session.archive.checkpoint())

    def count_saved(self, searches: Sequence[SavedSearch]) -> int:
        """Count what saved searches find, one after the other; `SavedCounted` brings all, after each."""
        session = self._session

        def work(job: Job) -> None:
            from tui.saved import counted_search

            found = list(searches)
            for at, each in enumerate(found):
                # Whatever is typed meanwhile goes first.
                with self._searching:
                    if job.cancelled():
                        return
                    found[at] = counted_search(session.archive, session.index(), each, job.cancelled)
                self._host.post_message(SavedCounted(job.serial, tuple(found)))

        return self.start("saved", "counting what is new", work)

    def mark(self, n: int, title: str, body: str, marks: Marks) -> int:
        """Find where the query matches in an article; `Marked` brings it."""

        def work(job: Job) -> None:
            with self._searching:
                if job.cancelled():
                    return
                spans = Marked(job.serial, n, tuple(marks.spans(title)), tuple(marks.spans(body)))
            if not job.cancelled():
                self._host.post_message(spans)

        return self.start("mark", "marking the matches", work)

    def save(
        self, doing: str, change: Callable[[], str], ns: Sequence[int] = (), *, quiet: bool = False
    ) -> Future[None]:
        """Save a change, after all that any screen had saved before; `Edited` says what came of it.

        Args:
            doing: What is being done, in words for an error message.
            change: Makes the change and tells of it in one sentence, or in none if it changed nothing.
            ns: The articles concerned.
            quiet: Whether the sentence need not be shown.

        Returns:
            What can be waited for: it ends when the change is written, or `Failed` is posted.
        """
        job, concerned = Job(next(self._serials), "save", is_edit=True), tuple(ns)
        self._latest[job.group] = job
        self._running.add(job)

        def work(_job: Job) -> None:
            self._host.post_message(Edited(change(), concerned, quiet))

        return self._session.save(lambda: self._run(job, doing, work))

    def export(self, wish: ExportWish) -> int:
        """Write a bundle; `Exported` says what it holds."""

        def work(job: Job) -> None:
            self._host.post_message(Exported(self._session.export(wish, job.cancelled)))

        return self.start("export", "exporting", work, exclusive=False)
