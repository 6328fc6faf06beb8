"""What can be done to articles while browsing: tags, notes, coding states, read marks, undo, export.

Every change is a job; its message says what came of it. What is shown is decided by the screen built on this. Dialogs
are loaded when they are first opened, since the first paint does not need them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on

from corpus.article import CODING_STATES
from tui.commands import browsing as commands
from tui.commands import does
from tui.messages import Exported
from tui.screens.stage import Stage

if TYPE_CHECKING:
    from corpus.store.operation import Undone
    from tui.drafts import Drafts
    from tui.screens.tags import TagChange
    from tui.session import ExportWish


READ_ONLY = "This archive can only be read: its folder or its disk is write-protected."


def counted(count: int, word: str = "article", many: str = "") -> str:
    """`1 article`, `40 articles`; `many` is the plural where it is not the word with an s."""
    return f"{count:,} {word if count == 1 else many or word + 's'}"


class EditingStage(Stage):
    """A stage on which articles can be changed."""

    @cached_property
    def drafts(self) -> Drafts:
        """What was begun to be written."""
        from tui.drafts import Drafts

        return Drafts(self.session.archive.folder)

    def targets(self) -> array[int]:
        """The articles that a command means: the selection in the order of the list, else the one in sight."""
        if self.list.selected:
            shown = array("I", (n for n in self.list.ns if n in self.list.selected))
            hidden = self.list.selected.difference(shown)
            shown.extend(sorted(hidden))
            return shown
        n = self.reader.n if self.reader.has_focus and self.reader.n else self.list.current
        return array("I", [n] if n else [])

    def _some(self) -> array[int]:
        """The targets; says so if there are none, or if nothing can be written."""
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
            return array("I")
        ns = self.targets()
        if not ns:
            self.say("There is no article here to do that to.")
        return ns

    def _confirmed(self, ns: Sequence[int], what: str, do: Callable[[], None]) -> None:
        """Do something at once to one article, and after asking to many."""
        if len(ns) == 1:
            do()
            return
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        choices = [Choice("yes", f"Yes, {what}", mark=""), Choice("no", "No, leave all as it is")]
        self.ask(
            PickDialog(f"{what[0].upper()}{what[1:]}?", choices, self.glyphs),
            lambda answer: do() if answer == "yes" else None,
        )

    # Tags, notes, coding

    @does(commands.TagArticles)
    def _tag(self) -> None:
        ns = self._some()
        if not ns:
            return
        from tui.screens.tags import TagDialog

        tags = self.session.archive.tags
        subject = counted(len(ns)) if len(ns) > 1 else "this article"
        self.ask(
            TagDialog(subject, len(ns), tags.on(ns), tags.complete, self.glyphs),
            lambda change: self._save_tags(ns, change),
        )

    def _save_tags(self, ns: array[int], change: TagChange) -> None:
        edits = self.session.archive.edits
        self.jobs.save("tagging", lambda: said(edits.tag(ns, change.add, change.remove).what), ns)

    @does(commands.RenameTag)
    def _rename_tag(self) -> None:
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
            return
        tags = self.session.archive.tags
        found = tags.all()
        if not found:
            self.say("There are no tags yet. Press t on an article to give it one.")
            return
        from tui.screens.rename import RenameDialog

        here = self.facets.current if self.facets.has_focus else ("", "")
        tag = here[1] if here[0] == "tag" else ""
        edits = self.session.archive.edits
        self.ask(
            RenameDialog(found, lambda each: len(tags.articles(each)), self.glyphs, tag),
            lambda names: void(self.jobs.save("renaming", lambda: said(edits.rename_tag(*names).what))),
        )

    @does(commands.AddNote)
    def _note(self) -> None:
        ns = self._some()
        if not ns:
            return
        n = self.reader.n if self.reader.has_focus and self.reader.n else self.list.current
        if not n:
            return
        rows = self.session.archive.articles.rows([n])
        if not rows:
            return
        from tui.commands.boxes import SaveNote
        from tui.screens.note import NoteDialog

        edits, drafts, id_ = self.session.archive.edits, self.drafts, rows[0].id

        def write(text: str) -> str:
            what = said(edits.add_note(n, text).what)
            drafts.keep(id_, "")
            return what

        save_key = (*self.session.settings.keymap.shown(SaveNote), "")[0]
        self.ask(
            NoteDialog("A note on this article", drafts.get(id_), lambda text: drafts.keep(id_, text), save_key),
            lambda text: void(self.jobs.save("writing a note", lambda: write(text), [n])),
        )

    @does(commands.SetCoding)
    def _coding(self) -> None:
        ns = self._some()
        if not ns:
            return
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        rows = self.session.archive.articles.rows(ns[:1])
        now = rows[0].coding if rows and len(ns) == 1 else ""
        choices = [Choice(state, state, mark="on" if state == now else "off") for state in CODING_STATES]
        title = f"How far is the coding of {counted(len(ns)) if len(ns) > 1 else 'this article'}?"
        self.ask(PickDialog(title, choices, self.glyphs), lambda state: self._set_coding(ns, state))

    def _set_coding(self, ns: Sequence[int], state: str) -> None:
        edits = self.session.archive.edits
        self.jobs.save("saving the coding state", lambda: said(edits.set_coding(ns, state).what), ns)

    @does(commands.NothingToCode)
    def _nothing_to_code(self) -> None:
        ns = self._some()
        if not ns:
            return

        def do() -> None:
            self._set_coding(ns, "nothing to code")
            if len(ns) == 1:
                self.list.action_cursor(1)

        self._confirmed(ns, f"mark {counted(len(ns))} as nothing to code", do)

    @does(commands.ToggleRead)
    def _toggle_read(self) -> None:
        ns = self._some()
        if not ns:
            return
        read = not all(row.read for row in self.session.archive.articles.rows(ns))
        word = "read" if read else "unread"
        edits = self.session.archive.edits

        def do() -> None:
            def change() -> str:
                return f"{counted(edits.mark_read(ns, read))} marked as {word}"

            self.jobs.save(f"marking as {word}", change, ns)

        self._confirmed(ns, f"mark {counted(len(ns))} as {word}", do)

    # Back and forth

    @does(commands.Undo)
    def _undo(self) -> None:
        self._go_through_log(self.session.archive.history.undo, "Undone", "There is nothing to undo.")

    @does(commands.Redo)
    def _redo(self) -> None:
        self._go_through_log(self.session.archive.history.redo, "Done again", "There is nothing to do again.")

    def _go_through_log(self, move: Callable[[], list[Undone]], word: str, nothing: str) -> None:
        if self.session.archive.read_only:
            self.say("This archive can only be read.", warning=True)
            return
        self.jobs.save("undoing", lambda: "; ".join(_moved(word, each) for each in move()) or nothing)

    # Taking away

    @does(commands.Export)
    def _export(self) -> None:
        from tui.screens.export import ExportDialog

        view = self.session.history.now
        sets = {}
        if self.list.selected:
            sets["selection"] = self.targets()
        if view.query or view.filters:
            sets["list"] = self.list.ns
        sets["all"] = self.session.archive.articles.order()
        if not sets["all"]:
            self.say("There is nothing to export yet.")
            return
        name = f"{self.session.archive.root.name or 'dateline'}-{datetime.now(UTC):%Y-%m-%d}.yaml"
        self.ask(ExportDialog(sets, Path.cwd() / name, view.query, self.glyphs), self._write)

    def _write(self, wish: ExportWish) -> None:
        self.say(f"Writing {counted(len(wish.ns))} to {wish.out.name} …")
        self.jobs.export(wish)

    @on(Exported)
    def _exported(self, exported: Exported) -> None:
        self.say(exported.said)


def said(what: str) -> str:
    """What an edit did, as a sentence of its own."""
    return what[:1].upper() + what[1:] if what else "Nothing had to change."


def void(_: object) -> None:
    """Drop a value."""


def _moved(word: str, each: Undone) -> str:
    text = f"{word}: {each.what}"
    return f"{text} (left as it is: {', '.join(each.left)})" if each.left else text
