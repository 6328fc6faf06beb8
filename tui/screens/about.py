"""What is told about an article on a page of its own: what is known of it, its versions, its outline.

Pages are made by jobs, since a page may have much to compare; what they hold is decided in `tui.details` and
`tui.versions`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on

from tui.commands import browsing as commands
from tui.commands import does, panes
from tui.messages import Told
from tui.screens.copying import CopyingStage
from tui.screens.editing import counted

if TYPE_CHECKING:
    from corpus.store.operation import Operation
    from tui.jobs import Job
    from tui.widgets.document import Document


class AboutStage(CopyingStage):
    """A stage that tells about articles."""

    def _tell_about(self, title: str, doing: str, make: Callable[[Job], Document]) -> None:
        """Make a page and show it when it is ready, unless another is wanted by then."""
        self.say(f"{doing[:1].upper()}{doing[1:]} {self.glyphs.ellipsis}")
        self.jobs.start("about", doing, lambda job: void(self.post_message(Told(job.serial, title, make(job)))))

    @on(Told)
    def _told(self, told: Told) -> None:
        if told.serial != self.jobs.latest("about"):
            return
        from tui.screens.pages import TextPage

        self.say("")
        if self.is_active:
            self.app.push_screen(TextPage(told.title, told.document))

    @does(commands.ShowDetails)
    def _details(self) -> None:
        article = self.here()
        if article is None:
            return
        archive, id_, glyphs = self.session.archive, article.id, self.glyphs
        log = archive.log

        def make(_job: Job) -> Document:
            from tui.copies import members
            from tui.details import details_document

            said: dict[bytes, list[Operation]] = {}
            for operation in log.operations(id_):
                said.setdefault(operation.batch, []).append(operation)
            acts = [(batch, said.get(batch.id, [])) for batch in log.batches(id_)]
            return details_document(article, acts, glyphs, *members(archive, article.n))

        self._tell_about("Details and custody", "looking it up", make)

    @does(commands.ShowVersions)
    def _versions(self) -> None:
        article = self.here()
        if article is None:
            return
        if len(article.versions) < 2:
            self.say("This article has never changed since it was first read.")
            return
        articles, n, glyphs = self.session.archive.articles, article.n, self.glyphs

        def make(job: Job) -> Document:
            from tui.versions import versions_document

            return versions_document(article, lambda sha256: articles.text(n, sha256), glyphs, job.cancelled)

        self._tell_about("What changed", "comparing its versions", make)

    @does(panes.ShowOutline)
    def _outline(self) -> None:
        entries = self.reader.outline() if self.reader.n else []
        if len(entries) < 2:
            self.say("This article is too short to have an outline.")
            return
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        here = max((i for i, (entry, _) in enumerate(entries) if entry.offset <= self.reader.top_offset), default=0)
        choices = [
            Choice(
                str(entry.offset),
                "  " * entry.depth + entry.words,
                counted(matches, "match", "matches") if matches else "",
                strong=i == here,
            )
            for i, (entry, matches) in enumerate(entries)
        ]
        self.ask(
            PickDialog("Outline", choices, self.glyphs, "Enter goes there    Esc stays here", start=here),
            lambda key: self.reader.go_to(int(key)),
        )


def void(_: object) -> None:
    """Drop a value."""
