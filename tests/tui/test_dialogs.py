"""Dialogs and pages: what they decide, and that no key pressed twice, or in the wrong place, hurts."""

from __future__ import annotations

import asyncio
from array import array
from itertools import chain
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.intake import update
from tests.tui.conftest import HOSTILE, MakeSession, Stagehand, acting
from tui.commands import ALL
from tui.keymap import defaults
from tui.ports import Cancelled
from tui.screens.browse import BrowseScreen
from tui.session import ExportWish, Session
from tui.widgets.text_view import TextView

OPENERS = {
    "tag": "t",
    "note": "a",
    "coding": "C",
    "copy": "y",
    "filter": "f",
    "export": "e",
    "problems": "p",
    "help": "question_mark",
    "manual": "f1",
}
OPENERS |= {"palette": "ctrl+p"}


BURST = 8
"""How many keys arrive before the app gets to answer any."""


def all_keys() -> list[str]:
    """Every default key there is, but those that leave."""
    keys = dict.fromkeys(chain.from_iterable(defaults().values()))
    return [key for key in keys if key not in ("ctrl+q", "ctrl+z", "q", "R")]


class Exports:
    """Takes wishes instead of writing them."""

    def __init__(self) -> None:
        self.wishes: list[ExportWish] = []

    def __call__(self, archive: Archive, wish: ExportWish, cancelled: Cancelled) -> str:
        self.wishes.append(wish)
        return f"Wrote {len(wish.ns)} articles to {wish.out.name}"


@pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS.keys())
def test_opening_twice_opens_once_and_escape_comes_back(session: Session, opener: str) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.burst(opener, opener)
            assert len(hand.app.screen_stack) <= 3
            for _ in range(3):
                await hand.press("escape")
            assert hand.app.screen is hand.browse
            assert session.archive.tags.all() == []

    asyncio.run(act())


@pytest.mark.parametrize(
    "opener", ["", "enter", "slash", *OPENERS.values()], ids=["list", "reader", "search", *OPENERS]
)
def test_every_key_twice_everywhere_hurts_nothing(archive: Archive, make_session: MakeSession, opener: str) -> None:
    async def act() -> None:
        session = make_session(archive, exporter=Exports())
        async with acting(session) as hand:
            if opener:
                await hand.press(opener)
            keys = [key for key in all_keys() for _ in range(2)]
            for at in range(0, len(keys), BURST):
                await hand.burst(*keys[at : at + BURST])
            assert hand.app.is_running
            for _ in range(8):
                await hand.press("escape")
            assert hand.app.screen is hand.browse
            assert archive.articles.count() == 5

    asyncio.run(act())


def test_every_command_of_the_palette_runs(archive: Archive, make_session: MakeSession) -> None:
    # Suspending and leaving need a terminal: tests/terminal does both.
    commands = [each for each in ALL if each.in_palette and each.__name__ not in ("Suspend", "Quit", "Leave")]

    async def act() -> None:
        async with acting(make_session(archive, exporter=Exports())) as hand:
            for command in commands:
                await hand.browse.run_command(command.id())
                await hand.settle()
                assert hand.app.is_running, command
                while hand.app.screen is not hand.browse:
                    await hand.press("escape")

    asyncio.run(act())


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["narrow", "wide"])
def test_a_hostile_title_walks_through_every_screen(
    archive: Archive, make_session: MakeSession, size: tuple[int, int]
) -> None:
    archive.edits.tag(archive.articles.order(), ["[/b]", "[red"])

    async def act() -> None:
        async with acting(make_session(archive, exporter=Exports()), size) as hand:
            await hand.press("end")
            assert "[/b] [red [/ [[" in hand.text
            assert "\x1b" not in hand.text
            for opener in OPENERS.values():
                await hand.press(opener)
                assert "\x1b" not in hand.text
                await hand.press("escape", "escape")
            await hand.press("enter")
            assert "[/red] body with [brackets [ and [/" in hand.text
            assert "\x07" not in hand.text
            await hand.press("y", "c")
            assert HOSTILE.split("\x1b")[0] in hand.said
            await hand.press("a")
            await hand.type("[/x")
            await hand.press("ctrl+o")
            await hand.press("t")
            await hand.type("[/t[")
            await hand.press("enter", "enter")
            assert "[/t[" in hand.text
            await hand.press("u", "slash")
            await hand.type("[/red")
            await hand.press("enter")
            assert hand.app.is_running

    asyncio.run(act())


def test_export_of_a_selection_says_how_many_and_where(
    archive: Archive, make_session: MakeSession, tmp_path: Path
) -> None:
    exports = Exports()

    async def act() -> None:
        async with acting(make_session(archive, exporter=exports)) as hand:
            await hand.press("space", "space", "e")
            assert "2 articles will be written" in hand.text
            await replace_line(hand, str(tmp_path / "out.yaml"))
            await hand.press("down", "down", "enter")
            assert "5 articles will be written" in hand.text
            await hand.press("up", "enter", "pagedown", "enter", "shift+tab", "enter")
            assert hand.said == "Wrote 2 articles to out.yaml"

    asyncio.run(act())
    (wish,) = exports.wishes
    assert wish.ns == archive.articles.order()[:2]
    assert (wish.profile, wish.text, wish.out) == ("share", True, tmp_path / "out.yaml")


def test_export_refuses_names_that_cannot_be_and_asks_before_replacing(
    archive: Archive, make_session: MakeSession, tmp_path: Path
) -> None:
    exports = Exports()
    (tmp_path / "there.yaml").write_text("mine")

    async def act() -> None:
        async with acting(make_session(archive, exporter=exports)) as hand:
            await hand.press("e")
            for name, words in (
                ("", "Name the file"),
                (str(tmp_path), "is a folder"),
                (str(tmp_path / "no" / "x.yaml"), "no such folder"),
                (str(tmp_path / "there.yaml"), "Enter again replaces it"),
            ):
                await replace_line(hand, name)
                await hand.press("enter")
                assert words in hand.text
                assert not exports.wishes
            await hand.press("enter")
            assert len(exports.wishes) == 1

    asyncio.run(act())


async def replace_line(hand: Stagehand, text: str) -> None:
    """Put a text into the box of a dialog."""
    from textual.widgets import Input

    hand.app.screen.query_one(Input).value = text
    await hand.settle()


def test_export_of_a_query_offers_what_it_found(archive: Archive, make_session: MakeSession) -> None:
    exports = Exports()

    async def act() -> None:
        async with acting(make_session(archive, exporter=exports)) as hand:
            await hand.press("slash")
            await hand.type("ambush")
            await hand.press("enter", "e", "enter")

    asyncio.run(act())
    assert [len(wish.ns) for wish in exports.wishes] == [2]
    assert isinstance(exports.wishes[0].ns, array)


def test_a_bundle_is_really_written(session: Session, tmp_path: Path) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("space", "space", "e")
            await replace_line(hand, str(tmp_path / "out.yaml"))
            await hand.press("enter")
            await hand.until(lambda: hand.said == "Wrote 2 articles to out.yaml.")
            await hand.press("e")
            await replace_line(hand, str(session.archive.root / "ambush.txt"))
            await hand.press("enter", "enter")
            await hand.until(lambda: "Wrote" not in hand.said)

    asyncio.run(act())
    assert (tmp_path / "out.yaml").read_text().startswith("dateline: 1\n")
    assert "Gunmen" in (session.archive.root / "ambush.txt").read_text()


def test_problems_are_listed_with_their_reasons(archive: Archive, make_session: MakeSession) -> None:
    (archive.root / "empty.txt").write_bytes(b"")
    (archive.root / "binary.txt").write_bytes(bytes(range(256)) * 20)
    update(archive)
    expected = archive.files.all_problems()
    assert len(expected) == 2

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("p")
            assert "2 files could not be read" in hand.text
            for problem in expected:
                assert problem.path in hand.text
            await hand.press("end", "home", "escape")
            assert isinstance(hand.app.screen, BrowseScreen)

    asyncio.run(act())


def test_help_is_for_the_pane_in_focus(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("question_mark")
            assert "In the list" in hand.text
            assert "In the article" not in hand.text
            await hand.press("q", "enter", "question_mark")
            assert "In the article" in hand.text

    asyncio.run(act())


def test_the_manual_can_be_read_to_its_end(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("f1")
            assert "the manual" in hand.text
            await hand.press("G")
            view = hand.app.screen.query_one(TextView)
            assert view.scroll_offset.y == view.max_scroll_y > 0
            await hand.press("b", "space", "g")
            assert view.scroll_offset.y == 0

    asyncio.run(act())


def test_the_palette_finds_and_runs_a_command(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("colon")
            await hand.type("select all")
            await hand.until(lambda: "Select all" in hand.text)
            await hand.pilot.press("enter")
            await hand.until(lambda: len(hand.browse.list.selected) == 5)

    asyncio.run(act())


def test_a_click_on_a_key_hint_runs_it(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            column = hand.text.splitlines()[-1].index("t tag")
            await hand.pilot.click(offset=(column, 23))
            await hand.settle()
            assert "Tags of this article" in hand.text
            await hand.pilot.click(offset=(0, 0))
            await hand.settle()
            assert hand.app.screen is hand.browse

    asyncio.run(act())


def test_the_mouse_moves_and_opens(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.pilot.click(hand.browse.list, offset=(10, 2))
            await hand.settle()
            assert hand.browse.list.cursor == 2
            await hand.pilot.click(hand.browse.list, offset=(10, 1), times=2)
            await hand.settle()
            assert hand.browse.reader.has_focus

    asyncio.run(act())


def test_a_tag_is_renamed_after_saying_on_how_many(archive: Archive, make_session: MakeSession) -> None:
    archive.edits.tag(archive.articles.order()[:3], ["ambsh"])
    archive.edits.tag(archive.articles.order()[:1], ["ambsh/road"])

    async def act() -> None:
        async with acting(make_session(archive), (160, 45)) as hand:
            hand.browse.set_focus(hand.browse.facets)
            await hand.press("r")
            assert "Rename #ambsh to" in hand.text
            await hand.type("ambush")
            assert "Enter renames it on 3 articles, with 1 tag below it" in hand.text
            await hand.press("enter")
            assert archive.tags.all() == [("ambush", 3), ("ambush/road", 1)]
            assert "#ambsh" not in hand.text
            await hand.press("u")
            assert archive.tags.all() == [("ambsh", 3), ("ambsh/road", 1)]

    asyncio.run(act())


def test_a_tag_is_merged_from_the_palette_after_choosing_it(archive: Archive, make_session: MakeSession) -> None:
    archive.edits.tag(archive.articles.order()[:3], ["ambush"])
    archive.edits.tag(archive.articles.order()[2:4], ["raid"])

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.browse.run_command("RenameTag")
            await hand.settle()
            await hand.type("ra")
            await hand.press("enter")
            assert "Rename #raid to" in hand.text
            await hand.type("amb")
            await hand.press("tab")
            assert "Enter merges: 2 articles of raid will carry ambush, as 3 do" in hand.text
            await hand.press("enter")
            assert archive.tags.all() == [("ambush", 4)]

    asyncio.run(act())


def test_renaming_a_tag_to_itself_or_leaving_changes_nothing(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.browse.run_command("RenameTag")
            await hand.settle()
            assert "no tags yet" in hand.said
            archive.edits.tag(archive.articles.order()[:1], ["raid"])
            for keys in (("enter", "enter"), ("enter", "escape"), ("escape",)):
                await hand.browse.run_command("RenameTag")
                await hand.settle()
                await hand.press(*keys)
                assert hand.app.screen is hand.browse
            assert archive.tags.all() == [("raid", 1)]

    asyncio.run(act())


def test_a_note_has_several_lines_and_a_draft_is_kept(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            n = hand.browse.list.current
            await hand.press("a")
            await hand.type("first line")
            await hand.press("enter")
            await hand.type("second [/b] line")
            await hand.press("escape")
            assert session.archive.articles.get(n).notes == ()
            await hand.press("a")
            assert "second [/b] line" in hand.text
            await hand.press("ctrl+o")
            (note,) = session.archive.articles.get(n).notes
            assert note.text == "first line\nsecond [/b] line"
            await hand.press("a")
            assert "first line" not in hand.look()
            await hand.press("ctrl+o")
            assert len(session.archive.articles.get(n).notes) == 1

    asyncio.run(act())
