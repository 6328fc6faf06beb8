"""The dialog that gives a tag another name, or makes two tags one: it says how many articles that touches first.

It is handed the tags and how many articles carry them, and gives back the old name and the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from corpus.text import fold_spaces
from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.screens.dialog import Dialog, DialogHint, DialogTitle
from tui.widgets.choices import Choice, ChoiceList
from tui.widgets.one_line import StatusLine


class RenameDialog(Dialog[tuple[str, str]]):
    """Choose a tag, unless that is done, and its new name.

    Args:
        tags: All tags, with how many articles carry each.
        count: How many articles carry a tag or one below it.
        glyphs: The signs to draw with.
        tag: The tag to rename; empty if it is still to be chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.CHOICES, Scope.COMPLETING)]

    def __init__(
        self, tags: Sequence[tuple[str, int]], count: Callable[[str], int], glyphs: Glyphs, tag: str = ""
    ) -> None:
        super().__init__()
        self._tags = dict(tags)
        self._count = count
        self._glyphs = glyphs
        self._tag = tag

    def inside(self) -> ComposeResult:
        """A box to type in, the tags there are, and what will happen."""
        yield DialogTitle("Rename a tag, or merge it with another")
        yield Input(id="name", compact=True)
        yield ChoiceList(self._glyphs, id="tags")
        yield StatusLine(id="plan")
        yield DialogHint("Tab takes the name under the cursor    Enter goes on    Esc leaves it")

    def on_mount(self) -> None:
        """Start to type at once."""
        box = self.query_one(Input)
        box.focus()
        if self._tag:
            self._begin(self._tag)
        else:
            box.placeholder = "which tag?"
            self._offer()

    def _begin(self, tag: str) -> None:
        """Ask for the new name of a tag."""
        self._tag = tag
        self.query_one(DialogTitle).say(f"Rename {self._glyphs.tag}{tag} to …")
        box = self.query_one(Input)
        box.placeholder = "its new name; the name of another tag makes the two one"
        box.value = tag
        box.cursor_position = len(tag)
        box.select_all()
        self._offer()

    @property
    def _typed(self) -> str:
        return fold_spaces(self.query_one(Input).value).lstrip("#").strip().lower()

    def _offer(self) -> None:
        typed = "" if self._typed == self._tag else self._typed
        fitting = [tag for tag in self._tags if typed in tag.casefold() and tag != self._tag]
        fitting.sort(key=lambda tag: (not tag.startswith(typed), tag))
        self.query_one(ChoiceList).set_choices([Choice(tag, tag, f"{self._tags[tag]:,}") for tag in fitting[:500]], 0)
        self.query_one("#plan", StatusLine).say(self._plan())

    def _plan(self) -> str:
        """What Enter will do, with how many articles that touches."""
        new = self._typed
        if not self._tag or not new or new == self._tag:
            return ""
        count = self._count(self._tag)
        below = sum(each.startswith(self._tag + "/") for each in self._tags)
        whose = f"{count:,} {'article' if count == 1 else 'articles'}"
        more = f", with {below:,} {'tag' if below == 1 else 'tags'} below it" if below else ""
        if new in self._tags:
            return f"Enter merges: {whose} of {self._tag}{more} will carry {new}, as {self._tags[new]:,} do"
        return f"Enter renames it on {whose}{more}"

    @on(Input.Changed)
    def _typing(self) -> None:
        self._offer()

    @on(Input.Submitted)
    def _entered(self) -> None:
        if self._tag:
            self.finish((self._tag, self._typed) if self._typed not in ("", self._tag) else None)
        elif self._typed in self._tags:
            self._begin(self._typed)
        else:
            self.action_open()

    @on(ChoiceList.Opened)
    def _clicked(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Take the tag under the cursor: to be renamed, or as the new name."""
        choice = self.query_one(ChoiceList).choice
        if choice is None:
            return
        if not self._tag:
            self._begin(choice.key)
        else:
            self.action_complete()

    def action_complete(self) -> None:
        """Write the name under the cursor into the box."""
        choice = self.query_one(ChoiceList).choice
        if choice is not None:
            box = self.query_one(Input)
            box.value = choice.key
            box.cursor_position = len(choice.key)
            box.focus()

    def action_cursor(self, lines: int) -> None:
        """Move in the list while typing."""
        self.query_one(ChoiceList).action_cursor(lines)

    def action_page(self, pages: int) -> None:
        """Move in the list by pages while typing."""
        self.query_one(ChoiceList).action_page(pages)
