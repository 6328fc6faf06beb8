"""Keys that come all at once, faster than any screen: each is done, in its order, whatever opens and closes between."""

from __future__ import annotations

import asyncio

import pytest
from textual import events

from corpus.archive import Archive
from tests.tui.conftest import MakeSession, acting
from tests.tui.key_scripts import lines, named
from tui.app import Dateline
from tui.screens.coding import CodingScreen


def keys(script: str) -> list[tuple[str, str | None]]:
    (found,) = lines(script)
    return named(found)


@pytest.mark.parametrize("times", range(3))
def test_a_tag_a_note_a_state_and_a_search_are_typed_ahead_in_one_burst(
    archive: Archive, make_session: MakeSession, times: int
) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.keys(keys("tcheckpoint<Enter>ford<Enter><Enter>jtroad<Enter><Enter>kC<Down><Down><Enter>uUc"))
            assert isinstance(hand.app.screen, CodingScreen)

    asyncio.run(act())
    first, second = (archive.articles.get(n) for n in archive.articles.order()[:2])
    assert (set(first.tags), set(second.tags)) == ({"checkpoint", "ford"}, {"road"})
    assert first.coding == "coded"


def test_a_dialog_that_is_slow_to_open_gets_what_was_typed(
    archive: Archive, make_session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.screens.tags import TagDialog

    ready = asyncio.Event()
    begin = TagDialog.on_mount

    async def late(self: TagDialog) -> None:
        await ready.wait()
        begin(self)

    monkeypatch.setattr(TagDialog, "on_mount", late)

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            app: Dateline = hand.app
            for name, char in keys("tslow<Enter><Enter>"):
                app.post_message(events.Key(name, char))
            await hand.until(lambda: isinstance(app.screen, TagDialog))
            assert not archive.tags.all()
            ready.set()
            await hand.until(lambda: archive.tags.all())

    asyncio.run(act())
    assert archive.tags.all() == [("slow", 1)]


def test_one_dialog_after_another_is_typed_ahead(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.keys(keys("/ambush<Enter>"))
            await hand.keys(keys("S<Enter>ambushes<Enter>jj"))

    asyncio.run(act())
    assert [archive.records.values(each)["name"] for each in archive.records.all("search")] == ["ambushes"]
