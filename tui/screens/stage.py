"""The parts of the browsing screen, and which of them has the keys.

Nothing here searches or edits; the screens built on this do.
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from tui.commands import Command, Scope
from tui.copies import told
from tui.screens.ground import Ground
from tui.session import Session
from tui.widgets.article_list import ArticleList
from tui.widgets.facets import FacetPane
from tui.widgets.find_line import FindLine
from tui.widgets.one_line import FieldNote, Label
from tui.widgets.reader import ReaderView
from tui.widgets.search_box import SearchBox
from tui.widgets.suggestions import Suggestions


class Stage(Ground):
    """The parts of the browsing screen.

    Args:
        session: What is browsed.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        glyphs = session.glyphs
        settings = session.settings
        self.box = SearchBox(placeholder='words, "a phrase", tag:ambush, published:2020-06', compact=True, id="query")
        self.count = Label(id="count")
        self.field_note = FieldNote(glyphs.caret, glyphs.rule, id="field-note")
        self.facets = FacetPane(glyphs, id="facets")
        archive = session.archive
        self.list = ArticleList(archive.articles.rows, glyphs, lambda each: told(archive, each), id="list")
        self.reader = ReaderView(glyphs, measure=settings.measure, isolate=session.direction != "off", id="reader")
        self.is_reading = False
        self.is_faceting = False
        self.find_line = FindLine()
        self.suggestions = Suggestions(glyphs)

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

    # Which panes are shown

    def show_panes(self, *, reading: bool | None = None, faceting: bool | None = None) -> None:
        """Show the panes that there is room for, after the user went to or from one.

        Each is shown or hidden by itself: a class on the screen would have all its parts styled anew at every Enter.

        Args:
            reading: Whether an article is read; as it was by default.
            faceting: Whether the facets stand in place of the list where that has no room beside them.
        """
        self.is_reading = self.is_reading if reading is None else reading
        self.is_faceting = self.is_faceting if faceting is None else faceting
        alone = self.is_reading and self.reads_alone
        if self.is_wide:
            facets, listing, reader = not alone, not alone, True
        else:
            facets = self.is_faceting and not self.is_reading
            listing, reader = not self.is_reading and not facets, self.is_reading
        for pane, shown in ((self.facets, facets), (self.list, listing), (self.reader, reader)):
            if pane.display != shown:
                pane.display = shown
        if alone != self.reader.has_class("-alone"):
            self.reader.set_class(alone, "-alone")

    @property
    def reads_alone(self) -> bool:
        """Whether the article must have its rows to itself.

        Terminals that reorder right-to-left text do so with whole rows, and would swap the panes beside it.
        """
        return self.session.direction == "terminal" and self.reader.is_rtl

    def on_click(self, event: events.Click) -> None:
        """The right button offers everything that can be done here."""
        if event.button == 3:
            self.action_command("Palette")

    def point_at(self, character: int, words: str) -> None:
        """Say what is wrong at a character of the query."""
        self.field_note.point(self.box.column_of(character) + self.box.region.x, words)

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

    def scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands can be had here, the nearest first."""
        scope = self.focus_scope()
        return (scope,) if scope in (Scope.SEARCH, Scope.FIND) else (scope, Scope.BROWSE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a query is typed, keys are letters and not commands."""
        return not (action == "command" and (self.box.has_focus or self.is_finding))

    def pane_of(self, command: type[Command]) -> Widget | None:
        """The pane whose action does a command."""
        return self.reader if Scope.READER in command.scopes and Scope.LIST not in command.scopes else self.focused
