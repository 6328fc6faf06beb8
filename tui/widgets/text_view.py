"""A long text drawn line by line at a comfortable measure: wrapped once a width, styled only where it is seen.

The base of the reader and of pages of help. What the text is about, this does not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.strip import Strip

from tui.bidi import FIRST_LETTERS, LRI, LRM, PDI, RLI, has_rtl, is_rtl, left_to_right_parts
from tui.commands import ALL, Scope, bindings
from tui.widgets.document import Document
from tui.widgets.lined import Lined
from tui.widgets.wrapping import Lines, wrap

MARGIN = 2
"""The least room on either side of the text, in cells."""
OUR_OWN = frozenset({"meta", "tags", "warning", "heading", "key"})
"""The kinds of blocks that dateline writes itself."""
LOOKED_BACK = 20_000
"""So many characters before a line the beginning of its paragraph is looked for."""


class TextView(Lined):
    """A document that can be scrolled.

    Args:
        measure: The widest that a line gets, in cells.
        isolate: Whether right-to-left text is isolated, for terminals that reorder by themselves.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.PAGE)]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text--title",
        "text--meta",
        "text--tags",
        "text--warning",
        "text--heading",
        "text--note",
        "text--key",
        "text--match",
        "text--current",
        "text--picked",
        "text--added",
        "text--removed",
        "text--hint",
        "text--named",
        "text--passage",
        "text--unsure",
    }

    def __init__(
        self,
        *,
        measure: int = 80,
        isolate: bool = True,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._measure = measure
        self._isolate = isolate
        self._document = Document()
        self._lines = Lines()
        self._width = 0
        self._top = 0

    def set_document(self, document: Document, offset: int = 0) -> None:
        """Show a document from the line on that an offset falls on."""
        self._document = document
        self._width = 0
        self._top = offset
        self._lay_out()
        if self._width:
            self._scroll_to_top()
        self.refresh()

    def _scroll_to_top(self) -> None:
        """Scroll to where the document shall begin to be seen."""
        self.scroll_to(y=self._lines.line_of(self._top) if self._top else 0, animate=False)

    @property
    def top_offset(self) -> int:
        """The offset of the first visible line."""
        line = round(self.scroll_target_y)
        return self._lines.starts[line] if 0 <= line < len(self._lines) else 0

    @property
    def _left(self) -> int:
        """The column in which the text begins."""
        return max(MARGIN, (self.scrollable_content_region.width - self._text_width()) // 2)

    def offset_at(self, x: int, y: int) -> int:
        """The place in the text that is drawn in a cell, -1 if none is; in right-to-left lines, about there."""
        line = round(self.scroll_offset.y) + y
        if not 0 <= line < len(self._lines):
            return -1
        start, end = self._lines.starts[line], self._lines.ends[line]
        text = self._document.text
        cells = x - self._left
        if self._reads_rtl(start):
            cells = self._width - 1 - cells
        at, used = start, 0
        while at < end:
            used += cell_len(text[at])
            if used > cells:
                break
            at += 1
        return at

    def _reads_rtl(self, offset: int) -> bool:
        """Whether the paragraph that holds a place reads from right to left, as its beginning says.

        What dateline itself says of a text reads from left to right, whatever names are in it.
        """
        if self._document.kind_at(offset) in OUR_OWN:
            return False
        text = self._document.text
        begin = text.rfind("\n", max(0, offset - LOOKED_BACK), offset)
        first = begin + 1 if begin >= 0 else max(0, offset - LOOKED_BACK)
        return is_rtl(text[first : first + FIRST_LETTERS])

    def _text_width(self) -> int:
        return max(1, min(self._measure, self.scrollable_content_region.width - 2 * MARGIN))

    def _lay_out(self) -> None:
        """Wrap for the width there is, unless that was done; where there is no room yet, wait for it."""
        if self.scrollable_content_region.width <= 2 * MARGIN:
            self._lines = Lines()
            self._width = 0
            return
        width = self._text_width()
        if width == self._width:
            return
        self._width = width
        self._lines = Lines()
        for block in self._document.blocks:
            wrap(self._document.text, width, block.start, block.end, self._lines)
        self.set_line_count(len(self._lines))

    def on_resize(self) -> None:
        """Wrap again, with the same line on top."""
        if self._width:
            self._top = self.top_offset
        before = self._width
        self._lay_out()
        if self._width != before:
            self._scroll_to_top()
        self.refresh()

    def spans(self) -> Sequence[tuple[int, int, str]]:
        """Parts of the text to draw in a style of their own, in order: (start, end, component classes)."""
        return ()

    def spans_in(self, start: int, end: int) -> Sequence[tuple[int, int, str]]:  # noqa: ARG002
        """Those of one drawn stretch of the text; others may be among them."""
        return self.spans()

    def render_line(self, y: int) -> Strip:
        """Draw one visible line."""
        width = self.scrollable_content_region.width
        base = self.ground
        line = round(self.scroll_offset.y) + y
        if not 0 <= line < len(self._lines):
            return Strip.blank(width, base)
        start, end = self._lines.starts[line], self._lines.ends[line]
        left = self._left
        style = base
        kind = self._document.kind_at(start)
        if kind not in ("body", "blank"):
            style = base + self.part(f"text--{kind}")
        text = self._document.text
        pieces = self._pieces(start, end, style)
        if not text[start:end].isascii() and has_rtl(text[start:end]):
            rtl = self._reads_rtl(start)
            if rtl:
                left += max(0, self._width - cell_len(text[start:end]))
            if self._isolate:
                kept = _kept_together(pieces, text[start:end])
                pieces = [Segment(RLI if rtl else LRI, style), *kept, Segment(PDI + LRM, style)]
        strip = Strip([Segment(" " * left, base), *pieces])
        return strip.adjust_cell_length(width, base)

    def letters(self, start: int, end: int) -> str:
        """What is drawn of a stretch of the text, letter for letter."""
        return self._document.text[start:end]

    def _pieces(self, start: int, end: int, style: Style) -> list[Segment]:
        """A stretch of the text, cut where another style begins."""
        pieces: list[Segment] = []
        at = start
        for first, last, name in self.spans_in(start, end):
            if last <= at:
                continue
            if first >= end:
                break
            if first > at:
                pieces.append(Segment(self.letters(at, first), style))
                at = first
            stop = min(last, end)
            laid = style
            for each in name.split():
                laid = laid + self.part(each)
            pieces.append(Segment(self.letters(at, stop), laid))
            at = stop
        if at < end:
            pieces.append(Segment(self.letters(at, end), style))
        return pieces

    def action_cursor(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_target_y + lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by pages, leaving two lines in sight."""
        self.scroll_to(y=self.scroll_target_y + pages * max(1, self.page_size - 2), animate=False)

    def action_first(self) -> None:
        """Scroll to the beginning."""
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        """Scroll to the end."""
        self.scroll_to(y=self.max_scroll_y, animate=False)


def _kept_together(pieces: list[Segment], text: str) -> list[Segment]:
    """The pieces of a line, with marks that have no width around what keeps the order of its letters."""
    marks: dict[int, str] = {}
    for start, end in left_to_right_parts(text):
        marks[start] = marks.get(start, "") + LRI
        marks[end] = PDI + marks.get(end, "")
    if not marks:
        return pieces
    found, at = [], 0
    for piece, style, _ in pieces:
        letters = []
        for char in piece:
            letters.append(marks.pop(at, "") + char)
            at += 1
        found.append(Segment("".join(letters), style))
    return [*found, Segment(marks.pop(at))] if at in marks else found
