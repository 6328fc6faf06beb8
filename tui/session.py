"""The composition root: opens an archive and its index, and hands them down by constructor.

Everything the screens need from the rooms below passes through here once. Opening costs only the store: the index and
the search engine are loaded by the first job that needs them, after the first paint.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from corpus.archive import Archive
from tui.bidi import who_reorders
from tui.copies import know_copies
from tui.glyphs import Glyphs, choose
from tui.settings import Settings, load
from tui.state import SessionFile
from tui.view import History, View

if TYPE_CHECKING:
    from tui.outside import Outside
    from tui.ports import Cancelled, Index
    from tui.search_history import SearchHistory


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What to export, and how.

    Attributes:
        ns: The articles.
        out: The file to write.
        profile: `share` or `team`.
        text: Whether the articles' texts go along.
        query: What the articles were found by; only the team is told.
    """

    ns: array[int]
    out: Path
    profile: str = "share"
    text: bool = False
    query: str = ""


Exporter = Callable[[Archive, ExportWish, Callable[[], bool]], str]
"""Writes a bundle and says in one sentence what it holds."""


class Session:
    """An archive in use.

    Args:
        archive: The opened archive.
        open_index: Opens its index; called once, by the first job that searches.
        settings: What the user set.
        memory: Keeps where the user is between sessions.
        start: Where to begin instead of where the user was.
        exporter: Writes bundles.
        outside: Clipboard tools and the system's viewer.
        updater: The command line of the update process; None if the folder cannot be updated.
        watcher: The command line of one that first waits until the folder changes; None if nobody waits for that.
    """

    def __init__(
        self,
        archive: Archive,
        open_index: Callable[[], Index],
        *,
        settings: Settings,
        memory: SessionFile,
        start: View | None = None,
        exporter: Exporter | None = None,
        outside: Outside | None = None,
        updater: Sequence[str] | None = None,
        watcher: Sequence[str] | None = None,
    ) -> None:
        self.archive = archive
        know_copies(archive)
        self.settings = settings
        self.glyphs: Glyphs = choose(settings.glyphs)
        self.direction = who_reorders(settings.direction)
        self.updater = tuple(updater) if updater else None
        self.watcher = tuple(watcher) if watcher else None
        self._open_index = open_index
        self._index: Index | None = None
        self._index_lock = Lock()
        self._memory = memory
        self._outside = outside
        self._exporter = exporter or write_bundle
        self._saver: ThreadPoolExecutor | None = None
        self.shown = Event()
        """Set once the first list is painted: what is not needed for that is loaded after it."""
        remembered = memory.load() if start is None else None
        self.history = remembered or History(start or View(sort=settings.sort))

    @classmethod
    def open(cls, root: Path, *, who: str = "", start: View | None = None, read_only: bool = False) -> Session:
        """Open the archive of a folder for the screens.

        Raises:
            ArchiveError: It cannot be opened.
        """
        archive = Archive.open(root, who=who, read_only=read_only)

        def open_index() -> Index:
            from index import Index as Engine

            return Engine(archive)

        where = archive.root.resolve()
        return cls(
            archive,
            open_index,
            settings=load(where),
            memory=SessionFile(archive.uid),
            start=start,
            updater=None if archive.read_only else update_command(where),
            watcher=None if archive.read_only else [*update_command(where), "--when-changed"],
        )

    @cached_property
    def outside(self) -> Outside:
        """Clipboard tools and the system's viewer."""
        if self._outside is None:
            from tui.outside import Outside

            self._outside = Outside(self._memory.state)
        return self._outside

    @cached_property
    def searches(self) -> SearchHistory:
        """What was searched for before."""
        from tui.search_history import SearchHistory

        return SearchHistory(self.archive.uid, self._memory.state, on=self.settings.search_history)

    def index(self) -> Index:
        """The index, opened on first use; may take a while, so only jobs ask for it."""
        with self._index_lock:
            if self._index is None:
                self._index = self._open_index()
            return self._index

    def save(self, work: Callable[[], None]) -> Future[None]:
        """Have a change written in a thread of its own, after all that were asked for before.

        One queue for all screens, so that an undo never overtakes what it is to undo.
        """
        if self._saver is None:
            self._saver = ThreadPoolExecutor(1, "saving")
        return self._saver.submit(work)

    def wait_for_saving(self) -> None:
        """Wait until all that was to be saved is."""
        if self._saver is not None:
            self._saver.submit(int).result()

    def export(self, wish: ExportWish, cancelled: Cancelled) -> str:
        """Write a bundle, and say what it holds.

        Raises:
            ArchiveError: It cannot be written.
            OSError: The disk refused.
        """
        return self._exporter(self.archive, wish, cancelled)

    def whole_facets(self, ns: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
        """The facets of a list that no search made: tags, outlets and years with their counts, most frequent first."""
        return whole_facets(self.archive, ns)

    def close(self) -> None:
        """Keep where the user is, let what is to be saved be saved, and let go of everything."""
        if self._saver is not None:
            self._saver.shutdown()
        self._memory.save(self.history)
        with self._index_lock:
            if self._index is not None:
                self._index.close()
                self._index = None
        self.archive.close()


def update_command(root: Path) -> list[str]:
    """The command line of a process that updates an archive and tells of it in JSON lines."""
    return [sys.executable, "-m", "tui.cli", "-a", str(root), "update", "--json-lines"]


def whole_facets(archive: Archive, ns: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
    """Count the tags, outlets and years of these articles, without a search."""
    columns = archive.articles.columns()
    wanted = set(ns)
    everything = len(wanted) == len(columns.n)
    kept = range(len(columns.n)) if everything else [columns.index[n] for n in ns if n in columns.index]
    sources = Counter(columns.source[i] for i in kept)
    years = Counter(columns.year[i] for i in kept)
    tags = archive.tags.all() if everything else list(archive.tags.on(ns).items())
    return {
        "tag": sorted(tags, key=lambda each: (-each[1], each[0])),
        "outlet": [(columns.sources[code], count) for code, count in sources.most_common() if columns.sources[code]],
        "year": [(str(year), count) for year, count in sorted(years.items(), reverse=True) if year],
    }


def write_bundle(archive: Archive, wish: ExportWish, cancelled: Cancelled) -> str:
    """Write a bundle, whole or not at all, and say what it holds and what it withholds.

    Raises:
        BundleError: It cannot be written.
    """
    from corpus.bundle.write import export_file

    summary = export_file(
        archive,
        wish.out,
        numbers=wish.ns,
        profile=wish.profile,
        text=wish.text,
        query=wish.query,
        cancelled=cancelled,
    )
    if summary.cancelled:
        return "The export was stopped; nothing was written."
    said = f"Wrote {summary.articles:,} {'article' if summary.articles == 1 else 'articles'} to {wish.out.name}"
    return f"{said}; withheld {summary.withheld:,} that are restricted." if summary.withheld else f"{said}."
