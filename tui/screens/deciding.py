"""Deciding of names, for every screen: which record a spelling is of, and what is refused for good.

A key accepts or refuses; a question is asked only where the archive cannot know the answer. Every decision is one act.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tui.screens.editing import READ_ONLY
from tui.screens.ground import Ground

if TYPE_CHECKING:
    from index.names.asking import Answer, Named
    from tui.widgets.choices import Choice

NEW = "new "
PLACE = "place"
_MOST_RECORDS = 9


class DecidingGround(Ground):
    """A screen on which names are decided."""

    def accept_spelling(self, answer: Answer, spelling: str) -> None:
        """Have a spelling be an alias of the record that the name is of; ask where that is not one, or none."""
        mine = _having(answer)
        if len(mine) == 1:
            self._accept(mine[0], spelling)
        else:
            written = main_spelling(answer, spelling)
            self._choose(answer.records, dict.fromkeys((written, spelling)), f"{spelling} is a name of")

    def accept_name(self, text: str, records: Sequence[Named]) -> None:
        """Have a name be that of a new record, or of one that is there; which, is asked."""
        self._choose(records, {text: None}, f"{text} is")

    def refuse_spelling(self, answer: Answer, spelling: str) -> None:
        """Say for good that a spelling is not this name: of its record, or of the name alone where there is none."""
        from corpus.records import spellings

        mine = _having(answer)
        records = self.session.archive.records
        if spelling in {
            answer.text,
            main_spelling(answer, answer.text),
            *(name for each in mine for name in each.names),
        }:
            self.say(f"{spelling} is that name itself, so it cannot be refused for it.")
            return

        def change() -> str:
            if len(mine) == 1:
                spellings.refuse(records, mine[0].id, spelling)
                return f"{spelling} is no name of {mine[0].label}, and not offered for it again."
            spellings.distinguish(records, answer.text, spelling)
            return f"{spelling} is not {answer.text}, and not offered for it again."

        self.decide("refusing a spelling", change)

    def _choose(self, records: Sequence[Named], names: dict[str, None], title: str) -> None:
        from tui.screens.dialog import PickDialog

        if self._can_write():
            types = [term.word for term in self.session.archive.vocabularies()["actor type"].offered()]
            dialog = PickDialog(title, record_choices(records, types), self.glyphs)
            self.ask(dialog, lambda key: self._take(key, list(names), records))

    def _take(self, key: str, names: Sequence[str], records: Sequence[Named]) -> None:
        if not key.startswith(NEW):
            self._accept(next(each for each in records if each.id == key), names[-1])
            return
        sort = key.removeprefix(NEW)
        store = self.session.archive.records
        rows: list[Any] = [{"text": text, "kind": "alias" if at else "name"} for at, text in enumerate(names)]

        def change() -> str:
            if sort == PLACE:
                store.create("place", {"names": rows})
            else:
                store.create("actor", {"names": rows, "type": sort})
            return f"New {sort}: {names[0]}{', also ' + names[1] if len(names) > 1 else ''}. u takes it back."

        self.decide("making a record", change)

    def _accept(self, named: Named, spelling: str) -> None:
        from corpus.records import spellings

        records = self.session.archive.records
        if spelling in named.names:
            self.say(f"{spelling} is a name of {named.label} already.")
            return

        def change() -> str:
            spellings.accept(records, named.id, spelling)
            return f"{spelling}: now an alias of {named.label}. u takes it back."

        self.decide("accepting a spelling", change)

    def decide(self, doing: str, change: Callable[[], str]) -> None:
        """Save a decision; what is shown follows."""
        if self._can_write():
            self.jobs.save(doing, change)

    def _can_write(self) -> bool:
        if self.session.archive.read_only:
            self.say(READ_ONLY, warning=True)
        return not self.session.archive.read_only


def _having(answer: Answer) -> list[Named]:
    """The records that have the name that was asked for, to the letter."""
    from corpus.names.letters import folded

    plain = folded(answer.text)
    return [each for each in answer.records if any(folded(name) == plain for name in each.names)]


def main_spelling(answer: Answer, otherwise: str) -> str:
    """The name that was asked for as the archive writes it; another where the archive does not."""
    from corpus.names.letters import folded

    plain = folded(answer.text)
    return next((each.text for each in answer.spellings if folded(each.text) == plain), otherwise)


def record_choices(records: Sequence[Named], types: Sequence[str]) -> list[Choice]:
    """The records that a name may be of, and what a new one may be."""
    from tui.widgets.choices import Choice

    known = [
        Choice(each.id, each.label, "place" if each.id.startswith("g-") else "actor", strong=True)
        for each in records[:_MOST_RECORDS]
    ]
    actors = [Choice(f"{NEW}{sort}", f"a new actor: {sort}") for sort in types]
    return [*known, Choice(NEW + PLACE, "a new place"), *actors]
