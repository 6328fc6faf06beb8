"""The dialog to write a note of several lines. It gives back the text, or keeps it as a draft when it is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import TextArea

from tui.commands import ALL, Scope, bindings
from tui.screens.dialog import Dialog, DialogHint, DialogTitle


class NoteDialog(Dialog[str]):
    """Write a note.

    Args:
        title: What it is about.
        draft: What was written before and not saved.
        keep: Told what is written when the dialog is left without saving.
        save_key: The key that saves, as a person writes it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.NOTE)]

    def __init__(self, title: str, draft: str, keep: Callable[[str], None], save_key: str) -> None:
        super().__init__()
        self._heading = title
        self._draft = draft
        self._keep = keep
        self._save_key = save_key

    def inside(self) -> ComposeResult:
        """A title, room to write, and what the keys do."""
        yield DialogTitle(self._heading)
        yield TextArea(self._draft, id="note", compact=True, highlight_cursor_line=False)
        yield DialogHint(f"{self._save_key} saves    Esc leaves it, and keeps what you wrote until you come back")

    def on_mount(self) -> None:
        """Start to write at once, at the end."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Save, unless nothing is written."""
        text = self.query_one(TextArea).text.strip()
        self._keep("")
        self.finish(text or None)

    def action_close(self) -> None:
        """Leave, and keep what is written for the next time."""
        if not self.is_finished:
            self._keep(self.query_one(TextArea).text)
        super().action_close()
