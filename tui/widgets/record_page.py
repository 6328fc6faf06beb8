"""The page of a record: lines to read and to follow. What they say is decided by whoever hands them over."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.records.page import PageLine
from tui.widgets.drawing import segment
from tui.widgets.line_list import LineList
from tui.widgets.wrapping import wrap

LABEL = 11
STYLES = {
    "title": "list--strong",
    "meta": "list--dim",
    "head": "list--head",
    "claim": "list--dim",
    "differs": "list--warning",
    "quote": "list--accent",
    "warning": "list--warning",
}


class RecordPage(LineList):
    """A record, to be read line by line."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.RECORD_PAGE)]

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="record-page")
        self._glyphs = glyphs
        self._page: Sequence[PageLine] = ()
        self._rows: list[tuple[int, str]] = []
        self._width = 0
        self.record = ""

    def show(self, record: str, lines: Sequence[PageLine]) -> None:
        """Show the page of a record; where it is the same as before, the cursor stays."""
        cursor = self.cursor if record == self.record else 0
        self.record, self._page = record, lines
        self._lay_out()
        self.lines_changed(cursor)

    def _lay_out(self) -> None:
        """Put long quotes on as many rows as they need."""
        self._width = width = max(20, self.scrollable_content_region.width)
        self._rows = []
        for at, line in enumerate(self._page):
            if line.sort in ("quote", "title", "warning"):
                room = width - self._indent(line) - 3
                lines = wrap(line.text, room)
                pairs = zip(lines.starts, lines.ends, strict=True)
                self._rows += [(at, line.text[start:end]) for start, end in pairs]
            else:
                self._rows.append((at, line.text))

    def on_resize(self) -> None:
        """Lay out for the new width."""
        if self._width != max(20, self.scrollable_content_region.width):
            self._lay_out()
            self.lines_changed()
        super().on_resize()

    @staticmethod
    def _indent(line: PageLine) -> int:
        return {"value": LABEL, "claim": LABEL + 2, "differs": LABEL + 2, "quote": LABEL + 4}.get(line.sort, 2)

    @property
    def line(self) -> PageLine | None:
        """The line under the cursor."""
        return self._page[self._rows[self.cursor][0]] if 0 <= self.cursor < len(self._rows) else None

    def line_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def line_key(self, index: int) -> Hashable:
        """What a row shows."""
        return (index, self.record, id(self._page))

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """One row of the page."""
        at, text = self._rows[index]
        line, glyphs = self._page[at], self._glyphs
        style = base + self.part(STYLES[line.sort]) if line.sort in STYLES else base
        dim = base + self.part("list--dim")
        front = Segment(glyphs.cursor if index == self.cursor else " ", base + self.part("list--accent"))
        first = not index or self._rows[index - 1][0] != at
        label = line.label if first else ""
        if line.sort == "differs" and first:
            label = f"{glyphs.missing} {label}"
        indent = self._indent(line)
        remark = line.remark if first else ""
        room = width - indent - 2 - (cell_len(remark) + 2 if remark else 0)
        if room < 12:
            remark, room = "", width - indent - 2
        return [
            front,
            segment(label, indent, dim, glyphs.ellipsis, right=line.sort in ("claim", "differs")),
            Segment(" ", base),
            segment(text, room, style, glyphs.ellipsis),
            *([Segment("  ", base), segment(remark, cell_len(remark), dim)] if remark else []),
        ]
