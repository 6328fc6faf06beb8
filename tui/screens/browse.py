"""Browsing: from a query to a list to an article and back, as the `View` says.

The screen routes: it turns keys into views, views into jobs, and answers into what the panes show. It holds no text
layout, no SQL and no search.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.timer import Timer
from textual.widgets import Input

from corpus.errors import ArchiveError
from tui.commands import browsing as commands
from tui.commands import does, panes, perform
from tui.jobs import TYPING_PAUSE
from tui.messages import Counted, Edited, Failed, Found, Marked
from tui.query_terms import toggled
from tui.screens.editing import counted
from tui.screens.updating import UpdatingStage
from tui.session import Session
from tui.view import FILTERS, Filter, View
from tui.widgets.article_list import ArticleList
from tui.widgets.facets import FacetPane
from tui.widgets.line_list import LineList
from tui.widgets.reader import ReaderView
from tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from tui.ports import Marks

PREVIEW_PAUSE = 0.06
"""How long the cursor rests on an article before it is previewed, in seconds."""
SLOW_SEARCH = 0.15
"""After how long a search is said to be going on, in seconds."""
FILTER_WORDS: dict[Filter, str] = {
    "unread": "not opened yet",
    "read": "opened",
    "tagged": "with any tag",
    "untagged": "without tags",
    "missing": "whose file is gone",
    "changed": "whose file changed since it was first read",
}


class BrowseScreen(UpdatingStage):
    """The screen that people live in."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._marks: Marks | None = None
        self._shown: View | None = None
        self._typing = False
        self._to_results = 0
        self._preview: Timer | None = None
        self._pending = View()
        self._shown_marks: Marks | None = None
        self._is_new_in_reader = False
        self._stood_on = 0

    @property
    def view(self) -> View:
        """Where the user is."""
        return self.session.history.now

    # Starting and ending

    def on_mount(self) -> None:
        """Show the first page straight from the store; everything else comes after the first paint."""
        view = self.view
        self.position = self.session.archive.position()
        self.box.set_quietly(view.query)
        self.status.place = self.session.archive.root.name
        self._show_sort()
        if not (view.query.strip() or view.filters):
            self.list.show(
                self.session.archive.articles.order("oldest" if view.sort == "oldest" else "newest"), view.focus
            )
            self._shown = view
        self._say_empty()
        self.set_focus(self.list)
        self._arrange(view)
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        for complaint in self.session.settings.complaints:
            self.notify(complaint, title="Settings", severity="warning", timeout=12, markup=False)
        self._search(self.view, strict=False)
        self.begin_updating()

    async def wind_up(self) -> None:
        """Stop everything, before the program ends."""
        self._remember_focus()
        await super().wind_up()

    def _remember_focus(self) -> None:
        if self.list.current and self._shown is not None and self._shown.same_list(self.view):
            self.session.history.amend(replace(self.view, focus=self.list.current))

    # Where the user is

    def go(self, view: View, *, strict: bool = False) -> None:
        """Go to a new place."""
        self._remember_focus()
        self.session.history.visit(view)
        self.arrive(strict=strict)

    def arrive(self, *, strict: bool = False, pause: float = 0.0) -> None:
        """Show the place where the user is."""
        view = self.view
        self.box.set_quietly(view.query)
        self.field_note.clear()
        self.status.say("")
        self._show_sort()
        if self._shown is not None and self._shown.same_list(view):
            self.list.show(self.list.ns, view.focus)
            self._arrange(view)
        else:
            self._search(view, strict=strict, pause=pause)

    def _search(self, view: View, *, strict: bool, pause: float = 0.0) -> int:
        self._pending = view
        serial = self.jobs.find(view, strict=strict, pause=pause)
        self.list.add_class("-stale")
        self.set_timer(pause + SLOW_SEARCH, lambda: self._say_searching(serial))
        return serial

    def _say_searching(self, serial: int) -> None:
        if serial == self.jobs.latest("search") and self.jobs.busy("search") and self.list.has_class("-stale"):
            self.count.set_text("searching … ")

    @on(Found)
    def _found(self, found: Found) -> None:
        if found.serial != self.jobs.latest("search"):
            return
        view, before = self._pending, self._shown
        self._shown = view
        self._marks = found.marks
        self.list.remove_class("-stale")
        self.field_note.clear()
        same = before is not None and before.same_list(view)
        # Whoever stands at the beginning sees what comes in there; else the cursor stays on its article.
        at_top = self.list.cursor <= 0 and not (self.reader.has_focus and same)
        self.list.show(found.ns, 0 if same else view.focus)
        if at_top if same else not view.focus:
            self.list.move_to(0)
        self._say_empty()
        self._say_counts()
        if found.serial == self._to_results:
            self._typing = False
            self.set_focus(self.list)
        if not self.box.has_focus:
            self._arrange(self.view)
        self._load_in_sight()

    @on(Counted)
    def _counted(self, counted_: Counted) -> None:
        if counted_.serial == self.jobs.latest("search"):
            self.facets.show(counted_.facets, self._pending.query)

    @on(Failed)
    def _search_failed(self, failed: Failed) -> None:
        if failed.group == "search" and failed.serial == self.jobs.latest("search"):
            self.search_ended()

    def search_ended(self) -> None:
        """Show that no search goes on any more."""
        self.list.remove_class("-stale")
        self._say_counts()

    def _arrange(self, view: View) -> None:
        """Give the attention to the pane that the view names."""
        reading = view.pane == "reader" and bool(self.list.current)
        self.set_class(reading, "-reading")
        if reading:
            self._load(self.list.current)
            self.set_focus(self.reader)
        elif not self.facets.has_focus and not self.box.has_focus:
            self.set_focus(self.list)

    # What is said about the list

    def _say_counts(self) -> None:
        count, total = len(self.list.ns), self.session.archive.articles.count()
        narrowed = self.view.query.strip() or self.view.filters
        words = f"{count:,} of {total:,}" if narrowed else counted(total)
        self.count.set_text(f" {words} {self.glyphs.dot} {self._sort_words()} ")
        parts = []
        if self.list.marked_count:
            more = "; v ends the range" if self.list.range_start >= 0 else ""
            parts.append(f"{self.list.marked_count:,} selected{more}")
        parts += [f"only {FILTER_WORDS[each]}" for each in self.view.filters]
        if not parts and self.list.current:
            parts.append(f"{self.list.cursor + 1:,} / {count:,}")
        self.status.set_counts(f"  {self.glyphs.dot}  ".join(parts))

    def _sort_words(self) -> str:
        if self.view.sort == "relevance" and self.view.query.strip():
            return "by relevance"
        return "oldest first" if self.view.sort == "oldest" else "newest first"

    def _show_sort(self) -> None:
        self._say_counts()

    def _say_empty(self) -> None:
        """Words for a list that holds nothing, with what to do."""
        view = self._pending if self._shown else self.view
        if view.query.strip():
            words = ["No article matches this.", "Take a word out, or press Esc to see all articles."]
        elif view.filters:
            words = ["No article is left by the filter.", "Press f to change it, or Esc to see all articles."]
        elif self.updater is not None and self.updater.running:
            words = ["Reading the folder …", "Articles appear here as they are read."]
        else:
            words = [
                "No articles yet.",
                "Put .txt or .md files into",
                str(self.session.archive.root),
                "and press R to read them. Nothing of yours is changed.",
            ]
        self.list.set_empty_words(words)
        if not self.list.ns:
            self.reader.show_words()

    # Panes

    @does(commands.NextPane)
    def _next_pane(self) -> None:
        self.focus_next()

    @does(commands.PreviousPane)
    def _previous_pane(self) -> None:
        self.focus_previous()

    # Typing a query

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
        if self._typing:
            self.session.history.amend(view)
        else:
            self._remember_focus()
            self.session.history.visit(view)
            self._typing = True
        self.field_note.clear()
        self.status.say("")
        self._search(view, strict=False, pause=TYPING_PAUSE)

    @on(Input.Submitted, "#query")
    def _submitted(self) -> None:
        self._to_results = self._search(self.view, strict=True)

    @on(SearchBox.Left)
    def _left(self) -> None:
        self._typing = False
        self.set_focus(self.list)

    @on(SearchBox.Dropped)
    def _dropped(self) -> None:
        if self._typing:
            self._typing = False
            self.session.history.back()
            self.set_focus(self.list)
            self.arrive()
        else:
            self.field_note.clear()
            self.set_focus(self.list)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A query that is left is a place of its own."""
        if event.widget is self.box:
            self._typing = False

    @on(FacetPane.Chosen)
    def _facet(self, chosen: FacetPane.Chosen) -> None:
        query = toggled(self.view.query, chosen.term)
        self.go(replace(self.view, query=query, focus=0, pane="list"))

    # Moving and reading

    @on(LineList.Moved, "#list")
    def _moved(self) -> None:
        if self.list.current != self._stood_on:
            self._stood_on = self.list.current
            self.status.notice = ""
        self._say_counts()
        if self.is_wide or self.has_class("-reading"):
            self._preview = self.later(PREVIEW_PAUSE, self._load_in_sight, self._preview)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way: no job, and no article about to be shown."""
        return self.jobs.idle and self._preview is None

    def _load_in_sight(self) -> None:
        self._preview = None
        if (self.is_wide or self.has_class("-reading")) and self.list.current:
            self._load(self.list.current)

    def on_resize(self) -> None:
        """A wider terminal may show the article too."""
        self.call_after_refresh(self._load_in_sight)

    def _load(self, n: int, *, again: bool = False) -> None:
        """Show an article in the reader; its matches come when they are found."""
        if n == self.reader.n and not again and self._shown_marks is self._marks:
            return
        articles = self.session.archive.articles
        try:
            article = articles.get(n)
            body = articles.text(n) if article.text_sha256 else ""
        except ArchiveError as error:
            self.reader.show_words(error.summary, error.hint)
            return
        self._is_new_in_reader = n != self.reader.n
        self.reader.show(article, body)
        self._shown_marks = self._marks
        if self._marks is not None:
            self.jobs.mark(n, article.title, body, self._marks)

    @on(Marked)
    def _marked(self, marked: Marked) -> None:
        if marked.serial == self.jobs.latest("mark") and marked.n == self.reader.n:
            self.reader.mark(marked.title, marked.body)
            if self._is_new_in_reader and self.reader.has_focus and self.reader.matches:
                self.say(f"{counted(len(self.reader.matches), 'match', 'matches')}; n goes to the next")

    @on(LineList.Opened, "#list")
    def _opened(self) -> None:
        if self.list.current:
            self._remember_focus()
            self.session.history.visit(replace(self.view, focus=self.list.current, pane="reader"))
            self._arrange(self.view)
            self._mark_opened()

    def _mark_opened(self) -> None:
        n = self.list.current
        row = self.list.row(self.list.cursor) if n else None
        if row is None or row.read or self.session.archive.read_only:
            return
        edits = self.session.archive.edits

        def change() -> str:
            edits.mark_read([n], True)
            return ""

        self.jobs.edit("marking as read", [n], change, quiet=True)

    @does(panes.CloseArticle)
    def _close_article(self) -> None:
        if self.view.pane == "reader":
            self.session.history.visit(replace(self.view, focus=self.list.current, pane="list"))
        self.set_class(False, "-reading")
        self.set_focus(self.list)

    @does(panes.NextArticle)
    def _next_article(self) -> None:
        self._read_other(1)

    @does(panes.PreviousArticle)
    def _previous_article(self) -> None:
        self._read_other(-1)

    def _read_other(self, step: int) -> None:
        self.list.action_cursor(step)
        if self.list.current:
            self._load(self.list.current)
            self.session.history.amend(replace(self.view, focus=self.list.current))
            self._mark_opened()

    @on(ReaderView.MatchReached)
    def _match(self, reached: ReaderView.MatchReached) -> None:
        if reached.of:
            self.say(f"match {reached.at:,} of {reached.of:,}")
        else:
            self.say("Nothing to mark: there is no query, or it matches by tags or dates only.")

    @on(ArticleList.SelectionChanged)
    def _selection(self) -> None:
        self.status.notice = ""
        self._say_counts()
        self.status.refresh()

    # Stepping back and forth

    @does(commands.StepBack)
    def _step_back(self) -> None:
        view = self.view
        if self.reader.has_focus or self.has_class("-reading"):
            self._close_article()
        elif self.facets.has_focus:
            self.set_focus(self.list)
        elif self.list.clear_selection():
            self.say("Nothing is selected now.")
        elif view.query or view.filters:
            sort = "newest" if view.sort == "relevance" else view.sort
            self.go(View(sort=sort, focus=self.list.current))
        else:
            self.say("This is where it begins. Press q to quit.")

    @does(commands.GoBack)
    def _go_back(self) -> None:
        if not self.session.history.can_back:
            self.say("There is nothing to go back to.")
            return
        self._remember_focus()
        self.session.history.back()
        self.arrive()

    @does(commands.GoForward)
    def _go_forward(self) -> None:
        if not self.session.history.can_forward:
            self.say("There is nothing to go forward to.")
            return
        self._remember_focus()
        self.session.history.forward()
        self.arrive()

    @does(commands.Leave)
    def _leave(self) -> None:
        if self.has_class("-reading") and not self.is_wide:
            self._close_article()
        else:
            perform(self.app, commands.Quit.id())

    # Order and filters

    @does(commands.CycleSort)
    def _cycle_sort(self) -> None:
        orders = ["newest", "oldest", *(["relevance"] if self.view.query.strip() else [])]
        at = orders.index(self.view.sort) if self.view.sort in orders else -1
        following = next(each for each in ("newest", "oldest", "relevance") if each == orders[(at + 1) % len(orders)])
        self.go(replace(self.view, sort=following, focus=self.list.current))

    @does(commands.FilterList)
    def _filter(self) -> None:
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        choices = [
            Choice(each, each, FILTER_WORDS[each], "on" if each in self.view.filters else "off") for each in FILTERS
        ]
        self.ask(PickDialog("Show only what is …", choices, self.glyphs), self._toggle_filter)

    def _toggle_filter(self, key: str) -> None:
        condition = next(each for each in FILTERS if each == key)
        self.go(replace(self.view.toggled(condition), focus=self.list.current))

    # What changes

    def refresh_all(self) -> None:
        """Show everything as it is now, with the cursor where it is."""
        self.position = self.session.archive.position()
        self.list.forget()
        self._remember_focus()
        self._search(replace(self.view, focus=self.list.current), strict=False)
        if self.reader.n:
            self._load(self.reader.n, again=True)

    @on(Edited)
    def _edited(self, edited: Edited) -> None:
        if edited.quiet:
            self.position = self.session.archive.position()
            self.list.forget(edited.ns)
            return
        self.refresh_all()
        self.say(edited.said)
