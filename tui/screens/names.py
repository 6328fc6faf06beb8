"""Names while browsing: every spelling of the name that is searched for, and one key that takes them in or leaves them.

Finding spellings is a job; what a name is, `index.names` knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui.commands import browsing as commands
from tui.commands import does
from tui.messages import Found, NamesFound, Offered, Spelled
from tui.screens.editing import counted
from tui.screens.searching import SearchingStage
from tui.session import Session
from tui.view import View

if TYPE_CHECKING:
    from index.names.asking import Answer, Shown
    from tui.jobs import Job
    from tui.widgets.choices import Choice

_ALL = "all"
_ONE = "one"


class NamesStage(SearchingStage):
    """A stage that knows how names are spelled."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._offered_for = ""

    def go(self, view: View, *, strict: bool = False) -> None:
        """Go to a new place."""
        raise NotImplementedError

    @does(commands.EverySpelling)
    def _every_spelling(self) -> None:
        from index.names.spelled import asked_name

        name = asked_name(self.view.query)
        if not name:
            self.say("Search for a name first: / and the name, then = finds every spelling of it.")
            return
        session = self.session

        def work(job: Job) -> None:
            names = session.index().names
            if names.behind():
                names.catch_up(cancelled=job.cancelled)
            if not job.cancelled():
                self.post_message(Spelled(job.serial, names.ask(name, cancelled=job.cancelled)))

        self.say(f"Looking for spellings of {name} {self.glyphs.ellipsis}")
        self.jobs.start("names", "looking for spellings", work)

    @on(Found)
    def _offer_spellings(self) -> None:
        """Once a query stands, look whether it is a name that others spell otherwise."""
        query, session = self.view.query, self.session
        if self.is_typing or not query.strip() or query == self._offered_for:
            return
        self._offered_for = query

        def work(job: Job) -> None:
            names = session.index().names
            found = None if names.behind() or job.cancelled() else names.offer(query)
            if found is not None and not job.cancelled():
                self.post_message(Offered(query, str(found)))

        self.jobs.start("offer", "looking for other spellings", work)

    @on(Offered)
    def _offered(self, offered: Offered) -> None:
        if offered.query == self.view.query and self.is_active:
            self.say(f"{offered.text}: = takes them in")

    @does(commands.NamedHere)
    def _named_here(self) -> None:
        n = self.reader.n
        if not n:
            return
        session = self.session

        def work(job: Job) -> None:
            from index.mentions import Patterns, spans

            named = session.index().names.records()
            found = spans(Patterns(named), session.archive.articles.text(n))
            if not job.cancelled():
                self.post_message(NamesFound(n, [(each.start, each.records) for each in found], named))

        self.jobs.start("named", "looking for known names", work)

    @on(NamesFound)
    def _names_found(self, found: NamesFound) -> None:
        if found.n != self.reader.n or not self.is_active:
            return
        choices = mention_choices(found.spans, {each.id: each.label for each in found.named})
        if not choices:
            self.say("No actor or place of this archive is named in this article.")
            return
        from tui.screens.dialog import PickDialog

        dialog = PickDialog("Named here", choices, self.glyphs, "Enter goes there    Esc stays here")
        self.ask(dialog, lambda key: self.reader.go_to(int(key)))

    @on(Spelled)
    def _spelled(self, spelled: Spelled) -> None:
        if spelled.serial != self.jobs.latest("names"):
            return
        self.say("")
        answer = spelled.answer
        found = answer.at("match", "suggest")
        if not found:
            self.say(f"No name in this archive is like {answer.text}.")
        elif self.is_active:
            from tui.screens.dialog import PickDialog

            choices = spelling_choices(answer, all_of_them=self.view.query.lstrip().startswith("name:"))
            dialog = PickDialog(f"Spellings of {answer.text}", choices, self.glyphs, "Enter searches    Esc leaves it")
            self.ask(dialog, lambda key: self._take_spelling(answer, key))

    def _take_spelling(self, answer: Answer, key: str) -> None:
        from index.names.spelled import as_phrase, as_query

        query = as_query(answer.text) if key == _ALL else as_phrase(answer.text if key == _ONE else key)
        self.go(replace(self.view, query=query, focus=0), strict=True)


def spelling_choices(answer: Answer, *, all_of_them: bool) -> list[Choice]:
    """What there is to choose: all spellings or only one's own, then each, those that are only alike last."""
    from tui.widgets.choices import Choice

    matching = answer.at("match")
    first = (
        Choice(_ONE, f"only as written: {answer.text}", "")
        if all_of_them
        else Choice(_ALL, f"all {counted(len(matching), 'spelling')} together", "", strong=True)
    )

    def line(shown: Shown) -> Choice:
        label = shown.text if shown.level == "match" else f"perhaps {shown.text}"
        return Choice(shown.text, label, f"{counted(shown.articles, 'article')}  {shown.why}")

    return [first, *map(line, (*matching, *answer.at("suggest")))]


def mention_choices(spans: Sequence[tuple[int, tuple[str, ...]]], labels: Mapping[str, str]) -> list[Choice]:
    """The records named in a text, in order, each where it stands first; names of several say so."""
    from tui.widgets.choices import Choice

    first: dict[tuple[str, ...], int] = {}
    times: dict[tuple[str, ...], int] = {}
    for start, records in spans:
        first.setdefault(records, start)
        times[records] = times.get(records, 0) + 1
    return [
        Choice(
            str(start),
            " or ".join(labels.get(record, record) for record in records),
            counted(times[records], "time") + ("  ambiguous" if len(records) > 1 else ""),
        )
        for records, start in first.items()
    ]
