"""The index as everybody else sees it: catch up, search, results. The one door of this room.

Whoosh and NumPy are loaded only when something is looked for or indexed; asking for all articles, or how far the index
is, does not need them.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal

from index.answers.filters import Filters
from index.disk import manifest
from index.disk.folder import NAME, cache_folder
from index.disk.manifest import Manifest
from index.disk.versions import unusable, words_version
from index.errors import IndexBroken
from index.found.facets import Facets
from index.found.marks import Marks
from index.found.results import Results
from index.names.spelled import spelled_out
from index.query.explain import explain
from index.query.parsing import parse
from index.query.tree import Everything, Node, Word
from index.source import Source

if TYPE_CHECKING:
    from index.answers.compile import Compiled
    from index.answers.order import Order
    from index.building.writer import Progress
    from index.disk.snapshot import Snapshot
    from index.help.advice import Advice
    from index.help.completion import Completion
    from index.names.asking import Names
    from index.records.query import RecordKind
    from index.records.search import RecordResults
    from index.records.table import RecordSort, RecordTable

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Health:
    """How the index is.

    Attributes:
        folder: Where it is.
        articles: How many it holds.
        behind: How many articles of the archive changed since.
        parts: How many parts it has.
        size: How much of the disk it takes, in bytes.
        problem: Why it cannot be used as it is; "" if it can.
    """

    folder: Path
    articles: int
    behind: int
    parts: int
    size: int
    problem: str


class Index:
    """How the articles of an archive are found.

    One search at a time in a worker thread, and snippets meanwhile from another, are safe.

    Args:
        archive: The archive.
        folder: Where the index is kept; None for where it belongs.
        today: Gives today's date, for relative dates in queries.

    Attributes:
        folder: Where the index is kept.
        rebuilt: Why the index was last made anew by this object; "" if it was not.
    """

    def __init__(self, archive: Source, folder: Path | None = None, *, today: Callable[[], date] = date.today) -> None:
        self.archive = archive
        self.folder = folder or _folder_of(archive)
        self.rebuilt = ""
        self._today = today
        self._facets = Facets(archive, lambda: self._table)
        self._filters = Filters(archive)
        self._guard = RLock()
        self._snapshot: Snapshot | None = None
        self._seen: tuple[int, int, int] | None = None
        self._everything: dict[str, tuple[int, array[int]]] = {}
        self._orders: dict[str, tuple[int, Order]] = {}

    # Keeping up

    def behind(self) -> int:
        """How many articles changed since the index was written; all of them if it cannot be used."""
        try:
            found = manifest.read(self.folder)
        except IndexBroken:
            found = None
        position = found.position if found and not unusable(found, self.archive) else -1
        if position == self.archive.articles.position():
            return 0
        return len(self.archive.articles.changed_since(position, 1 << 30))

    def catch_up(
        self, *, progress: Callable[[Progress], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> int:
        """Take in what changed since the index was written, from wherever that was cut off.

        An index that cannot be used is made anew; `rebuilt` then says why.

        Returns:
            How many articles were taken in.

        Raises:
            IndexBusy: Another process is doing this.
            IndexBroken: It cannot be written.
        """
        return self._write("", progress, cancelled)

    def rebuild(
        self, *, progress: Callable[[Progress], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> int:
        """Make the index anew; as `catch_up` otherwise."""
        return self._write("it was asked for", progress, cancelled)

    def _write(
        self, anew: str, progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None
    ) -> int:
        from index.building.writer import Writer

        if self.archive.read_only and self.folder == self.archive.folder / NAME:
            self.folder = cache_folder(self.archive.uid, self.archive.root)
        taken = Writer(self.folder, self.archive).catch_up(anew=anew, progress=progress, cancelled=cancelled)
        if taken.why_anew:
            self.rebuilt = taken.why_anew
        return taken.articles

    # Searching

    def search(
        self,
        query: str,
        *,
        sort: Sort = "relevance",
        strict: bool = True,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Results:
        """Find articles.

        Args:
            query: In the query language.
            sort: By how well they fit (of equals the newest first), or by date with the undated last.
            strict: Whether the query is finished; else it is being typed, and what is incomplete is passed over.
            cancelled: Asked now and then whether to stop.
            progress: Told how far it is, where the index cannot be used and is first made anew.

        Raises:
            QueryError: The query cannot be read or answered.
            SearchCancelled: As asked.
            IndexBroken: The index cannot be used, nor be made anew.
            IndexBusy: It cannot be used, and another process is making it anew.
        """
        began = time.perf_counter()
        asked = parse(query, tolerant=not strict)
        tree, named = spelled_out(asked, lambda: self.names, cancelled)
        today = self._today()
        if isinstance(tree, Everything):
            order = self._all("oldest" if sort == "oldest" else "newest")
            told, took_ms = explain(tree, today=today), (time.perf_counter() - began) * 1000
            return Results(query, told, order, source=self.archive, facets=self._facets, took_ms=took_ms)
        found = self._answer(tree, query, strict, sort, today, cancelled, progress)
        understood = explain(asked, today=today, forms=found.forms, tolerant=not strict)
        return Results(
            query,
            understood,
            found.ns,
            source=self.archive,
            facets=self._facets,
            scores=found.scores,
            marks=found.marks,
            took_ms=(time.perf_counter() - began) * 1000,
            rebuilt=found.rebuilt,
            named=named,
            advise=lambda: self._advice(tree, query, today, cancelled, len(found.ns), strict),
        )

    @cached_property
    def names(self) -> Names:
        """The names of the archive, in whatever spelling."""
        from index.names.asking import Names

        return Names(self.archive, self.folder, lambda words: self.search(words, sort="newest").ns)

    def _advice(
        self, tree: Node, query: str, today: date, cancelled: Callable[[], bool] | None, hits: int, strict: bool
    ) -> Advice | None:
        from index.help.advice import advise, advise_better
        from index.help.alike import Helper

        def count(part: Node) -> int:
            return len(self._answer(part, query, strict=False, sort="newest", today=today, cancelled=cancelled).ns)

        # Where something was found, a word that is two letters off is another word.
        helper = Helper(self.archive, self._current, lambda: self._table, cancelled, edits=1 if hits else 2)
        if not hits:
            return advise(tree, query, count, helper.others)
        return advise_better(tree, query, count, helper.others, self.archive.articles.count()) if strict else None

    def _answer(
        self,
        tree: Node,
        query: str,
        strict: bool,
        sort: Sort,
        today: date,
        cancelled: Callable[[], bool] | None,
        progress: Callable[[Progress], None] | None = None,
    ) -> _Answer:
        """The hits, after making the index anew if it cannot be used."""
        from index.answers.compile import compile_tree

        rebuilt = ""
        while True:
            try:
                compiled = compile_tree(
                    tree,
                    query,
                    self.archive,
                    self._current,
                    today,
                    table=lambda: self._table,
                    filters=self._filters,
                    tolerant=not strict,
                    cancelled=cancelled,
                )
                ns, scores = self._evaluated(compiled, sort, cancelled)
                return _Answer(ns, scores, compiled.marks, compiled.forms, rebuilt)
            except IndexBroken as error:
                if rebuilt:
                    raise
                rebuilt = error.detail
                self._write(rebuilt, progress, cancelled)

    def _evaluated(
        self, compiled: Compiled, sort: Sort, cancelled: Callable[[], bool] | None
    ) -> tuple[array[int], Mapping[int, float]]:
        """The hits in order, with their scores where words say anything."""
        import numpy as np

        from index.answers.evaluate import Evaluation

        order = self._order("oldest" if sort == "oldest" else "newest")
        snapshot = self._current() if compiled.reads_text else None
        numbers, ranks, there = order.of(snapshot) if snapshot else order.own
        evaluation = Evaluation(numbers, snapshot, ranked=sort == "relevance", cancelled=cancelled)
        hits = np.flatnonzero(evaluation.matches(compiled.query, there))
        scores = evaluation.scores(compiled.query, hits) if sort == "relevance" else None
        if scores is None:
            return order.by_date(ranks[hits]), {}
        return order.by_score(ranks[hits], scores)

    def _current(self) -> Snapshot:
        """The index as it now is on the disk; parts that are known already stay open.

        Raises:
            IndexBroken: It cannot be used.
        """
        from index.disk.snapshot import Snapshot

        with self._guard:
            while True:
                seen = manifest.signature(self.folder)
                if self._snapshot is not None and seen == self._seen:
                    return self._snapshot
                known = {view.part.id: view.part for view in self._snapshot.views} if self._snapshot else {}
                try:
                    found = manifest.read(self.folder) or Manifest(self.archive.uid, words_version())
                    if why := unusable(found, self.archive):
                        raise manifest.broken(self.folder, why)
                    self._snapshot = Snapshot(self.folder, found, known)
                    self._seen = seen
                except IndexBroken:
                    # A writer may have replaced it, and removed old parts, while it was being opened.
                    if manifest.signature(self.folder) == seen:
                        self._snapshot = None
                        raise

    # Records

    def search_records(
        self,
        query: str,
        kind: RecordKind,
        *,
        sort: RecordSort = "relevance",
        strict: bool = True,
        cancelled: Callable[[], bool] | None = None,
    ) -> RecordResults:
        """Find incidents, actors or places; the index of articles is not needed for it.

        Args:
            query: In the query language. Dates without a field are of incidents; for actors and places, what asks for
                incidents finds those that have to do with such an incident.
            kind: What to look for.
            sort: By how well they fit (of equals the newest, or by name), or by date, the undated last, or as made.
            strict: Whether the query is finished.
            cancelled: Asked now and then whether to stop.

        Raises:
            QueryError: The query cannot be read or answered.
            SearchCancelled: As asked.
        """
        from index.records.search import search_records

        today, names = self._today(), lambda: self.names  # opened where one is asked for
        return search_records(
            self._table, query, kind, names, today=today, sort=sort, strict=strict, cancelled=cancelled
        )

    # Help

    def complete(self, text: str, cursor: int) -> list[Completion]:
        """What the characters before the cursor of a query may become, the likeliest first.

        Words, fields, tags, outlets, states, and names and terms of records. An index that cannot be used gives no
        words, and no error.
        """
        from index.help.completion import complete

        def snapshot() -> Snapshot | None:
            try:
                return self._current()
            except IndexBroken:
                return None

        def table() -> RecordTable:
            with self._table.guard:
                self._table.refresh()
            return self._table

        return complete(text, cursor, self.archive, snapshot, table)

    @cached_property
    def _table(self) -> RecordTable:
        from index.records.table import RecordTable

        return RecordTable(self.archive.record_sets)

    # Order

    def _all(self, sort: Literal["newest", "oldest"]) -> array[int]:
        """All articles by date; kept until one changes."""
        position = self.archive.articles.position()
        with self._guard:
            kept = self._everything.get(sort)
            if kept is None or kept[0] != position:
                # After a search this is at hand, and quicker than to ask the store.
                is_known = sort in self._orders
                found = self._order(sort).whole() if is_known else self.archive.articles.order(sort)
                kept = self._everything[sort] = (position, found)
            return kept[1]

    def _order(self, sort: Literal["newest", "oldest"]) -> Order:
        """The same for putting hits in order."""
        from index.answers.order import Order, by_day, from_array

        position = self.archive.articles.position()
        with self._guard:
            kept = self._orders.get(sort)
            if kept is None or kept[0] != position:
                articles = self.archive.articles
                if self._orders:
                    numbers = by_day(articles.columns(), newest=sort == "newest")
                else:
                    # At first, all that there is to know of articles would cost more than their order.
                    numbers = from_array(articles.order(sort))
                kept = self._orders[sort] = (position, Order(numbers))
            return kept[1]

    # Care

    def health(self, *, thoroughly: bool = False) -> Health:
        """How the index is; when asked thoroughly, after reading every byte of it."""
        problem, found = "", None
        try:
            found = manifest.read(self.folder)
            if found is not None:
                problem = unusable(found, self.archive)
                for part in found.parts:
                    manifest.verify(self.folder, part)
                if thoroughly and not problem:
                    self._read_all(found)
        except IndexBroken as error:
            problem = error.detail
        parts = found.parts if found else ()
        return Health(
            folder=self.folder,
            articles=sum(part.live for part in parts),
            behind=self.behind(),
            parts=len(parts),
            size=sum(part.size for part in parts),
            problem=problem,
        )

    def _read_all(self, found: Manifest) -> None:
        """Make sure of every byte of the index.

        Raises:
            IndexBroken: One is not what was written.
        """
        from index.codec.part import DAMAGE
        from index.disk.snapshot import open_part

        for state in found.parts:
            part = open_part(self.folder, state)
            try:
                part.check()
            except DAMAGE as error:
                raise manifest.broken(part.path, f"a part of it is not as it was written ({error})") from error

    def close(self) -> None:
        """Let go of the files; a later search opens them again."""
        with self._guard:
            self._snapshot = None
            self._seen = None
            self._everything.clear()
            self._orders.clear()


def _folder_of(archive: Source) -> Path:
    """Where the index of an archive is: in it; or in the user's cache, if it is read-only and has none of use."""
    own = archive.folder / NAME
    try:
        found = manifest.read(own) if archive.read_only else None
    except IndexBroken:
        found = None
    is_of_use = found and not unusable(found, archive) and found.position == archive.articles.position()
    return own if is_of_use or not archive.read_only else cache_folder(archive.uid, archive.root)


@dataclass(frozen=True, slots=True)
class _Answer:
    ns: array[int]
    scores: Mapping[int, float]
    marks: Marks
    forms: Mapping[Word, tuple[str, ...]]
    rebuilt: str
