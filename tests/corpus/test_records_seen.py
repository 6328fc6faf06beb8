"""Records from all sides: claims side by side, sources by origin, and the profiles of actors, places and incidents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from tests import archives

FILES = {
    "monitor.txt": "Bulletin 7\n\n2031-03-12\n\nFour men of the Directorate fell at Rujaym on Monday.\n\n- AVM\n",
    "wire.txt": "Clash at Rujaym\n\n2031-03-13\n\nThe monitor AVM counts four dead. Residents speak of seven.\n",
    "agency.txt": "Martyrs of Rujaym\n\n2031-03-14\n\nTwo men fell at Rujeim, said the spokesman, no more.\n\n- TNA\n",
    "reprint.txt": "Seven, or four\n\n2031-03-16\n\nAVM counts four dead. Residents speak of seven.\n\n- Salt Post\n",
    "passing.txt": "Prices\n\n2031-05-02\n\nSince the Oak Brigade came back, flour costs more.\n\n- Salt Post\n",
}


class Case:
    """A small case: one clash, four reports of it or near it, three tolls."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.articles = {
            name: archive.articles.get(archives.number(archive, title)).id
            for name, title in (
                ("monitor", "Bulletin"),
                ("wire", "Clash"),
                ("agency", "Martyrs"),
                ("reprint", "Seven, or four"),
                ("passing", "Prices"),
            )
        }
        make = archive.records.create
        self.avm = make("actor", {"names": [{"text": "AVM", "kind": "acronym"}], "type": "monitor"})
        self.brigade = make("actor", {"names": [{"text": "Oak Brigade", "kind": "name"}], "type": "group"})
        self.directorate = make("actor", {"names": [{"text": "Directorate", "kind": "name"}], "type": "organisation"})
        self.valley = make("place", {"names": [{"text": "Ashen Valley", "kind": "name"}], "kind": "area"})
        self.post = make("place", {"names": [{"text": "Rujaym", "kind": "name"}], "within": self.valley})
        self.clash = make(
            "incident",
            {
                "title": "Clash at Rujaym",
                "date": {"edtf": "2031-03-10"},
                "scope": "single",
                "places": [{"id": "s1", "place": self.post, "how": "at"}],
                "actors": [
                    {"id": "k1", "actor": self.brigade, "role": "attacker"},
                    {"id": "k2", "actor": self.directorate, "role": "target"},
                ],
                "harm": [{"id": "h1", "to": "b", "kind": "killed", "low": 2, "best": 4, "high": 7}],
                "basis": {"harm[h1].best": "inferred"},
            },
        )

    def passage(self, article: str, words: str, value: Any, via: Any = (), record: str = "", field: str = "") -> str:
        point = {"record": record or self.clash, "field": field or "harm[h1].best", "value": value, "stance": "says"}
        values = {"article": self.articles[article], "quote": {"exact": words}, "via": list(via), "points": [point]}
        return self.archive.records.create("passage", values)

    def three_tolls(self) -> None:
        self.passage("monitor", "Four men", 4)
        self.passage("wire", "four dead", 4, [{"who": "AVM", "actor": self.avm, "how": "quotes"}])
        self.passage("wire", "seven", 7, [{"who": "residents", "how": "told it"}])
        self.passage("agency", "Two men", 2, [{"who": "the spokesman", "how": "told it"}])


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with archives.made(tmp_path, FILES, who="RK") as opened:
        yield Case(opened)


def test_three_tolls_stand_side_by_side_with_what_was_chosen(case: Case) -> None:
    case.three_tolls()
    choice = case.archive.claims.choice(case.clash, "harm[h1].best")
    assert choice.said is not None
    assert (choice.said.value, choice.said.who, choice.basis) == (4, "RK", "inferred")
    assert [(c.value, c.article.title, c.origin.label, c.quote) for c in choice.claims] == [
        (4, "Bulletin 7", "AVM", "Four men"),
        (4, "Clash at Rujaym", "AVM", "four dead"),
        (7, "Clash at Rujaym", "Clash at Rujaym", "seven"),
        (2, "Martyrs of Rujaym", "TNA", "Two men"),
    ]
    assert [step.how for step in choice.claims[2].chain] == ["told it"]


def test_choices_are_all_fields_that_passages_speak_of(case: Case) -> None:
    case.three_tolls()
    case.passage("monitor", "on Monday", "2031-03-10", field="date.edtf")
    case.passage("monitor", "Four men of the Directorate", "four men", field="harm[h1].stated")
    assert [choice.path for choice in case.archive.claims.choices(case.clash)] == [
        "date.edtf",
        "harm[h1].best",
        "harm[h1].stated",
    ]
    assert len(case.archive.claims.about(case.clash, "harm[h1]")) == 5
    assert len(case.archive.claims.about(case.clash, "harm")) == 5
    assert case.archive.claims.choice(case.clash, "title").claims == ()


def test_sources_are_counted_by_origin(case: Case) -> None:
    case.passage("monitor", "Four men", 4)
    case.passage("wire", "four dead", 4, [{"who": "AVM", "actor": case.avm, "how": "quotes"}])
    sources = case.archive.claims.sources(case.clash)
    assert [origin.label for origin, _ in sources.origins] == ["AVM"]
    assert [(row.title, row.credit) for row in sources.articles] == [("Bulletin 7", "AVM"), ("Clash at Rujaym", "")]
    case.three_tolls()
    labels = {origin.label: n for origin, n in case.archive.claims.sources(case.clash).origins}
    assert labels == {"AVM": 4, "Clash at Rujaym": 1, "TNA": 1}
    assert str(case.archive.claims.sources(case.clash)) == "2 outlets, 3 origins"


def test_a_chain_goes_back_to_the_last_actor_in_it(case: Case) -> None:
    chain = [
        {"who": "TNA", "how": "reports"},
        {"who": "AVM", "actor": case.avm, "how": "quotes"},
        {"who": "a nurse", "how": "told it"},
    ]
    case.passage("agency", "Two men", 2, chain)
    [(origin, _)] = case.archive.claims.sources(case.clash).origins
    assert origin.actor == case.avm


def test_actors_who_became_one_are_one_origin(case: Case) -> None:
    other = case.archive.records.create("actor", {"names": ["Ashen Valley Monitor"]})
    case.passage("wire", "four dead", 4, [{"who": "the Monitor", "actor": other}])
    case.passage("monitor", "Four men", 4)
    assert len(case.archive.claims.sources(case.clash).origins) == 2
    case.archive.records.merge(other, case.avm)
    assert len(case.archive.claims.sources(case.clash).origins) == 1


def test_articles_that_carry_one_text_are_one_source(case: Case) -> None:
    archive = case.archive
    group = [archive.articles.find(case.articles[key]) for key in ("wire", "reprint")]
    case.passage("wire", "four dead", 4)
    case.passage("reprint", "speak of seven", 7)
    case.passage("monitor", "Four men", 4)

    def counted() -> dict[str, int]:
        told = {origin.label: n for origin, n in archive.claims.sources(case.clash).origins}
        claims = archive.claims.about(case.clash)
        assert told == {label: sum(each.origin.label == label for each in claims) for label in told}
        return told

    assert counted() == {"Clash at Rujaym": 1, "Salt Post": 1, "AVM": 1}
    archive.copies = lambda n: group if n in group else []
    # The wire, which was first, names nobody; the other is at least by somebody.
    assert counted() == {"Salt Post": 2, "AVM": 1}
    chain = [{"who": "AVM", "actor": case.avm, "how": "quotes"}]
    # Other words of one of them lead where they lead, and the same words in the other lead there too.
    case.passage("wire", "seven", 7, chain)
    assert counted() == {"Salt Post": 1, "AVM": 3}
    case.passage("wire", "The monitor", 4, chain)
    assert counted() == {"Salt Post": 1, "AVM": 4}


def test_what_tells_of_a_phase_tells_of_the_whole(case: Case) -> None:
    phase = case.archive.records.create("incident", {"title": "The first shots", "scope": "phase"})
    case.archive.records.create("link", {"from": phase, "to": case.clash, "relation": "phase of"})
    case.passage("monitor", "at Rujaym", "Armed clash", record=phase, field="sub_event")
    assert case.archive.claims.sources(case.clash).passages == 1
    assert case.archive.claims.sources(case.clash, phases=False).passages == 0


def test_an_actor_s_profile(case: Case) -> None:
    records = case.archive.records
    case.three_tolls()
    case.passage("passing", "Oak Brigade", "Oak Brigade", record=case.brigade, field="names")
    case.passage("passing", "the Oak Brigade", "the Oak Brigade", record=case.brigade, field="names")
    battalion = records.create("actor", {"names": ["Third Battalion"], "type": "unit"})
    leader = records.create("actor", {"names": ["The Tinker"], "type": "person"})
    army = records.create("actor", {"names": ["The allied forces"]})
    for one, relation, other in (
        (battalion, "part of", case.brigade),
        (case.brigade, "part of", army),
        (leader, "commander of", battalion),
        (army, "backs", case.brigade),
    ):
        records.create("link", {"from": one, "to": other, "relation": relation, "since": "2030"})
    phase = {"title": "First shots", "scope": "phase", "actors": [{"actor": case.brigade, "role": "party"}]}
    records.create("incident", phase)
    profile = case.archive.profiles.actor(case.brigade)
    assert [(name.text, name.passages, name.articles) for name in profile.names] == [
        ("Oak Brigade", 1, 1),
        ("the Oak Brigade", 1, 1),
    ]
    assert profile.seen.first == profile.seen.last == date(2031, 3, 10)
    assert profile.told.first == date(2031, 5, 2)
    assert profile.by_year == {2031: {"attacker": 1}}
    assert profile.incident_count == 2
    assert profile.beside == [(case.directorate, "Directorate", 1)]
    assert [step.label for step in profile.above] == ["The allied forces"]
    [unit] = profile.unit.units
    assert (unit.label, [(p.label, p.relation) for p in unit.people]) == (
        "Third Battalion",
        [("The Tinker", "commanded by")],
    )
    ties = {(step.relation, step.label, step.outward, step.since) for step in profile.neighbours}
    assert ties == {
        ("backed by", "The allied forces", False, "2030"),
        ("has part", "Third Battalion", False, "2030"),
        ("part of", "The allied forces", True, "2030"),
    }
    assert (profile.linked, profile.mentioned) == (3, 1)


def test_units_that_go_in_a_circle_are_shown_once(case: Case) -> None:
    records = case.archive.records
    for one, other in ((case.brigade, case.directorate), (case.directorate, case.brigade)):
        records.create("link", {"from": one, "to": other, "relation": "part of"})
    profile = case.archive.profiles.actor(case.brigade)
    assert [unit.record for unit in profile.unit.units] == [case.directorate]
    assert profile.unit.units[0].units == []
    assert [step.record for step in profile.above] == [case.directorate]


def test_a_merged_actor_s_profile_has_what_both_had(case: Case) -> None:
    other = case.archive.records.create("actor", {"names": ["Liwa as-Sindiyan"]})
    case.passage("passing", "Oak Brigade", "Liwa as-Sindiyan", record=other, field="names")
    incident = case.archive.records.create("incident", {"title": "X", "actors": [{"actor": other, "role": "target"}]})
    case.archive.records.merge(other, case.brigade)
    profile = case.archive.profiles.actor(other)
    assert profile.record.id == case.brigade
    assert {row.id for row in profile.incidents} == {case.clash, incident}
    assert [name.text for name in profile.names] == ["Liwa as-Sindiyan"]
    assert profile.by_year == {0: {"target": 1}, 2031: {"attacker": 1}}


def test_a_place_with_what_lies_within_it(case: Case) -> None:
    records = case.archive.records
    quarter = records.create("place", {"names": ["The gate"], "within": case.post})
    records.create("incident", {"title": "X", "places": [{"place": quarter, "how": "near"}]})
    profile = case.archive.profiles.place(case.valley)
    [post] = profile.within.places
    assert (post.label, post.incidents, [each.label for each in post.places]) == ("Rujaym", 1, ["The gate"])
    assert profile.incident_count == 2
    assert case.archive.profiles.place(quarter).above == [(case.post, "Rujaym"), (case.valley, "Ashen Valley")]
    assert case.archive.profiles.place(quarter).incident_count == 1


def test_an_incident_with_its_phases_in_their_order(case: Case) -> None:
    records = case.archive.records
    phases = [records.create("incident", {"title": title, "scope": "phase"}) for title in ("last", "first", "middle")]
    for phase in phases:
        records.create("link", {"from": phase, "to": case.clash, "relation": "phase of"})
    records.create("link", {"from": phases[1], "to": phases[2], "relation": "came before"})
    records.create("link", {"from": phases[2], "to": phases[0], "relation": "led to"})
    case.three_tolls()
    view = case.archive.profiles.incident(case.clash)
    assert [row.label for row in view.phases] == ["first", "middle", "last"]
    assert [row.title for row in view.sources.articles] == ["Bulletin 7", "Clash at Rujaym", "Martyrs of Rujaym"]
    assert [row.label for row in case.archive.profiles.incident(phases[0]).whole] == ["Clash at Rujaym"]
    records.create("link", {"from": phases[0], "to": phases[1], "relation": "came before"})
    assert len(case.archive.profiles.incident(case.clash).phases) == 3
