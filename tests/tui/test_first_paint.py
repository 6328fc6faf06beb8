"""What is loaded before the first paint: the store and the screens, and nothing that searches or counts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.tui.conftest import make_archive

PROGRAM = """
import asyncio, sys
from pathlib import Path
from tui.app import Dateline
from tui.session import Session
from tui.screens.browse import BrowseScreen

loaded = []
after = BrowseScreen._after_first_paint

def first_paint(self):
    loaded.extend(sys.modules)
    after(self)

BrowseScreen._after_first_paint = first_paint

async def act():
    app = Dateline(Session.open(Path(sys.argv[1])))
    async with app.run_test(size=(80, 24)) as pilot:
        while not loaded:
            await pilot.pause()
        screen = next(each for each in app.screen_stack if isinstance(each, BrowseScreen))
        print(len(screen.list.ns), "rows")
    app.session.close()

asyncio.run(act())
print(*sorted(loaded))
"""

NOT_YET = ("whoosh", "numpy", "markdown_it", "trafilatura", "lxml", "yaml", "dateutil", "charset_normalizer", "click")


def test_only_what_the_first_page_needs_is_loaded(tmp_path: Path) -> None:
    make_archive(tmp_path / "valley").close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "valley")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    rows, modules = done.stdout.splitlines()[-2:]
    assert rows == "5 rows"
    loaded = {name.partition(".")[0] for name in modules.split()}
    assert "corpus" in loaded
    assert not loaded & set(NOT_YET), sorted(loaded & set(NOT_YET))
