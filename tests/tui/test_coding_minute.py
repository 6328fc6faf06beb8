"""The ideal minute: a dispatch of the sample coded at the keyboard, in few keys, with nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from corpus.archive import Archive
from corpus.sample import articles
from tests import archives
from tests.tui.conftest import MakeSession, acting
from tests.tui.key_scripts import count, lines, named

FILE = PurePosixPath("2031/03/sada-rjeim-checkpoint.txt")
KNOWN = (("actor", "Liwa el-Sindian"), ("actor", "Directorate of Public Safety"), ("place", "Rjeim"))

STEPS = """
c
n
yyyyy
<Space>vSada el-Jabal; residents<Enter>
wUmm el-Fakhet, near<Enter>
<Space>
n
h2 killed Liwa el-Sindian<Enter>
<Space>
zZuheir injured<Enter>
rnephew el-Samkari<Enter>
/title<Enter>rbefore 1<Enter>
O
<Backspace>
h4 killed b<Enter>
Wheavy machine gun<Enter>
S4
"""
NAMES = ("Sada el-Jabal", "Umm el-Fakhet", "Liwa el-Sindian", "Zuheir", "el-Samkari")
"""The names that are typed in full, which do not count."""


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Archive]:
    """One dispatch of the sample, and the names that an archive in use would know."""
    with archives.made(tmp_path / "valley", {FILE.name: articles()[FILE].read_bytes()}, who="RK") as archive:
        for kind, name in KNOWN:
            values = {"names": [{"text": name, "kind": "name"}]}
            archive.records.create("actor" if kind == "actor" else "place", values)
        yield archive


def test_the_ideal_minute_takes_few_keys_and_loses_nothing(sample: Archive, make_session: MakeSession) -> None:
    async def act() -> str:
        async with acting(make_session(sample)) as hand:
            await hand.press("enter")
            for keys in lines(STEPS):
                await hand.keys(named(keys))
                assert "is not" not in hand.said, keys
            return hand.text

    text = asyncio.run(act())
    assert count(STEPS) - sum(map(len, NAMES)) <= 130
    records = sample.records
    first, second = (records.values(each) for each in records.all("incident"))
    assert first["date"] == {"edtf": "2031-03-10", "stated": "on Monday"}
    assert first["basis"] == {"date": "resolved"}
    assert (first["event"], first["sub_event"], first["status"]) == ("Battles", "Armed clash", "ready for review")
    names = {each: records.get(each).label for each in (*records.all("actor"), *records.all("place"))}
    assert [names[row["actor"]] for row in first["actors"]] == ["Liwa el-Sindian", "Directorate of Public Safety"]
    assert [(row["role"], row["side"]) for row in first["actors"]] == [("party", "a"), ("party", "b")]
    assert {names[row["place"]]: row["how"] for row in first["places"]} == {"Rjeim": "at", "Umm el-Fakhet": "near"}
    assert [(row["to"], row["kind"], row["low"], row["best"]) for row in first["harm"]] == [("b", "killed", 4, 4)]
    assert first["weapons"] == ["heavy machine gun"]
    assert [names[row["to"]] for row in second["harm"]] == ["Liwa el-Sindian"]
    assert [(names[row["actor"]], row["role"], row["outcome"]) for row in second["actors"]] == [
        ("Zuheir", "casualty", "injured")
    ]
    links = {(link["relation"], link.get("as", "")): link for link in map(records.values, records.all("link"))}
    assert set(links) == {("family", "nephew"), ("came before", "")}
    assert names[links["family", "nephew"]["from"]] == "Zuheir"
    assert names[links["family", "nephew"]["to"]] == "el-Samkari"
    assert links["came before", ""]["to"] == records.all("incident")[0]
    passages = [records.values(each) for each in records.all("passage")]
    body = sample.articles.text(sample.articles.order()[0])
    assert all(each["quote"]["exact"] in body for each in passages)
    chains = {tuple(step["who"] for step in each.get("via", ())) for each in passages}
    assert chains == {(), ("Sada el-Jabal", "residents")}
    said = {(point["field"].partition("[")[0], str(point["value"])) for each in passages for point in each["points"]}
    assert {("date.edtf", "2031-03-10"), ("sub_event", "Armed clash"), ("weapons", "heavy machine gun")} <= said
    assert {("as", "nephew"), ("names", "Zuheir"), ("relation", "came before")} <= said
    assert "ready for review" in text
    for _ in range(sample.log.database.connection.execute("SELECT count(*) FROM batch").fetchone()[0] - len(KNOWN)):
        sample.history.undo()
    assert records.all("incident") == []
    assert records.all("passage") == []
