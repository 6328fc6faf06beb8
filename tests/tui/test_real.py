"""The screens on the real index, and on archives that behave badly."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.intake import update
from index import Index
from tests.tui.conftest import acting, make_archive
from tui.app import Dateline
from tui.screens.updating import REBUILT
from tui.session import Session
from tui.settings import Settings
from tui.state import SessionFile
from tui.view import View
from tui.widgets.one_line import StatusLine


def open_session(archive: Archive, state: Path) -> Session:
    """A session on the real index, which keeps the update to the test."""
    settings = Settings(glyphs="unicode", theme="dark", update_at_start=False)
    return Session(archive, lambda: Index(archive), settings=settings, memory=SessionFile(archive.uid, state))


def test_an_index_that_is_behind_catches_up_and_finds(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session, (160, 45)) as hand:
            await hand.press("slash")
            await hand.type("ambush")
            assert sorted(hand.titles) == ["Ambush on the river road", "Bridge reopens after the ambush"]
            await hand.press("enter", "enter", "n")
            assert "match 1 of" in hand.said
            await hand.press("escape", "escape", "slash")
            await hand.type('title:bridge "the ambush" -market')
            assert hand.titles == ["Bridge reopens after the ambush"]
            await hand.press("escape", "escape", "slash")
            await hand.type("كمين")
            assert hand.titles == ["كمين على طريق النهر"]

    asyncio.run(act())


def test_an_index_that_is_damaged_is_made_anew_by_the_search_that_meets_it(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session(archive, tmp_path / "state")
    index = session.index()
    index.catch_up()
    told: list[str] = []
    monkeypatch.setattr(StatusLine, "set_background", lambda _, words: told.append(words))

    async def act() -> None:
        async with acting(session) as hand:
            for path in Index(archive).folder.iterdir():
                if path.is_file():
                    path.write_bytes(b"no index")
            await hand.press("slash")
            await hand.type("ambush")
            await hand.press("enter")
            assert sorted(hand.titles) == ["Ambush on the river road", "Bridge reopens after the ambush"]
            assert [each.message for each in hand.app._notifications] == [REBUILT]

    asyncio.run(act())
    assert any("indexing" in words for words in told), told
    assert told[-1] == "", "what was being done is not said for ever"


def test_a_mistake_in_a_real_query_is_pointed_at(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("bridge OR")
            assert hand.browse.field_note.text == ""
            await hand.press("enter")
            lines = hand.text.splitlines()
            assert hand.browse.field_note.text
            assert lines[0].index("OR") <= lines[1].index("▲") <= lines[0].index("OR") + 2

    asyncio.run(act())


def test_a_tag_shows_in_the_next_search_and_facet(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session, (160, 45)) as hand:
            await hand.press("space", "space", "t")
            await hand.type("river/crossing")
            await hand.press("enter", "enter", "escape")
            assert re.search(r"river/crossing +2", hand.text)
            await hand.press("slash")
            await hand.type("tag:river")
            assert len(hand.titles) == 2

    asyncio.run(act())


def test_a_long_article_opens_and_is_walked_through(tmp_path: Path) -> None:
    root = tmp_path / "long"
    root.mkdir()
    words = " ".join(f"word{i}" for i in range(120_000))
    (root / "one-line.txt").write_text(f"One line of a megabyte\n\n2031-01-01\n\n{words} needle at the end\n")
    archive = Archive.open(root, create=True)
    update(archive)
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("needle")
            await hand.press("enter", "enter", "n")
            assert "needle at the end" in hand.text
            await hand.press("g")
            assert "One line of a megabyte" in hand.text
            await hand.press("G", "space", "b", "pageup")
            assert hand.browse.reader.has_focus

    asyncio.run(act())
    archive.close()


def test_an_archive_whose_folder_vanishes_is_no_end(tmp_path: Path) -> None:
    make_archive(tmp_path / "valley").close()
    archive = Archive.open(tmp_path / "valley")  # one that has read no text yet
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            shutil.rmtree(archive.root)
            for keys in (("down", "enter", "escape"), ("t", "a", "enter", "enter", "escape"), ("o",), ("R",), ("u",)):
                await hand.burst(*keys)
            await hand.press("escape", "escape")
            assert hand.running()

    asyncio.run(act())


def test_a_resize_storm_hurts_nothing(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("enter")
            for size in ((1, 1), (200, 60), (119, 3), (120, 2), (3, 50), (80, 24), (160, 45), (80, 24)):
                await hand.pilot.resize_terminal(*size)
                await hand.burst("n", "down", "t", "escape", "question_mark", "escape")
            await hand.settle()
            assert hand.browse.reader.has_focus
            assert "Traffic crossed" in hand.text

    asyncio.run(act())


@pytest.mark.parametrize("text", ["theme = 'nonsense'\n[keys]\nQuit = 'x'\n", "broken [", "sort = 'oldest'\n"])
def test_settings_that_come_with_an_archive_can_do_no_harm(archive: Archive, tmp_path: Path, text: str) -> None:
    (archive.root / ".dateline" / "settings.toml").write_text(text)
    session = Session.open(archive.root)
    assert session.settings.keymap.changed == {}
    assert session.updater is not None

    async def act() -> None:
        app = Dateline(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert app.theme in ("dark", "ansi")

    asyncio.run(act())
    session.close()


def test_the_view_given_at_the_start_wins(archive: Archive, tmp_path: Path) -> None:
    session = Session.open(archive.root, start=View(query="bridge", sort="oldest"), read_only=True)
    assert session.history.now == View(query="bridge", sort="oldest")
    assert session.updater is None
    session.close()


def test_enter_keeps_what_was_found_while_typing_by_writing_it_out(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("ambu")
            assert len(hand.titles) == 2
            await hand.press("enter")
            assert len(hand.titles) == 2
            assert hand.browse.list.has_focus
            assert hand.browse.view.query == hand.browse.box.value == "ambu*"
            assert "Nothing has ambu as a whole word" in hand.said
            await hand.press("left_square_bracket")
            assert hand.browse.view.query == ""

    asyncio.run(act())


def test_enter_reads_a_query_as_it_stands_if_that_finds_something(archive: Archive, tmp_path: Path) -> None:
    session = open_session(archive, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            for typed in ("bridge", "zzzz", "published:2031-07"):
                await hand.press("slash", "ctrl+u")
                await hand.type(typed)
                await hand.press("enter")
                assert hand.browse.view.query == typed
                assert "whole word" not in hand.said

    asyncio.run(act())
