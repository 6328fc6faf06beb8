"""Records as people type them in YAML, read by the definitions: each value by the type of its field, with its line.

What stands without quotes is what the field makes of it, so `country: NO` is Norway. Where a field has parts and one
word stands there, that word is its first part: `date: 2020-06-22`, `quote: the words`, `places: [Old Mill]`. Whether
values are possible is for the checks of records; here they only get their shape.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from corpus.bundle.fields import Anything, Noticed, plain, says_nothing
from corpus.bundle.yaml_in import Fields, Items, Node, Scalar, entries
from corpus.entry.fault import EntryError, Fault, of_problems, of_yaml
from corpus.entry.naming import Naming
from corpus.errors import BundleError
from corpus.records.definition import DEFINITIONS, ELEMENT_ID, Field, Kind, kind_of
from corpus.records.ids import new_element_id
from corpus.records.path import parse, resolve
from corpus.records.problem import RecordError
from corpus.records.shape import is_nothing
from corpus.records.validate import check
from corpus.records.values import World
from corpus.store.operation import Json
from corpus.vocabulary import VOCABULARIES

_LIST = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*-[ \t\r\n]")
_LISTED = "records"
_NOTE = tuple(Field(name, "text", "") for name in ("text",))
_TEXTUAL = frozenset(("line", "text", "date", "instant", "time", "word", "country", "id", "whom", "sha256", "path"))
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_NOT_TYPED = ("merged_into",)


@dataclass(slots=True)
class Typed:
    """A record as somebody typed it.

    Attributes:
        kind: What it is of.
        line: Where it begins.
        id: The id that was typed; may be empty.
        values: Its values in the shape of a bundle.
        lines: Where each field stands, by its path.
        rows: The ids that rows were given here, each with the number of the row.
        faults: What could not be read.
    """

    kind: Kind
    line: int = 1
    id: str = ""
    values: dict[str, Json] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, error: RecordError) -> None:
        """Take over what a check found."""
        self.faults += of_problems(error.problems, self.lines, self.line, self.rows)

    def look(self, world: World) -> None:
        """Check what could be read where something else could not be, so that all of it is told at once."""
        broken = tuple(fault.field for fault in self.faults)
        found = of_problems(check(self.kind, "", self.values, world), self.lines, self.line, self.rows)
        self.faults += [each for each in found if not each.field.startswith(broken)]


def documents(data: bytes, kind: Kind | None = None) -> list[Fields]:
    """The mappings of a text: one record, a list of records, or a list of them under the plural of their kind.

    Raises:
        EntryError: It is not such a text; says at which line.
    """
    shift = 1 if _LIST.match(data) else 0
    if shift:
        data = b"records:\n" + data.removeprefix(b"\xef\xbb\xbf")
    section = DEFINITIONS[kind].plural if kind else ""
    whole: dict[str, tuple[int, Node]] = {}
    listed: list[Node] = []
    try:
        for entry in entries(BytesIO(data)):
            if entry.section in (_LISTED, section) and (shift or entry.section == section):
                listed += [entry.node] if entry.index else []
            elif entry.index:
                before = whole.get(entry.section, (entry.line, Items(entry.line, ())))
                assert isinstance(before[1], Items)  # noqa: S101 -- keys are given once
                items = Items(before[1].line, (*before[1].items, entry.node))
                whole[entry.section] = (before[0], items)
            else:
                whole[entry.section] = (entry.line, entry.node)
    except BundleError as error:
        raise of_yaml(error, shift) from None
    if whole and listed:
        line, _ = next(iter(whole.values()))
        raise EntryError([Fault(line - shift, next(iter(whole)), f"beside {section} nothing else can stand")])
    found = listed or ([Fields(min(line for line, _ in whole.values()), whole)] if whole else [])
    for node in found:
        if not isinstance(node, Fields):
            raise EntryError([Fault(node.line - shift, "", "there are no fields here", "Such as: ref: RK-0001")])
    return [_shifted(node, shift) for node in found if isinstance(node, Fields)]


def _shifted(node: Fields, shift: int) -> Fields:
    return _moved(node, shift) if shift else node  # type: ignore[return-value]


def _moved(node: Node, shift: int) -> Node:
    if isinstance(node, Scalar):
        return Scalar(node.line - shift, node.text, node.plain)
    if isinstance(node, Items):
        return Items(node.line - shift, tuple(_moved(item, shift) for item in node.items))
    inner = {name: (line - shift, _moved(value, shift)) for name, (line, value) in node.fields.items()}
    return Fields(node.line - shift, inner)


def read_record(kind: Kind, node: Fields, naming: Naming) -> Typed:
    """A record of a kind from what stands at a node; what is wrong with it is among its faults."""
    typed = Typed(kind, node.line)
    reader = Reader(typed, naming)
    definition = DEFINITIONS[kind]
    known = [each.name for each in definition.fields if each.name not in _NOT_TYPED]
    for name, (line, inner) in node.fields.items():
        typed.lines[name] = line
        if name == "id":
            typed.id = inner.text.strip() if isinstance(inner, Scalar) else ""
            continue
        found = definition.field(name)
        if found is None or name in _NOT_TYPED:
            typed.faults.append(Fault(line, name, *_unknown(f"a record of kind {kind} has no field", name, known)))
            continue
        value = reader.value(found, inner, name)
        if not is_nothing(value):
            typed.values[name] = value
    return typed


def _unknown(what: str, name: str, known: list[str]) -> tuple[str, str]:
    close = difflib.get_close_matches(name, known, n=1)
    return f"{what} of this name", f"Did you mean {close[0]}?" if close else f"There are {', '.join(known)}."


class Reader:
    """Reads values, and notes what is wrong with them in a typed record.

    Args:
        typed: The record that they are of.
        naming: Finds the records that they name.
    """

    def __init__(self, typed: Typed, naming: Naming) -> None:
        self._typed = typed
        self._naming = naming

    def value(self, field: Field, node: Node, where: str) -> Json:
        """The value that stands at a node for a field; None for nothing, or where it is wrong."""
        self._typed.lines.setdefault(where, node.line)
        if says_nothing(node):
            return None
        match field.type:
            case "part" | "whole":
                return self._parts(field.parts, node, where)
            case "elements" | "rows" | "names" | "points" | "notes":
                return self._rows(field, node, where)
            case "words" | "lines":
                return [self._text(each, f"{where}[{i}]") for i, each in self._items(node, where)]
            case "basis":
                return self._basis(node, where)
            case _:
                return self._scalar(field, node, where)

    def row(self, field: Field, node: Node, where: str) -> Json:
        """One entry of a field that has several."""
        if field.type in ("words", "lines"):
            return self._text(node, where)
        parts = _NOTE if field.type == "notes" else field.parts
        if field.type == "points":
            return self._point(field, node, where)
        extra = (ELEMENT_ID,) if field.type == "elements" else ()
        return self._parts((*extra, *parts), node, where, short=_short(parts))

    def _fault(self, node: Node, where: str, why: str, hint: str = "") -> None:
        self._typed.faults.append(Fault(node.line, where, why, hint))

    def _items(self, node: Node, where: str) -> Iterator[tuple[int, Node]]:
        """The entries of a list; a single one may stand without being in a list."""
        if isinstance(node, Items):
            for i, each in enumerate(node.items, 1):
                if says_nothing(each):
                    self._fault(each, f"{where}[{i}]", "nothing stands here")
                else:
                    yield i, each
        else:
            yield 1, node

    def _rows(self, field: Field, node: Node, where: str) -> list[Json]:
        found: list[Json] = []
        for i, each in self._items(node, where):
            path = f"{where}[{i}]"
            self._typed.lines[path] = each.line
            row = self.row(field, each, path)
            if isinstance(row, dict) and field.type == "elements":
                self._identify(field, row, where, i)
            if row is not None:
                found.append(row)
        return found

    def _identify(self, field: Field, row: dict[str, Json], where: str, i: int) -> None:
        """Give a row its id now, so that what is said of it later is told at its line."""
        if not row.get("id"):
            row["id"] = new_element_id(field.letter)
            self._typed.rows[row["id"]] = str(i)
        name, path = f"{where}[{row['id']}]", f"{where}[{i}]"
        lines = self._typed.lines
        lines |= {name + each[len(path) :]: line for each, line in lines.items() if each.startswith(path)}

    def _parts(
        self, parts: tuple[Field, ...], node: Node, where: str, short: Field | None = None
    ) -> dict[str, Json] | None:
        if isinstance(node, Scalar):
            first = short or _short(parts)
            value = self.value(first, node, f"{where}.{first.name}")
            return None if is_nothing(value) else {first.name: value}
        if not isinstance(node, Fields):
            self._fault(node, where, "has parts, each with a name", f"They are {_names(parts)}.")
            return None
        known, found = {part.name: part for part in parts}, {}
        for name, (line, inner) in node.fields.items():
            self._typed.lines[f"{where}.{name}"] = line
            if name not in known:
                self._typed.faults.append(Fault(line, f"{where}.{name}", *_unknown("there is no part", name, [*known])))
                continue
            value = self.value(known[name], inner, f"{where}.{name}")
            if not is_nothing(value):
                found[name] = value
        return {part.name: found[part.name] for part in parts if part.name in found}

    def _basis(self, node: Node, where: str) -> dict[str, Json] | None:
        if not isinstance(node, Fields):
            self._fault(node, where, "has parts, each the path of a field", "Such as: {date: resolved}")
            return None
        found = {}
        for path, (line, inner) in node.fields.items():
            self._typed.lines[f"{where}.{path}"] = line
            if not says_nothing(inner):
                found[path] = self._text(inner, f"{where}.{path}")
        return found

    def _point(self, field: Field, node: Node, where: str) -> dict[str, Json] | None:
        """What a passage says: its value is of the type of the field that it is about."""
        if not isinstance(node, Fields):
            self._fault(node, where, "has parts, each with a name", f"They are {_names(field.parts)}.")
            return None
        said = node.fields.get("value")
        rest = Fields(node.line, {name: each for name, each in node.fields.items() if name != "value"})
        point = self._parts(field.parts, rest, where) or {}
        if said is not None:
            line, inner = said
            self._typed.lines[f"{where}.value"] = line
            about = _about(point)
            value = self.value(about, inner, f"{where}.value") if about else self._json(inner, f"{where}.value")
            if value is not None:
                point["value"] = value
        return {part.name: point[part.name] for part in field.parts if part.name in point}

    def _scalar(self, field: Field, node: Node, where: str) -> Json:
        if field.type == "json":
            return self._json(node, where)
        if not isinstance(node, Scalar):
            self._fault(node, where, "is one value, not several")
            return None
        if field.type in ("id", "whom"):
            return self._id(field, node, where)
        if field.type == "degrees":
            found = node.plain and _DEGREES.fullmatch(node.text)
            return (float(node.text) if "." in node.text else int(node.text)) if found else node.text
        if field.type in ("count", "amount"):
            try:
                value = plain(node, where)
            except BundleError as error:
                self._fault(node, where, error.summary)
                return None
            return value if isinstance(value, int) and not isinstance(value, bool) else node.text
        return node.text

    def _id(self, field: Field, node: Scalar, where: str) -> Json:
        if field.type == "whom" and node.text in VOCABULARIES[field.vocabulary]:
            return node.text
        try:
            return self._naming.find(node.text, field.to, where)
        except RecordError as error:
            why, hint = error.problems[0].why, error.problems[0].hint
            if field.type == "whom":
                hint = f"Else it is one of: {', '.join(VOCABULARIES[field.vocabulary].terms)}. {hint}"
            self._fault(node, where, why, hint)
            return None

    def _text(self, node: Node, where: str) -> Json:
        self._typed.lines.setdefault(where, node.line)
        if not isinstance(node, Scalar):
            self._fault(node, where, "is one line of text")
            return ""
        return node.text

    def _json(self, node: Node, where: str) -> Json:
        try:
            return Anything().read(node, where, Noticed())
        except BundleError as error:
            self._fault(node, where, error.summary)
            return None


def _short(parts: tuple[Field, ...]) -> Field:
    """The part that a single word stands for."""
    return next((part for part in parts if part.required and part is not ELEMENT_ID), parts[0])


def _names(parts: tuple[Field, ...]) -> str:
    return ", ".join(part.name for part in parts)


def _about(point: dict[str, Json]) -> Field | None:
    """The field that a point is about, if its value can be read as such: a scalar, or a member of a set."""
    kind = kind_of(str(point.get("record", "")))
    if kind is None or not isinstance(point.get("field"), str):
        return None
    try:
        part = resolve(kind, parse(point["field"])).part
    except RecordError:
        return None
    if part.type in ("names", "words"):
        return Field("value", "line", "")
    return part if part.type in _TEXTUAL | {"count", "amount", "degrees"} else None
