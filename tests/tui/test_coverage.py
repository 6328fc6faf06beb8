"""Coverage: how far a list or a saved search is coded, what waits next, and what has nothing to code."""

from __future__ import annotations

import asyncio
from array import array

from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.article import CODING_STATES
from tests.tui.conftest import MakeSession, Stagehand, acting
from tests.tui.key_scripts import lines, named
from tui.coding.coverage import NOTHING, WAITING, Covered, covered, next_waiting
from tui.screens.coding import CodingScreen


async def do(hand: Stagehand, script: str) -> None:
    for keys in lines(script):
        await hand.keys(named(keys))


@given(st.dictionaries(st.sampled_from(CODING_STATES), st.lists(st.integers(), max_size=9)))
def test_every_article_is_coded_or_has_nothing_or_waits(states: dict[str, list[int]]) -> None:
    found = covered(states)
    assert found.total == sum(map(len, states.values()))
    assert found.waiting == sum(len(states.get(each, ())) for each in WAITING)
    assert {*WAITING, *NOTHING, "coded"} == set(CODING_STATES)
    assert str(Covered(2, 1, 1)) == "2 coded, 1 nothing to code, 1 wait, 75 %"


def test_what_waits_next_goes_round_and_leaves_out_what_is_done(archive: Archive) -> None:
    ns = array("I", archive.articles.order())
    archive.edits.set_coding([ns[1]], "coded")
    archive.edits.set_coding([ns[2]], "later")
    assert next_waiting(archive, ns, ns[0]) == ns[2]
    assert next_waiting(archive, ns, ns[-1]) == ns[0]
    archive.edits.set_coding(list(ns), "nothing to code")
    assert next_waiting(archive, ns, ns[0]) == 0


def test_the_coverage_of_a_saved_search_is_seen_narrowed_and_coded_from(
    archive: Archive, make_session: MakeSession
) -> None:
    archive.records.create("search", {"name": "bridges", "query": "bridge"})
    bridge = next(n for n in archive.articles.order() if "reopens" in archive.articles.get(n).title)
    archive.edits.set_coding([bridge], "coded")

    async def act() -> None:
        async with acting(make_session(archive), (120, 30)) as hand:
            await do(hand, "8S")
            assert "1 coded, 0 nothing to code, 1 wait, 50 %" in hand.text
            await do(hand, "<Down><Enter>")
            for words in ("bridge", "new: 1 of 2", "coded: 1 of 2", "1 wait"):
                assert words in hand.text
            await do(hand, "f")
            assert "Show only" in hand.text
            await do(hand, "<Esc>\nJ")
            screen = hand.app.screen
            assert isinstance(screen, CodingScreen)
            assert "ambush" in screen.desk.texts["title"].lower()
            await do(hand, "J")
            assert "No other article of the list waits" in hand.said
            await do(hand, "[\nx")
            assert "nothing to code: 1 of 2" in hand.text
            await do(hand, "u")
            assert "new: 1 of 2" in hand.text

    asyncio.run(act())


def test_without_a_saved_search_it_is_said_how_to_make_one(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await do(hand, "8S")
            assert "No search is saved yet" in hand.said
            await do(hand, "2\nJx")
            assert "press 8" in hand.said

    asyncio.run(act())
