"""Searching while browsing: what is typed becomes a view, and Enter reads it strictly.

How the answer is shown is decided by the screen built on this.
"""

from __future__ import annotations

from textual import events, on
from textual.widgets import Input

from tui.commands import browsing as commands
from tui.commands import does
from tui.jobs import TYPING_PAUSE
from tui.screens.reading import ReadingStage
from tui.session import Session
from tui.view import View
from tui.widgets.search_box import SearchBox

SLOW_SEARCH = 0.15
"""After how long a search is said to be going on, in seconds."""


class SearchingStage(ReadingStage):
    """A stage on which queries are typed."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pending = View()
        self.is_typing = False
        self.to_results = 0

    def arrive(self, *, strict: bool = False, pause: float = 0.0) -> None:
        """Show the place where the user is."""
        raise NotImplementedError

    def remember_focus(self) -> None:
        """Let the place where the user is know the article under the cursor."""
        raise NotImplementedError

    def search(self, view: View, *, strict: bool, pause: float = 0.0) -> int:
        """Begin to make the list of a view; what is there stays, dimmed, until it comes."""
        self.pending = view
        serial = self.jobs.find(view, strict=strict, pause=pause)
        self.list.add_class("-stale")
        self.set_timer(pause + SLOW_SEARCH, lambda: self._say_searching(serial))
        return serial

    def _say_searching(self, serial: int) -> None:
        if serial == self.jobs.latest("search") and self.jobs.busy("search") and self.list.has_class("-stale"):
            self.count.set_text("searching … ")

    @does(commands.Search)
    def _begin_search(self) -> None:
        self.set_class(False, "-reading")
        self.set_focus(self.box)

    @on(Input.Changed, "#query")
    def _typed(self, changed: Input.Changed) -> None:
        if changed.value == self.view.query:
            return
        sort = self.view.sort
        if changed.value.strip() and not self.view.query.strip() and sort == "newest":
            sort = "relevance"
        elif not changed.value.strip() and sort == "relevance":
            sort = "newest"
        view = View(changed.value, sort, 0, "list", self.view.filters)
        if self.is_typing:
            self.session.history.amend(view)
        else:
            self.remember_focus()
            self.session.history.visit(view)
            self.is_typing = True
        self.field_note.clear()
        self.status.say("")
        self.search(view, strict=False, pause=TYPING_PAUSE)

    @on(Input.Submitted, "#query")
    def _submitted(self) -> None:
        self.to_results = self.search(self.view, strict=True)

    @on(SearchBox.Left)
    def _left(self) -> None:
        self.is_typing = False
        self.set_focus(self.list)

    @on(SearchBox.Dropped)
    def _dropped(self) -> None:
        if self.is_typing:
            self.is_typing = False
            self.session.history.back()
            self.set_focus(self.list)
            self.arrive()
        else:
            self.field_note.clear()
            self.set_focus(self.list)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A query that is left is a place of its own."""
        if event.widget is self.box:
            self.is_typing = False
