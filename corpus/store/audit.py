"""The store held against itself: files of SQLite, texts against their names, derived tables against the log.

Only looks, and says what is wrong as plain values; `mend` makes the derived tables anew where they differ. Nothing
here can bring back what was lost, and nothing here touches the log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from corpus.errors import StoreGone
from corpus.store import record_tables
from corpus.store.database import Database
from corpus.store.log import Log
from corpus.store.operation import TAGS, Operation, dump, heads_of, load
from corpus.store.overlay import refresh, said_of, stored_row, work_out
from corpus.store.texts import Texts

_AT_ONCE = 200
_MOST = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the store that does not fit.

    Attributes:
        subject: The record, table or file concerned.
        reason: What is wrong, in words.
        derived: Whether it can be made anew from what is there.
    """

    subject: str
    reason: str
    derived: bool = False


def damage(database: Database) -> list[Fault]:
    """What SQLite itself finds wrong with a database file."""
    try:
        rows = database.rows(f"PRAGMA integrity_check({_MOST})")
    except (sqlite3.DatabaseError, StoreGone) as error:
        return [Fault(database.path.name, f"SQLite says: {error}")]
    return [Fault(database.path.name, f"SQLite says: {row[0]}") for row in rows if row[0] != "ok"]


def unreadable_values(database: Database) -> list[Fault]:
    """The words in the log that cannot be read, and so cannot be held against anything."""
    rows = database.rows(
        "SELECT DISTINCT record, field FROM operation WHERE value IS NOT NULL AND NOT json_valid(value)"
        f" UNION SELECT record, field FROM value WHERE value IS NOT NULL AND NOT json_valid(value) LIMIT {_MOST}"
    )
    return [
        Fault(f"{record} {field}", "what was said of it cannot be read: the database is damaged")
        for record, field in rows
    ]


def broken_texts(database: Database, texts: Texts) -> list[Fault]:
    """The texts that are not what their name says, or that are not here, by the articles that have them."""
    broken = set(texts.broken())
    here = texts.names()
    faults = []
    for id_, name in database.rows(
        "SELECT a.id, v.text_sha256 FROM version v JOIN article a ON a.n = v.article WHERE v.text_sha256 <> ''"
        " ORDER BY a.id"
    ):
        if name in broken:
            faults.append(Fault(id_, "its text is damaged: it is not the one that was read"))
        elif name not in here:
            faults.append(Fault(id_, "its text is not in the store"))
    return faults


_LOST = (
    ("version", "sha256", "a version of no article", "article NOT IN (SELECT n FROM article)"),
    ("path", "path", "a file of no article", "article NOT IN (SELECT n FROM article)"),
    ("path", "path", "a file of no known version", "sha256 NOT IN (SELECT sha256 FROM version)"),
    ("alias", "id", "another name for no article", "article NOT IN (SELECT n FROM article)"),
    ("article", "id", "an article without any version", "n NOT IN (SELECT article FROM version)"),
    ("operation", "hex(id)", "an operation of no act", "batch NOT IN (SELECT id FROM batch)"),
)
_LOOSE = (
    ("tagged", "tag", "a tag on no article", "article NOT IN (SELECT n FROM article)"),
    ("read_mark", "article", "a read mark on no article", "article NOT IN (SELECT n FROM article)"),
    ("value", "record || ' ' || field", "a value that no operation gives", "op NOT IN (SELECT seq FROM operation)"),
)


def dangling(database: Database) -> list[Fault]:
    """Rows that point to what is not there."""
    faults = []
    for rules, derived in ((_LOST, False), (_LOOSE, True)):
        for table, name, reason, where in rules:
            for (subject,) in database.rows(f"SELECT {name} FROM {table} WHERE {where} LIMIT {_MOST}"):
                shown = subject.decode("utf-8", "replace") if isinstance(subject, bytes) else str(subject)
                faults.append(Fault(shown, reason, derived))
    return faults


def _said(database: Database) -> Iterator[tuple[str, list[tuple[int, Operation]]]]:
    """Every record, by the id in use, with its operations and their numbers, in order of their fields."""
    rows = database.connection.execute(
        "SELECT coalesce(a.id, o.record) AS subject, o.seq, o.id, o.stamp, o.field, o.value, o.prior FROM operation o"
        " LEFT JOIN alias s ON s.id = o.record LEFT JOIN article a ON a.n = s.article ORDER BY subject, o.field"
    )
    for subject, group in groupby(rows, key=lambda row: str(row[0])):
        yield (
            subject,
            [
                (seq, Operation(id_, stamp, "", "", subject, field, load(value), prior, b""))
                for _, seq, id_, stamp, field, value, prior in group
            ],
        )


def wrong_values(database: Database, cancelled: Callable[[], bool] = lambda: False) -> list[str]:
    """The records whose values in force are not what the log says."""
    wrong = []
    for record, operations in _said(database):
        if cancelled():
            break
        expected: dict[str, tuple[Any, ...]] = {}
        for field, group in groupby(operations, key=lambda each: each[1].field):
            members = list(group)
            heads = heads_of(operation for _, operation in members)
            if heads is None:
                continue
            seq = next(seq for seq, operation in members if operation.id == heads.winner.id)
            value = None if heads.winner.value is None else dump(heads.winner.value)
            expected[field] = (value, seq, int(bool(heads.conflicting)))
        rows = database.rows("SELECT field, value, op, conflicted FROM value WHERE record = ?", (record,))
        if {field: tuple(rest) for field, *rest in rows} != expected:
            wrong.append(record)
    spoken_of = (
        "SELECT record FROM operation UNION"
        " SELECT a.id FROM operation o JOIN alias s ON s.id = o.record JOIN article a ON a.n = s.article"
    )
    wrong += [row[0] for row in database.rows(f"SELECT DISTINCT record FROM value WHERE record NOT IN ({spoken_of})")]
    return sorted(set(wrong))


def wrong_articles(database: Database, cancelled: Callable[[], bool] = lambda: False) -> list[tuple[int, str]]:
    """The articles whose row or tags are not what their versions and the values in force say, by number and id."""
    connection = database.connection
    unseen = {row[0] for row in database.rows("SELECT n FROM article EXCEPT SELECT article FROM article_change")}
    wrong = []
    for n, id_ in database.rows("SELECT n, id FROM article ORDER BY n"):
        if cancelled():
            break
        said = said_of(connection, id_)
        tags = {field[len(TAGS) :] for field in said if field.startswith(TAGS)}
        kept = {row[0] for row in connection.execute("SELECT tag FROM tagged WHERE article = ?", (n,))}
        if n in unseen or tags != kept or stored_row(connection, n) != work_out(connection, n, said):
            wrong.append((n, id_))
    return wrong


def wrong_records(database: Database, log: Log, cancelled: Callable[[], bool] = lambda: False) -> list[str]:
    """The records other than articles whose tables are not what the log says."""
    connection = database.connection
    here = (
        "SELECT record FROM operation UNION SELECT id FROM record UNION SELECT source FROM refers"
        " UNION SELECT record FROM record_name UNION SELECT record FROM record_word"
    )
    wrong = []
    for (record,) in database.rows(f"SELECT record FROM ({here}) WHERE record NOT LIKE 'a-%' ORDER BY record"):
        if cancelled():
            break
        if record_tables.kept(connection, record) != record_tables.work_out(connection, log, record):
            wrong.append(record)
    return wrong


def mend(database: Database, log: Log) -> int:
    """Make derived tables anew where they differ from the log and the versions; how many records were mended."""
    records = wrong_values(database)
    for start in range(0, len(records), _AT_ONCE):
        with database.write() as connection:
            part = records[start : start + _AT_ONCE]
            connection.executemany("DELETE FROM value WHERE record = ?", ((record,) for record in part))
            log.reapply(connection, part)
    with database.write() as connection:
        for table, _, _, where in _LOOSE:
            connection.execute(f"DELETE FROM {table} WHERE {where}")
    articles = [n for n, _ in wrong_articles(database)]
    for start in range(0, len(articles), _AT_ONCE):
        with database.write() as connection:
            refresh(connection, articles[start : start + _AT_ONCE])
    others = wrong_records(database, log)
    for start in range(0, len(others), _AT_ONCE):
        with database.write() as connection:
            for record in others[start : start + _AT_ONCE]:
                record_tables.refresh(connection, log, record)
    return len({*records, *others}) + len(articles)
