"""Known names while reading: marked in the text, listed by a key, and opened from there.

Which names are known is asked for in a job, once a change of records; where they stand is looked for row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from tui.commands import does
from tui.commands import names as commands
from tui.messages import NamesFound
from tui.screens.editing import counted
from tui.screens.moving import MovingGround
from tui.screens.names import NamesStage
from tui.session import Session

if TYPE_CHECKING:
    from index.mentions import Patterns
    from tui.jobs import Job
    from tui.widgets.choices import Choice


@dataclass(eq=False, repr=False)
class NamesKnown(Message):
    """The names of actors and places were read, as they stood at a position of the log."""

    position: int
    patterns: Patterns


class NamedStage(NamesStage, MovingGround):
    """A stage that shows who is named."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._marks_names = session.settings.mark_names
        self._known_at = -1

    def load(self, n: int, *, again: bool = False) -> None:
        """Show an article in the reader, with the names of known actors and places marked."""
        super().load(n, again=again)
        self._mark_names()

    def _mark_names(self) -> None:
        """Have the reader know the names there are, unless it does or knows of none to mark."""
        session = self.session
        position = session.archive.record_sets.position()
        if not self._marks_names or position == self._known_at:
            return
        self._known_at = position
        rows_of = session.archive.records.rows_of
        if not rows_of.count("actor") and not rows_of.count("place"):
            self.reader.know(None)
            return

        def work(job: Job) -> None:
            from index.mentions import Patterns

            patterns = Patterns(session.index().names.records())
            if not job.cancelled():
                self.post_message(NamesKnown(position, patterns))

        self.jobs.start("known names", "reading the names of records", work)

    @on(NamesKnown)
    def _known(self, known: NamesKnown) -> None:
        if known.position == self._known_at and self._marks_names:
            self.reader.know(marker(known.patterns))

    @does(commands.MarkNames)
    def _switch_marks(self) -> None:
        self._marks_names = not self._marks_names
        self._known_at = -1
        if self._marks_names:
            self._mark_names()
            self.say("The names of known actors and places are marked. M stops that.")
        else:
            self.reader.know(None)
            self.say("Names are not marked now. To keep that: mark_names = false in settings.toml")

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
        labels = {each.id: each.label for each in found.named}
        choices, start = mention_choices(found.spans, labels, self.reader.body_in_sight)
        if not choices:
            self.say("No actor or place of this archive is named in this article.")
            return
        from tui.screens.picking import GoDialog

        hint = "Enter opens it    g goes to where it stands    Esc stays here"
        self.ask(GoDialog("Named here", choices, self.glyphs, hint, start=start), self._go_to_named)

    def _go_to_named(self, key: str) -> None:
        start, _, record = key.partition(" ")
        if record:
            self.go_to_record(record)
        else:
            self.reader.go_to_body(int(start))


def marker(patterns: Patterns) -> Callable[[str], Sequence[tuple[int, int, bool]]]:
    """Tells where known names stand in a text, and whether each surely means one record."""
    from index.mentions import spans

    return lambda text: [(each.start, each.end, each.is_sure) for each in spans(patterns, text)]


def mention_choices(
    spans: Sequence[tuple[int, tuple[str, ...]]], labels: Mapping[str, str], sight: tuple[int, int]
) -> tuple[list[Choice], int]:
    """The records named in a text, in order, each where it stands first; names of several give a line to each.

    Args:
        spans: Where names stand, and of which records they may be.
        labels: What records are called.
        sight: The part of the text that is in sight.

    Returns:
        The choices, and which of them is the first in sight; 0 if none is.
    """
    from tui.widgets.choices import Choice

    first: dict[tuple[str, ...], int] = {}
    times: dict[tuple[str, ...], int] = {}
    seen: set[tuple[str, ...]] = set()
    for start, records in spans:
        first.setdefault(records, start)
        times[records] = times.get(records, 0) + 1
        if sight[0] <= start < sight[1]:
            seen.add(records)
    choices: list[Choice] = []
    at = -1
    for records, start in first.items():
        if records in seen and at < 0:
            at = len(choices)
        for record in records:
            several = "  ambiguous: " + " or ".join(labels.get(each, each) for each in records if each != record)
            remark = counted(times[records], "time") + (several if len(records) > 1 else "")
            choices.append(Choice(f"{start} {record}", labels.get(record, record), remark))
    return choices, max(at, 0)
