"""FIELD=VALUE, as commands take it: one field of a record said, added to, or taken away.

    title=The new title          harm[h1].best=4           date.edtf=2020-06-22      weapons/rifle=
    names+=Oak Brigade           places+={place: RK-0003, how: at}                   tags-=ambush
    notes+=Some words            deleted=true              merged_into=RK-0002       points[2].stance=denies

A value is taken as it stands; fields with parts take YAML in braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from corpus.bundle.yaml_in import Fields, Items, Node, Scalar, entries
from corpus.entry.fault import EntryError, Fault, of_problems
from corpus.entry.naming import Naming
from corpus.entry.typed import Reader, Typed
from corpus.entry.words import Vocabularies, unknown
from corpus.errors import BundleError
from corpus.records.act import Act
from corpus.records.definition import Field, Kind
from corpus.records.path import Slot, parse, resolve
from corpus.records.problem import RecordError, problem, shown
from corpus.store.operation import Json

SEVERAL = ("elements", "names", "words", "points", "notes", "rows", "lines")
"""The types of fields that have entries."""

_ASSIGNMENT = re.compile(r"(?P<path>[^=]+?)(?P<sign>\[\+\]=|\+=|-=|=)(?P<text>.*)", re.DOTALL)
_INDEXED = re.compile(r"(?P<field>[a-z_]+)\[(?P<index>[0-9]{1,6})\](?:\.(?P<part>[a-z_]+))?")
_NUMERIC = ("count", "amount", "degrees", "json")
_BY_INDEX = ("names", "points", "rows")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One FIELD=VALUE, taken apart."""

    path: str
    sign: Literal["=", "+=", "-="]
    text: str


def parse_assignment(word: str) -> Assignment:
    """An assignment as it is typed.

    Raises:
        RecordError: It is none.
    """
    found = _ASSIGNMENT.fullmatch(word)
    if found is None:
        raise RecordError([problem("", "", f"{shown(word)} is not FIELD=VALUE", "Such as: date.edtf=2020-06-22")])
    signs: dict[str, Literal["=", "+=", "-="]] = {"[+]=": "+=", "+=": "+=", "-=": "-="}
    return Assignment(found["path"].strip(), signs.get(found["sign"], "="), found["text"])


def assign(
    act: Act, record: str, words: Sequence[str], naming: Naming, vocabularies: Vocabularies | None = None
) -> None:
    """Have an act say everything that these assignments say of a record.

    Args:
        act: The act; it is not committed.
        record: The record's id.
        words: The assignments, in order.
        naming: Finds the records that values name.
        vocabularies: The words that are known; None keeps any.

    Raises:
        EntryError: Something of it cannot be; told at the field.
        RecordUnknown: There is no such record.
    """
    before, kind = dict(act.values(record)), act.kind(record)
    faults: list[Fault] = []
    for word in words:
        try:
            given = parse_assignment(word)
            _Assigning(act, record, naming, given).run()
        except EntryError as error:
            faults += error.faults
        except RecordError as error:
            faults += of_problems(error.problems, {}, 0, {})
    if not faults and vocabularies is not None and kind is not None and act.kind(record):
        faults = unknown(kind, act.values(record), vocabularies, before=before)
    if faults:
        raise EntryError(faults)


class _Assigning:
    """One assignment on its way into an act."""

    def __init__(self, act: Act, record: str, naming: Naming, given: Assignment) -> None:
        self._act = act
        self._record = record
        self._naming = naming
        self._given = given
        self._kind: Kind = act.kind(record) or "actor"

    def run(self) -> None:
        """Say it."""
        given = self._given
        if given.path == "deleted":
            self._delete()
        elif given.path == "merged_into" and given.sign == "=" and given.text:
            into = self._naming.find(given.text, (self._kind,), given.path)
            self._act.merge(self._record, into)
        elif given.path == "id":
            self._refuse("the id of a record stays as it is")
        elif (found := _INDEXED.fullmatch(given.path)) and self._field(found["field"]).type in _BY_INDEX:
            self._at_index(self._field(found["field"]), int(found["index"]), found["part"] or "")
        elif given.sign == "=":
            self._set(resolve(self._kind, parse(given.path)))
        elif given.sign == "+=":
            self._add(self._field(given.path))
        else:
            self._remove(self._field(given.path))

    def _refuse(self, why: str, hint: str = "") -> None:
        raise RecordError([problem(self._record, self._given.path, why, hint)])

    def _field(self, path: str) -> Field:
        slot = resolve(self._kind, parse(path))
        if slot.path.part or slot.path.member or (slot.path.element and not _INDEXED.fullmatch(path)):
            self._refuse("is no field that has several entries")
        return slot.field

    def _delete(self) -> None:
        if self._given.sign != "=" or self._given.text != "true":
            self._refuse("can only be set to true", "To bring a record back: dateline undo")
        self._act.delete(self._record)

    def _set(self, slot: Slot) -> None:
        text, path = self._given.text, self._given.path
        if text == "":
            self._act.set(self._record, path, None)
        elif slot.path.member:
            self._set_member(slot)
        else:
            part = Field("basis", "word", "") if slot.field.type == "basis" and slot.path.part else slot.part
            if slot.path.element and not slot.path.part:
                value = self._read(slot.field, entry=True)
            else:
                value = self._read(part)
            self._act.set(self._record, path, value)

    def _set_member(self, slot: Slot) -> None:
        if slot.field.type == "words" and self._given.text == "true":
            self._act.add(self._record, slot.field.name, slot.path.member)
        else:
            self._refuse("is set by adding to its field", f"As in: {slot.field.name}+={shown(slot.path.member)}")

    def _add(self, field: Field) -> None:
        if field.type not in SEVERAL:
            self._refuse("has one value; set it with =")
        value = self._read(field, entry=True)
        if field.type in ("rows", "lines"):
            self._act.set(self._record, field.name, [*self._entries(field), value])
        else:
            self._act.add(self._record, field.name, value)

    def _remove(self, field: Field) -> None:
        text = self._given.text.strip()
        if field.name == "tags":
            text = " ".join(text.lower().split())
        there = [_key(field, each) for each in self._entries(field)]
        if field.type not in ("elements", "names", "words"):
            self._refuse("is taken away by its number", f"As in: {field.name}[1]=")
        if text not in there:
            self._refuse(f"there is no {shown(text)}", f"There are {', '.join(map(shown, there))}." if there else "")
        name = f"{field.name}[{text}]" if field.type == "elements" else f"{field.name}/{text}"
        self._act.remove(self._record, name)

    def _at_index(self, field: Field, index: int, part: str) -> None:
        """An entry by its number, for those that have no id."""
        entries = [dict(each) for each in self._entries(field)]
        if not 1 <= index <= len(entries):
            self._refuse("there is no such entry", f"There are {len(entries)}; add one with {field.name}+=…")
        known = field.part(part)
        if part and known is None:
            self._refuse(f"has no part {part}", f"There are {', '.join(each.name for each in field.parts)}.")
        if not part:
            new = [] if self._given.text == "" else [self._read(field, entry=True)]
            entries[index - 1 : index] = new
        elif self._given.text == "":
            entries[index - 1].pop(part, None)
        elif known is not None and known.type == "json":
            entries[index - 1] = self._point_with(field, entries[index - 1], part)
        elif known is not None:
            entries[index - 1][part] = self._read(known)
        self._act.set(self._record, field.name, entries)

    def _point_with(self, field: Field, point: dict[str, Json], part: str) -> dict[str, Json]:
        """A point with another value, which is read as that of the field it is about."""
        nodes: dict[str, tuple[int, Node]] = {
            name: (0, Scalar(0, str(each), plain=False)) for name, each in point.items()
        }
        nodes[part] = (0, Scalar(0, self._given.text, plain=True))
        return dict(self._checked(lambda reader: reader.row(field, Fields(0, nodes), self._given.path)))

    def _entries(self, field: Field) -> list[Json]:
        return list(self._act.values(self._record).get(field.name) or ())

    def _read(self, field: Field, *, entry: bool = False) -> Json:
        several = field.type in SEVERAL or field.type in ("part", "whole", "basis")
        node = _node(self._given, several, plain=not several and field.type in _NUMERIC)
        path = self._given.path
        value = self._checked(
            lambda reader: reader.row(field, node, path) if entry else reader.value(field, node, path)
        )
        if value is None:
            self._refuse("nothing is said", "To take a value away, leave it empty: FIELD=")
        return value

    def _checked(self, read: Callable[[Reader], Json]) -> Json:
        typed = Typed(self._kind)
        value = read(Reader(typed, self._naming))
        if typed.faults:
            raise EntryError([Fault(0, fault.field, fault.why, fault.hint) for fault in typed.faults])
        return value


def _key(field: Field, entry: Json) -> str:
    if field.type == "elements":
        return str(entry.get("id", ""))
    return str(entry.get("text", "")) if field.type == "names" else str(entry)


def _node(given: Assignment, several: bool, *, plain: bool) -> Node:
    """A value as a node: YAML where it has parts and begins like such, else the text as it stands."""
    if not several or not given.text.lstrip().startswith(("{", "[")):
        return Scalar(0, given.text, plain)
    try:
        found = list(entries(BytesIO(f"value: {given.text}".encode())))
    except BundleError as error:
        why = f"{shown(given.text)} cannot be read: {error.summary}"
        raise RecordError([problem("", given.path, why, "As in: {place: RK-0003, how: at}")]) from None
    if len(found) == 1 and not found[0].index:
        return found[0].node
    return Items(0, tuple(each.node for each in found))
