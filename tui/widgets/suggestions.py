"""What the words in the search box may become: a small list under the box, which keeps the keys to itself.

It shows what it is handed; what may be meant is known by the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events

from tui.glyphs import Glyphs
from tui.widgets.choices import Choice, ChoiceList

if TYPE_CHECKING:
    from tui.ports import Completion

MOST_SHOWN = 10


class Suggestions(ChoiceList, can_focus=False):
    """Completions, the likeliest first."""

    DEFAULT_CSS = """
    Suggestions { layer: above; width: 56; max-width: 100%; height: auto; display: none; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs, id="suggestions")
        self._completions: list[Completion] = []

    def offer(self, completions: Sequence[Completion], column: int) -> None:
        """Show completions under a column of the screen."""
        self._completions = list(completions[:MOST_SHOWN])
        count = len(self._completions)
        self.styles.height = count
        self.styles.offset = (max(0, min(column, self.app.size.width - 56)), 1)
        self.display = True
        choices = [
            Choice(str(at), each.replacement, f"{each.kind} {each.count:,}" if each.count else each.kind)
            for at, each in enumerate(self._completions)
        ]
        self.set_choices(choices, 0)

    def close(self) -> bool:
        """Take the list away; says whether it was there."""
        was = self.is_open
        self.display = False
        self._completions = []
        return was

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose from."""
        return bool(self._completions)

    @property
    def completion(self) -> Completion | None:
        """The one under the cursor."""
        return self._completions[self.cursor] if 0 <= self.cursor < len(self._completions) else None

    def on_click(self, event: events.Click) -> None:
        """A click takes a line."""
        super().on_click(event)
        if event.chain < 2:
            self.action_open()
