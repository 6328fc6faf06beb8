"""The few single facts of an archive: its own id, and the counters that say whether something changed."""

from __future__ import annotations

import secrets
import sqlite3

from corpus.store.database import Database

LOG_POSITION = "log_position"
ARTICLE_POSITION = "article_position"
READ_POSITION = "read_position"
LOG_SHORTENED = "log_shortened"
"""Rises when operations are taken out of the log, or worked out anew: then the newest do not tell what changed."""

SESSION = "session:"
"""Before the position from which on articles were changed by one opening of the archive, which the value names."""

SESSIONS_KEPT = 1_000

VERSIONS = "versions"
"""How many versions there ever were: the order in which they came."""


def bump(connection: sqlite3.Connection, counter: str, by: int = 1) -> int:
    """Raise a counter, inside a transaction, and return it."""
    (value,) = connection.execute(
        "INSERT INTO meta (key, value) VALUES (:counter, :by) ON CONFLICT (key) DO UPDATE SET value = value + :by"
        " RETURNING value",
        {"counter": counter, "by": by},
    ).fetchone()
    return int(value)


def counter(database: Database, name: str) -> int:
    """The value of a counter; 0 before its first change."""
    row = database.one("SELECT value FROM meta WHERE key = ?", (name,))
    return int(row[0]) if row else 0


def note_session(connection: sqlite3.Connection, position: int) -> None:
    """Note which opening of the archive changed articles at a position; inside a transaction of it."""
    last = connection.execute(
        "SELECT value = session() FROM meta WHERE key >= :first AND key < :first || 'x' ORDER BY key DESC LIMIT 1",
        {"first": SESSION},
    ).fetchone()
    if last is None or not last[0]:
        connection.execute("INSERT INTO meta (key, value) VALUES (?, session())", (f"{SESSION}{position:016}",))
        connection.execute(
            "DELETE FROM meta WHERE key >= :first AND key <= (SELECT key FROM meta WHERE key >= :first"
            " AND key < :first || 'x' ORDER BY key DESC LIMIT 1 OFFSET :kept)",
            {"first": SESSION, "kept": SESSIONS_KEPT},
        )


def session_at(database: Database, position: int) -> str:
    """Which opening of the archive changed articles at a position; "" where that is no longer known.

    Where it differs from what was noted, the archive has been taken back to an older state and gone on from there.
    """
    row = database.one(
        "SELECT value FROM meta WHERE key >= ? AND key <= ? ORDER BY key DESC LIMIT 1",
        (SESSION, f"{SESSION}{max(0, position):016}"),
    )
    return str(row[0]) if row else ""


def archive_uid(database: Database) -> str:
    """The archive's own random id, made when it is first asked for."""
    row = database.one("SELECT value FROM meta WHERE key = 'uid'")
    if row is None:
        if database.read_only:
            return ""
        with database.write() as connection:
            connection.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('uid', ?)", (secrets.token_hex(16),))
        row = database.one("SELECT value FROM meta WHERE key = 'uid'")
    return str(row[0]) if row else ""
