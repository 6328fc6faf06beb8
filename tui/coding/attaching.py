"""The current words attached to a line of the form: with its value, or with what they say otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.records.definition import DEFINITIONS, Kind
from corpus.records.path import parse
from corpus.store.operation import Json
from tui.coding.acts import Work, demand, supporting
from tui.coding.desk import Change, Desk
from tui.coding.form import Line
from tui.coding.passages import PointTo
from tui.coding.rows import term, value
from tui.coding.wrong import TypedWrong


def attach(desk: Desk, line: Line, typed: str = "") -> Change:
    """Have the current words speak of a line of the form, with its value or with another one.

    Args:
        desk: The session.
        line: The line.
        typed: What the words say where that is not the value chosen: `6`, `count=some`, `6, denies`.

    Raises:
        TypedWrong: There is nothing to attach, or no text to attach.
    """
    kind = demand(desk)
    record, path, field = desk.record, line.path, line.field
    if line.sort == "tie":
        record, kind, path, field = line.record, "link", "relation", "relation"
    if line.sort in ("empty", "offer", "head") and not typed:
        raise TypedWrong(0, "nothing is said there yet", "Fill the field: the words are attached to it then.")
    values = desk.records.values(record)
    given = _given(kind, field, path, values)
    points = supporting(record, kind, field, path, given)
    if typed:
        points = [_said_otherwise(desk, kind, points, path, typed)]
    before, desk.attaches = desk.attaches, True
    work = Work(desk)
    try:
        passage = work.attach(points)
    finally:
        desk.attaches = before
    if not passage:
        raise TypedWrong(0, "there are no words to attach, or this field takes none")
    return work.change("words attached", path=line.path)


def move_passage(desk: Desk) -> Change:
    """Have the passage in hand be the current words; what it supports stays.

    Raises:
        TypedWrong: No passage is in hand, or there are no words.
    """
    quote = desk.quote
    if desk.kind != "passage" or quote is None:
        raise TypedWrong(0, "there is no passage in hand", "Open one from the list of what this article tells.")
    work = Work(desk)
    work.act.set(desk.record, "in", quote.part)
    work.act.set(desk.record, "quote", {"exact": desk.quoted, "start": quote.start})
    return work.change("passage moved")


def _given(kind: Kind, field: str, path: str, values: Mapping[str, Json]) -> Json:
    """What a record says at a path, as `supports` wants it."""
    at = parse(path)
    if kind == "link":
        return values
    if at.element:
        return next((row for row in values.get(field, ()) if row["id"] == at.element), {})
    if field == "names":
        return {"text": at.member}
    if at.member:
        return at.member
    if field == "event":
        return {name: values.get(name) for name in ("event", "sub_event")}
    return values.get(field)


def _said_otherwise(desk: Desk, kind: Kind, points: Sequence[PointTo], path: str, typed: str) -> PointTo:
    """The point that typed words make: `[part=]value[, stance]`."""
    text, stance = typed, "says"
    head, comma, last = typed.rpartition(",")
    if comma and (found := term(desk.vocabularies["stance"], last)):
        text, stance = head.strip(), found
    named, equals, given = text.partition("=")
    field = DEFINITIONS[kind].field(parse(path).field)
    if equals and field is not None and (part := field.part(named.strip())):
        at = f"{field.name}.{part.name}" if "[" not in path else f"{path}.{part.name}"
        return PointTo(desk.record, at, value(part, given.strip(), desk.vocabularies, Work(desk).find), stance)
    if equals and kind == "link" and (whole := DEFINITIONS["link"].field(named.strip())):
        return PointTo(points[0].record, whole.name, given.strip(), stance)
    if not points:
        raise TypedWrong(0, "this field takes no words")
    first = points[0]
    said: Json = text
    if isinstance(first.value, int) and text.isdecimal():
        said = int(text)
    return PointTo(first.record, first.field, said, stance)
