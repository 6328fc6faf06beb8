"""Going from one place to another, for every screen: articles, records of each kind, back and forward."""

from __future__ import annotations

from dataclasses import replace

from corpus.records.definition import Kind, kind_of
from tui.commands import browsing, does, names
from tui.commands import records as commands
from tui.screens.ground import Ground
from tui.view import Place, View

_PLACES: dict[Kind | None, Place] = {"incident": "incidents", "actor": "actors", "place": "places", "link": "links"}


class MovingGround(Ground):
    """A screen from which one can go elsewhere."""

    def travel(self, view: View) -> None:
        """Go to a place, whatever screen shows it."""
        from tui.screens.places import show_place

        self.remember_focus()
        self.session.history.visit(view)
        show_place(self.app, self.session)

    def go_to_record(self, record: str) -> None:
        """Go to the page of a record, to the words of a passage, or to an article."""
        kind = kind_of(record)
        archive = self.session.archive
        if kind == "passage":
            article = str(archive.records.values(record).get("article", ""))
            n = archive.articles.number(article)
            if n is None:
                self.say("Its article is not here.")
                return
            self.travel(replace(self.view, place="coding", focus=n, record=record, pane="list"))
        elif kind == "article":
            n = archive.articles.number(record)
            if n is not None:
                self.travel(replace(self.view, place="articles", query="", focus=n, record="", pane="reader"))
        elif kind in _PLACES:
            self.travel(
                replace(self.view, place=_PLACES[kind], query="", focus=0, record=record, pane="reader", filters=())
            )

    def _go_to(self, place: Place) -> None:
        if self.view.place != place:
            keeps = place in ("articles", "coverage")
            view = replace(self.view, place=place, record="", pane="list", filters=())
            self.travel(view if keeps else replace(view, query="", focus=0, group="", sort="newest"))

    @does(commands.ShowArticles)
    def _articles(self) -> None:
        last = next((each for each in reversed(self.session.history.views) if each.place == "articles"), View())
        if self.view.place != "articles":
            self.travel(replace(last, pane="list"))

    @does(commands.ShowIncidents)
    def _incidents(self) -> None:
        self._go_to("incidents")

    @does(commands.ShowActors)
    def _actors(self) -> None:
        self._go_to("actors")

    @does(commands.ShowPlaces)
    def _places(self) -> None:
        self._go_to("places")

    @does(commands.ShowLinks)
    def _links(self) -> None:
        self._go_to("links")

    @does(commands.ShowTimeline)
    def _timeline(self) -> None:
        self._go_to("timeline")

    @does(commands.ShowReview)
    def _review(self) -> None:
        self._go_to("review")

    @does(commands.ShowCodings)
    def _codings(self) -> None:
        self.remember_focus()
        focus = self.view.focus if self.view.place in ("articles", "coding", "coverage", "incidents") else 0
        if self.view.place != "codings":
            self.travel(View(place="codings", focus=focus))

    @does(commands.ShowCoverage)
    def _coverage(self) -> None:
        self._go_to("coverage")

    @does(names.ShowNames)
    def _names(self) -> None:
        self._go_to("names")


class ElsewhereScreen(MovingGround):
    """A whole screen other than that of the articles: it steps through the places by itself."""

    @does(browsing.GoBack)
    def _back(self) -> None:
        self._step(back=True)

    @does(browsing.GoForward)
    def _forward(self) -> None:
        self._step(back=False)

    def _step(self, *, back: bool) -> None:
        from tui.screens.places import show_place

        history = self.session.history
        if not (history.can_back if back else history.can_forward):
            self.say(f"There is nothing to go {'back' if back else 'forward'} to.")
            return
        self.remember_focus()
        if back:
            history.back()
        else:
            history.forward()
        show_place(self.app, self.session)

    @does(browsing.PaneHelp)
    def _help(self) -> None:
        from tui.commands import Scope
        from tui.manual import help_for
        from tui.screens.pages import TextPage

        if self.is_active:
            scopes = [*self.scopes(), Scope.APP]
            self.app.push_screen(
                TextPage("Keys that work here", help_for(scopes, self.session.settings.keymap), small=True)
            )
