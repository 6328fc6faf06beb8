"""Every command of the browsing screens has a test, and whatever can be clicked does what its key does."""

from __future__ import annotations

import ast
import asyncio
import threading
from pathlib import Path

import pytest
from textual import events
from textual.command import CommandPalette
from textual.widgets import Input

from corpus.archive import Archive
from tests.tui.conftest import MakeSession, Stagehand, acting
from tests.tui.fakes import FakeIndex
from tui.commands import ALL, Command, browsing, panes
from tui.session import Session

HERE = Path(__file__).parent
DOERS = ("press", "burst", "send", "run_command", "key")
IN_A_TERMINAL = {"Suspend": "\\x1a", "Quit": "\\x11"}
"""What only a real terminal can show, and how its tests press it."""


def pressed() -> frozenset[str]:
    """Every key that a test presses, and every command that one runs by its id."""
    found: set[str] = set()
    for path in [*HERE.glob("test_*.py"), *(HERE.parent / "terminal").glob("test_*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if name in DOERS:
                constants = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
                found.update(each for each in constants if isinstance(each, str))
    return frozenset(found)


PRESSED = pressed()
BROWSING = [command for command in ALL if command.__module__ in (browsing.__name__, panes.__name__)]


@pytest.mark.parametrize("command", BROWSING, ids=lambda command: command.__name__)
def test_every_command_has_a_test(command: type[Command]) -> None:
    ways = {*command.keys(), command.id(), ast.literal_eval(f'"{IN_A_TERMINAL.get(command.id(), command.id())}"')}
    assert ways & PRESSED, f"no test presses {command.keys() or command.id()}"


def test_colours_are_changed_and_the_line_for_the_settings_is_said(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.browse.run_command("CycleTheme")
            assert hand.app.theme == "light"
            assert 'theme = "light"' in hand.said

    asyncio.run(act())


def test_a_search_that_takes_long_is_stopped_by_its_key(archive: Archive, make_session: MakeSession) -> None:
    index = FakeIndex(archive)

    async def act() -> None:
        async with acting(make_session(archive, index=index)) as hand:
            await hand.press("ctrl+c")
            assert "Nothing is running" in hand.said
            index.hold = threading.Event()
            hand.app.post_message(events.Key("slash", "/"))
            hand.app.post_message(events.Key("x", "x"))
            await hand.until(lambda: index.at_once)
            await hand.press("ctrl+c")
            assert hand.said == "The search is stopped."
            assert index.cancelled == ["x"]

    asyncio.run(act())


def test_ranges_paragraphs_and_articles_backwards(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("end", "shift+up", "shift+up")
            assert len(hand.browse.list.selected) == 3
            await hand.press("escape", "g", "enter", "right_curly_bracket")
            assert hand.browse.reader.passage == "Traffic crossed the bridge again on Tuesday."
            await hand.press("right_curly_bracket", "left_curly_bracket")
            assert hand.browse.reader.passage == "Traffic crossed the bridge again on Tuesday."
            await hand.press("escape", "J")
            assert hand.browse.list.at == 1
            await hand.press("K")
            assert hand.browse.list.at == 0

    asyncio.run(act())


def test_the_palette_comes_by_its_key_and_by_the_right_button(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("ctrl+p")
            assert isinstance(hand.app.screen, CommandPalette)
            await hand.press("escape")
            await hand.pilot.click(hand.browse.list, offset=(10, 2), button=3)
            await hand.settle()
            assert hand.browse.list.cursor == 2
            assert isinstance(hand.app.screen, CommandPalette)
            assert not hand.browse.reader.has_focus

    asyncio.run(act())


def wheel(hand: Stagehand, widget: object, down: bool) -> None:
    """Turn the wheel over a part of the screen."""
    kind = events.MouseScrollDown if down else events.MouseScrollUp
    where = {"x": 5, "y": 3, "delta_x": 0, "delta_y": 1, "button": 0, "shift": False, "meta": False, "ctrl": False}
    hand.app.post_message(kind(widget=None, screen_x=5, screen_y=5, **where))  # type: ignore[arg-type]
    assert widget is not None


def test_the_wheel_scrolls_the_list_without_moving_the_cursor(big_archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(big_archive)) as hand:
            listing = hand.browse.list
            wheel(hand, listing, down=True)
            await hand.until(lambda: listing.scroll_offset.y > 0)
            assert listing.cursor == 0
            wheel(hand, listing, down=False)
            await hand.until(lambda: listing.scroll_offset.y == 0)

    asyncio.run(act())


def test_a_click_puts_the_keys_where_it_was_made(session: Session) -> None:
    async def act() -> None:
        async with acting(session, (160, 45)) as hand:
            for pane in (hand.browse.reader, hand.browse.facets, hand.browse.box, hand.browse.list):
                await hand.pilot.click(pane, offset=(3, 20 if pane is hand.browse.reader else 0))
                await hand.settle()
                assert pane.has_focus, pane

    asyncio.run(act())


def test_choices_are_taken_and_pages_left_by_clicks(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("f")
            choices = hand.app.screen.query_one("#choices")
            await hand.pilot.click(choices, offset=(5, 1), times=2)
            await hand.settle()
            assert hand.browse.view.filters == ("unread",)
            await hand.press("escape", "question_mark")
            await hand.pilot.click(offset=(1, 1))
            await hand.settle()
            assert hand.app.screen is hand.browse
            await hand.press("t")
            assert isinstance(hand.app.focused, Input)
            await hand.pilot.click(offset=(0, 0))
            await hand.settle()
            assert hand.browse.list.has_focus

    asyncio.run(act())
