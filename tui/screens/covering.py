"""Coverage among the records: how far saved searches are coded, what of them waits, and what has nothing to code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.message import Message

from corpus.archive import Archive
from index.errors import QueryError
from tui.coding.coverage import Covered, by_state, covered, next_waiting
from tui.commands import coding, does
from tui.commands import records as commands
from tui.jobs import Job
from tui.saved import SavedSearch, all_saved
from tui.screens.dialog import PickDialog
from tui.screens.editing import said
from tui.screens.records_ground import RecordsGround
from tui.session import Session
from tui.view import View
from tui.widgets.choices import Choice


@dataclass(eq=False, repr=False)
class SearchesCovered(Message):
    """So far are these saved searches coded, by their ids; None for one that cannot be answered."""

    serial: int
    covered: Mapping[str, Covered | None]


class CoveringScreen(RecordsGround):
    """A screen of records that knows what is coded."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._searches: Sequence[SavedSearch] = ()
        self._choosing: PickDialog | None = None

    @does(commands.CoverSaved)
    def _cover_saved(self) -> None:
        archive = self.session.archive
        self._searches = all_saved(archive)
        if not self._searches:
            self.say("No search is saved yet. Search among the articles, then press S there to save it.")
            return
        hint = "Enter shows its articles    Esc leaves it"
        dialog = self._choosing = PickDialog("Coverage of saved searches", self._choices({}), self.glyphs, hint)
        self.ask(dialog, self._show_coverage)
        session, searches = self.session, self._searches

        def work(job: Job) -> None:
            found: dict[str, Covered | None] = {}
            for each in searches:
                if job.cancelled():
                    return
                try:
                    ns = session.index().search(each.query, sort="newest", cancelled=job.cancelled).ns
                except QueryError:
                    found[each.id] = None
                else:
                    found[each.id] = covered(by_state(archive, ns))
                self.post_message(SearchesCovered(job.serial, dict(found)))

        self.jobs.start("covered", "counting what is coded", work)

    def _choices(self, known: Mapping[str, Covered | None]) -> list[Choice]:
        ellipsis = self.glyphs.ellipsis

        def words(search: SavedSearch) -> str:
            if search.id not in known:
                return ellipsis
            return str(known[search.id] or "cannot be answered")

        return [Choice("all", "All articles"), *(Choice(each.id, each.name, words(each)) for each in self._searches)]

    @on(SearchesCovered)
    def _counted(self, told: SearchesCovered) -> None:
        dialog = self._choosing
        if dialog is None or not dialog.is_current or dialog.is_finished:
            self.jobs.cancel("covered")
        elif told.serial == self.jobs.latest("covered"):
            dialog.show_choices(self._choices(told.covered))

    def _show_coverage(self, search: str) -> None:
        query = next((each.query for each in self._searches if each.id == search), "")
        self.travel(View(place="coverage", query=query))

    def narrow_coverage(self) -> None:
        """Show only articles in one of the states that the list has."""
        states = by_state(self.session.archive, [each for each in self.list.keys_shown if isinstance(each, int)])
        if not states:
            self.say("There is nothing to narrow by yet.")
            return
        choices = [Choice(state, state, f"{len(found):,}") for state, found in states.items()]

        def narrow(state: str) -> None:
            self.travel(replace(self.view, query=f'{self.view.query} coding:"{state}"'.strip(), record=""))

        self.ask(PickDialog("Show only", choices, self.glyphs), narrow)

    @does(coding.NextUncoded)
    def _next_uncoded(self) -> None:
        if self.view.place != "coverage":
            self.say("Press 8 for the coverage of articles first; there J codes the next one that waits.")
            return
        ns = [each for each in self.list.keys_shown if isinstance(each, int)]
        current = self.list.current
        archive: Archive = self.session.archive
        here = current if isinstance(current, int) else 0
        waiting = [here] if here and next_waiting(archive, [here], 0) else []
        n = waiting[0] if waiting else next_waiting(archive, ns, here)
        if not n:
            self.say("No article of the list waits to be coded.")
            return
        self.travel(replace(self.view, place="coding", focus=n, record=""))

    @does(commands.NothingHere)
    def _nothing_here(self) -> None:
        current = self.list.current
        if not isinstance(current, int) or self.view.place != "coverage":
            self.say("Only articles of the coverage are marked so; press 8 for it.")
            return
        edits = self.session.archive.edits
        self.list.action_cursor(1)
        self.save("saving the coding state", lambda: said(edits.set_coding([current], "nothing to code").what))
