"""The screen of records: what each key does among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on

from corpus.records.codings import Compared
from corpus.records.definition import kind_of
from corpus.records.records import Records
from tui.coding.desk import Change
from tui.coding.prompts import Option, Prompt
from tui.coding.wrong import TypedWrong
from tui.commands import browsing, coding, does, names
from tui.commands import records as commands
from tui.records.listing import KINDS, facets, listing
from tui.records.page import PageLine
from tui.screens.covering import CoveringScreen
from tui.screens.editing import said
from tui.view import Place
from tui.widgets.line_list import LineList

HINTS: dict[str, str] = {
    "incidents": "words, status:done event:battles role:attacker happened:2031-03",
    "actors": "words, tag:militia role:attacker event:battles happened:2031-03",
    "places": "words, tag:market event:battles actor:brigade happened:2031-03",
    "links": "words, relation:backs from:brigade to:division place:mill after:2031-03",
    "coverage": "words, source:lantern coding:later published:2031-03",
}
"""What may be typed to narrow a list."""
SORTED = {"newest": "oldest", "oldest": "newest", "relevance": "newest"}


class RecordsScreen(CoveringScreen):
    """The screen of incidents, actors, places, links, of what waits for review, and of coverage."""

    # Moving about

    @on(LineList.Opened, "#records")
    def _open(self) -> None:
        current = self.list.current
        if isinstance(current, int) and self.view.place == "codings":
            self.travel(replace(self.view, focus=current, record=""))
            return
        if isinstance(current, int):
            self.travel(replace(self.view, place="coding", focus=current, record=""))
            return
        if current:
            self.remember_focus()
            self.session.history.visit(replace(self.view, record=current, pane="reader"))
            self.set_class(True, "-reading")
            self.set_focus(self.page)
            self.load()
            self.show_keys()

    @does(commands.CloseRecord)
    def _close(self) -> None:
        if self.view.pane == "reader":
            current = self.list.current
            record = current if isinstance(current, str) else ""
            self.session.history.visit(replace(self.view, pane="list", record=record))
        self.set_class(False, "-reading")
        self.set_focus(self.list)
        self.show_keys()

    @does(commands.RecordSwitch)
    def _switch(self) -> None:
        if self.page.has_focus:
            self._close()
        elif isinstance(self.list.current, str):
            self._open()

    @on(LineList.Opened, "#record-page")
    def _follow_line(self) -> None:
        line = self.page.line
        if line is None or not line.record:
            self.say("This line leads nowhere.")
            return
        self.go_to_record(line.record)

    @does(browsing.StepBack)
    def _step_back(self) -> None:
        if self.page.has_focus or self.has_class("-reading"):
            self._close()
        elif self.view.query.strip():
            self.travel(replace(self.view, query="", record=""))
        elif self.view.place == "codings" and self.view.focus:
            self.travel(replace(self.view, focus=0, record=""))
        else:
            self._articles()

    @does(browsing.Leave)
    def _leave(self) -> None:
        if self.has_class("-reading") and not self.is_wide:
            self._close()
        else:
            self._articles()

    @does(names.ShowMentions)
    def _mentions(self) -> None:
        record = self._here()
        if record and kind_of(record) in ("actor", "place"):
            self.travel(replace(self.view, place="mentions", query="", focus=0, record=record, pane="list"))
        elif record:
            self.say("Only actors and places are looked for in articles.")

    @does(commands.CodeRecord)
    def _code(self) -> None:
        record = self._here()
        if not record:
            return
        archive = self.session.archive
        passages = sorted({pointer.source for pointer in archive.records.points_to(record, "points")})
        named = [archive.records.values(each).get("article", "") for each in passages]
        n = next((n for each in named if (n := archive.articles.number(str(each))) is not None), None)
        if kind_of(record) == "passage":
            self.go_to_record(record)
        elif n is None:
            self.say("No passage speaks of it, so there is no article to go to.")
        else:
            self.travel(replace(self.view, place="coding", focus=n, record=record))

    # Narrowing and order

    @does(commands.FilterRecords)
    def _narrow(self) -> None:
        view = self.view

        def save(typed: str) -> Change | None:
            wanted = replace(view, query=typed, record="", pane="list")
            if typed:
                listing(self.session.archive, wanted, self.session.index())  # a mistake is told at the line
            self.travel(wanted)
            return None

        hint = HINTS.get(view.place, HINTS["incidents"])
        self.type(Prompt("narrow", view.query, None, lambda _: "", save, hint=hint))

    @does(commands.SortRecords)
    def _sort(self) -> None:
        following = "oldest" if SORTED[self.view.sort] == "oldest" else "newest"
        self.travel(replace(self.view, sort="oldest" if following == "oldest" else "newest"))

    @does(commands.RecordFacets)
    def _facets(self) -> None:
        if self.view.place == "coverage":
            self.narrow_coverage()
            return
        kind = KINDS.get(self.view.place, "incident")
        found = facets(self.session.archive, kind)
        if not found:
            self.say("There is nothing to narrow by yet.")
            return
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        choices = [Choice(f'{name}:"{word}"', f"{name}: {word}", f"{n:,}") for name, word, n in found]
        place: Place = "incidents" if self.view.place in ("review", "coverage", "timeline") else self.view.place

        def narrow(term: str) -> None:
            query = f"{self.view.query} {term}".strip() if place == self.view.place else term
            self.travel(replace(self.view, place=place, query=query, record="", pane="list"))

        self.ask(PickDialog("Show only", choices, self.glyphs), narrow)

    # What is said of a record

    def _here(self) -> str:
        current = self.list.current
        if not isinstance(current, str) or not current:
            self.say("There is no record here.")
            return ""
        return current

    @does(commands.ChooseValue)
    def _choose(self) -> None:
        line: PageLine | None = self.page.line
        if line is not None and line.take is not None:
            self._take_over(*line.take)
            return
        if line is None or not line.path or line.value is None:
            self.say("Put the cursor on what a passage says, then press this to choose it.")
            return
        record, path, value = self.page.record, line.path, line.value
        if path in ("names", "weapons", "also", "tags"):
            self.say("That is one of several already.")
            return

        def change() -> str:
            return said(self._records.set(record, path, value).what)

        self.save("choosing a value", change)

    def _take_over(self, one: str, other: str, found: Compared) -> None:
        """Have one coding say what another does."""
        codings = self.session.archive.codings

        def change() -> str:
            coder = codings.coder(other)
            return said(codings.take(one, other, found).commit(f"{found.field.name} taken over from {coder}").what)

        self.save("taking over", change)

    @property
    def _records(self) -> Records:
        return self.session.archive.records

    @does(commands.RecordHistory)
    def _history(self) -> None:
        record = self._here()
        if not record:
            return
        from tui.records.history import acts_on
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        archive = self.session.archive
        acts = acts_on(archive, record)
        if not acts:
            self.say("Nothing was said of it here.")
            return
        choices = [Choice(each.batch.hex(), each.words, each.remark, strong=each.can_go) for each in acts]
        label = archive.records.rows_of.labels([record]).get(record, record)
        hint = "Enter takes the act back    Esc leaves it"
        dialog = PickDialog(f"History: {label}", choices, self.glyphs, hint, start=0)
        self.ask(dialog, lambda batch: self._take_back(bytes.fromhex(batch)))

    def _take_back(self, batch: bytes) -> None:
        history = self.session.archive.history

        def move() -> str:
            done = history.undo_act(batch)
            left = f" (left as it is: {', '.join(done.left)})" if done.left else ""
            return f"Undone: {done.what}{left}"

        self.save("taking back", move)

    @does(commands.AcceptReview)
    def _accept(self) -> None:
        record = self._here()
        if record and kind_of(record) == "incident":
            self.save("accepting", lambda: said(self._records.set(record, "status", "done").what))
        elif record:
            self.say("Only incidents are reviewed.")

    @does(commands.SendBack)
    def _send_back(self) -> None:
        record = self._here()
        if not record or kind_of(record) != "incident":
            self.say("Only incidents are reviewed.")
            return

        def save(typed: str) -> Change | None:
            if not typed:
                raise TypedWrong(0, "a note says what to mend")

            def change() -> str:
                act = self._records.act()
                act.set(record, "status", "in progress")
                act.add(record, "notes", {"text": typed})
                act.commit("incident sent back")
                return "Sent back, with a note."

            self.save("sending back", change)
            return None

        hint = "what to mend; it is signed and dated"
        self.type(Prompt("send back", "", None, lambda _: "", save, hint=hint))

    @does(commands.MergeRecord)
    def _merge(self) -> None:
        record = self._here()
        kind = kind_of(record) if record else None
        if kind not in ("actor", "place", "incident"):
            self.say("Only actors, places and incidents can be merged.")
            return
        archive = self.session.archive
        if self.view.place == "codings" and self._merge_codings(record):
            return

        def save(typed: str) -> Change | None:
            found = archive.records.rows_of.named(typed, kind) or [archive.records.find(typed)]
            if len(found) > 1:
                raise TypedWrong(0, f"{typed} is the name of several", "Give the ref or the id.")
            self.save("merging", lambda: said(archive.records.merge(record, found[0]).what))
            return None

        def options(typed: str) -> Sequence[Option]:
            if kind == "incident" or not typed.strip():
                return ()
            from corpus.store.known_names import KnownNames

            names = KnownNames(archive.database).beginning(typed, [kind])
            return [Option(each.text, kind) for each in names if each.record != record]

        label = archive.records.rows_of.labels([record]).get(record, record)
        hint = "name, ref or id; undo parts them"
        self.type(Prompt(f"{label} is the same as", "", options, lambda _: "", save, hint=hint))

    def _merge_codings(self, incident: str) -> bool:
        """Have one incident stand for all that coders made of an event; whether there are several."""
        archive = self.session.archive
        event = archive.codings.event_of(archive.articles.get(self.view.focus).id, incident)
        if event is None or not event.others:
            return False

        def change() -> str:
            act = archive.records.act()
            for _, other in event.others:
                act.merge(other, event.base)
            return said(act.commit("incidents of several coders merged").what)

        self.save("merging", change)
        return True

    @does(commands.DeleteRecord)
    def _delete(self) -> None:
        record = self._here()
        if record:
            self.save("taking away", lambda: said(self._records.delete(record).what))

    @does(coding.EditRecord)
    def _edit(self) -> None:
        record = self._here()
        if record:
            from tui.screens.editor import edit_record

            told = edit_record(self.app, self.session.archive, record)
            self.list.forget()
            self.arrive()
            self.say(told)

    # Back and forth

    @does(browsing.Undo)
    def _undo(self) -> None:
        self._through_log(forward=False)

    @does(browsing.Redo)
    def _redo(self) -> None:
        self._through_log(forward=True)

    def _through_log(self, *, forward: bool) -> None:
        history = self.session.archive.history

        def move() -> str:
            done = history.redo() if forward else history.undo()
            words = "Done again" if forward else "Undone"
            return "; ".join(f"{words}: {each.what}" for each in done) or "There is nothing to take back."

        self.save("undoing", move)
