"""Picking one of a few, with a second thing that can be done with it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from tui.commands import ALL, Scope, bindings
from tui.screens.dialog import PickDialog
from tui.widgets.choices import ChoiceList

GO = "g"
TAKE_AWAY = "-"
"""What stands before the key of a choice that is to be taken away."""


class GoDialog(PickDialog):
    """Pick one to open it, or to go to where it stands; each choice's key is where that is, a space, and what it is."""

    def on_key(self, event: events.Key) -> None:
        """The letter goes there."""
        choice = self.query_one(ChoiceList).choice
        if event.character == GO and choice is not None:
            event.stop()
            self.finish(choice.key.partition(" ")[0])


class SavedDialog(PickDialog):
    """Pick a saved search to go to it, or to take it away; its key then has a sign before it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.SAVED)]

    def action_take_away(self) -> None:
        """Have the search under the cursor taken away."""
        choice = self.query_one(ChoiceList).choice
        if choice is not None:
            self.finish(TAKE_AWAY + choice.key)
