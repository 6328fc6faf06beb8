"""The opened archive: a user's folder, with the `.dateline/` inside it that holds what dateline knows of it.

This is the door of the corpus: it finds, makes, opens and closes archives, and hands out the parts that read and
write them. dateline never writes to, moves or deletes a file of the user's.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from corpus.errors import FolderMissing, StoreForeign
from corpus.store.articles import Articles
from corpus.store.backup import backups, newest_backup, save_backup
from corpus.store.database import Database
from corpus.store.log import Listener, Log
from corpus.store.meta import ARTICLE_POSITION, LOG_POSITION, READ_POSITION, archive_uid, counter
from corpus.store.overlay import follow_log
from corpus.store.plain import demand_folder
from corpus.store.schema import ARCHIVE, TEXTS
from corpus.store.tags import Tags
from corpus.store.texts import Texts

if TYPE_CHECKING:  # what writes, and records, are loaded when they are asked for: a first page of articles needs none
    from corpus.passages.claims import Claims
    from corpus.records.codings import Codings
    from corpus.records.profiles import Profiles
    from corpus.records.records import Records
    from corpus.store.edits import Edits
    from corpus.store.files import Files
    from corpus.store.record_sets import RecordSets
    from corpus.store.searches import SeenUpTo
    from corpus.store.undo import History
    from corpus.vocabulary import Vocabulary

FOLDER = ".dateline"
"""The folder inside an archive that is dateline's own."""

BACKUP_EVERY = timedelta(days=1)


class Archive:
    """An archive that is open, for reading or for both.

    It may be used from several threads; each gets database connections of its own. Use it in a `with`, or call
    `close`: the last process to close an archive leaves it as plain files that can be copied.

    Attributes:
        root: The user's folder.
        read_only: Whether it cannot be written to.
        uid: The archive's own random id; it stays when the folder is copied or moved.
        articles, texts, tags: For looking.
        log: What people did.
        copies: Gives the numbers of all articles that carry the text of one, the first published first; none where no
            other does. Set by whoever knows.
    """

    def __init__(
        self, root: Path, *, read_only: bool, who: str, clock: Callable[[], int] = lambda: time.time_ns() // 1000
    ) -> None:
        self.root = root
        self.read_only = read_only
        folder = root / FOLDER
        # Texts first: whatever names a text is written after it, and so is whatever makes an archive one.
        self._texts_db = Database(folder / TEXTS.name, TEXTS, read_only=read_only)
        try:
            self._db = Database(folder / ARCHIVE.name, ARCHIVE, read_only=read_only)
        except BaseException:
            self._texts_db.close()
            raise
        self.texts = Texts(self._texts_db)
        self.log = Log(self._db, who=who, clock=clock)
        self.articles = Articles(self._db, self.texts, self.log)
        self.tags = Tags(self._db)
        self.log.same_record = self._same_record
        self.log.joined = self._joined
        self.log.listen(follow_log)
        self.log.listen(self._follow_records)
        self._codebook: tuple[tuple[int, int | None], Mapping[str, Vocabulary]] = ((-1, None), {})
        self.copies: Callable[[int], Sequence[int]] = lambda _n: ()
        self.uid = archive_uid(self._db)
        self._opened_at = self.position()

    # Finding, making, opening

    @staticmethod
    def find(start: Path) -> Path | None:
        """The nearest folder, from `start` upwards, that is an archive; None if there is none."""
        here = Path(os.path.abspath(start))  # not resolved: a link into an archive is where the user says they are
        return next((folder for folder in (here, *here.parents) if is_archive(folder)), None)

    @classmethod
    def open(cls, root: Path, *, create: bool = False, read_only: bool = False, who: str = "") -> Archive:
        """Open the archive in a folder.

        Args:
            root: The user's folder.
            create: Make an archive of it if it is none yet.
            read_only: Open for reading only; media that cannot be written to are opened so in any case.
            who: The pseudonym to sign edits with.

        Raises:
            FolderMissing: There is no such folder, or no archive in it and `create` is false.
            StoreError: The database cannot be used; nothing was written.
        """
        root = Path(os.path.abspath(root))
        if not root.is_dir():
            raise FolderMissing(
                f"There is no folder {root}", hint="Name the folder that holds your articles.", path=root
            )
        for name in (FOLDER, f"{FOLDER}/backups", f"{FOLDER}/drafts"):
            demand_folder(root / name)
        if not is_archive(root):
            if backup := newest_backup(root / FOLDER / ARCHIVE.name):
                raise StoreForeign(
                    f"{ARCHIVE.name} is missing from {root / FOLDER}",
                    detail="A backup of it is there, so it was not meant to be.",
                    hint=f"To go on from the newest backup, copy {backup} to {root / FOLDER / ARCHIVE.name}",
                    path=root,
                )
            if not create:
                raise FolderMissing(
                    f"{root} is no dateline archive yet",
                    hint="Make it one with: dateline update -a FOLDER",
                    path=root,
                )
            _make_folder(root / FOLDER)
        elif not os.access(root / FOLDER, os.W_OK) or not os.access(root / FOLDER / ARCHIVE.name, os.W_OK):
            read_only = True
        return cls(root, read_only=read_only, who=who)

    def close(self) -> None:
        """Close the archive, after a daily backup if anything was written; one that fails is made the next time."""
        try:
            if not self.read_only and self.position() != self._opened_at:
                with contextlib.suppress(OSError, sqlite3.Error, StoreForeign):
                    self._backup_daily()
        finally:
            self._db.close()
            self._texts_db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What people do, and what updates do

    @cached_property
    def edits(self) -> Edits:
        """What people do to articles."""
        from corpus.store.edits import Edits

        return Edits(self._db, self.log, self.tags, self.vocabularies)

    @cached_property
    def files(self) -> Files:
        """The files of the archive and the versions they hold, for updates."""
        from corpus.store.files import Files

        return Files(self._db, self.log)

    @cached_property
    def history(self) -> History:
        """Taking acts back, and doing them again."""
        from corpus.store.imports import Imports
        from corpus.store.undo import History

        return History(self.log, Imports(self.files, self.log).remove)

    @cached_property
    def _record_tables(self) -> Listener:
        from corpus.store.record_tables import follow_records

        return follow_records(self.log)

    def _copies_of(self, n: int) -> Sequence[int]:
        return self.copies(n)  # as it is by then

    def _follow_records(self, connection: sqlite3.Connection, touched: Sequence[tuple[str, str]]) -> None:
        self._record_tables(connection, touched)

    # Records

    @cached_property
    def records(self) -> Records:
        """Actors, places, incidents, links, passages, saved searches: for looking and for changing them."""
        from corpus.records.records import Records
        from corpus.store.record_rows import RecordRows

        rows = RecordRows(self._db, self.log)
        return Records(self.log, rows, self.articles, self.texts, vocabularies=self.vocabularies)

    @cached_property
    def claims(self) -> Claims:
        """What passages say of a record, side by side."""
        from corpus.passages.claims import Claims
        from corpus.passages.reprints import carriers
        from corpus.store.record_queries import RecordQueries

        return Claims(self.records, RecordQueries(self._db), carriers(self.articles, self._copies_of))

    @cached_property
    def profiles(self) -> Profiles:
        """Records seen from all sides."""
        from corpus.records.profiles import Profiles
        from corpus.store.record_queries import RecordQueries

        return Profiles(self.records, RecordQueries(self._db), self.claims)

    @cached_property
    def codings(self) -> Codings:
        """What several coders made of one article."""
        from corpus.records.codings import Codings
        from corpus.store.record_queries import RecordQueries

        return Codings(self.records, RecordQueries(self._db), self.log.who)

    @cached_property
    def record_sets(self) -> RecordSets:
        """Records as searching wants them."""
        from corpus.store.record_sets import RecordSets

        return RecordSets(self._db)

    @cached_property
    def seen_up_to(self) -> SeenUpTo:
        """How far saved searches have been looked through."""
        from corpus.store.searches import SeenUpTo

        return SeenUpTo(self._db)

    # What changed

    def position(self) -> int:
        """A number that rises with every change of articles, of what people said, or of read marks."""
        return sum(counter(self._db, name) for name in (ARTICLE_POSITION, LOG_POSITION, READ_POSITION))

    def checkpoint(self) -> None:
        """Bring what was written into the database files; for moments when nothing else is to be done."""
        self._db.checkpoint()
        self._texts_db.checkpoint()

    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """The words that coders choose from, as the archive's codebook has them.

        Raises:
            CodebookError: There is a codebook that cannot be used.
        """
        from corpus.bundle.codebook import read_codebook
        from corpus.vocabulary import codebook

        path = self.folder / codebook.FILE
        row = self._db.one("SELECT max(op) FROM value WHERE record = 'codebook'")
        changed = (path.lstat().st_mtime_ns if path.exists() else 0, row[0] if row else None)
        if self._codebook[0] != changed:
            self._codebook = (changed, read_codebook(self).vocabularies())
        return self._codebook[1]

    @property
    def folder(self) -> Path:
        """The folder that is dateline's own."""
        return self.root / FOLDER

    @property
    def database(self) -> Database:
        """The main database, for the parts of the corpus that the archive does not hand out itself."""
        return self._db

    def _same_record(self, record: str) -> tuple[str, ...]:
        if not record.startswith("a-"):
            return (record,)
        n = self.articles.number(record)
        if n is None:
            return (record,)
        rows = self._db.rows(
            "SELECT id, 0 FROM article WHERE n = ? UNION SELECT id, 1 FROM alias WHERE article = ?", (n, n)
        )
        return tuple(id_ for id_, _ in sorted(rows, key=lambda row: (row[1], row[0])))

    def _joined(self) -> dict[str, tuple[str, ...]]:
        """The articles that go by several ids: each id, with all of them, the one in use first."""
        ids: dict[int, list[str]] = {}
        rows = self._db.rows(
            "SELECT n, id, 0 FROM article WHERE n IN (SELECT article FROM alias) UNION ALL"
            " SELECT article, id, 1 FROM alias WHERE article IN (SELECT n FROM article)"
        )
        for n, id_, _ in sorted(rows, key=lambda row: (row[2], row[1])):
            ids.setdefault(n, []).append(id_)
        return {id_: tuple(own) for own in ids.values() for id_ in own}

    def _backup_daily(self) -> None:
        path = self.folder / ARCHIVE.name
        newest = next(iter(backups(path)), None)
        if newest and datetime.now(UTC) - datetime.fromtimestamp(newest.stat().st_mtime, UTC) < BACKUP_EVERY:
            return
        save_backup(self._db.connection, path, "daily")


def is_archive(folder: Path) -> bool:
    """Whether a folder holds an archive."""
    return (folder / FOLDER / ARCHIVE.name).is_file()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise FolderMissing(
            f"No archive can be made in {folder.parent}",
            detail=f"The system says: {error.strerror}.",
            hint="Copy the articles to a folder you may write to; dateline adds one folder, .dateline, to it.",
            path=folder.parent,
        ) from error
