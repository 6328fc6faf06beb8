"""The tables of records other than articles, worked out from the log: what lists, profiles and searches ask.

The tables named in `TABLES` are derived; this module alone writes them, whenever an operation changed a field, and
says what they must hold. What records are made of is defined in `corpus.records`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.records.definition import DEFINITIONS, Field, Kind, kind_of
from corpus.records.ids import point_key, split_ref
from corpus.records.shape import is_row, together
from corpus.store.log import Listener, Log
from corpus.store.operation import DELETED, Json, Operation, dump, heads_of, load, seen_of, was_seen
from corpus.store.overlay import days
from corpus.text import fold_spaces, words

_LABEL = 200
_COLUMNS = {
    "record": "id, kind, label, ref_by, ref_number, first_day, last_day, merged_into, deleted",
    "refers": "source, field, slot, word, day, target",
    "passage": "id, article, part, quote, via",
    "point": "target, path, passage, field, article, stance, value",
    "record_word": "record, field, word",
    "record_name": "record, text, kind, folded",
}
TABLES = {
    "record": "id",
    "refers": "source",
    "passage": "id",
    "point": "passage",
    "record_word": "record",
    "record_name": "record",
}
"""The tables that are worked out here, each with the column that names the record that its rows are of."""

# What says how a record names another, by the field that names it.
_QUALIFIED_BY = {"actors": "role", "places": "how", "harm": "kind", "via": "how"}


@dataclass(slots=True)
class Stored:
    """What the log has of a record.

    Attributes:
        fields: The values in force by field, None for those that say nothing any more, in the order in which the fields
            were first written.
        said: For every field, who said what is in force, and when.
        conflicted: The fields beside whose value others stand.
        removed: The rows that are gone, by their path.
        doubted: The rows that somebody removed while somebody else worked on them; they stay.
    """

    fields: dict[str, Json] = field(default_factory=dict)
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    conflicted: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)

    @property
    def says_something(self) -> bool:
        """Whether there is such a record at all; one whose making was undone is not."""
        return any(value is not None for name, value in self.fields.items() if name != DELETED)


def stored(connection: sqlite3.Connection, record: str) -> Stored:
    """What the log has of a record other than an article."""
    operations = connection.execute(
        "SELECT seq, field, who, at FROM operation WHERE record = ? ORDER BY stamp, id", (record,)
    ).fetchall()
    values = {
        name: (value, op, conflicted)
        for name, value, op, conflicted in connection.execute(
            "SELECT field, value, op, conflicted FROM value WHERE record = ?", (record,)
        )
    }
    who = {seq: (name, at) for seq, _, name, at in operations}
    found = Stored()
    for name in dict.fromkeys(row[1] for row in operations):
        if name not in values:
            continue
        value, op, conflicted = values[name]
        found.fields[name] = load(value)
        if value is not None:
            found.said[name] = who.get(op, ("", ""))
        if conflicted:
            found.conflicted.append(name)
        if value is not None and is_row(name):
            (found.removed if _is_removed(connection, record, name) else found.doubted).add(name)
    return found


def seen_of_row(connection: sqlite3.Connection, record: str, row: str) -> list[str]:
    """What the removal of a row (`harm[h1]`) has to say so that it counts: what is now said of its parts."""
    return seen_of(_said_of_row(connection, record, row))


def _is_removed(connection: sqlite3.Connection, record: str, row: str) -> bool:
    """Whether a row that somebody took away is gone: nobody worked on it without knowing of that."""
    removals = heads_of(_operations(connection, "record = ? AND field = ?", (record, row)))
    heads = (removals.winner, *removals.others) if removals else ()
    return was_seen(_said_of_row(connection, record, row), heads)


def _said_of_row(connection: sqlite3.Connection, record: str, row: str) -> list[Operation]:
    return _operations(connection, "record = ? AND field >= ? AND field < ?", (record, f"{row}.", f"{row}/"))


def _operations(connection: sqlite3.Connection, where: str, values: Sequence[str]) -> list[Operation]:
    rows = connection.execute(f"SELECT id, stamp, record, field, value, prior FROM operation WHERE {where}", values)
    return [
        Operation(id_, stamp, "", "", record, field, load(value), prior, b"")
        for id_, stamp, record, field, value, prior in rows
    ]


Tables = dict[str, list[tuple[Any, ...]]]
"""Rows by table, without the deleted mark being spelt out elsewhere."""


def work_out(connection: sqlite3.Connection, log: Log, record: str) -> Tables:
    """What the tables must hold of a record other than an article."""
    rows: Tables = {table: [] for table in _COLUMNS}
    kind = kind_of(record)
    found = stored(connection, record)
    if kind in (None, "article") or not found.says_something:
        return rows
    everything = together(kind, found.fields, found.removed)
    # A field that another kind of record has, and this one has not, is of no meaning here.
    values = {name: value for name, value in everything.items() if DEFINITIONS[kind].field(name) is not None}
    deleted = found.fields.get(DELETED) is not None and log.is_deleted(record)
    by, number = split_ref(str(values.get("ref", "")))
    first, last = days(_date(kind, values))
    merged_into = str(values.get("merged_into", ""))
    rows["record"] = [(record, kind, label(kind, values), by, number, first, last, merged_into, int(deleted))]
    if deleted:
        return rows
    rows["refers"] = sorted(
        {
            field_: (record, field_, slot, word, first, target)
            for field_, slot, word, target in references(kind, values)
        }.values()
    )
    if kind == "passage":
        rows["passage"] = [_passage_row(record, values)]
        rows["point"] = sorted({row[:4]: row for row in _point_rows(record, values)}.values())
    rows["record_word"] = sorted({(record, name, word) for name, word in _words(kind, values)})
    rows["record_name"] = sorted(
        (record, each["text"], str(each.get("kind", "")), fold_name(each["text"])) for each in values.get("names", ())
    )
    return rows


def kept(connection: sqlite3.Connection, record: str) -> Tables:
    """What the tables do hold of a record."""
    return {
        table: sorted(
            map(tuple, connection.execute(f"SELECT {columns} FROM {table} WHERE {TABLES[table]} = ?", (record,)))
        )
        for table, columns in _COLUMNS.items()
    }


def refresh(connection: sqlite3.Connection, log: Log, record: str) -> None:
    """Work a record's rows out anew."""
    for table, rows in work_out(connection, log, record).items():
        connection.execute(f"DELETE FROM {table} WHERE {TABLES[table]} = ?", (record,))
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} ({_COLUMNS[table]}) VALUES ({marks})", rows)


def follow_records(log: Log) -> Listener:
    """What brings the tables up to date with changed fields; the log calls it within its transaction."""

    def follow(connection: sqlite3.Connection, touched: Sequence[tuple[str, str]]) -> None:
        for record in sorted({record for record, _ in touched}):
            if kind_of(record) not in (None, "article"):
                refresh(connection, log, record)

    return follow


# What the rows hold


def label(kind: Kind, values: Mapping[str, Json]) -> str:
    """A record in a few words, for lists."""
    match kind:
        case "actor" | "place":
            text = main_name(values)
        case "incident":
            text = str(values.get("title") or _untitled(values))
        case "link":
            text = str(values.get("relation", ""))
        case "passage":
            text = _quoted(values)
        case "distinction":
            name, other = str(values.get("name", "")), str(values.get("other", ""))
            text = f"{name} is not {other}" if other else f"{name} is no name"
        case _:
            text = str(values.get("name", ""))
    return fold_spaces(text)[:_LABEL]


def _untitled(values: Mapping[str, Json]) -> str:
    """What an incident without a title is called: what it was, and when."""
    date = values.get("date")
    day = date.get("edtf", "") if isinstance(date, Mapping) else ""
    event = values.get("sub_event") or values.get("event") or "Untitled incident"
    return ", ".join(str(each) for each in (event, day) if each)


def main_name(values: Mapping[str, Json]) -> str:
    """The name that stands for an actor or a place: the first of kind name, else the first."""
    names = values.get("names", ())
    return next((each["text"] for each in names if each.get("kind") == "name"), names[0]["text"] if names else "")


def fold_name(text: str) -> str:
    """What names have in common that differ only in case, spaces and signs."""
    return " ".join(words(text)) or fold_spaces(text).casefold()


def _date(kind: Kind, values: Mapping[str, Json]) -> str:
    if kind == "incident":
        date = values.get("date")
        return str(date.get("edtf", "")) if isinstance(date, Mapping) else ""
    return str(values.get("since", "")) if kind == "link" else ""


def references(kind: Kind, values: Mapping[str, Json]) -> Iterator[tuple[str, str, str, str]]:
    """Every mention of another record: (field, slot, word, target); what it was merged into is no mention."""
    for each in DEFINITIONS[kind].fields:
        value = values.get(each.name)
        if value is None or each.name == "merged_into":
            continue
        if each.type == "id" and isinstance(value, str):
            word = values.get("relation", "") if kind == "link" else ""
            yield (each.name, each.name, str(word), value)
        elif each.type == "elements":
            for row in value:
                yield from _row_references(each, f"{each.name}[{row['id']}]", row)
        elif each.type == "rows" and isinstance(value, list):
            for i, row in enumerate(value, 1):
                if isinstance(row, Mapping):
                    yield from _row_references(each, f"{each.name}[{i}]", row)


def _row_references(field_: Field, path: str, row: Mapping[str, Json]) -> Iterator[tuple[str, str, str, str]]:
    for part in field_.parts:
        target = row.get(part.name)
        if part.type in ("id", "whom") and isinstance(target, str) and kind_of(target) is not None:
            yield (f"{path}.{part.name}", field_.name, str(row.get(_QUALIFIED_BY.get(field_.name, ""), "")), target)


def _passage_row(record: str, values: Mapping[str, Json]) -> tuple[Any, ...]:
    part = str(values.get("in", "text"))
    return (record, str(values.get("article", "")), part, _quoted(values), dump(values.get("via", [])))


def _quoted(values: Mapping[str, Json]) -> str:
    quote = values.get("quote")
    return str(quote.get("exact", "")) if isinstance(quote, Mapping) else ""


def _point_rows(record: str, values: Mapping[str, Json]) -> Iterator[tuple[Any, ...]]:
    article = str(values.get("article", ""))
    for point in values.get("points", ()):
        if isinstance(point.get("record"), str):
            yield (
                point["record"],
                str(point.get("field", "")),
                record,
                f"points/{point_key(point)}",
                article,
                str(point.get("stance", "says")),
                dump(point.get("value")),
            )


def _words(kind: Kind, values: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for each in DEFINITIONS[kind].fields:
        value = values.get(each.name)
        if value is None:
            continue
        if each.type == "word":
            yield (each.name, str(value))
        elif each.type == "words":
            yield from ((each.name, word) for word in value)
        elif each.type == "part":
            yield from (
                (f"{each.name}.{p.name}", str(value[p.name]))
                for p in each.parts
                if p.type == "word" and p.name in value
            )
