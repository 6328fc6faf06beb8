"""Saved searches while browsing: keeping a query under a name, and going to one with what is new in it said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui.commands import browsing as commands
from tui.commands import does
from tui.messages import SavedCounted
from tui.screens.editing import READ_ONLY, counted
from tui.screens.searching import SearchingStage
from tui.view import View

if TYPE_CHECKING:
    from tui.saved import SavedSearch


class SavingStage(SearchingStage):
    """A stage that knows saved searches."""

    def go(self, view: View, *, strict: bool = False) -> None:
        """Go to a new place."""
        raise NotImplementedError

    @does(commands.SavedSearches)
    def _saved_searches(self) -> None:
        from tui.saved import all_saved

        session = self.session

        def work() -> list[SavedSearch]:
            return all_saved(session.archive, session.index(), lambda: False)

        self.say("Counting what is new …")
        self.jobs.start("saved", "counting what is new", lambda job: self._counted_saved(job.serial, work()))

    def _counted_saved(self, serial: int, found: list[SavedSearch]) -> None:
        self.post_message(SavedCounted(serial, found))

    @on(SavedCounted)
    def _offer_saved(self, told: SavedCounted) -> None:
        if told.serial != self.jobs.latest("saved"):
            return
        self.say("")
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        query = self.view.query.strip()
        choices = []
        if query and all(each.query != query for each in told.searches):
            choices.append(Choice("+", f"Save this search: {query}", strong=True))
        choices += [Choice(each.id, each.name, news_words(each)) for each in told.searches]
        if not choices:
            self.say("No search is saved yet. Search for something, then press S to save it.")
            return
        searches = {each.id: each for each in told.searches}
        self.ask(
            PickDialog("Saved searches", choices, self.glyphs, "Enter searches    Esc leaves it"),
            lambda key: self._go_to_saved(searches[key]) if key in searches else self._name_search(query),
        )

    def _name_search(self, query: str) -> None:
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
            return
        from tui.saved import save_search
        from tui.screens.dialog import LineDialog

        archive = self.session.archive
        # The dialog before is still on its way out.
        self.call_after_refresh(
            self.ask,
            LineDialog(f"Save the search {query}", "a name for it"),
            lambda name: self.jobs.edit("saving the search", (), lambda: save_search(archive, name, query)),
        )

    def _go_to_saved(self, saved: SavedSearch) -> None:
        self.go(replace(self.view, query=saved.query, sort="newest", focus=0, pane="list", filters=()))
        if saved.new:
            self.to_say = f"{saved.name}: {counted(saved.new)} came since you last looked"
        archive = self.session.archive
        if archive.read_only or saved.total < 0:
            return

        def mark() -> str:
            archive.seen_up_to.mark(saved.id)
            return ""

        self.jobs.edit("remembering what was seen", (), mark, quiet=True)


def news_words(saved: SavedSearch) -> str:
    """What a saved search finds, in a few words."""
    if saved.total < 0:
        return "cannot be answered"
    return f"{saved.new:,} new of {saved.total:,}" if saved.new else f"{saved.total:,}"
