"""Names while browsing: every spelling of the name that is searched for, and who is named in an article.

Finding spellings is a job; what a name is, `index.names` knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui.commands import does
from tui.commands import names as commands
from tui.messages import Edited, Found, Offered, Spelled
from tui.screens.deciding import DecidingGround
from tui.screens.searching import SearchingStage
from tui.session import Session
from tui.view import View

if TYPE_CHECKING:
    from index.names.asking import Answer
    from index.names.spelled import Asked
    from tui.jobs import Job


class NamesStage(SearchingStage, DecidingGround):
    """A stage that knows how names are spelled."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._offered_for = ""
        self._spelled_at = 0
        self._decides = False

    def go(self, view: View, *, strict: bool = False) -> None:
        """Go to a new place."""
        raise NotImplementedError

    @does(commands.EverySpelling)
    def _every_spelling(self) -> None:
        self._spelled_at = -1
        self.say(f"Looking for spellings {self.glyphs.ellipsis}")
        self._look_for_spellings()

    def _look_for_spellings(self) -> None:
        from index.names.spelled import asked_name

        query, session = self.view.query, self.session
        if not query.strip():
            self.say("Search for a name first: / and the name, then = finds every spelling of it.")
            return

        def work(job: Job) -> None:
            names = session.index().names
            if names.behind():
                names.catch_up(cancelled=job.cancelled)
            asked = asked_name(query, names)
            if not job.cancelled():
                answer = names.ask(asked.name, cancelled=job.cancelled) if asked else None
                self.post_message(Spelled(job.serial, asked, answer))

        self.jobs.start("names", "looking for spellings", work)

    @on(Found)
    def _offer_spellings(self) -> None:
        """Once a query stands, look whether a name is in it that others spell otherwise."""
        query, session = self.view.query, self.session
        if self.is_typing or not query.strip():
            return

        def work(job: Job) -> None:
            names = session.index().names
            found = None if names.behind() or job.cancelled() else names.offer(query)
            if found is not None and not job.cancelled():
                self.post_message(Offered(query, found))

        self.jobs.start("offer", "looking for other spellings", work)

    @on(Offered)
    def _offered(self, offered: Offered) -> None:
        # What was offered is said again when the list is made anew, unless something else was said meanwhile.
        says_other = offered.query == self._offered_for and self.status.notice
        if offered.query == self.view.query and self.is_active and not says_other:
            self._offered_for = offered.query
            width = self.app.size.width - 2
            told = (f"{offered.offer.words(most)}: = takes them in" for most in (5, 4, 3, 2))
            self.say(next((words for words in told if len(words) <= width), f"{offered.offer.words(1)}: = shows them"))

    @on(Spelled)
    def _spelled(self, spelled: Spelled) -> None:
        if spelled.serial != self.jobs.latest("names"):
            return
        asked, answer = spelled.asked, spelled.answer
        if self._spelled_at < 0:
            self.say("")
        if asked is None or answer is None:
            self.say("There is no one name in this query: search for a name, then = finds every spelling of it.")
        elif not answer.at("match", "suggest"):
            self.say(f"No name in this archive is like {answer.text}.")
        elif self.is_active:
            from tui.screens.spellings import SpellingsDialog

            dialog = SpellingsDialog(answer, self.glyphs, everywhere=asked.everywhere, start=self._spelled_at)
            self.ask(dialog, lambda decided: self._take_spelling(asked, answer, *decided))

    def _take_spelling(self, asked: Asked, answer: Answer, verb: str, spelling: str, at: int) -> None:
        """Do what was decided of a spelling; after one was accepted or refused, the others are shown again."""
        if verb in ("accept", "refuse"):
            self._spelled_at = at
            if verb == "accept":
                self.accept_spelling(answer, spelling)
            else:
                self.refuse_spelling(answer, spelling)
            return
        query = asked.only(spelling) if spelling else asked.every()
        self.go(replace(self.view, query=query, focus=0), strict=True)

    def decide(self, doing: str, change: Callable[[], str]) -> None:
        """Save a decision; the other spellings are then shown again."""
        self._decides = not self.session.archive.read_only
        super().decide(doing, change)

    @on(Edited)
    def _show_the_other_spellings(self, edited: Edited) -> None:
        if self._decides and not edited.quiet:
            self._decides = False
            self._look_for_spellings()
