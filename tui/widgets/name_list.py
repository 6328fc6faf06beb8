"""The list of names: how many articles, what it says, and a remark; heads between groups. Drawn by line.

What the lines say is decided by whoever hands them over; each is asked for when it is shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.names.listing import NameRow
from tui.widgets.drawing import segment
from tui.widgets.line_list import LineList
from tui.widgets.record_page import RecordPage

COUNT = 7
"""The room for a count, in cells."""
UNSURE = "perhaps "


class NameRows(LineList):
    """Names, one a line."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.NAME_LIST)]

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="names")
        self._glyphs = glyphs
        self._rows: Sequence[NameRow] = ()

    def show(self, rows: Sequence[NameRow], cursor: int = 0) -> None:
        """Show other lines, with the cursor on one of them or the next that can have it."""
        self._rows = rows
        self._drawn.clear()
        self.lines_changed(min(cursor, max(0, len(rows) - 1)))
        if self.cursor <= 1:
            self.scroll_to(y=0, animate=False)

    @property
    def current(self) -> NameRow | None:
        """The line under the cursor; None for a head, or where there is none."""
        row = self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None
        return row if row is not None and row.key else None

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._rows)

    def can_stand_on(self, index: int) -> bool:
        """The cursor passes over heads."""
        return bool(self._rows[index].key)

    def line_key(self, index: int) -> Hashable:
        """A line is the same as long as the list is."""
        return index

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """One line."""
        row, ellipsis = self._rows[index], self._glyphs.ellipsis
        if not row.key:
            return [segment(" " + row.text, width, base + self.part("list--head"), ellipsis)]
        dim = base + self.part("list--dim")
        front = Segment(self._glyphs.cursor if index == self.cursor else " ", base + self.part("list--accent"))
        room = width - 1 - COUNT - 2
        wanted = cell_len(row.text) + (len(UNSURE) if row.unsure else 0)
        remark = max(room // 2 - 2, 0) if row.remark else 0
        if wanted > room - remark - 2:  # a long text takes what its remark does not need
            remark = min(remark, cell_len(row.remark))
        style = base + self.part("list--strong") if row.record else base
        parts = [
            front,
            segment("" if row.count is None else f"{row.count:,}", COUNT, dim, ellipsis, right=True),
            Segment("  ", base),
        ]
        text = room - remark - (2 if remark else 0)
        if row.unsure and text > 2 * len(UNSURE):
            parts.append(Segment(UNSURE, dim))
            text -= len(UNSURE)
        parts.append(segment(row.text, text, style, ellipsis))
        if remark:
            parts += [Segment("  ", base), segment(row.remark, remark, dim, ellipsis)]
        return parts


class NamePage(RecordPage):
    """What is said beside a line, to be read and followed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.NAME_PAGE)]
