"""Coding an article: what each key does to the session."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.widgets import Input

from corpus.records.definition import DEFINITIONS
from tui.coding import acts, attaching, linking, prompts
from tui.coding.desk import Change
from tui.coding.form import Line, find_line
from tui.coding.units import moved, narrowed
from tui.coding.wrong import TypedWrong
from tui.commands import browsing, does
from tui.commands import coding as commands
from tui.jobs import Job
from tui.screens.coding_ground import CodingGround, NextFound
from tui.screens.editing import said


class CodingScreen(CodingGround):
    """The screen of coding."""

    # The sentence

    @does(commands.SentenceOn)
    def _on(self) -> None:
        self._step_sentence(1)

    @does(commands.SentenceBack)
    def _back_a_sentence(self) -> None:
        self._step_sentence(-1)

    def _step_sentence(self, by: int) -> None:
        self.settle()
        if not self.desk.step(by):
            self.say("That was the last sentence." if by > 0 else "That was the first.")
            return
        self.say("")
        self.show_all()

    @does(commands.NarrowQuote)
    def _narrow(self) -> None:
        desk = self.desk
        if desk.unit is None:
            return
        unit = desk.unit

        def save(typed: str) -> Change | None:
            desk.narrow(narrowed(desk.texts[unit.part], unit, typed) if typed else None)
            self.show_all()
            return None

        def read(typed: str) -> str:
            found = narrowed(desk.texts[unit.part], unit, typed)
            return desk.texts[unit.part][found.start : found.end]

        hint = "how it begins .. how its last word begins; nothing for the whole sentence"
        self.type(prompts.Prompt("quote", "", None, read, save, hint=hint), "quote")

    def _move_edge(self, edge: int, step: int) -> None:
        desk, unit, quote = self.desk, self.desk.unit, self.desk.quote
        if unit is not None and quote is not None:
            desk.narrow(moved(desk.texts[unit.part], quote, unit, edge, step))
            self.show_all()

    @does(commands.QuoteBeginsEarlier)
    def _begins_earlier(self) -> None:
        self._move_edge(-1, -1)

    @does(commands.QuoteBeginsLater)
    def _begins_later(self) -> None:
        self._move_edge(-1, 1)

    @does(commands.QuoteEndsEarlier)
    def _ends_earlier(self) -> None:
        self._move_edge(1, -1)

    @does(commands.QuoteEndsLater)
    def _ends_later(self) -> None:
        self._move_edge(1, 1)

    @does(commands.SetVia)
    def _via(self) -> None:
        desk = self.desk

        def save(typed: str) -> Change | None:
            desk.via = linking.chain(desk, typed)
            self.show_all()
            return None

        def read(typed: str) -> str:
            steps = linking.chain(desk, typed)
            return "  then  ".join(f"{s['who']} ({s['how']}{', known' if 'actor' in s else ''})" for s in steps)

        hint = "the nearest first, then ; and who told them: Call Syria; local sources"
        options = prompts.for_names(desk)
        self.type(
            prompts.Prompt("via", linking.shown_chain(desk.via), options, read, save, hint=hint, keeps_first=False),
            "via",
        )

    @does(commands.MovePassage)
    def _move_passage(self) -> None:
        if self.try_to(lambda: attaching.move_passage(self.desk)):
            self.settle()
            self.desk.reload()
            self.show_all()

    @does(commands.ToggleAttaching)
    def _toggle_attaching(self) -> None:
        self.desk.attaches = not self.desk.attaches
        words = "are attached to it" if self.desk.attaches else "are not; a attaches them to the line under the cursor"
        self.say(f"When a field is filled, the current words {words}.")
        self.show_text()

    # The record in hand

    @does(commands.NewIncident)
    def _new_incident(self) -> None:
        self.try_to(lambda: acts.new_incident(self.desk), stand_on="date")

    @does(commands.DuplicateIncident)
    def _duplicate(self) -> None:
        self.try_to(lambda: acts.duplicate(self.desk))

    @does(commands.OtherIncident)
    def _other(self) -> None:
        self._take_other(1)

    @does(commands.IncidentBefore)
    def _other_before(self) -> None:
        self._take_other(-1)

    def _take_other(self, by: int) -> None:
        self.settle()
        if not self.desk.other_incident(by):
            self.say("There is no other incident in this article yet; n makes one.")
            return
        self._taken()

    def _taken(self) -> None:
        self.session.history.amend(replace(self.view, record=self.desk.record))
        self.say("")
        self.show_all(stand_on=self.form.line.path if self.form.line else None)

    @does(commands.PickRecord)
    def _pick(self) -> None:
        desk = self.desk

        def save(typed: str) -> Change | None:
            found = linking.other(desk, typed)
            if not found:
                raise TypedWrong(
                    0, f"nothing here is called {typed}", "Type the number of an incident, a name or a ref."
                )
            desk.take(found)
            self._taken()
            return None

        self.type(
            prompts.Prompt(
                "take in hand", "", prompts.for_records(desk), lambda _: "", save, hint="number, name or ref"
            ),
            "take",
        )

    @does(commands.FollowRecord)
    def _follow(self) -> None:
        self.settle()
        line = self.form.line
        if line is None or not line.record:
            self.say("Put the cursor on an actor, a place or a link first.")
            return
        self.desk.take(line.record)
        self._taken()

    # Filling

    def fill_line(self) -> None:
        """Fill the line under the cursor, take over what is offered there, or go into the link."""
        self.settle()
        line = self.form.line
        if line is None:
            return
        if line.sort == "offer":
            self._accept(line)
        elif line.sort == "tie":
            self._follow()
        else:
            self._prompt(line)

    def _prompt(self, line: Line) -> None:
        try:
            prompt = prompts.for_line(self.desk, line)
        except TypedWrong as error:
            self.say(f"{error.summary}. {error.hint}", warning=True)
            return
        self.type(prompt, line.path)

    @does(commands.GoToLine)
    def _go_to_line(self) -> None:
        self.settle()

        def save(typed: str) -> Change | None:
            at = find_line(self.form.lines, typed)
            if at < 0:
                raise TypedWrong(0, f"no line says {typed}", "Type the name of a field, or what it says.")
            self.form.move_to(at)
            return None

        hint = "date    harm    actors Oak    tie nephew"
        self.type(prompts.Prompt("go to", "", prompts.for_lines(self.form.lines), lambda _: "", save, hint=hint), "go")

    def _fill(self, name: str) -> None:
        """Ask for a field of the record in hand: what it says now, or one more of it."""
        self.settle()
        kind = self.desk.kind
        field = DEFINITIONS[kind].field(name) if kind else None
        if field is None:
            self.say(f"{'A record of this kind has' if kind else 'There is'} no {name} here; n makes an incident.")
            return
        several = field.type in ("elements", "names", "words")
        line = next((each for each in self.form.lines if each.path == name and each.sort == "value"), None)
        text = line.text if line is not None and not several else ""
        stated = (line is not None and name == "date" and text.partition(", ")[0]) or text
        self.type(prompts.for_field(self.desk, field, name, text if name != "date" else str(stated)), name)

    @does(commands.FillTitle)
    def _title(self) -> None:
        self._fill("title" if self.desk.kind in (None, "incident") else "names")

    @does(commands.FillDate)
    def _date(self) -> None:
        self._fill("date")

    @does(commands.FillEvent)
    def _event(self) -> None:
        self._fill("event")

    @does(commands.AddPlace)
    def _place(self) -> None:
        self._fill("places")

    @does(commands.AddParticipant)
    def _participant(self) -> None:
        self._fill("actors")

    @does(commands.AddHarm)
    def _harm(self) -> None:
        self._fill("harm")

    @does(commands.AddWeapon)
    def _weapon(self) -> None:
        self._fill("weapons")

    @does(commands.AddThing)
    def _thing(self) -> None:
        self._fill("objects")

    @does(commands.SetStatus)
    def _status(self) -> None:
        self._fill("status")

    @does(commands.AddCasualty)
    def _casualty(self) -> None:
        self.type(prompts.for_casualty(self.desk), "casualty")

    @does(commands.AddNamed)
    def _named(self) -> None:
        self.type(prompts.for_new(self.desk), "new")

    @does(commands.AddRelation)
    def _relation(self) -> None:
        self.settle()
        line = self.form.line
        subject = line.record if line is not None and line.sort == "value" and line.field != "links" else ""
        if self.desk.kind is None and not subject:
            self.say("There is nothing in hand yet; n makes an incident.")
            return
        self.type(prompts.for_link(self.desk, subject), "links")

    @does(commands.RepeatLast)
    def _repeat(self) -> None:
        self.try_to(lambda: acts.repeat(self.desk))

    @does(commands.RemoveLine)
    def _remove(self) -> None:
        self.settle()
        line = self.form.line
        if line is None or line.sort in ("empty", "offer"):
            self.say("Nothing is said there.")
            return
        self.try_to(lambda: acts.remove(self.desk, line.path))

    @does(commands.SetBasis)
    def _basis(self) -> None:
        self.settle()
        line = self.form.line
        if line is None or line.sort in ("empty", "offer"):
            self.say("Put the cursor on a value first.")
            return
        self.type(prompts.for_basis(self.desk, line), "basis")

    # Offers, and words for a line

    @does(commands.AcceptOffer)
    def _accept_here(self) -> None:
        self.settle()
        line = self.form.line
        if line is None or line.offer is None:
            line = next((each for each in self.form.lines if each.offer is not None), None)
        if line is None:
            self.say("Nothing is offered for this sentence.")
            return
        self._accept(line)

    def _accept(self, line: Line) -> None:
        if line.offer is not None:
            offer = line.offer
            self.try_to(lambda: acts.accept(self.desk, [offer]))

    @does(commands.AcceptAll)
    def _accept_all(self) -> None:
        self.settle()
        offered = acts.one_of_each([each.offer for each in self.form.lines if each.offer is not None])
        if not offered:
            self.say("Nothing is offered for this sentence.")
            return
        self.try_to(lambda: acts.accept(self.desk, offered))

    @does(commands.AttachWords)
    def _attach_words(self) -> None:
        self.settle()
        line = self.form.line
        if line is not None:
            self.try_to(lambda: attaching.attach(self.desk, line), stand_on=line.path)

    @does(commands.SaysOtherwise)
    def _otherwise(self) -> None:
        self.settle()
        line = self.form.line
        if line is not None and self.desk.kind is not None:
            hint = "what these words say: 6    count=some    6, denies"
            prompt = prompts.Prompt(
                f"{line.label or line.field} says",
                "",
                None,
                lambda _: "",
                lambda typed: attaching.attach(self.desk, line, typed),
                hint=hint,
            )
            self.type(prompt, f"says {line.path}")

    # The article

    @does(commands.SetArticleState)
    def _article_state(self) -> None:
        desk = self.desk
        prompt = prompts.for_article(desk)

        def save(typed: str) -> Change | None:
            self.settle()
            state = prompts.article_state(desk, typed)
            edits = self.session.archive.edits
            self.jobs.save("saving the coding state", lambda: said(edits.set_coding([desk.n], state).what))
            return None

        self.type(replace(prompt, save=save), "coding")

    @does(commands.NextUncoded)
    def _next_uncoded(self) -> None:
        from tui.coding.coverage import articles_of, next_waiting

        self.settle()
        session, view = self.session, self.view
        article = self.desk.n

        def work(job: Job) -> None:
            self.post_message(NextFound(job.serial, next_waiting(session.archive, articles_of(session, view), article)))

        self.jobs.start("next", "looking for what waits", work)

    @on(NextFound)
    def _go_on(self, found: NextFound) -> None:
        if found.serial != self.jobs.latest("next"):
            return
        if not found.n:
            self.say("No other article of the list waits to be coded.")
            return
        self._write_draft()
        self.travel(replace(self.view, focus=found.n, record=""))

    # Back and forth

    @does(browsing.Undo)
    def _undo(self) -> None:
        self._through_log(forward=False)

    @does(browsing.Redo)
    def _redo(self) -> None:
        self._through_log(forward=True)

    def _through_log(self, *, forward: bool) -> None:
        self.settle()
        history = self.session.archive.history

        def move() -> str:
            done = history.redo() if forward else history.undo()
            words = "Done again" if forward else "Undone"
            return "; ".join(f"{words}: {each.what}" for each in done) or "There is nothing to take back."

        self._saving = self.jobs.save("undoing", move)
        self._saving.result()
        self.desk.reload()
        self.settle()

    @does(browsing.StepBack)
    def _step_back(self) -> None:
        self.settle()
        if self.desk.is_narrowed:
            self.desk.narrow(None)
            self.show_all()
        elif self.desk.kind not in (None, "incident") and self.desk.put_back():
            self._taken()
        else:
            self._leave()

    @does(browsing.Leave)
    def _leave(self) -> None:
        self.settle()
        self._write_draft()
        self.travel(replace(self.view, place="articles", pane="reader", record=""))

    @does(commands.SwitchPane)
    def _switch(self) -> None:
        self.toggle_class("-text")

    @does(commands.EditRecord)
    def _edit(self) -> None:
        self.settle()
        if self.desk.record:
            from tui.screens.editor import edit_record

            self.say(edit_record(self.app, self.session.archive, self.desk.record))
            self.desk.reload()
            self.show_all()

    @on(Input.Changed, "#entry-box")
    def _while_typing(self) -> None:
        self.keep_draft()
