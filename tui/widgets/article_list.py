"""The list of articles: numbers in an array, rows fetched only for the lines in sight, a selection by number.

Where rows come from is handed in; nothing here searches, edits or opens an article.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.message import Message

from corpus.article import Row
from tui.commands import ALL, Scope, bindings
from tui.copies import Carried
from tui.glyphs import Glyphs
from tui.grouping import Head
from tui.widgets.drawing import date_text, segment
from tui.widgets.line_list import LineList

ROWS_KEPT = 2_000
"""How many fetched rows are remembered."""
MARGIN = 10
"""How many rows above and below the page are fetched with it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How many cells each column gets; 0 where it does not fit. The sum is the width of the list."""

    marks: int
    date: int
    title: int
    outlet: int
    tags: int


def columns(width: int) -> Columns:
    """Share a line out: the title needs most; outlet and tags come as the line gets wider."""
    marks, date = 4, 12
    if width < 40:
        marks, date = 4, 0
    outlet = 0 if width < 64 else min(24, max(14, width // 6))
    tags = 0 if width < 96 else min(40, width // 5)
    return Columns(marks, date, max(0, width - marks - date - outlet - tags), outlet, tags)


class ArticleList(LineList):
    """Articles, one a line, with a selection.

    Args:
        fetch: Gives the rows of some articles, in order; unknown ones left out.
        glyphs: The signs to draw with.
        tell: Tells of articles that carry one text, in a line; asked only for the groups in sight.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.LIST)]

    @dataclass(eq=False, repr=False)
    class SelectionChanged(Message):
        """So many articles are selected now."""

        count: int

    class OpenedNothing(Message):
        """Enter was pressed while the list is empty."""

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], list[Row]],
        glyphs: Glyphs,
        tell: Callable[[Carried], str] = str,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._fetch = fetch
        self._glyphs = glyphs
        self._tell = tell
        self._told: dict[Carried, str] = {}
        self._has_copies: Callable[[int], bool] = lambda _n: False
        self._rows: dict[int, Row] = {}
        self.ns: array[int] = array("I")
        self.heads: Sequence[Head] = ()
        self._head_starts: array[int] = array("L")
        self._head_lines: array[int] = array("L")
        self.selected: set[int] = set()
        self.range_start = -1

    def line_count(self) -> int:
        """How many lines there are: the articles, and the heads of their groups."""
        return len(self.ns) + len(self.heads)

    def can_stand_on(self, index: int) -> bool:
        """The cursor stands on articles only."""
        return self._at(index) >= 0

    def _at(self, line: int) -> int:
        """Which article a line shows, from 0; -1 for the head of a group."""
        if not self.heads:
            return line
        before = bisect_left(self._head_lines, line)
        return -1 if before < len(self.heads) and self._head_lines[before] == line else line - before

    def _line(self, at: int) -> int:
        """The line that shows an article."""
        return at + bisect_right(self._head_starts, at)

    @property
    def at(self) -> int:
        """Which of the articles is under the cursor, from 0; -1 if there is none."""
        return self._at(self.cursor) if self.cursor >= 0 else -1

    @property
    def current(self) -> int:
        """The number of the article under the cursor, 0 if there is none."""
        return self.ns[self.at] if 0 <= self.at < len(self.ns) else 0

    def mark_copies(self, has_copies: Callable[[int], bool]) -> None:
        """Mark the articles of which there are near-copies, from now on."""
        self._has_copies = has_copies
        self._told.clear()
        self.redraw()

    def _head(self, line: int) -> str:
        """What the group is called whose head a line is."""
        name = self.heads[bisect_left(self._head_lines, line)][1]
        if isinstance(name, str):
            return name
        if name not in self._told:
            self._told[name] = self._tell(name)
        return self._told[name]

    def show(self, ns: array[int], focus: int = 0, heads: Sequence[Head] = ()) -> None:
        """Show other articles, with the cursor on the one it was on, if that is among them.

        Args:
            ns: Their numbers, in order.
            focus: The article that the cursor shall be on; the one it is on by default.
            heads: Where groups of them begin, with their names.
        """
        wanted = focus or self.current
        at_cursor = self.at
        self.ns = ns
        self.heads = heads
        self._head_starts = array("L", (start for start, _ in heads))
        self._head_lines = array("L", (start + i for i, (start, _) in enumerate(heads)))
        self.range_start = -1
        try:
            index = ns.index(wanted) if wanted else 0
        except ValueError:
            index = 0 if focus else min(at_cursor, len(ns) - 1)
        self.lines_changed(self._line(max(0, index)))

    def forget(self, ns: Sequence[int] = ()) -> None:
        """Fetch rows anew: these, or all."""
        if ns:
            for n in ns:
                self._rows.pop(n, None)
        else:
            self._rows.clear()
        self._told.clear()
        self.redraw()

    def row(self, index: int) -> Row | None:
        """What is known of an article of the list, from 0; None if it is gone."""
        n = self.ns[index]
        if n not in self._rows:
            line = round(self.scroll_offset.y)
            top = line - bisect_left(self._head_lines, line)
            first = max(0, min(index, top - MARGIN))
            last = max(index + 1, top + self.page_size + MARGIN)
            if last - first > 4 * (self.page_size + 2 * MARGIN):
                first, last = index, index + 1
            if len(self._rows) > ROWS_KEPT:
                self._rows.clear()
            missing = [each for each in self.ns[first:last] if each not in self._rows]
            self._rows.update((row.n, row) for row in self._fetch(missing))
        return self._rows.get(n)

    @property
    def marked_count(self) -> int:
        """How many articles are drawn as selected: the selection, and the range that was begun."""
        if self.range_start < 0:
            return len(self.selected)
        first, last = sorted((self.range_start, self.at))
        return len(self.selected.union(self.ns[first : last + 1]))

    def _in_range(self, index: int) -> bool:
        return self.range_start >= 0 and min(self.range_start, self.at) <= index <= max(self.range_start, self.at)

    def line_key(self, index: int) -> Hashable:
        """A line depends on its article and on whether that is selected."""
        at = self._at(index)
        if at < 0:
            return self.heads[bisect_left(self._head_lines, index)]
        n = self.ns[at]
        return n, n in self.selected or self._in_range(at)

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """Draw one article, or the head of a group."""
        at = self._at(index)
        if at < 0:
            return [
                Segment("  ", base),
                segment(self._head(index), width - 2, base + self.part("list--head"), self._glyphs.ellipsis),
            ]
        row = self.row(at)
        if row is None:
            return [segment("    (no longer in the archive)", width, base + self.part("list--dim"))]
        cols, glyphs, more = columns(width), self._glyphs, self._glyphs.ellipsis
        selected = row.n in self.selected or self._in_range(at)
        if selected:
            base = base + self.part("list--selected")
        dim, accent = base + self.part("list--dim"), base + self.part("list--accent")
        on_cursor = index == self.cursor
        title_style = dim if row.read and not (on_cursor or selected) else base
        if row.missing:
            state, state_style = glyphs.missing, base + self.part("list--warning")
        else:
            state, state_style = ("" if row.read else glyphs.unread), accent
        parts = [
            Segment(glyphs.cursor if on_cursor else " ", accent),
            segment(glyphs.selected if selected else "", 1, accent),
            segment(state, 1, state_style),
            Segment(" ", base),
        ]
        if cols.date:
            parts += [segment(date_text(row.published), cols.date - 2, dim, more), Segment("  ", base)]
        room = cols.title - (2 if cols.outlet else 0)
        if self._has_copies(row.n):
            parts += [segment(glyphs.copies, 2, dim)]
            room -= 2
        parts.append(segment(row.title, room, title_style, more))
        if cols.outlet:
            parts += [Segment("  ", base), segment(row.outlet or row.credit, cols.outlet - 1, dim, more)]
            parts.append(Segment(" ", base))
        if cols.tags:
            text = " ".join(glyphs.tag + tag for tag in row.tags)
            parts.append(segment(text, cols.tags, accent if row.tags else dim, more))
        return parts

    def move_to(self, index: int) -> None:
        """Put the cursor on a line; a range that was begun grows with it."""
        super().move_to(index)
        if self.range_start >= 0:
            self.refresh()

    def _selection_changed(self) -> None:
        self.refresh()
        self.post_message(self.SelectionChanged(len(self.selected)))

    def clear_selection(self) -> bool:
        """Select nothing, and end a range that was begun; says whether there was anything to clear."""
        had = bool(self.selected) or self.range_start >= 0
        self.selected.clear()
        self.range_start = -1
        if had:
            self._selection_changed()
        return had

    def select(self, ns: Sequence[int]) -> None:
        """Select these besides what is selected."""
        self.selected.update(ns)
        self._selection_changed()

    def action_open(self) -> None:
        """Choose the article under the cursor."""
        if self.ns:
            super().action_open()
        else:
            self.post_message(self.OpenedNothing())

    def action_select(self) -> None:
        """Turn the selection of this line over, and move on."""
        if self.current:
            self.selected ^= {self.current}
            self.move_to(self.cursor + 1)
            self._selection_changed()

    def action_range(self) -> None:
        """Begin a range, or end it and select it."""
        if self.range_start < 0:
            self.range_start = self.at
        elif self.current:
            first, last = sorted((self.range_start, self.at))
            self.range_start = -1
            self.selected.update(self.ns[first : last + 1])
        self._selection_changed()

    def action_extend(self, lines: int) -> None:
        """Select this line and the next."""
        if self.current:
            self.selected.add(self.current)
            self.move_to(self.cursor + lines)
            self.selected.add(self.current)
            self._selection_changed()

    def action_select_all(self) -> None:
        """Select every line, or none if every line is selected."""
        everything = set(self.ns)
        if everything <= self.selected:
            self.selected -= everything
        else:
            self.selected |= everything
        self._selection_changed()

    def action_invert(self) -> None:
        """Select what is not selected."""
        self.selected = set(self.ns) - self.selected
        self._selection_changed()
