"""Searching while browsing: what is typed becomes a view, and Enter reads it strictly.

How the answer is shown is decided by the screen built on this.
"""

from __future__ import annotations

from textual import events, on
from textual.widgets import Input

from tui.commands import browsing as commands
from tui.commands import does
from tui.jobs import TYPING_PAUSE
from tui.messages import Completed
from tui.screens.reading import ReadingStage
from tui.session import Session
from tui.view import View
from tui.widgets.line_list import LineList
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
        self.to_say = ""
        self._earlier: list[str] | None = None
        self._earlier_at = 0
        self._recalled = ""

    def arrive(self, *, strict: bool = False, pause: float = 0.0) -> None:
        """Show the place where the user is."""
        raise NotImplementedError

    def remember_focus(self) -> None:
        """Let the place where the user is know the article under the cursor."""
        raise NotImplementedError

    def search(self, view: View, *, strict: bool, pause: float = 0.0) -> int:
        """Begin to make the list of a view; what is there stays, dimmed, until it comes."""
        self.pending = view
        self.to_say = ""
        serial = self.jobs.find(view, strict=strict, pause=pause)
        self.list.add_class("-stale")
        self.set_timer(pause + SLOW_SEARCH, lambda: self._say_searching(serial))
        return serial

    def _say_searching(self, serial: int) -> None:
        if serial == self.jobs.latest("search") and self.jobs.busy("search") and self.list.has_class("-stale"):
            self.count.set_text("searching … ")

    @does(commands.Search)
    def _begin_search(self) -> None:
        self.show_panes(reading=False, faceting=False)
        self.set_focus(self.box)

    @on(Input.Changed, "#query")
    def _typed(self, changed: Input.Changed) -> None:
        self.suggestions.close()
        self.field_note.preview(changed.value)
        if changed.value != self._recalled:
            self._earlier = None
        if changed.value == self.view.query:
            return
        sort = self.view.sort
        if changed.value.strip() and not self.view.query.strip() and sort == "newest":
            sort = "relevance"
        elif not changed.value.strip() and sort == "relevance":
            sort = "newest"
        view = View(changed.value, sort, 0, "list", self.view.filters, self.view.group)
        if self.is_typing:
            self.session.history.amend(view)
        else:
            self.remember_focus()
            self.session.history.visit(view)
            self.is_typing = True
        self.field_note.clear()
        self.status.say("")
        self.search(view, strict=False, pause=TYPING_PAUSE)

    @on(SearchBox.Entered)
    def _entered(self) -> None:
        if self.suggestions.is_open:
            self._take_suggestion()
        else:
            self.jobs.cancel("complete")
            self.to_results = self.search(self.view, strict=True)

    # Completing, and what was searched for before

    @on(SearchBox.Completing)
    def _complete(self) -> None:
        if self.suggestions.is_open:
            self._take_suggestion()
        elif self.box.value[: self.box.cursor_position].strip():
            self.jobs.complete(self.box.value, self.box.cursor_position)
        else:
            self.set_focus(self.list)

    @on(Completed)
    def _completed(self, completed: Completed) -> None:
        if (
            completed.serial != self.jobs.latest("complete")
            or completed.text != self.box.value
            or not self.box.has_focus
        ):
            return
        found = completed.completions
        if not found:
            self.say("Nothing in this archive begins so.")
        else:
            column = self.box.region.x + self.box.column_of(found[0].start) - 2
            self.suggestions.offer(found, column)
            if len(found) == 1:
                self._take_suggestion()

    @on(LineList.Opened, "#suggestions")
    def _take_suggestion(self) -> None:
        completion = self.suggestions.completion
        self.suggestions.close()
        if completion is not None:
            before = self.box.value[: completion.start] + completion.replacement
            before += "" if completion.kind == "field" else " "
            self.box.value = before + self.box.value[completion.end :].lstrip()
            self.box.cursor_position = len(before)

    @on(SearchBox.Moved)
    def _moved_in_box(self, moved: SearchBox.Moved) -> None:
        if self.suggestions.is_open:
            self.suggestions.action_cursor(moved.step)
            return
        if self._earlier is None:
            if moved.step > 0:
                self.set_focus(self.list)
                return
            typed = self.box.value
            self._earlier = [typed, *(each for each in self.session.searches.like(typed, 200) if each != typed)]
            self._earlier_at = 0
        at = self._earlier_at - moved.step
        if not 0 <= at < len(self._earlier):
            if moved.step > 0:
                self.set_focus(self.list)
            elif at == 1:
                self.say("Nothing that you searched for begins so.")
            return
        self._earlier_at = at
        self._recalled = self.box.value = self._earlier[at]
        self.box.cursor_position = len(self.box.value)

    def remember_search(self, query: str) -> None:
        """Keep a query for the next time."""
        searches = self.session.searches
        self.jobs.start("remember", "remembering the query", lambda _: searches.add(query), exclusive=False)

    @on(SearchBox.Dropped)
    def _dropped(self) -> None:
        if self.suggestions.close():
            return
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
            self._earlier = None
            self.suggestions.close()
            self.field_note.preview("")
