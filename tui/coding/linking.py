"""Links between records, new actors and places by themselves, and chains of report, each from one typed line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.records.definition import DEFINITIONS, Kind, kind_of
from corpus.records.problem import shown
from corpus.store.operation import Json
from corpus.store.record_tables import fold_name
from corpus.vocabulary import Relation
from tui.coding.acts import Work, demand, supporting
from tui.coding.desk import Change, Desk
from tui.coding.passages import PointTo
from tui.coding.relations import parse_link
from tui.coding.rows import Finder, segments, term, value
from tui.coding.wrong import TypedWrong


def link(desk: Desk, typed: str, subject: str = "") -> Change:
    """A link from a record, by default the one in hand: `nephew Camerooni`, `came before 2`.

    Raises:
        TypedWrong: It is not understood.
    """
    demand(desk)
    work = Work(desk)
    read = parse_link(typed, desk.vocabularies, lambda name: bool(other(desk, name)))
    here = subject or desk.record
    there = other(desk, read.name)
    if not there:
        kinds: tuple[Kind, ...] = ("place",) if read.relation in ("near", "based at", "controls") else ("actor",)
        there = work.find(read.name, kinds)
    one, end = (there, here) if read.inverse else (here, there)
    _demand_joins(desk, read.relation, one, end)
    values = {"from": one, "to": end, "relation": read.relation, **read.parts}
    made = work.act.create("link", values)
    work.attach(supporting(made, "link", "relation", "relation", values))
    return work.change(f"{read.relation}: linked")


def _demand_joins(desk: Desk, word: str, one: str, end: str) -> None:
    """Raise a TypedWrong if a relation cannot join records of these kinds."""
    relation = desk.vocabularies["relation"].terms.get(word)
    kinds = (kind_of(one) or "", kind_of(end) or "")
    if isinstance(relation, Relation) and not relation.may_join(*kinds):
        pairs = " or ".join(f"{a} and {b}" for a, b in relation.joins)
        hint = "Put the cursor on the actor, place or incident that it is said of."
        raise TypedWrong(0, f"{word} joins {pairs}, not {kinds[0]} and {kinds[1]}", hint)


def other(desk: Desk, name: str) -> str:
    """The record that a number of an incident here, a ref or a name means; "" for none."""
    text = name.strip().lstrip("#")
    if text.isdecimal() and 0 < int(text) <= len(desk.incidents):
        return desk.incidents[int(text) - 1]
    found = desk.names.among([fold_name(text)])
    if len({each.record for each in found}) == 1:
        return found[0].record
    by_title = [each for each in desk.incidents if fold_name(desk.label(each)) == fold_name(text)]
    if len(by_title) == 1:
        return by_title[0]
    head, _, number = text.rpartition("-")
    if head and number.isdecimal() and (refs := desk.records.rows_of.by_ref(head.upper(), int(number))):
        return refs[0]
    return ""


def new_named(desk: Desk, typed: str) -> Change:
    """A new actor or place by itself: `actor Call Syria, media`, `place Old Mill, settlement, country SY`.

    Raises:
        TypedWrong: It is not understood.
    """
    word, _, rest = typed.strip().partition(" ")
    kinds: dict[str, Kind] = {"actor": "actor", "a": "actor", "place": "place", "p": "place"}
    kind = kinds.get(word.casefold())
    if kind is None or not rest.strip():
        raise TypedWrong(0, "say whether it is an actor or a place, and its name", "Such as: actor Call Syria, media")
    given = list(segments(rest))
    values: dict[str, Json] = {"names": [{"text": given[0][0], "kind": "name"}]}
    work = Work(desk)
    words = desk.vocabularies
    fields = [each for each in DEFINITIONS[kind].fields if each.type in ("word", "country", "id", "line")]
    for segment, column in given[1:]:
        first, _, text = segment.partition(" ")
        named = next((each for each in fields if each.name == first.casefold() and text.strip()), None)
        if named is not None:
            values[named.name] = value(named, text.strip(), words, work.find, column)
        elif name_kind := term(words["name kind"], segment):
            values["names"] = [{"text": given[0][0], "kind": name_kind}]
        else:
            found = ((f.name, term(words[f.vocabulary], segment)) for f in fields if f.vocabulary)
            name, said = next((each for each in found if each[1]), ("", ""))
            if not said:
                raise TypedWrong(column, f"‘{segment}’ is not understood", f"Such as: {_example(kind)}")
            values[name] = said
    made = work.act.create(kind, values)
    work.attach([PointTo(made, "names", given[0][0])])
    return work.change(f"made {kind} {shown(given[0][0])}")


def _example(kind: Kind) -> str:
    return "actor Call Syria, media" if kind == "actor" else "place Old Mill, settlement, country SY"


def chain(desk: Desk, typed: str) -> tuple[dict[str, Json], ...]:
    """A chain of report as typed: `Call Syria; local sources in the area, told it`. Names of actors are linked.

    Raises:
        TypedWrong: It is not understood.
    """
    steps: list[dict[str, Json]] = []
    at = 0
    for piece in typed.split(";"):
        given = list(segments(piece))
        if given:
            how = term(desk.vocabularies["via"], given[-1][0]) if len(given) > 1 else ""
            who = ", ".join(text for text, _ in (given[:-1] if how else given))
            known = {each.record for each in desk.names.among([fold_name(who)]) if each.kind == "actor"}
            step: dict[str, Json] = {"who": who}
            if len(known) == 1:
                step["actor"] = next(iter(known))
            steps.append({**step, "how": how or ("told it" if steps else "reports")})
        at += len(piece) + 1
    return tuple(steps)


def shown_chain(via: Sequence[Mapping[str, Json]]) -> str:
    """A chain of report as it is typed."""
    usual = ["reports", *(["told it"] * len(via))]
    return "; ".join(
        f"{step.get('who', '')}{'' if step.get('how') == how else ', ' + str(step.get('how', ''))}"
        for step, how in zip(via, usual, strict=False)
    )


def as_finder(desk: Desk) -> Finder:
    """Names records without making any: what is shown while somebody types."""

    def find(text: str, kinds: tuple[Kind, ...]) -> str:
        found = [each for each in desk.names.among([fold_name(text)]) if each.kind in kinds]
        return found[0].record if found else f"new {kinds[0] if kinds else 'record'} {text}"

    return find
