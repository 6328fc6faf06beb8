"""Which record somebody means: by an id, the beginning of one, a ref, or the name of an actor or a place.

A name counts only if it is one record's; what is merely alike is offered and never taken. Names that nobody knows
become new records only where that was asked for.
"""

from __future__ import annotations

import difflib
import re

from corpus.errors import RecordUnknown
from corpus.records.act import Act
from corpus.records.definition import DEFINITIONS, Kind, kind_of
from corpus.records.ids import split_ref
from corpus.records.problem import RecordError, problem, shown
from corpus.records.records import Records
from corpus.store.record_tables import fold_name

NAMED: tuple[Kind, ...] = ("actor", "place")
"""The kinds of records that have names."""

_ID = re.compile("[a-z]-[0-9a-z]{2,26}")
_LISTED = 5


class Naming:
    """Finds the records that words name, those of an act in the making too.

    Args:
        records: The archive's records.
        act: The act that they are typed for.
        create: Whether a name that nobody has makes a new record of that name.
    """

    def __init__(self, records: Records, act: Act, *, create: bool = False) -> None:
        self._records = records
        self._act = act
        self._create = create
        self._ours: dict[tuple[Kind, str], list[str]] = {}
        self._refs: dict[str, str] = {}
        self.created: list[tuple[str, str]] = []
        """The records that were made for unknown names: (id, name)."""

    def learn(self, record: str) -> None:
        """Take note of a record that the act has just made, so that others may name it."""
        kind, values = kind_of(record), self._act.values(record)
        if kind in NAMED:
            for name in values.get("names", ()):
                self._ours.setdefault((kind, fold_name(name["text"])), []).append(record)
        if values.get("ref"):
            self._refs[str(values["ref"]).upper()] = record

    def find(self, text: str, kinds: tuple[Kind, ...], where: str) -> str:
        """The id of the record of one of these kinds that a text names.

        Raises:
            RecordError: None, or more than one; told at the field `where`.
        """
        word = text.strip()
        low = word.lower()
        if _ID.fullmatch(low) and kind_of(low):
            return self._suited(self._by_id(low, where), kinds, where)
        refs = [self._refs[word.upper()]] if word.upper() in self._refs else []
        if refs := refs or self._records.rows_of.by_ref(*split_ref(word)):
            suited = [each for each in refs if not kinds or kind_of(each) in kinds]
            if len(suited or refs) > 1:
                raise _told(where, f"{shown(word)} may be {', '.join(refs[:_LISTED])}", "Give the id.")
            return self._suited((suited or refs)[0], kinds, where)
        named = tuple(kind for kind in NAMED if not kinds or kind in kinds)
        if found := self._by_name(word, named, where):
            return found
        if "article" in kinds or not kinds:
            try:
                return self._records.find(word)
            except RecordUnknown:
                pass
        return self._made_or_refused(word, kinds, named, where)

    def _by_id(self, word: str, where: str) -> str:
        if self._act.kind(word) is not None:
            return word
        try:
            return self._records.find(word)
        except RecordUnknown as error:
            raise _told(where, error.summary[0].lower() + error.summary[1:], error.detail or error.hint) from None

    @staticmethod
    def _suited(found: str, kinds: tuple[Kind, ...], where: str) -> str:
        if kinds and kind_of(found) not in kinds:
            raise _told(where, f"{found} is {_a(kind_of(found))}, and here belongs {_one_of(kinds)}")
        return found

    def _by_name(self, word: str, kinds: tuple[Kind, ...], where: str) -> str:
        folded, rows = fold_name(word), self._records.rows_of
        found = {rows.canonical(each) for kind in kinds for each in rows.named(word, kind)}
        found |= {each for kind in kinds for each in self._ours.get((kind, folded), ())}
        if len(found) > 1:
            exact = {each for each in found if any(n["text"] == word for n in self._act.values(each).get("names", ()))}
            found = exact if len(exact) == 1 else found
        if len(found) > 1:
            listed = ", ".join(f"{each} ({self._ref(each)})" for each in sorted(found)[:_LISTED])
            raise _told(where, f"{shown(word)} is the name of {len(found)}: {listed}", "Give the id or the ref.")
        return next(iter(found), "")

    def _ref(self, record: str) -> str:
        return str(self._act.values(record).get("ref", "new"))

    def _made_or_refused(self, word: str, kinds: tuple[Kind, ...], named: tuple[Kind, ...], where: str) -> str:
        if self._create and len(named) == 1 and (not kinds or len(kinds) == 1) and word:
            made = self._act.create(named[0], {"names": [{"text": word, "kind": "name"}]})
            self.learn(made)
            self.created.append((made, word))
            return made
        raise _told(where, f"there is no {_kinds(kinds)} {shown(word)!r}", self._advice(word, named))

    def _advice(self, word: str, named: tuple[Kind, ...]) -> str:
        if not named:
            return "Give an id, the beginning of one, or a ref."
        labels = {label for kind in named for label in self._labels(kind)}
        close = difflib.get_close_matches(word, sorted(labels), n=3)
        alike = f"Did you mean {' or '.join(map(shown, close))}? " if close else ""
        if len(named) > 1:
            return f"{alike}Make it first with: dateline new {' or '.join(named)}"
        return f"{alike}Make it first with: dateline new {named[0]}; or have it made of the name with --create-named"

    def _labels(self, kind: Kind) -> list[str]:
        return list(self._records.rows_of.labels(self._records.all(kind)).values())


def _a(kind: Kind | None) -> str:
    return f"an {kind}" if kind and kind[0] in "aeiou" else f"a {kind}"


def _kinds(kinds: tuple[Kind, ...]) -> str:
    return " or ".join(kinds) if kinds and len(kinds) < len(DEFINITIONS) else "record"


def _one_of(kinds: tuple[Kind, ...]) -> str:
    return " or ".join(_a(kind) for kind in kinds)


def _told(where: str, why: str, hint: str = "") -> RecordError:
    return RecordError([problem("", where, why, hint)])
