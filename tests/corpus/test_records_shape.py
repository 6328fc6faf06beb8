"""Ids, paths and the two shapes of a record: laws that hold for any of them."""

from __future__ import annotations

import string
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records.definition import DEFINITIONS, KINDS, Field, Kind, kind_of
from corpus.records.ids import (
    Ulids,
    initials,
    is_element_id,
    is_record_id,
    make_ref,
    new_element_id,
    new_record_id,
    point_key,
    split_ref,
)
from corpus.records.path import Path, parse, resolve
from corpus.records.problem import RecordError
from corpus.records.shape import apart, is_nothing, together

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
IDS = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
TEXTS = st.text(min_size=1, max_size=12)
LINES = st.text(string.ascii_letters + "é دير-'. ", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))

paths = st.one_of(
    st.builds(Path, NAMES),
    st.builds(Path, NAMES, part=NAMES),
    st.builds(Path, NAMES, IDS, NAMES),
    st.builds(Path, NAMES, IDS),
    st.builds(Path, NAMES, member=TEXTS),
    st.builds(Path, st.just("basis"), part=st.sampled_from(["title", "harm[h1].best", "date.edtf"])),
)


@given(paths)
def test_a_path_reads_back_as_it_was_written(path: Path) -> None:
    assert parse(str(path)) == path


@pytest.mark.parametrize("text", ["", "Title", "harm[]", "harm[h1", "harm[h1]x", "a b", ".title", "9", "x" * 2000])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        parse(text)


@pytest.mark.parametrize(
    ("kind", "path", "told"),
    [
        ("incident", "harmm", "an incident has no field harmm"),
        ("incident", "harm[h1].beast", "harm has no part beast"),
        ("incident", "harm.best", "say which, as in harm[h1].best"),
        ("incident", "title.x", "title has no parts"),
        ("incident", "title[h1]", "no rows"),
        ("incident", "title/x", "is no set"),
        ("incident", "basis.harm[h1].beast", "harm has no part beast"),
        ("actor", "event", "an actor has no field event"),
    ],
)
def test_a_path_that_leads_nowhere_says_at_which_step(kind: Kind, path: str, told: str) -> None:
    with pytest.raises(RecordError) as refused:
        resolve(kind, parse(path))
    assert told in str(refused.value)


def test_a_near_miss_is_named() -> None:
    with pytest.raises(RecordError) as refused:
        resolve("incident", parse("harm[h1].beste"))
    assert refused.value.hint == "Did you mean best?"


def test_every_field_of_the_definition_can_be_named_by_a_path() -> None:
    for kind in KINDS:
        for field in DEFINITIONS[kind].fields:
            assert resolve(kind, parse(field.name)).part is field
            for part in field.parts if field.type in ("part", "whole", "elements") else ():
                inner = f"{field.name}[x1].{part.name}" if field.type == "elements" else f"{field.name}.{part.name}"
                assert resolve(kind, parse(inner)).part is part


@given(st.lists(st.integers(0, 3), min_size=2, max_size=50))
def test_ulids_sort_in_the_order_in_which_they_were_made(steps: list[int]) -> None:
    times = iter([1_000_000 + sum(steps[:i]) - (i % 3) for i in range(len(steps))])
    ulids = Ulids(lambda: next(times))
    made = [ulids.new() for _ in steps]
    assert all(a < b for a, b in pairwise(made))


def test_ids_say_their_kind() -> None:
    for kind in KINDS[1:]:
        id_ = new_record_id(kind)
        assert kind_of(id_) == kind
        assert is_record_id(kind, id_)
        assert not is_record_id("actor" if kind != "actor" else "place", id_)
    assert kind_of("x-01jyd8te0seed0000000000001") is None


def test_row_ids_are_a_letter_and_eight_digits() -> None:
    made = {new_element_id("h") for _ in range(200)}
    assert len(made) == 200
    assert all(len(id_) == 9 and id_[0] == "h" and is_element_id(id_) for id_ in made)


@pytest.mark.parametrize(
    ("who", "by"), [("RK", "RK"), ("Rana Khoury", "RK"), ("rana", "R"), ("", "X"), ("رنا", "رنا"), ("—", "X")]
)
def test_a_ref_begins_with_initials(who: str, by: str) -> None:
    assert initials(who) == by
    assert split_ref(make_ref(by, 147)) == (by, 147)


@given(st.dictionaries(NAMES, LINES, max_size=3))
def test_equal_points_have_equal_keys(point: dict[str, str]) -> None:
    assert point_key(point) == point_key(dict(reversed(point.items())))


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Values that a field can have, as a bundle writes them; not all of them would pass the checks."""
    match field.type:
        case "count":
            return st.integers(0, 9)
        case "degrees":
            return st.floats(-90, 90, allow_nan=False).map(lambda x: round(x, 4) + 0.0)
        case "part" | "whole":
            return parts_of(field)
        case "elements":
            return st.lists(st.tuples(IDS, parts_of(field)), max_size=4, unique_by=lambda row: row[0]).map(
                lambda rows: [{"id": id_, **parts} for id_, parts in rows]
            )
        case "names":
            return st.lists(
                st.builds(lambda text, kind: {"text": text, "kind": kind}, LINES, LINES),
                max_size=4,
                unique_by=lambda name: str(name["text"]),
            )
        case "points" | "rows":
            return st.lists(parts_of(field), max_size=4, unique_by=point_key)
        case "words":
            words = NAMES if field.name == "tags" else LINES
            return st.lists(words, max_size=4, unique=True).map(sorted if field.name == "tags" else list)
        case "notes":
            return st.lists(st.tuples(IDS, LINES), max_size=3, unique_by=lambda row: row[0]).map(
                lambda rows: [{"id": id_, "at": "2031", "who": "", "text": text} for id_, text in sorted(rows)]
            )
        case "basis":
            return st.dictionaries(st.sampled_from(["title", "harm[h1].best", "tags"]), LINES, max_size=3)
        case "lines":
            return st.lists(LINES, max_size=3)
        case _:
            return LINES


def parts_of(field: Field) -> st.SearchStrategy[dict[str, Any]]:
    known = {part.name: values_of(part) for part in field.parts}
    made = st.fixed_dictionaries({}, optional={**known, "unheard_of": LINES})
    return made.filter(bool).map(lambda row: {k: row[k] for k in (*known, "unheard_of") if k in row})


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_taken_apart_goes_together_again(kind: Kind) -> None:
    fields = DEFINITIONS[kind].fields

    @settings(max_examples=60)
    @given(st.fixed_dictionaries({}, optional={**{f.name: values_of(f) for f in fields}, "zz_unknown": LINES}))
    def holds(values: dict[str, Any]) -> None:
        said = {name: value for name, value in values.items() if not is_nothing(value)}
        found = together(kind, apart(kind, values))
        assert found == said
        assert list(found) == [name for name in (*(f.name for f in fields), "zz_unknown") if name in said]

    holds()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"harm": "four"}, "harm: it is a list"),
        ({"harm": ["four"]}, "harm[1]: it has parts"),
        ({"harm": [{"id": "h1"}]}, "harm[1]: the row says nothing"),
        ({"harm": [{"id": "h1", "low": 1}, {"id": "h1", "low": 2}]}, "h1 is the id of another row"),
        ({"harm": [{"id": "h[1", "low": 1}]}, "is no id that a row can have"),
        ({"date": "2020"}, "date: it has parts"),
        ({"weapons": [7]}, "every entry is some text"),
        ({"tags": ["a,b"]}, "cannot be a tag"),
        ({"a.b": "x"}, "cannot be the name of a field"),
    ],
)
def test_values_of_another_shape_are_refused_at_the_field(values: dict[str, Any], told: str) -> None:
    with pytest.raises(RecordError) as refused:
        apart("incident", values)
    assert told in str(refused.value)


def test_a_row_that_was_taken_away_is_not_shown() -> None:
    fields = apart("incident", {"harm": [{"id": "h1", "low": 1}, {"id": "h2", "low": 2}]})
    assert together("incident", fields, {"harm[h1]"}) == {"harm": [{"id": "h2", "low": 2}]}


def test_rows_stand_in_the_order_in_which_they_were_first_written() -> None:
    fields = {"harm[z].low": None, "harm[a].low": 1, "harm[z].high": 2}
    assert [row["id"] for row in together("incident", fields)["harm"]] == ["z", "a"]
