"""A coding session on one article: the current sentence, the record in hand, and what each key does to them.

Every change is one act of the archive's log, built here and committed by whoever asked for it; so it is saved at
once, and one undo takes it back. What is no act yet (where one is, the chain of report) is kept by `draft`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.archive import Archive
from corpus.entry.shown import named_ids
from corpus.names.likeness import Sort
from corpus.passages.anchor import Quote, place
from corpus.records.act import Act
from corpus.records.definition import DEFINITIONS, Kind, kind_of
from corpus.records.views import Neighbour
from corpus.store.known_names import KnownNames
from corpus.store.operation import Json
from corpus.suggest.offer import Offer
from corpus.suggest.sentence import offers
from corpus.suggest.variants import Known, NameBook
from tui.coding.form import Line, build
from tui.coding.passages import Taken
from tui.coding.rows import Labeller
from tui.coding.units import Unit, units_of

MOST_TRAIL = 50


@dataclass(slots=True)
class Change:
    """Something about to be saved.

    Attributes:
        act: What is written.
        what: It in words, for the history.
        record: The record that is in hand afterwards.
        path: The line of its form that is in hand afterwards, if another.
        made: The names of the records that it makes, said aloud.
    """

    act: Act
    what: str
    record: str = ""
    path: str = ""
    made: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What to say when it is saved."""
        made = f"; made {', '.join(self.made)}" if self.made else ""
        return f"{self.what[:1].upper()}{self.what[1:]}{made}"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled last, so that it can be filled again: a field of a kind of record, and what was typed."""

    kind: Kind
    path: str
    typed: str


@dataclass(frozen=True, slots=True)
class _InHand:
    """What is known of the record in hand: it stays, from sentence to sentence, until something is saved."""

    record: str
    values: Mapping[str, Json]
    label: Labeller
    points: Counter[str]
    ties: Sequence[Neighbour]


class Desk:
    """A coding session.

    Args:
        archive: The archive, open for writing.
        n: The article's number.
    """

    def __init__(self, archive: Archive, n: int) -> None:
        article = archive.articles.get(n)
        self.archive = archive
        self.records = archive.records
        self.vocabularies = archive.vocabularies()
        self.n = n
        self.article = article.id
        self.published = str(article.fields.get("published") or "")
        self.texts = {
            "title": article.title,
            "text": archive.articles.text(n) if article.text_sha256 else "",
        }
        self.units = units_of(self.texts["title"], self.texts["text"])
        self.at = 1 if len(self.units) > 1 and self.units[0].part == "title" else 0
        self._narrow: Unit | None = None
        self.via: tuple[dict[str, Json], ...] = ()
        self.attaches = True
        self.record = ""
        self.last: Filled | None = None
        self._trail: list[str] = []
        self.taken = Taken(self.records, self.article)
        self.names = KnownNames(archive.database)
        self.incidents: list[str] = []
        self._offers: tuple[Unit | None, list[Offer]] | None = None
        self._book: NameBook | None = None
        self._known: _InHand | None = None
        self.reload()
        if self.incidents:
            self.record = self.incidents[0]

    # Where one is

    def reload(self) -> None:
        """Look everything up again, after others wrote or something was taken back."""
        self.taken.read()
        self.forget_offers(names=True)
        passages = sorted({pointer.source for pointer in self.records.points_to(self.article, "article", 5000)})
        told = dict.fromkeys(target for _, _, target in self.records.rows_of.named_by(passages, "points"))
        named = [self.records.rows_of.canonical(each) for each in told if each.startswith("i-")]
        mine = [each for each in self.incidents if self.records.rows_of.is_there(each)]
        self.incidents = list(dict.fromkeys([*mine, *sorted(named)]))
        if self.record and not self.records.rows_of.is_there(self.record):
            self.record = self.incidents[-1] if self.incidents else ""

    @property
    def unit(self) -> Unit | None:
        """The current sentence; None in an article without any text."""
        return self.units[self.at] if self.units else None

    @property
    def quote(self) -> Unit | None:
        """The words that are attached: the current sentence, or what it was narrowed to."""
        return self._narrow or self.unit

    @property
    def quoted(self) -> str:
        """The words that are attached."""
        quote = self.quote
        return self.texts[quote.part][quote.start : quote.end] if quote else ""

    @property
    def is_narrowed(self) -> bool:
        """Whether only some words of the sentence are attached."""
        return self._narrow is not None

    def narrow(self, unit: Unit | None) -> None:
        """Attach only these words of the current sentence, or all of it again."""
        self._narrow = unit if unit != self.unit else None

    def step(self, by: int) -> bool:
        """Go to another sentence; whether there was one."""
        to = min(max(self.at + by, 0), len(self.units) - 1)
        moved, self.at, self._narrow = to != self.at, max(to, 0), None
        return moved

    def go_to(self, part: str, offset: int) -> None:
        """Go to the sentence that holds a place."""
        self._narrow = None
        for i, unit in enumerate(self.units):
            if unit.part == part and offset < unit.end:
                self.at = i
                return

    def show_passage(self, passage: str) -> bool:
        """Go to the words of a passage, and quote them; whether they are still there."""
        values = self.records.values(passage)
        part = str(values.get("in", "text"))
        found = place(Quote.read(values.get("quote") or {}), self.texts.get(part, ""))
        if found is None:
            return False
        self.go_to(part, found.start)
        self.narrow(Unit(part, found.start, found.end))
        return True

    # The record in hand

    @property
    def kind(self) -> Kind | None:
        """The kind of the record in hand."""
        return kind_of(self.record) if self.record else None

    def take(self, record: str) -> None:
        """Take a record in hand."""
        if self.record and self.record != record:
            self._trail = [*self._trail[-MOST_TRAIL:], self.record]
        self.record = record
        if record.startswith("i-") and record not in self.incidents:
            self.incidents.append(record)

    def put_back(self) -> bool:
        """Take the record in hand that was in hand before; whether there was one."""
        while self._trail:
            before = self._trail.pop()
            if before != self.record and self.records.rows_of.is_there(before):
                self.record = before
                return True
        return False

    def other_incident(self, by: int = 1) -> bool:
        """Take another incident of the article in hand; whether there is one."""
        if not self.incidents:
            return False
        at = self.incidents.index(self.record) + by if self.record in self.incidents else 0
        before = self.record
        self.take(self.incidents[at % len(self.incidents)])
        return self.record != before

    def label(self, record: str) -> str:
        """The name of a record."""
        return self.records.rows_of.labels([record]).get(record, record)

    def lines(self) -> list[Line]:
        """The form of the record in hand."""
        kind = self.kind
        if kind is None:
            return [Line(each.field, each.field, "offered", each.shown, "offer", offer=each) for each in self.offers()]
        if self._known is None or self._known.record != self.record:
            values = self.records.values(self.record)
            ties = self.archive.profiles.neighbours(self.record) if kind != "link" else []
            self._known = _InHand(self.record, values, self.labelled(values), self._points(), ties)
        known = self._known
        said = self._open_offers(known.values) if kind == "incident" else []
        return build(kind, known.values, known.label, known.points, said, known.ties)

    def labelled(self, values: Json) -> Labeller:
        """Names every record that some values name."""
        labels = self.records.rows_of.labels(named_ids([values]))
        return lambda record: labels.get(record, record)

    def _points(self) -> Counter[str]:
        """How many points speak of each path of the record in hand; of a set, of each member."""
        kind, counts = self.kind, Counter[str]()
        if kind is None:
            return counts
        sets = {each.name for each in DEFINITIONS[kind].fields if each.type in ("names", "words")}
        pointers = self.records.points_to(self.record, "points", 5000)
        passages = {p.source: self.records.values(p.source) for p in pointers if p.word in sets}
        for pointer in pointers:
            if pointer.word not in sets:
                counts[pointer.word] += 1
        for values in passages.values():
            for point in values.get("points", ()):
                if point["record"] == self.record and point["field"] in sets:
                    counts[f"{point['field']}/{point.get('value', '')}"] += 1
        return counts

    # What is offered

    def offers(self) -> list[Offer]:
        """What the current words offer, whatever is said already."""
        quote = self.quote
        if self._offers is None or self._offers[0] != quote:
            found = offers(self.quoted, self.published, self.names.among, self.book) if quote else []
            self._offers = (quote, found)
        return self._offers[1]

    @property
    def book(self) -> NameBook:
        """The known names, to find them in other spellings."""
        if self._book is None:
            types = self.names.types()
            known = (Known(e.text, e.record, e.kind, _sort(e.kind, types.get(e.record, ""))) for e in self.names.all())
            self._book = NameBook(known, self.names.refused())
        return self._book

    def forget_offers(self, *, names: bool = False) -> None:
        """Look again what is said and offered.

        Args:
            names: Whether other names may be known now.
        """
        self._offers = self._known = None
        if names:
            self._book = None

    def _open_offers(self, values: Mapping[str, Json]) -> list[Offer]:
        """Of what is offered, what the incident does not say yet."""
        named = {str(row.get(name)) for name in ("actor", "place") for row in values.get(f"{name}s", ())}
        harm = [(row.get("kind"), row.get("low"), row.get("best")) for row in values.get("harm", ())]
        found = []
        for each in self.offers():
            said = each.value
            match each.field:
                case "date":
                    known_already = bool((values.get("date") or {}).get("edtf"))
                case "event":
                    known_already = bool(values.get("event"))
                case "harm":
                    known_already = (said.get("kind"), said.get("low"), said.get("best")) in harm
                case _:
                    known_already = bool(named & {said.get("actor"), said.get("place")})
            if not known_already:
                found.append(each)
        return found


def _sort(kind: str, type_: str) -> Sort:
    """What a name is compared as: that of a place, of a person, of a group."""
    if kind == "place":
        return "place"
    return "person" if type_ == "person" else "group" if type_ in ("group", "unit", "organisation") else "any"
