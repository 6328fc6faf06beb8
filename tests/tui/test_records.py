"""The screens of records: lists, pages, choosing, review, and going from one thing to another and back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.records.record import RecordRow
from index import Index
from tests import archives
from tests.corpus.records_case import Coded, code
from tests.corpus.test_records_case import open_sample
from tests.tui.conftest import MakeSession, Stagehand, acting
from tests.tui.key_scripts import lines, named
from tui.coding.desk import Desk
from tui.records.listing import listing, month_of
from tui.records.page import page
from tui.screens.coding import CodingScreen
from tui.screens.records import RecordsScreen
from tui.session import Session
from tui.view import View

WIDE = (160, 45)


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[Coded]:
    with open_sample(tmp_path / "valley") as archive:
        yield code(archive)


@pytest.fixture
def session(coded: Coded, make_session: MakeSession) -> Iterator[Session]:
    index = Index(coded.archive)
    made = make_session(coded.archive)
    made._open_index = lambda: index
    yield made
    index.close()


async def do(hand: Stagehand, script: str) -> None:
    for keys in lines(script):
        await hand.keys(named(keys))


def screen(hand: Stagehand) -> RecordsScreen:
    return next(each for each in hand.app.screen_stack if isinstance(each, RecordsScreen))


SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "incidents": ("2", ("Incidents", "Ambulances held", "Fighting at the Rujaym checkpoint")),
    "actors": ("3", ("Actors", "Liwa as-Sindiyan", "Political Militias")),
    "places": ("4", ("Places", "Rujaym", "checkpoint")),
    "links": ("5", ("Links", "commander of")),
    "timeline": ("6", ("Timeline", "2031-03", "━")),
    "review": ("7", ("Review", "ready for review: 1")),
    "coverage": ("8", ("Coverage", "new: 2 of 2")),
    "told in an article": ("I", ("Told in", "Incidents:", "Actors:", "Passages:")),
    "narrowed": ("2\n/event:battles<Enter>", ("4 of 6",)),
    "links narrowed": ("5\n/relation:backs from:Dorsania<Enter>", ("Links", "1 of 12")),
    "links by a facet": ("5\nf", ("relation: backs", "actor: ")),
    "a mistake in it": ('2\n/"open<Enter>', ("a closing",)),
    "by a facet": ("2\nf<Enter>", ("status",)),
    "sorted": ("2\ns", ("Incidents",)),
    "help": ("2\n?", ("Among records",)),
    "history": ("2\nH", ("History", "RK")),
}


@pytest.mark.parametrize("name", SHOWN)
def test_each_place_shows_what_is_there(session: Session, name: str) -> None:
    script, words = SHOWN[name]

    async def act() -> None:
        async with acting(session) as hand:
            await do(hand, script)
            for each in words:
                assert each in hand.text

    asyncio.run(act())


def test_a_page_has_every_value_with_what_each_source_says_of_it(coded: Coded) -> None:
    lines_ = page(coded.archive, coded.ids["whole"])
    at = next(i for i, line in enumerate(lines_) if line.sort == "value" and line.text.startswith("4 killed"))
    below = [line for line in lines_[at + 1 : at + 5] if line.sort in ("claim", "differs")]
    assert [(line.value, line.remark) for line in below] == [
        (4, "origin Sada el-Jabal"),
        (4, "origin Ashen Valley Monitor"),
    ]
    assert "Phases" in {line.text for line in lines_ if line.sort == "head"}
    mine = page(coded.archive, coded.ids["mine"])
    assert any(line.sort == "differs" and line.text.startswith("doubts") for line in mine)


def test_the_page_of_an_actor_says_who_is_beside_it_and_who_leads_it(coded: Coded) -> None:
    found = {line.text: line for line in page(coded.archive, coded.ids["militia"])}
    heads = {line.text for line in found.values() if line.sort == "head"}
    assert {"Found as", "Incidents by year", "Roles", "Beside it", "Units and people", "Ties"} <= heads
    assert found["Mu‘tasim ad-Dalwani"].record == coded.ids["tinsmith"]
    assert any("2031" in text and "#" in text for text in found)
    valley = {line.text for line in page(coded.archive, coded.ids["valley"])}
    assert {"Within it", "Rujaym", "Umm al-Fakhit"} <= valley


def test_one_key_chooses_what_a_passage_says(coded: Coded, session: Session) -> None:
    records = coded.archive.records
    act_ = records.act()
    act_.set(coded.ids["whole"], "harm[h2].high", 9)
    act_.set(coded.ids["whole"], "harm[h2].best", 7)
    act_.commit()

    async def act() -> None:
        async with acting(session, WIDE) as hand:
            await do(hand, "2")
            screen(hand).go_to_record(coded.ids["whole"])
            await hand.settle()
            at = next(i for i, line in enumerate(screen(hand).page._page) if line.path == "harm[h2].best")
            rows = [i for i, (line, _) in enumerate(screen(hand).page._rows) if line == at]
            screen(hand).page.move_to(rows[0])
            assert "✗" in hand.text
            await do(hand, "c")
            assert "set" in hand.said

    asyncio.run(act())
    harm = {row["id"]: row for row in records.values(coded.ids["whole"])["harm"]}
    assert harm["h2"]["best"] == 4


def test_from_an_article_to_its_incidents_to_a_passage_and_back(coded: Coded, session: Session) -> None:
    async def act() -> None:
        async with acting(session, WIDE) as hand:
            await do(hand, "<Enter>\nI")
            listed = screen(hand).list.keys_shown
            assert any(str(each).startswith("i-") for each in listed)
            passage = next(str(each) for each in listed if str(each).startswith("e-"))
            screen(hand).go_to_record(passage)
            await hand.settle()
            coding = hand.app.screen
            assert isinstance(coding, CodingScreen)
            exact = coded.archive.records.values(passage)["quote"]["exact"]
            assert coding.desk.quoted == exact
            await do(hand, "[")
            assert isinstance(hand.app.screen, RecordsScreen)
            await do(hand, "[")
            assert hand.pane() == "reader"
            await do(hand, "]")
            assert isinstance(hand.app.screen, RecordsScreen)
            await do(hand, "1")
            assert hand.browse.is_active

    asyncio.run(act())


def test_review_is_accepted_or_sent_back_with_a_note(coded: Coded, session: Session) -> None:
    whole, records = coded.ids["whole"], coded.archive.records

    async def act() -> None:
        async with acting(session) as hand:
            await do(hand, "7\nbwhich highway?<Enter>")
            assert records.values(whole)["status"] == "in progress"
            assert records.values(whole)["notes"][0]["text"] == "which highway?"
            await do(hand, "u")
            assert records.values(whole)["status"] == "ready for review"
            assert "notes" not in records.values(whole)
            await do(hand, "y")
            assert records.values(whole)["status"] == "done"
            await do(hand, "u\nU")
            assert records.values(whole)["status"] == "done"

    asyncio.run(act())


def test_an_act_is_taken_back_from_the_history_of_a_record(coded: Coded, session: Session) -> None:
    records, whole = coded.archive.records, coded.ids["whole"]
    records.set(whole, "stage", "attempted")
    records.set(whole, "scope", "aggregate")
    other = records.create("actor", {"names": [{"text": "Somebody", "kind": "name"}]})

    async def act() -> None:
        async with acting(session, WIDE) as hand:
            await do(hand, "7\nH")
            assert "scope: aggregate" in hand.text
            await do(hand, "<Down><Enter>")
            assert "stage" not in records.values(whole)
            assert records.values(whole)["scope"] == "aggregate"
            assert records.is_there(other)
            await do(hand, "H")
            assert "taken back" in hand.text
            await do(hand, "<Down><Down><Enter>")
            assert "before" in hand.text

    asyncio.run(act())


def test_an_incident_without_a_title_is_called_by_what_it_was_when_and_where(coded: Coded) -> None:
    records = coded.archive.records
    place = coded.ids["post"]
    bare = records.create("incident", {"status": "to do"})
    made = records.create("incident", {"event": "Battles", "date": {"edtf": "2031-03"}, "places": [{"place": place}]})
    assert records.rows_of.labels([bare, made]) == {bare: "Untitled incident", made: "Battles, 2031-03, Rujaym"}
    assert [row.label for row in records.rows([made])] == ["Battles, 2031-03, Rujaym"]
    assert page(coded.archive, made)[0].text == "Battles, 2031-03, Rujaym"
    records.set(made, "title", "A fight")
    assert records.rows_of.labels([made]) == {made: "A fight"}


def test_records_are_merged_and_taken_away_and_brought_back(coded: Coded, session: Session) -> None:
    records = coded.archive.records
    extra = records.create("actor", {"names": [{"text": "A Oak Brigade", "kind": "name"}]})

    async def act() -> None:
        async with acting(session) as hand:
            await do(hand, "3\ng\nMLiwa as-Sindiyan<Enter>")
            assert records.get(extra).id == coded.ids["militia"]
            await do(hand, "u")
            assert records.get(extra).id == extra
            await do(hand, "g\nX")
            assert not records.is_there(extra)
            await do(hand, "u")
            assert records.is_there(extra)

    asyncio.run(act())


def test_coverage_opens_an_article_to_be_coded(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await do(hand, "8\n<Enter>")
            assert isinstance(hand.app.screen, CodingScreen)

    asyncio.run(act())


def test_a_record_is_coded_where_it_is_told(coded: Coded, session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await do(hand, "2\no")
            assert isinstance(hand.app.screen, CodingScreen)
            assert str(hand.app.screen.desk.record).startswith("i-")

    asyncio.run(act())


def test_passages_say_whether_their_words_are_still_there(coded: Coded) -> None:
    archive = coded.archive
    passage = archive.records.all("passage")[0]
    assert any(line.text.startswith("Its words are in the article where") for line in page(archive, passage))
    desk = Desk(archive, archive.articles.number(str(archive.records.values(passage)["article"])) or 0)
    assert desk.show_passage(passage)
    assert desk.quoted == archive.records.values(passage)["quote"]["exact"]
    desk.texts = {"title": "Another title", "text": "Nothing of it stands here any more."}
    assert not desk.show_passage(passage)


def test_a_month_is_that_in_which_a_date_begins() -> None:
    assert [month_of(each) for each in ("2031-03-10", "../2031-04-01", "2031", "", "no date")] == [
        "2031-03",
        "2031-04",
        "2031-01",
        "",
        "",
    ]


def test_a_list_of_many_is_read_only_where_it_is_seen(
    tmp_path: Path, make_session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archives.made(tmp_path / "valley", who="RK") as archive:
        act = archive.records.act()
        for i in range(400):
            act.create("incident", {"title": f"Incident {i}", "date": {"edtf": f"2031-01-{1 + i % 28:02}"}})
        act.commit()
        asked: list[int] = []
        rows = archive.records.rows

        def counting(records: Sequence[str]) -> list[RecordRow]:
            asked.append(len(records))
            return rows(records)

        async def look() -> None:
            async with acting(make_session(archive)) as hand:
                await do(hand, "2")
                monkeypatch.setattr(archive.records, "rows", counting)
                await do(hand, "G")
                assert "400 / 400" in hand.text

        asyncio.run(look())
        assert sum(asked) <= 200


def test_an_empty_archive_says_what_to_do(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await do(hand, "2")
            assert "press c to code it" in hand.text

    asyncio.run(act())
    assert listing(archive, View(place="incidents"), None).keys == []
