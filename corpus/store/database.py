"""One SQLite database: checked before it is opened, opened the same way everywhere, closed so that it can be copied.

Knows nothing of articles or the log. Every thread gets a connection of its own; writing is one transaction at a
time, begun with BEGIN IMMEDIATE so that it either has the right to write or says at once who has it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import struct
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import StoreError, StoreForeign, StoreGone, StoreLocked, StoreReadOnly, StoreRefused, StoreTooNew
from corpus.store.backup import newest_backup, save_backup
from corpus.store.plain import demand_database
from corpus.store.schema import APPLICATION_ID, Schema

BUSY_MS = 10_000
"""How long a writer waits for another process's transaction, each of which is short."""

SYNCHRONOUS = "FULL"
"""What is confirmed is on the disk. Tests that do not cut the power may turn it off."""

_HEADER = struct.Struct(">16sH6xII28xI4xI20xI")
"""Of SQLite's file header: magic, page size, at 24 the change counter, page count, at 60 user_version, at 68
application_id, at 92 the change counter for which the page count holds (sqlite.org/fileformat2.html)."""
_MAGIC = b"SQLite format 3\x00"


_STATISTICS = ("sqlite_stat1", "sqlite_stat4")
"""What SQLite itself may add to a schema: tables of numbers that run nothing."""


def _schema_rows(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(row)
        for row in connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")
        if not (row[0] == "table" and row[1] in _STATISTICS)
    )


@cache
def _expected_rows(ddl: str) -> frozenset[tuple[str, ...]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as scratch:
        scratch.executescript(ddl)
        return _schema_rows(scratch)


class Database:
    """An open database file.

    Raises, on opening: StoreForeign if the file is not dateline's or its schema was changed, StoreTooNew if a
    newer dateline wrote it, StoreReadOnly if it must be migrated but cannot be written to.
    """

    def __init__(self, path: Path, schema: Schema, *, read_only: bool = False) -> None:
        self.path = path
        self.schema = schema
        self.read_only = read_only
        self._session = secrets.token_hex(8)
        self._local = threading.local()
        self._guard = threading.Lock()
        self._writing = threading.RLock()
        self._depth = 0
        self._checked = False
        self._connections: list[sqlite3.Connection] = []
        demand_database(path)
        if not path.exists():
            if read_only:
                raise StoreReadOnly(f"There is no {path.name} and none can be made here", path=path)
            self._create()
        self._check_header()
        try:
            version = self._probe()
            if version < schema.version:
                self._migrate(self.connection, version)
        except sqlite3.DatabaseError as error:
            self.close()
            raise self._foreign(f"SQLite says: {error}.") from error
        except StoreError:
            self.close()
            raise

    # Opening

    def _foreign(self, detail: str) -> StoreForeign:
        backup = newest_backup(self.path)
        hint = f"Nothing was written to it. Its newest backup is {backup}." if backup else "Nothing was written to it."
        return StoreForeign(f"{self.path.name} cannot be used", detail=detail, hint=hint, path=self.path)

    def _check_header(self) -> None:
        """Refuse what is not ours before SQLite touches it: opening a database may already write beside it."""
        with self.path.open("rb") as file:
            head = file.read(_HEADER.size)
        if len(head) < _HEADER.size or not head.startswith(_MAGIC):
            raise self._foreign("It is not an SQLite database.")
        _, page_size, changes, pages, version, application, counted_at = _HEADER.unpack(head)
        if application != APPLICATION_ID:
            raise self._foreign("Another program made it.")
        if version > self.schema.version:
            raise StoreTooNew(
                f"{self.path.name} was written by a newer dateline",
                detail=f"It is of version {version}, this dateline knows versions up to {self.schema.version}.",
                hint="Update dateline, or open the archive where it was last used.",
                path=self.path,
            )
        whole = (65536 if page_size == 1 else page_size) * pages
        # With a log beside it, what is missing may be in there: whoever was moving it into the file was killed.
        if changes == counted_at and self.path.stat().st_size < whole and not self._has_log():
            raise self._foreign("It was cut short: a part of it is missing.")
        if version not in self.schema.ddl:
            raise self._foreign(f"There never was a version {version} of it.")

    def _probe(self) -> int:
        """The version of the database, after a look at its schema through a connection that cannot write."""
        for attempt in (1, 2):
            with_log = self._has_log()
            try:
                with contextlib.closing(self._open("ro" if with_log else "ro&immutable=1")) as connection:
                    return self._verified(connection)
            except StoreForeign:
                if attempt == 2:
                    raise
            except sqlite3.DatabaseError:
                if attempt == 2:
                    raise
            # Another process may have begun to write in between: then, and only then, a second look is worth it.
            if self._has_log() == with_log:
                break
        raise self._foreign("Its tables are not the ones dateline makes.")

    def _verified(self, connection: sqlite3.Connection) -> int:
        """The version of a database whose schema is ours to the letter."""
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version not in self.schema.ddl or _schema_rows(connection) != _expected_rows(self.schema.ddl[version]):
            raise self._foreign("Its tables are not the ones dateline makes.")
        return version

    def _has_log(self) -> bool:
        return self.path.with_name(self.path.name + "-wal").exists()

    def _open(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        return connection

    def _create(self) -> None:
        """Make the file under another name and move it into place, so that a half-made one never is opened."""
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("PRAGMA page_size=4096")
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={self.schema.version}")
            connection.executescript(f"BEGIN; {self.schema.ddl[self.schema.version]} COMMIT;")
        try:
            os.link(draft, self.path)
        except FileExistsError:
            pass  # another process was first: theirs is as good
        except OSError:
            draft.rename(self.path)  # a file system without hard links
        finally:
            draft.unlink(missing_ok=True)

    def _connect(self) -> sqlite3.Connection:
        connection = self._open_to_read() if self.read_only else self._open("rw")
        try:
            self._make_ready(connection)
        except BaseException:
            connection.close()
            raise
        with self._guard:
            self._connections.append(connection)
        self._local.connection = connection
        return connection

    def _make_ready(self, connection: sqlite3.Connection) -> None:
        # A journal left beside the file is rolled back by the first look through a connection that may write.
        if not self._checked:
            self._verified(connection)
            self._checked = True
        connection.execute("PRAGMA mmap_size=268435456")
        connection.execute("PRAGMA cache_size=-16000")
        if not self.read_only:
            # What tells this opening of the file from any other, for `corpus.store.meta`.
            connection.create_function("session", 0, lambda: self._session)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
            connection.execute("PRAGMA wal_autocheckpoint=4000")

    def _open_to_read(self) -> sqlite3.Connection:
        """A connection that cannot write; media that allow not even locks are read as what never changes."""
        connection = self._open("ro")
        try:
            connection.execute("SELECT 1 FROM sqlite_schema")
        except sqlite3.OperationalError:
            connection.close()
            if self._has_log():
                raise
            connection = self._open("ro&immutable=1")
        return connection

    def _migrate(self, connection: sqlite3.Connection, version: int) -> None:
        if self.read_only:
            raise StoreReadOnly(
                f"{self.path.name} is of an older version and must be migrated, but cannot be written to here",
                hint="Copy the archive to where it can be written, and open it there.",
                path=self.path,
            )
        save_backup(connection, self.path, f"v{version}")
        while version < self.schema.version:
            with self.write() as transaction:
                for statement in self.schema.migrations[version].split(";\n"):
                    transaction.execute(statement)
                version += 1
                transaction.execute(f"PRAGMA user_version={version}")
                if _schema_rows(transaction) != _expected_rows(self.schema.ddl[version]):
                    raise StoreError(f"Migrating {self.path.name} to version {version} failed", path=self.path)

    # Use

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, for reading. Raises as `rows`."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            return connection
        try:
            return self._connect()
        except sqlite3.OperationalError as error:
            if gone := self._gone(error):
                raise gone from error
            raise

    def rows(self, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises:
            StoreGone: The file cannot be read any more.
        """
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if gone := self._gone(error):
                raise gone from error
            raise

    def one(self, sql: str, values: Any = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None. Raises as `rows`."""
        try:
            row: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
        except sqlite3.OperationalError as error:
            if gone := self._gone(error):
                raise gone from error
            raise
        return row

    def _gone(self, error: sqlite3.OperationalError) -> StoreGone | None:
        """What to say where the file cannot be read; None for any other error."""
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            return None
        return StoreGone(
            f"{self.path.name} cannot be read any more",
            detail="Its folder is gone, or the disk it is on. Nothing that was saved is lost by that.",
            hint="Look whether the disk is still connected, then leave and open the archive again.",
            path=self.path,
        )

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is all there or not at all; one inside another is part of the outer one.

        Raises:
            StoreReadOnly: The archive cannot be written to.
            StoreLocked: Another process has been writing for longer than `BUSY_MS`.
        """
        if self.read_only:
            raise StoreReadOnly(
                "This archive is open for reading only",
                hint="Copy it to where it can be written, and open it there.",
                path=self.path,
            )
        with self._writing:
            connection = self.connection
            if self._depth:
                yield connection
                return
            self._begin(connection)
            self._depth = 1
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError) and (refused := self._refused(error)):
                    raise refused from error
                raise
            finally:
                self._depth = 0

    def _refused(self, error: sqlite3.OperationalError) -> StoreRefused | None:
        """What to say where the disk took nothing more; None for any other error."""
        kind = error.sqlite_errorcode & 0xFF
        if kind not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return None
        return StoreRefused(
            "The disk refused what was to be saved",
            detail="It is full, or it failed. Nothing of this was saved; all that was saved before is there.",
            hint="Make room on the disk, or look whether it is still connected, and do it again.",
            path=self.path,
        )

    def _begin(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise StoreLocked(
                f"{self.path.name} is being written to by another process",
                detail=f"SQLite says: {error}.",
                hint="Wait until the other dateline is done, or close it.",
                path=self.path,
            ) from error

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file, as far as readers allow; for idle moments."""
        if not self.read_only:
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close all connections; the last process to close leaves one plain file that can be copied."""
        with self._guard:
            connections, self._connections = self._connections, []
        self._local = threading.local()
        for connection in connections[1:]:
            connection.close()
        for connection in connections[:1]:
            if not self.read_only:
                connection.execute("PRAGMA busy_timeout=0")
                # Refused while another process has the database open: then that one will do it.
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("PRAGMA journal_mode=DELETE")
            connection.close()
