"""What an update writes: which files there are, which article and version each holds, and which cannot be read.

The rules of identity are decided in `corpus.intake`; here they are carried out, each call within the caller's
transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.article import FIELDS, Reading, article_id
from corpus.store.database import Database
from corpus.store.log import Log, utc_now
from corpus.store.meta import VERSIONS, bump
from corpus.store.operation import Edit, dump, load
from corpus.store.overlay import mark_changed, refresh
from corpus.store.paths import INSIDE, display

BUNDLE_READER = "bundle"
"""The reader of a version whose bytes are not here: its fields came with a bundle."""

TOLD = "told to the update"
"""How a field was found that the user gave to an update for all that is new."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when last looked at; times in ns. `article` is 0 for one that holds several."""

    path: bytes
    article: int
    sha256: str
    size: int
    mtime: int
    checked: int
    present: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, or an item in one, as it is now: its hash, size and time, and when it was hashed; times in ns."""

    path: bytes
    sha256: str
    size: int
    mtime: int
    checked: int
    file_time: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be made into an article, with the reason in words."""

    path: str
    sha256: str
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
        """Every file that is or was here, also those that hold several articles."""
        connection = self._db.connection
        for row in connection.execute(
            "SELECT path, article, sha256, size, mtime, checked, present FROM path WHERE instr(path, x'00') = 0"
            " UNION ALL SELECT path, 0, sha256, size, mtime, checked, 1 FROM container"
        ):
            path, article, sha256, size, mtime, checked, present = row
            yield Known(path, article, sha256, size, mtime, checked, bool(present))

    def items(self, path: bytes) -> dict[bytes, Known]:
        """What a file that holds several articles held when last looked at, by path."""
        rows = self._db.rows(
            "SELECT path, article, sha256, size, mtime, checked, present FROM path WHERE path > ? AND path < ?",
            (path + INSIDE, path + b"\x01"),
        )
        return {row[0]: Known(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in rows}

    def sizes(self) -> set[int]:
        """The sizes of all versions whose bytes have been read here."""
        return {
            row[0] for row in self._db.rows("SELECT DISTINCT size FROM version WHERE reader <> ?", (BUNDLE_READER,))
        }

    def article_of(self, sha256: str) -> int | None:
        """The article that has a version with these bytes."""
        row = self._db.one("SELECT article FROM version WHERE sha256 = ?", (sha256,))
        return int(row[0]) if row else None

    def has_bytes(self, sha256: str) -> bool:
        """Whether a version's bytes have been read here, and not only named by a bundle."""
        row = self._db.one("SELECT reader FROM version WHERE sha256 = ?", (sha256,))
        return row is not None and row[0] != BUNDLE_READER

    def holders(self, hashes: Sequence[str]) -> dict[str, tuple[int, bool]]:
        """The articles of these bytes, and whether those have been read here and not only named by a bundle."""
        rows = self._db.rows(
            f"SELECT sha256, article, reader FROM version WHERE sha256 IN ({','.join('?' * len(hashes))})", hashes
        )
        return {sha256: (article, reader != BUNDLE_READER) for sha256, article, reader in rows}

    def purged_hashes(self) -> set[str]:
        """The hashes of versions that were erased for good."""
        return {sha for row in self._db.rows("SELECT hashes FROM purged") for sha in load(row[0])}

    def purged_ids(self) -> set[str]:
        """The ids of records that were erased for good."""
        return {id_ for (id_,) in self._db.rows("SELECT id FROM purged")}

    def places_of(self, known: Known) -> list[bytes]:
        """The other places that hold the same bytes."""
        rows = self._db.rows(
            "SELECT path FROM path WHERE sha256 = ? AND present = 1 AND path <> ? UNION"
            " SELECT path FROM container WHERE sha256 = ? AND path <> ?",
            (known.sha256, known.path) * 2,
        )
        return [path for (path,) in rows]

    def problems(self) -> dict[bytes, tuple[int, int]]:
        """The files that hold no article or could not be read whole, with the size and time they then had."""
        rows = self._db.rows("SELECT path, size, mtime FROM problem WHERE instr(path, x'00') = 0")
        return {path: (size, mtime) for path, size, mtime in rows}

    def hashed_problems(self) -> list[tuple[bytes, str, int, int]]:
        """The same with their hashes, as far as they could be hashed: (path, hash, size, time)."""
        return self._db.rows(
            "SELECT path, sha256, size, mtime FROM problem WHERE instr(path, x'00') = 0 AND sha256 <> ''"
        )

    def count_problems(self) -> int:
        """How many files and items hold no article or could not be read."""
        row = self._db.one("SELECT count(*) FROM problem")
        return int(row[0]) if row else 0

    def refused(self) -> set[tuple[bytes, str]]:
        """(path, reason) of what is no file to read, which has neither size nor time."""
        return set(self._db.rows("SELECT path, reason FROM problem WHERE sha256 = '' AND mtime = 0"))

    def all_problems(self) -> list[Problem]:
        """The files that could not be read, for people, by path."""
        rows = self._db.rows("SELECT path, sha256, reason, detail, at FROM problem ORDER BY path")
        return [Problem(display(path), *rest) for path, *rest in rows]

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
    ) -> bool:
        """A version of an article from a file's bytes; one that is known already is read in its place.

        What a bundle said of it and the reader does not confirm stays, as a person's word; so does what the user
        said of how it was acquired.

        Returns:
            Whether it says anything else than it did.
        """
        named = connection.execute(
            "SELECT extracted, reader, added, added_at, text_sha256, how FROM version WHERE sha256 = ?", (seen.sha256,)
        ).fetchone()
        extracted, how = {"title": reading.title, **reading.fields}, dict(reading.how)
        if named and (told := load(named[5]).get("acquired")) == TOLD and "acquired" not in extracted:
            extracted["acquired"], how["acquired"] = load(named[0])["acquired"], told
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
                dump(how),
                dump(list(reading.flags)),
            ),
        )
        if named and named[1] == BUNDLE_READER:
            self._keep_words(connection, n, load(named[0]), extracted)
        return named is None or (named[0], named[4]) != (dump(extracted), text_sha256)

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
        hold_all(connection, [(seen, n)])

    def contain(self, connection: sqlite3.Connection, seen: Seen) -> None:
        """Note that a file is here that holds several articles."""
        connection.execute(
            "INSERT OR REPLACE INTO container (path, sha256, size, mtime, checked, file_time)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (seen.path, seen.sha256, seen.size, seen.mtime, seen.checked, seen.file_time),
        )

    def contain_no_more(self, connection: sqlite3.Connection, path: bytes) -> None:
        """Note that a file is gone that held several articles, or holds one now."""
        connection.execute("DELETE FROM container WHERE path = ?", (path,))

    def forget_problems_in(self, connection: sqlite3.Connection, path: bytes, but: Collection[bytes] = ()) -> None:
        """Drop problems of items in a file, except these."""
        rows = connection.execute(
            "SELECT path FROM problem WHERE path > ? AND path < ?", (path + INSIDE, path + b"\x01")
        ).fetchall()
        self.forget_problems(connection, (each for (each,) in rows if each not in but))

    def touch(self, connection: sqlite3.Connection, rows: Iterable[tuple[int, int, int, bytes]]) -> None:
        """Note new (size, mtime, checked) of files (the last value, the path) whose bytes are the same."""
        for row in rows:
            for table in ("path", "container"):
                connection.execute(f"UPDATE {table} SET size = ?, mtime = ?, checked = ? WHERE path = ?", row)

    def lose(self, connection: sqlite3.Connection, paths: Iterable[bytes]) -> set[int]:
        """Note that files are gone; the articles that held them.

        The last file of an article stays known, so that a missing article can say where it was.
        """
        articles = set()
        for path in paths:
            row = connection.execute("SELECT article FROM path WHERE path = ?", (path,)).fetchone()
            if row is None:
                continue
            articles.add(row[0])
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

    def refuse(self, connection: sqlite3.Connection, refused: Iterable[tuple[bytes, str]]) -> None:
        """Note what is there and is no file to read, and why: (path, reason)."""
        for path, reason in refused:
            self.fail(connection, path, 0, 0, reason, "")

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


def hold_all(connection: sqlite3.Connection, held: Iterable[tuple[Seen, int]]) -> None:
    """Note what is here and which article's version it holds; it is no problem any more."""
    rows = [(seen.path, n, seen.sha256, seen.size, seen.mtime, seen.checked) for seen, n in held]
    connection.executemany(
        "INSERT OR REPLACE INTO path (path, article, sha256, size, mtime, checked, present)"
        " VALUES (?, ?, ?, ?, ?, ?, 1)",
        rows,
    )
    connection.executemany("DELETE FROM problem WHERE path = ?", ((row[0],) for row in rows))
