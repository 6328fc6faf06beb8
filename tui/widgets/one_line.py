"""Lines of one row: the status line, the line of keys, the count beside the search box, the note under it.

They draw what they are told; archive text in them is made printable and never read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from corpus.text import printable
from tui.bidi import has_rtl
from tui.widgets.drawing import fitted


class OneLine(Widget):
    """A line that is drawn by hand."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--dim", "line--accent", "line--key", "line--warning"}

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """

    def part(self, name: str) -> Style:
        """The style of a part, with the line's own background."""
        return self.rich_style + self.get_component_rich_style(name, partial=True)

    def pieces(self, width: int) -> list[Segment]:
        """What the line holds."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        return Strip(self.pieces(width)).adjust_cell_length(width, self.rich_style)


LEAST_BESIDE = 16
"""In fewer cells it is not told what goes on."""


class StatusLine(OneLine):
    """What is shown and selected, what just happened, and what goes on in the background."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.counts = ""
        self.notice = ""
        self.background = ""
        self.place = ""
        self.warning = False

    def say(self, notice: str, *, warning: bool = False) -> None:
        """Show what just happened, until something else does."""
        self.notice = printable(notice)
        self.warning = warning
        self.refresh()

    def set_counts(self, counts: str) -> None:
        """Show what the list holds."""
        self.counts = printable(counts)
        self.refresh()

    def set_background(self, words: str) -> None:
        """Show what goes on in the background."""
        self.background = printable(words)
        self.refresh()

    def pieces(self, width: int) -> list[Segment]:
        """The notice if there is one, else the counts; at the right what goes on, or where the user is if that fits."""
        right = self.background or printable(self.place)
        beside = width - 4 - max(20, cell_len(self.notice))
        if cell_len(right) > beside:
            # What just happened is said in full; of what goes on, as much as there is room for.
            right = fitted(right, beside) if self.background and beside >= LEAST_BESIDE else ""
        room = width - 2 - (cell_len(right) + 2 if right else 0)
        name = "line--warning" if self.warning else "line--accent"
        left_style = self.part(name) if self.notice else self.part("line--dim")
        parts = [Segment(" ", self.rich_style), Segment(fitted(self.notice or self.counts, room), left_style)]
        if right:
            parts.append(Segment(f"  {right} ", self.part("line--dim")))
        return parts


class Label(OneLine):
    """A few words at the right end of their line, as wide as they need."""

    DEFAULT_CSS = """
    Label { width: auto; }
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.text = text

    def set_text(self, text: str) -> None:
        """Show other words."""
        if text != self.text:
            self.text = printable(text)
            self.styles.width = cell_len(self.text)
            self.refresh()

    def on_mount(self) -> None:
        """Take the room that is needed."""
        self.styles.width = cell_len(self.text)

    def pieces(self, width: int) -> list[Segment]:
        """The words."""
        return [Segment(fitted(self.text, width, right=True), self.part("line--dim"))]


class FieldNote(OneLine):
    """What is wrong with a field above, with a caret under the place."""

    def __init__(self, caret: str, rule: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._caret = caret
        self._rule = rule
        self._text = ""
        self._preview = ""
        self._column = 0

    @property
    def text(self) -> str:
        """What is wrong, empty if nothing is."""
        return self._text

    def point(self, column: int, text: str) -> None:
        """Say what is wrong at a column."""
        self._column = max(0, column)
        self._text = printable(text)
        self.refresh()

    def preview(self, text: str) -> None:
        """Show how right-to-left text in the field reads; fields show letters in the order in which they are typed."""
        text = printable(text) if has_rtl(text) else ""
        if text != self._preview:
            self._preview = text
            self.refresh()

    def clear(self) -> None:
        """Nothing is wrong."""
        if self._text:
            self._text = ""
            self.refresh()

    def pieces(self, width: int) -> list[Segment]:
        """A quiet rule, or the caret with the words on the side where they fit."""
        if not self._text and self._preview:
            words = fitted(self._preview, width - 3)
            return [Segment("   ", self.rich_style), Segment(words, self.part("line--accent"))]
        if not self._text:
            return [Segment(self._rule * width, self.part("line--dim"))]
        column = min(self._column, width - 1)
        style = self.part("line--warning")
        if column + 2 + cell_len(self._text) <= width or column < width // 2:
            line = " " * column + self._caret + " " + self._text
        else:
            words = fitted(self._text, min(cell_len(self._text), column - 1))
            line = " " * (column - 1 - cell_len(words)) + words + " " + self._caret
        return [Segment(fitted(line, width), style)]


class KeyHint(NamedTuple):
    """A key, what it does in a word, the command it runs, and whether it is left out first where not all fit."""

    key: str
    word: str
    command: str
    is_spare: bool = False

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return cell_len(self.key) + cell_len(self.word) + 1


class KeyLine(OneLine):
    """The handful of keys that matter here; each can be clicked."""

    @dataclass(eq=False, repr=False)
    class Pressed(Message):
        """A hint was clicked."""

        command: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._hints: Sequence[KeyHint] = ()
        self._places: list[tuple[int, int, str]] = []

    def set_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show other keys."""
        if list(hints) != list(self._hints):
            self._hints = tuple(hints)
            self.refresh()

    def pieces(self, width: int) -> list[Segment]:
        """As many hints as fit."""
        parts = [Segment(" ", self.rich_style)]
        self._places = []
        used = 1
        for hint in self._fitting(width):
            wide = hint.width
            if used + wide > width:
                break
            parts += [
                Segment(hint.key, self.part("line--key")),
                Segment(" " + hint.word, self.part("line--dim")),
                Segment("  ", self.rich_style),
            ]
            self._places.append((used, used + wide, hint.command))
            used += wide + 2
        return parts

    def _fitting(self, width: int) -> Sequence[KeyHint]:
        """The hints without as many of the spare ones as do not fit, the last of them left out first."""
        kept = list(self._hints)
        for hint in reversed(self._hints):
            if sum(each.width + 2 for each in kept) - 1 <= width:
                break
            if hint.is_spare:
                kept.remove(hint)
        return kept

    def on_click(self, event: events.Click) -> None:
        """Run the command that was clicked."""
        for start, end, command in self._places:
            if start <= event.x < end:
                self.post_message(self.Pressed(command))
