"""Coding at the keyboard: what each key does, what is kept, what is refused."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.archive import Archive
from tests import archives
from tests.tui.conftest import HOSTILE, MakeSession, Stagehand, acting
from tests.tui.key_scripts import lines, named
from tui.coding.form import Line
from tui.screens.coding import CodingScreen
from tui.session import Session

STORM = """Fighters storm a post at Old Mill

Jun 23, 2020

Fighters of the River Brigade attacked a checkpoint at Old Mill on Monday, killing four guards.
Before that, a landmine had hit their patrol near Sarn. Two men were hurt.

- Valley Watch
"""
ARABIC = "كمين قرب الجسر\n\n2031-05-05\n\nقتل مسلحون أربعة حراس قرب الجسر يوم الاثنين. وأصيب آخرون بجروح.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with archives.made(tmp_path / "valley", {"storm.txt": STORM}, who="RK") as opened:
        opened.records.create("actor", {"names": [{"text": "River Brigade", "kind": "name"}]})
        opened.records.create("place", {"names": [{"text": "Old Mill", "kind": "name"}]})
        yield opened


@pytest.fixture
def session(archive: Archive, make_session: MakeSession) -> Session:
    return make_session(archive)


def screen(hand: Stagehand) -> CodingScreen:
    found = next(each for each in hand.app.screen_stack if isinstance(each, CodingScreen))
    assert isinstance(found, CodingScreen)
    return found


async def do(hand: Stagehand, script: str) -> None:
    for keys in lines(script):
        await hand.keys(named(keys))


def texts(hand: Stagehand, field: str, sort: str = "value") -> list[str]:
    return [line.text for line in screen(hand).form.lines if line.field == field and line.sort == sort]


def coding(session: Session, size: tuple[int, int] = (80, 24)) -> AbstractAsyncContextManager[Stagehand]:
    return acting(session, size)


def incident(archive: Archive, at: int = 0) -> dict[str, object]:
    return dict(archive.records.values(archive.records.all("incident")[at]))


def test_what_is_offered_is_grey_and_saved_only_when_taken(archive: Archive, session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cn")
            assert texts(hand, "date", "offer") == ["2020-06-22  ‘on Monday’"]
            assert texts(hand, "harm", "offer") == ["4 killed"]
            assert "offered" in hand.text
            assert set(incident(archive)) == {"ref", "scope", "status"}
            await do(hand, "y")
            assert incident(archive)["date"] == {"edtf": "2020-06-22", "stated": "on Monday"}
            await do(hand, "Y")
            assert set(incident(archive)) >= {"event", "sub_event", "places", "actors", "harm"}
            assert not [line for line in screen(hand).form.lines if line.sort == "offer"]
            await do(hand, "u")
            assert "harm" not in incident(archive)
            assert "date" in incident(archive)
            await do(hand, "U")
            assert "harm" in incident(archive)

    asyncio.run(act())


def test_a_name_in_another_spelling_is_offered_and_becomes_one_of_its_names(
    tmp_path: Path, make_session: MakeSession
) -> None:
    story = STORM.replace("River Brigade", "Liwa el-Sindian").replace("at Old Mill on", "at Rjeim on")
    with archives.made(tmp_path / "other", {"storm.txt": story}, who="RK") as archive:
        create = archive.records.create
        brigade = create("actor", {"names": [{"text": "Liwa as-Sindiyan", "kind": "name"}]})
        place = create("place", {"names": [{"text": "Rujaym", "kind": "name"}]})

        async def act() -> None:
            async with coding(make_session(archive)) as hand:
                await do(hand, "<Enter>cnY")
                assert texts(hand, "places") == ["Rujaym, at"]
                names = [name["text"] for name in archive.records.values(brigade)["names"]]
                assert names == ["Liwa as-Sindiyan", "Liwa el-Sindian"]
                await do(hand, "u")
                assert len(archive.records.values(place)["names"]) == 1

        asyncio.run(act())


def test_an_incident_is_made_of_all_that_is_offered_without_one_in_hand(archive: Archive, session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cY")
            assert len(archive.records.all("incident")) == 1
            assert "incident 1 of 1" in hand.text

    asyncio.run(act())


def test_the_sentence_is_attached_to_what_is_filled_and_can_be_narrowed(archive: Archive, session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cn\nskilling..four<Enter>\nh4 killed b<Enter>")
            quotes = [archive.records.values(each)["quote"]["exact"] for each in archive.records.all("passage")]
            assert quotes == ["killing four"]
            await do(hand, "<>(\ntA fight<Enter>")
            assert len(archive.records.all("passage")) == 1  # a title is the coder's own
            await do(hand, "'\neArmed clash<Enter>")
            assert len(archive.records.all("passage")) == 1
            await do(hand, "/harm<Enter>a\nA5, denies<Enter>")
            points = [
                (point["field"].partition(".")[2], point["value"], point["stance"])
                for each in archive.records.all("passage")
                for point in archive.records.values(each)["points"]
            ]
            assert ("best", 5, "denies") in points
            assert points.count(("best", 4, "says")) == 2

    asyncio.run(act())


def test_the_edges_of_a_quote_move_by_words(session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>c")
            desk = screen(hand).desk
            whole = desk.quoted
            await do(hand, ")")
            assert desk.quoted == whole.partition(" ")[2]
            await do(hand, "(<")
            assert desk.quoted == whole.rpartition(" ")[0]
            await do(hand, ">")
            assert desk.quoted == whole
            await do(hand, "sriver..mill<Enter>")
            assert desk.quoted == "River Brigade attacked a checkpoint at Old Mill"
            await do(hand, "<Esc>")
            assert desk.quoted == whole
            await do(hand, "szebra<Enter>")
            assert "has nothing that begins with zebra" in hand.text

    asyncio.run(act())


def test_via_stays_until_it_is_changed_and_names_actors(archive: Archive, session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cnvRiver Brigade; residents<Enter>\nh4 killed b<Enter>\n<Space>h1 injured a<Enter>")
            chains = [archive.records.values(each)["via"] for each in archive.records.all("passage")]
            assert len(chains) == 2
            assert chains[0] == chains[1]
            assert [step["how"] for step in chains[0]] == ["reports", "told it"]
            assert chains[0][0]["actor"] == archive.records.all("actor")[0]
            await do(hand, "v<Ctrl+U><Enter>h2 killed a<Enter>")
            assert any("via" not in archive.records.values(each) for each in archive.records.all("passage"))

    asyncio.run(act())


def test_names_link_who_is_there_and_make_who_is_not_and_say_so(archive: Archive, session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cn\npriver brigade, attacker, a<Enter>")
            assert len(archive.records.all("actor")) == 1
            await do(hand, "pHill Guard, target b<Enter>")
            assert "made actor Hill Guard" in hand.said
            await do(hand, "pRiv<Tab>, tar<Enter>")
            assert texts(hand, "actors") == [
                "River Brigade, attacker, a",
                "Hill Guard, target, b",
                "River Brigade, target",
            ]
            await do(hand, "wOld Mill, near<Enter>")
            assert texts(hand, "places") == ["Old Mill, near"]

    asyncio.run(act())


def test_mistakes_are_pointed_at_and_nothing_is_lost(archive: Archive, session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cn\nh4 kild b<Enter>")
            assert "not understood" in hand.text
            assert screen(hand).entry.box.value == "4 kild b"
            await do(hand, "<Esc>")
            assert "kept" in hand.said
            await do(hand, "h")
            assert screen(hand).entry.box.value == "4 kild b"
            await do(hand, "<Ctrl+U>4 killed b<Enter>")
            assert texts(hand, "harm") == ["4 killed b"]
            await do(hand, "dnever<Enter>")
            assert screen(hand).entry.is_open

    asyncio.run(act())


def test_a_session_is_found_again_as_it_was_left(archive: Archive, make_session: MakeSession) -> None:
    async def first() -> None:
        async with coding(make_session(archive)) as hand:
            await do(hand, "<Enter>cn\nvresidents<Enter>\n<Space>")
            await do(hand, "h3 kil")
            await hand.until(lambda: "3 kil" in draft().read_text(encoding="utf-8") if draft().exists() else False)

    def draft() -> Path:
        return archive.folder / "drafts" / "coding.json"

    async def second() -> None:
        async with coding(make_session(archive)) as hand:
            if not any(isinstance(each, CodingScreen) for each in hand.app.screen_stack):
                await do(hand, "<Enter>c")
            desk = screen(hand).desk
            assert [step["who"] for step in desk.via] == ["residents"]
            assert desk.at == 2
            assert desk.kind == "incident"
            await do(hand, "h")
            assert screen(hand).entry.box.value == "3 kil"

    asyncio.run(first())
    assert stat.S_IMODE(draft().stat().st_mode) == 0o600
    assert json.loads(draft().read_text(encoding="utf-8"))
    asyncio.run(second())


def test_a_draft_that_is_broken_gives_a_fresh_start(archive: Archive, session: Session) -> None:
    (archive.folder / "drafts").mkdir(exist_ok=True)
    (archive.folder / "drafts" / "coding.json").write_text('{"a": [1', encoding="utf-8")

    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cn")
            assert "incident 1 of 1" in hand.text

    asyncio.run(act())


SCRIPTS: dict[str, tuple[str, str]] = {
    "duplicate": ("ntA<Enter>dyesterday<Enter>D", "incident 2 of 2"),
    "other and before": ("nntB<Enter>oO", "incident 2 of 2"),
    "casualty": ("nzZuheir wounded<Enter>", "casualty"),
    "relation": ("npRiver Brigade<Enter>rbacks Hill Guard<Enter>", "linked"),
    "came before": ("nnrbefore 1<Enter>", "Came before: linked"),
    "weapon": ("nWmortars<Enter>", "mortars"),
    "thing": ("nxhuts, six, burned<Enter>", "huts"),
    "status": ("nS4", "ready for review"),
    "repeat": ("nh4 killed b<Enter>.", "4 killed b"),
    "basis": ("nd2020-06-22<Enter>B2", "inferred"),
    "new actor": ("nNactor Valley Watch, media<Enter>", "Made actor Valley Watch"),
    "follow": ("npRiver Brigade<Enter>/who<Enter>f", "names"),
    "pick": ("npRiver Brigade<Enter>iRiver Brigade<Enter>", "actor"),
    "remove": ("nWmortars<Enter>/mortars<Enter>X", "taken away"),
    "article": ("nCcoded<Enter>", "coding coded"),
    "attach off": ("'", "are not"),
    "text or form": ("<Tab>", "Fighters"),
    "meaning": ("ne?", "Such as"),
    "help": ("?", "While coding"),
    "sentences": ("<Space>b<Backspace>", "1/4"),
    "nothing waits": ("J", "No other article"),
    "back": ("[", "1 article"),
    "leave": ("q", "storm.txt"),
    "incidents": ("n2", "Incidents"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_key_does_what_it_says(session: Session, name: str) -> None:
    script, shown = SCRIPTS[name]

    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, f"<Enter>c\n{script}")
            assert shown in hand.text

    asyncio.run(act())


def test_two_incidents_and_a_tie_between_them(archive: Archive, session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>c\nntFirst<Enter>\nntSecond<Enter>\nrled to 1, as people say<Enter>")
            (link,) = [archive.records.values(each) for each in archive.records.all("link")]
            first, second = archive.records.all("incident")
            assert (link["from"], link["relation"], link["to"]) == (second, "led to", first)
            assert link["as"] == "as people say" or link["as"] == "people say"

    asyncio.run(act())


def test_the_other_article_that_waits_comes_next(tmp_path: Path, make_session: MakeSession) -> None:
    files = {"storm.txt": STORM, "market.txt": archives.MARKET, "bridge.txt": archives.BRIDGE}
    with archives.made(tmp_path / "valley", files, who="RK") as archive:
        order = list(archive.articles.order())
        archive.edits.set_coding([order[1]], "coded")

        async def act() -> None:
            async with coding(make_session(archive)) as hand:
                await do(hand, "<Enter>c\nJ")
                assert screen(hand).desk.n == order[2]

        asyncio.run(act())


def test_arabic_has_its_rows_to_itself_and_its_offers(tmp_path: Path, make_session: MakeSession) -> None:
    with archives.made(tmp_path / "valley", {"kamin.txt": ARABIC}, who="RK") as archive:

        async def act() -> None:
            async with coding(make_session(archive), (160, 45)) as hand:
                await do(hand, "<Enter>cn")
                assert screen(hand).has_class("-alone")
                assert texts(hand, "date", "offer") == ["2031-05-05  ‘يوم الاثنين’", "2031-04-28  ‘يوم الاثنين’"]
                assert texts(hand, "harm", "offer") == [] or "4" in texts(hand, "harm", "offer")[0]

        asyncio.run(act())


def test_hostile_text_is_shown_and_coded_as_text(tmp_path: Path, make_session: MakeSession) -> None:
    body = f"{HOSTILE}\n\n2031-03-01\n\n[/red] Two guards [ were killed [/ at the post.\n"
    with archives.made(tmp_path / "valley", {"hostile.txt": body}, who="RK") as archive:

        async def act() -> None:
            async with coding(make_session(archive)) as hand:
                await do(hand, "<Enter>cn\nt[/b] [red<Enter>\npman [/ [[<Enter>")
                assert "[/b] [red" in hand.text
                await do(hand, "2<Enter>")
                assert "[/b] [red" in hand.text

        asyncio.run(act())


def test_an_archive_that_can_only_be_read_is_only_read(archive: Archive, make_session: MakeSession) -> None:
    root = archive.root
    archive.close()
    with Archive.open(root, read_only=True) as opened:

        async def act() -> None:
            async with coding(make_session(opened)) as hand:
                await do(hand, "<Enter>c\nnY")
                assert "can only be read" in hand.said

        asyncio.run(act())
        assert opened.records.all("incident") == []


def test_every_line_of_a_form_has_a_place_that_can_be_gone_to(session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cY\n")
            lines_: list[Line] = [line for line in screen(hand).form.lines if line.label]
            for line in lines_:
                await do(hand, f"/{line.label}<Enter>")
                now = screen(hand).form.line
                assert now is not None
                assert now.label == line.label

    asyncio.run(act())


def test_a_passage_is_taken_in_hand_moved_and_relieved_of_a_point(archive: Archive, session: Session) -> None:
    async def act() -> None:
        async with coding(session) as hand:
            await do(hand, "<Enter>cn\nh4 killed b<Enter>\ndon Monday<Enter>")
            (passage,) = archive.records.all("passage")
            screen(hand).travel(replace(hand.browse.view, place="coding", focus=1, record=passage))
            await hand.settle()
            assert screen(hand).desk.kind == "passage"
            assert len(texts(hand, "points")) == 2
            await do(hand, "skilling..four<Enter>m")
            assert archive.records.values(passage)["quote"]["exact"] == "killing four"
            await do(hand, "/points<Enter>X")
            assert len(archive.records.values(passage)["points"]) == 1
            await do(hand, "uu")
            assert len(archive.records.values(passage)["points"]) == 2
            assert archive.records.values(passage)["quote"]["exact"].startswith("Fighters")
            await do(hand, "<Esc>\n<Esc>")
            assert screen(hand).desk.kind == "incident"

    asyncio.run(act())
