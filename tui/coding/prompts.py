"""What is asked for when a line of the form is filled: what may be typed, what that means, what it does. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from corpus.records.definition import DEFINITIONS, Field, Kind
from corpus.records.path import parse
from corpus.records.problem import shown
from corpus.vocabulary import Term, Vocabulary
from tui.coding import acts, linking
from tui.coding.desk import Change, Desk
from tui.coding.form import Line, title
from tui.coding.harm import parse_harm, shown_harm
from tui.coding.relations import parse_link
from tui.coding.rows import main_part, one_term, parse_row, shown_row, value

MOST = 40


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be typed: the word, a remark beside it, what it means, and a case of it."""

    word: str
    remark: str = ""
    meaning: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line to be typed.

    Attributes:
        label: What it is for.
        text: What stands there at first.
        options: What may be typed, for what is typed so far; None where nothing is ever offered.
        understood: What it is understood as; raises TypedWrong.
        save: What it does; raises TypedWrong.
        is_words: Whether it is one word of a vocabulary: a number key takes one.
        hint: How it is typed, in a few words.
        keeps_first: Whether an option takes the place of the last word only, as a name after a relation.
    """

    label: str
    text: str
    options: Callable[[str], Sequence[Option]] | None
    understood: Callable[[str], str]
    save: Callable[[str], Change | None]
    is_words: bool = False
    hint: str = ""
    keeps_first: bool = False


HINTS = {
    "harm": "4 killed b    at least 3 children killed civilians    many wounded b",
    "actors": "name, role, side, who says so, as the words of the source",
    "places": "name, at in near along between, stated the words of the source",
    "objects": "thing, how many, what was done to it",
    "date": "2020-06-22    2020-06    ../2020-06-22    on Monday",
    "assessment": "grade, why the reason",
    "names": "name, kind, lang ar",
    "links": "nephew Camerooni    part of the Division    came before 2",
}


def for_line(desk: Desk, line: Line) -> Prompt:
    """What is asked for to change a line: of a row all of it, of what is empty something new."""
    if line.field == "links":
        return for_link(desk, "")
    kind = acts.demand(desk)
    field = DEFINITIONS[kind].field(parse(line.path).field)
    if field is None:
        return _free(desk, line.path, line.label, line.text)
    text = line.text if line.sort == "value" else line.offer.shown if line.offer and line.field == "title" else ""
    return for_field(desk, field, line.path, text)


def for_field(desk: Desk, field: Field, path: str = "", text: str = "") -> Prompt:
    """What is asked for to fill a field, or to change a row of it."""
    path = path or field.name
    label = title(field.name)

    def save(typed: str) -> Change:
        return acts.fill(desk, path, typed)

    if field.name == "event":
        return Prompt(label, "", lambda typed: _events(desk, typed), lambda t: _event_read(desk, t), save, True)
    if field.type == "word" or (field.type == "words" and field.vocabulary):
        words = desk.vocabularies[field.vocabulary]

        def read(typed: str) -> str:
            return words.terms[word].meaning if (word := one_term(words, typed)) in words.terms else f"kept: {word}"

        return Prompt(label, "", lambda typed: _terms(words, typed), read, save, True)
    hint = HINTS.get(field.name, field.meaning)
    if field.type in ("elements", "names", "part", "whole", "id"):
        options, understood = partial(_row_options, desk, field), partial(_row_read, desk, field)
        return Prompt(label, text, options, understood, save, hint=hint)
    return Prompt(label, text, None, lambda typed: _plain_read(desk, field, typed), save, hint=hint)


def _free(desk: Desk, path: str, label: str, text: str) -> Prompt:
    return Prompt(label, text, None, lambda _: "", lambda typed: acts.fill(desk, path, typed))


def for_link(desk: Desk, subject: str) -> Prompt:
    """What is asked for to link a record, by default the one in hand."""
    who = desk.label(subject or desk.record)

    def read(typed: str) -> str:
        link = parse_link(typed, desk.vocabularies, lambda name: bool(linking.other(desk, name)))
        there = linking.other(desk, link.name)
        end = desk.label(there) if there else f"new: {link.name}"
        words = f" ({link.parts['as']})" if "as" in link.parts else ""
        one, other = (end, who) if link.inverse else (who, end)
        return f"{one} {link.relation}{words} {other}"

    def options(typed: str) -> Sequence[Option]:
        first = typed.partition(",")[0]
        relations = [each for each in _terms(desk.vocabularies["relation"], first) if first]
        name = first.split(" ")[-1] if " " in first.strip() else ""
        return [*relations, *_named(desk, name, ("actor", "place"))] if name else relations

    return Prompt(f"{who}:", "", options, read, partial(_link, desk, subject), hint=HINTS["links"], keeps_first=True)


def _link(desk: Desk, subject: str, typed: str) -> Change:
    return linking.link(desk, typed, subject)


def for_casualty(desk: Desk) -> Prompt:
    """What is asked for to name somebody who was harmed."""
    return Prompt(
        "who was harmed",
        "",
        lambda typed: _named(desk, typed.split(" ")[0] if " " not in typed else typed, ("actor",)),
        lambda _: "",
        lambda typed: acts.casualty(desk, typed),
        hint="Zuheir injured    Zuheir killed, a",
    )


def for_new(desk: Desk) -> Prompt:
    """What is asked for to make an actor or a place by itself."""
    return Prompt(
        "new",
        "",
        None,
        lambda _: "",
        lambda typed: linking.new_named(desk, typed),
        hint="actor Call Syria, media    place Old Mill, settlement, country SY",
    )


# Options


def _terms(words: Vocabulary, typed: str) -> list[Option]:
    low = typed.strip().casefold()
    offered = [each for each in words.offered() if low in each.word.casefold()]
    offered.sort(key=lambda each: not each.word.casefold().startswith(low))
    return [_option(each) for each in offered[:MOST]]


def _option(term: Term) -> Option:
    return Option(term.word, term.under, term.meaning, term.example)


def _events(desk: Desk, typed: str) -> list[Option]:
    text = typed.rpartition(" / ")[2]
    return [*_terms(desk.vocabularies["sub-event"], text), *_terms(desk.vocabularies["event"], text)][:MOST]


def _event_read(desk: Desk, typed: str) -> str:
    words = desk.vocabularies["sub-event"]
    text = typed.rpartition(" / ")[2]
    event = [each.word for each in desk.vocabularies["event"].offered() if each.word.casefold() == text.casefold()]
    return desk.vocabularies["event"].terms[event[0]].meaning if event else words.terms[one_term(words, text)].meaning


def _named(desk: Desk, typed: str, kinds: Sequence[Kind]) -> list[Option]:
    """Names that begin so; before anything is typed, those that the sentence names."""
    if not typed.strip():
        slot = {"actors": "actor", "places": "place"}
        said = [each for each in desk.offers() if slot.get(each.field) in kinds]
        return [Option(desk.label(next(iter(each.value.values()))), "in this sentence", each.why) for each in said]
    found = desk.names.beginning(typed, kinds)
    labels = desk.records.rows_of.labels([each.record for each in found])
    return [
        Option(each.text, each.kind, "" if labels.get(each.record) == each.text else f"also {labels.get(each.record)}")
        for each in found
    ]


def _row_options(desk: Desk, field: Field, typed: str) -> list[Option]:
    """For the first words of a row names, after a comma the words that its parts can have."""
    main = main_part(field) if field.parts else field
    _, comma, last = typed.rpartition(",")
    if not comma:
        if main.type in ("id", "whom"):
            return _named(desk, typed, main.to)
        return _terms(desk.vocabularies[main.vocabulary], typed) if main.vocabulary in desk.vocabularies else []
    found: list[Option] = []
    for part in field.parts:
        if part is not main and part.vocabulary in desk.vocabularies:
            words = _terms(desk.vocabularies[part.vocabulary], last)
            found += [Option(each.word, part.name, each.meaning, each.example) for each in words]
    return found[:MOST]


# What is understood


def _row_read(desk: Desk, field: Field, typed: str) -> str:
    find = linking.as_finder(desk)

    def label(record: str) -> str:
        ref = desk.records.values(record).get("ref", "") if record[:2] in ("p-", "g-") else ""
        return f"{desk.label(record)} ({ref})" if ref else record

    if field.name == "harm":
        row = parse_harm(typed, desk.vocabularies, find)
        numbers = "/".join(str(row.get(name, "–")) for name in ("low", "best", "high"))
        return f"{shown_harm(row, label)}    low/best/high {numbers}  {row.get('count', '')}"
    if field.name == "date":
        return _date_read(desk, field, typed)
    if not field.parts:
        return label(find(typed, field.to))
    return shown_row(field, parse_row(field, typed, desk.vocabularies, find), label)


def _date_read(desk: Desk, field: Field, typed: str) -> str:
    if (read := acts.resolved(typed, desk.published)) is not None:
        return f"{read.value['edtf']}: {read.why}"
    return shown_row(field, parse_row(field, typed, desk.vocabularies, linking.as_finder(desk)), str)


def _plain_read(desk: Desk, field: Field, typed: str) -> str:
    if not typed.strip() or field.type in ("words", "notes"):
        return ""
    return shown(str(value(field, typed.strip(), desk.vocabularies, linking.as_finder(desk))))


# Other lines


def for_names(desk: Desk) -> Callable[[str], Sequence[Option]]:
    """Names of actors for a chain of report, for what follows the last `;`."""

    def options(typed: str) -> Sequence[Option]:
        last = typed.rpartition(";")[2].strip()
        return _named(desk, last, ("actor",)) if last else []

    return options


def for_records(desk: Desk) -> Callable[[str], Sequence[Option]]:
    """The incidents of the article by number, and other records by name."""

    def options(typed: str) -> Sequence[Option]:
        low = typed.strip().casefold()
        titles = [(i, desk.label(each)) for i, each in enumerate(desk.incidents, 1)]
        mine = [Option(title, f"incident {i}") for i, title in titles if not low or low in title.casefold()]
        return [*mine, *(_named(desk, typed, ("actor", "place")) if low else [])]

    return options


def for_basis(desk: Desk, line: Line) -> Prompt:
    """What is asked for to say what a value rests on; nothing takes it away."""
    words = desk.vocabularies["basis"]

    def save(typed: str) -> Change:
        return acts.rests_on(desk, line, one_term(words, typed) if typed else "")

    return Prompt("rests on", "", lambda typed: _terms(words, typed), lambda _: "", save, True)


def for_article(desk: Desk) -> Prompt:
    """What is asked for to say how far the coding of the article is; saving it is not done here."""
    words = desk.vocabularies["coding"]
    return Prompt("article", "", lambda typed: _terms(words, typed), lambda _: "", lambda _: None, True)


def article_state(desk: Desk, typed: str) -> str:
    """The state of coding that is meant.

    Raises:
        TypedWrong: There is none such.
    """
    return one_term(desk.vocabularies["coding"], typed)


def for_lines(lines: Sequence[Line]) -> Callable[[str], Sequence[Option]]:
    """The fields of a form, and what they say."""
    fields = list(dict.fromkeys(title(line.field) for line in lines if line.field))

    def options(typed: str) -> Sequence[Option]:
        low = typed.strip().casefold()
        return [Option(each) for each in fields if each.startswith(low)] if low else []

    return options
