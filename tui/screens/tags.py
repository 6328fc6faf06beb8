"""The tag dialog: what the selected articles carry, what could be added, and what will happen on Enter.

It asks the store for tags through what it is handed, and gives back what to add and what to remove.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from corpus.text import fold_spaces, printable
from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.screens.dialog import Dialog, DialogHint, DialogTitle
from tui.widgets.choices import Choice, ChoiceList, MarkKind
from tui.widgets.one_line import StatusLine

OFFERED = 200
"""How many tags are offered at once."""


@dataclass(frozen=True, slots=True)
class TagChange:
    """What to do to the tags of the articles."""

    add: tuple[str, ...]
    remove: tuple[str, ...]


class TagDialog(Dialog[TagChange]):
    """Choose tags for some articles.

    Args:
        subject: Whose tags these are, in words: "40 articles".
        count: How many articles.
        on: How many of them carry each tag.
        complete: Gives tags that begin so, with counts.
        glyphs: The signs to draw with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.CHOICES)]

    def __init__(
        self,
        subject: str,
        count: int,
        on: Mapping[str, int],
        complete: Callable[[str, int], Sequence[tuple[str, int]]],
        glyphs: Glyphs,
    ) -> None:
        super().__init__()
        self._subject = subject
        self._count = count
        self._on = dict(on)
        self._complete = complete
        self._glyphs = glyphs
        self._wanted: dict[str, bool] = {}

    def inside(self) -> ComposeResult:
        """A box to type in, the tags, and what will happen."""
        yield DialogTitle(f"Tags of {self._subject}")
        yield Input(placeholder="type a tag, old or new", id="tag", compact=True)
        yield ChoiceList(self._glyphs, id="tags")
        yield StatusLine(id="plan")
        yield DialogHint("Enter turns the tag over   Enter alone saves   Esc drops it")

    def on_mount(self) -> None:
        """Show what is there, and start to type at once."""
        self.query_one(Input).focus()
        self._offer()

    @property
    def change(self) -> TagChange:
        """What has been decided so far."""
        add = tuple(tag for tag, on in self._wanted.items() if on and self._on.get(tag, 0) < self._count)
        remove = tuple(tag for tag, on in self._wanted.items() if not on and self._on.get(tag, 0))
        return TagChange(add, remove)

    def _mark(self, tag: str) -> MarkKind:
        if tag in self._wanted:
            return "on" if self._wanted[tag] else "off"
        carried = self._on.get(tag, 0)
        return "on" if carried >= self._count else "some" if carried else "off"

    def _offer(self) -> None:
        """Offer what fits what was typed: first what these articles carry, then other tags, then a new one."""
        typed = self._typed()
        found = list(self._complete(typed, OFFERED))
        counts = dict(found)
        mine = [tag for tag in {**self._wanted, **self._on} if typed.casefold() in tag.casefold()]
        tags = sorted(mine) + [tag for tag, _ in found if tag not in set(mine)]
        if typed in tags:
            tags.remove(typed)
            tags.insert(0, typed)
        choices = [self._choice(tag, counts.get(tag)) for tag in tags]
        if typed and typed not in tags:
            new = Choice(
                f"+{typed}", f"new tag: {printable(typed)}", "a tag that no article has yet", "off", strong=True
            )
            choices.append(new)
        self.query_one(ChoiceList).set_choices(choices, 0)
        self._say_plan()

    def _choice(self, tag: str, known: int | None) -> Choice:
        carried = self._on.get(tag, 0)
        remark = f"{carried:,} of {self._count:,} here" if 0 < carried < self._count else ""
        if known:
            remark = f"{remark}  {known:,}".strip()
        elif tag not in self._on:
            remark = "new"
        return Choice(f"+{tag}", tag, remark, self._mark(tag))

    def _typed(self) -> str:
        return fold_spaces(self.query_one(Input).value).lstrip("#").strip()

    def _say_plan(self) -> None:
        change = self.change
        parts = []
        if change.add:
            parts.append("add " + ", ".join(change.add))
        if change.remove:
            parts.append("remove " + ", ".join(change.remove))
        whom = self._subject if self._count > 1 else "this article"
        plan = f"Enter will {' and '.join(parts)}: {whom}" if parts else ""
        self.query_one("#plan", StatusLine).say(plan)

    @on(Input.Changed)
    def _typing(self) -> None:
        self._offer()

    @on(Input.Submitted)
    def _entered(self) -> None:
        if self._typed():
            self.action_open()
        else:
            change = self.change
            self.finish(change if change.add or change.remove else None)

    @on(ChoiceList.Opened)
    def _clicked(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Turn over the tag under the cursor: on, or off if all of the articles have it."""
        choice = self.query_one(ChoiceList).choice
        if choice is None:
            return
        tag = choice.key[1:]
        self._wanted[tag] = self._mark(tag) != "on"
        box = self.query_one(Input)
        if box.value:
            box.value = ""
        else:
            at = self.query_one(ChoiceList).cursor
            self._offer()
            self.query_one(ChoiceList).move_to(at)

    def action_cursor(self, lines: int) -> None:
        """Move in the list while typing."""
        self.query_one(ChoiceList).action_cursor(lines)

    def action_page(self, pages: int) -> None:
        """Move in the list by pages while typing."""
        self.query_one(ChoiceList).action_page(pages)

    def action_close(self) -> None:
        """Empty the box first, then close."""
        box = self.query_one(Input)
        if box.value:
            box.value = ""
        else:
            super().action_close()
