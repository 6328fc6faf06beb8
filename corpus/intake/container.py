"""A file that holds several articles, while it is being read: what is new in it, what stayed, what is gone from it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from corpus.intake.take import Taking
from corpus.intake.work import Work
from corpus.reading.exchange import Fault, Piece


class OpenContainer:
    """A container from its first piece to its last.

    Args:
        taking: What writes.
        work: The file.
        again: Whether to take readings anew of bytes that are the same.
        unsettled: Hashes of bytes that a changed file has too: those items wait until that file is settled.
    """

    def __init__(self, taking: Taking, work: Work, *, again: bool = False, unsettled: Collection[str] = ()) -> None:
        self.deferred: list[Work] = []
        self._taking = taking
        self._work = work
        self._again = again
        self._unsettled = unsettled
        self._old = taking.files.items(work.found.path)
        self._here: set[bytes] = set()
        self._failed: set[bytes] = set()
        self._waiting: list[Work] = []

    def add(self, pieces: Sequence[Piece]) -> None:
        """Take in what was read so far; items that stand where others stood wait until all are known."""
        fresh, same = [], []
        for piece in pieces:
            item = self._work.item(piece, None)
            path = item.found.path
            known = self._old.get(path)
            self._here.add(path)
            if isinstance(piece.outcome, Fault) or self._taking.is_erased(item):
                self._failed.add(path)
                fresh.append(item)
            elif known is None or not known.present:
                (self.deferred if piece.sha256 in self._unsettled else fresh).append(item)
            elif known.sha256 == piece.sha256:
                same.append(item)
            else:
                item.known = known
                moved = piece.key or self._taking.files.has_bytes(piece.sha256)
                (fresh if moved else self._waiting).append(item)
        self._taking.take(fresh)
        if self._again:
            self._taking.reread(same)

    def close(self, fault: Fault | None) -> None:
        """Settle what waited, and note what is gone; nothing is, if the file could not be read to its end."""
        taking, path = self._taking, self._work.found.path
        gone = [p for p, known in self._old.items() if known.present and (p not in self._here or p in self._failed)]
        if fault is not None:
            gone = [p for p in gone if p in self._failed]
        changing = {item.found.path for item in self._waiting}.union(gone)
        for item in self._waiting:
            taking.settle(item, changing)
        taking.drop([path, *gone])
        with taking.archive.database.write() as connection:
            if self._work.seen:
                taking.files.contain(connection, self._work.seen)
            taking.files.forget_problems_in(connection, path, self._failed)
            if fault is None:
                taking.files.forget_problems(connection, [path])
            else:
                taking.fail(connection, self._work, fault)
