"""Pages to read, over everything else: help, the manual, and what is told about an article."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.screens.dialog import DialogHint, DialogTitle
from tui.widgets.document import Document
from tui.widgets.text_view import TextView

PageResult = TypeVar("PageResult")


class Page(ModalScreen[PageResult]):
    """Something to read over everything else."""

    is_finished = False
    """Whether it was closed, and only has to go."""

    def __init__(self, title: str, *, small: bool = False, hint: str = "Esc closes") -> None:
        super().__init__()
        self._heading = title
        self._small = small
        self._hint = hint

    def compose(self) -> ComposeResult:
        """A head, the page, and how to close it."""
        with Vertical(classes="page small" if self._small else "page"):
            yield DialogTitle(self._heading)
            yield from self.inside()
            yield DialogHint(self._hint)

    def inside(self) -> ComposeResult:
        """What the page holds."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Close, and choose nothing."""
        self.finish(None)

    def finish(self, result: PageResult | None) -> None:
        """Close; a second key press on the way out does nothing."""
        if self.is_active and not self.is_finished:
            self.is_finished = True
            self.dismiss(result)

    def on_click(self, event: events.Click) -> None:
        """A click beside the page closes it."""
        if event.widget is self:
            self.action_close()


class TextPage(Page[None]):
    """A text."""

    def __init__(self, title: str, document: Document, *, small: bool = False) -> None:
        super().__init__(title, small=small)
        self._document = document

    def inside(self) -> ComposeResult:
        """The text."""
        yield TextView(measure=90, id="text")

    def on_mount(self) -> None:
        """Show it from its beginning."""
        view = self.query_one(TextView)
        view.set_document(self._document)
        view.focus()
