"""Several codings of one article: which incidents of different coders mean one event, and where these differ.

A coder is known by the initials of the refs of what he made, which every export keeps. Only looks; what is taken over
from one coding into another is built as an act for others to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from dataclasses import field as a_field

from corpus.dates import parse_edtf
from corpus.errors import DateError
from corpus.passages.anchor import Quote
from corpus.records.act import Act
from corpus.records.definition import DEFINITIONS, ELEMENT_ID, Field
from corpus.records.ids import initials, split_ref
from corpus.records.records import Records
from corpus.store.operation import Json
from corpus.store.record_queries import RecordQueries
from corpus.store.record_tables import fold_name

COMPARED = tuple(
    each
    for each in DEFINITIONS["incident"].fields
    if each.name not in ("ref", "title", "basis", "status", "restricted", "tags", "notes", "merged_into")
)
"""The fields of an incident that coders may differ on; the rest is each coder's own."""

ENOUGH = 3
"""From how much two incidents must have in common on to be taken for one event."""

WHOLE = ("harm",)
"""The fields whose rows are taken over whole: the numbers of a row belong together."""

APART = (ELEMENT_ID.name, "within")
"""The parts of a row that mean something in its own incident only."""

_ROWS: dict[str, tuple[str, ...]] = {
    "actors": ("actor",),
    "places": ("place",),
    "harm": ("kind",),
    "objects": ("what",),
}
"""What two rows must say alike to be about the same; of several, those that say most alike."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event that an article tells of, as each coder has it: an incident for each, the first one's own first."""

    codings: Mapping[str, str]

    @property
    def base(self) -> str:
        """The incident that others are compared with."""
        return next(iter(self.codings.values()))

    @property
    def others(self) -> list[tuple[str, str]]:
        """The other coders, each with the incident."""
        return list(self.codings.items())[1:]


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that two codings say, or only one of them.

    Attributes:
        field: The field of the incident.
        part: The part of it, or of one of its rows; empty for a whole row, a word, or a field without parts.
        path: Its path in the one incident, empty where that says nothing of it.
        other_path: Its path in the other.
        mine: What the one says; None for nothing.
        theirs: What the other says.
        about: For a part of a row, that row, to name it by.
        alike: Whether both say the same.
    """

    field: Field
    part: Field | None
    path: str
    other_path: str
    mine: Json
    theirs: Json
    about: Mapping[str, Json] = a_field(default_factory=dict)
    alike: bool = False


@dataclass(frozen=True, slots=True)
class _Signs:
    """What an incident is known again by in another coding."""

    incident: str
    values: Mapping[str, Json]
    spans: Sequence[tuple[str, int, int]]
    named: Set[str]
    tied: Set[str]

    def in_common(self, other: _Signs) -> int:
        """How much two incidents have in common: words of the article first, then what they say."""
        if other.incident in self.tied:
            return 0  # a phase, or what came before: somebody says that they are not one
        mine, theirs = self.values, other.values
        overlap = any(
            a == b and start < last and first < end for a, start, end in self.spans for b, first, last in other.spans
        )
        alike = [bool(mine.get(name)) and mine.get(name) == theirs.get(name) for name in ("event", "sub_event")]
        dates = _dates_meet(mine.get("date"), theirs.get("date"))
        return 3 * overlap + alike[0] + 2 * alike[1] + dates + len(self.named & other.named)


class Codings:
    """Looks up and compares codings.

    Args:
        records: The records.
        queries: The tables derived from the log.
        who: Who looks: the coding of this person comes first.
    """

    def __init__(self, records: Records, queries: RecordQueries, who: str = "") -> None:
        self._records = records
        self._queries = queries
        self._mine = initials(who)

    def several(self) -> dict[str, list[str]]:
        """The articles that more than one person coded, with who did."""
        return {id_: coders for id_, coders in self._queries.coders().items() if len(coders) > 1}

    def events(self, article: str) -> list[Event]:
        """The events of an article, as each coder has them; those that several have come first."""
        told = self._told(article)
        signs = {each: self._signs_of(each) for incidents in told.values() for each in incidents}
        order = sorted(told, key=lambda coder: (coder != self._mine, coder))
        found: list[dict[str, str]] = []
        for coder in order:
            left = list(told[coder])
            pairs = [
                (score, at, mine)
                for at, event in enumerate(found)
                for mine in left
                if (score := max(signs[other].in_common(signs[mine]) for other in event.values())) >= ENOUGH
            ]
            for _, at, mine in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
                if mine in left and coder not in found[at]:
                    found[at][coder] = mine
                    left.remove(mine)
            found += [{coder: mine} for mine in left]
        return [Event(each) for each in sorted(found, key=lambda each: -len(each))]

    def event_of(self, article: str, incident: str) -> Event | None:
        """The event of an article that an incident is a coding of."""
        return next((each for each in self.events(article) if incident in each.codings.values()), None)

    def coder(self, incident: str) -> str:
        """The initials of who made an incident."""
        return split_ref(str(self._records.values(incident).get("ref", "")))[0]

    def _told(self, article: str) -> dict[str, list[str]]:
        """The incidents of an article by who made them."""
        told: dict[str, list[str]] = {}
        for incident in self._queries.told_in(self._records.same(article)):
            told.setdefault(self.coder(incident), []).append(incident)
        return told

    # Which incidents mean one event

    def _signs_of(self, incident: str) -> _Signs:
        """What an incident can be known again by."""
        values = self._records.values(incident)
        ties = self._queries.ties([incident])
        return _Signs(
            incident,
            values,
            self._spans(incident),
            self._named(values, "actors", "actor") | self._named(values, "places", "place"),
            frozenset(tie.there for tie in ties if tie.relation != "may be the same as"),
        )

    def _spans(self, incident: str) -> list[tuple[str, int, int]]:
        """The words of the article that an incident rests on: in which part of it, from where to where."""
        found = []
        for passage in self._queries.passages_about(self._records.same(incident)):
            values = self._records.values(passage)
            quote = Quote.read(values.get("quote") or {})
            found.append((str(values.get("in", "text")), quote.start, quote.start + len(quote.exact)))
        return found

    def _named(self, values: Mapping[str, Json], name: str, part: str) -> set[str]:
        return {self._who(str(row.get(part, ""))) for row in values.get(name, ())} - {""}

    def _who(self, record: str) -> str:
        """What is the same for records that mean the same actor or place: one that is merged, or of the same name."""
        id_ = self._records.rows_of.canonical(record)
        return fold_name(self._records.rows_of.labels([id_]).get(id_, "")) or id_

    # Where they differ

    def compare(self, one: str, other: str) -> list[Compared]:
        """What two incidents say, in the order of the fields, beside each other."""
        mine, theirs = self._records.values(one), self._records.values(other)
        found: list[Compared] = []
        for each in COMPARED:
            found += self._compare_field(each, mine.get(each.name), theirs.get(each.name))
        return found

    def _compare_field(self, each: Field, mine: Json, theirs: Json) -> Iterator[Compared]:
        match each.type:
            case "elements":
                yield from self._compare_rows(each, mine or (), theirs or ())
            case "words":
                for word in dict.fromkeys([*(mine or ()), *(theirs or ())]):
                    here, there = (word if word in (said or ()) else None for said in (mine, theirs))
                    path = f"{each.name}/{word}"
                    yield self._compared(each, None, path, path, here, there)
            case "part":
                for part in each.parts:
                    path = f"{each.name}.{part.name}"
                    yield from self._one(
                        each, part, path, path, (mine or {}).get(part.name), (theirs or {}).get(part.name)
                    )
            case _:
                yield from self._one(each, None, each.name, each.name, mine, theirs)

    def _compare_rows(self, each: Field, mine: Sequence[Json], theirs: Sequence[Json]) -> Iterator[Compared]:
        left = list(theirs)
        for row in mine:
            like = [
                (self._alike_parts(each, row, other), -at)
                for at, other in enumerate(left)
                if self._same(each, row, other)
            ]
            path = f"{each.name}[{row['id']}]"
            if not like:
                yield Compared(each, None, path, "", row, None)
                continue
            other = left.pop(-max(like)[1])
            differ = [found for found in self._compare_parts(each, path, row, other) if not found.alike]
            other_path = f"{each.name}[{other['id']}]"
            if not differ or each.name in WHOLE:
                yield Compared(each, None, path, other_path, row, other, alike=not differ)
            else:
                yield from differ
        for other in left:
            yield Compared(each, None, "", f"{each.name}[{other['id']}]", None, other)

    def _compare_parts(
        self, each: Field, path: str, row: Mapping[str, Json], other: Mapping[str, Json]
    ) -> Iterator[Compared]:
        for part in each.parts:
            if part.name not in APART:
                there = f"{each.name}[{other['id']}].{part.name}"
                yield from self._one(
                    each, part, f"{path}.{part.name}", there, row.get(part.name), other.get(part.name), row
                )

    def _one(
        self, each: Field, part: Field | None, path: str, other_path: str, mine: Json, theirs: Json, about: Json = None
    ) -> Iterator[Compared]:
        if mine is not None or theirs is not None:
            yield self._compared(each, part, path, other_path, mine, theirs, about or {})

    def _compared(
        self,
        each: Field,
        part: Field | None,
        path: str,
        other_path: str,
        mine: Json,
        theirs: Json,
        about: Mapping[str, Json] | None = None,
    ) -> Compared:
        alike = self._key(mine) == self._key(theirs)
        return Compared(each, part, path, other_path, mine, theirs, about or {}, alike)

    def _same(self, each: Field, row: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
        return all(self._key(row.get(name)) == self._key(other.get(name)) for name in _ROWS[each.name])

    def _alike_parts(self, each: Field, row: Mapping[str, Json], other: Mapping[str, Json]) -> int:
        return sum(self._key(row.get(part.name)) == self._key(other.get(part.name)) for part in each.parts)

    def _key(self, value: Json) -> Json:
        """What of a value counts: an actor or place by its name, words without regard to case and signs."""
        if not isinstance(value, str):
            return value
        return self._who(value) if value[:2] in ("p-", "g-") and len(value) == 28 else value.casefold()

    # Taking over

    def take(self, one: str, other: str, found: Compared) -> Act:
        """An act that has the one incident say what the other does, on the words that the other rests that on."""
        act, name = self._records.act(), found.field.name
        path = found.path or found.other_path
        if found.theirs is None:
            act.remove(one, found.path)
        elif found.field.type == "words":
            act.add(one, name, found.theirs)
        elif found.field.type == "elements" and found.part is None:
            row = {part: said for part, said in found.theirs.items() if part not in APART}
            if found.path:
                act.set(one, found.path, row)
            else:
                path = act.add(one, name, row)
        else:
            act.set(one, found.path, found.theirs)
        if name in ("event", "sub_event"):  # the one is a sort of the other
            for each in ("event", "sub_event"):
                act.set(one, each, self._records.values(other).get(each))
        if found.theirs is not None:
            self._carry(act, one, other, found, path)
        return act

    def _carry(self, act: Act, one: str, other: str, found: Compared, path: str) -> None:
        """Have the passages that say it of the other incident say it of the one as well."""
        wanted = found.field.name if found.field.type == "words" else found.other_path
        into = found.field.name if found.field.type == "words" else path
        for point in self._queries.points(self._records.same(other), wanted):
            if found.field.type == "words" and point.value != found.theirs:
                continue
            value = {} if point.value is None else {"value": point.value}
            said = {"record": one, "field": into + point.path[len(wanted) :], **value, "stance": point.stance}
            if act.kind(point.passage) is not None and said not in act.values(point.passage).get("points", ()):
                act.add(point.passage, "points", said)


def _dates_meet(one: Json, other: Json) -> bool:
    """Whether two dates may be of the same day."""
    spans = []
    for each in (one, other):
        try:
            read = parse_edtf(str((each or {}).get("edtf", "")))
        except DateError:
            return False
        spans.append(read)
    a, b = spans
    return (a.first is None or b.last is None or a.first <= b.last) and (
        b.first is None or a.last is None or b.first <= a.last
    )
