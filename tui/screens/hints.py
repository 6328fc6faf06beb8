"""The moment in which the letters that lie over addresses are typed: everything stays in sight, keys are letters."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from tui.screens.dialog import Dialog, DialogHint


class HintLine(DialogHint, can_focus=True):
    """What to type; it takes the keys."""

    DEFAULT_CSS = """
    HintLine { margin: 0; }
    """


class HintScreen(Dialog[str]):
    """Choose one of some labels by typing it.

    Args:
        labels: What may be typed; none begins another.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self._labels = tuple(labels)
        self._typed = ""

    def compose(self) -> ComposeResult:
        """One line at the bottom."""
        yield HintLine("Type the letters on an address    Esc leaves it")

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(HintLine).focus()

    def on_key(self, event: events.Key) -> None:
        """A letter chooses, or is the first of two; any other key ends it."""
        if event.character is None or not event.is_printable:
            return
        event.stop()
        self._typed += event.character.lower()
        if self._typed in self._labels:
            self.finish(self._typed)
        elif not any(label.startswith(self._typed) for label in self._labels):
            self.action_close()
