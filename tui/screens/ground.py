"""The ground of every whole screen: its session and jobs, what it says, what it asks, and the keys that matter.

What a screen shows, and what of an archive it reads, is decided by the screens built on this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from tui.commands import BY_ID, Command, Scope, applying, perform
from tui.commands.base import WHOLE
from tui.glyphs import Glyphs
from tui.jobs import Jobs
from tui.messages import Failed
from tui.session import Session
from tui.view import View
from tui.widgets.one_line import KeyHint, KeyLine, StatusLine

if TYPE_CHECKING:
    from tui.screens.dialog import Dialog

WIDE = 120
"""From how many columns on panes stand side by side."""

Answer = TypeVar("Answer")


class Ground(Screen[None]):
    """A whole screen.

    Args:
        session: What is worked on.
    """

    BINDINGS: ClassVar[list[BindingType]] = []
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        # Known from the start, so that what is put on the screen is not styled twice.
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow")
        self.session = session
        self.jobs = Jobs(self, session)
        self.status = StatusLine(id="status")
        self.keys = KeyLine(id="keys")
        self.is_answered = False
        """Whether a dialog has decided and its answer is on the way."""

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
        """Whether panes stand side by side."""
        return self.app.size.width >= WIDE

    def arrive(self) -> None:
        """Show the place where the user is."""
        raise NotImplementedError

    def remember_focus(self) -> None:
        """Let the place where the user is know what is under the cursor."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return self.jobs.idle

    # Saying and asking

    def say(self, notice: str, *, warning: bool = False) -> None:
        """Tell of something in the status line, until something else happens."""
        self.status.say(notice, warning=warning)

    def ask(self, dialog: Dialog[Answer], then: Callable[[Answer], None]) -> None:
        """Open a dialog, unless one is open already, and go on with what it gives, if it gives anything."""

        def answered(answer: Answer | None) -> None:
            self.is_answered = False
            if answer is not None:
                then(answer)

        def decided() -> None:
            self.is_answered = True

        if self.is_active:
            dialog.decided = decided
            self.app.push_screen(dialog, answered)

    def tell(self, error: Exception) -> None:
        """Show an error where it belongs."""
        from tui import errors

        shown = errors.shown(error)
        if shown.place == "field":
            self.point_at(shown.span[0], f"{shown.title}: {shown.text}" if shown.text else shown.title)
        elif shown.place == "dialog":
            from tui.screens.dialog import TellDialog

            self.ask(TellDialog(shown.title, shown.text), lambda _: None)
        else:
            self.notify(shown.text, title=shown.title, severity="error", timeout=10, markup=False)
            self.say(shown.title, warning=True)

    def point_at(self, character: int, words: str) -> None:  # noqa: ARG002
        """Say what is wrong at a character of what was typed; screens with a box for that point there."""
        self.say(words, warning=True)

    @on(Failed)
    def _failed(self, failed: Failed) -> None:
        if failed.group in ("search", "mark") and failed.serial != self.jobs.latest(failed.group):
            return
        self.tell(failed.error)

    # The keys that matter where the focus is

    def focus_scope(self) -> Scope:
        """The scope of the pane in focus."""
        raise NotImplementedError

    def scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands can be had here, the nearest first."""
        return (self.focus_scope(),)

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane that has the focus."""
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that matter here."""
        applied = dict.fromkeys(command for scope in self.scopes() for command in applying(scope) if command.footer)
        commands = [command for command in applied if self.is_useful(command)]
        # What is special to this screen comes before what works on all of them.
        ordered = sorted(commands, key=lambda command: len(command.scopes) >= len(WHOLE))
        self.keys.set_hints([self._hint(command) for command in ordered])

    def is_useful(self, command: type[Command]) -> bool:  # noqa: ARG002
        """Whether the key line shows a command that can be had here."""
        return True

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

    async def run_command(self, name: str) -> None:
        """Run a command as its key would."""
        command = BY_ID[name]
        if command.action:
            await self.app.run_action(command.action, default_namespace=self.pane_of(command) or self)
        else:
            self.action_command(name)

    def pane_of(self, command: type[Command]) -> Widget | None:  # noqa: ARG002
        """The pane whose action does a command."""
        return self.focused

    def later(self, seconds: float, what: Callable[[], None], before: Timer | None) -> Timer:
        """Do something soon, in place of what was to be done before."""
        if before is not None:
            before.stop()
        return self.set_timer(seconds, what)
