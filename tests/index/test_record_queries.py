"""Queries over incidents, actors and places, beside a naive evaluation and by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Index, QueryError
from index.query import tree
from index.query.parsing import parse
from index.records.query import RecordKind
from tests.index.fakes import FakeArchive, FakeEntry, FakeRecord, FakeRecordSets
from tests.index.naive_records import NaiveRecords

TODAY = date(2021, 5, 5)
NAMES = ("Noor Brigade", "al-Noor", "The Guard", "Brigade")
PLACES = ("Orsha", "Orsha Valley", "Telmar")
ROLES = ("attacker", "target", "party")

_ids = {kind: [f"{prefix}-{i}{i}" for i in range(5)] for kind, prefix in (("actor", "p"), ("place", "g"))}


def _named(kind: str, names: tuple[str, ...]) -> st.SearchStrategy[list[FakeRecord]]:
    def make(drawn: tuple[list[str], int, list[int]]) -> list[FakeRecord]:
        texts, merged, within = drawn
        records = []
        for i, text in enumerate(texts):
            values: dict[str, Any] = {"names": [{"text": text}]}
            if kind == "place" and within[i] < len(texts):
                values["within"] = _ids[kind][within[i]]
            into = _ids[kind][0] if i == merged and i else ""
            records.append(FakeRecord(_ids[kind][i], kind, text, merged_into=into, values=values))
        return records

    return st.tuples(
        st.lists(st.sampled_from(names), min_size=1, max_size=5),
        st.integers(0, 6),
        st.lists(st.integers(0, 6), min_size=5, max_size=5),
    ).map(make)


_rows = st.lists(st.tuples(st.sampled_from(_ids["actor"]), st.sampled_from(["", *ROLES])), max_size=3)
_days = st.none() | st.tuples(st.dates(date(2019, 11, 1), date(2021, 2, 1)), st.integers(0, 40))
_harm = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["killed", "injured"]), "low": st.integers(0, 9), "high": st.integers(9, 20)},
        optional={"within": st.just("h1")},
    ),
    max_size=3,
)


@st.composite
def archives(draw: st.DrawFn) -> FakeRecordSets:
    records = [*draw(_named("actor", NAMES)), *draw(_named("place", PLACES))]
    incidents = []
    for i in range(draw(st.integers(1, 6))):
        when = draw(_days)
        values: dict[str, Any] = {
            "title": draw(st.sampled_from(["Raid", "Noor raid", "Market"])),
            "event": draw(st.sampled_from(["Battles", "Riots"])),
            "sub_event": draw(st.sampled_from(["Armed clash", ""])),
            "status": draw(st.sampled_from(["done", "to do", ""])),
            "actors": [{"actor": actor, "role": role} for actor, role in draw(_rows)],
            "places": [{"place": place} for place in draw(st.lists(st.sampled_from(_ids["place"]), max_size=2))],
            "harm": draw(_harm),
        }
        first = when[0].toordinal() if when else None
        last = first + when[1] if when and first else None
        into = "i-00" if i == 3 and draw(st.booleans()) else ""
        incidents.append(FakeRecord(f"i-{i}{i}", "incident", values["title"], first, last, into, values))
    ids = [record.id for record in incidents]
    ties = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from([f"a-{n}" for n in range(1, 6)])), max_size=9))
    return FakeRecordSets(*records, *incidents, ties=ties)


def _value(field: str, *texts: str) -> st.SearchStrategy[tree.Node]:
    return st.builds(tree.Value, st.just(field), st.sampled_from(texts))


_leaves: st.SearchStrategy[tree.Node] = st.one_of(
    _value("actor", "Noor", "al-Noor", "Guard", "nobody"),
    _value("actor", "Brigade", "Noor Brigade"),
    _value("role", *ROLES),
    _value("place", "Orsha", "valley", "Telmar"),
    _value("event", "Battles", "Riots", "Armed clash"),
    _value("status", "done", "to do"),
    _value("incident", "raid", "noor"),
    _value("happened", "2020", "2020-06", "<2020", ">=2020-12"),
    _value("deaths", ">0", ">8"),
    _value("deaths.high", ">12"),
)


def _larger(parts: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    some = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(tree.Not, parts), st.builds(tree.And, some), st.builds(tree.And, some), st.builds(tree.Or, some)
    )


queries = st.recursive(_leaves, _larger, max_leaves=6)


def index_of(sets: FakeRecordSets, folder: Path) -> Index:
    archive = FakeArchive(*(FakeEntry(n, text=f"text {n}") for n in range(1, 7)))
    archive.record_sets = sets
    index = Index(archive, folder, today=lambda: TODAY)
    return index


@settings(max_examples=200)
@given(archives(), st.lists(queries, min_size=1, max_size=5))
def test_hits_are_those_of_a_naive_evaluation(
    tmp_path_factory: pytest.TempPathFactory, sets: FakeRecordSets, asked: list[tree.Node]
) -> None:
    index, naive = index_of(sets, tmp_path_factory.getbasetemp() / "none"), NaiveRecords(sets, TODAY)
    for node in asked:
        text = str(node)
        read = parse(text)
        assert set(index.search(text).ns) == naive.articles(read, set(range(1, 7))), text
        for kind in get_args(RecordKind):
            found = index.search_records(text, kind)
            assert set(found.ids) == naive.records(read, kind), (kind, text)
            assert found.total == len(found.ids) == len(set(found.ids))


@settings(max_examples=40)
@given(archives(), queries)
def test_counts_of_articles_by_their_incidents_are_what_each_value_finds(
    tmp_path_factory: pytest.TempPathFactory, sets: FakeRecordSets, asked: tree.Node
) -> None:
    index = index_of(sets, tmp_path_factory.getbasetemp() / "none")
    for hits in (index.search("*"), index.search(str(asked))):
        for kind, counts in hits.facets(("event", "role", "status")).items():
            assert [n for _, n in counts] == sorted((n for _, n in counts), reverse=True)
            for value, n in counts:
                assert n == len(set(index.search(f'{kind}:"{value}"').ns) & set(hits.ns)) > 0, (kind, value)


def actor(id_: str, *names: str, **more: Any) -> FakeRecord:
    values = {"names": [{"text": name} for name in names], "type": "group", **more}
    return FakeRecord(id_, "actor", names[0], merged_into=more.get("merged_into", ""), values=values)


def place(id_: str, name: str, within: str = "") -> FakeRecord:
    return FakeRecord(id_, "place", name, values={"names": [{"text": name}], "within": within})


def incident(id_: str, title: str, day: str, actors: dict[str, str], at: str = "", **more: Any) -> FakeRecord:
    first = date.fromisoformat(day).toordinal() if day else None
    values = {
        "title": title,
        "actors": [{"actor": who, "role": role} for who, role in actors.items()],
        "places": [{"place": at}] if at else [],
        **more,
    }
    return FakeRecord(id_, "incident", title, first, first, values=values)


def killed(low: int, high: int) -> list[dict[str, Any]]:
    return [
        {"kind": "killed", "low": low, "high": high},
        {"kind": "killed", "low": 1, "high": 1, "within": "h1"},
        {"kind": "injured", "low": 50},
    ]


SETS = FakeRecordSets(
    actor("p-noor", "al-Noor Brigade", "لواء النور", ref="RK-0001", tags=["militia"]),
    actor("p-old", "Noor Battalion", merged_into="p-noor"),
    actor("p-guard", "Karsan Guard"),
    actor("p-idle", "Valley Committee", type="organisation"),
    place("g-province", "Orsha Province"),
    place("g-orsha", "Orsha", "g-province"),
    place("g-telmar", "Telmar"),
    incident(
        "i-raid", "Raid on the checkpoint", "2020-06-22", {"p-noor": "attacker", "p-guard": "target"}, "g-orsha",
        event="Battles", sub_event="Armed clash", status="done", scope="single", harm=killed(4, 6), ref="RK-0007",
        tags=["checkpoint/raid"], date={"stated": "on Monday"},
    ),
    incident(
        "i-mine", "Landmine", "2020-06-20", {"p-old": "casualty", "p-guard": "bystander"}, "g-telmar",
        event="Explosions/Remote violence", status="to do", notes=[{"text": "Two patrols, perhaps"}],
    ),
    incident("i-siege", "Siege of Orsha", "2020-01-01", {"p-guard": "attacker"}, "g-province", scope="phase"),
    incident("i-when", "Undated", "", {"p-guard": "attacker", "p-noor": "target"}, harm=[{"kind": "killed"}]),
    ties=[("i-raid", "a-1"), ("i-mine", "a-1"), ("i-siege", "a-2"), ("i-when", "a-3")],
)  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return index_of(SETS, tmp_path / "none")


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("actor:noor role:attacker happened:2020", [1]),
        ('actor:"al-Noor Brigade" role:attacker', [1]),
        ("actor:guard role:attacker", [2, 3]),
        ("role:attacker actor:guard", [2, 3]),
        ("actor:guard role:attacker actor:noor role:target", [3]),
        ("role:attacker actor:guard role:target actor:noor", [3]),
        ("actor:noor -role:attacker", [1, 3]),
        ("actor:guard -actor:noor", [2]),
        ("actor:battalion", [1, 3]),
        ("actor:rk-0001", [1, 3]),
        ("actor:p-noor", [1, 3]),
        ("actor:alnoor", [1, 3]),
        ("actor:النور", [1, 3]),
        ("actor:(guard OR nobody) role:(attacker OR bystander)", [1, 2, 3]),
        ("place:orsha", [1, 2]),
        ('place:"orsha province"', [1, 2]),
        ("place:telm*", [1]),
        ("event:clash", [1]),
        ("event:explosions status:done", []),
        ("(event:explosions status:done) OR happened:2020-01", [2]),
        ("happened:2020-06-21 OR happened:2020-06-22", [1]),
        ("deaths:>3", [1]),
        ("deaths:4", [1]),
        ("deaths:5", []),
        ("deaths.high:5..6", [1]),
        ("deaths:٤", [1]),
        ("incident:siege", [2]),
        ("incident:RK-0007", [1]),
        ("-actor:guard", [4, 5, 6]),
        ("-actor:noor -happened:2020-01", [4, 5, 6]),
        ("is:linked", [1, 2, 3]),
        ("is:unlinked", [4, 5, 6]),
        ("NOT (actor:noor role:attacker)", [2, 3, 4, 5, 6]),
    ],
)
def test_articles_of_incidents(index: Index, query: str, articles: list[int]) -> None:
    assert sorted(index.search(query).ns) == articles


@pytest.mark.parametrize(
    ("kind", "query", "ids"),
    [
        ("incident", "", ["i-raid", "i-mine", "i-siege", "i-when"]),
        ("incident", "landmine", ["i-mine"]),
        ("incident", "landmines", ["i-mine"]),
        ("incident", "patrol", ["i-mine"]),
        ("incident", '"two patrols"', ["i-mine"]),
        ("incident", '"patrols two"~1', ["i-mine"]),
        ("incident", "monday", ["i-raid"]),
        ("incident", "title:monday", []),
        ("incident", "landmien~1", ["i-mine"]),
        ("incident", "noor -title:raid", ["i-mine", "i-when"]),
        ("incident", "telmar", ["i-mine"]),
        ("incident", "tag:checkpoint", ["i-raid"]),
        ("incident", "tag:check*", ["i-raid"]),
        ("incident", "is:untagged", ["i-mine", "i-siege", "i-when"]),
        ("incident", "date:2020-06", ["i-raid", "i-mine"]),
        ("incident", "after:2020-06-21", ["i-raid"]),
        ("incident", "before:2020-06", ["i-siege"]),
        ("incident", "id:RK-0007", ["i-raid"]),
        ("incident", "actor:guard role:attacker", ["i-siege", "i-when"]),
        ("actor", "", ["p-noor", "p-guard", "p-idle"]),
        ("actor", "battalion", ["p-noor"]),
        ("actor", "النور", ["p-noor"]),
        ("actor", "role:attacker happened:2020-01", ["p-guard"]),
        ("actor", "actor:guard role:target", ["p-guard"]),
        ("actor", "event:clash", ["p-noor", "p-guard"]),
        ("actor", "place:telmar", ["p-noor", "p-guard"]),
        ("actor", "is:unlinked", ["p-idle"]),
        ("actor", "-role:attacker", ["p-idle"]),
        ("actor", "after:2020-06", ["p-noor", "p-guard"]),
        ("place", "orsha", ["g-orsha", "g-province"]),
        ("place", "place:province", ["g-orsha", "g-province"]),
        ("place", "actor:guard role:attacker", ["g-province"]),
        ("place", "deaths:>0", ["g-orsha"]),
        ("actor", 'name:"Liwa an-Nour"', ["p-noor"]),
        ("actor", 'name:"Nour Battalion"', ["p-noor"]),
        ("actor", 'is:linked -name:"Liwa an-Nour"', ["p-guard"]),
        ("place", "name:Tilmar", ["g-telmar"]),
        ("incident", "name:Tilmar", ["i-mine"]),
        ("incident", 'name:"Liwa an-Nour" role:target', ["i-raid", "i-when"]),
        ("incident", "name:Orsha", ["i-raid", "i-siege"]),
        ("incident", "name:Nowhere", []),
    ],
)
def test_records(index: Index, kind: RecordKind, query: str, ids: list[str]) -> None:
    assert index.search_records(query, kind).ids == ids


def test_a_word_of_a_title_counts_more(index: Index) -> None:
    assert index.search_records("orsha OR landmine OR monday", "incident").ids[0] != "i-when"
    found = index.search_records("raid OR monday OR patrols", "incident")
    assert found.ids == ["i-raid", "i-mine"]
    assert found.scores["i-raid"] > found.scores["i-mine"]


def test_articles_are_counted_by_the_places_and_actors_of_their_incidents(index: Index) -> None:
    counted = index.search("*").facets(("place", "actor"))
    for kind in ("place", "actor"):
        for name, n in counted[kind]:
            assert 0 < n <= len(index.search(f'{kind}:"{name}"').ns)
    assert len(counted["actor"]) > 1
    with pytest.raises(ValueError, match="colour"):
        index.search("*").facets(("colour",))


def test_counts_leave_phases_out(index: Index) -> None:
    found = index.search_records("", "incident")
    assert (found.total, found.counted) == (4, 3)
    assert found.facets() == {
        "event": [("Armed clash", 1), ("Battles", 1), ("Explosions/Remote violence", 1)],
        "place": [("Orsha", 1), ("Telmar", 1)],
        "actor": [("Karsan Guard", 3), ("al-Noor Brigade", 3)],
        "role": [("attacker", 2), ("target", 2), ("bystander", 1), ("casualty", 1)],
        "year": [("2020", 2)],
        "status": [("done", 1), ("to do", 1)],
        "tag": [("checkpoint/raid", 1)],
    }
    assert index.search_records("", "actor").facets(("type",)) == {"type": [("group", 2), ("organisation", 1)]}
    with pytest.raises(ValueError, match="outlet"):
        found.facets(("outlet",))


@pytest.mark.parametrize(
    ("kind", "query", "pointed_at", "said"),
    [
        ("incident", "raid source:daily", "source:daily", "asks for articles, not for incidents"),
        ("incident", "published:2020", "published:2020", "asks for articles"),
        ("actor", "is:unread", "is:unread", "one of is:linked"),
        ("incident", "status:don", "don", "There is no status don"),
        ("incident", "deaths:many", "many", "many is not a number"),
        ("place", "happened:soon", "soon", "not a date"),
    ],
)
def test_what_cannot_be_answered(index: Index, kind: RecordKind, query: str, pointed_at: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        index.search_records(query, kind)
    error = caught.value
    assert query[error.start : error.end] == pointed_at
    assert said in f"{error.summary} {error.detail} {error.hint}"
    assert isinstance(index.search_records(query, kind, strict=False).total, int)


def test_while_typing_names_and_terms_may_be_begun(index: Index) -> None:
    assert sorted(index.search("actor:batt", strict=False).ns) == [1, 3]
    assert index.search_records("role:att", "incident", strict=False).total == 3
    assert index.search_records("actor:guard role:", "incident", strict=False).total == 4
