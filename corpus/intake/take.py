"""Taking what was read into the store, by the rules of identity; a little at a time, so that a tag never waits.

Bytes seen before are a file that moved, came back or was copied. A changed file is a new version of its article if
nothing else still holds the old bytes and the texts are alike, else a new article. An item with a key goes on being
its article under the same condition. An article that nothing holds any more is kept, as missing.

Articles may be joined while an update goes on, by itself or by an import elsewhere: within a transaction an article
is found by the bytes it holds, never by a number from before.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from corpus.archive import Archive
from corpus.article import Reading, article_id, item_id
from corpus.intake.report import Report
from corpus.intake.work import Each, Work, batched
from corpus.reading.exchange import Fault, Piece
from corpus.store.arrivals import Arrival, add_new, taken
from corpus.store.files import TOLD, Known, Seen
from corpus.store.packing import unpack_text
from corpus.store.paths import display
from corpus.text import same_text

SLICE = 0.006
"""For how many seconds one transaction is added to; what is added at once takes a few ms more."""

AT_ONCE = 8
"""How many files or items are written between two looks at the clock."""

ERASED = Fault("erased from the archive for good", "Its file is still in the folder.")


class Taking:
    """What an update writes, and what it counts.

    Args:
        archive: The archive.
        report: Where it counts.
        acquired: When and from whom what is new was acquired, if the user says so: `by` and `from`.
    """

    def __init__(self, archive: Archive, report: Report, acquired: dict[str, str]) -> None:
        self.archive = archive
        self.files = archive.files
        self.report = report
        self._acquired = acquired
        self._purged = self.files.purged_hashes()
        self._purged_ids = self.files.purged_ids()
        self.rewritten: set[int] = set()
        self.lost_texts: set[str] = set()
        """The names of texts that were not here, or damaged: whoever reads them must be told when they are back."""
        self._lost: set[int] = set()
        self._attached: list[int] = []

    # Transactions

    def sliced(self, items: Iterable[Each], act: Callable[[sqlite3.Connection, list[Each]], object]) -> None:
        """Do something with items in transactions that are short."""
        parts = batched(items, AT_ONCE)
        part = next(parts, None)
        while part:
            with self.archive.database.write() as connection:
                until = time.monotonic() + SLICE
                while part:
                    act(connection, part)
                    part = next(parts, None)
                    if time.monotonic() >= until:
                        break

    # New files and items

    def is_erased(self, work: Work) -> bool:
        """Whether these bytes, or the article that they are of, were erased for good."""
        if work.seen is None:
            return False
        key = work.piece.key if work.piece else ""
        return work.seen.sha256 in self._purged or bool(key and item_id(key) in self._purged_ids)

    def take(self, works: Sequence[Work]) -> list[Work]:
        """Take files or items in; those with unknown bytes that nobody has read yet are returned."""
        self._put_texts(works)
        unread: list[Work] = []
        self.sliced(works, lambda connection, part: unread.extend(self._take(connection, part)))
        return unread

    def _put_texts(self, works: Iterable[Work]) -> None:
        """Keep texts before anything names them."""
        packed = [
            (bytes.fromhex(work.piece.text_sha256), work.piece.body)
            for work in works
            if work.piece and work.piece.text_sha256 and not self.is_erased(work)
        ]
        if packed:
            self.archive.texts.put_packed(packed)

    def _take(self, connection: sqlite3.Connection, part: list[Work]) -> list[Work]:
        holders = self.files.holders([work.seen.sha256 for work in part if work.seen])
        unread: list[Work] = []
        fresh: dict[str, Arrival] = {}
        held: list[tuple[Work, Seen]] = []
        touched: set[int] = set()
        for work in part:
            seen, piece = work.seen, work.piece
            if seen is None:
                continue
            n, here = holders.get(seen.sha256, (0, False))
            if self.is_erased(work):
                self.fail(connection, work, ERASED)
            elif here or seen.sha256 in fresh:
                held.append((work, seen))
            elif piece is None:
                unread.append(work)
            elif isinstance(piece.outcome, Fault):
                self.fail(connection, work, piece.outcome)
            elif n:  # a bundle had named these bytes
                touched.add(self._version(connection, n, seen, piece, piece.outcome))
                self.report.new += 1
            elif self._goes_on(connection, work, piece, piece.outcome, fresh, touched):
                self.report.changed += 1
        self._add(connection, fresh, touched)
        for work, seen in held:
            self._attach(connection, work, seen, touched)
        if touched:
            self.files.refresh(connection, touched)
            self._lost |= {n for n in touched if self._is_missing(connection, n)}
        return unread

    def _goes_on(
        self,
        connection: sqlite3.Connection,
        work: Work,
        piece: Piece,
        reading: Reading,
        fresh: dict[str, Arrival],
        touched: set[int],
    ) -> bool:
        """Whether an item is one more version of the article that its key names; else it is among the fresh ones."""
        seen = work.seen
        if seen is None:
            return False
        id_ = item_id(piece.key) if piece.key else article_id(seen.sha256)
        if piece.key:
            n = taken(connection, [id_]).get(id_)
            if n is not None:
                if self._is_alike(connection, n, piece, reading):
                    touched.add(self._version(connection, n, seen, piece, reading))
                    return True
                id_ = article_id(seen.sha256)
            elif any(each.id == id_ for each in fresh.values()):
                self._add(connection, fresh, touched)  # then it can be compared with
                return self._goes_on(connection, work, piece, reading, fresh, touched)
        fresh[seen.sha256] = Arrival(id_, seen, self._told(reading), piece.text_sha256)
        return False

    def _told(self, reading: Reading) -> Reading:
        """A reading with what the user says of how it was acquired, where it does not say so itself."""
        if not self._acquired or "acquired" in reading.fields:
            return reading
        fields = {**reading.fields, "acquired": dict(self._acquired)}
        return replace(reading, fields=fields, how={**reading.how, "acquired": TOLD})

    def _is_alike(self, connection: sqlite3.Connection, n: int, piece: Piece, reading: Reading) -> bool:
        row = connection.execute("SELECT title, text_sha256 FROM article WHERE n = ?", (n,)).fetchone()
        return row is not None and self._same(row[0], row[1], piece, reading)

    def _same(self, title: str, text_sha256: str, piece: Piece, reading: Reading) -> bool:
        """Whether texts are alike; where the old one is lost or damaged, whether the titles are."""
        if piece.text_sha256 == text_sha256:
            return True
        had = self.archive.texts.get_many([text_sha256]).get(text_sha256)
        if had is None:
            return same_text(title, reading.title)
        return same_text(had, unpack_text(piece.body) or "")

    def _add(self, connection: sqlite3.Connection, fresh: dict[str, Arrival], touched: set[int]) -> None:
        """Add articles that are not here; one whose id is, without its bytes, gets those as a version."""
        ids = taken(connection, [each.id for each in fresh.values()]) if fresh else {}
        for each in fresh.values():
            if each.id in ids:
                self.files.add_version(connection, ids[each.id], each.seen, each.reading, each.text_sha256)
                self.files.hold(connection, each.seen, ids[each.id])
                touched.add(ids[each.id])
        add_new(connection, [each for each in fresh.values() if each.id not in ids])
        self.report.new += len(fresh)
        fresh.clear()

    def _version(self, connection: sqlite3.Connection, n: int, seen: Seen, piece: Piece, reading: Reading) -> int:
        self.files.add_version(connection, n, seen, reading, piece.text_sha256)
        self.files.hold(connection, seen, n)
        return n

    def _attach(self, connection: sqlite3.Connection, work: Work, seen: Seen, touched: set[int]) -> None:
        """Note that these bytes, of an article that is here already, are in this place."""
        n = self.files.article_of(seen.sha256)
        if n is None:
            return
        self.files.hold(connection, seen, n)
        self._attached.append(n)
        touched.add(n)
        if work.known and (was := self.files.article_of(work.known.sha256)) is not None:
            touched.add(was)

    # Changed files and items

    def settle(self, work: Work, changing: set[bytes]) -> None:
        """Decide whether bytes never seen, where others were, are a new version of their article or a new one.

        Args:
            work: The file or item, read.
            changing: The places that are being settled: what they held before is not held any more.
        """
        seen, piece, known = work.seen, work.piece, work.known
        if seen is None or piece is None or known is None or self.is_erased(work) or not known.article:
            self.take([work])
            return
        if isinstance(piece.outcome, Fault) or self.files.has_bytes(seen.sha256):
            self.take([work])
            return
        as_version = self._is_version(known, piece, piece.outcome, changing)
        self._put_texts([work])
        with self.archive.database.write() as connection:
            article = self.files.article_of(known.sha256)
            if not as_version or article is None:
                self._take(connection, [work])
                if article is not None:
                    self.files.refresh(connection, {article})
                    self._lost |= {article} if self._is_missing(connection, article) else set()
                return
            n = self._own(connection, seen.sha256, article)
            self._version(connection, n, seen, piece, piece.outcome)
            self.files.refresh(connection, {n})
            self.report.changed += 1
            self.rewritten.add(n)

    def _own(self, connection: sqlite3.Connection, sha256: str, article: int) -> int:
        """The article to which a changed file's new bytes belong: one with the article that a bundle named for them."""
        named = self.files.article_of(sha256)
        if named is None or named == article:
            return article
        ids = connection.execute("SELECT id FROM article WHERE n IN (?, ?)", (named, article)).fetchall()
        return self.files.join(connection, [id_ for (id_,) in ids])

    def _is_version(self, known: Known, piece: Piece, reading: Reading, changing: set[bytes]) -> bool:
        """Whether a changed file goes on being its article: nothing else holds the old bytes, the texts are alike."""
        if any(path not in changing for path in self.files.places_of(known)):
            return False
        row = self.archive.database.one(
            "SELECT json_extract(extracted, '$.title'), text_sha256 FROM version WHERE sha256 = ?", (known.sha256,)
        )
        return row is not None and self._same(row[0] or "", row[1], piece, reading)

    def reread(self, works: Sequence[Work]) -> None:
        """Take what was read anew of bytes that are the same."""
        self._put_texts(works)
        self.sliced(works, self._reread)

    def _reread(self, connection: sqlite3.Connection, part: list[Work]) -> None:
        touched = set()
        for work in part:
            seen, piece = work.seen, work.piece
            if seen is None or piece is None or not isinstance(piece.outcome, Reading):
                continue
            n = self.files.article_of(seen.sha256)
            if n is None:
                continue
            differs = self.files.add_version(connection, n, seen, piece.outcome, piece.text_sha256)
            if differs or piece.text_sha256 in self.lost_texts:
                touched.add(n)
        if touched:
            self.files.refresh(connection, touched)
            self.report.reread += len(touched)
            self.rewritten |= touched

    # What is gone

    def drop_container(self, path: bytes) -> None:
        """Note that a file is gone that held several articles, or that it does not any more."""
        self.drop(item for item, known in self.files.items(path).items() if known.present)
        with self.archive.database.write() as connection:
            self.files.contain_no_more(connection, path)
            self.files.forget_problems_in(connection, path)

    def drop(self, paths: Iterable[bytes]) -> None:
        """Note that files of one article, or items, are gone."""
        self.sliced(paths, self._drop)

    def _drop(self, connection: sqlite3.Connection, paths: list[bytes]) -> None:
        articles = self.files.lose(connection, paths)
        if articles:
            self.files.refresh(connection, articles)
            self._lost |= articles

    def _is_missing(self, connection: sqlite3.Connection, n: int) -> bool:
        row = connection.execute("SELECT missing FROM article WHERE n = ?", (n,)).fetchone()
        return row is not None and bool(row[0])

    # What cannot be read

    def fail(self, connection: sqlite3.Connection, work: Work, fault: Fault) -> None:
        """List a file or an item with the reason why it holds no article."""
        seen, found = work.seen, work.found
        sha256 = seen.sha256 if seen else ""
        self.files.fail(connection, found.path, found.size, found.mtime, fault.reason, fault.detail, sha256)
        self.report.failed.append((display(found.path), fault.reason))

    def refuse(self, work: Work, fault: Fault) -> None:
        """The same, in a transaction of its own."""
        with self.archive.database.write() as connection:
            self.fail(connection, work, fault)

    # Counting

    def count_returns(self, was_missing: set[int]) -> None:
        """Tell moves, returns and copies apart, once all is done."""
        connection = self.archive.database.connection
        self.report.gone = sum(1 for n in self._lost if self._is_missing(connection, n))
        left = {n for n in self._lost if not self._is_missing(connection, n)}
        for n in self._attached:
            if n in left:
                self.report.moved += 1
                left.discard(n)
            elif n in was_missing:
                self.report.returned += 1
                was_missing.discard(n)
            else:
                self.report.copies += 1
