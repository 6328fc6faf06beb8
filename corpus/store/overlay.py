"""An article's row, worked out: what was read, overlaid by what people said.

The tables `article` and `tagged` are derived; this module alone writes the values they show, whenever a version
or an operation changed, and notes for the index which articles changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from corpus.article import ARTICLE_PREFIX, FIELDS
from corpus.dates.edtf import parse_edtf
from corpus.errors import DateError
from corpus.store import bulk
from corpus.store.meta import ARTICLE_POSITION, bump, note_session
from corpus.store.operation import TAGS, load

OPEN_START = 0
"""The day that stands for an interval without a beginning."""
OPEN_END = 4_000_000
"""The day that stands for an interval without an end."""

_AT_ONCE = 400
_SHOWN = frozenset((*FIELDS, "coding"))


def days(published: str) -> tuple[int, int] | tuple[None, None]:
    """The first and last day of an EDTF date as day numbers (`date.toordinal`); None for no readable date."""
    if not published:
        return (None, None)
    try:
        day = date.fromisoformat(published).toordinal() if len(published) == 10 else None
    except ValueError:
        day = None
    if day is not None:
        return (day, day)
    try:
        edtf = parse_edtf(published)
    except DateError:
        return (None, None)
    return (
        edtf.first.toordinal() if edtf.first else OPEN_START,
        edtf.last.toordinal() if edtf.last else OPEN_END,
    )


def in_force(extracted: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an article: a person's word where there is one, even an empty one, else the reader's."""
    merged = {**extracted, **{name: value for name, value in said.items() if name in FIELDS}}
    return {name: merged[name] for name in FIELDS if merged.get(name) not in (None, "", {}, [])}


def mark_changed(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Note for the index that these articles changed, or are no more."""
    position = bump(connection, ARTICLE_POSITION)
    note_session(connection, position)
    connection.executemany(
        "INSERT OR REPLACE INTO article_change (article, position) VALUES (?, ?)", ((n, position) for n in numbers)
    )


def current_version(connection: sqlite3.Connection, n: int) -> tuple[str, bool]:
    """The version to show, and whether no file holds the article: the newest that a file holds, else the newest."""
    row = connection.execute(
        "SELECT v.sha256 FROM version v WHERE v.article = ? AND EXISTS (SELECT 1 FROM path p"
        " WHERE p.sha256 = v.sha256 AND p.article = v.article AND p.present = 1) ORDER BY v.added DESC LIMIT 1",
        (n,),
    ).fetchone()
    if row:
        return (row[0], False)
    kept = connection.execute("SELECT current FROM article WHERE n = ?", (n,)).fetchone()
    if (
        kept
        and kept[0]
        and connection.execute("SELECT 1 FROM version WHERE sha256 = ? AND article = ?", (kept[0], n)).fetchone()
    ):
        return (kept[0], True)
    row = connection.execute(
        "SELECT sha256 FROM version WHERE article = ? ORDER BY added DESC LIMIT 1", (n,)
    ).fetchone()
    return (row[0] if row else "", True)


ROW = "current, text_sha256, missing, title, published, first_day, last_day, outlet, credit, author, language, coding"
"""What of an article's row is worked out."""


def said_of(connection: sqlite3.Connection, record: str) -> dict[str, Any]:
    """What people say of a record, by field; fields of which nothing is said are left out."""
    rows = connection.execute("SELECT field, value FROM value WHERE record = ? AND value IS NOT NULL", (record,))
    return {field: load(value) for field, value in rows}


def work_out(connection: sqlite3.Connection, n: int, said: Mapping[str, Any]) -> tuple[Any, ...]:
    """What the row of an article must hold, in the order of `stored_row`."""
    current, missing = current_version(connection, n)
    version = connection.execute("SELECT extracted, text_sha256 FROM version WHERE sha256 = ?", (current,)).fetchone()
    return shown_row(current, version[1] if version else "", missing, load(version[0]) if version else {}, said)


def shown_row(
    current: str, text_sha256: str, missing: bool, extracted: Mapping[str, Any], said: Mapping[str, Any]
) -> tuple[Any, ...]:
    """The row of an article that shows this version, in the order of `ROW`."""
    fields = in_force(extracted, said)
    return (
        current,
        text_sha256,
        int(missing),
        *(str(fields.get(name, "")) for name in ("title", "published")),
        *days(str(fields.get("published", ""))),
        *(str(fields.get(name, "")) for name in ("outlet", "credit", "author", "language")),
        str(said.get("coding") or "new"),
    )


def stored_row(connection: sqlite3.Connection, n: int) -> tuple[Any, ...]:
    """What the row of an article does hold; empty if there is none."""
    row: tuple[Any, ...] | None = connection.execute(f"SELECT {ROW} FROM article WHERE n = ?", (n,)).fetchone()
    return row or ()


def refresh(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Work these articles' rows out anew and note that they changed."""
    changed = sorted(set(numbers))
    for n in changed:
        found = connection.execute("SELECT id FROM article WHERE n = ?", (n,)).fetchone()
        if found is None:
            continue
        said = said_of(connection, found[0])
        marks = ", ".join("?" * (ROW.count(",") + 1))
        connection.execute(f"UPDATE article SET ({ROW}) = ({marks}) WHERE n = ?", (*work_out(connection, n, said), n))
        _refresh_tags(connection, n, (field[len(TAGS) :] for field in said if field.startswith(TAGS)))
    mark_changed(connection, changed)


def _refresh_tags(connection: sqlite3.Connection, n: int, tags: Iterable[str]) -> None:
    connection.execute("DELETE FROM tagged WHERE article = ?", (n,))
    connection.executemany("INSERT OR IGNORE INTO tagged (tag, article) VALUES (?, ?)", ((tag, n) for tag in tags))


def follow_log(connection: sqlite3.Connection, touched: Sequence[tuple[str, str]]) -> None:
    """Bring articles up to date with changed fields; the log calls this within its transaction."""
    shown: set[int] = set()
    tags: list[tuple[str, str, int]] = []
    numbers = _numbers(connection, sorted({record for record, _ in touched if record.startswith(ARTICLE_PREFIX)}))
    for record, field in touched:
        n = numbers.get(record)
        if n is None:
            continue  # not here yet; its operations wait for it
        if field in _SHOWN:
            shown.add(n)
        elif field.startswith(TAGS):
            tags.append((record, field, n))
    stand = bulk.in_force(connection, ((record, field) for record, field, _ in tags))
    for_good = {(record, field) for (record, field), (value, _, _) in stand.items() if value is not None}
    connection.executemany(
        "INSERT OR IGNORE INTO tagged (tag, article) VALUES (?, ?)",
        ((field[len(TAGS) :], n) for record, field, n in tags if (record, field) in for_good),
    )
    connection.executemany(
        "DELETE FROM tagged WHERE tag = ? AND article = ?",
        ((field[len(TAGS) :], n) for record, field, n in tags if (record, field) not in for_good),
    )
    if shown:
        refresh(connection, shown)


def _numbers(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        found |= dict(connection.execute(f"SELECT id, n FROM article WHERE id IN ({bulk.marks(part)})", part))
    return found
