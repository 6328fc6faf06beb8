"""What is wrong with a record, told at the field, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import EditRefused
from corpus.text import fold_spaces, printable

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a record cannot be.

    Attributes:
        record: The record's id; "" for one that has none yet.
        field: The path of the field, as the user wrote it or as records name it.
        why: What is wrong, as the rest of a sentence about the field.
        hint: What can be done; may be empty.
    """

    record: str
    field: str
    why: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{shown(self.field)}: {self.why}" if self.field else self.why


def problem(record: str, field: str, why: str, hint: str = "") -> Problem:
    """A problem; short for making one."""
    return Problem(record, field, why, hint)


class RecordError(EditRefused):
    """An edit of records that cannot be made; nothing of it was saved.

    Attributes:
        problems: Everything that is wrong, at least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        first, more = problems[0], len(problems) - 1
        detail = "\n".join(str(each) for each in problems[1:9]) + (f"\n… and {more - 8} more" if more > 8 else "")
        super().__init__(str(first), detail=detail, hint=first.hint)
        self.problems = tuple(problems)

    @property
    def field(self) -> str:
        """The path of the first field that is wrong."""
        return self.problems[0].field


def shown(text: str) -> str:
    """A word of the user's as a message may repeat it: printable, and not too long."""
    line = printable(fold_spaces(text))
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
