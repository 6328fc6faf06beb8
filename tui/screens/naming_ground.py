"""The parts of the screen of names, and what they show; what the keys do is said above this."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer

from tui.commands import Command, Scope, applying, bindings
from tui.commands.names import AcceptAllMentions, FindName, MayBeOne, NoRecordYet
from tui.jobs import Job
from tui.messages import Edited
from tui.names import listing, pages
from tui.names.listing import NameList, NameRow
from tui.records.page import PageLine
from tui.screens.deciding import DecidingGround
from tui.screens.moving import ElsewhereScreen
from tui.session import Session
from tui.view import View
from tui.widgets.line_list import LineList
from tui.widgets.name_list import NamePage, NameRows
from tui.widgets.one_line import StatusLine

PAUSE = 0.06
"""How long the cursor rests on a name before what is known of it is shown, in seconds."""

EMPTY = {
    "names": ["No names yet.", "Names are collected from the articles of the folder."],
    "alike": ["No two actors, and no two places, have names that are alike.", "Esc shows all names."],
    "unrecorded": ["Every frequent name is one of an actor or a place.", "Esc shows all names."],
    "mentions": ["No article names it that is not linked to it.", "[ goes back."],
}
"""What is said where there is nothing, with what to do."""


@dataclass(eq=False, repr=False)
class NamesListed(Message):
    """The list of names of the view with this serial was made."""

    serial: int
    listing: NameList


@dataclass(eq=False, repr=False)
class NamePaged(Message):
    """What is said beside a line was made."""

    serial: int
    key: str
    lines: list[PageLine]


class NamesGround(ElsewhereScreen, DecidingGround):
    """The parts of the screen of names."""

    BINDINGS = [*bindings(applying(Scope.NAMES), Scope.NAMES)]

    DEFAULT_CSS = """
    NamesGround #name-panes { height: 1fr; }
    NamesGround #names { width: 1fr; }
    NamesGround #record-page { width: 1fr; display: none; }
    NamesGround.-wide #record-page { display: block; border-left: solid $rule; }
    NamesGround.-narrow.-reading #names { display: none; }
    NamesGround.-narrow.-reading #record-page { display: block; }
    NamesGround #names-head > .line--accent { text-style: bold; color: $head; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.head = StatusLine(id="names-head")
        self.list = NameRows(session.glyphs)
        self.page = NamePage(session.glyphs)
        self.listing = NameList("", ())
        self._shown_of: View | None = None
        self._preview: Timer | None = None

    def compose(self) -> ComposeResult:
        """What is looked at, the list beside what is known of a line, what just happened, and the keys."""
        yield self.head
        with Horizontal(id="name-panes"):
            yield self.list
            yield self.page
        yield self.status
        yield self.keys

    def focus_scope(self) -> Scope:
        """The scope of the pane in focus."""
        return Scope.NAME_PAGE if self.page.has_focus else Scope.NAME_LIST

    def scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands can be had here."""
        return (self.focus_scope(), Scope.NAMES)

    def is_useful(self, command: type[Command]) -> bool:
        """Among mentions, what there is to do with them; else what there is to do with names."""
        if command is AcceptAllMentions:
            return self.view.place == "mentions"
        return self.view.place != "mentions" or command not in (MayBeOne, NoRecordYet, FindName)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return self.jobs.idle and self._preview is None

    # Arriving

    def on_mount(self) -> None:
        """Show the list."""
        self.set_focus(self.list)
        self.arrive()

    def arrive(self) -> None:
        """Show the place where the user is."""
        view, session = self.view, self.session
        if self._shown_of is None or _listed(self._shown_of) != _listed(view):
            self.set_class(False, "-reading")
            self.set_focus(self.list)
            self.list.show(())
            self.list.set_empty_words([f"Looking through the archive {self.glyphs.ellipsis}"])
            self.page.show("", ())
            self.listing = NameList(_title(view), ())

        def work(job: Job) -> None:
            names = session.index().names
            if names.behind():
                names.catch_up(cancelled=job.cancelled)
            archive = session.archive
            match view.place:
                case "alike":
                    made = listing.may_be_one(names, archive, job.cancelled)
                case "unrecorded":
                    made = listing.no_record_yet(names)
                case "mentions":
                    made = listing.mentions(names, archive, view.record, job.cancelled)
                case _ if view.query.strip():
                    made = listing.spellings(names, view.query.strip(), job.cancelled)
                case _:
                    made = listing.every_name(names)
            if not job.cancelled():
                self.post_message(NamesListed(job.serial, made))

        self.jobs.start("list", "listing names", work)
        self._say_head()

    @on(NamesListed)
    def _listed(self, listed: NamesListed) -> None:
        if listed.serial != self.jobs.latest("list"):
            return
        same = self._shown_of is not None and _listed(self._shown_of) == _listed(self.view)
        self._shown_of = self.view
        self.listing = listed.listing
        words = EMPTY.get(self.view.place, [])
        if self.view.place == "names" and self.view.query.strip():
            words = [
                f"No name in this archive is like {self.view.query.strip()}.",
                "/ asks for another, Esc shows all.",
            ]
        self.list.set_empty_words(words)
        view = self.view
        key = str(view.focus) if view.place == "mentions" else view.record
        self.list.show(self.listing.rows, self.list.cursor if same else self.listing.at(key))
        self.load()
        self._say_head()
        self.show_keys()

    def _say_head(self) -> None:
        dot = f"  {self.glyphs.dot}  "
        self.head.set_counts(dot.join([self.listing.title or _title(self.view), f"{self.listing.count:,}"]))

    def remember_focus(self) -> None:
        """Let the place where the user is know which line is under the cursor."""
        view, row = self.view, self.list.current
        if row is not None and self._shown_of is not None and _listed(view) == _listed(self._shown_of):
            of_article = view.place == "mentions"
            now = replace(view, focus=int(row.key)) if of_article else replace(view, record=row.key)
            self.session.history.amend(now)

    # What is known of a line

    @on(LineList.Moved, "#names")
    def _moved(self) -> None:
        if self.is_wide or self.has_class("-reading"):
            self._preview = self.later(PAUSE, self.load, self._preview)

    def load(self) -> None:
        """Show what is known of the line under the cursor, if there is room for it."""
        self._preview = None
        row = self.list.current
        if row is None:
            self.page.show("", ())
        elif self.is_wide or self.has_class("-reading"):
            view, made, session = self.view, self.listing, self.session

            def work(job: Job) -> None:
                lines = _page(session, view, made, row)
                if not job.cancelled():
                    self.post_message(NamePaged(job.serial, row.key, lines))

            self.jobs.start("page", "looking at a name", work)

    @on(NamePaged)
    def _paged(self, paged: NamePaged) -> None:
        if paged.serial == self.jobs.latest("page"):
            self.page.show(paged.key, paged.lines)

    @on(Edited)
    def _edited(self, edited: Edited) -> None:
        self.arrive()
        self.say(edited.said)


def _listed(view: View) -> tuple[str, str, str]:
    return view.place, view.query, view.record if view.place == "mentions" else ""


def _title(view: View) -> str:
    titles = {"alike": "May be one", "unrecorded": "No record yet", "mentions": "Mentioned, not linked"}
    return titles.get(view.place, f"Spellings of {view.query.strip()}" if view.query.strip() else "Names")


def _page(session: Session, view: View, made: NameList, row: NameRow) -> list[PageLine]:
    names, archive = session.index().names, session.archive
    if view.place == "mentions":
        return pages.mention_page(names.mentions(), archive, view.record, int(row.key))
    if row.key in made.pairs:
        return pages.pair_page(names, archive, made.pairs[row.key])
    return pages.name_page(names, archive, row.key, made.answer)
