"""Passages in the ordinary reader: marked, listed with what they support, lost ones shown; taken, moved, removed."""

from __future__ import annotations

import asyncio

from corpus.archive import Archive
from tests.tui.conftest import MakeSession, Stagehand, acting
from tests.tui.key_scripts import lines, named
from tui.screens.coding import CodingScreen

AMBUSH = "Gunmen ambushed a convoy near the bridge."


async def do(hand: Stagehand, script: str) -> None:
    for keys in lines(script):
        await hand.keys(named(keys))


def quotes(archive: Archive) -> list[str]:
    return [archive.records.values(each)["quote"]["exact"] for each in archive.records.all("passage")]


def test_words_are_taken_found_again_extended_moved_and_taken_away(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive), (130, 30)) as hand:
            await do(hand, "jj<Enter>\ns\nP<Enter>")
            assert quotes(archive) == [AMBUSH]
            reader = hand.browse.reader
            assert reader._document.text[slice(*reader._passages[0])] == AMBUSH
            await do(hand, "<Esc>P")
            assert "1 passage of this article" in hand.text
            assert "supports nothing yet" in hand.text
            await do(hand, "<Enter>g")
            assert reader._document.text[slice(*(reader.picked or (0, 0)))] == AMBUSH
            await do(hand, "s")
            await do(hand, "P<Down><Enter>e")
            assert quotes(archive) == [f"{AMBUSH} Two guards died."]
            await do(hand, "P<Down><Enter>m")
            assert quotes(archive) == ["Two guards died."]
            await do(hand, "uu")
            assert quotes(archive) == [AMBUSH]
            await do(hand, "P<Down><Enter>d")
            assert quotes(archive) == []
            assert reader._passages == []
            await do(hand, "u")
            assert quotes(archive) == [AMBUSH]

    asyncio.run(act())


def test_what_a_passage_supports_is_listed_and_lost_words_are_told(archive: Archive, make_session: MakeSession) -> None:
    n = archive.articles.order()[2]
    article = archive.articles.get(n).id
    incident = archive.records.create("incident", {"title": "The ambush"})
    point = {"record": incident, "field": "title", "value": "The ambush", "stance": "says"}
    for words, start in ((AMBUSH, 0), ("Two guards died.", AMBUSH.index(".") + 2)):
        quote = {"exact": words, "start": start}
        archive.records.create("passage", {"article": article, "quote": quote, "points": [point, point]})
    (archive.root / "ambush.txt").write_text(
        f"Ambush on the river road\n\n2031-05-04\n\n{AMBUSH} A mayor spoke of it at length in the evening.\n",
        encoding="utf-8",
    )
    from corpus.intake import update

    update(archive)

    async def act() -> None:
        async with acting(make_session(archive), (130, 30)) as hand:
            await do(hand, "jj<Enter>\nP")
            for words in ("2 passages", "Gunmen ambushed", "lost: Two guards died", "The ambush"):
                assert words in hand.text
            await do(hand, "<Enter>c")
            assert isinstance(hand.app.screen, CodingScreen)
            assert hand.app.screen.desk.kind == "passage"

    asyncio.run(act())


def test_an_article_without_passages_says_how_to_take_one(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await do(hand, "P")
            assert "Select words" in hand.said

    asyncio.run(act())
