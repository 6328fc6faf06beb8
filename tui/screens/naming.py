"""The screen of names: what each key does among spellings, records that may be one, new names and mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on

from tui.commands import browsing, does
from tui.commands import names as commands
from tui.names.listing import NameRow, every_spelling
from tui.screens.editing import counted
from tui.screens.naming_ground import NamesGround
from tui.view import NamePlace
from tui.widgets.line_list import LineList


class NamesScreen(NamesGround):
    """The screen of names."""

    # Moving about

    def _to(self, place: NamePlace, query: str = "") -> None:
        view = replace(self.view, place=place, query=query, focus=0, record="", pane="list")
        if (view.place, view.query) != (self.view.place, self.view.query):
            self.travel(view)

    @does(commands.AllNames)
    def _all(self) -> None:
        self._to("names")

    @does(commands.MayBeOne)
    def _alike(self) -> None:
        self._to("alike")

    @does(commands.NoRecordYet)
    def _unrecorded(self) -> None:
        self._to("unrecorded")

    @does(commands.FindName)
    def _find(self) -> None:
        from tui.screens.dialog import LineDialog

        dialog = LineDialog("Spellings of", "a name, in any spelling and script", "Enter looks for it    Esc leaves it")
        self.ask(dialog, lambda text: self._to("names", text))

    @on(LineList.Opened, "#names")
    def _open(self) -> None:
        row = self.list.current
        if row is None:
            return
        if self.view.place == "mentions":
            self.go_to_record(self.session.archive.articles.get(int(row.key)).id)
        elif self.view.place in ("names", "unrecorded") and self.listing.answer is None:
            self.remember_focus()
            self._to("names", row.text)
        else:
            self._read()

    def _read(self) -> None:
        self.set_class(True, "-reading")
        self.load()
        self.set_focus(self.page)
        self.show_keys()

    @does(commands.CloseName)
    def _close(self) -> None:
        self.set_class(False, "-reading")
        self.set_focus(self.list)
        self.show_keys()

    @does(commands.NameSwitch)
    def _switch(self) -> None:
        if self.page.has_focus:
            self._close()
        elif self.list.current is not None:
            self._read()

    @on(LineList.Opened, "#record-page")
    def _follow(self) -> None:
        line = self.page.line
        if line is None or not line.record:
            self.say("This line leads nowhere.")
        else:
            self.go_to_record(line.record)

    @does(browsing.StepBack)
    def _step_back(self) -> None:
        if self.page.has_focus or self.has_class("-reading"):
            self._close()
        elif self.view.place == "mentions":
            self.go_to_record(self.view.record)
        elif self.view.place != "names" or self.view.query.strip():
            self._to("names")
        else:
            self._articles()

    @does(browsing.Leave)
    def _leave(self) -> None:
        if self.has_class("-reading") and not self.is_wide:
            self._close()
        else:
            self._articles()

    @does(commands.SearchName)
    def _search(self) -> None:
        row = self.list.current
        if row is None or self.view.place not in ("names", "unrecorded"):
            self.say("Put the cursor on a name; then this searches the articles for it in every spelling.")
            return
        query = every_spelling(row.text)
        self.travel(replace(self.view, place="articles", query=query, focus=0, record="", pane="list"))

    # Deciding

    @does(commands.AcceptName)
    def _accept_row(self) -> None:
        row = self._row()
        if row is None:
            return
        match self.view.place:
            case "mentions":
                self._link([row])
            case "alike":
                self._merge(row)
            case _ if self.listing.answer is not None:
                self.accept_spelling(self.listing.answer, row.text)
            case _:
                self._make(row)

    @does(commands.RefuseName)
    def _refuse_row(self) -> None:
        from corpus.records import spellings

        row = self._row()
        if row is None:
            return
        records = self.session.archive.records
        match self.view.place:
            case "mentions":
                record, article = self.view.record, self._articles_of([row])
                self.decide(
                    "refusing a mention", lambda: _done(spellings.refuse_mentions(records, record, article), MEANT)
                )
            case "alike":
                one, other = row.key.split()
                self.decide("keeping two apart", lambda: _done(spellings.keep_apart(records, one, other), APART))
            case "unrecorded":
                said = f"{row.text} is no name, and not offered again. u takes it back."
                self.decide("refusing a name", lambda: _done(spellings.distinguish(records, row.text), said))
            case _ if self.listing.answer is not None:
                self.refuse_spelling(self.listing.answer, row.text)
            case _:
                self.say("Enter shows its spellings, to be refused one by one; n shows names to be refused as a whole.")

    @does(commands.AcceptAllMentions)
    def _accept_all(self) -> None:
        rows = list(self.listing.rows)
        if self.view.place != "mentions" or not rows:
            self.say("Only mentions are accepted all at once; here they are accepted one by one, with y.")
            return
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        choices = [Choice("yes", f"Yes, link {counted(len(rows))}"), Choice("no", "No, leave all as it is")]
        dialog = PickDialog(f"Link {counted(len(rows))}?", choices, self.glyphs)
        self.ask(dialog, lambda answer: self._link(rows) if answer == "yes" else None)

    def _row(self) -> NameRow | None:
        row = self.list.current
        if row is None:
            self.say("There is nothing here to decide.")
        return row

    def _articles_of(self, rows: Sequence[NameRow]) -> list[str]:
        return [row.id for row in self.session.archive.articles.rows([int(each.key) for each in rows])]

    def _link(self, rows: Sequence[NameRow]) -> None:
        from corpus.records import spellings

        records, record, articles = self.session.archive.records, self.view.record, self._articles_of(rows)
        said = f"{counted(len(articles))} linked as mentioning it. u takes that back."
        self.decide("linking mentions", lambda: _done(spellings.link_mentions(records, record, articles), said))

    def _merge(self, row: NameRow) -> None:
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        pair = self.listing.pairs[row.key]
        choices = [
            Choice(each.id, f"into {each.label}", counted(len(each.names), "name")) for each in (pair.one, pair.other)
        ]
        records = self.session.archive.records

        def merge(into: str) -> None:
            gone, stays = (pair.other, pair.one) if into == pair.one.id else (pair.one, pair.other)
            said = f"{gone.label} is now one with {stays.label}. u parts them."
            self.decide("merging", lambda: _done(records.merge(gone.id, stays.id), said))

        self.ask(
            PickDialog("They are one: merge", choices, self.glyphs, "Enter merges, undo parts    Esc leaves it"), merge
        )

    def _make(self, row: NameRow) -> None:
        if row.record:
            self.say("It is a name of an actor or a place already; Enter shows its spellings.")
            return
        self.accept_name(row.text, self.session.index().names.known_as(row.text))

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

        self.decide("undoing", move)


MEANT = "It means another there, and is not offered again. u takes it back."
APART = "They are two, and not offered as one again. u takes it back."


def _done(_done: object, said: str) -> str:
    """What is said of an act that is done."""
    return said
