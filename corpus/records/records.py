"""The records of an archive other than articles: made, changed, merged and looked up, through `archive.records`.

Every change is one act in the log, and one step of undo. Articles are looked at here beside the rest, as `show` needs
it; what is said of them is edited in `corpus.store.edits`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from corpus.errors import RecordUnknown
from corpus.records.act import Act
from corpus.records.definition import DEFINITIONS, KINDS, Kind, kind_of
from corpus.records.ids import split_ref
from corpus.records.problem import shown
from corpus.records.record import Difference, Pointer, Record, RecordRow, Said
from corpus.records.shape import is_nothing, together
from corpus.records.validate import unknown_words
from corpus.store.articles import Articles
from corpus.store.edits import RESTRICTIONS
from corpus.store.log import Log
from corpus.store.operation import DELETED, Done, Heads, Json, Operation
from corpus.store.record_rows import RecordRows, Sort
from corpus.store.record_tables import Stored, label
from corpus.store.texts import Texts
from corpus.vocabulary import VOCABULARIES, Vocabulary
from corpus.vocabulary.codebook import CodebookError

OPEN = "open"

NAMED: tuple[Kind, ...] = ("actor", "place")
"""The kinds of records that have names."""

_IDS_ARE_SHOWN = "Ids are shown by search and show."
_IN_IDS = frozenset("0123456789abcdef-")

_NAMED = 3
_RESTS_ON = {"e-": ("article",), "l-": ("from", "to")}
_HASH = re.compile("[0-9a-f]{64}")


class Records:
    """Records by their ids.

    Args:
        log: The archive's log.
        rows: The tables derived from it.
        articles, texts: The articles that records rest on.
        vocabularies: The words of this archive; asked for when they are needed. Those that dateline brings stand in for
            a codebook that cannot be read.
    """

    def __init__(
        self,
        log: Log,
        rows: RecordRows,
        articles: Articles,
        texts: Texts,
        vocabularies: Callable[[], Mapping[str, Vocabulary]] = lambda: VOCABULARIES,
    ) -> None:
        self.rows_of = rows
        self._log = log
        self._articles = articles
        self._texts = texts
        self._vocabularies = vocabularies

    # Changing

    def act(self) -> Act:
        """A new act: any number of changes that are checked, written and undone together."""
        return Act(self._log, self.rows_of, self)

    def create(self, kind: Kind, values: Mapping[str, Json], id_: str = "") -> str:
        """Make a record of values in the shape of a bundle; its id.

        Raises:
            RecordError: Something is wrong with the values; all of it is told, and nothing is written.
        """
        act = self.act()
        made = act.create(kind, values, id_)
        act.commit()
        return made

    def put(self, record: str, values: Mapping[str, Json]) -> Done:
        """Have a record say just these values, whatever it said before.

        Raises:
            RecordUnknown: There is no such record.
            RecordError: Something is wrong with the values.
        """
        act = self.act()
        act.put(record, values)
        return act.commit()

    def set(self, record: str, path: str, value: Json) -> Done:
        """Say what one field, row or member is; None takes it away. Raises as `put`."""
        act = self.act()
        act.set(record, path, value)
        return act.commit()

    def add(self, record: str, field: str, value: Json) -> str:
        """Add a row, name, word, point or note; its path. Raises as `put`."""
        act = self.act()
        path = act.add(record, field, value)
        act.commit()
        return path

    def remove(self, record: str, path: str) -> Done:
        """Take away a row, a member or a value. Raises as `put`."""
        act = self.act()
        act.remove(record, path)
        return act.commit()

    def delete(self, record: str) -> Done:
        """Take away a record. Raises as `put`."""
        act = self.act()
        act.delete(record)
        return act.commit()

    def merge(self, record: str, into: str) -> Done:
        """Say that a record is the same as another, which then stands for both. Raises as `put`."""
        act = self.act()
        act.merge(record, into)
        return act.commit()

    # Looking

    def find(self, word: str) -> str:
        """The record that an id, the unique beginning of one, a ref, or a name of one actor or place alone stands for.

        Raises:
            RecordUnknown: None does, or several do (the first few are named).
        """
        wanted = word.strip()
        low = wanted.lower()
        if self.rows_of.is_there(low):
            return low
        found = self.rows_of.by_ref(*split_ref(wanted))
        if not found and kind_of(low) not in (None, "article"):
            found = self.rows_of.beginning(low, _NAMED + 1) if len(low) > 2 else []
        if not found:
            found = self.rows_of.articles_by_ref(*split_ref(wanted)) or self._article_or_named(wanted)
        if len(found) > 1:
            raise RecordUnknown(
                f"{shown(word)} may be more than one record",
                detail="For instance " + ", ".join(found[:_NAMED]) + ".",
                hint="Give more of the id.",
            )
        return found[0]

    def _article_or_named(self, word: str) -> list[str]:
        try:
            return [self._articles.get(self._articles.find(word)).id]
        except RecordUnknown:
            named = {self.rows_of.canonical(each) for kind in NAMED for each in self.rows_of.named(word, kind)}
            if not named and kind_of(word.lower()) not in (None, "article"):
                raise RecordUnknown(f"There is no record {shown(word)}", hint=_IDS_ARE_SHOWN) from None
            if not named and not set(word.strip().lower()) <= _IN_IDS:
                raise RecordUnknown(
                    f"Nothing is called {shown(word)}",
                    hint="Give an id, a ref, or the name of one actor or place. " + _IDS_ARE_SHOWN,
                ) from None
            if not named:
                raise
            return sorted(named)

    def is_there(self, record: str) -> bool:
        """Whether there is such a record, or article, and it is not deleted."""
        return self.rows_of.is_there(record) or self.is_article(record)

    def get(self, record: str, *, merged: bool = True) -> Record:
        """A record, whole.

        Args:
            record: Its full id.
            merged: Whether to give, for a record that was merged into another, that other one.

        Raises:
            RecordUnknown: There is no such record.
        """
        kind = kind_of(record)
        if kind == "article":
            return self._article(record)
        id_ = self.rows_of.canonical(record) if merged else record
        if kind is None or not self.rows_of.is_there(id_):
            raise RecordUnknown(f"There is no record {shown(record)}", hint=_IDS_ARE_SHOWN)
        stored = self.rows_of.stored(id_)
        values = together(kind, stored.fields, stored.removed)
        doubt = [""] if stored.fields.get(DELETED) is not None else []
        return Record(
            id=id_,
            kind=kind,
            label=label(kind, values),
            values=values,
            said={name: Said(stored.fields[name], who, at) for name, (who, at) in stored.said.items()},
            differences=self._differences(id_, stored),
            marked=tuple(unknown_words(kind, values, self._words())),
            doubted=(*doubt, *sorted(stored.doubted)),
            merged=tuple(each for each in self.rows_of.group(id_) if each != id_) if merged else (),
        )

    def values(self, record: str) -> Mapping[str, Json]:
        """The values of a record as it stands, without those around it; none for one that is not there."""
        kind = kind_of(record)
        if kind == "article":
            return self.article_values(record)
        if kind is None or not self.rows_of.is_there(record):
            return {}
        stored = self.rows_of.stored(record)
        return together(kind, stored.fields, stored.removed)

    def all(self, kind: Kind, sort: Sort = "made") -> list[str]:
        """The ids of all records of a kind other than article; those merged into others are left out."""
        return self.rows_of.ids(kind, sort)

    def rows(self, records: Sequence[str]) -> list[RecordRow]:
        """The lines that a list shows of these records, in this order; unknown ones are left out."""
        return self.rows_of.rows(records)

    def points_to(self, record: str, slot: str = "", limit: int = 1000) -> list[Pointer]:
        """Where records name this one, or one that was merged into it.

        Args:
            record: Its id; an article's too.
            slot: Only in this field: `actors`, `places`, `from`, `to`, `points`, `via`, `within`, `article` …
            limit: How many at most; `rows_of.pointing_counts` says how many there are.
        """
        return self.rows_of.pointing(self.same(record), slot, limit)

    def same(self, record: str) -> Sequence[str]:
        """All ids under which a record may be named, the one in use first."""
        if kind_of(record) == "article":
            return self._log.same_record(record)
        return self.rows_of.group(record)

    def count(self) -> dict[Kind, int]:
        """How many records there are of each kind other than article."""
        return {kind: self.rows_of.count(kind) for kind in KINDS[1:]}

    def _words(self) -> Mapping[str, Vocabulary]:
        try:
            return self._vocabularies()
        except CodebookError:
            return VOCABULARIES

    def restriction(self, record: str) -> str:
        """Who may see a record, with what it rests on: a passage on its article, a link on both its ends."""
        values = self.values(record)
        rests_on = [values.get(name) for name in _RESTS_ON.get(record[:2], ())]
        below = [self.values(each).get("restricted") for each in rests_on if isinstance(each, str)]
        return max((str(word) for word in (values.get("restricted"), *below, OPEN) if word), key=_strictness)

    def _differences(self, record: str, stored: Stored) -> tuple[Difference, ...]:
        found = []
        for field in stored.conflicted:
            heads: Heads | None = self._log.heads(record, field)
            if heads is not None and heads.conflicting:
                found.append(Difference(field, _said(heads.winner), tuple(_said(o) for o in heads.conflicting)))
        return tuple(found)

    # What records rest on

    def is_article(self, record: str) -> bool:
        """Whether there is such an article."""
        return kind_of(record) == "article" and self._articles.number(record) is not None

    def article_values(self, record: str) -> Mapping[str, Json]:
        """The values of an article in the shape of a bundle; none for one that is not there."""
        return self._article(record).values if self.is_article(record) else {}

    def part_text(self, record: str, part: str) -> str:
        """The title or the text of an article as it now is."""
        n = self._articles.number(record)
        if n is None:
            return ""
        return self._articles.get(n).title if part == "title" else self._articles.text(n)

    def named_text(self, sha256: str) -> str:
        """The text of this hash; empty if it is not here."""
        return self._texts.get(sha256) if _HASH.fullmatch(sha256) else ""

    def _article(self, record: str) -> Record:
        article = self._articles.get(self._articles.find(record))
        said = self._log.values(article.id)
        extra = {
            "sha256": article.current,
            "versions": [{"sha256": version.sha256} for version in article.versions],
            "coding": article.coding,
            "restricted": article.restricted if article.restricted != "open" else None,
            "tags": list(article.tags),
            "notes": [{"id": n.id, "at": n.at, "who": n.who, "text": n.text} for n in article.notes],
            "paths": [place.display for place in article.places],
        }
        whole_basis = said.get("basis")  # a bundle brings all of it as one
        basis = dict(whole_basis) if isinstance(whole_basis, Mapping) else {}
        basis |= {name.partition(".")[2]: word for name, word in said.items() if name.startswith("basis.")}
        own = {"ref": said.get("ref"), "basis": basis}
        whole = {**own, **article.fields, **extra}
        values = {
            field.name: whole[field.name]
            for field in DEFINITIONS["article"].fields
            if not is_nothing(whole.get(field.name))
        }
        words = {operation.field: operation for operation in self._log.operations(article.id)}
        return Record(
            id=article.id,
            kind="article",
            label=article.title,
            values=values,
            said={name: _said(words[name]) for name in said if name in words},
            differences=tuple(
                Difference(field, _said(heads.winner), tuple(_said(o) for o in heads.conflicting))
                for _, field, heads in self._log.conflicts(article.id)
            ),
            merged=article.aliases,
        )


def _strictness(word: str) -> int:
    """How strict a restriction is; a word that nobody knows is the strictest."""
    return RESTRICTIONS.index(word) if word in RESTRICTIONS else len(RESTRICTIONS)


def _said(operation: Operation) -> Said:
    return Said(operation.value, operation.who, operation.at)
