"""The check of records names each harm once, at its field, and says how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.check import check
from corpus.intake import update
from corpus.records.integrity import RecordFinding, circles, inspect
from corpus.store.operation import Edit
from tests import archives


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with archives.made(tmp_path, who="RK") as opened:
        yield opened


@pytest.fixture
def article(archive: Archive) -> str:
    return archive.articles.get(archives.number(archive, "Militia attacks")).id


def actor(archive: Archive, name: str) -> str:
    return archive.records.create("actor", {"names": [{"text": name, "kind": "name"}]})


def incident(archive: Archive, **values: Any) -> str:
    return archive.records.create("incident", {"title": "X", **values})


def say(archive: Archive, record: str, field: str, value: Any) -> None:
    """What a bundle may bring and the records themselves would refuse."""
    archive.log.write([Edit(record, field, value)], "as it came")


def found(archive: Archive) -> list[RecordFinding]:
    findings = list(inspect(archive))
    assert all(each.hint for each in findings)
    return findings


def only(archive: Archive) -> RecordFinding:
    [finding] = found(archive)
    return finding


def test_records_that_are_right_are_not_named(archive: Archive, article: str) -> None:
    one, two = actor(archive, "A"), actor(archive, "B")
    archive.records.create("link", {"from": one, "to": two, "relation": "part of"})
    what = incident(archive, date={"edtf": "2020-06-22"}, harm=[{"id": "h1", "kind": "killed", "best": 4}])
    point = {"record": what, "field": "harm[h1].best", "value": 4, "stance": "says"}
    archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}, "points": [point]})
    assert found(archive) == []
    assert [each for each in check(archive) if each.wrong] == []


def test_a_link_and_a_point_to_nothing(archive: Archive, article: str) -> None:
    one, two, what = actor(archive, "A"), actor(archive, "B"), incident(archive)
    link = archive.records.create("link", {"from": one, "to": two, "relation": "backs"})
    point = {"record": what, "field": "title", "value": "X", "stance": "says"}
    values = {"article": article, "quote": {"exact": "killing four"}, "points": [point]}
    passage = archive.records.create("passage", values)
    archive.records.delete(two)
    archive.records.delete(what)
    assert {(each.record, each.field, each.reason) for each in found(archive)} == {
        (link, "to", f"there is no actor {two}"),
        (passage, "points[1].record", f"there is no incident {what}"),
    }
    assert {each.subject for each in check(archive) if each.wrong} == {f"{link} to", f"{passage} points[1].record"}


def test_a_point_to_a_row_that_is_gone(archive: Archive, article: str) -> None:
    what = incident(archive, harm=[{"id": "h1", "kind": "killed", "best": 4}])
    point = {"record": what, "field": "harm[h1].best", "value": 4, "stance": "says"}
    archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}, "points": [point]})
    archive.records.remove(what, "harm[h1]")
    assert "harm has no row h1" in only(archive).reason


def test_a_passage_without_its_article(archive: Archive, article: str) -> None:
    passage = archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}})
    say(archive, passage, "article", "a-" + "0" * 20)
    assert (only(archive).record, only(archive).field) == (passage, "article")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [("killing four", "killing five", "were changed"), ("on Monday, killing four.", "again.", "no longer")],
)
def test_a_passage_whose_words_are_gone_or_changed(
    archive: Archive, article: str, old: str, new: str, reason: str
) -> None:
    archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}})
    file = archive.root / "2020/checkpoint.txt"
    text = file.read_text().replace(old, new)
    file.write_text(text if new != "again." else text.replace("Before that", "Long before that"))
    update(archive)
    finding = only(archive)
    assert finding.field == "quote"
    assert reason in finding.reason


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{"id": "h1", "kind": "killed", "low": 1, "best": 2, "count": "exactly"}], "stated exactly"),
        ([{"id": "h1", "kind": "killed", "low": 1, "count": "none"}], "stated as none"),
        ([{"id": "h1", "kind": "killed", "low": 1, "high": 5, "count": "at least"}], "a high figure is given"),
        (
            [
                {"id": "h1", "kind": "killed", "high": 2},
                {"id": "h2", "kind": "killed", "best": 3, "who": "children", "within": "h1"},
            ],
            "more than the whole",
        ),
    ],
)
def test_rows_of_harm_that_do_not_fit(archive: Archive, rows: list[dict[str, Any]], reason: str) -> None:
    incident(archive, harm=rows)
    assert reason in only(archive).reason


def test_numbers_that_are_upside_down(archive: Archive) -> None:
    what = incident(archive, harm=[{"id": "h1", "kind": "killed", "low": 1, "best": 2, "high": 3}])
    say(archive, what, "harm[h1].low", 9)
    assert (only(archive).field, only(archive).reason) == ("harm[h1].best", "best is 2, less than low, which is 9")


def test_an_impossible_date(archive: Archive) -> None:
    say(archive, incident(archive), "date.edtf", "2020-02-30")
    assert only(archive).field == "date.edtf"


def test_an_incident_that_is_told_before_it_happened(archive: Archive, article: str) -> None:
    what = incident(archive, date={"edtf": "2020-07"})
    point = {"record": what, "field": "title", "value": "X", "stance": "says"}
    archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}, "points": [point]})
    assert "was published (2020-06-23)" in only(archive).reason
    archive.records.set(what, "date.edtf", "2020-06/2020-07")
    assert found(archive) == []


def test_a_single_incident_that_is_a_phase_too(archive: Archive) -> None:
    one, two = incident(archive, scope="single"), incident(archive, scope="single")
    archive.records.create("link", {"from": one, "to": two, "relation": "phase of"})
    assert (only(archive).record, only(archive).field) == (one, "scope")


def test_what_is_merely_worth_knowing(archive: Archive) -> None:
    incident(archive, scope="phase")
    incident(archive, event="Skirmish")
    first = actor(archive, "A")
    archive.records.create("actor", {"names": ["B"], "ref": archive.records.get(first).ref})
    findings = found(archive)
    assert len(findings) == 3
    assert not any(each.wrong for each in findings)


def test_a_sub_event_of_another_event(archive: Archive) -> None:
    incident(archive, event="Riots", sub_event="Armed clash")
    assert "belongs to Battles" in only(archive).reason


def test_circles_of_units_and_of_places(archive: Archive) -> None:
    one, two, three = (actor(archive, name) for name in "ABC")
    for a, b in ((one, two), (two, three), (three, one)):
        archive.records.create("link", {"from": a, "to": b, "relation": "part of"})
    assert only(archive).reason == f"part of leads in a circle: {one} ▸ {two} ▸ {three} ▸ {one}"
    town = archive.records.create("place", {"names": ["T"]})
    say(archive, town, "within", town)
    assert {each.record for each in found(archive)} == {one, town}


def test_a_broken_codebook_is_named(archive: Archive) -> None:
    (archive.folder / "codebook.yaml").write_text("event: [")
    assert only(archive).record == "codebook.yaml"


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=14))
def test_a_circle_is_found_just_where_there_is_one(edges: list[tuple[str, str]]) -> None:
    after: dict[str, set[str]] = {one: set() for one in "abcdef"}
    for one, other in edges:
        after[one].add(other)
    reach = {one: set(others) for one, others in after.items()}
    for middle in after:
        for one in after:
            if middle in reach[one]:
                reach[one] |= reach[middle]
    found_circles = circles(edges)
    assert bool(found_circles) == any(one in reach[one] for one in after)
    for circle in found_circles:
        assert circle[0] == min(circle)
        steps = zip(circle, [*circle[1:], circle[0]], strict=True)
        assert all(other in after[one] for one, other in steps)
