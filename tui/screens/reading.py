"""Reading while browsing: which article the reader shows, its matches, and going from one to the next.

What is found, and in which order, is decided by the screen built on this.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer
from textual.widgets import Input

from corpus.errors import ArchiveError
from tui.bidi import has_rtl
from tui.commands import does, panes
from tui.copies import Carried, told
from tui.messages import CopiesKnown, Marked
from tui.screens.about import AboutStage
from tui.screens.editing import counted
from tui.session import Session
from tui.widgets.find_line import FindBox
from tui.widgets.reader import ReaderView

if TYPE_CHECKING:
    from index.copies import Copies
    from tui.ports import Marks


class ReadingStage(AboutStage):
    """A stage on which articles are read."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.marks: Marks | None = None
        self.copies: Copies | None = None
        self._shown_marks: Marks | None = None
        self._preview: Timer | None = None
        self._is_new_in_reader = False

    # Showing

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way: no job, and no article about to be shown."""
        return self.jobs.idle and self._preview is None

    def load_in_sight(self) -> None:
        """Show the article under the cursor, if a reader is in sight."""
        self._preview = None
        if (self.is_wide or self.is_reading) and self.list.current:
            self.load(self.list.current)

    def load(self, n: int, *, again: bool = False) -> None:
        """Show an article in the reader; its matches come when they are found."""
        if n == self.reader.n and not again and self._shown_marks is self.marks:
            return
        articles = self.session.archive.articles
        try:
            article = articles.get(n)
            body = articles.text(n) if article.text_sha256 else ""
        except ArchiveError as error:
            self.reader.show_words(error.summary, error.hint)
            return
        self._is_new_in_reader = n != self.reader.n
        group = self.copies.group(n) if self.copies is not None else None
        told_ = told(self.session.archive, Carried(group.members, len(group.members))) if group else ""
        self.reader.show(article, body, told_)
        self.show_panes()
        self._shown_marks = self.marks
        if self.marks is not None:
            self.jobs.mark(n, article.title, body, self.marks)

    @on(Marked)
    def _marked(self, marked: Marked) -> None:
        if marked.serial == self.jobs.latest("mark") and marked.n == self.reader.n:
            self.reader.mark(marked.title, marked.body)
            if self._is_new_in_reader and self.reader.has_focus and self.reader.matches:
                self.say(f"{counted(len(self.reader.matches), 'match', 'matches')}; n goes to the next")

    @on(CopiesKnown)
    def _copies_known(self, known: CopiesKnown) -> None:
        """Mark the near-copies, where they were not known before."""
        before, self.copies = self.copies, known.copies
        if known.copies is before or not (known.copies or before):
            return
        self.list.mark_copies(lambda n: known.copies.place(n) >= 0)
        if self.reader.n and (known.copies.group(self.reader.n) or (before and before.group(self.reader.n))):
            self.load(self.reader.n, again=True)

    # Finding in it

    @does(panes.FindInArticle)
    def _begin_finding(self) -> None:
        if not self.reader.n:
            self.say("Open an article first; then f finds something in it.")
            return
        self.find_line.display = True
        self.find_line.box.select_all()
        self.set_focus(self.find_line.box)

    @on(Input.Changed, "#find")
    def _find(self, changed: Input.Changed) -> None:
        # A box shows letters in the order they are typed in; here is how they read.
        self.status.say(changed.value if has_rtl(changed.value) else "")
        self.reader.find(changed.value)
        self._say_found()

    def _say_found(self) -> None:
        reader = self.reader
        words = f"{reader.match_at + 1:,} of {len(reader.matches):,} " if reader.matches else "not here "
        self.find_line.count.set_text(words if reader.finding else "")

    @on(FindBox.Stepped)
    def _step_found(self, stepped: FindBox.Stepped) -> None:
        self.reader.action_match(stepped.step)
        self._say_found()

    @on(FindBox.Kept)
    def _keep_found(self) -> None:
        self.set_focus(self.reader)
        if not self.reader.finding:
            self.end_finding()

    @on(FindBox.Dropped)
    def _drop_found(self) -> None:
        self.end_finding()

    def end_finding(self) -> bool:
        """Mark the matches of the query again; says whether anything was being found."""
        if not self.find_line.display:
            return False
        self.set_focus(self.reader)
        self.find_line.display = False
        self.find_line.box.value = ""
        self.reader.find("")
        self.say("")
        return True

    @on(ReaderView.Picked)
    def _picked(self, picked: ReaderView.Picked) -> None:
        more = "; w, s or } make it longer, v stops that" if picked.grows else "; y copies it, v makes it longer"
        self.say(f"{counted(picked.words, 'word')} selected{more}")

    # From one to the next

    def mark_opened(self) -> None:
        """Remember that the article under the cursor was opened."""
        n = self.list.current
        row = self.list.row(self.list.at) if n else None
        if row is None or row.read or self.session.archive.read_only:
            return
        edits = self.session.archive.edits

        def change() -> str:
            edits.mark_read([n], True)
            return ""

        self.jobs.save("marking as read", change, [n], quiet=True)

    @does(panes.NextArticle)
    def _next_article(self) -> None:
        self._read_other(1)

    @does(panes.PreviousArticle)
    def _previous_article(self) -> None:
        self._read_other(-1)

    def _read_other(self, step: int) -> None:
        self.list.action_cursor(step)
        if self.list.current:
            self.load(self.list.current)
            self.session.history.amend(replace(self.view, focus=self.list.current))
            self.mark_opened()

    @on(ReaderView.MatchReached)
    def _match(self, reached: ReaderView.MatchReached) -> None:
        self._say_found()
        if self.is_finding:
            return
        if reached.of:
            self.say(f"match {reached.at:,} of {reached.of:,}")
        elif self.reader.finding:
            self.say(f"This article does not have {self.reader.finding}")
        else:
            self.say("Nothing to mark: there is no query, or it matches by tags or dates only.")
