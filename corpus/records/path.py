"""Paths: how a point, a command or a change names one field of a record.

    title   date.edtf   harm[h1].best   harm[h1]   weapons/rifle   names/Oak Brigade   basis.harm[h1].best

In the log, the path of a value is the name of its field. Parsing and printing only; whether a record has such a
field is asked of `resolve`, and what is there of the record.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from corpus.records.definition import DEFINITIONS, ELEMENT_ID, Field, Kind
from corpus.records.problem import RecordError, problem

LONGEST = 1000
"""A path of more characters is refused."""

_NAME = "[a-z][a-z0-9_]*"
_PATH = re.compile(
    rf"(?P<field>{_NAME})(?:\[(?P<element>[^\[\]\n]{{1,80}})\])?(?:\.(?P<part>.+))?"
    r"|(?P<set>" + _NAME + r")/(?P<member>.+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Path:
    """A path, taken apart.

    Attributes:
        field: The field of the record.
        element: For a row of a list, its id.
        part: What of the field or row is meant; for a basis, the path that it is about.
        member: For a set, the word or key.
    """

    field: str
    element: str = ""
    part: str = ""
    member: str = ""

    def __str__(self) -> str:
        if self.member:
            return f"{self.field}/{self.member}"
        element = f"[{self.element}]" if self.element else ""
        return f"{self.field}{element}{'.' + self.part if self.part else ''}"


def parse(text: str) -> Path:
    """A path as it is written.

    Raises:
        RecordError: It is none.
    """
    found = _PATH.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise RecordError(
            [problem("", text, "is no path of a field", "Paths look like title, date.edtf or harm[h1].best.")]
        )
    if found["set"]:
        return Path(found["set"], member=found["member"])
    return Path(found["field"], found["element"] or "", found["part"] or "")


@dataclass(frozen=True, slots=True)
class Slot:
    """What a path leads to by the definition of a kind of record.

    Attributes:
        path: The path.
        field: The field of the record that it begins with.
        part: What it ends at: the field itself, or the part of it.
    """

    path: Path
    field: Field
    part: Field


def resolve(kind: Kind, path: Path) -> Slot:
    """Where a path leads in a kind of record.

    Raises:
        RecordError: Nowhere; says at which step, and what there is.
    """
    definition = DEFINITIONS[kind]
    field = definition.field(path.field)
    article = "an" if kind[0] in "aeiou" else "a"
    if field is None:
        known = [each.name for each in definition.fields]
        raise _nowhere(path, f"{article} {kind} has no field {path.field}", path.field, known)
    if path.member:
        if field.type not in ("words", "names", "points", "notes"):
            raise _nowhere(path, f"{field.name} is no set, so nothing follows it after a /")
        return Slot(path, field, field)
    if path.element and field.type != "elements":
        raise _nowhere(path, f"{field.name} has no rows that are named by an id")
    if field.type == "basis" and path.part:
        resolve(kind, parse(path.part))
        return Slot(path, field, field)
    if field.type == "elements" and path.part and not path.element:
        raise _nowhere(path, f"{field.name} has rows: say which, as in {field.name}[{field.letter}1].{path.part}")
    if not path.part:
        return Slot(path, field, field)
    if not field.parts or field.type not in ("part", "whole", "elements"):
        raise _nowhere(path, f"{field.name} has no parts")
    part = ELEMENT_ID if path.element and path.part == ELEMENT_ID.name else field.part(path.part)
    if part is None:
        raise _nowhere(path, f"{field.name} has no part {path.part}", path.part, [each.name for each in field.parts])
    return Slot(path, field, part)


def _nowhere(path: Path, why: str, word: str = "", known: list[str] | None = None) -> RecordError:
    close = difflib.get_close_matches(word, known or [], n=1)
    hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(known)}." if known else ""
    return RecordError([problem("", str(path), why, hint)])
