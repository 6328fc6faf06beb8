"""Saved searches while browsing: keeping a query under a name, and going to one with what is new in it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui.commands import browsing as commands
from tui.commands import does
from tui.messages import SavedCounted
from tui.screens.editing import READ_ONLY, counted, void
from tui.screens.named import NamedStage
from tui.session import Session

if TYPE_CHECKING:
    from tui.saved import SavedSearch
    from tui.screens.dialog import PickDialog
    from tui.widgets.choices import Choice


class SavingStage(NamedStage):
    """A stage that knows saved searches."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._saved: dict[str, SavedSearch] = {}
        self._saved_dialog: PickDialog | None = None

    @does(commands.SavedSearches)
    def _saved_searches(self) -> None:
        from tui.saved import all_saved
        from tui.screens.picking import SavedDialog

        searches = all_saved(self.session.archive)
        query = self.view.query.strip()
        choices = self._saved_choices(searches, query)
        if not choices:
            self.say("No search is saved yet. Search for something, then press S to save it.")
            return
        self._saved = {each.id: each for each in searches}
        hint = "Enter searches    X takes it away    Esc leaves it"
        self._saved_dialog = SavedDialog("Saved searches", choices, self.glyphs, hint)
        self.ask(self._saved_dialog, self._saved_picked)
        if searches:
            self.jobs.count_saved(searches)

    def _saved_picked(self, key: str) -> None:
        from tui.screens.picking import TAKE_AWAY

        if key in self._saved:
            self._go_to_saved(self._saved[key])
        elif key.startswith(TAKE_AWAY):
            self._take_saved_away(self._saved.get(key.removeprefix(TAKE_AWAY)))
        else:
            self._name_search(self.view.query.strip())

    def _take_saved_away(self, saved: SavedSearch | None) -> None:
        archive = self.session.archive
        if saved is None:
            self.say("This is no saved search yet; Enter saves it.")
        elif archive.read_only:
            self.say(READ_ONLY, warning=True)
        else:

            def take_away() -> str:
                archive.records.delete(saved.id)
                return f"The saved search {saved.name} is taken away; u brings it back."

            self.jobs.save("taking the saved search away", take_away)

    def _saved_choices(self, searches: Sequence[SavedSearch], query: str) -> list[Choice]:
        from tui.widgets.choices import Choice

        choices = []
        if query and all(each.query != query for each in searches):
            choices.append(Choice("+", f"Save this search: {query}", strong=True))
        return choices + [
            Choice(each.id, each.name, news_words(each, self.glyphs.ellipsis), strong=each.new > 0) for each in searches
        ]

    @on(SavedCounted)
    def _saved_counted(self, told: SavedCounted) -> None:
        dialog = self._saved_dialog
        if dialog is None or not dialog.is_current or dialog.is_finished:
            self.jobs.cancel("saved")
        elif told.serial == self.jobs.latest("saved"):
            self._saved = {each.id: each for each in told.searches}
            dialog.show_choices(self._saved_choices(told.searches, self.view.query.strip()))

    def _name_search(self, query: str) -> None:
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
            return
        from tui.saved import save_search
        from tui.screens.dialog import LineDialog

        archive = self.session.archive
        self.ask(
            LineDialog(f"Save the search {query}", "a name for it"),
            lambda name: void(self.jobs.save("saving the search", lambda: save_search(archive, name, query))),
        )

    def _go_to_saved(self, saved: SavedSearch) -> None:
        self.go(replace(self.view, query=saved.query, sort="newest", focus=0, pane="list", filters=()))
        if saved.new:
            self.to_say = f"{saved.name}: {counted(saved.new)} came since you last looked"
        archive = self.session.archive
        if archive.read_only or saved.total == -1:
            return

        def mark() -> str:
            archive.seen_up_to.mark(saved.id)
            return ""

        self.jobs.save("remembering what was seen", mark, quiet=True)


def news_words(saved: SavedSearch, counting: str) -> str:
    """What a saved search finds, in a few words; `counting` stands for what is not known yet."""
    if saved.total is None:
        return counting
    if saved.total < 0:
        return "cannot be answered"
    return f"{saved.new:,} new of {saved.total:,}" if saved.new else f"{saved.total:,}"
