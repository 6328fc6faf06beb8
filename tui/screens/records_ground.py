"""The parts of the screen of records, and what they show; what the keys do is said above this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer

from corpus.errors import ArchiveError
from corpus.records.definition import kind_of
from index.errors import QueryError
from tui.coding.prompts import Option, Prompt
from tui.coding.wrong import TypedWrong
from tui.commands import Scope, applying, bindings
from tui.jobs import Job
from tui.messages import Edited
from tui.records import codings
from tui.records.listing import TITLES, Listing, listing
from tui.records.page import PageLine, page
from tui.screens.editing import READ_ONLY
from tui.screens.moving import ElsewhereScreen
from tui.session import Session
from tui.widgets.entry import Entry
from tui.widgets.line_list import LineList
from tui.widgets.one_line import StatusLine
from tui.widgets.record_list import RecordList
from tui.widgets.record_page import RecordPage

PAUSE = 0.06
"""How long the cursor rests on a record before its page is shown, in seconds."""


@dataclass(eq=False, repr=False)
class Listed(Message):
    """The list of the view with this serial was made."""

    serial: int
    listing: Listing


@dataclass(eq=False, repr=False)
class Paged(Message):
    """The page of a record was made."""

    serial: int
    record: str
    lines: Sequence[PageLine]


@dataclass(eq=False, repr=False)
class MentionsWanted(Message):
    """It is not known yet which articles name which records."""


@dataclass(eq=False, repr=False)
class MentionsKnown(Message):
    """It is known now which articles name which records."""


class RecordsGround(ElsewhereScreen):
    """The parts of the screen of records."""

    BINDINGS = [*bindings(applying(Scope.RECORDS), Scope.RECORDS)]

    DEFAULT_CSS = """
    RecordsGround #record-panes { height: 1fr; }
    RecordsGround #records { width: 1fr; }
    RecordsGround #record-page { width: 1fr; display: none; }
    RecordsGround.-wide #record-page { display: block; border-left: solid $rule; }
    RecordsGround.-narrow.-reading #records { display: none; }
    RecordsGround.-narrow.-reading #record-page { display: block; }
    RecordsGround #records-head > .line--accent { text-style: bold; color: $head; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.head = StatusLine(id="records-head")
        self.list = RecordList(session.archive, session.glyphs)
        self.page = RecordPage(session.glyphs)
        self.entry = Entry(session.glyphs, self)
        self._total = 0
        self._words = ""
        self._shown_of = self.view
        self._preview: Timer | None = None
        self._to_read = False

    def compose(self) -> ComposeResult:
        """What is looked at, the list beside the page, the line that is typed, what just happened, and the keys."""
        yield self.head
        with Horizontal(id="record-panes"):
            yield self.list
            yield self.page
        yield self.entry
        yield self.status
        yield self.keys

    def focus_scope(self) -> Scope:
        """The scope of the pane in focus."""
        if self.entry.is_open:
            return Scope.ENTRY
        return Scope.RECORD_PAGE if self.page.has_focus else Scope.RECORD_LIST

    def scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands can be had here."""
        scope = self.focus_scope()
        return (scope,) if scope is Scope.ENTRY else (scope, Scope.RECORDS)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a line is typed, keys are letters and not commands."""
        return not (action == "command" and self.entry.is_open)

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
        view = self.view
        self._to_read = view.pane == "reader"
        self._shown_of = view
        if view.query.strip() or view.place in ("review", "coverage", "timeline", "codings"):
            archive, session = self.session.archive, self.session
            bar = self.glyphs.bar

            def work(job: Job) -> None:
                if view.place == "codings":
                    made = codings.listing(archive, view.focus)
                else:
                    made = listing(archive, view, session.index() if view.query.strip() else None, bar)
                self.post_message(Listed(job.serial, made))

            self.jobs.start("list", "listing records", work)
        else:
            self._show(listing(self.session.archive, view, None))
        self._say_head()

    @on(Listed)
    def _listed(self, listed: Listed) -> None:
        if listed.serial == self.jobs.latest("list"):
            self._show(listed.listing)

    def _show(self, made: Listing) -> None:
        view = self.view
        self._total, self._words = made.total, made.words
        current: str | int = view.record or (view.focus if view.place == "coverage" else "")
        self.list.set_empty_words(self._empty_words())
        is_there = self.session.archive.records.rows_of.is_there
        if view.place != "codings" and view.record and current not in made.keys and is_there(view.record):
            made = Listing([view.record, *made.keys], {i + 1: head for i, head in made.heads.items()}, made.total)
        self.list.show(made.keys, made.heads, current)
        self.set_class(self._to_read, "-reading")
        self.set_focus(self.page if self._to_read else self.list)
        self.load()
        self._say_head()
        self.show_keys()

    def _empty_words(self) -> list[str]:
        if self.view.query.strip():
            return ["Nothing matches this.", "Press / to change the words, or Esc to see all."]
        if self.view.place == "codings":
            return ["No article was coded by more than one person yet.", "Import a bundle of another coder first."]
        return ["Nothing is recorded here yet.", "Open an article and press c to code it."]

    def _say_head(self) -> None:
        view, dot = self.view, self.glyphs.dot
        count = len(self.list.keys_shown)
        title = TITLES.get(view.place, "")
        if view.focus and view.place in ("incidents", "codings"):
            before = "Told in" if view.place == "incidents" else title
            title = f"{before}: {self.session.archive.articles.get(view.focus).title}"
        narrowed = view.query.strip() and view.place != "coverage"
        counts = f"{count:,} of {self._total:,}" if narrowed else f"{count:,}"
        parts = [title, view.query.strip(), counts, self._words]
        self.head.set_counts(f"  {dot}  ".join(part for part in parts if part))
        place = f"{self.list.position:,} / {count:,}" if self.list.position else ""
        self.head.set_background(place)

    def remember_focus(self) -> None:
        """Let the place where the user is know what is under the cursor."""
        view = self.view
        if view.place == self._shown_of.place:
            current = self.list.current
            at = {"record": current} if isinstance(current, str) else {"focus": current}
            if view.place == "codings":
                at.pop("focus", None)  # there it says whose codings are compared
            pane = "reader" if self.page.has_focus else "list"
            self.session.history.amend(replace(view, pane=pane, **at))  # type: ignore[arg-type]

    # The page

    @on(LineList.Moved, "#records")
    def _moved(self) -> None:
        self._say_head()
        if self.is_wide or self.has_class("-reading"):
            self._preview = self.later(PAUSE, self.load, self._preview)

    def load(self) -> None:
        """Show the page of the record under the cursor, if a page is in sight."""
        self._preview = None
        record = self.list.current
        if not (self.is_wide or self.has_class("-reading")):
            return
        if not isinstance(record, str) or not record:
            self.page.show("", ())
            return
        archive, bar, view, session = self.session.archive, self.glyphs.bar, self.view, self.session

        def work(job: Job) -> None:
            compares = view.place == "codings" and view.focus
            lines = codings.page(archive, view.focus, record) if compares else page(archive, record, bar)
            self.post_message(Paged(job.serial, record, lines))
            if kind_of(record) in ("actor", "place") and not job.cancelled():
                from tui.names.pages import not_linked_lines

                names = session.index().names
                if not names.knows_mentions():
                    self.post_message(MentionsWanted())
                elif (named := not_linked_lines(names, archive, record, job.cancelled)) and not job.cancelled():
                    self.post_message(Paged(job.serial, record, [*lines, *named]))

        self.jobs.start("page", "reading a record", work)

    @on(MentionsWanted)
    def _look_for_mentions(self) -> None:
        """Look through what changed for the names of records, wherever the cursor goes meanwhile."""
        session = self.session

        def work(job: Job) -> None:
            session.index().names.mentions(cancelled=job.cancelled)
            if not job.cancelled():
                self.post_message(MentionsKnown())

        if not self.jobs.busy("mentions"):
            self.jobs.start("mentions", "looking for names in articles", work)

    @on(MentionsKnown)
    def _mentions_known(self) -> None:
        self.load()

    @on(Paged)
    def _paged(self, paged: Paged) -> None:
        if paged.serial == self.jobs.latest("page"):
            self.page.show(paged.record, paged.lines)

    # Typing, and saving

    def type(self, prompt: Prompt) -> None:
        """Ask for a line."""
        self.entry.open(prompt)
        self.show_keys()

    def submitted(self, prompt: Prompt, text: str) -> None:
        """Do what the line asks for, or point at what is wrong in it."""
        try:
            prompt.save(text)
        except QueryError as error:
            self.entry.refuse(TypedWrong(error.start, error.summary, error.hint))
            return
        except TypedWrong as error:
            self.entry.refuse(error)
            return
        except ArchiveError as error:
            self.entry.refuse(TypedWrong(0, error.summary, error.hint))
            return
        self._done_typing()

    def left(self, prompt: Prompt, text: str) -> None:  # noqa: ARG002
        """Go back to the list."""
        self._done_typing()

    def define(self, option: Option) -> None:
        """Say what an option means."""
        self.say(option.meaning or option.word)

    def _done_typing(self) -> None:
        self.entry.close()
        self.set_focus(self.page if self.has_class("-reading") and not self.is_wide else self.list)
        self.show_keys()

    def save(self, doing: str, change: Callable[[], str]) -> None:
        """Save a change; what is shown follows."""
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
            return
        self.jobs.save(doing, change)

    @on(Edited)
    def _edited(self, edited: Edited) -> None:
        self.remember_focus()
        self.list.forget()
        self.arrive()
        self.say(edited.said)

    def on_unmount(self) -> None:
        """Let the last change be written, and look for nothing any more."""
        self.jobs.cancel("mentions")
        self.session.wait_for_saving()
