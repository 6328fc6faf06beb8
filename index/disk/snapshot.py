"""All parts of the index at one moment, with the articles of all of them counted through.

It never changes once made, so threads may share it. How queries are answered from it is `evaluate`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers
from index.codec.part import DAMAGE, Part, article_numbers
from index.disk import manifest
from index.disk.manifest import ENDING, Manifest, PartState
from index.errors import IndexBroken
from index.schema import SCORED

Mask = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float32]


def open_part(folder: Path, state: PartState) -> Part:
    """A part, opened.

    Raises:
        IndexBroken: Its file is not what was written.
    """
    path = folder / (state.id + ENDING)
    try:
        return Part(path, state.size, state.crc, state.count)
    except DAMAGE as error:
        raise manifest.broken(path, f"a part of it cannot be read ({error})") from error


def numbers_of(folder: Path, state: PartState) -> Numbers:
    """The archive's numbers of a part's articles.

    Raises:
        IndexBroken: Its file is not what was written, as far as that was looked at.
    """
    path = folder / (state.id + ENDING)
    try:
        return article_numbers(path, state.size, state.crc, state.count)
    except DAMAGE as error:
        raise manifest.broken(path, f"a part of it cannot be read ({error})") from error


def living(state: PartState) -> Mask:
    """Which articles of a part are not deleted, by place."""
    if not state.dead:
        return np.ones(state.count, bool)
    bits = np.unpackbits(np.frombuffer(state.deleted, np.uint8), bitorder="little", count=state.count)
    return np.equal(bits, 0)


class View:
    """A part at one moment.

    Attributes:
        part: The part.
        start, end: Where its articles are among those of all parts.
        live: Which of them are not deleted.
    """

    def __init__(self, part: Part, state: PartState, start: int) -> None:
        self.part = part
        self.start = start
        self.end = start + len(part)
        self.live = living(state)


class Snapshot:
    """The index at one moment.

    Args:
        folder: Where its parts are.
        found: What it consists of.
        known: Parts that are open already, by id.

    Attributes:
        manifest: What it consists of.
        views: Its parts.
        numbers: The archive's numbers of all articles of all parts; an article's place is its place here.
        live: Which of them are not deleted.
        count: How many these are.

    Raises:
        IndexBroken: A file is not what was written.
    """

    def __init__(self, folder: Path, found: Manifest, known: Mapping[str, Part]) -> None:
        self.folder = folder
        self.manifest = found
        self.views: list[View] = []
        for state in found.parts:
            part = known[state.id] if state.id in known else open_part(folder, state)
            self.views.append(View(part, state, self.views[-1].end if self.views else 0))
        self.numbers: Numbers = np.concatenate([np.empty(0, np.uint32), *(view.part.numbers for view in self.views)])
        self.live: Mask = np.concatenate([np.empty(0, bool), *(view.live for view in self.views)])
        self.count = int(self.live.sum())
        self._norms: dict[tuple[str, float], Weights] = {}

    def broken(self, error: BaseException) -> IndexBroken:
        """The error of a part that turned out to be damaged."""
        return manifest.broken(self.folder, f"a part of it cannot be read ({error})")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except DAMAGE as error:
            raise self.broken(error) from error

    def lengths(self, field: str) -> Numbers:
        """How many words each article has in a scored field."""
        return np.concatenate([np.empty(0, np.uint32), *(view.part.lengths[field] for view in self.views)])

    def norms(self, field: str, b: float) -> Weights:
        """How much a word counts in each article for its length: more in short ones."""
        found = self._norms.get((field, b))
        if found is None:
            lengths = self.lengths(field).astype(np.float64)
            average = max(1.0, float(lengths.mean()) if len(lengths) else 1.0)
            found = self._norms[field, b] = (1.0 / (1.0 - b + b * lengths / average)).astype(np.float32)
        return found

    def forms(self, stem: str) -> set[str]:
        """All words of titles and texts that have a stem.

        Raises:
            IndexBroken: The files are damaged.
        """
        with self._reading():
            return {word for view in self.views for word in view.part.forms(stem)}

    def holds(self, word: str, fields: Sequence[str] = SCORED) -> bool:
        """Whether a word occurs in any of these fields.

        Raises:
            IndexBroken: The files are damaged.
        """
        with self._reading():
            return any(view.part.find(field, word) >= 0 for view in self.views for field in fields)

    def held(self, word: str, field: str) -> int:
        """How many articles hold a word in a field, deleted ones too.

        Raises:
            IndexBroken: The files are damaged.
        """
        with self._reading():
            places = ((view.part, view.part.find(field, word)) for view in self.views)
            return sum(int(part.held(at, at + 1)[0]) for part, at in places if at >= 0)

    def reader(self) -> Any:
        """The index as a reader of Whoosh's, with the same places."""
        from index.codec.whoosh import make_reader

        return make_reader([(view.part, view.live) for view in self.views])
