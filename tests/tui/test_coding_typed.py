"""What coders type: rows, harm, relations, quotes; what is shown can be typed again, and mistakes are pointed at."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records.definition import INCIDENT, Field
from corpus.suggest.numbers import amount
from corpus.vocabulary import VOCABULARIES
from tui.coding.form import build, find_line
from tui.coding.harm import parse_harm, shown_harm
from tui.coding.relations import parse_link
from tui.coding.rows import parse_row, shown_row, term
from tui.coding.units import Unit, moved, narrowed, units_of
from tui.coding.wrong import TypedWrong
from tui.widgets.coded_text import layered

FIELDS: dict[str, Field] = {field.name: field for field in INCIDENT.fields}
WORDS = VOCABULARIES


def find(text: str, kinds: tuple[str, ...]) -> str:
    return f"p-{text}"


def label(record: str) -> str:
    return record.removeprefix("p-")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4 killed b", {"to": "b", "kind": "killed", "low": 4, "best": 4, "high": 4, "count": "exactly"}),
        (
            "at least 3 children killed civilians",
            {"to": "civilians", "who": "children", "kind": "killed", "low": 3, "count": "at least"},
        ),
        ("many wounded b", {"to": "b", "kind": "injured", "low": 2, "count": "some"}),
        ("none killed", {"kind": "killed", "low": 0, "best": 0, "high": 0, "count": "none"}),
        ("up to 7 injured", {"kind": "injured", "high": 7, "count": "at most"}),
        ("about 40 displaced civilians", {"to": "civilians", "kind": "displaced", "best": 40, "count": "about"}),
        ("two dead", {"kind": "killed", "low": 2, "best": 2, "high": 2, "count": "exactly"}),
        (
            "1 detained a doctor",
            {"to": "p-a doctor", "kind": "detained", "low": 1, "best": 1, "high": 1, "count": "exactly"},
        ),
        ("killed a, stated some men, of ours", {"to": "a", "kind": "killed", "stated": "some men, of ours"}),
    ],
)
def test_harm_is_one_line(typed: str, expected: dict[str, Any]) -> None:
    row = parse_harm(typed, WORDS, find)
    assert row == expected
    assert parse_harm(shown_harm(row, label), WORDS, find) == row


@given(
    st.sampled_from(["exactly", "at least", "at most", "about"]),
    st.integers(0, 5000),
    st.sampled_from([each.word for each in WORDS["harm"].offered()]),
    st.sampled_from(["", "a", "b", "civilians", "unknown", "p-Oak Brigade"]),
    st.sampled_from(["", *(each.word for each in WORDS["victims"].offered())]),
    st.sampled_from(["", "some of them", "four of the men, and more"]),
)
def test_whatever_harm_is_shown_as_can_be_typed_again(
    how: str, n: int, kind: str, to: str, who: str, stated: str
) -> None:
    row: dict[str, Any] = {"kind": kind, **amount(how, n).as_parts()}
    row |= {name: word for name, word in (("to", to), ("who", who), ("stated", stated)) if word}
    assert parse_harm(shown_harm(row, label), WORDS, find) == row


@given(
    st.sampled_from([each.word for each in WORDS["role"].offered()]),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from([each.word for each in WORDS["attribution"].offered()]),
    st.sampled_from(["", "Gunmen affiliated with", "men of the valley"]),
)
def test_whatever_an_actor_is_shown_as_can_be_typed_again(role: str, side: str, attribution: str, words: str) -> None:
    row = {"actor": "p-Oak Brigade", "role": role, "attribution": attribution}
    row |= {name: said for name, said in (("side", side), ("as_described", words)) if said}
    assert parse_row(FIELDS["actors"], shown_row(FIELDS["actors"], row, label), WORDS, find) == row


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("places", "Old Mill, near", {"place": "p-Old Mill", "how": "near"}),
        ("objects", "tents, some, burned, mostly", {"what": "tents", "number": "some", "effect": "burned, mostly"}),
        ("objects", "lorry, 2", {"what": "lorry", "number": 2}),
        ("date", "2020-06-22, on Monday", {"edtf": "2020-06-22", "stated": "on Monday"}),
        ("assessment", "weak, one origin", {"grade": "weak", "why": "one origin"}),
        ("actors", "Oak, att a", {"actor": "p-Oak", "role": "attacker", "side": "a"}),
    ],
)
def test_rows_are_typed_with_commas(field: str, typed: str, expected: dict[str, Any]) -> None:
    assert parse_row(FIELDS[field], typed, WORDS, find) == expected


@pytest.mark.parametrize(
    ("field", "typed", "column"),
    [("actors", "Oak, flying", 5), ("date", "never", 0), ("assessment", "excellent", 0), ("places", "", 0)],
)
def test_mistakes_say_where_they_are(field: str, typed: str, column: int) -> None:
    with pytest.raises(TypedWrong) as told:
        parse_row(FIELDS[field], typed, WORDS, find)
    assert told.value.column == column
    assert told.value.summary


def test_a_word_of_ones_own_is_kept_where_that_is_said() -> None:
    assert parse_row(FIELDS["assessment"], "splendid!", WORDS, find) == {"grade": "splendid"}
    assert term(WORDS["role"], "att") == "attacker"
    assert term(WORDS["role"], "a") == ""


@pytest.mark.parametrize(
    ("typed", "relation", "inverse", "name", "words"),
    [
        ("nephew Camerooni", "family", False, "Camerooni", "nephew"),
        ("leader Oak Brigade", "commander of", False, "Oak Brigade", "leader"),
        ("commanded by Idris", "commander of", True, "Idris", None),
        ("part of the Division", "part of", False, "the Division", None),
        ("before 2", "came before", False, "2", None),
        ("after 1", "came before", True, "1", None),
        ("near Sarn, as south of", "near", False, "Sarn", "south of"),
    ],
)
def test_relations_are_typed(typed: str, relation: str, inverse: bool, name: str, words: str | None) -> None:
    read = parse_link(typed, WORDS, lambda _: False)
    assert (read.relation, read.inverse, read.name, read.parts.get("as")) == (relation, inverse, name, words)


@pytest.mark.parametrize("typed", ["", "Camerooni", "flies over Sarn"])
def test_what_begins_with_no_relation_is_refused(typed: str) -> None:
    with pytest.raises(TypedWrong):
        parse_link(typed, WORDS, lambda _: False)


TEXT = "Gunmen fired on Monday, killing four. Then, they left ‘Old Mill’."


def test_units_are_the_title_and_the_sentences() -> None:
    units = units_of("A title", f"{TEXT}\n\nMore.")
    assert [(unit.part, unit.start, unit.end) for unit in units] == [
        ("title", 0, 7),
        ("text", 0, 37),
        ("text", 38, len(TEXT)),
        ("text", len(TEXT) + 2, len(TEXT) + 7),
    ]


@pytest.mark.parametrize(
    ("typed", "quote"),
    [
        ("on..monday", "on Monday"),
        ("killing..", "killing four"),
        ("..monday", "Gunmen fired on Monday"),
        ("fired", "fired"),
        ("", "Gunmen fired on Monday, killing four."),
    ],
)
def test_a_quote_is_narrowed_by_how_it_begins_and_ends(typed: str, quote: str) -> None:
    found = narrowed(TEXT, Unit("text", 0, 37), typed)
    assert TEXT[found.start : found.end] == quote


@given(st.lists(st.tuples(st.sampled_from([-1, 1]), st.sampled_from([-1, 1])), max_size=12))
def test_however_the_edges_move_the_quote_stays_within_its_sentence(steps: list[tuple[int, int]]) -> None:
    sentence = quote = Unit("text", 0, 37)
    for edge, step in steps:
        quote = moved(TEXT, quote, sentence, edge, step)
        assert sentence.start <= quote.start < quote.end <= sentence.end
        assert not TEXT[quote.start].isspace()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from("abc")), max_size=6))
def test_layers_never_overlap_and_cover_what_they_were_made_of(spans: list[tuple[int, int, str]]) -> None:
    found = layered(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    covered = {(at, name) for start, end, names in found for at in range(start, end) for name in names.split()}
    assert covered == {(at, name) for start, end, name in spans for at in range(start, end)}


def test_every_field_of_an_incident_has_a_line_that_can_be_found() -> None:
    lines = build("incident", {"title": "A fight", "harm": [{"id": "h1", "kind": "killed", "low": 2}]}, str, {})
    assert {line.field for line in lines} >= {"title", "date", "event", "places", "actors", "harm", "status", "links"}
    assert lines[find_line(lines, "harm")].path == "harm[h1]"
    assert lines[find_line(lines, "a fight")].path == "title"
    assert find_line(lines, "zebra") == -1
