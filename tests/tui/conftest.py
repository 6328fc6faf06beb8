"""Archives to browse and a hand that acts: real archives of a few made articles, an index that tests can hold up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.widget import Widget

from corpus.archive import Archive
from corpus.intake import update
from tests.tui.fakes import FakeIndex, FakeOutside
from tui.app import Dateline
from tui.screens.browse import BrowseScreen
from tui.screens.ground import Ground
from tui.session import Session
from tui.settings import Settings
from tui.state import SessionFile

LOOK = 0.001
"""How often it is looked whether what is waited for has come, in seconds."""

HOSTILE = "[/b] [red [/ [[ \x1b[31m title"

TEXTS: dict[str, str] = {
    "ambush.txt": (
        "Ambush on the river road\n\n2031-05-04\n\nGunmen ambushed a convoy near the bridge. Two guards died.\n"
    ),
    "bridge.txt": "Bridge reopens after the ambush\n\n2031-05-06\n\nTraffic crossed the bridge again on Tuesday.\n",
    "market.txt": "Shelling hits a market\n\n2031-04-02\n\nShells fell on the market. Three people were hurt.\n",
    "arabic.txt": (
        "كمين على طريق النهر\n\n2031-05-05\n\nقال شهود إن مسلحين نصبوا كمينا لقافلة قرب الجسر يوم الاثنين.\n"
    ),
    "hostile.txt": f"{HOSTILE}\n\n2031-03-01\n\n[/red] body with [brackets [ and [/ and a bell \x07 here.\n",
}


def write_articles(folder: Path, texts: dict[str, str] = TEXTS, more: int = 0) -> None:
    """Write a few articles by name, and some more that are alike."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for i in range(more):
        day = f"2030-{1 + i // 28 % 12:02}-{1 + i % 28:02}"
        text = f"Report {i} from the valley\n\n{day}\n\nReport {i}: patrol number {i} passed the post at dawn.\n"
        (folder / f"report{i}.txt").write_text(text, encoding="utf-8")


def make_archive(root: Path, *, more: int = 0, texts: dict[str, str] = TEXTS) -> Archive:
    """An archive that has read its articles."""
    root.mkdir(exist_ok=True)
    write_articles(root, texts, more)
    archive = Archive.open(root, create=True, who="RK")
    update(archive)
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Five articles: two in English that speak of an ambush, one in Arabic, one hostile, one other."""
    opened = make_archive(tmp_path / "valley")
    yield opened
    opened.close()


@pytest.fixture
def big_archive(tmp_path: Path) -> Iterator[Archive]:
    """Sixty-five articles."""
    opened = make_archive(tmp_path / "valley", more=60)
    yield opened
    opened.close()


MakeSession = Callable[..., Session]


@pytest.fixture
def make_session(tmp_path: Path) -> MakeSession:
    """Makes sessions on an archive with the fake index; `index` gives another one."""

    def make(archive: Archive, *, index: FakeIndex | None = None, **more: Any) -> Session:
        engine = index or FakeIndex(archive)
        more.setdefault("settings", Settings(glyphs="unicode", theme="dark"))
        more.setdefault("memory", SessionFile(archive.uid, tmp_path / "state"))
        more.setdefault("outside", FakeOutside(tmp_path))
        return Session(archive, lambda: engine, **more)

    return make


@pytest.fixture
def session(archive: Archive, make_session: MakeSession) -> Session:
    """A session on the five articles."""
    return make_session(archive)


def frame(app: Dateline) -> str:
    """What the screen shows, as text, one line a row."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


NAMES = {" ": "space", ":": "colon", '"': "quotation_mark", "-": "minus", "/": "slash"}
"""How keys are called that are not called by their character."""


class Stagehand:
    """Acts on a running app and waits until what came of it is done."""

    def __init__(self, app: Dateline, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def browse(self) -> BrowseScreen:
        """The browsing screen, also while something lies over it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, BrowseScreen))

    def pane(self) -> str:
        """The pane that the view names now."""
        return self.browse.view.pane

    def shows(self, widget: Widget) -> bool:
        """Whether a part is shown now."""
        return widget.display

    def running(self) -> bool:
        """Whether the app runs now."""
        return self.app.is_running

    @property
    def text(self) -> str:
        """What the screen shows."""
        return frame(self.app)

    @property
    def said(self) -> str:
        """What the status line says."""
        return next(screen for screen in reversed(self.app.screen_stack) if isinstance(screen, Ground)).status.notice

    @property
    def titles(self) -> list[str]:
        """The titles of the list."""
        return [row.title for row in self.browse.session.archive.articles.rows(self.browse.list.ns)]

    async def press(self, *keys: str) -> None:
        """Press keys, then wait until everything is done."""
        for key in keys:
            await self.burst(key)

    async def burst(self, *keys: str) -> None:
        """Press keys faster than anything can answer, then wait until everything is done."""
        for key in keys:
            self.app.post_message(events.Key(key, key_to_character(key)))
        await self.settle()

    async def keys(self, keys: list[tuple[str, str | None]]) -> None:
        """Press keys by their names and characters in one burst, then wait until everything is done."""
        for key, char in keys:
            self.app.post_message(events.Key(key, char))
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, then wait until everything is done."""
        for char in text:
            self.app.post_message(events.Key(NAMES.get(char, char), char))
        await self.settle()

    def look(self) -> str:
        """What the screen shows; of a dialog, its box alone."""
        lines = self.text.splitlines()
        for box in self.app.screen.query(".dialog, .page"):
            area = box.region
            lines = [cut(line, area.x, area.right) for line in lines[area.y : area.bottom]]
        return "\n".join(lines)

    async def look_of(self, path: Path, read: Callable[[str], str] = lambda look: look) -> str:
        """What the screen shows once it looks as a file says, or when it did not come to that within seconds."""
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        with suppress(TimeoutError):
            await self.until(lambda: read(self.look()) + "\n" == kept, seconds=5)
        return read(self.look()) + "\n"

    async def until(self, holds: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something holds, looking again and again; the test fails if it never does."""
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(LOOK)

    async def settle(self) -> None:
        """Wait until no job runs, nothing is about to be shown and no message waits."""
        async with asyncio.timeout(60):
            await self._heard()
            while self.app.is_running:
                await self._quiet()
                if self._is_settled() and not self._paints():
                    return
                await asyncio.sleep(LOOK)

    def _is_settled(self) -> bool:
        return not getattr(self.app, "_early", ()) and all(
            screen.is_settled for screen in self.app.screen_stack if isinstance(screen, Ground)
        )

    async def _heard(self) -> None:
        """Wait until the app has answered every key: it does so one after the other, and may wait for a box."""
        done = asyncio.Event()
        if self.app.call_later(done.set):
            await self.until(lambda: done.is_set() or not self.app.is_running)

    async def _quiet(self) -> None:
        """Wait until everything that runs here waits for something: no message is on its way to anything."""
        ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        await asyncio.sleep(0)
        while ready:
            await asyncio.sleep(0)

    def _paints(self) -> bool:
        """Whether the screen in front is still to be laid out or drawn."""
        screen = self.app.screen
        behind = any(each._compositor._dirty_regions for each in self.app._background_screens)
        required = screen._layout_required or screen._scroll_required or screen._repaint_required
        return bool(required or behind or screen._layout_widgets or screen._dirty_widgets)


def cut(line: str, left: int, right: int) -> str:
    """The part of a line between two cells; a mark without width belongs to the cell before it."""
    kept: list[str] = []
    at = 0
    for char in line:
        width = cell_len(char)
        if left <= at < right and (width or kept):
            kept.append(char)
        at += width
    return "".join(kept)


@asynccontextmanager
async def acting(session: Session, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stagehand]:
    """Run the app on a session."""
    app = Dateline(session)
    async with app.run_test(size=size) as pilot:
        hand = Stagehand(app, pilot)
        await hand.until(lambda: any(isinstance(screen, BrowseScreen) for screen in app.screen_stack))
        await hand.settle()
        yield hand
