"""The base of all dialogs, and the plain ones: pick one of a few, and write one line.

A dialog is given what it shows and gives back what was decided; it reads and writes no archive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input

from tui.commands import ALL, Scope, bindings
from tui.commands.boxes import Choose
from tui.glyphs import Glyphs
from tui.widgets.choices import Choice, ChoiceList
from tui.widgets.document import plain
from tui.widgets.drawing import fitted
from tui.widgets.one_line import OneLine, StatusLine
from tui.widgets.text_view import TextView


class Dialog(ModalScreen[ScreenResultType]):
    """Something that is decided before anything else; Esc and a click beside it decide nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.DIALOG)]

    is_finished = False
    """Whether it was decided, and only has to go."""

    decided: Callable[[], None] = staticmethod(lambda: None)
    """Told at once when it is decided, before the answer is on its way."""

    def compose(self) -> ComposeResult:
        """A box with what the dialog holds."""
        with Vertical(classes="dialog"):
            yield from self.inside()

    def inside(self) -> ComposeResult:
        """What the dialog holds."""
        raise NotImplementedError

    def on_click(self, event: events.Click) -> None:
        """A click beside the box closes."""
        if event.widget is self:
            self.action_close()

    def action_close(self) -> None:
        """Close without deciding anything."""
        self.finish(None)

    def finish(self, result: ScreenResultType | None) -> None:
        """Close with a result; a second key press on the way out does nothing."""
        if self.is_active and not self.is_finished:
            self.is_finished = True
            self.decided()
            self.dismiss(result)


class DialogTitle(StatusLine):
    """The head of a dialog."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.notice = text


class DialogHint(OneLine):
    """What the keys do in a dialog."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def pieces(self, width: int) -> list[Segment]:
        """The words, from the left."""
        return [Segment(fitted(" " + self._text, width), self.part("line--dim"))]


class PickDialog(Dialog[str]):
    """Pick one of a few.

    Args:
        title: What is decided.
        choices: What there is.
        glyphs: The signs to draw with.
        hint: What the keys do.
        start: Which one comes under the cursor; by default the one whose mark is on.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        glyphs: Glyphs,
        hint: str = "Enter takes it    Esc leaves it",
        *,
        start: int = -1,
    ) -> None:
        super().__init__()
        self._heading = title
        self._choices = choices
        self._glyphs = glyphs
        self._hint = hint
        self._start = start

    def inside(self) -> ComposeResult:
        """A title, the choices, and what the keys do."""
        yield DialogTitle(self._heading)
        choices = ChoiceList(self._glyphs, self._choices, id="choices")
        choices.styles.height = min(len(self._choices), 14)
        yield choices
        yield DialogHint(self._hint)

    def on_mount(self) -> None:
        """Put the cursor on what holds now."""
        choices = self.query_one(ChoiceList)
        choices.focus()
        at = next((i for i, choice in enumerate(self._choices) if choice.mark == "on"), 0)
        choices.lines_changed(at if self._start < 0 else self._start)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show other choices, with the cursor on the one it is on."""
        listing = self.query_one(ChoiceList)
        key = listing.choice.key if listing.choice else ""
        self._choices = choices
        listing.set_choices(choices, next((i for i, choice in enumerate(choices) if choice.key == key), 0))

    @on(ChoiceList.Opened)
    def _picked(self) -> None:
        choice = self.query_one(ChoiceList).choice
        if choice is not None:
            self.finish(choice.key)


class MenuDialog(PickDialog):
    """Pick one of a few by its letter, or as any other choice; each choice's key is its letter."""

    def on_key(self, event: events.Key) -> None:
        """A letter picks at once."""
        if any(choice.key == event.character for choice in self._choices):
            event.stop()
            self.finish(event.character)


class LineDialog(Dialog[str]):
    """Write one line.

    Args:
        title: What it is for.
        placeholder: What to write, in a few words.
        hint: What the keys do.
    """

    def __init__(self, title: str, placeholder: str, hint: str = "Enter saves    Esc leaves it") -> None:
        super().__init__()
        self._heading = title
        self._placeholder = placeholder
        self._hint = hint

    def inside(self) -> ComposeResult:
        """A title, a box, and what the keys do."""
        yield DialogTitle(self._heading)
        yield Input(placeholder=self._placeholder, id="line", compact=True)
        yield DialogHint(self._hint)

    def on_mount(self) -> None:
        """Start to write at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        self.finish(text or None)


class TellDialog(Dialog[bool]):
    """Tell of something that needs to be read: an error with what can be done about it."""

    BINDINGS: ClassVar[list[BindingType]] = [Choose.binding()]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading = title
        self._text = text

    def inside(self) -> ComposeResult:
        """A title and the text."""
        yield DialogTitle(self._heading)
        yield TextView(measure=70, id="told")
        yield DialogHint("Esc or Enter closes")

    def on_mount(self) -> None:
        """Show the text."""
        view = self.query_one(TextView)
        view.set_document(plain([("body", self._text)]))
        view.styles.height = min(12, 2 + len(self._text) // 50 + self._text.count("\n"))
        view.focus()

    def action_open(self) -> None:
        """Enter closes too."""
        self.action_close()
