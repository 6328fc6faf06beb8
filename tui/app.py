"""The terminal app: it owns the terminal, the colours, the keys and the ways out. Screens do the rest.

`run` is the one entry; the command line calls it, and loads nothing of this before.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.filter import LineFilter

from tui import themes
from tui.commands import Scope, applying, bindings, does, perform
from tui.commands import browsing as commands
from tui.glyphs import ASCII
from tui.screens.browse import BrowseScreen
from tui.screens.ground import Ground
from tui.session import Session
from tui.typing_ahead import TypingAhead
from tui.view import View

CRASHED = """\
dateline stopped because of a mistake of its own: {kind}.
What you had confirmed is saved: tags, notes and marks are in the archive.
{where}"""


class Dateline(TypingAhead, inherit_bindings=False):
    """The app.

    Args:
        session: The archive in use.
    """

    CSS_PATH = "styles/dateline.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(applying(Scope.APP), Scope.APP)]
    ENABLE_COMMAND_PALETTE = False
    TITLE = "dateline"

    def __init__(self, session: Session) -> None:
        self.session = session
        self.crash = ""
        self._leaves = False
        super().__init__()
        self.animation_level = "none"
        for theme in themes.THEMES.values():
            self.register_theme(theme)
        self.theme = themes.choose(session.settings.theme)
        self.set_keymap(dict(session.settings.keymap.changed))
        self._own_filters: list[LineFilter] = []
        if session.direction == "app":
            from tui.reordering import VisualOrder

            self._own_filters.append(VisualOrder())
        if session.glyphs is ASCII:
            from tui.plainer import PlainSigns

            self._own_filters.append(PlainSigns())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every drawn line passes through: also the order of right-to-left text, and plain signs, where wanted."""
        found = super().get_line_filters()
        return [*found, *self._own_filters] if self._own_filters else found

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of our own, for the moment before a theme of ours is set."""
        return {"ansi-background": "transparent", "ansi-foreground": "transparent", **themes.DARK.variables}

    def on_mount(self) -> None:
        """Show the browsing screen."""
        self.push_screen(BrowseScreen(self.session))
        if not gc.isenabled():
            self.call_after_refresh(collect_seldom)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew; before anything is shown, the colours are all there is to take in."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def action_command(self, name: str) -> None:
        """Do a command, by its id: this app, or else the screen in front."""
        if not perform(self, name) and isinstance(self.screen, Ground):
            perform(self.screen, name)

    @does(commands.Palette, commands.PaletteByColon)
    def _palette(self) -> None:
        if not isinstance(self.screen, Ground):
            return
        from tui.palette.provider import CommandProvider, Palette

        self.push_screen(Palette(providers=[CommandProvider], placeholder="Find a command"))

    @does(commands.Manual)
    def _manual(self) -> None:
        if not isinstance(self.screen, Ground):
            return
        from tui.manual import manual
        from tui.screens.pages import TextPage

        self.push_screen(TextPage("Manual", manual(self.session.settings.keymap)))

    @does(commands.CycleTheme)
    def _cycle_theme(self) -> None:
        self.theme = themes.after(self.theme)
        if isinstance(self.screen, Ground):
            self.screen.say(f'Colours: {self.theme}. To keep them: theme = "{self.theme}" in settings.toml')

    @does(commands.Quit)
    def _quit(self) -> None:
        if not self._leaves:
            self._leaves = True
            self.call_later(self._leave)

    async def _leave(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, BrowseScreen):
                await screen.wind_up()
        self.exit(0)

    def _fatal_error(self) -> None:
        """Leave after a mistake of our own: without locals, and without any text of an article."""
        error = self._exception or sys.exc_info()[1] or RuntimeError()
        from tui import errors

        path = errors.report(error)
        where = f"A report without any text of your articles: {path}" if path else ""
        self.crash = CRASHED.format(kind=type(error).__name__, where=where)
        self._close_messages_no_wait()


def collect_seldom() -> None:
    """Look for garbage again, but seldom, and never in what is there by now: that would make single keys slow."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def refusal(environment: dict[str, str] | None = None, *, is_terminal: bool | None = None) -> str:
    """Why the screens cannot be shown here, empty if they can."""
    found = dict(os.environ) if environment is None else environment
    terminal = sys.stdin.isatty() and sys.stdout.isatty() if is_terminal is None else is_terminal
    if not terminal:
        return "The screens need a terminal. Without one, use for example: dateline search WORDS"
    if found.get("TERM", "") in ("", "dumb"):
        return "This terminal cannot show screens (TERM=dumb). Use for example: dateline search WORDS"
    return ""


@contextmanager
def explicit_order(wanted: bool) -> Iterator[None]:
    """Ask terminals that reorder right-to-left text by themselves not to, while the app does that."""
    if wanted:
        sys.stdout.write("\x1b[8l")
        sys.stdout.flush()
    try:
        yield
    finally:
        if wanted:
            sys.stdout.write("\x1b[8h")
            sys.stdout.flush()


def run(root: Path, *, who: str = "", start: View | None = None, read_only: bool = False) -> int:
    """Browse the archive of a folder until the user leaves.

    Args:
        root: The user's folder.
        who: The pseudonym to sign edits with.
        start: Where to begin, instead of where the user was last.
        read_only: Whether nothing may be written.

    Returns:
        The exit code: 0 done, 1 after a mistake of our own, 2 where there is no terminal to show screens in.

    Raises:
        ArchiveError: The archive cannot be opened.
    """
    if problem := refusal():
        sys.stderr.write(problem + "\n")
        return 2
    session = Session.open(root, who=who, start=start, read_only=read_only)
    # Threads that work for the screens give way to a key within half a millisecond instead of five.
    sys.setswitchinterval(0.0005)
    app = Dateline(session)
    try:
        with explicit_order(session.direction == "app"):
            app.run(mouse=session.settings.mouse)
    finally:
        gc.enable()
        session.close()
    if app.crash:
        sys.stderr.write(app.crash + "\n")
        return 1
    return app.return_value or 0
