"""Browsing: from a query to a list to an article and back, as the `View` says.

The screen routes: it turns keys into views, views into jobs, and answers into what the panes show. It holds no text
layout, no SQL and no search.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from textual import on

from tui.commands import Scope, applying, bindings, does, panes, perform
from tui.commands import browsing as commands
from tui.messages import Advised, Counted, Edited, Failed, Found
from tui.query_terms import last_word
from tui.screens.doors import DoorStage
from tui.screens.editing import counted
from tui.screens.narrowing import FILTER_WORDS
from tui.screens.places import show_place
from tui.session import Session
from tui.view import View
from tui.widgets.article_list import ArticleList
from tui.widgets.line_list import LineList

FIRST_SHOWN = 200
"""So many articles are shown before all of them are put in order."""
PREVIEW_PAUSE = 0.06
"""How long the cursor rests on an article before it is previewed, in seconds."""


class BrowseScreen(DoorStage):
    """The screen that people live in."""

    # Here and on no class below: each class with keys of its own has Textual merge them all anew.
    BINDINGS = [*bindings(applying(Scope.BROWSE), Scope.BROWSE)]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown: View | None = None
        self._stood_on = 0
        self._advised = Advised(0, (), "", 0)

    # Starting and ending

    def on_mount(self) -> None:
        """Show the first page straight from the store; everything else comes after the first paint."""
        view = self.view
        self.position = self.session.archive.position()
        self.box.set_quietly(view.query)
        self.status.place = self.session.archive.root.name
        self._show_sort()
        if not (view.query.strip() or view.filters or view.group):
            self._show_first(view)
        self._say_empty()
        self.set_focus(self.list)
        self._arrange(view)
        self.call_after_refresh(self._after_first_paint)

    def _show_first(self, view: View) -> None:
        """Show a list without a query: its beginning, if the cursor is there, until all of it comes."""
        articles = self.session.archive.articles
        sort: Literal["newest", "oldest"] = "oldest" if view.sort == "oldest" else "newest"
        first = articles.order(sort, limit=FIRST_SHOWN)
        self.list.show(first if not view.focus or view.focus in first else articles.order(sort), view.focus)
        self._shown = view

    def _after_first_paint(self) -> None:
        for complaint in self.session.settings.complaints:
            self.notify(complaint, title="Settings", severity="warning", timeout=12, markup=False)
        # The line to find in an article is not part of the first paint.
        self.mount(self.find_line, before=self.status)
        self.mount(self.suggestions)
        self.search(self.view, strict=False)
        self.begin_updating()

    async def wind_up(self) -> None:
        """Stop everything, before the program ends."""
        self.remember_focus()
        await super().wind_up()

    def remember_focus(self) -> None:
        """Let the place where the user is know the article under the cursor."""
        if self.list.current and self._shown is not None and self._shown.same_list(self.view):
            self.session.history.amend(replace(self.view, focus=self.list.current))

    # Where the user is

    def go(self, view: View, *, strict: bool = False) -> None:
        """Go to a new place."""
        self.remember_focus()
        self.session.history.visit(view)
        self.arrive(strict=strict)

    def arrive(self, *, strict: bool = False, pause: float = 0.0) -> None:
        """Show the place where the user is."""
        view = self.view
        if view.place != "articles":
            show_place(self.app, self.session)
            return
        self.box.set_quietly(view.query)
        self.field_note.clear()
        self.status.say("")
        self._show_sort()
        if self._shown is not None and self._shown.same_list(view):
            self.list.show(self.list.ns, view.focus, self.list.heads)
            self._arrange(view)
        else:
            self.search(view, strict=strict, pause=pause)

    @on(Found)
    def _found(self, found: Found) -> None:
        if found.serial != self.jobs.latest("search"):
            return
        view, before = self.pending, self._shown
        if found.completed:
            view = self.pending = replace(view, query=found.completed)
            self.session.history.amend(replace(self.view, query=found.completed))
            self.box.set_quietly(found.completed)
        self._shown = view
        self.call_after_refresh(self.session.shown.set)
        self.marks = found.marks
        self.list.remove_class("-stale")
        self.field_note.clear()
        same = before is not None and before.same_list(view)
        # Whoever stands at the beginning sees what comes in there; else the cursor stays on its article.
        at_top = self.list.at <= 0 and not (self.reader.has_focus and same)
        self.list.show(found.ns, 0 if same else view.focus, found.heads)
        if at_top if same else not view.focus:
            self.list.move_to(0)
        self._say_empty()
        self._say_counts()
        self._advised = Advised(found.serial, (), "", 0)
        if found.serial == self.to_results and found.ns:
            self.remember_search(view.query)
        if found.serial == self.to_results:
            self.is_typing = False
            self.set_focus(self.list)
        if not self.box.has_focus:
            self._arrange(self.view)
        self.load_in_sight()
        if found.completed:
            word = last_word(found.completed)
            whole = f"{found.whole:,} of these have" if found.whole else "Nothing has"
            self.to_say = f"{whole} {word[:-1]} as a whole word; {word} finds what begins so."

    @on(Advised)
    def _advise(self, advised: Advised) -> None:
        if advised.serial != self.jobs.latest("search"):
            return
        if not self.list.ns:
            self._advised = advised
            self._say_empty()
        elif not self.is_typing and advised.sentences:
            self.say(f"{advised.sentences[0]}.")

    @on(ArticleList.OpenedNothing)
    def _take_advice(self) -> None:
        if self._advised.query and not self.list.ns:
            self.go(replace(self.view, query=self._advised.query, focus=0))

    @on(Counted)
    def _counted(self, counted_: Counted) -> None:
        if counted_.serial == self.jobs.latest("search"):
            self.facets.show(counted_.facets, self.pending.query)

    @on(Failed)
    def _search_failed(self, failed: Failed) -> None:
        if failed.group == "search" and failed.serial == self.jobs.latest("search"):
            self.search_ended()

    def search_ended(self) -> None:
        """Show that no search goes on any more."""
        self.list.remove_class("-stale")
        self._say_counts()
        if self._shown is None:
            self.list.set_empty_words(["The list could not be made.", "Esc shows all articles."])

    def _arrange(self, view: View) -> None:
        """Give the attention to the pane that the view names."""
        reading = view.pane == "reader" and bool(self.list.current)
        if reading:
            self.is_faceting = False
            self.load(self.list.current)
        self.show_panes(reading=reading)
        if reading:
            self.set_focus(self.reader)
        elif not self.facets.has_focus and not self.box.has_focus:
            self.set_focus(self.list)

    # What is said about the list

    def _say_counts(self) -> None:
        count, total = len(self.list.ns), self.session.archive.articles.count()
        if not (self.view.query.strip() or self.view.filters):
            count = total
        narrowed = self.view.query.strip() or self.view.filters
        words = f"{count:,} of {total:,}" if narrowed and self._shown else counted(total)
        self.count.set_text(f" {words} {self.glyphs.dot} {self._sort_words()} ")
        parts = []
        if self.list.marked_count:
            more = "; v ends the range" if self.list.range_start >= 0 else ""
            parts.append(f"{self.list.marked_count:,} selected{more}")
        parts += [f"only {FILTER_WORDS[each]}" for each in self.view.filters]
        if not parts and self.list.current:
            parts.append(f"{self.list.at + 1:,} / {count:,}")
        self.status.set_counts(f"  {self.glyphs.dot}  ".join(parts))

    def _sort_words(self) -> str:
        if self.view.sort == "relevance" and self.view.query.strip():
            return "by relevance"
        return "oldest first" if self.view.sort == "oldest" else "newest first"

    def _show_sort(self) -> None:
        self._say_counts()

    def _say_empty(self) -> None:
        """Words for a list that holds nothing, with what to do."""
        if self.list.ns:
            return
        view = self.pending if self._shown else self.view
        if self._shown is None and (view.query.strip() or view.filters or view.group):
            words = ["Looking for it …" if view.query.strip() else "Putting the list in order …"]
        elif view.query.strip():
            words = ["No article matches this."]
            words += [f"{each[:1].upper()}{each[1:]}." for each in self._advised.sentences]
            if self._advised.query:
                words.append(f"Enter searches for {self._advised.query}; Esc shows all articles.")
            else:
                words.append("Take a word out, or press Esc to see all articles.")
        elif view.filters:
            words = ["No article is left by the filter.", "Press f to change it, or Esc to see all articles."]
        elif self.updater is not None and self.updater.running:
            words = ["Reading the folder …", "Articles appear here as they are read."]
        else:
            words = [
                "No articles yet.",
                "Put articles that you saved, as text, web pages, PDF, mail …, into",
                str(self.session.archive.root),
                "and press R to read them. Nothing of yours is changed.",
            ]
            if skipped := self.session.archive.files.count_problems():
                words += ["", f"{counted(skipped, 'file')} there could not be read: p shows why, and what to do."]
        self.list.set_empty_words(words)
        self.reader.show_words()

    # Panes

    @does(commands.NextPane)
    def _next_pane(self) -> None:
        if not self.leave_facets():
            self.focus_next()

    @does(commands.PreviousPane)
    def _previous_pane(self) -> None:
        if not self.leave_facets():
            self.focus_previous()

    # Moving and reading

    @on(LineList.Moved, "#list")
    def _moved(self) -> None:
        if self.list.current != self._stood_on:
            self._stood_on = self.list.current
            self.status.notice = ""
        if self.to_say and not self.list.has_class("-stale"):
            # Said only once the cursor stands on its article, which clears what was said before.
            self.say(self.to_say)
            self.to_say = ""
        self._say_counts()
        if self.is_wide or self.is_reading:
            self._preview = self.later(PREVIEW_PAUSE, self.load_in_sight, self._preview)

    def on_resize(self) -> None:
        """A wider terminal may show the article too."""
        self.show_panes()
        self.call_after_refresh(self.load_in_sight)

    @on(LineList.Opened, "#list")
    def _opened(self) -> None:
        if self.list.current and self.is_active:
            self.remember_focus()
            self.session.history.visit(replace(self.view, focus=self.list.current, pane="reader"))
            self._arrange(self.view)
            self.mark_opened()

    @does(panes.CloseArticle)
    def _close_article(self) -> None:
        self.end_finding()
        if self.view.pane == "reader":
            self.session.history.visit(replace(self.view, focus=self.list.current, pane="list"))
        self.show_panes(reading=False)
        self.set_focus(self.list)

    @on(ArticleList.SelectionChanged)
    def _selection(self) -> None:
        self.status.notice = ""
        self._say_counts()
        self.status.refresh()

    # Stepping back and forth

    @does(commands.StepBack)
    def _step_back(self) -> None:
        view = self.view
        if self.end_finding():
            return
        if self.reader.has_focus and self.reader.drop_passage():
            self.say("Nothing is selected now.")
            return
        if self.reader.has_focus or self.is_reading:
            self._close_article()
        elif self.facets.has_focus:
            self.leave_facets()
            self.set_focus(self.list)
        elif self.list.clear_selection():
            self.say("Nothing is selected now.")
        elif view.query or view.filters:
            sort = "newest" if view.sort == "relevance" else view.sort
            self.go(View(sort=sort, focus=self.list.current, group=view.group))
        else:
            self.say("This is where it begins. Press q to quit.")

    @does(commands.GoBack)
    def _go_back(self) -> None:
        if not self.session.history.can_back:
            self.say("There is nothing to go back to.")
            return
        self.remember_focus()
        self.session.history.back()
        self.arrive()

    @does(commands.GoForward)
    def _go_forward(self) -> None:
        if not self.session.history.can_forward:
            self.say("There is nothing to go forward to.")
            return
        self.remember_focus()
        self.session.history.forward()
        self.arrive()

    @does(commands.Leave)
    def _leave(self) -> None:
        if self.is_reading and not self.is_wide:
            self._close_article()
        elif not self.leave_facets():
            perform(self.app, commands.Quit.id())

    # What changes

    def refresh_all(self) -> None:
        """Show everything as it is now, with the cursor where it is."""
        self.position = self.session.archive.position()
        self.list.forget()
        self.remember_focus()
        self.search(replace(self.view, focus=self.list.current), strict=False)
        if self.reader.n:
            self.load(self.reader.n, again=True)

    @on(Edited)
    def _edited(self, edited: Edited) -> None:
        if edited.quiet:
            self.position = self.session.archive.position()
            self.list.forget(edited.ns)
            return
        self.refresh_all()
        self.say(edited.said)
