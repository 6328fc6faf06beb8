"""From the articles to what is recorded of them: coding one, and the records and passages that it has."""

from __future__ import annotations

from dataclasses import replace

from tui.commands import coding, does, records
from tui.screens.moving import ElsewhereScreen
from tui.screens.passages import PassageStage


class DoorStage(PassageStage):
    """A stage with doors to what is recorded."""

    def _look_around(self) -> None:
        """Notice what changed, unless another whole screen is in front: what it does is shown when it goes."""
        if not isinstance(self.app.screen, ElsewhereScreen):
            super()._look_around()

    def _current(self) -> int:
        n = self.reader.n if self.reader.has_focus and self.reader.n else self.list.current
        if not n:
            self.say("There is no article here.")
        return n

    @does(coding.CodeArticle)
    def _code(self) -> None:
        if n := self._current():
            self.travel(replace(self.view, place="coding", focus=n, record=""))

    @does(records.ArticleRecords)
    def _article_records(self) -> None:
        if n := self._current():
            self.travel(replace(self.view, place="incidents", focus=n, query="", record="", pane="list", filters=()))
