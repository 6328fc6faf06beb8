"""The ground of the browsing screen: its parts, its session and jobs, what it says, and what it asks.

Nothing here searches or edits; the screens built on this do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer

from tui import errors
from tui.commands import BY_ID, Command, Scope, applying, bindings, perform
from tui.glyphs import Glyphs
from tui.jobs import Jobs
from tui.messages import Failed
from tui.session import Session
from tui.view import View
from tui.widgets.article_list import ArticleList
from tui.widgets.facets import FacetPane
from tui.widgets.find_line import FindLine
from tui.widgets.one_line import FieldNote, KeyHint, KeyLine, Label, StatusLine
from tui.widgets.reader import ReaderView
from tui.widgets.search_box import SearchBox
from tui.widgets.suggestions import Suggestions

if TYPE_CHECKING:
    from tui.screens.dialog import Dialog

WIDE = 120
"""From how many columns on three panes are shown."""

Answer = TypeVar("Answer")


class Stage(Screen[None]):
    """The parts of the browsing screen.

    Args:
        session: What is browsed.
    """

    BINDINGS = [*bindings(applying(Scope.BROWSE), Scope.BROWSE)]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.jobs = Jobs(self, session)
        glyphs = session.glyphs
        settings = session.settings
        self.box = SearchBox(placeholder='words, "a phrase", tag:ambush, published:2020-06', compact=True, id="query")
        self.count = Label(id="count")
        self.field_note = FieldNote(glyphs.caret, glyphs.rule, id="field-note")
        self.facets = FacetPane(glyphs, id="facets")
        self.list = ArticleList(session.archive.articles.rows, glyphs, id="list")
        self.reader = ReaderView(glyphs, measure=settings.measure, isolate=settings.direction != "off", id="reader")
        self.status = StatusLine(id="status")
        self.keys = KeyLine(id="keys")
        self.find_line = FindLine()
        self.suggestions = Suggestions(glyphs)

    @property
    def view(self) -> View:
        """Where the user is."""
        return self.session.history.now

    @property
    def glyphs(self) -> Glyphs:
        """The signs to draw with."""
        return self.session.glyphs

    @property
    def is_wide(self) -> bool:
        """Whether three panes are shown."""
        return self.app.size.width >= WIDE

    def compose(self) -> ComposeResult:
        """The search line, the panes, what is going on, and the keys."""
        with Horizontal(id="search-line"):
            yield Label(f" {self.glyphs.prompt} ", id="prompt")
            yield self.box
            yield self.count
        yield self.field_note
        with Horizontal(id="panes"):
            yield self.facets
            yield self.list
            yield self.reader
        yield self.status
        yield self.keys

    # Saying and asking

    def say(self, notice: str, *, warning: bool = False) -> None:
        """Tell of something in the status line, until something else happens."""
        self.status.say(notice, warning=warning)

    def ask(self, dialog: Dialog[Answer], then: Callable[[Answer], None]) -> None:
        """Open a dialog, unless one is open already, and go on with what it gives, if it gives anything."""

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                then(answer)

        if self.is_active:
            self.app.push_screen(dialog, answered)

    def tell(self, error: Exception) -> None:
        """Show an error where it belongs."""
        shown = errors.shown(error)
        if shown.place == "field":
            column = self.box.column_of(shown.span[0]) + self.box.region.x
            self.field_note.point(column, f"{shown.title}: {shown.text}" if shown.text else shown.title)
        elif shown.place == "dialog":
            from tui.screens.dialog import TellDialog

            self.ask(TellDialog(shown.title, shown.text), lambda _: None)
        else:
            self.notify(shown.text, title=shown.title, severity="error", timeout=10, markup=False)
            self.say(shown.title, warning=True)

    @on(Failed)
    def _failed(self, failed: Failed) -> None:
        if failed.group in ("search", "mark") and failed.serial != self.jobs.latest(failed.group):
            return
        self.tell(failed.error)

    # The keys that matter where the focus is

    @property
    def is_finding(self) -> bool:
        """Whether it is being typed what to find in the article."""
        return self.find_line.box.has_focus

    def focus_scope(self) -> Scope:
        """The scope of the pane in focus."""
        if self.is_finding:
            return Scope.FIND
        for pane, scope in ((self.box, Scope.SEARCH), (self.reader, Scope.READER), (self.facets, Scope.FACETS)):
            if pane.has_focus:
                return scope
        return Scope.LIST

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane that has the focus."""
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that matter here."""
        scope = self.focus_scope()
        commands = applying(scope) + ([] if scope in (Scope.SEARCH, Scope.FIND) else applying(Scope.BROWSE))
        self.keys.set_hints([self._hint(command) for command in commands if command.footer])

    def _hint(self, command: type[Command]) -> KeyHint:
        shown = self.session.settings.keymap.shown(command)
        return KeyHint(shown[0] if shown else "", command.footer, command.id(), command.is_spare)

    @on(KeyLine.Pressed)
    async def _key_clicked(self, pressed: KeyLine.Pressed) -> None:
        await self.run_command(pressed.command)

    def action_command(self, name: str) -> None:
        """Do a command, by its id: this screen, or else the app."""
        if not perform(self, name):
            perform(self.app, name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a query is typed, keys are letters and not commands."""
        return not (action == "command" and (self.box.has_focus or self.is_finding))

    async def run_command(self, name: str) -> None:
        """Run a command as its key would."""
        command = BY_ID[name]
        if command.action:
            there = self.reader if Scope.READER in command.scopes and Scope.LIST not in command.scopes else self.focused
            await self.app.run_action(command.action, default_namespace=there or self)
        else:
            self.action_command(name)

    def later(self, seconds: float, what: Callable[[], None], before: Timer | None) -> Timer:
        """Do something soon, in place of what was to be done before."""
        if before is not None:
            before.stop()
        return self.set_timer(seconds, what)
