"""The dialog of a name's spellings: take them in, leave them, accept one as an alias, refuse one for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.screens.dialog import Dialog, DialogHint, DialogTitle
from tui.screens.editing import counted
from tui.widgets.choices import Choice, ChoiceList
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from index.names.asking import Answer, Shown

SWITCH = "\0"
"""The key of the line that takes all spellings in, or leaves them."""

Decided = tuple[str, str, int]
"""`search`, `accept` or `refuse`; the spelling, "" for all of them; and on which line that was."""


class SpellingsDialog(Dialog[Decided]):
    """The spellings of a name, those that only may be of it last.

    Args:
        answer: The spellings.
        glyphs: The signs to draw with.
        everywhere: Whether the query has all of them already.
        start: The line under the cursor.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.SPELLINGS)]

    def __init__(self, answer: Answer, glyphs: Glyphs, *, everywhere: bool, start: int = 0) -> None:
        super().__init__()
        self._answer = answer
        self._glyphs = glyphs
        self._everywhere = everywhere
        self._start = start
        self._choices = spelling_choices(answer, everywhere=everywhere)

    def inside(self) -> ComposeResult:
        """A title, the spellings, and what the keys do."""
        yield DialogTitle(f"Spellings of {self._answer.text}")
        choices = ChoiceList(self._glyphs, self._choices, id="choices")
        choices.styles.height = min(len(self._choices), 14)
        yield choices
        yield DialogHint("Enter searches  y accepts  x refuses  = all or one  Esc")

    def on_mount(self) -> None:
        """Put the cursor where it was."""
        choices = self.query_one(ChoiceList)
        choices.focus()
        choices.lines_changed(min(max(0, self._start), len(self._choices) - 1))

    @on(LineList.Opened)
    def _opened(self) -> None:
        listing = self.query_one(ChoiceList)
        if listing.choice is not None and listing.choice.key:
            if listing.choice.key == SWITCH:
                self.action_decide("switch")
            else:
                self.finish(("search", listing.choice.key, listing.cursor))

    def action_decide(self, verb: str) -> None:
        """Accept or refuse the spelling under the cursor, or take all in or leave them."""
        listing = self.query_one(ChoiceList)
        key = listing.choice.key if listing.choice else ""
        if verb == "switch":
            self.finish(("search", self._answer.text if self._everywhere else "", listing.cursor))
        elif key and key != SWITCH:
            self.finish((verb, key, listing.cursor))


def spelling_choices(answer: Answer, *, everywhere: bool) -> Sequence[Choice]:
    """What there is to choose: all spellings or only one's own, then each, those that are only alike last."""
    matching, alike = answer.at("match"), answer.at("suggest")
    switch = (
        Choice(SWITCH, f"only as written: {answer.text}", "")
        if everywhere
        else Choice(SWITCH, f"all {counted(len(matching), 'spelling')} together", "", strong=True)
    )

    def line(shown: Shown) -> Choice:
        label = shown.text if shown.level == "match" else f"perhaps {shown.text}"
        return Choice(shown.text, label, f"{counted(shown.articles, 'article')}  {shown.why}")

    return [switch, *map(line, (*matching, *alike))]
