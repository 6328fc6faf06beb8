"""What a bundle may say of records other than articles: what cannot be is refused at its place, the unlikely is told.

What each value may look like is read by `fields`; here values are held against the rules of records. What several
people's work may bring about together, such as a lowest number above the highest, is told and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.bundle.read import Item
from corpus.errors import BundleError
from corpus.records.definition import DEFINITIONS, Field, Kind, kind_of
from corpus.records.path import parse, resolve
from corpus.records.problem import Problem, RecordError, shown
from corpus.records.validate import check
from corpus.records.values import check_fields, check_value
from corpus.store.operation import NOTES, Json


class World:
    """The records that a bundle's may speak of: those that come with it, and those that are here."""

    def __init__(self, is_there: Callable[[str], bool]) -> None:
        self._is_there = is_there

    def kind(self, record: str) -> Kind | None:
        """The kind of a record that comes or is here."""
        return kind_of(record) if self._is_there(record) else None

    def values(self, _record: str) -> Mapping[str, Json]:
        """None: each record is looked at for itself."""
        return {}

    def canonical(self, record: str) -> str:
        """The record itself."""
        return record


_EVERYTHING = World(lambda _record: True)


def refuse(item: Item, kind: Kind, values: Mapping[str, Json], is_there: Callable[[str], bool]) -> None:
    """Refuse a record that says what cannot be said.

    Raises:
        BundleError: It does; line and field say where.
    """
    # A passage may come before its article does.
    world = World(lambda record: is_there(record) or (kind == "passage" and record == values.get("article")))
    for wrong in check_fields(DEFINITIONS[kind].fields, "", values, world):
        raise refusal(item, wrong)
    for i, point in enumerate(values.get("points", ()), 1):
        target = kind_of(point["record"])
        if target is not None:
            _leads(item, target, point["field"], f"points[{i}].field")
    for path in values.get("basis", ()):
        _leads(item, kind, path, f"basis.{shown(path)}")


def _leads(item: Item, kind: Kind, path: str, where: str) -> None:
    try:
        resolve(kind, parse(path))
    except RecordError as error:
        first = error.problems[0]
        raise refusal(item, Problem("", where, f"{shown(path)}: {first.why}", first.hint)) from None


def refusal(item: Item, wrong: Problem) -> BundleError:
    """The refusal of a bundle for something that is wrong with one of its records."""
    summary = wrong.why[:1].upper() + wrong.why[1:]
    return BundleError(summary, line=item.line, field=f"{item.where}.{wrong.field}", hint=wrong.hint)


def doubts(kind: Kind, record: str, values: Mapping[str, Json]) -> list[Problem]:
    """What of a record does not fit together."""
    if kind == "passage":
        return []  # whether there is such a row is for the integrity check, once everything is here
    alone = {(each.field, each.why) for each in check_fields(DEFINITIONS[kind].fields, "", values, _EVERYTHING)}
    return [each for each in check(kind, record, values, _EVERYTHING) if (each.field, each.why) not in alone]


def wrong_operation(kind: Kind, name: str, value: Json) -> str:
    """Why an operation cannot have this value, in words; empty if it can."""
    if name.startswith(NOTES):
        is_note = isinstance(value, Mapping) and isinstance(value.get("text"), str)
        return "" if is_note else "a note has a text"
    try:
        slot = resolve(kind, parse(name))
    except RecordError:
        return ""  # a newer dateline may know it
    field, path = slot.field, slot.path
    if path.member:
        return _wrong_member(field, value)
    if field.type in ("elements", "part", "basis", "names", "points", "words", "notes") and not path.part:
        removal = field.type == "elements" and path.element and isinstance(value, list)
        return "" if removal else f"{field.name} has parts, each with a value of its own"
    wrong = check_value(slot.part, name, value, _EVERYTHING) if field.type != "basis" else []
    return wrong[0].why if wrong else ""


def _wrong_member(field: Field, value: Json) -> str:
    if field.type == "words":
        return "" if value is True else f"an entry of {field.name} is there, or is not"
    if not isinstance(value, Mapping):
        return f"an entry of {field.name} has parts"
    if field.type == "points" and not all(isinstance(value.get(name), str) for name in ("record", "field")):
        return "a point names a record and a field"
    return ""
