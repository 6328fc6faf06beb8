"""The search box: a query of one line. It says what was typed; what a query means is known elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from tui.commands import ALL, Scope, bindings


class SearchBox(Input):
    """Where queries are typed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.SEARCH)]

    class Dropped(Message):
        """What was typed is not wanted after all."""

    class Entered(Message):
        """Enter was pressed."""

    class Completing(Message):
        """What is before the cursor shall be completed."""

    @dataclass(eq=False, repr=False)
    class Moved(Message):
        """A line above or below is wanted: of what is offered, or of earlier queries."""

        step: int

    def column_of(self, offset: int) -> int:
        """The column of the box at which a character of the query is seen, 0 for its first cell."""
        return cell_len(self.value[:offset]) - round(self.scroll_offset.x)

    def set_quietly(self, query: str) -> None:
        """Put a query in without saying that it changed."""
        if query != self.value:
            with self.prevent(Input.Changed):
                self.value = query
            self.cursor_position = len(query)

    def action_drop(self) -> None:
        """Drop what was typed."""
        self.post_message(self.Dropped())

    def action_enter(self) -> None:
        """Take what is offered, or search."""
        self.post_message(self.Entered())

    def action_complete(self) -> None:
        """Complete what is before the cursor."""
        self.post_message(self.Completing())

    def action_move(self, step: int) -> None:
        """Go to another line."""
        self.post_message(self.Moved(step))
