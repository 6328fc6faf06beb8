"""The parts of the coding screen, what they show, and the saving of acts; what the keys do is said above this."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.timer import Timer

from corpus.errors import ArchiveError
from tui.coding.desk import Change, Desk
from tui.coding.draft import Drafts, restore, state_of
from tui.coding.form import Line
from tui.coding.linking import shown_chain
from tui.coding.prompts import Option, Prompt
from tui.coding.wrong import TypedWrong
from tui.commands import Scope, applying, bindings
from tui.messages import Edited, Failed
from tui.screens.editing import READ_ONLY
from tui.screens.moving import ElsewhereScreen
from tui.session import Session
from tui.widgets.coded_text import CodedText
from tui.widgets.entry import Entry
from tui.widgets.form import RecordForm
from tui.widgets.one_line import StatusLine

DRAFT_PAUSE = 0.4
"""How long nothing happens before the draft is written, in seconds."""


@dataclass(eq=False, repr=False)
class NextFound(Message):
    """The article that is to be coded next was looked for; 0 where none waits."""

    serial: int
    n: int


class CodingGround(ElsewhereScreen):
    """The parts of the coding screen."""

    BINDINGS = [*bindings(applying(Scope.CODING), Scope.CODING)]

    DEFAULT_CSS = """
    CodingGround #coding-panes { height: 1fr; layout: vertical; }
    CodingGround #coded-text { height: 9; }
    CodingGround #form { height: 1fr; border-top: solid $rule; }
    CodingGround.-text #coded-text { height: 2fr; }
    CodingGround.-wide #coding-panes { layout: horizontal; }
    CodingGround.-wide #coded-text { width: 1fr; height: 1fr; }
    CodingGround.-wide #form { width: 1fr; border-top: none; border-left: solid $rule; }
    CodingGround.-wide.-alone #coding-panes { layout: vertical; }
    CodingGround.-wide.-alone #form { border-left: none; border-top: solid $rule; }
    CodingGround #coding-head > .line--accent { text-style: bold; color: $head; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        settings = session.settings
        self.head = StatusLine(id="coding-head")
        self.text = CodedText(measure=settings.measure, isolate=session.direction != "off")
        self.form = RecordForm(session.glyphs, self.fill_line)
        self.entry = Entry(session.glyphs, self)
        self._desk: Desk | None = None
        self._drafts = Drafts(session.archive.folder)
        self._draft_timer: Timer | None = None
        self._saving: Future[None] | None = None
        self._typing = ""
        self._unsaved = ("", "")
        self._to_stand_on = ""
        self._sent = ("", "")
        self._names_changed = False

    def compose(self) -> ComposeResult:
        """What is in hand, the text beside the form, the line that is typed, what just happened, and the keys."""
        yield self.head
        with Container(id="coding-panes"):
            yield self.text
            yield self.form
        yield self.entry
        yield self.status
        yield self.keys

    @property
    def desk(self) -> Desk:
        """The session."""
        if self._desk is None:
            raise RuntimeError("there is no article yet")
        return self._desk

    def focus_scope(self) -> Scope:
        """The scope of the pane in focus."""
        return Scope.ENTRY if self.entry.is_open else Scope.FORM

    def scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands can be had here."""
        return (Scope.ENTRY,) if self.entry.is_open else (Scope.CODING, Scope.FORM)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a line is typed, keys are letters and not commands."""
        return not (action == "command" and self.entry.is_open)

    # Arriving and leaving

    def on_mount(self) -> None:
        """Show the article."""
        self.arrive()

    def arrive(self) -> None:
        """Show the article that the view names, as it was left."""
        n = self.view.focus
        try:
            if self._desk is None or self._desk.n != n:
                self._desk = Desk(self.session.archive, n)
                self._unsaved = restore(self._desk, self._drafts.load(self._desk.article))
                self.text.show(self._desk.texts["title"], self._desk.texts["text"])
                self.set_class(self.session.direction == "terminal" and self.text.is_rtl, "-alone")
            else:
                self._desk.reload()
        except ArchiveError as error:
            self.tell(error)
            return
        if self.view.record.startswith("e-"):
            if not self._desk.show_passage(self.view.record):
                self.say("The words of this passage are not in the article any more.", warning=True)
            self._desk.take(self.view.record)
        elif self.view.record:
            self._desk.take(self.view.record)
        self.set_focus(self.form)
        self.show_all()
        if not self.desk.record:
            self.say("n makes an incident from this sentence, Y one with all that is offered; space goes on.")
        self.show_keys()

    def on_unmount(self) -> None:
        """Keep where the coder was."""
        self._write_draft()
        self.session.wait_for_saving()

    # Showing

    def show_all(self, *, stand_on: str | None = None) -> None:
        """Show where the session is.

        Args:
            stand_on: The path of the line to put the cursor on; where it is, by default.
        """
        desk = self.desk
        lines = desk.lines()
        self.form.show(lines, self._line_at(lines, stand_on))
        self.show_text()
        self.keep_draft()

    def _line_at(self, lines: list[Line], path: str | None) -> int | None:
        if path is None:
            now = self.form.line
            if now is None:
                return 0
            same = [i for i, line in enumerate(lines) if line.path == now.path and line.sort == now.sort]
            return same[0] if same else self.form.cursor
        found = [i for i, line in enumerate(lines) if line.path == path]
        return found[0] if found else None

    def show_text(self) -> None:
        """Show the sentence and the quote, and say what is in hand."""
        desk = self.desk
        self.text.light(desk.unit, desk.quote if desk.is_narrowed else desk.unit, desk.taken.units())
        self._say_head()

    def _say_head(self) -> None:
        desk, dot = self.desk, self.glyphs.dot
        ref = str(desk.records.values(desk.record).get("ref", "")) if desk.record else ""
        if desk.record in desk.incidents:
            what = f"incident {desk.incidents.index(desk.record) + 1} of {len(desk.incidents)}"
        else:
            what = str(desk.kind or "no incident in hand")
        label = desk.label(desk.record) if desk.record else ""
        parts = [what, ref, label if desk.kind else ""]
        self.head.set_counts(f"  {dot}  ".join(part for part in parts if part))
        via = shown_chain(desk.via)
        words = "" if desk.attaches else "not attached  "
        words += f"via {via}  {dot}  " if via else ""
        self.head.set_background(f"{words}{desk.at + 1}/{len(desk.units)}")

    # Saving

    def save(self, build: Callable[[], Change | None], *, stand_on: str = "") -> bool:
        """Save one act: it is built at once, written in the background, and shown when it is.

        Args:
            build: Builds it.
            stand_on: The path of the line to put the cursor on then, if not that of the change.

        Returns:
            Whether it was understood.

        Raises:
            TypedWrong: It was not.
        """
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
            return False
        self.settle()
        try:
            change = build()
        except TypedWrong:
            raise
        except ArchiveError as error:
            raise TypedWrong(0, error.summary, error.hint or error.detail) from None
        if change is None:
            return False
        self._to_stand_on = stand_on or change.path

        def commit() -> str:
            change.act.commit(change.what)
            return change.said

        if change.record:
            self.desk.take(change.record)
        self._names_changed = bool(change.made) or self.desk.kind in ("actor", "place")
        self._saving = self.jobs.save("saving", commit)
        return True

    def settle(self) -> None:
        """Wait until the act before is written: it takes some milliseconds, and only keys in one burst wait at all."""
        if self._saving is not None:
            self._saving.result()
            self._show_saved()

    def _show_saved(self) -> None:
        if self._saving is not None:
            self._saving = None
            self.desk.forget_offers(names=self._names_changed)
            path, self._to_stand_on = self._to_stand_on, ""
            self.show_all(stand_on=path or None)

    def try_to(self, build: Callable[[], Change | None], *, stand_on: str = "") -> bool:
        """As `save`, and say what is wrong where something is."""
        try:
            return self.save(build, stand_on=stand_on)
        except TypedWrong as error:
            self.say(f"{error.summary}. {error.hint}".strip(), warning=True)
            return False

    @on(Edited)
    def _edited(self, edited: Edited) -> None:
        self.settle()  # it is told a moment before it counts as done
        self.say(edited.said)

    @on(Failed)
    def _not_saved(self, failed: Failed) -> None:
        if failed.group == "save":
            self._saving = None
            self._unsaved = self._sent  # what was typed is not lost with it
            self.desk.reload()
            self.show_all()

    # Typing a line

    def fill_line(self) -> None:
        """Fill the line under the cursor."""
        raise NotImplementedError

    def type(self, prompt: Prompt, path: str) -> None:
        """Ask for a line; what was typed of it before, and not saved, stands there again."""
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
            return
        self.settle()
        kept = self._unsaved[1] if self._unsaved[0] == f"{self.desk.record} {path}" else ""
        self._typing = path
        self.entry.open(prompt, kept)
        self.show_keys()
        self.say("")

    def submitted(self, prompt: Prompt, text: str) -> None:
        """Save the line that was typed, or point at what is wrong in it."""
        try:
            self.save(lambda: prompt.save(text))
        except TypedWrong as error:
            self.entry.refuse(error)
            return
        self._sent = (f"{self.desk.record} {self._typing}", text)
        self._unsaved = ("", "")
        self._done_typing()

    def left(self, prompt: Prompt, text: str) -> None:
        """Keep what was typed for the next time."""
        changed = text.strip() and text != prompt.text
        self._unsaved = (f"{self.desk.record} {self._typing}", text) if changed else ("", "")
        self._done_typing()
        if changed:
            self.say("What you typed is kept; it stands there again when you come back.")

    def _done_typing(self) -> None:
        self.entry.close()
        self.set_focus(self.form)
        self.show_keys()
        self.keep_draft()

    def define(self, option: Option) -> None:
        """Say what an option means."""
        from tui.screens.dialog import TellDialog

        example = f"\nSuch as: {option.example}" if option.example else ""
        self.ask(TellDialog(option.word, f"{option.meaning}{example}"), lambda _: None)

    # The draft

    def keep_draft(self) -> None:
        """Write where the session is, once nothing has happened for a moment."""
        self._draft_timer = self.later(DRAFT_PAUSE, self._write_draft, self._draft_timer)

    def _write_draft(self) -> None:
        if self._desk is None or self.session.archive.read_only:
            return
        if self.entry.is_open:
            self._unsaved = (f"{self.desk.record} {self._typing}", self.entry.box.value)
        self._drafts.save(self.desk.article, state_of(self.desk, *self._unsaved))
