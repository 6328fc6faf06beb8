"""A short list of choices for dialogs: a mark, a name and a remark on each line."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.widgets.drawing import fitted, segment
from tui.widgets.line_list import LineList

MarkKind = Literal["", "on", "off", "some"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One line.

    Attributes:
        key: What the choice is called among programs.
        label: What it is called among people.
        remark: A few words at the end of the line.
        mark: Whether it is taken; empty for choices that have no such state.
        strong: Whether the line stands out.
    """

    key: str
    label: str
    remark: str = ""
    mark: MarkKind = ""
    strong: bool = False


class ChoiceList(LineList):
    """Choices, one a line."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.CHOICES)]

    def __init__(self, glyphs: Glyphs, choices: Sequence[Choice] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._choices = list(choices)

    def on_mount(self) -> None:
        """Show what was given."""
        self.lines_changed(max(0, self.cursor))

    def set_choices(self, choices: Sequence[Choice], cursor: int | None = None) -> None:
        """Show other choices."""
        self._choices = list(choices)
        self.lines_changed(cursor)

    @property
    def choice(self) -> Choice | None:
        """The choice under the cursor."""
        return self._choices[self.cursor] if 0 <= self.cursor < len(self._choices) else None

    @property
    def choices(self) -> Sequence[Choice]:
        """All of them."""
        return self._choices

    def line_count(self) -> int:
        """How many choices there are."""
        return len(self._choices)

    def can_stand_on(self, index: int) -> bool:
        """The cursor passes over lines without a key, such as heads."""
        return bool(self._choices[index].key)

    def line_key(self, index: int) -> Hashable:
        """A line depends on its choice alone."""
        return self._choices[index]

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """Draw one choice."""
        choice = self._choices[index]
        if not choice.key:
            return [Segment(" ", base), segment(choice.label, width - 1, base + self.part("list--head"))]
        signs = {"": "", "on": self._glyphs.on, "off": self._glyphs.off, "some": self._glyphs.some}
        sign = f"{signs[choice.mark]} " if choice.mark else ""
        spare = max(width // 3, width - len(sign) - cell_len(choice.label) - 6)
        remark = fitted(choice.remark, min(cell_len(choice.remark), spare)) if choice.remark else ""
        accent = base + self.part("list--accent")
        style = base + self.part("list--strong") if choice.strong else base
        room = width - 2 - len(sign) - cell_len(remark) - 1
        return [
            Segment(self._glyphs.cursor if index == self.cursor else " ", accent),
            Segment(" ", base),
            Segment(sign, accent if choice.mark in ("on", "some") else base),
            segment(choice.label, room, style, self._glyphs.ellipsis),
            Segment(remark, base + self.part("list--dim")),
            Segment(" ", base),
        ]
