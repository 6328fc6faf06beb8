"""The page of what needs looking after: files not read, words people differ on, lost passages."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.commands import ALL, Scope, bindings
from tui.commands.boxes import Choose
from tui.glyphs import Glyphs
from tui.screens.pages import Page
from tui.troubles import HEADS, Kind, Trouble
from tui.widgets.document import plain
from tui.widgets.drawing import segment
from tui.widgets.line_list import LineList
from tui.widgets.text_view import TextView


class TroubleList(LineList):
    """Troubles, one a line, with a head for each kind."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.PAGE), Choose.binding()]

    def __init__(self, troubles: Sequence[Trouble], glyphs: Glyphs) -> None:
        super().__init__(id="problems")
        self._glyphs = glyphs
        self._lines: list[Trouble | str] = []
        for kind in HEADS:
            these = [each for each in troubles if each.kind == kind]
            if these:
                self._lines += (
                    ["", counted_kind(kind, len(these)), *these]
                    if self._lines
                    else [counted_kind(kind, len(these)), *these]
                )

    def on_mount(self) -> None:
        """Begin at the first."""
        self.lines_changed(0)
        self.focus()

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def can_stand_on(self, index: int) -> bool:
        """The cursor passes over heads."""
        return isinstance(self._lines[index], Trouble)

    def line_key(self, index: int) -> Hashable:
        """Troubles do not change while they are shown."""
        return index

    @property
    def trouble(self) -> Trouble | None:
        """The one under the cursor."""
        line = self._lines[self.cursor] if 0 <= self.cursor < len(self._lines) else None
        return line if isinstance(line, Trouble) else None

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """What it is about, and what is wrong."""
        line = self._lines[index]
        if isinstance(line, str):
            return [Segment(" ", base), segment(line, width - 1, base + self.part("list--head"))]
        reason = min(46, width // 2)
        mark = self._glyphs.cursor if index == self.cursor else " "
        return [
            Segment(mark + " ", base + self.part("list--accent")),
            segment(line.what, width - reason - 4, base, self._glyphs.ellipsis),
            Segment("  ", base),
            segment(line.reason, reason, base + self.part("list--dim"), self._glyphs.ellipsis),
        ]


class TroublesPage(Page[int]):
    """What needs looking after, why, and what to do; gives back the number of an article to open."""

    def __init__(self, troubles: Sequence[Trouble], glyphs: Glyphs) -> None:
        super().__init__(summary(troubles), hint="Enter opens the article, if there is one    Esc closes")
        self._troubles = troubles
        self._glyphs = glyphs

    def inside(self) -> ComposeResult:
        """The list, and all about the line under the cursor."""
        yield TroubleList(self._troubles, self._glyphs)
        detail = TextView(measure=90, id="detail")
        detail.can_focus = False
        yield detail

    @on(LineList.Moved)
    def _tell(self) -> None:
        trouble = self.query_one(TroubleList).trouble
        words = trouble.todo if trouble else "Every file was read, nobody differs, and no passage is lost."
        self.query_one("#detail", TextView).set_document(plain([("body", words)]))

    @on(LineList.Opened)
    def _opened(self) -> None:
        trouble = self.query_one(TroubleList).trouble
        if trouble is not None and trouble.article:
            self.finish(trouble.article)


def counted_kind(kind: Kind, count: int) -> str:
    """How many troubles of a kind there are, in words."""
    one, many = HEADS[kind]
    return f"{count:,} {one if count == 1 else many}"


def summary(troubles: Sequence[Trouble]) -> str:
    """All of it in a few words."""
    kinds = [each.kind for each in troubles]
    found = [counted_kind(kind, kinds.count(kind)) for kind in HEADS if kind in kinds]
    if not found:
        return "Nothing needs looking after"
    rest = len(troubles) - kinds.count(kinds[0])
    return f"{found[0]}, and {rest:,} more to look after" if rest else found[0]
