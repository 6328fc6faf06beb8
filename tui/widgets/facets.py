"""The facet pane: tags, outlets and years of what is found, with counts; one key narrows the query to a value.

It only says what was chosen; how a query is changed and what is counted is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.query_terms import facet_term, facet_terms, has_term
from tui.widgets.drawing import segment
from tui.widgets.line_list import LineList

HEADS = {"tag": "Tags", "outlet": "Outlets", "year": "Years"}
VALUES_SHOWN = 200
"""How many values of a kind are listed, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the pane: a head, a value, or a word on what is left out."""

    kind: str
    value: str = ""
    count: int = 0
    term: str = ""


class FacetPane(LineList):
    """What the found articles have in common."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.FACETS)]

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """A value was chosen: the term to put into the query or to take out of it."""

        term: str

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._lines: list[Line] = []
        self._query = ""

    def show(self, facets: Mapping[str, Sequence[tuple[str, int]]], query: str) -> None:
        """Show the facets of what a query found, with the cursor on the value it was on.

        What the query leaves out, or narrows to without finding any, is listed too: it can be taken back here.
        """
        before = self._lines[self.cursor].term if 0 <= self.cursor < len(self._lines) else ""
        self._query = query
        lines: list[Line] = []
        asked = facet_terms(query)
        for kind, head in HEADS.items():
            values = list(facets.get(kind, ()))
            known = {value for value, _ in values[:VALUES_SHOWN]}
            values[:0] = [(value, 0) for its, value in asked if its == kind and value not in known]
            if not values:
                continue
            if lines:
                lines.append(Line(""))
            lines.append(Line(kind, head))
            lines += [Line(kind, value, count, facet_term(kind, value)) for value, count in values[:VALUES_SHOWN]]
            if len(values) > VALUES_SHOWN:
                lines.append(Line("", f"and {len(values) - VALUES_SHOWN:,} more"))
        self._lines = lines
        at = next((i for i, line in enumerate(lines) if before and line.term == before), 0)
        self.lines_changed(at)

    @property
    def current(self) -> tuple[str, str]:
        """The kind and the value under the cursor, empty if there is none."""
        line = self._lines[self.cursor] if 0 <= self.cursor < len(self._lines) else Line("")
        return (line.kind, line.value) if line.term else ("", "")

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def can_stand_on(self, index: int) -> bool:
        """The cursor stands on values only."""
        return bool(self._lines[index].term)

    def _mark(self, line: Line) -> str:
        if has_term(self._query, line.term):
            return self._glyphs.selected
        return "-" if has_term(self._query, "-" + line.term) else ""

    def line_key(self, index: int) -> Hashable:
        """A line depends on its words and on the query."""
        line = self._lines[index]
        return line, bool(line.term) and self._mark(line)

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """Draw a head or a value with its count."""
        line = self._lines[index]
        if not line.term:
            name = "list--head" if line.kind else "list--dim"
            return [Segment(" ", base), segment(line.value, width - 1, base + self.part(name))]
        mark, accent = self._mark(line), self.part("list--accent")
        count = "left out" if mark == "-" else f"{line.count:,}"
        style = base + accent if mark else base
        return [
            Segment(self._glyphs.cursor if index == self.cursor and self.has_focus else " ", base + accent),
            segment(mark, 2, base + accent),
            segment(line.value, width - len(count) - 5, style, self._glyphs.ellipsis),
            Segment(f" {count} ", base + self.part("list--dim")),
        ]

    def on_click(self, event: events.Click) -> None:
        """A click narrows to a value, or widens again."""
        index = round(self.scroll_offset.y) + event.y
        if event.chain < 2 and event.button == 1 and 0 <= index < self.line_count() and self.can_stand_on(index):
            self.move_to(index)
            self.action_open()

    def action_open(self) -> None:
        """Narrow to the value under the cursor, or widen again."""
        if self.cursor >= 0:
            self.post_message(self.Chosen(self._lines[self.cursor].term))

    def action_exclude(self) -> None:
        """Leave out what has this value, or take it in again."""
        if self.cursor >= 0:
            self.post_message(self.Chosen("-" + self._lines[self.cursor].term))
