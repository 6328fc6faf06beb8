"""Looking after the archive while browsing: the way to what needs it, and from there to the article it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui.commands import browsing as commands
from tui.commands import does
from tui.messages import TroublesGathered
from tui.screens.narrowing import NarrowingStage

if TYPE_CHECKING:
    from tui.jobs import Job


class UpkeepStage(NarrowingStage):
    """A stage that tells what needs looking after."""

    @does(commands.ShowProblems)
    def _problems(self) -> None:
        archive = self.session.archive

        def work(job: Job) -> None:
            from tui.troubles import gather

            self.post_message(TroublesGathered(job.serial, gather(archive, job.cancelled)))

        self.jobs.start("troubles", "looking what needs looking after", work)

    @on(TroublesGathered)
    def _gathered(self, told: TroublesGathered) -> None:
        from tui.screens.troubles import TroublesPage

        if told.serial == self.jobs.latest("troubles") and self.is_active:
            self.app.push_screen(TroublesPage(told.troubles, self.glyphs), self._open_troubled)

    def _open_troubled(self, n: int | None) -> None:
        if n:
            self.go(replace(self.view, query="", filters=(), focus=n, pane="reader"))
