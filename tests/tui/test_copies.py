"""Near-copies on the screens: marked in lists, shown as one group, told of in the reader and in the details."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from index.copies import find_copies
from tests.tui.conftest import MakeSession, acting, make_archive
from tui.copies import Carried

BODY = """Shells fell on the grain market of the hill town on Sunday morning, the valley monitor AVM said.
Seven people who had come for flour were killed before noon. Two bakers and a boy of nine are among the dead. Nobody
has claimed the attack, and the army says that none of its guns fired that day."""
OTHER = """The ferry over the salt lake runs again after ten weeks, with one boat instead of three and at twice the old
fare. Those who lived from the crossing say that they will wait for the spring before they repair the pier."""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Four articles: two papers and a wire with one text, and one with another."""
    texts = {
        "wire.md": ("Seven killed at a market", "2031-05-03", "Meridian Wire", f"{BODY}\n\n- AVM\n"),
        "post.md": ("Flour and shells", "2031-05-05", "Harbour Post", f"{BODY} The Post has asked the army again.\n"),
        "times.md": ("Market shelled", "2031-05-04", "River Times", BODY),
        "ferry.md": ("The ferry is back", "2031-05-04", "River Times", OTHER),
    }
    files = {
        name: f'---\ntitle: {title}\ndate: "{day}"\npublisher: {outlet}\n---\n\n{body}\n'
        for name, (title, day, outlet, body) in texts.items()
    }
    archive = make_archive(tmp_path_factory.mktemp("copies") / "valley", texts=files)
    find_copies(archive)
    yield archive
    archive.close()


def test_copies_are_marked_and_told_of_in_the_reader_and_in_the_details(
    copied: Archive, make_session: MakeSession
) -> None:
    async def act() -> None:
        async with acting(make_session(copied), size=(200, 30)) as hand:
            await hand.until(lambda: "≣ 3 outlets" in hand.text)
            marked = [line for line in hand.text.splitlines() if "2031-05" in line and "  ≣ " in line]
            assert sorted(line.split("≣ ")[1].split("  ")[0] for line in marked) == [
                "Flour and shells",
                "Market shelled",
                "Seven killed at a market",
            ]
            assert "≣ 3 outlets, 1 origin: AVM; first Meridian Wire, 2031-05-03; 3 articles" in hand.text
            await hand.press("D")
            assert "Near-copies: 3 outlets, 1 origin: AVM" in hand.text
            told = [
                line.replace("│", " ").split()
                for line in hand.text.splitlines()
                if "the same" in line or "  first  " in line
            ]
            assert [line[0] for line in told] == ["2031-05-03", "2031-05-04", "2031-05-05"]
            assert ["this" in line for line in told] == [False, False, True]

    asyncio.run(act())


def test_copies_stand_together_under_who_was_first_and_say_how_many_the_list_holds(
    copied: Archive, make_session: MakeSession
) -> None:
    async def act() -> None:
        async with acting(make_session(copied), size=(200, 30)) as hand:
            await hand.press("O", "O", "O")
            assert hand.titles == [
                "Seven killed at a market",
                "Market shelled",
                "Flour and shells",
                "The ferry is back",
            ]
            assert "3 outlets, 1 origin: AVM; first Meridian Wire, 2031-05-03; 3 articles" in hand.text
            assert "no near-copies  1" in hand.text
            await hand.press("slash")
            await hand.type('source:"Post"')
            await hand.press("enter")
            assert hand.titles == ["Flour and shells"]
            assert "1 of 3 articles" in hand.text

    asyncio.run(act())


def test_only_the_groups_in_sight_are_told_of(
    tmp_path: Path, make_session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def tell(_archive: Archive, carried: Carried) -> str:
        asked.append(carried.members[0])
        return "told"

    monkeypatch.setattr("tui.screens.stage.told", tell)
    stories = [f"{BODY} {' '.join(f'street{n}x{i}' for i in range(90))}" for n in range(30)]
    files = {
        f"{n}-{i}.txt": f"Story {n}\n\n2031-05-{1 + i:02}\n\n{story}\n"
        for n, story in enumerate(stories)
        for i in (0, 1)
    }
    archive = make_archive(tmp_path / "valley", texts=files)
    find_copies(archive)

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("O", "O", "O")
            assert 0 < len(asked) < 12
            assert len(set(asked)) == len(asked)
            await hand.press("end")
            assert len(asked) < 24

    asyncio.run(act())
    archive.close()
