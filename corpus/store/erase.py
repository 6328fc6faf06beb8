"""Erasing an article for good: what SQL has to do so that nothing of it stays in the files of the store.

What is to be erased, in which order, and what else holds it is decided in `corpus.purge`.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from corpus.errors import StoreLocked
from corpus.store.database import Database
from corpus.store.log import Log, utc_now
from corpus.store.meta import LOG_POSITION, LOG_SHORTENED, bump
from corpus.store.operation import DELETED, dump
from corpus.store.overlay import mark_changed
from corpus.store.paths import display
from corpus.store.record_tables import refresh as refresh_record
from corpus.store.searches import SEEN


def ids_of(database: Database, n: int) -> list[str]:
    """The id of an article and those that were joined into it."""
    rows = database.rows("SELECT id FROM article WHERE n = ? UNION SELECT id FROM alias WHERE article = ?", (n, n))
    return sorted(row[0] for row in rows)


def hashes_of(database: Database, n: int) -> list[str]:
    """The hashes of the bytes of all versions of an article."""
    return [row[0] for row in database.rows("SELECT sha256 FROM version WHERE article = ? ORDER BY sha256", (n,))]


def paths_of(database: Database, n: int) -> list[str]:
    """The files that hold an article, as they may be shown."""
    rows = database.rows("SELECT path FROM path WHERE article = ? AND present = 1 ORDER BY path", (n,))
    return [display(path) for (path,) in rows]


def texts_of(database: Database, n: int) -> tuple[list[str], list[str]]:
    """The names of the texts that this article alone has, and the ids of other articles with a text of its."""
    own = {row[0] for row in database.rows("SELECT text_sha256 FROM version WHERE article = ?", (n,)) if row[0]}
    sharing = [
        (text, id_)
        for text in own
        for (id_,) in database.rows(
            "SELECT DISTINCT a.id FROM version v JOIN article a ON a.n = v.article"
            " WHERE v.text_sha256 = ? AND v.article <> ?",
            (text, n),
        )
    ]
    return (sorted(own - {text for text, _ in sharing}), sorted({id_ for _, id_ in sharing}))


def named_texts(database: Database) -> set[str]:
    """The names of all texts that some version has."""
    return {row[0] for row in database.rows("SELECT DISTINCT text_sha256 FROM version") if row[0]}


def tombstones(database: Database) -> set[str]:
    """The ids that were erased for good."""
    return {row[0] for row in database.rows("SELECT id FROM purged")}


@dataclass(frozen=True, slots=True)
class Export:
    """A bundle that left: when (UTC), for whom, and the name of the file it went to, empty for a stream."""

    at: str
    profile: str
    target: str


def exports_of(database: Database, ids: Collection[str]) -> list[Export]:
    """The bundles that carried any of these ids, the newest first."""
    wanted = set(ids)
    rows = database.rows("SELECT at, profile, target, ids FROM export ORDER BY seq DESC")
    return [
        Export(at, profile, target)
        for at, profile, target, carried in rows
        if wanted.intersection(zlib.decompress(carried).decode().split())
    ]


@contextlib.contextmanager
def _overwriting(database: Database) -> Iterator[None]:
    """Have SQLite overwrite what it deletes."""
    database.connection.execute("PRAGMA secure_delete=ON")
    try:
        yield
    finally:
        database.connection.execute("PRAGMA secure_delete=OFF")


def passages_of(database: Database, articles: Sequence[str]) -> list[str]:
    """The passages that ever were said to be of these articles: their quotes are its words."""
    return _ever_naming(database, "e-", ("article",), articles)


def links_of(database: Database, ids: Sequence[str]) -> list[str]:
    """The links that ever were said to lead from or to any of these."""
    return _ever_naming(database, "l-", ("from", "to"), ids)


def _ever_naming(database: Database, prefix: str, fields: Sequence[str], ids: Sequence[str]) -> list[str]:
    marks = (",".join("?" * len(fields)), ",".join("?" * len(ids)))
    rows = database.rows(
        f"SELECT DISTINCT record FROM operation WHERE field IN ({marks[0]}) AND value IN ({marks[1]})"
        " AND record >= ? AND record < ? ORDER BY record",
        (*fields, *(dump(id_) for id_ in ids), prefix, prefix[0] + "."),
    )
    return [row[0] for row in rows]


def erase_records(database: Database, log: Log, records: Sequence[str]) -> int:
    """Remove records other than articles, everything said of them and every point about them, in one transaction.

    Tombstones without content are left.

    Returns:
        How many operations were removed.
    """
    with _overwriting(database), database.write() as connection:
        return _erase_records(connection, log, records)


def _erase_records(connection: sqlite3.Connection, log: Log, records: Sequence[str]) -> int:
    removed = 0
    for record in records:
        removed += _erase_log(connection, [record])
        refresh_record(connection, log, record)
        removed += _erase_points(connection, log, record)
    connection.executemany("DELETE FROM meta WHERE key = ?", ((SEEN + record,) for record in records))
    connection.executemany(
        "INSERT OR REPLACE INTO purged (id, at, hashes) VALUES (?, ?, '[]')",
        ((record, utc_now()) for record in records),
    )
    bump(connection, LOG_POSITION)
    return removed


def _erase_points(connection: sqlite3.Connection, log: Log, record: str) -> int:
    """Remove what passages ever said of a record, or of an article; how many operations that were."""
    about = connection.execute(
        "SELECT DISTINCT record, field FROM operation WHERE field >= 'points/' AND field < 'points0'"
        " AND json_extract(value, '$.record') = ?",
        (record,),
    ).fetchall()
    removed = 0
    for passage, field in about:
        # A deletion holds digests of what it had seen, by which a guess at an erased word could be proved right.
        if log.is_deleted(passage):
            removed += _erase_log(connection, [passage])
            refresh_record(connection, log, passage)
            continue
        for key in ((passage, field), (passage, DELETED)):
            removed += _erase_field(connection, key)
        refresh_record(connection, log, passage)
    return removed


def _erase_field(connection: sqlite3.Connection, key: tuple[str, str]) -> int:
    removed = connection.execute("DELETE FROM operation WHERE record = ? AND field = ?", key).rowcount
    connection.execute("DELETE FROM value WHERE record = ? AND field = ?", key)
    return removed


def erase_article(database: Database, log: Log, n: int) -> int:
    """Remove an article, its passages and links and everything said of it, in one transaction; tombstones are left.

    Returns:
        How many operations were removed.
    """
    ids, hashes = ids_of(database, n), hashes_of(database, n)
    with _overwriting(database), database.write() as connection:
        removed = _erase_records(connection, log, [*passages_of(database, ids), *links_of(database, ids)])
        removed += sum(_erase_points(connection, log, id_) for id_ in ids)
        removed += _erase_log(connection, ids)
        for table in ("version", "path", "alias", "tagged", "read_mark"):
            connection.execute(f"DELETE FROM {table} WHERE article = ?", (n,))
        connection.execute("DELETE FROM article WHERE n = ?", (n,))
        connection.executemany(
            "INSERT OR REPLACE INTO purged (id, at, hashes) VALUES (?, ?, ?)",
            ((id_, utc_now(), dump(hashes)) for id_ in ids),
        )
        mark_changed(connection, [n])
        bump(connection, LOG_POSITION)
    return removed


def _erase_log(connection: sqlite3.Connection, ids: Sequence[str]) -> int:
    """Remove the operations on these records, and the acts of which nothing is left: their names may tell of them."""
    bump(connection, LOG_SHORTENED)
    marks = ",".join("?" * len(ids))
    batches = connection.execute(f"SELECT DISTINCT batch FROM operation WHERE record IN ({marks})", ids).fetchall()
    removed = connection.execute(f"DELETE FROM operation WHERE record IN ({marks})", ids).rowcount
    connection.execute(f"DELETE FROM value WHERE record IN ({marks})", ids)
    connection.executemany(
        "DELETE FROM batch WHERE id = ? AND NOT EXISTS (SELECT 1 FROM operation WHERE operation.batch = batch.id)",
        batches,
    )
    return removed


def scrub(database: Database) -> None:
    """Write the database anew without what was deleted, and empty its write-ahead log.

    Raises:
        StoreLocked: Another process has the database open, so that the log cannot be emptied yet.
    """
    connection = database.connection
    # What VACUUM writes aside is the whole database: it must not reach a disk.
    connection.execute("PRAGMA temp_store=MEMORY")
    try:
        connection.execute("VACUUM")
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        raise _still_open(database) from error
    if busy:
        raise _still_open(database)


def _still_open(database: Database) -> StoreLocked:
    return StoreLocked(
        "The article is erased, but traces of it may still be in the files of the archive",
        detail=f"Another dateline has {database.path.name} open, so it cannot be written anew yet.",
        hint="Close the other dateline, then purge the same id again to finish.",
        path=database.path,
    )
