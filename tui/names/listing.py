"""The lists of names: all of them, the spellings of one, records that may be one, names without a record, mentions.

A line is made when it is shown, so that a list of every name costs what is seen of it. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

from corpus.archive import Archive

if TYPE_CHECKING:
    from index.mentions import Found
    from index.names.asking import Answer, Names, Shown
    from index.names.candidates import Candidate
    from index.names.table import NameTable

HEADS = {"match": "Spelled", "suggest": "Perhaps also", "contains": "Longer forms"}
MOST_UNRECORDED = 200
"""So many names without a record are looked for."""

_OUTLETS = 2
_NEVER: Callable[[], bool] = lambda: False  # noqa: E731 - a name for what is asked nothing


@dataclass(frozen=True, slots=True)
class NameRow:
    """One line.

    Attributes:
        key: What it is about: a spelling, the ids of two records, or of an article; "" for a head.
        text: What it says.
        count: In how many articles it is, or how often in one; None where it is not counted.
        remark: A few words at its end.
        unsure: Whether it is offered rather than known.
        record: The record that it is about, if it is about one.
    """

    key: str
    text: str
    count: int | None = None
    remark: str = ""
    unsure: bool = False
    record: str = ""


@dataclass(frozen=True)
class NameList:
    """A list.

    Attributes:
        title: What it holds, in words.
        rows: Its lines.
        answer: Where it is of the spellings of one name, these.
        pairs: Where it is of records that may be one, these, by the key of their line.
    """

    title: str
    rows: Sequence[NameRow]
    answer: Answer | None = None
    pairs: Mapping[str, Candidate] = field(default_factory=dict)

    def at(self, key: str) -> int:
        """Which line is about something; 0 if none is."""
        if isinstance(self.rows, EveryName):
            return self.rows.at(key)
        return next((i for i, row in enumerate(self.rows) if key and row.key == key), 0)

    @property
    def count(self) -> int:
        """How many lines it has, heads left out."""
        return len(self.rows) if isinstance(self.rows, EveryName) else sum(bool(row.key) for row in self.rows)


class EveryName(Sequence[NameRow]):
    """All names of an archive, those that most articles hold first; a line is made when it is asked for."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._table: NameTable = names.table()
        self._order = (-self._table.counts).argsort(kind="stable")
        known, owners = names.record_names()
        records = names.records()
        self._owner = {text: records[owners[at][0]] for text, at in known.number.items() if owners[at]}

    def at(self, text: str) -> int:
        """Which line is about a name; 0 if none is."""
        number = self._table.number.get(text)
        return 0 if number is None else int((self._order == number).argmax())

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._table.names)

    @overload
    def __getitem__(self, at: int) -> NameRow: ...

    @overload
    def __getitem__(self, at: slice) -> list[NameRow]: ...

    def __getitem__(self, at: int | slice) -> NameRow | list[NameRow]:
        """A line, or several."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        number = int(self._order[at])
        text = self._table.names[number]
        owner = self._owner.get(text)
        use = self._table.use(number, self._names.source, _OUTLETS)
        who = ", ".join(f"{outlet} {n:,}" for outlet, n in use.outlets)
        return NameRow(
            text, text, use.articles, _joined(owner.label if owner else "", who), record=owner.id if owner else ""
        )


def _joined(*parts: str) -> str:
    return "  ".join(part for part in parts if part)


def every_spelling(name: str) -> str:
    """The query that finds a name however it is spelled."""
    from index.query.tree import Value

    return str(Value("name", name))


def every_name(names: Names) -> NameList:
    """All names."""
    return NameList("Names", EveryName(names))


def spellings(names: Names, text: str, cancelled: Callable[[], bool] = _NEVER) -> NameList:
    """How the archive spells a name: what matches, what may be it, and longer forms, each under a head."""
    answer = names.ask(text, cancelled=cancelled)
    labels = {each.id: each.label for each in names.records()}
    rows: list[NameRow] = []
    for level, head in HEADS.items():
        found = [each for each in answer.spellings if each.level == level]
        if found:
            rows.append(NameRow("", f"{head}: {len(found):,}"))
            rows += [_spelling(names, each, labels) for each in found]
    return NameList(f"Spellings of {text}", rows, answer)


def _spelling(names: Names, shown: Shown, labels: Mapping[str, str]) -> NameRow:
    use = names.use(shown.text)
    who = ", ".join(f"{outlet} {n:,}" for outlet, n in use.outlets[:_OUTLETS]) if use else ""
    why = f"of {labels.get(shown.record, shown.record)}" if shown.record else shown.why
    return NameRow(shown.text, shown.text, shown.articles, _joined(why, who), record=shown.record)


def may_be_one(names: Names, archive: Archive, cancelled: Callable[[], bool] = _NEVER) -> NameList:
    """Actors, and places, that may be one, with why."""
    from corpus.records.spellings import apart
    from index.names.candidates import may_be_one as candidates

    pairs = {
        f"{each.one.id} {each.other.id}": each
        for each in candidates(names, apart(archive.records), cancelled=cancelled)
    }
    rows = []
    for key, each in pairs.items():
        both = f"{each.shared:,} {'article has' if each.shared == 1 else 'articles have'} both" if each.shared else ""
        text, remark = f"{each.one.label} = {each.other.label}", _joined(each.why, both)
        rows.append(NameRow(key, text, remark=remark, unsure=each.level != "match"))
    return NameList("May be one", rows, pairs=pairs)


def no_record_yet(names: Names) -> NameList:
    """Frequent names that no actor and no place has, however they are spelled."""
    from index.names.candidates import unrecorded

    rows = []
    for text, count in unrecorded(names, MOST_UNRECORDED):
        use = names.use(text)
        rows.append(NameRow(text, text, count, ", ".join(f"{who} {n:,}" for who, n in use.outlets[:3]) if use else ""))
    return NameList("No record yet", rows)


def not_linked(found: Found, archive: Archive, record: str) -> dict[int, int]:
    """The numbers of the articles that name a record, with how often they do, the most first.

    Those that are left out are linked to it, by a link or by a passage of theirs, or mean another.
    """
    from corpus.records.spellings import decided_mentions, related

    counts = found.articles(record, related(archive.records))
    linked = {*decided_mentions(archive.records, record), *archive.profiles.told_in(record)}
    decided = {archive.articles.number(each) for each in linked}
    return {n: counts[n] for n in sorted(counts, key=lambda n: (-counts[n], n)) if n not in decided}


def mentions(names: Names, archive: Archive, record: str, cancelled: Callable[[], bool] = _NEVER) -> NameList:
    """The articles that name a record and are not linked to it."""
    found = names.mentions(cancelled=cancelled)
    counts = not_linked(found, archive, record)
    label = archive.records.rows_of.labels([record]).get(record, record)
    sure = found.surely(record)
    rows = []
    for row in archive.articles.rows(list(counts)):
        doubt = "" if row.n in sure else "ambiguous" if found.ambiguous(record) else "by a nickname"
        text, remark = f"{row.published or 'undated'}  {row.title}", _joined(doubt, row.outlet or row.credit)
        rows.append(NameRow(str(row.n), text, counts[row.n], remark, unsure=bool(doubt)))
    return NameList(f"Mentioned, not linked: {label}", rows)
