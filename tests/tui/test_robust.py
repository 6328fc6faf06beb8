"""Whatever is pressed, whatever fails: no traceback, no lost edit, and a way back to the list."""

from __future__ import annotations

import asyncio
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pytest

from corpus.archive import Archive
from tests.tui.conftest import MakeSession, acting, make_archive
from tests.tui.fakes import FakeIndex
from tests.tui.test_dialogs import OPENERS, Exports
from tui.keymap import defaults
from tui.screens.tags import OFFERED
from tui.view import View
from tui.widgets.choices import ChoiceList

LETTERS = [*"abckqrxyz[/*-", "ح", "é"]
KEYS = sorted(
    {*chain.from_iterable(defaults().values()), *LETTERS, "backspace", "delete", "home", "ctrl+w"}
    - {"ctrl+q", "ctrl+z", "q", "R"}
)
PRESSED = 300
BURST = 6


@pytest.mark.parametrize("seed", range(4))
def test_any_key_at_any_moment_hurts_nothing_and_every_edit_is_in_the_log(
    archive: Archive, make_session: MakeSession, seed: int
) -> None:
    rng = random.Random(seed)
    keys = rng.choices([*KEYS, *OPENERS.values(), "enter", "escape", "enter", "space"], k=PRESSED)
    size = [(80, 24), (160, 45)][seed % 2]
    archive.edits.tag(archive.articles.order()[:2], ["river"])

    async def act() -> None:
        async with acting(make_session(archive, exporter=Exports()), size) as hand:
            for at in range(0, len(keys), BURST):
                await hand.burst(*keys[at : at + BURST])
                assert hand.running(), keys[at - BURST : at + BURST]
            for _ in range(12):
                await hand.press("escape")
            # Escape steps back and leaves no list of records; articles are one key away.
            await hand.press("1")
            assert hand.app.screen is hand.browse
            assert archive.articles.count() == 5
            # What was said can be taken back to where it began.
            while archive.history.undo():
                pass
            await hand.press("escape")
            assert archive.tags.all() == []

    asyncio.run(act())


def test_fifty_thousand_tags_are_offered_as_quickly_as_a_few(archive: Archive, make_session: MakeSession) -> None:
    tags = [f"place/{i:05}" for i in range(50_000)]
    archive.edits.tag(archive.articles.order()[:1], tags)

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("t")
            assert "Tags of this article" in hand.text
            await hand.type("49")
            choices = hand.app.screen.query_one(ChoiceList)
            assert 0 < len(choices.choices) <= 50_001
            await hand.press("escape", "escape", "end", "t")
            await hand.type("4999")
            assert len(hand.app.screen.query_one(ChoiceList).choices) <= OFFERED + 1
            await hand.press("down", "enter", "enter")
            assert archive.tags.on(archive.articles.order()[-1:]) == {"place/49991": 1}

    asyncio.run(act())


def test_a_folder_that_vanishes_is_said_and_the_screens_go_on(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            shutil.rmtree(archive.root)
            for keys in (
                ("enter",),
                ("j",),
                ("J",),
                ("h",),
                ("D",),
                ("escape",),
                ("t",),
                (*"x", "enter", "enter"),
                ("u",),
            ):
                await hand.press(*keys)
                assert hand.running()
            for _ in range(4):
                await hand.press("escape")
            assert hand.app.screen is hand.browse

    asyncio.run(act())


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process grows any more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    "keys",
    [("t", *"tag", "enter", "enter"), ("x",), ("m",), ("a", *"note", "ctrl+o")],
    ids=["tag", "code", "mark", "note"],
)
def test_a_full_disk_is_said_and_what_was_confirmed_before_stays(
    archive: Archive, make_session: MakeSession, keys: tuple[str, ...]
) -> None:
    archive.edits.tag(archive.articles.order()[:1], ["before"])
    first = archive.articles.order()[0]

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            with full_disk():
                await hand.press(*keys)
                await hand.until(lambda: "The disk refused what was to be saved" in hand.text)
                assert "Make room on the disk" in hand.text
                await hand.press("escape", "escape")
            article = archive.articles.get(first)
            assert (article.tags, article.coding, article.notes, article.read) == (("before",), "new", (), False)
            before = archive.position()
            await hand.press("g", *keys)
            assert archive.position() > before, "once there is room, the same keys do it"

    asyncio.run(act())


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.tui.conftest import acting
from tests.tui.fakes import FakeIndex
from corpus.archive import Archive
from tui.session import Session
from tui.settings import Settings
from tui.state import SessionFile

async def act():
    archive = Archive.open(Path(sys.argv[1]))
    index = FakeIndex(archive)
    memory = SessionFile(archive.uid, Path(sys.argv[1]) / "state")
    async with acting(Session(archive, lambda: index, settings=Settings(), memory=memory)) as hand:
        await hand.press("t")
        await hand.type("river")
        await hand.press("enter", "enter", "a")
        await hand.type("half a thought")
        await hand.until(lambda: list((archive.folder / "drafts").glob("*.yaml")))
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(act())
"""


def test_after_a_kill_tags_and_the_draft_are_there(tmp_path: Path, make_session: MakeSession) -> None:
    make_archive(tmp_path / "valley").close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "valley")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    archive = Archive.open(tmp_path / "valley")
    assert archive.tags.all() == [("river", 1)]

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("a")
            assert "half a thought" in hand.look()

    asyncio.run(act())
    archive.close()


def test_one_line_of_ten_megabytes_is_read_walked_and_left(tmp_path: Path, make_session: MakeSession) -> None:
    text = "word " * 1_000_000 + "needle " + "x" * 5_000_000
    archive = make_archive(tmp_path / "valley", texts={"line.txt": f"One line\n\n2031-05-04\n\n{text}\n"})

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("enter", "f")
            await hand.type("needle")
            await hand.press("enter")
            assert "needle" in hand.text
            await hand.press("end", "home", "s", "w", "escape", "O", "escape", "L", "escape", "h")
            assert hand.browse.list.has_focus

    asyncio.run(act())
    archive.close()


def test_the_database_is_tidied_up_once_when_nothing_is_done(
    archive: Archive, make_session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied: list[int] = []
    monkeypatch.setattr(archive, "checkpoint", lambda: tidied.append(1))

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            for _ in range(12):
                hand.browse._look_around()
                await hand.settle()
            assert len(tidied) == 1
            archive.edits.tag(archive.articles.order()[:1], ["new"])
            for _ in range(12):
                hand.browse._look_around()
                await hand.settle()
            assert len(tidied) == 2

    asyncio.run(act())


def test_a_restored_place_is_never_shown_as_something_else_first(archive: Archive, make_session: MakeSession) -> None:
    index = FakeIndex(archive)
    for view, words in ((View(group="day"), "Putting the list in order"), (View(query="bridge"), "Looking for it")):
        session = make_session(archive, index=index, start=view)

        async def act() -> None:
            async with acting(session) as hand:  # noqa: B023
                shown = hand.browse._shown
                hand.browse._shown = None
                hand.browse.list.show(type(hand.browse.list.ns)("I"))
                hand.browse._say_empty()
                assert any(words in each for each in hand.browse.list._empty_words)  # noqa: B023
                hand.browse._shown = shown

        asyncio.run(act())
