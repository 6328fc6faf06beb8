"""Writing many new articles at once: rows worked out beforehand, a few statements for all of them.

For articles of which nothing is here yet. What meets something known goes through `corpus.store.files`, article by
article.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Reading
from corpus.store.files import Seen, hold_all
from corpus.store.log import utc_now
from corpus.store.meta import VERSIONS, bump
from corpus.store.operation import dump
from corpus.store.overlay import ROW, mark_changed, refresh, shown_row

_COLUMNS = f"n, id, imported_by, {ROW}"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that was not here: its id, where it is, what it says, and the name of its text."""

    id: str
    seen: Seen
    reading: Reading
    text_sha256: str


def taken(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    """The articles that have one of these ids, or had it before they were joined."""
    marks = ",".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT id, n FROM article WHERE id IN ({marks})"
        f" UNION ALL SELECT id, article FROM alias WHERE id IN ({marks})",
        (*ids, *ids),
    )
    return dict(rows.fetchall())


def add_new(connection: sqlite3.Connection, arrivals: Sequence[Arrival]) -> dict[str, int]:
    """Add articles none of whose ids and bytes are here; their numbers by the hash of their bytes."""
    if not arrivals:
        return {}
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'article'").fetchone()
    numbers = dict(zip((each.seen.sha256 for each in arrivals), range((row[0] if row else 0) + 1, 1 << 62)))  # noqa: B905
    added = bump(connection, VERSIONS, len(arrivals)) - len(arrivals)
    at = utc_now()
    articles, versions = [], []
    for order, each in enumerate(arrivals, added + 1):
        seen, reading, n = each.seen, each.reading, numbers[each.seen.sha256]
        extracted = {"title": reading.title, **reading.fields}
        articles.append((n, each.id, None, *shown_row(seen.sha256, each.text_sha256, False, extracted, {})))
        read = (reading.reader, each.text_sha256, dump(extracted), dump(dict(reading.how)), dump(list(reading.flags)))
        versions.append((seen.sha256, n, order, at, seen.size, seen.file_time, *read))
    connection.executemany(f"INSERT INTO article ({_COLUMNS}) VALUES ({_marks(articles[0])})", articles)
    connection.executemany(f"INSERT INTO version VALUES ({_marks(versions[0])})", versions)
    hold_all(connection, ((each.seen, numbers[each.seen.sha256]) for each in arrivals))
    mark_changed(connection, numbers.values())
    spoken_of = connection.execute(
        f"SELECT DISTINCT record FROM value WHERE record IN ({_marks(arrivals)})", [each.id for each in arrivals]
    )
    said = {id_ for (id_,) in spoken_of.fetchall()}  # words that came before their article
    if said:
        refresh(connection, [numbers[each.seen.sha256] for each in arrivals if each.id in said])
    return numbers


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
