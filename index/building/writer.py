"""Keeping the index up with the archive: what changed is taken in, in steps of which each is whole or not there.

A step is: the new parts' files, on the disk; then the manifest, which names them, says what is deleted in older parts
and up to which change of the archive the index now reaches. Whatever ends the work in between, the next one goes on
from there. How articles become files is the builder's business, and who does it, here or beside, `makers`'s.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.building.joining import to_join
from index.building.makers import Makers
from index.codec.blocks import Numbers
from index.copies import forget as forget_copies
from index.disk import manifest
from index.disk.folder import LOCK, sync, unwritable, writing
from index.disk.manifest import ENDING, Manifest, PartState
from index.disk.snapshot import living, numbers_of
from index.disk.versions import unusable, words_version
from index.errors import IndexBroken, SearchCancelled
from index.source import Change, Source

Cancelled = Callable[[], bool]
"""Asked now and then whether to stop."""

STEP_ARTICLES = 4_000
"""About so many articles are taken in before they count."""

FEW = 1_000
"""After so few articles, only small parts are joined, so that nobody waits for it."""

_SMALL = 16_384


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


def _say_nothing(_: Progress) -> None:
    """What is told where nobody listens."""


class Writer:
    """Takes changes of an archive into its index.

    Args:
        folder: The folder of the index.
        source: The archive.
        step: About how many articles a step takes.
        processes: The most processes to use; None for as many as the machine has cores for.
    """

    def __init__(
        self, folder: Path, source: Source, *, step: int = STEP_ARTICLES, processes: int | None = None
    ) -> None:
        self.folder = folder
        self.source = source
        self.step = step
        self.processes = processes
        self.now = Manifest(source.uid, words_version())
        self._numbers: dict[str, Numbers] = {}

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
        asked = cancelled or (lambda: False)
        with writing(self.folder):
            try:
                why = self._begin(anew)
                self._clean()
                with Makers(self.folder, self.source, self.processes, asked) as makers:
                    done = self._take_changes(makers, progress or _say_nothing)
                    with contextlib.suppress(SearchCancelled):
                        self._join(makers, done)
                self._clean()
                return Taken(done, why)
            except OSError as error:
                with contextlib.suppress(OSError):
                    self._clean()
                raise unwritable(self.folder, error) from error

    def _begin(self, anew: str) -> str:
        """Start from the index that is there, or from nothing; the reason for that, if there was an index."""
        why = anew
        try:
            found = manifest.read(self.folder)
            if found is not None and (lost := unusable(found, self.source)):
                self._forget_all()
                why = why or lost
            if found is not None and not why:
                for part in found.parts:
                    self._numbers[part.id] = numbers_of(self.folder, part)
                self.now = found
                return ""
        except IndexBroken as error:
            why = error.detail
        self._numbers.clear()
        self.now = Manifest(self.source.uid, words_version())
        manifest.write(self.folder, self.now)
        return why

    def _forget_all(self) -> None:
        """Remove what else was made of an archive that is not this one any more: it is made again where needed."""
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
        forget_copies(self.folder)

    def _clean(self) -> None:
        """Remove files that the manifest does not name, such as those of a step that was cut off."""
        kept = {part.id + ENDING for part in self.now.parts} | {manifest.NAME, LOCK}
        for path in self.folder.iterdir():
            if path.name not in kept and (path.is_symlink() or not path.is_dir()):
                try:
                    path.unlink(missing_ok=True)
                except PermissionError:  # a reader still has it mapped, where the system minds: the next one removes it
                    continue

    # Taking in

    def _take_changes(self, makers: Makers, progress: Callable[[Progress], None]) -> int:
        done = 0
        try:
            # What changes meanwhile comes in the next round: a step holds an article once.
            while changes := self.source.articles.changed_since(self.now.position, 1 << 30):
                total = done + len(changes)

                def tell(taken: int, before: int = done, total: int = total) -> None:
                    progress(Progress("indexing", min(total, before + taken), total))

                steps = list(self._steps(changes))
                wanted = [[change.n for change in step if change.exists] for step in steps]
                for step, parts in zip(steps, makers.make(wanted, tell), strict=True):
                    self._commit(parts, {change.n for change in step}, step[-1].position)
                    done += len(step)
                progress(Progress("indexing", done, total))
        except SearchCancelled:
            pass
        return done

    def _steps(self, changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
        """Changes in steps of which each ends with all changes of one position."""
        start = 0
        for i in range(1, len(changes) + 1):
            is_last = i == len(changes)
            if is_last or (i - start >= self.step and changes[i].position != changes[i - 1].position):
                yield changes[start:i]
                start = i

    def _commit(self, new: Sequence[PartState], changed: set[int], position: int) -> None:
        """Make a step count: its parts are in, older states of all that changed are out."""
        parts = self._without(changed)
        if new:
            sync(self.folder)
        for part in new:
            self._numbers[part.id] = numbers_of(self.folder, part)
            parts.append(part)
        self._write(parts, position)

    def _write(self, parts: Sequence[PartState], position: int) -> None:
        self.now = replace(
            self.now,
            position=position,
            session=self.source.articles.session(position),
            generation=self.now.generation + 1,
            parts=tuple(parts),
        )
        manifest.write(self.folder, self.now)

    def _without(self, changed: set[int]) -> list[PartState]:
        """The parts with these articles deleted; parts with nothing left are left out."""
        wanted = np.fromiter(changed, np.uint32, len(changed))
        kept = []
        for part in self.now.parts:
            gone = np.isin(self._numbers[part.id], wanted)
            if gone.any():
                dead = np.packbits(gone | ~living(part), bitorder="little").tobytes()
                part = manifest.with_deleted(part, dead)
            if part.live:
                kept.append(part)
        return kept

    # Joining

    def _join(self, makers: Makers, taken: int) -> None:
        """Put small and worn parts together."""
        most = None if taken > FEW else _SMALL
        while groups := to_join(self.now.parts, most):
            for group, joined in zip(groups, makers.join(groups), strict=True):
                if joined:
                    sync(self.folder)
                    self._numbers[joined.id] = numbers_of(self.folder, joined)
                parts = list(self.now.parts)
                at = parts.index(group[0])
                parts[at : at + 1] = [joined] if joined else []
                self._write([part for part in parts if part not in group], self.now.position)
