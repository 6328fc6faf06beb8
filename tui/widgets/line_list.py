"""A list drawn line by line: a hundred thousand lines cost what the visible ones cost.

The base of all lists here: it keeps the cursor, scrolls, answers the mouse and remembers drawn lines. Subclasses say
how many lines there are and draw one. What a line is about, this does not know.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from tui.widgets.drawing import segment
from tui.widgets.lined import Lined

DRAWN_LINES = 500
"""How many drawn lines are remembered."""


class LineList(Lined):
    """A list with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--cursor",
        "list--cursor-blurred",
        "list--dim",
        "list--accent",
        "list--strong",
        "list--selected",
        "list--head",
        "list--warning",
    }

    @dataclass(eq=False, repr=False)
    class Moved(Message):
        """The cursor stands on another line, -1 for none."""

        list: LineList
        index: int

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor ends up matters."""
            return isinstance(message, LineList.Moved) and message.list is self.list

        @property
        def control(self) -> LineList:
            """The list."""
            return self.list

    @dataclass(eq=False, repr=False)
    class Opened(Message):
        """A line was chosen."""

        list: LineList
        index: int

        @property
        def control(self) -> LineList:
            """The list."""
            return self.list

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._cursor = -1
        self._drawn: LRUCache[Hashable, Strip] = LRUCache(DRAWN_LINES)
        self._empty_words: tuple[str, ...] = ()

    def set_empty_words(self, words: Sequence[str]) -> None:
        """What to say while there is nothing in the list."""
        if tuple(words) != self._empty_words:
            self._empty_words = tuple(words)
            self.refresh()

    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line_key(self, index: int) -> Hashable:
        """What a drawn line depends on, besides the cursor, the focus and the width."""
        return index

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """Draw a line in exactly this many cells, on a base style."""
        raise NotImplementedError

    def can_stand_on(self, index: int) -> bool:  # noqa: ARG002
        """Whether the cursor may stand on a line."""
        return True

    @property
    def cursor(self) -> int:
        """The line that the cursor stands on, -1 if there is none."""
        return self._cursor

    def lines_changed(self, cursor: int | None = None, *, keep_scroll: bool = False) -> None:
        """Draw everything again, with the cursor on a line that exists.

        Args:
            cursor: Where the cursor shall be; where it was by default.
            keep_scroll: Whether the page stays where it is even if the cursor is out of it.
        """
        count = self.line_count()
        self.set_line_count(count)
        self.redraw()
        wanted = self._cursor if cursor is None else cursor
        self._cursor = self._standable(min(max(wanted, 0), count - 1), 1)
        if not keep_scroll:
            self._show_cursor()
        self.post_message(self.Moved(self, self._cursor))

    def redraw(self) -> None:
        """Forget the drawn lines and draw them again."""
        self._drawn.clear()
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a line, or as near as there is one, and scroll to it."""
        count = self.line_count()
        index = self._standable(min(max(index, 0), count - 1), 1 if index >= self._cursor else -1)
        if index == self._cursor or index < 0:
            self._show_cursor()
            return
        before, self._cursor = self._cursor, index
        self.refresh_line(before)
        self.refresh_line(index)
        self._show_cursor()
        self.post_message(self.Moved(self, index))

    def _standable(self, index: int, step: int) -> int:
        """The nearest line that the cursor may stand on, looking one way first and then the other."""
        count = self.line_count()
        for direction in (step, -step):
            at = index
            while 0 <= at < count:
                if self.can_stand_on(at):
                    return at
                at += direction
        return -1

    def _show_cursor(self) -> None:
        if self._cursor < 0:
            return
        top, page = round(self.scroll_target_y), self.page_size
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False)
        elif self._cursor >= top + page:
            self.scroll_to(y=self._cursor - page + 1, animate=False)
        self._place_real_cursor()

    def _place_real_cursor(self) -> None:
        """Let the terminal's own cursor follow, for screen readers and braille."""
        if self.has_focus:
            region = self.scrollable_content_region
            self.app.cursor_position = Offset(region.x, region.y + self._cursor - round(self.scroll_target_y))

    def render_line(self, y: int) -> Strip:
        """Draw one visible line."""
        width = self.scrollable_content_region.width
        index = round(self.scroll_offset.y) + y
        if not 0 <= index < self.line_count():
            return self._empty_line(y, width)
        on_cursor = index == self._cursor
        key = (self.line_key(index), on_cursor, on_cursor and self.has_focus, width)
        strip = self._drawn.get(key)
        if strip is None:
            base = self.ground
            if on_cursor:
                base = base + self.part("list--cursor" if self.has_focus else "list--cursor-blurred")
            strip = Strip(self.draw(index, width, base)).adjust_cell_length(width, base)
            self._drawn[key] = strip
        return strip

    def _empty_line(self, y: int, width: int) -> Strip:
        """A line below the last, or of the words on an empty list."""
        at = y - 1
        if self.line_count() or not 0 <= at < len(self._empty_words):
            return Strip.blank(width, self.ground)
        style = self.ground + self.part("list--dim") if at else self.ground
        return Strip([Segment("    ", self.ground), segment(self._empty_words[at], width - 4, style)])

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        self._drawn.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._drawn.clear()
        self._show_cursor()

    def on_focus(self) -> None:
        """Show where the keys go."""
        self._show_cursor()
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    def action_cursor(self, lines: int) -> None:
        """Move the cursor."""
        self.move_to(self._cursor + lines)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages, leaving one line in sight."""
        self.move_to(self._cursor + pages * max(1, self.page_size - 1))

    def action_first(self) -> None:
        """Move to the first line."""
        self.move_to(0)

    def action_last(self) -> None:
        """Move to the last line."""
        self.move_to(self.line_count() - 1)

    def action_open(self) -> None:
        """Choose the line under the cursor."""
        if self._cursor >= 0:
            self.post_message(self.Opened(self, self._cursor))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one opens; one of the right button only moves it."""
        index = round(self.scroll_offset.y) + event.y
        if not (0 <= index < self.line_count() and self.can_stand_on(index)):
            return
        self.move_to(index)
        if event.chain >= 2 and event.button == 1:
            self.action_open()
