"""What the screens look like as text, at the smallest size and at a wide one, in Latin and Arabic.

The frames stand in `frames/`, to be read in a diff. To make them again, run this with DATELINE_FRAMES=write. Every
screen of one size and script is walked through in one run of the program.
"""

from __future__ import annotations

import asyncio
import os
import re
from functools import cache
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.intake import update
from tests.tui.conftest import TEXTS, MakeSession, Stagehand, acting, make_archive, write_articles
from tests.tui.fakes import FakeIndex, FakeOutside
from tui.glyphs import ASCII
from tui.plainer import PlainSigns
from tui.session import Session
from tui.settings import Settings
from tui.state import SessionFile
from tui.view import View

FRAMES = Path(__file__).parent / "frames"
SIZES = {"80x24": (80, 24), "160x45": (160, 45)}
SETTLED = re.compile(r"\d{4}-\d\d-\d\d\u2069? \d\d:\d\d(:\d\d)?(?= UTC| ·)|(?<=valley-)\d{4}-\d\d-\d\d")
"""Times and dates of the run itself."""

LATIN = {
    **TEXTS,
    "long.txt": "A river in three parts\n\n2031-05-07\n\n"
    + "\n".join(
        f"Part {word}\n" + "\n".join(f"What was seen in part {word} on day {i} was written down." for i in range(9))
        for word in ("one", "two", "three")
    )
    + "\nMore at https://example.org/river.\n",
}
ARABIC = {
    "kamin.txt": (
        "كمين على طريق النهر\n\n2031-05-05\n\nقال شهود يوم 2031-05-04 إن مسلحين نصبوا كمينا لقافلة قرب الجسر."
        " انظر https://example.org/a للتفاصيل.\n"
    ),
    "suq.txt": "قصف على السوق (الجزء 2)\n\n2031-04-02\n\nسقطت قذائف على السوق. أصيب ثلاثة أشخاص، بحسب TNA.\n",
    "mixed.txt": "Bridge: شرفة النهر\n\n2031-05-06\n\nThe paper شرفة النهر wrote of the bridge.\n\nوعاد الجسر.\n",
}
SCRIPTS = {"latin": LATIN, "arabic": ARABIC}

LISTS_OF_COMMANDS = frozenset({"help", "manual"})
"""Pages whose middle is every command there is: only how they begin and end is held to a frame."""

SCREENS: dict[str, tuple[str, ...]] = {  # a bar stands where what came before must have been answered
    "list": (),
    "selection": ("space", "space", "v", "down"),
    "groups": ("O",),
    "outlets": ("O", "O"),
    "facets": ("F", "|", "minus"),
    "filter": ("f",),
    "reader": ("enter",),
    "passage": ("enter", "|", "s"),
    "found": ("enter", "|", "f", "|", *"r"),
    "links": ("enter", "|", "G", "|", "L"),
    "outline": ("enter", "|", "O"),
    "details": ("D",),
    "search": ("slash", *"ri"),
    "matches": ("slash", *"r", "|", "enter", "|", "enter", "|", "n"),
    "nothing-found": ("slash", *"zzz", "enter"),
    "mistake": ("slash", *'"r', "enter"),
    "tags": ("asterisk", "t", *"ri"),
    "rename": ("r",),
    "coding": ("C",),
    "note": ("a", *"on"),
    "copy": ("y",),
    "original": ("ctrl+o",),
    "versions": ("V",),
    "saved": ("slash", *"r", "|", "enter", "|", "S"),
    "export": ("e",),
    "problems": ("p",),
    "help": ("question_mark",),
    "manual": ("f1",),
}
FIRST: dict[tuple[str, str], tuple[str, ...]] = {
    ("rename", "latin"): ("F",),
    ("rename", "arabic"): ("F", "|", "down"),
    ("links", "arabic"): ("j",),
    ("versions", "latin"): ("G", "k"),
    ("versions", "arabic"): ("G",),
}
"""Where to go first, by screen and script."""


@cache
def frames(tmp: Path, script: str, size: str) -> dict[str, str]:
    """Every screen, each from where the program begins."""
    home = tmp / f"{script}-{size}"
    home.mkdir()
    archive = make_archive(home / "valley", texts=SCRIPTS[script])
    last = "suq.txt" if script == "arabic" else "market.txt"
    write_articles(archive.root, {last: SCRIPTS[script][last] + "\nCorrected.\n", "empty.txt": ""})
    update(archive)
    archive.edits.tag(archive.articles.order()[:2], ["river", "كمين/طريق" if script == "arabic" else "ambush/road"])
    archive.edits.set_fields(
        archive.articles.order()[:2], {"outlet": "شرفة النهر" if script == "arabic" else "River Times"}
    )

    async def walk() -> dict[str, str]:
        seen = {}
        index = FakeIndex(archive)
        session = Session(
            archive,
            lambda: index,
            settings=Settings(glyphs="unicode", theme="dark", direction="terminal"),
            memory=SessionFile(archive.uid, home / "state"),
            outside=FakeOutside(home),
        )
        async with acting(session, SIZES[size]) as hand:
            for name in SCREENS:
                await go_home(hand)
                for keys in "\0".join((*FIRST.get((name, script), ()), "|", *SCREENS[name])).split("|"):
                    await hand.burst(*(key for key in keys.split("\0") if key))
                # The letters on addresses lie over the article, in the screen below the one that takes them.
                text = below(hand) if name == "links" else hand.look()
                if name in LISTS_OF_COMMANDS:
                    text = "\n".join([*text.splitlines()[:4], *text.splitlines()[-3:]])
                seen[name] = SETTLED.sub(lambda found: re.sub(r"\d", "0", found[0]), text) + "\n"
        return seen

    try:
        return asyncio.run(walk())
    finally:
        archive.close()


async def go_home(hand: Stagehand) -> None:
    """Go to where the program begins, from wherever it is now."""
    while hand.app.screen is not hand.browse:
        await hand.burst("escape")
    browse = hand.browse
    browse.reader.action_first()
    browse.end_finding()
    browse.reader.drop_passage()
    browse.list.clear_selection()
    browse.go(View())
    await hand.settle()
    browse.set_focus(browse.list)
    await hand.burst("g")
    browse.say("")


def below(hand: Stagehand) -> str:
    """What the browsing screen shows under whatever lies over it."""
    return "\n".join(strip.text.rstrip() for strip in hand.browse._compositor.render_strips())


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all of these tests."""
    return tmp_path_factory.mktemp("frames")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.xdist_group("frames")
def test_every_screen_looks_as_it_did(
    together: Path, own_home: Path, script: str, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    differing = []
    for name, text in frames(together, script, size).items():
        path = FRAMES / f"{name}-{script}-{size}.txt"
        if os.environ.get("DATELINE_FRAMES") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if text != path.read_text(encoding="utf-8"):
            differing.append(f"--- {path.name}, as it is now:\n{text}")
    assert not differing, "\n".join(differing)


def test_ascii_terminals_get_ascii(archive: Archive, make_session: MakeSession) -> None:
    (archive.root / "arabic.txt").unlink()

    async def act() -> None:
        session = make_session(archive, settings=Settings(glyphs="ascii", theme="ansi"))
        assert session.glyphs is ASCII
        async with acting(session) as hand:
            for keys in (("slash", *"ambush", "enter"), ("enter",), ("escape", "asterisk", "t"), ("escape", "f")):
                for key in keys:
                    await hand.press(key)
                assert hand.text.isascii(), [char for char in hand.text if not char.isascii()]

    asyncio.run(act())


def test_plain_signs_keep_the_width_of_a_line() -> None:
    from rich.cells import cell_len
    from rich.segment import Segment
    from textual.color import Color

    line = "┌─ “Bridge…” │ ▁▂▃ ✓ ❯ · ×"
    (drawn,) = PlainSigns().apply([Segment(line)], Color(0, 0, 0))
    assert drawn.text.isascii()
    assert len(drawn.text) == cell_len(line)
