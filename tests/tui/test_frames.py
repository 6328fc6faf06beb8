"""What the screens look like as text, at the smallest size and at a wide one, in Latin and Arabic.

The frames stand in `frames/`, to be read in a diff. To make them again, run this with DATELINE_FRAMES=write.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from corpus.archive import Archive
from tests.tui.conftest import MakeSession, acting
from tui.glyphs import ASCII
from tui.settings import Settings

FRAMES = Path(__file__).parent / "frames"

SCREENS: dict[str, tuple[str, ...]] = {
    "list": (),
    "selection": ("space", "space", "v", "down"),
    "reader": ("enter",),
    "arabic": ("down", "enter"),
    "search": ("slash", *"ambush"),
    "matches": ("slash", *"bridge", "enter", "enter", "n"),
    "nothing-found": ("slash", *"zzz", "enter"),
    "tags": ("asterisk", "t", *"ri"),
    "coding": ("C",),
    "filter": ("f",),
    "help": ("question_mark",),
    "manual": ("f1",),
    "problems": ("p",),
}
SIZES = {"80x24": (80, 24), "160x45": (160, 45)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_did(archive: Archive, make_session: MakeSession, name: str, size: str) -> None:
    archive.edits.tag(archive.articles.order()[:2], ["river", "ambush/road"])

    async def act() -> str:
        async with acting(make_session(archive), SIZES[size]) as hand:
            await hand.burst(*SCREENS[name])
            return hand.look()

    text = asyncio.run(act()) + "\n"
    path = FRAMES / f"{name}-{size}.txt"
    if os.environ.get("DATELINE_FRAMES") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_ascii_terminals_get_ascii(archive: Archive, make_session: MakeSession) -> None:
    (archive.root / "arabic.txt").unlink()

    async def act() -> None:
        session = make_session(archive, settings=Settings(glyphs="ascii", theme="ansi"))
        assert session.glyphs is ASCII
        async with acting(session) as hand:
            for keys in (("slash", *"ambush", "enter"), ("enter",), ("escape", "asterisk", "t"), ("escape", "f")):
                for key in keys:
                    await hand.press(key)
                drawn = "".join(line for line in hand.text.splitlines() if "│" not in line and "─" not in line)
                assert drawn.isascii(), [char for char in drawn if not char.isascii()]

    asyncio.run(act())
