"""Help while searching: completions, earlier searches, and what to do when nothing was found. On the real index."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.intake import update
from index import Index
from tests.archives import write
from tests.tui.conftest import acting
from tui.session import Session
from tui.settings import Settings
from tui.state import SessionFile


def open_session(archive: Archive, state: Path) -> Session:
    """A session on an index that is up to date."""
    Index(archive).catch_up()
    settings = Settings(glyphs="unicode", theme="dark", update_at_start=False)
    return Session(archive, lambda: Index(archive), settings=settings, memory=SessionFile(archive.uid, state))


def test_tab_offers_what_a_word_may_become_and_enter_takes_it(archive: Archive, tmp_path: Path) -> None:
    archive.edits.tag(archive.articles.order()[:2], ["river"])
    archive.edits.tag(archive.articles.order()[:1], ["river/road"])
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("tag:ri")
            await hand.press("tab")
            lines = hand.text.splitlines()
            assert "river" in lines[1]
            assert "tag 2" in lines[1]
            assert "river/road" in lines[2]
            assert hand.browse.box.has_focus
            await hand.press("down", "enter")
            assert hand.browse.box.value == "tag:river/road "
            assert len(hand.titles) == 1
            assert not hand.shows(hand.browse.suggestions)
            await hand.press("enter")
            assert hand.browse.list.has_focus

    asyncio.run(act())


def test_one_completion_is_written_at_once_and_none_is_said(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("conv")
            await hand.press("tab")
            assert hand.browse.box.value == "convoy "
            await hand.type("xyzz")
            await hand.press("tab")
            assert hand.browse.box.value == "convoy xyzz"
            assert "begins so" in hand.said

    asyncio.run(act())


def test_escape_closes_the_list_first_and_typing_closes_it_too(archive: Archive, tmp_path: Path) -> None:
    archive.edits.tag(archive.articles.order()[:2], ["river", "rivet"])
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("tag:ri")
            await hand.press("tab", "escape")
            assert not hand.shows(hand.browse.suggestions)
            assert hand.browse.box.value == "tag:ri"
            await hand.press("tab")
            assert hand.shows(hand.browse.suggestions)
            await hand.type("v")
            assert not hand.shows(hand.browse.suggestions)
            await hand.press("escape")
            assert hand.browse.view.query == ""

    asyncio.run(act())


def test_up_goes_through_earlier_searches_and_down_comes_back(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            for query in ("market", "bridge", "guards"):
                await hand.press("slash", "ctrl+u")
                await hand.type(query)
                await hand.press("enter")
            await hand.press("slash", "ctrl+u", "up")
            assert hand.browse.box.value == "guards"
            await hand.press("up")
            assert hand.browse.box.value == "bridge"
            assert sorted(hand.titles) == ["Ambush on the river road", "Bridge reopens after the ambush"]
            await hand.press("down", "down")
            assert hand.browse.box.value == ""
            await hand.type("ma")
            await hand.press("up")
            assert hand.browse.box.value == "market"
            await hand.press("down", "down")
            assert hand.browse.list.has_focus

    asyncio.run(act())
    assert open_session(archive, tmp_path / "state").searches.all() == ["guards", "bridge", "market"]


def test_an_empty_list_says_which_word_is_missing_and_enter_searches_for_what_is_meant(
    archive: Archive, tmp_path: Path
) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("ambush convoi")
            await hand.press("enter")
            assert hand.titles == []
            assert "No article has “convoi”; convoy has 1." in hand.text
            assert "Enter searches for ambush convoy" in hand.text
            await hand.press("enter")
            assert hand.browse.view.query == "ambush convoy"
            assert hand.titles == ["Ambush on the river road"]
            await hand.press("left_square_bracket")
            assert hand.browse.view.query == "ambush convoi"

    asyncio.run(act())


def test_a_word_that_may_be_misspelt_though_it_was_found_is_told_of(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.help.advice.FAR_MORE", 2)
    write(archive.root, {"typed.txt": "Ambusch\n\nJul 4, 2020\n\nAn ambusch was reported.\n"})
    update(archive)
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("ambusch")
            await hand.press("enter")
            assert hand.titles == ["Ambusch"]
            assert hand.said == "“ambusch” has 1, ambush has 2."

    asyncio.run(act())


def test_a_saved_search_is_taken_away_and_brought_back(archive: Archive, session: Session) -> None:
    saved = archive.records.create("search", {"name": "Bridges", "query": "bridge"})

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("S", "X")
            assert "The saved search Bridges is taken away" in hand.said
            assert archive.records.all("search") == []
            await hand.press("u", "S")
            assert "Bridges" in hand.look()
            assert archive.records.all("search") == [saved]
            await hand.press("escape", "slash")
            await hand.type("convoy")
            await hand.press("enter", "S", "X")
            assert "no saved search yet" in hand.said, "the line that saves what is shown is none"
            assert archive.records.all("search") == [saved]

    asyncio.run(act())


def test_a_search_is_saved_and_tells_later_what_is_new(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("S")
            assert "No search is saved yet" in hand.said
            await hand.press("slash")
            await hand.type("bridge")
            await hand.press("enter", "S")
            assert "Save this search: bridge" in hand.look()
            await hand.press("enter")
            await hand.type("The bridge [/b]: #1")
            await hand.press("enter")
            assert "Saved as The bridge" in hand.said
            text = "Bridge closes\n\n2031-06-01\n\nThe bridge was closed.\n"
            (archive.root / "closed.txt").write_text(text, encoding="utf-8")
            update(archive)
            Index(archive).catch_up()
            await hand.press("escape", "S")
            assert "The bridge [/b]: #1" in hand.look()
            assert "1 new of 3" in hand.look()
            await hand.press("enter")
            assert hand.browse.view.query == "bridge"
            assert hand.titles[0] == "Bridge closes"
            assert "1 article came since you last looked" in hand.said
            await hand.press("S")
            assert "new of" not in hand.look()
            assert "Save this search" not in hand.look()
            await hand.press("escape")

    asyncio.run(act())
