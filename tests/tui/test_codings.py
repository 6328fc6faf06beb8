"""Two codings of one article on the screen: what differs, taken over by a key, undone, and two incidents made one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.bundle import export_file, import_bundle
from tests.corpus.two_coders import both
from tests.tui.conftest import MakeSession, Stagehand, acting
from tests.tui.key_scripts import lines, named
from tui.screens.records import RecordsScreen
from tui.session import Session

WIDE = (160, 45)
Case = tuple[Archive, dict[str, str], dict[str, str]]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = both(tmp_path)
    yield made
    made[0].close()


@pytest.fixture
def session(case: Case, make_session: MakeSession) -> Session:
    return make_session(case[0])


async def do(hand: Stagehand, script: str) -> None:
    for keys in lines(script):
        await hand.keys(named(keys))


def stand_on(hand: Stagehand, words: str) -> None:
    screen = hand.app.screen
    assert isinstance(screen, RecordsScreen)
    at = next(i for i, line in enumerate(screen.page._page) if line.sort == "differs" and words in line.text)
    screen.page.move_to(next(i for i, (line, _) in enumerate(screen.page._rows) if line == at))


def test_what_another_coder_says_otherwise_is_taken_over_by_a_key_and_undone(case: Case, session: Session) -> None:
    archive, ours, _ = case
    values = archive.records.values

    async def act() -> None:
        async with acting(session, WIDE) as hand:
            await do(hand, "0")
            for words in ("RK and LM: 1", "LM alone: 1", "Where RK and LM differ", "4 killed", "5 killed", "mortars"):
                assert words in hand.text
            await do(hand, "<Enter>")
            stand_on(hand, "5 killed")
            await do(hand, "c")
            assert values(ours["attack"])["harm"][0]["best"] == 5
            assert "4 killed" not in hand.text
            await do(hand, "u")
            assert values(ours["attack"])["harm"][0]["best"] == 4
            assert "4 killed" in hand.text
            await do(hand, "M")
            assert "RK and LM" not in hand.text
            await do(hand, "u")
            assert "RK and LM: 1" in hand.text

    asyncio.run(act())


def test_articles_that_several_coded_are_listed_and_gone_into(case: Case, session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await do(hand, "2\n0")
            assert "Coded by LM and RK: 1" in hand.text
            await do(hand, "<Enter>")
            assert "RK and LM: 1" in hand.text
            await do(hand, "<Esc>")
            assert "Coded by LM and RK: 1" in hand.text

    asyncio.run(act())


def test_what_people_differ_on_within_one_record_is_chosen_by_the_same_key(
    case: Case, session: Session, tmp_path: Path
) -> None:
    archive, ours, _ = case
    out = tmp_path / "changed.yaml"
    export_file(archive, out, numbers=archive.articles.order())
    text = out.read_text(encoding="utf-8")
    out.write_text(text.replace("Attack, as River Brigade has it", "Another title"), encoding="utf-8")
    import_bundle(archive, out)
    assert archive.records.get(ours["attack"]).differences

    async def act() -> None:
        async with acting(session, WIDE) as hand:
            screen = await incidents(hand)
            screen.go_to_record(ours["attack"])
            await hand.settle()
            told = next(line.text for line in screen.page._page if line.sort == "differs" and line.path == "title")
            stand_on(hand, told)
            await do(hand, "c")
            assert archive.records.values(ours["attack"])["title"] == told
            assert not archive.records.get(ours["attack"]).differences

    asyncio.run(act())


async def incidents(hand: Stagehand) -> RecordsScreen:
    await do(hand, "2")
    assert isinstance(hand.app.screen, RecordsScreen)
    return hand.app.screen
