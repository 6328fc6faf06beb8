"""The dialog to write a note of several lines. It gives back the text; until that is saved, it is kept as a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import TextArea

from tui.commands import ALL, Scope, bindings
from tui.screens.dialog import Dialog, DialogHint, DialogTitle
from tui.widgets.one_line import StatusLine

KEPT_AFTER = 0.3
"""How long after a key what is written is kept, in seconds."""


class NoteDialog(Dialog[str]):
    """Write a note.

    Args:
        title: What it is about.
        draft: What was written before and not saved.
        keep: Told what is written so far, while it is written and when the dialog is left; says whether that is safe.
        save_key: The key that saves, as a person writes it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.NOTE)]

    def __init__(self, title: str, draft: str, keep: Callable[[str], bool], save_key: str) -> None:
        super().__init__()
        self._heading = title
        self._draft = draft
        self._keep = keep
        self._save_key = save_key
        self._pause: Timer | None = None

    def inside(self) -> ComposeResult:
        """A title, room to write, and what the keys do."""
        yield DialogTitle(self._heading)
        yield TextArea(self._draft, id="note", compact=True, highlight_cursor_line=False)
        yield StatusLine(id="plan")
        yield DialogHint(f"{self._save_key} saves    Esc leaves it, and keeps what you wrote until you come back")

    def on_mount(self) -> None:
        """Start to write at once, at the end."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    @on(TextArea.Changed)
    def _written(self) -> None:
        if self._pause is None:
            self._pause = self.set_timer(KEPT_AFTER, self._keep_draft)

    def _keep_draft(self) -> None:
        """Keep what is written so far, so that nothing can take it away."""
        self._pause = None
        if self.is_finished:
            return
        words = "" if self._keep(self.query_one(TextArea).text) else "The disk refused the draft: copy it or save it"
        self.query_one("#plan", StatusLine).say(words, warning=bool(words))

    def action_save(self) -> None:
        """Save, unless nothing is written. The draft stays until the note is in the archive."""
        text = self.query_one(TextArea).text.strip()
        self._keep(text)
        self.finish(text or None)

    def action_close(self) -> None:
        """Leave, and keep what is written for the next time."""
        if not self.is_finished:
            self._keep(self.query_one(TextArea).text)
        super().action_close()
