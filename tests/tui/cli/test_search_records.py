"""Searching incidents, actors and places by command, and saved searches."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.archive import Archive
from tests.archives import write
from tests.tui.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _updated(cli: Cli, folder: Path) -> None:
    assert cli("update", "-q").code == 0


@pytest.fixture
def raid(folder: Path) -> str:
    """An incident of which one article tells."""
    with Archive.open(folder, who="RK") as archive:
        brigade = archive.records.create("actor", {"names": [{"text": "River Brigade", "kind": "name"}]})
        place = archive.records.create("place", {"names": [{"text": "Old Mill", "kind": "name"}]})
        raid = archive.records.create(
            "incident",
            {
                "title": "Raid on the checkpoint",
                "date": {"edtf": "2020-06-22"},
                "event": "Battles",
                "status": "done",
                "scope": "single",
                "actors": [{"actor": brigade, "role": "attacker"}],
                "places": [{"place": place}],
                "harm": [{"kind": "killed", "low": 4}],
            },
        )
        [n] = [n for n in archive.articles.order() if "checkpoint" in archive.articles.get(n).title]
        article = archive.articles.get(n).id
        archive.records.create("link", {"from": article, "to": raid, "relation": "mentions"})
    return raid


def test_articles_are_found_by_what_they_tell_of(cli: Cli, raid: str) -> None:
    found = cli("search", "--json", "actor:river", "role:attacker", "happened:2020").json
    assert [hit["title"].split()[0] for hit in found["hits"]] == ["Militia"]
    assert cli("search", "--json", "role:target").json["total"] == 0


def test_records_are_found(cli: Cli, raid: str) -> None:
    found = cli("search", "--in", "incidents", "--json", "checkpoint", "deaths:>3").json
    assert list(found) == ["query", "understood", "total", "counted", "took_ms", "hits", "facets"]
    assert [hit["id"] for hit in found["hits"]] == [raid]
    assert found["facets"]["actor"] == [["River Brigade", 1]]
    assert cli("search", "--in", "actors", "--json", "role:attacker").json["hits"][0]["label"] == "River Brigade"
    assert cli("search", "--in", "places", "--json", "event:battles").json["hits"][0]["label"] == "Old Mill"


def test_records_are_printed_with_counts(cli: Cli, raid: str) -> None:
    ran = cli("search", "--in", "incidents", "--facets", "--explain", "status:done")
    assert ran.out.startswith("Understood: the status “done”\n1 incident (")
    assert "Events: Battles 1" in ran.out
    assert "Statuses: done 1" in ran.out
    assert f"Raid on the checkpoint  (done)  {raid}" in ran.out


def test_an_error_points_at_its_place(cli: Cli, raid: str) -> None:
    ran = cli("search", "--in", "incidents", "raid", "source:daily")
    assert ran.code == 2
    assert "asks for articles, not for incidents" in ran.err


def test_a_saved_search_tells_what_is_new(cli: Cli, folder: Path) -> None:
    with Archive.open(folder, who="RK") as archive:
        archive.records.create("search", {"name": "The bridge", "query": "bridge"})
    first = cli("search", "--saved", "the bridge", "--json", "--mark-seen").json
    assert first["saved"] | {"id": ""} == {
        **{"id": "", "name": "The bridge", "in": "articles"},
        **{"new": 2, "new_coded": 0, "coded": 0},
    }
    assert cli("search", "--saved", "The bridge", "--json").json["saved"]["new"] == 0
    write(folder, {"new.txt": "Floods reach the bridge\n\nThe river rose over the bridge in the night.\n"})
    cli("update", "-q")
    again = cli("search", "--saved", "The bridge", "--json").json
    assert [hit["title"].split()[0] for hit in again["hits"] if hit["new"]] == ["Floods"]
    cli("set", again["hits"][[hit["new"] for hit in again["hits"]].index(True)]["id"], "coding=coded")
    assert cli("search", "--saved", "The bridge", "--json").json["saved"]["new_coded"] == 1
    said = cli("search", "--saved", "The bridge").out
    assert said.startswith("The bridge  bridge\n3 articles, 1 new, 1 of these done with\n")
    assert "(new)" in said
    assert "bridge: 3 articles, 1 new, 1 of these done with" in cli("list", "searches").out


def test_a_saved_search_among_records_tells_what_came_since_and_what_of_it_is_done(cli: Cli, folder: Path) -> None:
    with Archive.open(folder) as archive:
        made = [archive.records.create("incident", {"title": f"Clash {i}", "event": "Battles"}) for i in range(2)]
        archive.records.create("search", {"name": "battles", "query": "event:Battles", "in": "incidents"})
        archive.records.create("search", {"name": "brigades", "query": "brigade", "in": "actors"})
    first = cli("search", "--saved", "battles", "--json", "--mark-seen").json
    assert (first["saved"]["in"], first["saved"]["new"], first["saved"]["coded"]) == ("incidents", 2, 0)
    assert cli("search", "--saved", "battles", "--json").json["saved"]["new"] == 0
    with Archive.open(folder) as archive:
        fresh = archive.records.create("incident", {"title": "Clash 3", "event": "Battles", "status": "done"})
        archive.records.set(made[0], "status", "done")
        archive.records.create("actor", {"names": [{"text": "Oak Brigade"}]})
    again = cli("search", "--saved", "battles", "--json").json
    assert {name: again["saved"][name] for name in ("new", "new_coded", "coded")} == {
        "new": 1,
        "new_coded": 1,
        "coded": 2,
    }
    assert [hit["id"] for hit in again["hits"] if hit["new"]] == [fresh]
    listed = cli("list", "searches").out
    assert "event:Battles: 3 incidents, 1 new, 1 of these done with" in listed
    assert "brigade: 1 actor, 1 new" in listed
    assert cli("search", "--saved", "battles").out.count("(new)") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Missing argument"),
        (["--saved", "x", "bridge"], "its own query"),
        (["--saved", "x", "--in", "actors"], "says itself"),
        (["--mark-seen", "x"], "goes with --saved"),
    ],
)
def test_misuse_is_told(cli: Cli, words: list[str], said: str) -> None:
    ran = cli("search", *words)
    assert (ran.code, said in ran.err) == (2, True)


def test_a_saved_search_that_is_not_there(cli: Cli) -> None:
    ran = cli("search", "--saved", "nothing")
    assert (ran.code, "No saved search is called nothing" in ran.err) == (1, True)
