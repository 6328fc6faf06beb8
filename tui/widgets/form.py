"""The form of the record in hand: a line for what it says, what could be said, and, in grey, what is offered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from tui.coding.form import Line
from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.widgets.drawing import segment
from tui.widgets.line_list import LineList

LABEL = 11
REMARK = 14


class RecordForm(LineList):
    """A record, line by line."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.FORM)]

    def __init__(self, glyphs: Glyphs, opened: Callable[[], None]) -> None:
        super().__init__(id="form")
        self._opened = opened
        self._glyphs = glyphs
        self._form: Sequence[Line] = ()

    def show(self, lines: Sequence[Line], cursor: int | None = None) -> None:
        """Show other lines; those that are as they were are not drawn again."""
        if list(lines) == list(self._form) and cursor in (None, self.cursor):
            return
        self._form = lines
        self.lines_changed(cursor)

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown."""
        return self._form

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self._form[self.cursor] if 0 <= self.cursor < len(self._form) else None

    def action_open(self) -> None:
        """Fill the line under the cursor, at once: what is typed next belongs to it."""
        self._opened()

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._form)

    def line_key(self, index: int) -> Hashable:
        """What a line shows."""
        line = self._form[index]
        return (line.label, line.text, line.sort, line.passages, line.basis)

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """A label, what is said, and what it rests on."""
        line, glyphs = self._form[index], self._glyphs
        dim, accent = base + self.part("list--dim"), base + self.part("list--accent")
        mark = glyphs.cursor if index == self.cursor else " "
        remark = self._remark(line)
        room = max(8, width - LABEL - 3 - (REMARK if remark else 0))
        text, style = line.text, base
        if line.sort == "offer":
            text, style = f"{line.text} ?", dim
        elif line.sort == "empty":
            text, style = "+" if not line.label else glyphs.dot, dim
        return [
            Segment(mark + " ", accent),
            segment(line.label, LABEL, dim, glyphs.ellipsis),
            segment(text, room, style, glyphs.ellipsis),
            *([segment(remark, REMARK, dim if line.sort != "value" else accent, "", right=True)] if remark else []),
        ]

    def _remark(self, line: Line) -> str:
        if line.sort == "offer":
            return "offered"
        words = [line.basis] if line.basis else []
        if line.passages:
            words.append(f"{line.passages} {self._glyphs.tag}")
        return " ".join(words)
