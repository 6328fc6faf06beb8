"""The passages of the article that is read: marked in it, listed with what each supports, added, moved, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from tui.commands import does, records
from tui.jobs import Job
from tui.screens.editing import READ_ONLY, counted
from tui.screens.moving import MovingGround
from tui.screens.upkeep import UpkeepStage

if TYPE_CHECKING:
    from corpus.records.act import Act
    from tui.records.passages import Taken

Spans = Sequence[tuple[int, int]]


@dataclass(eq=False, repr=False)
class PassagesPlaced(Message):
    """Where the passages of an article are in its title and its text."""

    serial: int
    n: int
    title: Spans
    text: Spans


class PassageStage(UpkeepStage, MovingGround):
    """A stage that shows passages while an article is read."""

    def load(self, n: int, *, again: bool = False) -> None:
        """Show an article, and mark its passages when they are found."""
        super().load(n, again=again)
        if self.reader.n == n:
            self._mark_passages(n)

    def _mark_passages(self, n: int) -> None:
        archive = self.session.archive
        article = archive.articles.get(n).id
        if not archive.records.points_to(article, "article", 1):
            self.reader.show_passages((), ())
            return

        def work(job: Job) -> None:
            from tui.records.passages import spans

            found = spans(archive, article)
            self.post_message(PassagesPlaced(job.serial, n, found["title"], found["text"]))

        self.jobs.start("passages", "finding passages", work)

    @on(PassagesPlaced)
    def _passages_placed(self, told: PassagesPlaced) -> None:
        if told.serial == self.jobs.latest("passages") and told.n == self.reader.n:
            self.reader.show_passages(told.title, told.text)

    @does(records.ArticlePassages)
    def _list_passages(self) -> None:
        n = self.reader.n if self.reader.has_focus and self.reader.n else self.list.current
        if not n:
            self.say("There is no article here.")
            return
        # Read at once and not by a job: what is typed next is meant for the list.
        from tui.records.passages import passages
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        archive = self.session.archive
        taken = passages(archive, archive.articles.get(n).id)
        choices = [
            Choice(each.passage, f"{'' if each.span else self.glyphs.missing + ' lost: '}{each.words}", each.supports)
            for each in taken
        ]
        if self._picked_in(n):
            choices.insert(0, Choice("+", "New passage of the selected words", strong=True))
        if not choices:
            self.say("No passage was taken from this article yet. Select words with w, s or }, then P takes them.")
            return
        title = f"{counted(len(taken), 'passage')} of this article"
        by_id = {each.passage: each for each in taken}
        self.ask(
            PickDialog(title, choices, self.glyphs, "Enter says what can be done    Esc leaves it", start=0),
            lambda key: self._offer_for(n, by_id[key]) if key in by_id else self._add_passage(n),
        )

    def _picked_in(self, n: int) -> tuple[int, int] | None:
        """The words that are selected, as a place in the text of an article."""
        return self.reader.picked_words if self.reader.n == n else None

    def _offer_for(self, n: int, taken: Taken) -> None:
        from tui.screens.dialog import MenuDialog
        from tui.widgets.choices import Choice

        choices = [Choice("c", "c  Take it in hand while coding: what it supports")]
        if taken.span:
            choices.insert(0, Choice("g", "g  Go to its words, and select them"))
        if self._picked_in(n):
            choices.append(Choice("m", "m  Move it to the selected words; what it supports stays"))
            if taken.span and taken.part == "text":
                choices.append(Choice("e", "e  Extend it by the selected words"))
        choices.append(Choice("d", "d  Take it away"))
        self.ask(
            MenuDialog(taken.words, choices, self.glyphs, "A letter, or Enter", start=0),
            lambda key: self._do_with(n, taken, key),
        )

    def _do_with(self, n: int, taken: Taken, what: str) -> None:
        picked = self._picked_in(n)
        if what == "g" and taken.span:
            self.go(replace(self.view, focus=n, pane="reader"))
            self.load(n)
            self.reader.pick_words(taken.part, *taken.span)
        elif what == "c":
            self.travel(replace(self.view, place="coding", focus=n, record=taken.passage, pane="list"))
        elif what == "d":
            self._change_passage(n, "passage taken away", lambda act: act.delete(taken.passage))
        elif picked and what in ("m", "e"):
            start, end = picked
            if what == "e" and taken.span:
                start, end = min(start, taken.span[0]), max(end, taken.span[1])
            words = self.session.archive.articles.text(n)[start:end]

            def move(act: Act) -> None:
                act.set(taken.passage, "in", "text")
                act.set(taken.passage, "quote", {"exact": words, "start": start})

            self._change_passage(n, "passage moved" if what == "m" else "passage extended", move)

    def _add_passage(self, n: int) -> None:
        picked = self._picked_in(n)
        if picked is None:
            return
        archive = self.session.archive
        words = archive.articles.text(n)[slice(*picked)]
        values = {"article": archive.articles.get(n).id, "in": "text", "quote": {"exact": words, "start": picked[0]}}
        self._change_passage(n, "passage taken", lambda act: act.create("passage", values))

    def _change_passage(self, n: int, what: str, build: Callable[[Act], object]) -> None:
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
            return
        archive = self.session.archive

        def change() -> str:
            act = archive.records.act()
            build(act)
            act.commit(what)
            return f"{what[:1].upper()}{what[1:]}; u undoes it."

        self.jobs.save(what, change, [n])
