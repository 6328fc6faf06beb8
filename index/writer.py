"""Keeping the index up with the archive: what changed is taken in, in steps of which each is whole or not there.

A step is: the new part's files, on the disk; then the manifest, which names them, says what is deleted in older
parts and up to which change of the archive the index now reaches. Whatever ends the work in between, the next one
goes on from there. How articles become files is the builder's business.
"""

from __future__ import annotations

import math
import time
from array import array
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from index import manifest
from index.builder import Builder
from index.codec import DocumentReader, MappedStorage, new_segment
from index.errors import IndexBroken
from index.folder import LOCK, unwritable, writing
from index.manifest import Manifest, SegmentState
from index.segment import DAMAGE
from index.source import Source
from index.versions import unusable, words_version

Cancelled = Callable[[], bool]
"""Asked now and then whether to stop."""

STEP_ARTICLES = 4_000
"""The most articles that are taken in before they count."""

STEP_CHARACTERS = 24_000_000
"""The most text, which bounds memory."""

STEP_SECONDS = 5.0
"""The longest time after which what was taken in counts."""

_BATCH = 200
_LARGE = 2_000
_MOST_OF_A_SIZE = 8
_WORN = 0.4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update of the index is, in articles."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What an update of the index did.

    Attributes:
        articles: How many articles it took in.
        why_anew: Why the index had to be made from nothing; "" if it had not.
    """

    articles: int
    why_anew: str = ""


class Writer:
    """Takes changes of an archive into its index.

    Args:
        folder: The folder of the index.
        source: The archive.
        step: The most articles in a step.
        clock: Seconds, for the length of a step.
    """

    def __init__(
        self, folder: Path, source: Source, *, step: int = STEP_ARTICLES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.folder = folder
        self.source = source
        self.step = step
        self.clock = clock
        self.now = Manifest(source.uid, words_version())
        self._numbers: dict[str, array[int]] = {}

    def catch_up(
        self, *, anew: str = "", progress: Callable[[Progress], None] | None = None, cancelled: Cancelled | None = None
    ) -> Taken:
        """Take in what changed since the index was last written; holds the right to write only while it does.

        Args:
            anew: Not empty: why to make it from nothing.
            progress: Told after every batch.
            cancelled: Asked between batches; steps that are done stay.

        Raises:
            IndexBusy: Another process is doing this.
            IndexBroken: It cannot be written.
        """
        with writing(self.folder):
            try:
                why = self._begin(anew)
                self._clean()
                done = self._take_changes(progress, cancelled or (lambda: False))
                self._compact(cancelled or (lambda: False))
                self._clean()
                return Taken(done, why)
            except OSError as error:
                raise unwritable(self.folder, error) from error

    def _begin(self, anew: str) -> str:
        """Start from the index that is there, or from nothing; the reason for that, if there was an index."""
        why = anew
        try:
            found = manifest.read(self.folder)
            if found is not None and not why:
                why = unusable(found, self.source)
            if found is not None and not why:
                for segment in found.segments:
                    manifest.verify(self.folder, segment)
                    self._numbers[segment.id] = self._read_numbers(segment)
                self.now = found
                return ""
        except IndexBroken as error:
            why = error.detail
        self._numbers.clear()
        self.now = Manifest(self.source.uid, words_version())
        manifest.write(self.folder, self.now)
        return why

    def _read_numbers(self, segment: SegmentState) -> array[int]:
        try:
            whoosh_segment = new_segment(segment.id, segment.count, set())
            return DocumentReader(MappedStorage(str(self.folder)), whoosh_segment).numbers
        except DAMAGE as error:
            raise manifest.broken(self.folder, f"a part of it cannot be read ({error})") from error

    def _clean(self) -> None:
        """Remove files that the manifest does not name, such as those of a step that was cut off."""
        kept = {name for segment in self.now.segments for name in segment.files} | {manifest.NAME, LOCK}
        for path in self.folder.iterdir():
            if path.name not in kept and not path.is_dir():
                try:
                    path.unlink(missing_ok=True)
                except PermissionError:  # a reader still has it mapped, where the system minds: the next one removes it
                    continue

    def _take_changes(self, progress: Callable[[Progress], None] | None, cancelled: Cancelled) -> int:
        articles = self.source.articles
        total = len(articles.changed_since(self.now.position, 1 << 30))
        done = 0
        builder, changed, position, began = Builder(), set[int](), self.now.position, self.clock()
        while not cancelled():
            batch = articles.changed_since(position, _BATCH)
            numbers = {change.n for change in batch}
            is_full = len(builder) >= self.step or builder.weight >= STEP_CHARACTERS
            is_late = self.clock() - began >= STEP_SECONDS
            # An article that changed again meanwhile belongs to the next step: a part holds it once.
            if changed and (not batch or is_full or is_late or numbers & changed):
                self._commit(builder, changed, position)
                done += len(changed)
                builder, changed, began = Builder(), set(), self.clock()
            if not batch:
                break
            for entry in articles.for_index([change.n for change in batch if change.exists]):
                builder.add(entry)
            changed |= numbers
            position = batch[-1].position
            if progress:
                progress(Progress("indexing", min(total, done + len(changed)), total))
        return done

    def _commit(self, builder: Builder, changed: set[int], position: int) -> None:
        """Make a step count: the articles collected are in, older states of all that changed are out."""
        segments = manifest.without(self.now, self._places(changed))
        if len(builder):
            new = builder.write(self.folder)
            segments += (new,)
            self._numbers[new.id] = self._read_numbers(new)
        self.now = replace(self.now, position=position, generation=self.now.generation + 1, segments=segments)
        manifest.write(self.folder, self.now)

    def _places(self, wanted: set[int]) -> dict[str, set[int]]:
        """Where these articles are now, by part."""
        found = {}
        for segment in self.now.segments:
            places = {place for place, n in enumerate(self._numbers[segment.id]) if n in wanted}
            if places:
                found[segment.id] = places
        return found

    def _compact(self, cancelled: Cancelled) -> None:
        """Put small and worn parts together, by taking their articles in once more."""
        while not cancelled() and (few := self._to_join()):
            builder, live = Builder(), set[int]()
            for segment in few:
                live |= {n for i, n in enumerate(self._numbers[segment.id]) if i not in segment.deleted}
            for entry in self.source.articles.for_index(sorted(live)):
                builder.add(entry)
            self._commit(builder, live, self.now.position)

    def _to_join(self) -> list[SegmentState]:
        """Parts that are better one: many of about one size, or one that is mostly deleted."""
        by_size: defaultdict[int, list[SegmentState]] = defaultdict(list)
        for segment in self.now.segments:
            live = segment.count - len(segment.deleted)
            if len(segment.deleted) > _WORN * segment.count:
                return [segment]
            if live < _LARGE:
                by_size[int(math.log(live, 8))].append(segment)
        return next((segments for segments in by_size.values() if len(segments) > _MOST_OF_A_SIZE), [])
