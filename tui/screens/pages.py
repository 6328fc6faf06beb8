"""Pages to read: help, the manual, and the files that could not be read."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from corpus.store.files import Problem
from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.screens.dialog import DialogHint, DialogTitle
from tui.widgets.document import Document
from tui.widgets.drawing import segment
from tui.widgets.line_list import LineList
from tui.widgets.one_line import StatusLine
from tui.widgets.text_view import TextView


class Page(ModalScreen[None]):
    """Something to read over everything else."""

    is_finished = False
    """Whether it was closed, and only has to go."""

    def __init__(self, title: str, *, small: bool = False) -> None:
        super().__init__()
        self._heading = title
        self._small = small

    def compose(self) -> ComposeResult:
        """A head, the page, and how to close it."""
        with Vertical(classes="page small" if self._small else "page"):
            yield DialogTitle(self._heading)
            yield from self.inside()
            yield DialogHint("Esc closes")

    def inside(self) -> ComposeResult:
        """What the page holds."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Close; a second key press on the way out does nothing."""
        if self.is_active and not self.is_finished:
            self.is_finished = True
            self.dismiss(None)


class TextPage(Page):
    """A text."""

    def __init__(self, title: str, document: Document, *, small: bool = False) -> None:
        super().__init__(title, small=small)
        self._document = document

    def inside(self) -> ComposeResult:
        """The text."""
        yield TextView(measure=90, id="text")

    def on_mount(self) -> None:
        """Show it from its beginning."""
        view = self.query_one(TextView)
        view.set_document(self._document)
        view.focus()


class ProblemList(LineList):
    """Files that could not be read, each with its reason."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.PAGE)]

    def __init__(self, problems: Sequence[Problem], glyphs: Glyphs) -> None:
        super().__init__(id="problems")
        self._problems = problems
        self._glyphs = glyphs

    def on_mount(self) -> None:
        """Begin at the first."""
        self.lines_changed(0)
        self.focus()

    def line_count(self) -> int:
        """How many there are."""
        return len(self._problems)

    def line_key(self, index: int) -> Hashable:
        """Problems do not change while they are shown."""
        return index

    @property
    def problem(self) -> Problem | None:
        """The one under the cursor."""
        return self._problems[self.cursor] if 0 <= self.cursor < len(self._problems) else None

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """A path and a reason."""
        problem = self._problems[index]
        reason = min(40, width // 2)
        mark = self._glyphs.cursor if index == self.cursor else " "
        return [
            Segment(mark + " ", base + self.part("list--accent")),
            segment(problem.path, width - reason - 4, base, self._glyphs.ellipsis),
            Segment("  ", base),
            segment(problem.reason, reason, base + self.part("list--dim"), self._glyphs.ellipsis),
        ]


class ProblemsPage(Page):
    """What could not be read, why, and what to do."""

    def __init__(self, problems: Sequence[Problem], glyphs: Glyphs) -> None:
        count = len(problems)
        files = "file" if count == 1 else "files"
        super().__init__(f"{count:,} {files} could not be read" if count else "Every file could be read")
        self._problems = problems
        self._glyphs = glyphs

    def inside(self) -> ComposeResult:
        """The files, and all about the one under the cursor."""
        yield ProblemList(self._problems, self._glyphs)
        yield StatusLine(id="detail")

    def on_mount(self) -> None:
        """Say what can be done at all."""
        self._tell()

    def on_line_list_moved(self) -> None:
        """Tell about another file."""
        self._tell()

    def _tell(self) -> None:
        problem = self.query_one(ProblemList).problem
        line = self.query_one("#detail", StatusLine)
        if problem is None:
            line.say("Nothing was skipped in the last update.")
        else:
            what = problem.detail or problem.reason
            line.say(f"{what} It is tried again when the file changes, or with: dateline update --rebuild")
