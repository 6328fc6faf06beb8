"""The line to find something within the article in the reader: a box, and which place of how many is shown.

It says what is typed; the reader finds it.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from tui.commands import ALL, Scope, bindings
from tui.widgets.one_line import Label


class FindBox(Input):
    """Where it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.FIND)]

    class Kept(Message):
        """The reader shall have the keys, with what was found."""

    class Dropped(Message):
        """Nothing is to be found any more."""

    class Stepped(Message):
        """Another of the places found is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def action_keep(self) -> None:
        """Go to the article."""
        self.post_message(self.Kept())

    def action_drop(self) -> None:
        """End finding."""
        self.post_message(self.Dropped())

    def action_step(self, step: int) -> None:
        """Go to another place."""
        self.post_message(self.Stepped(step))


class FindLine(Horizontal):
    """The box with a word before it and a count after it."""

    DEFAULT_CSS = """
    FindLine { height: 1; }
    FindLine Input { width: 1fr; height: 1; border: none; padding: 0; }
    FindLine Input:focus { border: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="find-line")
        self.box = FindBox(placeholder="in this article", compact=True, id="find")
        self.count = Label(id="found")
        self.display = False

    def compose(self) -> ComposeResult:
        """A word, the box, the count."""
        yield Label(" Find ")
        yield self.box
        yield self.count
