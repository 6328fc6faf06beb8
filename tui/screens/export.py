"""The export dialog: what goes out, with what, and to which file. It gives back the wish; it writes nothing."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.screens.dialog import Dialog, DialogHint, DialogTitle
from tui.session import ExportWish
from tui.widgets.choices import Choice, ChoiceList
from tui.widgets.one_line import StatusLine

PROFILES = {
    "share": ("share", "what is open; no names of coders, no notes, no paths"),
    "team": ("team", "also notes, paths and what is for the team"),
}
SETS = {"selection": "the selection", "list": "what the list holds", "all": "everything"}


class ExportDialog(Dialog[ExportWish]):
    """Decide what to export.

    Args:
        sets: The articles of each set, by a key of `SETS`; the first is chosen at the start.
        out: The file to offer.
        query: What the list was found by.
        glyphs: The signs to draw with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.CHOICES)]

    def __init__(self, sets: Mapping[str, array[int]], out: Path, query: str, glyphs: Glyphs) -> None:
        super().__init__()
        self._sets = {name: ns for name, ns in sets.items() if ns}
        self._out = out
        self._query = query
        self._glyphs = glyphs
        self._what = next(iter(self._sets), "all")
        self._profile = "share"
        self._text = False
        self._may_replace = ""

    def inside(self) -> ComposeResult:
        """A file name, the choices, and what will happen."""
        yield DialogTitle("Export to YAML")
        yield Input(value=str(self._out), id="file", compact=True)
        yield ChoiceList(self._glyphs, id="options")
        yield StatusLine(id="plan")
        yield DialogHint("Enter on the name exports   Down and Enter choose   Esc drops it")

    def on_mount(self) -> None:
        """Offer the file name first, so that Enter is enough."""
        self.query_one(Input).focus()
        self._offer(1)

    def _offer(self, cursor: int) -> None:
        choices = [Choice("", "What")]
        for name, ns in self._sets.items():
            choices.append(Choice(f"what:{name}", SETS[name], f"{len(ns):,}", "on" if name == self._what else "off"))
        choices.append(Choice("", "Profile"))
        for name, (label, remark) in PROFILES.items():
            choices.append(Choice(f"profile:{name}", label, remark, "on" if name == self._profile else "off"))
        choices.append(Choice("", "With"))
        choices.append(Choice("text", "the texts of the articles", "", "on" if self._text else "off"))
        listing = self.query_one(ChoiceList)
        listing.set_choices(choices, cursor)
        listing.styles.height = len(choices)
        self._say_plan()

    def _say_plan(self, warning: str = "") -> None:
        count = len(self._sets.get(self._what, ()))
        plan = f"{count:,} article{'' if count == 1 else 's'} will be written"
        self.query_one("#plan", StatusLine).say(warning or plan, warning=bool(warning))

    @on(ChoiceList.Opened)
    def _chosen(self) -> None:
        choice = self.query_one(ChoiceList).choice
        if choice is None:
            return
        kind, _, value = choice.key.partition(":")
        if kind == "what":
            self._what = value
        elif kind == "profile":
            self._profile = value
        else:
            self._text = not self._text
        self._offer(self.query_one(ChoiceList).cursor)

    @on(Input.Changed)
    def _typing(self) -> None:
        self._may_replace = ""
        self._say_plan()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        name = event.value.strip()
        if not name:
            self._say_plan("Name the file to write")
            return
        out = Path(name).expanduser()
        try:
            problem = self._problem(out)
        except (OSError, ValueError, RuntimeError):
            problem = "This cannot be the name of a file"
        if problem:
            self._say_plan(problem)
            return
        query = self._query if self._what == "list" else ""
        self.finish(ExportWish(self._sets.get(self._what, array("I")), out, self._profile, self._text, query))

    def _problem(self, out: Path) -> str:
        """Why this file cannot be written yet, empty if it can."""
        if out.is_dir():
            return "This is a folder; name a file in it"
        if not out.absolute().parent.is_dir():
            return "There is no such folder"
        if out.exists() and self._may_replace != str(out):
            self._may_replace = str(out)
            return "The file exists. Enter again replaces it"
        return ""

    def action_cursor(self, _lines: int) -> None:
        """From the file name to the choices."""
        self.query_one(ChoiceList).focus()

    def action_page(self, pages: int) -> None:
        """From the file name to the choices."""
        self.action_cursor(pages)

    def action_open(self) -> None:
        """Enter is taken by the part in focus."""
