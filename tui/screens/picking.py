"""Picking one of a few, with a second thing that can be done with it."""

from __future__ import annotations

from textual import events

from tui.screens.dialog import PickDialog
from tui.widgets.choices import ChoiceList

GO = "g"


class GoDialog(PickDialog):
    """Pick one to open it, or to go to where it stands; each choice's key is where that is, a space, and what it is."""

    def on_key(self, event: events.Key) -> None:
        """The letter goes there."""
        choice = self.query_one(ChoiceList).choice
        if event.character == GO and choice is not None:
            event.stop()
            self.finish(choice.key.partition(" ")[0])
