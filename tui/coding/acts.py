"""What a coder does, each as one act: new incident, fill, accept, attach, repeat, take away.

Each function builds a `Change` for a `Desk` and writes nothing; what is typed is understood here with the archive's
words and names, and names that nobody has make new records, which the change says aloud.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.dates import parse_edtf
from corpus.entry.naming import Naming
from corpus.errors import DateError
from corpus.names.letters import script
from corpus.records.act import Act
from corpus.records.definition import DEFINITIONS, Field, Kind, kind_of
from corpus.records.ids import new_element_id
from corpus.records.path import parse
from corpus.records.problem import RecordError, shown
from corpus.store.operation import Json, clean_tag
from corpus.store.record_tables import fold_name
from corpus.suggest.days import days
from corpus.suggest.offer import Offer
from tui.coding.desk import Change, Desk, Filled
from tui.coding.form import Line, supports
from tui.coding.harm import parse_harm
from tui.coding.passages import PointTo
from tui.coding.rows import one_term, parse_row, segments, term, value
from tui.coding.wrong import TypedWrong

COPIED_NOT = ("ref", "notes", "status", "merged_into", "title")
"""What a copy of an incident does not take over."""


class Work:
    """An act in the making, with the names that it resolves and makes.

    Args:
        desk: The session.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.act: Act = desk.records.act()
        self._naming = Naming(desk.records, self.act, create=True)

    def find(self, text: str, kinds: tuple[Kind, ...]) -> str:
        """The record that a name means; one that nobody has is made.

        Raises:
            TypedWrong: It may be several.
        """
        try:
            return self._naming.find(text, kinds, "")
        except RecordError as error:
            raise TypedWrong(0, error.problems[0].why, error.problems[0].hint) from None

    def attach(self, points: Sequence[PointTo]) -> str:
        """Have the current words say some points, unless nothing is attached now; the passage."""
        desk, quote = self.desk, self.desk.quote
        if not desk.attaches or quote is None or not points:
            return ""
        return desk.taken.attach(self.act, quote, desk.texts[quote.part], desk.via, points)

    def change(self, what: str, record: str = "", path: str = "") -> Change:
        """The change as it stands; new names are attached as well."""
        made = []
        for id_, name in self._naming.created:
            self.attach([PointTo(id_, "names", name)] if name.casefold() in self.desk.quoted.casefold() else [])
            made.append(f"{kind_of(id_)} {shown(name)}")
        return Change(self.act, what, record or self.desk.record, path, made)


def supporting(record: str, kind: Kind, field: str, path: str, said: Json) -> list[PointTo]:
    """The points that a sentence makes from which a field was filled; see `supports`."""
    return [PointTo(record, at, given) for at, given in supports(kind, field, path, said)]


# Incidents


def new_incident(desk: Desk) -> Change:
    """A new incident; the current words are attached to nothing yet, only offered from."""
    work = Work(desk)
    made = work.act.create("incident", {"scope": "single", "status": "in progress"})
    desk.take(made)
    return work.change("new incident", made)


def duplicate(desk: Desk) -> Change:
    """Another incident that says what the one in hand does, to change one thing of."""
    demand(desk, "incident")
    values = {name: said for name, said in desk.records.values(desk.record).items() if name not in COPIED_NOT}
    work = Work(desk)
    made = work.act.create("incident", {**values, "status": "in progress"})
    desk.take(made)
    return work.change("incident duplicated", made)


def demand(desk: Desk, *kinds: Kind) -> Kind:
    """The kind of the record in hand.

    Raises:
        TypedWrong: There is none, or it is of another kind.
    """
    kind = desk.kind
    if kind is None or (kinds and kind not in kinds):
        raise TypedWrong(0, "there is no incident in hand", "Press n for a new one from this sentence.")
    return kind


# Filling


def fill(desk: Desk, path: str, typed: str) -> Change:
    """Say what a field or row of the record in hand is, in the words of its line.

    Args:
        desk: The session.
        path: The path of a row or value, to change it; the name of a field, to add to it or to set it.
        typed: What was typed.

    Raises:
        TypedWrong: It is not understood; points at it.
    """
    kind = demand(desk)
    at = parse(path)
    field = DEFINITIONS[kind].field(at.field)
    if field is None:
        raise TypedWrong(0, f"there is no field {path}")
    if not typed.strip():
        return remove(desk, path)
    work = Work(desk)
    done_at, said = _say(work, kind, field, path, typed.strip())
    work.attach(supporting(desk.record, kind, field.name, done_at, said))
    if "[" not in path and "/" not in path:
        desk.last = Filled(kind, path, typed)
    return work.change(f"{field.name.replace('_', ' ')} filled", path=done_at)


def _say(work: Work, kind: Kind, field: Field, path: str, typed: str) -> tuple[str, Json]:
    """Say one thing; its path, and what was said."""
    desk, act, record = work.desk, work.act, work.desk.record
    words, find = desk.vocabularies, work.find
    match (field.name, field.type):
        case ("event", "word") if kind == "incident":
            return _event(work, typed)
        case ("date", "part"):
            return _date(work, field, typed)
        case (_, "elements"):
            row = parse_harm(typed, words, find) if field.name == "harm" else parse_row(field, typed, words, find)
            id_ = parse(path).element or new_element_id(field.letter)
            at = f"{field.name}[{id_}]"
            if parse(path).element:
                act.set(record, at, row)
            else:
                act.add(record, field.name, {"id": id_, **row})
            return at, row
        case (_, "names"):
            row = parse_row(field, typed, words, find)
            row.setdefault("kind", "alias" if act.values(record).get("names") else "name")
            if "/" in path and path != f"names/{row['text']}":
                act.remove(record, path)
            return act.add(record, "names", row), row
        case (_, "part" | "whole"):
            row = parse_row(field, typed, words, find)
            act.set(record, field.name, row)
            return field.name, row
        case (_, "words"):
            word = clean_tag(typed) if field.name == "tags" else typed
            if field.vocabulary:
                word = one_term(words[field.vocabulary], typed)
            if "/" in path:
                act.remove(record, path)
            return act.add(record, field.name, word), word
        case (_, "notes"):
            return act.add(record, "notes", {"text": typed}), typed
    said = value(field, typed, words, find)
    act.set(record, field.name, said)
    return field.name, said


def _event(work: Work, typed: str) -> tuple[str, Json]:
    """An event, a sub-event with the event that it belongs to, or both with a slash between."""
    words = work.desk.vocabularies
    named = {"event": "", "sub_event": ""}
    text = typed.rpartition(" / ")[2]
    if sub := term(words["sub-event"], text):
        named = {"event": words["sub-event"].terms[sub].under, "sub_event": sub}
    elif whole := term(words["event"], text):
        named["event"] = whole
    else:
        one_term(words["sub-event"], text)
        named["event"] = text.rstrip("!").strip()
    for name, word in named.items():
        work.act.set(work.desk.record, name, word or None)
    return "event", named


def _date(work: Work, field: Field, typed: str) -> tuple[str, Json]:
    """A date in EDTF, or in words that the day of publication resolves."""
    desk = work.desk
    if (read := resolved(typed, desk.published)) is not None:
        row, basis = dict(read.value), read.basis
    else:
        row, basis = parse_row(field, typed, desk.vocabularies, work.find), {}
    work.act.set(desk.record, "date", row)
    for path, word in basis.items():
        work.act.set(desk.record, f"basis.{path}", word)
    return "date", row


def resolved(typed: str, published: str) -> Offer | None:
    """The day that typed words mean which are no date in EDTF, by the day of publication; None if they mean none."""
    first = next(segments(typed), (typed, 0))[0]
    try:
        parse_edtf(first)
    except DateError:
        read = days(first, published) or days(first.title(), published)
        return replace(read[0], value={**read[0].value, "stated": first}) if read else None
    return None


def accept(desk: Desk, offered: Sequence[Offer]) -> Change:
    """Take over what is offered, as one act.

    Args:
        desk: The session; without a record in hand, an incident is made first.
        offered: What to take over.
    """
    work = Work(desk)
    if desk.kind != "incident":
        desk.take(work.act.create("incident", {"scope": "single", "status": "in progress"}))
    path = ""
    points: list[PointTo] = []
    for each in offered:
        path, said = _accepted(work, each)
        points += supporting(desk.record, "incident", each.field, path, said)
        points += _spelling(work, each)
    work.attach(points)
    words = ", ".join(dict.fromkeys(each.field for each in offered))
    return work.change(f"{words} accepted", path=path)


def _accepted(work: Work, offer: Offer) -> tuple[str, Json]:
    act, record = work.act, work.desk.record
    for path, word in offer.basis.items():
        act.set(record, f"basis.{path}", word)
    match offer.field:
        case "date":
            act.set(record, "date", offer.value)
            return "date", offer.value
        case "event":
            for name, word in offer.value.items():
                act.set(record, name, word)
            return "event", offer.value
    row = dict(offer.value)
    if offer.field == "actors":
        row |= _usual_part(act.values(record))
    return act.add(record, offer.field, row), row


def _spelling(work: Work, offer: Offer) -> list[PointTo]:
    """Have the words by which an actor or place was found be a name of it from now on, where they are none yet."""
    named = {"actors": "actor", "places": "place"}.get(offer.field, "")
    words = work.desk.quoted[offer.start : offer.end] if named else ""
    record = str(offer.value[named]) if named else ""
    known = {fold_name(name["text"]) for name in work.act.values(record).get("names", ())} if named else set()
    if not words or fold_name(words) in known:
        return []
    lang = {"lang": "ar"} if script(words) == "arabic" else {}
    work.act.add(record, "names", {"text": words, "kind": "alias", **lang})
    return [PointTo(record, "names", words)]


def _usual_part(values: Mapping[str, Json]) -> dict[str, Json]:
    """What an actor who is named is taken for, until somebody says otherwise: a party to a battle, on the next side."""
    if values.get("event") not in ("Battles", None):
        return {"attribution": "reported"}
    sides = {row.get("side") for row in values.get("actors", ())}
    side = next((side for side in ("a", "b") if side not in sides), "")
    return {"role": "party", **({"side": side} if side else {}), "attribution": "reported"}


def casualty(desk: Desk, typed: str) -> Change:
    """A named person who was harmed: `Zuheir injured`, `Zuheir killed, a`.

    Raises:
        TypedWrong: It names nobody.
    """
    demand(desk, "incident")
    given = list(segments(typed))
    if not given:
        raise TypedWrong(0, "nobody is named", "Such as: Zuheir injured")
    words = given[0][0].split()
    harms = desk.vocabularies["harm"]
    spoken = {"wounded": "injured", "hurt": "injured", "dead": "killed", "arrested": "detained"}
    outcome = spoken.get(words[-1].casefold()) or term(harms, words[-1]) if len(words) > 1 else ""
    name = " ".join(words[:-1]) if outcome else given[0][0]
    rest = "".join(f", {text}" for text, _ in given[1:])
    field = DEFINITIONS["incident"].field("actors")
    if field is None:
        raise TypedWrong(0, "incidents have no actors")
    work = Work(desk)
    row: dict[str, Json] = {"role": "casualty", **({"outcome": outcome} if outcome else {})}
    row = {**parse_row(field, name + rest, desk.vocabularies, work.find), **row}
    row.setdefault("attribution", "reported")
    if any(text == name for _, text in work._naming.created):
        work.act.set(row["actor"], "type", "person")
    path = work.act.add(desk.record, "actors", row)
    work.attach(supporting(desk.record, "incident", "actors", path, row))
    return work.change("casualty added", path=path)


# Taking away, saying what it rests on, repeating


def remove(desk: Desk, path: str) -> Change:
    """Take away what a line says."""
    kind = demand(desk)
    work = Work(desk)
    if path.startswith("="):
        work.act.delete(path[1:])
        return work.change("link taken away")
    for each in ("event", "sub_event") if path == "event" and kind == "incident" else (path,):
        work.act.remove(desk.record, each)
    return work.change(f"{parse(path).field} taken away")


def rests_on(desk: Desk, line: Line, word: str) -> Change:
    """Say what the value of a line rests on where no source states it; "" takes that away."""
    demand(desk)
    work = Work(desk)
    record, path = (line.record, "relation") if line.sort == "tie" else (desk.record, line.path)
    work.act.set(record, f"basis.{path}", word or None)
    return work.change("basis set")


def repeat(desk: Desk) -> Change:
    """Fill again what was filled last, with the current words.

    Raises:
        TypedWrong: Nothing was filled yet, or it does not go here.
    """
    if desk.last is None:
        raise TypedWrong(0, "nothing was filled yet")
    if desk.last.kind != desk.kind:
        raise TypedWrong(0, f"what was filled last belongs to an {desk.last.kind}")
    return fill(desk, desk.last.path, desk.last.typed)


def one_of_each(offered: Sequence[Offer]) -> list[Offer]:
    """What can be taken over together: of days and events the first one, of all else everything."""
    kept: dict[object, Offer] = {}
    for at, each in enumerate(offered):
        kept.setdefault(each.field if each.field in ("date", "event") else at, each)
    return list(kept.values())
