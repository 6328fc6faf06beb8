"""What coding and the screens of records look like as text, in both scripts, at the smallest size and at a wide one.

The frames stand in `frames/`, to be read in a diff. To make them again, run this with DATELINE_FRAMES=write.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path

import pytest

from corpus.archive import Archive
from tests import archives
from tests.tui.conftest import MakeSession, acting
from tests.tui.key_scripts import lines, named
from tests.tui.test_coding import ARABIC, STORM
from tui.settings import Settings

FRAMES = Path(__file__).parent / "frames"
SIZES = {"80x24": (80, 24), "160x45": (160, 45)}
SCRIPTS = {"latin": STORM, "arabic": ARABIC}

SCREENS = {
    "code": "<Enter>c\nn",
    "code-refused": "<Enter>c\nn\nh4 kild b<Enter>",
    "code-event": "<Enter>c\nn\ne",
    "code-filled": "<Enter>c\nY\nvValley Watch; residents<Enter>\ns..",
    "incidents": "<Enter>c\nY\n2",
    "incident": "<Enter>c\nY\n2\n<Enter>",
    "timeline": "<Enter>c\nY\n6",
    "coverage": "8",
}
ID = re.compile(r"\b[a-z]-[0-9a-z]{26}\b")
"""An id that is made anew each time."""

RTL = ("code", "code-filled", "incident")
"""The screens that right-to-left text could shift."""


@pytest.fixture(scope="module")
def valleys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An archive of one article in each script, made once and copied for every screen."""
    made = {script: tmp_path_factory.mktemp(script) / "valley" for script in SCRIPTS}
    for script, folder in made.items():
        archives.made(folder, {"one.txt": SCRIPTS[script]}, who="RK").close()
    return made


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "script"), [*((name, "latin") for name in SCREENS), *((name, "arabic") for name in RTL)]
)
def test_a_screen_looks_as_it_did(
    valleys: dict[str, Path], tmp_path: Path, make_session: MakeSession, name: str, script: str, size: str
) -> None:
    path = FRAMES / f"{name}-{script}-{size}.txt"

    async def act(archive: Archive) -> str:
        session = make_session(archive, settings=Settings(glyphs="unicode", theme="dark", direction="terminal"))
        async with acting(session, SIZES[size]) as hand:
            for keys in lines(SCREENS[name]):
                await hand.keys(named(keys))
            return await hand.look_of(path, lambda look: ID.sub(lambda found: "x" * len(found[0]), look))

    shutil.copytree(valleys[script], tmp_path / "valley")
    with Archive.open(tmp_path / "valley", who="RK") as archive:
        text = asyncio.run(act(archive))
    if os.environ.get("DATELINE_FRAMES") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
