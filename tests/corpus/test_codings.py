"""Codings of one article by several people: which events they share, where they differ, what is taken over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.archive import Archive
from corpus.records.codings import Compared
from tests.corpus.two_coders import both

Case = tuple[Archive, dict[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    archive, ours, theirs = both(tmp_path_factory.mktemp("two"))
    yield archive, ours, theirs
    archive.close()


def article(archive: Archive) -> str:
    return archive.articles.get(archive.articles.order()[0]).id


def differing(case: Case) -> dict[str, Compared]:
    archive, ours, theirs = case
    found = archive.codings.compare(ours["attack"], theirs["attack"])
    return {each.path or each.other_path: each for each in found if not each.alike}


def test_incidents_on_the_same_words_are_one_event_and_mine_comes_first(case: Case) -> None:
    archive, ours, theirs = case
    events = archive.codings.events(article(archive))
    assert [dict(each.codings) for each in events] == [
        {"RK": ours["attack"], "LM": theirs["attack"]},
        {"LM": theirs["mine"]},
    ]
    assert archive.codings.several() == {article(archive): ["LM", "RK"]}


def test_only_what_differs_differs(case: Case) -> None:
    archive, ours, theirs = case
    found = differing(case)
    assert {path: (each.mine, each.theirs) for path, each in found.items() if each.part} == {
        "actors[k2].role": ("party", "target"),
    }
    assert found["weapons/mortars"].mine is None
    assert (found["harm[h1]"].mine["best"], found["harm[h1]"].theirs["best"]) == (4, 5)
    # The two brigades have other names, so each is one whom the other coder does not have.
    assert {path.partition("[")[0] for path, each in found.items() if each.field.name == "actors" and not each.part}
    alike = [each for each in archive.codings.compare(ours["attack"], theirs["attack"]) if each.alike]
    assert {each.field.name for each in alike} >= {"date", "event", "sub_event", "places"}


@pytest.mark.parametrize(
    ("path", "field", "expected"),
    [
        ("harm[h1]", "harm", 5),
        ("weapons/mortars", "weapons", ["mortars"]),
        ("actors[k1]", "actors", 2),
    ],
)
def test_what_is_taken_over_comes_with_its_words_and_goes_with_one_undo(
    case: Case, path: str, field: str, expected: object
) -> None:
    archive, ours, theirs = case
    records = archive.records
    before = dict(records.values(ours["attack"])), records.values(theirs["passage"])["points"]
    change = next(each for each in differing(case).values() if path in (each.path, each.other_path))
    archive.codings.take(ours["attack"], theirs["attack"], change).commit()
    now = records.values(ours["attack"])[field]
    match field:
        case "harm":
            assert len(now) == 1
            assert now[0]["best"] == expected
            assert now[0]["low"] == 5
        case "weapons":
            assert now == expected
    points = [each for each in records.values(theirs["passage"])["points"] if each["record"] == ours["attack"]]
    assert bool(points) == (field != "actors")
    assert len(archive.history.undo()) == 1
    assert (dict(records.values(ours["attack"])), records.values(theirs["passage"])["points"]) == before


def test_a_link_that_says_otherwise_keeps_two_incidents_apart(case: Case) -> None:
    archive, ours, theirs = case
    values = {"from": ours["attack"], "to": theirs["attack"], "relation": "came before"}
    archive.records.create("link", values)
    try:
        assert all(len(each.codings) == 1 for each in archive.codings.events(article(archive)))
    finally:
        archive.history.undo()


def test_incidents_that_were_merged_are_one_coding(case: Case) -> None:
    archive, ours, theirs = case
    archive.records.merge(theirs["attack"], ours["attack"])
    try:
        assert ours["attack"] in [each.base for each in archive.codings.events(article(archive))]
        assert theirs["attack"] not in [
            one for each in archive.codings.events(article(archive)) for one in each.codings.values()
        ]
    finally:
        archive.history.undo()
