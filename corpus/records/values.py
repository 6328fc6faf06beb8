"""What single values can be, by the type of their field: each rule told in words.

Only looks, at one value at a time; what values mean together is for `validate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from corpus.dates import parse_edtf
from corpus.errors import DateError
from corpus.records.definition import Field, Kind, kind_of
from corpus.records.path import parse
from corpus.records.problem import Problem, RecordError, problem, shown
from corpus.store.operation import Json
from corpus.vocabulary import VOCABULARIES

LONGEST_LINE = 5_000
LONGEST_TEXT = 1_000_000
HIGHEST = 10**15

CLOSED = frozenset(("text part", "restriction", "coding", "searched"))
"""Vocabularies that the program itself acts on: no other words than theirs can stand in a record."""

_SHA256 = re.compile("[0-9a-f]{64}")
_COUNTRY = re.compile("[A-Z]{2}")
_BOUNDS = {"latitude": 90.0, "longitude": 180.0}


class World(Protocol):
    """What a record may speak of."""

    def kind(self, record: str) -> Kind | None:
        """The kind of a record that is there; None for one that is not."""

    def values(self, record: str) -> Mapping[str, Json]:
        """The values of a record; none for one that is not there."""

    def canonical(self, record: str) -> str:
        """The record that one was merged into, else itself."""


def check_fields(fields: tuple[Field, ...], prefix: str, values: Mapping[str, Json], world: World) -> Iterator[Problem]:
    """What is wrong with the values of these fields, each for itself."""
    for field in fields:
        where = f"{prefix}{field.name}"
        value = values.get(field.name)
        if value is None or (value == "" and field.required):
            if field.required:
                yield problem("", where, "is missing")
            continue
        yield from _CHECKS[field.type](field, where, value, world)


Check = Callable[[Field, str, Any, World], Iterator[Problem]]


def _line(_field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    if not isinstance(value, str) or "\n" in value or not value.strip():
        yield problem("", where, "is one line of text")
    elif len(value) > LONGEST_LINE:
        yield problem("", where, f"is longer than {LONGEST_LINE:,} characters")


def _text(_field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield problem("", where, "is a text")
    elif len(value) > LONGEST_TEXT:
        yield problem("", where, f"is longer than {LONGEST_TEXT:,} characters")


def _date(_field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield problem("", where, "is a date", "Write it in quotes, as in '2020-06-22'.")
        return
    try:
        parse_edtf(value)
    except DateError as error:
        yield problem("", where, f"{error.summary}: {error.detail}", error.hint)


def _word(field: Field, where: str, value: Any, world: World) -> Iterator[Problem]:
    wrong = list(_line(field, where, value, world))
    yield from wrong
    if not wrong and field.vocabulary in CLOSED:
        known = VOCABULARIES[field.vocabulary].terms
        if value not in known:
            yield problem("", where, f"cannot be {shown(value)!r}", f"It is one of: {', '.join(known)}.")


def _country(_field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value):
        yield problem("", where, "is a country's two letters", "As in SY; see ISO 3166-1.")


def _count(_field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield problem("", where, "is a whole number")
    elif not 0 <= value <= HIGHEST:
        yield problem("", where, f"cannot be {value}" if abs(value) < HIGHEST else "is too large", "It is 0 or more.")


def _amount(field: Field, where: str, value: Any, world: World) -> Iterator[Problem]:
    yield from (_line if isinstance(value, str) else _count)(field, where, value, world)


def _degrees(field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    bound = _BOUNDS[field.name]
    if not isinstance(value, int | float) or isinstance(value, bool) or not -bound <= value <= bound:
        yield problem("", where, f"is a number from -{bound:g} to {bound:g}")


def _id(field: Field, where: str, value: Any, world: World) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield problem("", where, "is the id of a record")
        return
    kind = kind_of(value)
    if kind is None or (field.to and kind not in field.to):
        what = " or ".join(field.to) or "record"
        yield problem("", where, f"{shown(value)} is not the id of {'an' if what[0] in 'aeiou' else 'a'} {what}")
    elif world.kind(value) is None:
        yield problem("", where, f"there is no {kind} {shown(value)}")


def _whom(field: Field, where: str, value: Any, world: World) -> Iterator[Problem]:
    yield from (_id if isinstance(value, str) and kind_of(value) else _line)(field, where, value, world)


def _sha256(_field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        yield problem("", where, "is a SHA-256 in hex, 64 digits")


def _path(_field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    try:
        parse(value if isinstance(value, str) else "")
    except RecordError as error:
        yield problem("", where, str(error.problems[0]), error.hint)


def _anything(_field: Field, _where: str, _value: Any, _world: World) -> Iterator[Problem]:
    yield from ()


def _parts(field: Field, where: str, value: Any, world: World) -> Iterator[Problem]:
    if isinstance(value, Mapping):
        yield from check_fields(field.parts, f"{where}.", value, world)
    else:
        yield problem("", where, "has parts, each with a name")


def _rows(field: Field, where: str, value: Any, world: World) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield problem("", where, "is a list")
        return
    for i, row in enumerate(value, 1):
        name = row.get("id", i) if field.type == "elements" and isinstance(row, Mapping) else i
        yield from _parts(field, f"{where}[{name}]", row, world)


def _list(field: Field, where: str, value: Any, world: World) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield problem("", where, "is a list")
        return
    for word in value:
        yield from _line(field, f"{where}/{shown(str(word))}", word, world)


def _notes(_field: Field, where: str, value: Any, _world: World) -> Iterator[Problem]:
    for i, note in enumerate(value if isinstance(value, list) else [None], 1):
        if not isinstance(note, Mapping) or not isinstance(note.get("text"), str) or not note["text"].strip():
            yield problem("", f"{where}[{i}]", "a note needs some text")


def _basis(field: Field, where: str, value: Any, world: World) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield problem("", where, "has parts, each the path of a field")
        return
    for path, word in value.items():
        yield from _path(field, f"{where}.{shown(str(path))}", path, world)
        yield from _line(field, f"{where}.{shown(str(path))}", word, world)


_CHECKS: dict[str, Check] = {
    "line": _line,
    "text": _text,
    "date": _date,
    "instant": _line,
    "time": _line,
    "word": _word,
    "country": _country,
    "count": _count,
    "amount": _amount,
    "degrees": _degrees,
    "id": _id,
    "whom": _whom,
    "sha256": _sha256,
    "json": _anything,
    "path": _path,
    "part": _parts,
    "whole": _parts,
    "lines": _list,
    "rows": _rows,
    "elements": _rows,
    "names": _rows,
    "points": _rows,
    "words": _list,
    "notes": _notes,
    "basis": _basis,
}


def check_value(field: Field, where: str, value: Json, world: World) -> list[Problem]:
    """What is wrong with one value of one field or part."""
    return list(_CHECKS[field.type](field, where, value, world))
