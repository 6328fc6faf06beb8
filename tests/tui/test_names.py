"""Names on the screen: all spellings with one key, and who is named in an article. On the real index."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from index import Index
from tests.tui.conftest import acting, make_archive
from tui.session import Session
from tui.settings import Settings
from tui.state import SessionFile

TEXTS = {
    "one.txt": "Shells at night\n\n2031-03-02\n\nFighters of Liwa as-Sindiyan shelled Rujaym at night.\n",
    "two.txt": "A quiet day\n\n2031-03-04\n\nThe Sindiyan Brigade left Rjeim, and Rjeim was quiet.\n",
    "three.txt": "Rain\n\n2031-03-06\n\nIt rained, and nobody went out.\n",
}


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Archive]:
    with make_archive(tmp_path / "named", texts=TEXTS) as archive:
        yield archive


def open_session(archive: Archive, state: Path) -> Session:
    with_names = Index(archive)
    with_names.catch_up()
    with_names.names.catch_up()
    with_names.close()
    settings = Settings(glyphs="unicode", theme="dark", update_at_start=False)
    return Session(archive, lambda: Index(archive), settings=settings, memory=SessionFile(archive.uid, state))


def test_one_key_takes_all_spellings_in_and_leaves_them_again(named: Archive, tmp_path: Path) -> None:
    session = open_session(named, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("rjeim")
            await hand.press("enter")
            assert hand.titles == ["A quiet day"]
            assert "also spelled Rujaym (1)" in hand.said
            await hand.press("equals_sign")
            assert "all 2 spellings together" in hand.text
            await hand.press("enter")
            assert hand.browse.box.value == "name:rjeim"
            assert set(hand.titles) == {"A quiet day", "Shells at night"}
            await hand.press("equals_sign", "enter")
            assert hand.browse.box.value == '"rjeim"'
            assert hand.titles == ["A quiet day"]

    asyncio.run(act())


def test_the_reader_tells_who_is_named_and_goes_there(named: Archive, tmp_path: Path) -> None:
    named.records.create("place", {"names": [{"text": "Rjeim", "kind": "name"}]})
    session = open_session(named, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("quiet")
            await hand.press("enter", "enter", "at")
            assert "Named here" in hand.text
            assert "2 times" in hand.text
            await hand.press("g")
            assert "Named here" not in hand.text
            assert hand.browse.reader.has_focus
            await hand.press("at", "enter")
            assert hand.browse.view.place == "places"
            assert "Places" in hand.text

    asyncio.run(act())


def test_without_a_name_that_is_said(named: Archive, tmp_path: Path) -> None:
    session = open_session(named, tmp_path / "state")

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("equals_sign")
            assert "Search for a name first" in hand.said

    asyncio.run(act())
