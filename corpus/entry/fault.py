"""What is wrong with something that was typed: the line, the field, the reason, what can be done. Nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import BundleError, EditRefused
from corpus.records.problem import Problem, shown

_TOLD = 12
_LAST_STEP = re.compile(r"[./\[][^./\[]*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot stand where it was typed.

    Attributes:
        line: The line, counted from 1; 0 where there are no lines.
        field: The path of the field; "" for the whole.
        why: What is wrong, as the rest of a sentence about the field.
        hint: What can be done; may be empty.
    """

    line: int
    field: str
    why: str
    hint: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (f"line {self.line}" if self.line else "", shown(self.field)) if part)
        return f"{where}: {self.why}" if where else self.why


class EntryError(EditRefused):
    """What was typed cannot be taken; nothing of it was saved.

    Attributes:
        faults: Everything that is wrong, at least one, by line.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        ordered = sorted(dict.fromkeys(faults), key=lambda fault: fault.line)
        more = [f"{fault} {fault.hint}".rstrip() for fault in ordered[1:_TOLD]]
        if len(ordered) > _TOLD:
            more.append(f"… and {len(ordered) - _TOLD} more")
        hint = ordered[0].hint
        # With several, each hint stands at its own fault.
        detail = "\n".join([hint, *more] if hint and more else more)
        super().__init__(str(ordered[0]), detail=detail, hint="" if more else hint)
        self.faults = tuple(ordered)


def line_of(lines: Mapping[str, int], path: str, otherwise: int) -> int:
    """The line of a field, else of what it is in, else of the record."""
    while path:
        if path in lines:
            return lines[path]
        shorter = _LAST_STEP.sub("", path)
        path = shorter if shorter != path else ""
    return otherwise


def of_yaml(error: BundleError, shift: int = 0) -> EntryError:
    """What the reader of YAML refused, as a fault of something typed."""
    why = error.summary.replace("A bundle is", "A record is").replace("A bundle has", "Records have")
    if why.startswith("A bundle begins"):
        why = "there are no fields here"
    elif why.startswith("A bundle"):
        why = "a second document begins here, and there is one only"
    return EntryError([Fault(max(0, error.line - shift), "", why[0].lower() + why[1:], error.hint)])


def of_problems(
    problems: Sequence[Problem], lines: Mapping[str, int], line: int, rows: Mapping[str, str]
) -> list[Fault]:
    """What a check found, at the lines where it was typed; ids that rows were given meanwhile as their numbers."""
    found = []
    for problem in problems:
        field, why = problem.field, problem.why
        at = line_of(lines, field, line)
        for given, number in rows.items():
            field, why = field.replace(f"[{given}]", f"[{number}]"), why.replace(given, number)
        found.append(Fault(at, field, why, problem.hint))
    return found
