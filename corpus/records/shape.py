"""A record's two shapes: whole, as a bundle and people see it, and as the fields that the log keeps apart.

What two people may change without disturbing each other is a field of its own in the log: every part of every row
(`harm[h1].best`), every name, tag, word and point. A row is there while any part of it says something; taking a row
away is the field `harm[h1]`, which counts like the deletion of a record: as long as nobody worked on the row unseen.
What belongs together, as a quote and its surroundings, is one value.

Turns one shape into the other and knows neither the log nor what values are right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from corpus.records.definition import DEFINITIONS, ELEMENT_ID, Field, Kind
from corpus.records.ids import is_element_id, new_element_id, point_key
from corpus.records.path import Path
from corpus.records.problem import RecordError, problem
from corpus.store.operation import DELETED, NOTES, Json, clean_tag, new_id

Fields = dict[str, Json]
"""Values by the names that fields have in the log."""

LONGEST_MEMBER = 250
"""A name, word or note's id of more characters is refused: it is a part of a field's name in the log."""

_NOTHING: tuple[Any, ...] = (None, "", [], {}, ())
_UNTOUCHABLE = ("[", "]", "/", ".", "\n")
_ROW = re.compile(r"[^/\[.]+\[[^\[\]]+\]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MARK = re.compile(r"([/\[.])")


def is_nothing(value: Json) -> bool:
    """Whether a value says nothing; 0 and false say something."""
    return not isinstance(value, bool | int | float) and value in _NOTHING


# Apart


def apart(kind: Kind, values: Mapping[str, Json]) -> Fields:
    """The fields of the log for a record's values, in the order in which they stand.

    Rows without an id are given one. Fields that the definition does not know are kept as they are.

    Raises:
        RecordError: A value has not the shape that its field needs, such as a list.
    """
    found: Fields = {}
    definition = DEFINITIONS[kind]
    known = {field.name: field for field in definition.fields}
    for name, field in known.items():
        if not is_nothing(values.get(name)):
            found |= _apart_field(field, values[name])
    for name in sorted(values.keys() - known.keys() - {"id"}):
        if not is_nothing(values[name]):
            found[_plain_name("", name)] = values[name]
    return found


def _apart_field(field: Field, value: Json) -> Fields:
    match field.type:
        case "part":
            return _parts(field.name, _mapping(field.name, value), f"{field.name}.")
        case "elements":
            return _elements(field, _list(field.name, value))
        case "names":
            return dict(_name(f"{field.name}[{i}]", each) for i, each in enumerate(_list(field.name, value), 1))
        case "points":
            return dict(_point(f"{field.name}[{i}]", each) for i, each in enumerate(_list(field.name, value), 1))
        case "words":
            return {_member(field.name, each): True for each in _list(field.name, value)}
        case "notes":
            return dict(_note(f"{field.name}[{i}]", each) for i, each in enumerate(_list(field.name, value), 1))
        case "basis":
            said = _mapping(field.name, value)
            return {f"{field.name}.{_short(field.name, str(path))}": each for path, each in said.items()}
        case _:
            return {field.name: value}


def _parts(where: str, values: Mapping[str, Json], prefix: str) -> Fields:
    return {prefix + _plain_name(where, name): value for name, value in values.items() if not is_nothing(value)}


def _elements(field: Field, rows: list[Json]) -> Fields:
    found: Fields = {}
    seen: set[str] = set()
    for i, row in enumerate(rows, 1):
        where = f"{field.name}[{i}]"
        values = dict(_mapping(where, row))
        id_ = values.pop(ELEMENT_ID.name, None) or new_element_id(field.letter)
        if not is_element_id(id_):
            raise RecordError([problem("", f"{where}.id", "is no id that a row can have")])
        if id_ in seen:
            raise RecordError([problem("", f"{where}.id", f"{id_} is the id of another row")])
        seen.add(id_)
        parts = _parts(where, values, f"{field.name}[{id_}].")
        if not parts:
            raise RecordError([problem("", where, "the row says nothing")])
        found |= parts
    return found


def _name(where: str, value: Json) -> tuple[str, Json]:
    values = {"text": value} if isinstance(value, str) else dict(_mapping(where, value))
    text = values.pop("text", None)
    if not isinstance(text, str) or not text.strip():
        raise RecordError([problem("", f"{where}.text", "a name needs a text")])
    return f"names/{_short(where, text)}", {key: each for key, each in values.items() if not is_nothing(each)}


def _point(where: str, value: Json) -> tuple[str, Json]:
    point = {key: each for key, each in _mapping(where, value).items() if each is not None}
    return f"points/{point_key(point)}", point


def _member(name: str, value: Json) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RecordError([problem("", name, "every entry is some text")])
    if name != "tags":
        return f"{name}/{_short(name, value)}"
    try:
        return f"{name}/{clean_tag(value)}"
    except ValueError as error:
        raise RecordError([problem("", name, f"{value!r} cannot be a tag: {error}")]) from None


def _note(where: str, value: Json) -> tuple[str, Json]:
    note = dict(_mapping(where, {"text": value} if isinstance(value, str) else value))
    return NOTES + _short(where, str(note.pop("id", None) or new_id().hex())), note


def _short(where: str, text: str) -> str:
    if len(text) > LONGEST_MEMBER or _CONTROL.search(text):
        raise RecordError([problem("", where, f"is one line of at most {LONGEST_MEMBER} characters")])
    return text


def _plain_name(where: str, name: Json) -> str:
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_MEMBER or any(c in name for c in _UNTOUCHABLE):
        raise RecordError([problem("", where, f"{name!r} cannot be the name of a field")])
    return name


def _mapping(where: str, value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise RecordError([problem("", where, "it has parts, each with a name")])
    return value


def _list(where: str, value: Json) -> list[Json]:
    if not isinstance(value, list | tuple):
        raise RecordError([problem("", where, "it is a list")])
    return list(value)


def field_of(name: str) -> str:
    """The field of the record that a field of the log is a part of."""
    return _MARK.split(name, maxsplit=1)[0]


def is_row(name: str) -> bool:
    """Whether a field of the log is that of a whole row, which says whether the row was taken away."""
    return _ROW.fullmatch(name) is not None


# Together


def together(kind: Kind, fields: Mapping[str, Json], removed: Collection[str] = ()) -> dict[str, Json]:
    """A record's values in the order of a bundle, fields that say nothing left out, unknown ones last.

    Args:
        kind: The kind of record.
        fields: The values in force by the names of the log, None for those that say nothing any more, in the order in
            which they first were written: that is the order of rows, names and words.
        removed: Rows that are gone, by their path (`harm[h1]`).
    """
    definition = DEFINITIONS[kind]
    grouped: dict[str, list[tuple[Path, Json]]] = {}
    unknown: dict[str, Json] = {}
    for name, value in fields.items():
        if name == DELETED:
            continue
        path = _path(name)
        if definition.field(path.field) is None:
            unknown[name] = value
        elif value is None and not path.element:
            continue
        elif not path.element or (path.part and str(Path(path.field, path.element)) not in removed):
            grouped.setdefault(path.field, []).append((path, value))
    values = {
        field.name: _together_field(field, grouped[field.name]) for field in definition.fields if field.name in grouped
    }
    values |= dict(sorted(unknown.items()))
    return {name: value for name, value in values.items() if not is_nothing(value)}


def _path(name: str) -> Path:
    """The path that a field of the log is; anything is taken, as it may have come from elsewhere."""
    match _MARK.split(name, maxsplit=1):
        case [field, "/", member]:
            return Path(field, member=member)
        case [field, "[", rest]:
            element, _, part = rest.partition("]")
            return Path(field, element, part[1:])
        case [field, _, part]:
            return Path(field, part=part)
        case _:
            return Path(name)


def _together_field(field: Field, found: list[tuple[Path, Json]]) -> Json:
    match field.type:
        case "part":
            return _ordered(field.parts, {path.part: value for path, value in found if path.part})
        case "elements":
            return list(_rows(field, found))
        case "names" | "points":
            own = field.type == "names"
            return [
                _ordered(field.parts, {**_as_mapping(value), **({"text": path.member} if own else {})})
                for path, value in found
                if path.member
            ]
        case "words":
            words = [path.member for path, _ in found if path.member]
            return sorted(words) if field.name == "tags" else words
        case "notes":
            return _notes(found)
        case "basis":
            return dict(sorted((path.part, value) for path, value in found if path.part))
        case _:
            return _whole(field, found[-1][1])


def _whole(field: Field, value: Json) -> Json:
    if field.type == "whole" and isinstance(value, Mapping):
        return _ordered(field.parts, value)
    if field.type == "rows" and isinstance(value, list):
        return [_ordered(field.parts, each) if isinstance(each, Mapping) else each for each in value]
    return value


def _rows(field: Field, found: list[tuple[Path, Json]]) -> Iterator[dict[str, Json]]:
    rows: dict[str, dict[str, Json]] = {}
    for path, value in found:
        row = rows.setdefault(path.element, {})
        if value is not None:
            row[path.part] = value
    for id_, parts in rows.items():
        if parts:
            yield {ELEMENT_ID.name: id_, **_ordered(field.parts, parts)}


def _notes(found: list[tuple[Path, Json]]) -> list[dict[str, Json]]:
    notes = [{"id": path.member, **_as_mapping(value)} for path, value in found if path.member]
    keys = ("id", "at", "who", "text")
    ordered = [{k: n[k] for k in (*keys, *sorted(n.keys() - set(keys))) if k in n} for n in notes]
    return sorted(ordered, key=lambda note: (str(note.get("at", "")), note["id"]))


def _as_mapping(value: Json) -> dict[str, Json]:
    return dict(value) if isinstance(value, Mapping) else {}


def _ordered(parts: tuple[Field, ...], values: Mapping[str, Json]) -> dict[str, Json]:
    """The values in the order of the definition, unknown ones last."""
    known = [part.name for part in parts]
    return {name: values[name] for name in (*known, *sorted(values.keys() - set(known))) if name in values}
