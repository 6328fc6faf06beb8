"""The line that is typed to fill a field: a label, a box, what was understood, and what may be typed.

It is handed a `Prompt`, asks that for options and meanings, and tells its asker when to save; it saves nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tui.coding.prompts import Option, Prompt
from tui.coding.wrong import TypedWrong
from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.widgets.choices import Choice, ChoiceList
from tui.widgets.one_line import Label, StatusLine

DIGITS = "123456789"
SHOWN = 6
"""How many options are seen at once."""


class Asker(Protocol):
    """Who asks for a line."""

    def submitted(self, prompt: Prompt, text: str) -> None:
        """A line is to be saved."""

    def left(self, prompt: Prompt, text: str) -> None:
        """The line was left; `text` is what had been typed."""

    def define(self, option: Option) -> None:
        """The meaning of an option is asked for."""


class EntryBox(Input):
    """Where it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.ENTRY)]

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """How wide what was typed is. The box is as wide as its row: no letter needs to have the screen laid out anew."""

    is_words = False
    """Whether one word of a vocabulary is typed, so that digits and ? are keys."""

    asked: Callable[[str], None] = staticmethod(lambda _: None)
    """Told of keys that the box leaves to others: `submit`, `complete`, `drop`, `define`, `down`, `up`, digits."""

    async def _on_key(self, event: events.Key) -> None:
        if (
            self.is_words
            and event.character
            and (event.character == "?" or (event.character in "123456789" and not self.value))
        ):
            event.stop()
            event.prevent_default()
            self.asked("define" if event.character == "?" else event.character)
            return
        if event.is_printable:
            await super()._on_key(event)
            return
        # Answered here and now, and not on the way up, so that the next key finds it done.
        event.stop()
        event.prevent_default()
        await self.app._check_bindings(event.key)

    def on_blur(self) -> None:
        """Leave the line when the keys go elsewhere: open without them, it could not be left."""
        if self.app.screen is self.screen and self.screen.focused is not self:
            self.asked("drop")

    async def typed_out(self) -> None:
        """Wait until every key that came to the box has done what it does."""
        done = asyncio.Event()
        self.call_later(done.set)
        await done.wait()

    async def action_submit(self) -> None:
        """Save what was typed."""
        self.asked("submit")

    def action_complete(self) -> None:
        """Write the option under the cursor."""
        self.asked("complete")

    def action_option(self, step: int) -> None:
        """Go to another option."""
        self.asked("down" if step > 0 else "up")

    def action_drop(self) -> None:
        """Leave the line."""
        self.asked("drop")

    def action_define(self) -> None:
        """Say what the option under the cursor means."""
        self.asked("define")


class Options(ChoiceList, can_focus=False):
    """What may be typed; the keys stay in the box."""


class Entry(Vertical):
    """The line with all that belongs to it."""

    DEFAULT_CSS = """
    Entry { height: auto; display: none; }
    Entry Horizontal { height: 1; }
    Entry Input { width: 1fr; height: 1; border: none; padding: 0; background: $background; }
    Entry Input:focus { border: none; }
    Entry > Options { height: 6; }
    Options > .list--cursor-blurred { background: $cursor-line; color: $on-cursor-line; }
    Options:nocolor > .list--cursor-blurred { text-style: reverse; }
    """

    def __init__(self, glyphs: Glyphs, asker: Asker) -> None:
        super().__init__(id="entry")
        self._asker = asker
        self._glyphs = glyphs
        self.label = Label(id="entry-label")
        self.box = EntryBox(compact=True, id="entry-box", select_on_focus=False)
        self.box.asked = self._asked
        self.note = StatusLine(id="entry-note")
        self.options = Options(glyphs, id="entry-options")
        self.prompt: Prompt | None = None
        self._offered: Sequence[Option] = ()
        self._moved = False
        self._looked_at = ""

    def compose(self) -> ComposeResult:
        """The options, the line, what was understood."""
        yield self.options
        with Horizontal():
            yield self.label
            yield self.box
        yield self.note

    @property
    def is_open(self) -> bool:
        """Whether a line is being typed."""
        return self.prompt is not None

    def open(self, prompt: Prompt, text: str = "") -> None:
        """Ask for a line."""
        self.prompt = prompt
        self.label.set_text(f" {prompt.label} {self._glyphs.prompt} ")
        self.box.is_words = prompt.is_words
        self._offered = ()
        self.options.display = prompt.options is not None
        self.display = True
        with self.box.prevent(Input.Changed):
            self.box.value = text or prompt.text
        self.box.cursor_position = len(self.box.value)
        self.screen.set_focus(self.box)
        self._look()

    def close(self) -> None:
        """Ask for nothing more."""
        self.prompt = None
        self.display = False

    @on(Input.Changed, "#entry-box")
    def _typed(self) -> None:
        if self.prompt is not None and self.box.value != self._looked_at:
            self._look()

    def _look(self) -> None:
        """Offer what may be typed now, and say what was understood."""
        prompt, text = self.prompt, self.box.value
        if prompt is None:
            return
        # What stands there already narrows nothing, until it is changed.
        self._moved, self._looked_at = False, text
        if prompt.options is None:
            self._say()
            return
        self._offered = prompt.options("" if prompt.is_words and text == prompt.text else text)
        number = prompt.is_words and not text
        self.options.set_choices(
            [
                Choice(str(i), f"{i + 1} {each.word}" if number and i < 9 else each.word, each.remark)
                for i, each in enumerate(self._offered)
            ],
            0,
        )
        self._say()

    def _say(self) -> None:
        prompt, text = self.prompt, self.box.value.strip()
        if prompt is None:
            return
        option = self.option
        if (
            prompt.is_words
            and option is not None
            and (self._moved or not text or option.word.casefold().startswith(text.casefold()))
        ):
            self.note.say(option.meaning)
        elif not text:
            self.note.say(prompt.hint)
        else:
            try:
                self.note.say(prompt.understood(text) or prompt.hint)
            except TypedWrong as error:
                self.note.say(f"{error.summary}. {error.hint}".strip())

    @property
    def option(self) -> Option | None:
        """The option under the cursor."""
        at = self.options.cursor
        return self._offered[at] if 0 <= at < len(self._offered) else None

    def refuse(self, error: TypedWrong) -> None:
        """Say what is wrong, and point at it."""
        words = f"{error.summary}. {error.hint}".strip()
        self.box.cursor_position = min(error.column, len(self.box.value)) if error.column else len(self.box.value)
        column = cell_len(self.label.text) + error.column
        pointer = (
            " " * max(0, column - 1) + self._glyphs.caret + " "
            if error.column and column < self.app.size.width // 2
            else ""
        )
        self.note.say(pointer + words, warning=True)

    def _asked(self, what: str) -> None:
        """Do at once what a key asks for: keys that come in one burst must find it done."""
        prompt = self.prompt
        if prompt is None:
            return
        # The box tells later what was typed into it; whatever is asked for means the line as it stands now.
        self._typed()
        match what:
            case "submit":
                self._asker.submitted(prompt, self._meant())
            case "complete":
                self._complete()
            case "drop":
                text = self.box.value
                self.close()
                self._asker.left(prompt, text)
            case "define":
                if self.option is not None:
                    self._asker.define(self.option)
            case "down" | "up":
                self._moved = True
                self.options.action_cursor(1 if what == "down" else -1)
                self._say()
            case digit:
                if int(digit) <= len(self._offered):
                    self._asker.submitted(prompt, self._offered[int(digit) - 1].word)

    def _meant(self) -> str:
        """What is saved: what was typed, or the option under the cursor where that is meant."""
        prompt, text, option = self.prompt, self.box.value.strip(), self.option
        if option is None or prompt is None:
            return text
        if self._moved or (not text and not prompt.text and prompt.is_words):
            return self._with(option)
        if prompt.is_words and text and text != prompt.text and not text.endswith("!"):
            return option.word
        return text

    def _with(self, option: Option) -> str:
        """The line with an option in place of the words that it completes."""
        prompt, text = self.prompt, self.box.value
        if prompt is None or prompt.is_words:
            return option.word
        before, comma, _ = text.rpartition(",")
        if comma:
            return f"{before}, {option.word}"
        kept = text[: len(text) - len(text.lstrip())]
        if prompt.keeps_first and " " in text.strip():
            kept = text.rpartition(" ")[0] + " "
        return kept + option.word

    def _complete(self) -> None:
        if self.option is not None:
            self.box.value = self._with(self.option)
            self.box.cursor_position = len(self.box.value)
