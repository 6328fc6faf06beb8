"""What a record cannot be: everything that is wrong with its values, each told at its field in words.

Only looks. A word that no vocabulary has is no mistake: `unknown_words` names it, and it stays. What is unlikely but
possible, and what only several records together show, is for the integrity check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from corpus.dates import Edtf, parse_edtf
from corpus.errors import DateError
from corpus.records.definition import DEFINITIONS, Field, Kind, kind_of
from corpus.records.path import parse, resolve
from corpus.records.problem import Problem, RecordError, problem, shown
from corpus.records.values import World, check_fields, check_value
from corpus.store.operation import Json
from corpus.vocabulary import VOCABULARIES, Relation, Vocabulary

_DEEPEST = 64
_MEMBER = Field("member", "line", "one member of a set")


def check(kind: Kind, record: str, values: Mapping[str, Json], world: World) -> list[Problem]:
    """Everything that is wrong with a record's values, in the order of its fields."""
    return [
        problem(record, each.field, each.why, each.hint)
        for each in (
            *check_fields(DEFINITIONS[kind].fields, "", values, world),
            *_together(kind, record, values, world),
        )
    ]


def unknown_words(
    kind: Kind, values: Mapping[str, Json], vocabularies: Mapping[str, Vocabulary]
) -> list[tuple[str, str]]:
    """The words of a record that its vocabularies do not have: (path, word)."""
    return [
        (path, word)
        for path, vocabulary, word in _words(DEFINITIONS[kind].fields, "", values)
        if word not in vocabularies[vocabulary]
    ]


def _words(fields: tuple[Field, ...], prefix: str, values: Mapping[str, Json]) -> Iterator[tuple[str, str, str]]:
    for field in fields:
        value, where = values.get(field.name), f"{prefix}{field.name}"
        if value is None:
            continue
        if field.type == "basis" and isinstance(value, Mapping):
            yield from ((f"{where}.{path}", field.vocabulary, str(word)) for path, word in value.items())
        elif field.vocabulary and field.type == "words":
            yield from ((f"{where}/{word}", field.vocabulary, str(word)) for word in value)
        elif field.vocabulary and not (field.type == "whom" and kind_of(str(value)) is not None):
            yield (where, field.vocabulary, str(value))
        elif field.parts and isinstance(value, Mapping):
            yield from _words(field.parts, f"{where}.", value)
        elif field.parts and isinstance(value, list):
            for i, row in enumerate(value, 1):
                if isinstance(row, Mapping):
                    yield from _words(field.parts, f"{where}[{row.get('id', i)}].", row)


def _together(kind: Kind, record: str, values: Mapping[str, Json], world: World) -> Iterator[Problem]:
    yield from _own_paths(kind, values)
    yield from _chain(record, "merged_into", values, world)
    match kind:
        case "actor" | "place":
            if not values.get("names"):
                yield problem("", "names", "at least one name is needed")
            yield from _chain(record, "within", values, world)
            yield from _coordinates(values)
        case "incident":
            yield from _harm(values.get("harm") or [])
        case "link":
            yield from _link(values, world)
        case "passage":
            for i, point in enumerate(values.get("points") or [], 1):
                yield from _point(f"points[{i}]", point, world)


def _own_paths(kind: Kind, values: Mapping[str, Json]) -> Iterator[Problem]:
    basis = values.get("basis")
    for path in basis if isinstance(basis, Mapping) else ():
        yield from _leads_somewhere(f"basis.{shown(str(path))}", kind, str(path), lambda: values)


def _leads_somewhere(where: str, kind: Kind, text: str, values: Callable[[], Mapping[str, Json]]) -> Iterator[Problem]:
    try:
        path = parse(text)
        resolve(kind, path)
    except RecordError as error:
        yield problem("", where, str(error.problems[0]), error.hint)
        return
    rows = (values().get(path.field) or []) if path.element else []
    if path.element and not any(isinstance(row, Mapping) and row.get("id") == path.element for row in rows):
        known = ", ".join(str(row.get("id")) for row in rows if isinstance(row, Mapping))
        yield problem(
            "", where, f"{path.field} has no row {shown(path.element)}", f"There are {known}." if known else ""
        )


def _chain(record: str, name: str, values: Mapping[str, Json], world: World) -> Iterator[Problem]:
    """No record lies in itself or was merged into itself, be it by way of others."""
    at, steps = values.get(name), 0
    while isinstance(at, str) and steps < _DEEPEST:
        if at == record:
            yield problem("", name, "it leads back to the record itself" if steps else "that is the record itself")
            return
        at, steps = world.values(at).get(name), steps + 1
    if steps == _DEEPEST:
        yield problem("", name, "it leads through too many records, or in a circle")


def _coordinates(values: Mapping[str, Json]) -> Iterator[Problem]:
    if ("latitude" in values) != ("longitude" in values):
        yield problem("", "latitude" if "longitude" in values else "longitude", "coordinates are two numbers")
    elif "latitude" in values and not values.get("coordinates_from"):
        yield problem("", "coordinates_from", "is missing", "Say who gives the coordinates; none are invented here.")


def _harm(rows: list[Any]) -> Iterator[Problem]:
    ids = {row.get("id"): row for row in rows if isinstance(row, Mapping)}
    for row in ids.values():
        where = f"harm[{row.get('id')}]"
        given = [(n, row[n]) for n in ("low", "best", "high") if isinstance(row.get(n), int)]
        for (a, x), (b, y) in pairwise(given):
            if x > y:
                yield problem("", f"{where}.{b}", f"{b} is {y}, less than {a}, which is {x}")
        yield from _within(where, row, ids)


def _within(where: str, row: Mapping[str, Any], ids: Mapping[Any, Mapping[str, Any]]) -> Iterator[Problem]:
    at, seen = row.get("within"), {row.get("id")}
    while at is not None:
        if not isinstance(at, str) or at not in ids:
            yield problem("", f"{where}.within", f"harm has no row {shown(str(at))}")
            return
        if at in seen:
            yield problem("", f"{where}.within", "a row cannot be a part of itself")
            return
        seen.add(at)
        at = ids[at].get("within")


def _link(values: Mapping[str, Json], world: World) -> Iterator[Problem]:
    one, other = values.get("from"), values.get("to")
    if isinstance(one, str) and isinstance(other, str):
        if world.canonical(one) == world.canonical(other):
            yield problem("", "to", "a link cannot lead from a record to itself")
        yield from _joins(values.get("relation"), kind_of(one), kind_of(other))
    since, until = (_edtf(values.get(name)) for name in ("since", "until"))
    if since and until and since.first and until.last and since.first > until.last:
        yield problem("", "until", f"{until} is before {since}, when it began")


def _edtf(value: Json) -> Edtf | None:
    """A date; None for what is none, which is told at its field."""
    try:
        return parse_edtf(value) if isinstance(value, str) else None
    except DateError:
        return None


def _joins(relation: Json, one: Kind | None, other: Kind | None) -> Iterator[Problem]:
    term = VOCABULARIES["relation"].terms.get(relation) if isinstance(relation, str) else None
    if isinstance(term, Relation) and one and other and not term.may_join(one, other):
        pairs = ", ".join(f"{a} and {b}" for a, b in term.joins)
        yield problem("", "relation", f"{term.word} cannot join {one} and {other}", f"It joins {pairs}.")


def _point(where: str, point: Any, world: World) -> Iterator[Problem]:
    if not isinstance(point, Mapping) or not isinstance(point.get("record"), str):
        return  # told at the field already
    kind = world.kind(point["record"])
    text = point.get("field")
    if kind is None or not isinstance(text, str):
        return
    wrong = list(_leads_somewhere(f"{where}.field", kind, text, lambda: world.values(point["record"])))
    yield from wrong
    value = point.get("value")
    if wrong or value is None:
        return
    part = resolve(kind, parse(text)).part
    if part.type in ("names", "words"):
        part = _MEMBER  # a passage gives a set one of its members
    if not part.parts:  # of a row or a field of several parts as a whole, it may say anything
        yield from check_value(part, f"{where}.value", value, world)
