"""What an update works on: a file, or an item in one, from the walk to the store. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from corpus.intake.walk import Found
from corpus.reading.exchange import Facts, Piece
from corpus.store.files import Known, Seen
from corpus.store.paths import item_path

Each = TypeVar("Each")


@dataclass(slots=True)
class Work:
    """A file that must be looked into, or an item in one.

    Attributes:
        found: The file.
        known: What was known of it.
        seen: What it is now, once that is known.
        piece: What was read from it, once that is known.
    """

    found: Found
    known: Known | None
    seen: Seen | None = None
    piece: Piece | None = None

    def item(self, piece: Piece, known: Known | None) -> Work:
        """The work on an item in this file."""
        file_time = self.seen.file_time if self.seen else ""
        path = item_path(self.found.path, piece.member)
        found = Found(path, piece.size, 0)
        return Work(found, known, Seen(path, piece.sha256, piece.size, 0, 0, file_time), piece)


def seen_as(path: bytes, facts: Facts) -> Seen:
    """A file as a reading process found it."""
    file_time = datetime.fromtimestamp(facts.mtime // 1_000_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Seen(path, facts.sha256, facts.size, facts.mtime, facts.checked, file_time)


def batched(items: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """Items in lists of no more than `size`."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
