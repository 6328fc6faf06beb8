"""What an update writes: which files there are, which article and version each holds, and which cannot be read.

The rules of identity are decided in `corpus.intake`; here they are carried out, each call within the caller's
transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.article import FIELDS, Reading, article_id
from corpus.store.database import Database
from corpus.store.log import Log, utc_now
from corpus.store.meta import VERSIONS, bump
from corpus.store.operation import Edit, dump, load
from corpus.store.overlay import mark_changed, refresh
from corpus.store.paths import display

BUNDLE_READER = "bundle"
"""The reader of a version whose bytes are not here: its fields came with a bundle."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when last looked at; times in ns."""

    path: bytes
    article: int
    sha256: str
    size: int
    mtime: int
    checked: int
    present: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it is now: its size, its time and when it was hashed, in ns, and its hash."""

    path: bytes
    sha256: str
    size: int
    mtime: int
    checked: int
    file_time: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be made into an article, with the reason in words."""

    path: str
    reason: str
    detail: str
    at: str


class Files:
    """The files of an archive and the versions they hold."""

    def __init__(self, database: Database, log: Log) -> None:
        self._db = database
        self._log = log

    # Reading

    def known(self) -> Iterator[Known]:
        """Every file that is or was here."""
        for row in self._db.connection.execute("SELECT path, article, sha256, size, mtime, checked, present FROM path"):
            path, article, sha256, size, mtime, checked, present = row
            yield Known(path, article, sha256, size, mtime, checked, bool(present))

    def article_of(self, sha256: str) -> int | None:
        """The article that has a version with these bytes."""
        row = self._db.one("SELECT article FROM version WHERE sha256 = ?", (sha256,))
        return int(row[0]) if row else None

    def has_bytes(self, sha256: str) -> bool:
        """Whether a version's bytes have been read here, and not only named by a bundle."""
        row = self._db.one("SELECT reader FROM version WHERE sha256 = ?", (sha256,))
        return row is not None and row[0] != BUNDLE_READER

    def hashes(self) -> set[str]:
        """The hashes of all versions whose bytes have been read here."""
        return {row[0] for row in self._db.rows("SELECT sha256 FROM version WHERE reader <> ?", (BUNDLE_READER,))}

    def purged_hashes(self) -> set[str]:
        """The hashes of versions that were erased for good."""
        return {sha for row in self._db.rows("SELECT hashes FROM purged") for sha in load(row[0])}

    def problems(self) -> dict[bytes, tuple[int, int]]:
        """The files that could not be read, with the size and time they then had."""
        return {path: (size, mtime) for path, size, mtime in self._db.rows("SELECT path, size, mtime FROM problem")}

    def refused(self) -> set[tuple[bytes, str]]:
        """(path, reason) of what is no file to read, which has neither size nor time."""
        return set(self._db.rows("SELECT path, reason FROM problem WHERE size = 0 AND mtime = 0"))

    def all_problems(self) -> list[Problem]:
        """The files that could not be read, for people, by path."""
        rows = self._db.rows("SELECT path, reason, detail, at FROM problem ORDER BY path")
        return [Problem(display(path), reason, detail, at) for path, reason, detail, at in rows]

    # Writing: all within the caller's transaction

    def add_article(self, connection: sqlite3.Connection, seen: Seen, reading: Reading, text_sha256: str) -> int:
        """A new article from a file's bytes; its number."""
        n = self.make_row(connection, article_id(seen.sha256), None)
        self.add_version(connection, n, seen, reading, text_sha256)
        return n

    def make_row(self, connection: sqlite3.Connection, id_: str, imported_by: bytes | None) -> int:
        """An empty row for an article; its number, which never was another's."""
        cursor = connection.execute(
            "INSERT INTO article (id, current, text_sha256, missing, title, published, outlet, credit, author,"
            " language, coding, imported_by) VALUES (?, '', '', 1, '', '', '', '', '', '', 'new', ?)",
            (id_, imported_by),
        )
        assert cursor.lastrowid is not None  # noqa: S101 -- SQLite gives every inserted row one
        return cursor.lastrowid

    def add_version(
        self, connection: sqlite3.Connection, n: int, seen: Seen, reading: Reading, text_sha256: str
    ) -> None:
        """A version of an article from a file's bytes; one that only a bundle had named is read in its place.

        What the bundle said of it and the reader does not confirm stays, as a person's word.
        """
        named = connection.execute(
            "SELECT extracted, reader, added, added_at FROM version WHERE sha256 = ?", (seen.sha256,)
        ).fetchone()
        extracted = {"title": reading.title, **reading.fields}
        connection.execute(
            "INSERT OR REPLACE INTO version (sha256, article, added, added_at, size, file_time, reader, text_sha256,"
            " extracted, how, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                seen.sha256,
                n,
                named[2] if named else bump(connection, VERSIONS),
                named[3] if named else utc_now(),
                seen.size,
                seen.file_time,
                reading.reader,
                text_sha256,
                dump(extracted),
                dump(dict(reading.how)),
                dump(list(reading.flags)),
            ),
        )
        if named and named[1] == BUNDLE_READER:
            self._keep_words(connection, n, load(named[0]), extracted)

    def _keep_words(
        self, connection: sqlite3.Connection, n: int, said: Mapping[str, Any], read: Mapping[str, Any]
    ) -> None:
        (id_,) = connection.execute("SELECT id FROM article WHERE n = ?", (n,)).fetchone()
        overlaid = self._log.values(id_)
        edits = [
            Edit(id_, field, value)
            for field, value in said.items()
            if field in FIELDS and field not in overlaid and read.get(field) != value
        ]
        if edits:
            self._log.write(edits, "kept what a bundle said of a file that is now here", kind="merged")

    def hold(self, connection: sqlite3.Connection, seen: Seen, n: int) -> None:
        """Note that a file is here and which article's version it holds."""
        connection.execute(
            "INSERT OR REPLACE INTO path (path, article, sha256, size, mtime, checked, present)"
            " VALUES (?, ?, ?, ?, ?, ?, 1)",
            (seen.path, n, seen.sha256, seen.size, seen.mtime, seen.checked),
        )
        connection.execute("DELETE FROM problem WHERE path = ?", (seen.path,))

    def touch(self, connection: sqlite3.Connection, rows: Iterable[tuple[int, int, int, bytes]]) -> None:
        """Note new (size, mtime, checked) of files (the last value, the path) whose bytes are the same."""
        connection.executemany("UPDATE path SET size = ?, mtime = ?, checked = ? WHERE path = ?", rows)

    def lose(self, connection: sqlite3.Connection, paths: Iterable[bytes]) -> set[int]:
        """Note that files are gone; the articles that held them.

        The last file of an article stays known, so that a missing article can say where it was.
        """
        articles = set()
        for path in paths:
            (n,) = connection.execute("SELECT article FROM path WHERE path = ?", (path,)).fetchone()
            articles.add(n)
            connection.execute("UPDATE path SET present = 0 WHERE path = ?", (path,))
        for n in articles:
            connection.execute(
                "DELETE FROM path WHERE article = ? AND present = 0 AND EXISTS"
                " (SELECT 1 FROM path p WHERE p.article = ? AND p.present = 1)",
                (n, n),
            )
        return articles

    def fail(
        self,
        connection: sqlite3.Connection,
        path: bytes,
        size: int,
        mtime: int,
        reason: str,
        detail: str,
        sha256: str = "",
    ) -> None:
        """Note that a file cannot be read, and why; it is not tried again until it changes."""
        connection.execute(
            "INSERT OR REPLACE INTO problem (path, sha256, size, mtime, reason, detail, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (path, sha256, size, mtime, reason, detail, utc_now()),
        )

    def forget_problems(self, connection: sqlite3.Connection, paths: Iterable[bytes]) -> None:
        """Drop problems of files that are gone."""
        connection.executemany("DELETE FROM problem WHERE path = ?", ((path,) for path in paths))

    def refresh(self, connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
        """Work out the rows of articles whose files or versions changed."""
        refresh(connection, numbers)

    def join(self, connection: sqlite3.Connection, ids: Iterable[str]) -> int:
        """Make these ids one article, under the smallest of them; the number it keeps.

        Ids without an article of their own become other names for it. Files, versions and marks move; what
        was said of any of them counts for all.
        """
        wanted = set(ids)
        rows: dict[str, int] = {}
        for id_ in sorted(wanted):
            row = connection.execute(
                "SELECT a.id, a.n FROM article a WHERE a.id = ? UNION"
                " SELECT a.id, a.n FROM alias s JOIN article a ON a.n = s.article WHERE s.id = ?",
                (id_, id_),
            ).fetchone()
            if row:
                rows[row[0]] = row[1]
        keep = min(rows.values())
        names = wanted | set(rows)
        for n in rows.values():
            names |= {r[0] for r in connection.execute("SELECT id FROM alias WHERE article = ?", (n,))}
        for n in set(rows.values()) - {keep}:
            for table in ("version", "path", "alias"):
                connection.execute(f"UPDATE {table} SET article = ? WHERE article = ?", (keep, n))
            connection.execute("UPDATE OR IGNORE read_mark SET article = ? WHERE article = ?", (keep, n))
            connection.execute("DELETE FROM read_mark WHERE article = ?", (n,))
            connection.execute("DELETE FROM tagged WHERE article = ?", (n,))
            connection.execute("DELETE FROM article WHERE n = ?", (n,))
        smallest = min(names)
        connection.execute("UPDATE article SET id = ? WHERE n = ?", (smallest, keep))
        connection.execute("DELETE FROM alias WHERE id = ?", (smallest,))
        connection.executemany(
            "INSERT OR REPLACE INTO alias (id, article) VALUES (?, ?)", ((name, keep) for name in names - {smallest})
        )
        self._log.reapply(connection, [smallest])
        refresh(connection, [keep])
        mark_changed(connection, rows.values())
        return keep

    def drop_import(self, connection: sqlite3.Connection, batch: bytes) -> None:
        """Remove the articles that an import brought and no file has confirmed since."""
        gone = [
            row[0]
            for row in connection.execute(
                "SELECT n FROM article WHERE imported_by = ? AND NOT EXISTS"
                " (SELECT 1 FROM path WHERE path.article = article.n)",
                (batch,),
            )
        ]
        for n in gone:
            for table in ("version", "alias", "tagged", "read_mark"):
                connection.execute(f"DELETE FROM {table} WHERE article = ?", (n,))
            connection.execute("DELETE FROM article WHERE n = ?", (n,))
        mark_changed(connection, gone)
