"""The contract with the terminal: starting, resizing, suspending, leaving it as it was found, and refusing politely."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.conftest import PROGRAM, Terminal, start

FIRST = "Bridge reopens after the ambush"


def assert_restored(terminal: Terminal) -> None:
    """The terminal is as it was: its modes, its screen, its cursor, its mouse."""
    assert terminal.attributes() == terminal.before
    for on, off in (("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h"), ("\x1b[?1000h", "\x1b[?1000l")):
        if on in terminal.raw:
            assert terminal.raw.rindex(off) > terminal.raw.rindex(on), repr(off)
    assert "Traceback" not in terminal.text


def test_start_read_search_and_quit(terminals: list[Terminal], valley: Path) -> None:
    terminal = start(terminals, valley)
    terminal.wait_for(FIRST)
    terminal.wait_for("5 articles")
    terminal.send("\r")
    terminal.wait_for("Traffic crossed the bridge")
    terminal.send("\x1b[D")
    terminal.forget()
    terminal.send("j\r")
    terminal.wait_for("قال شهود")
    terminal.send("q")
    terminal.send("q")
    assert terminal.wait_end() == 0
    assert_restored(terminal)


def test_a_resize_shows_more_and_less(terminals: list[Terminal], valley: Path) -> None:
    terminal = start(terminals, valley)
    terminal.wait_for(FIRST)
    for columns, rows in ((160, 45), (20, 5), (1, 1), (80, 24), (300, 90), (119, 24), (120, 24)):
        terminal.resize(columns, rows)
        os.kill(terminal.process.pid, signal.SIGWINCH)
    terminal.forget()
    terminal.resize(160, 45)
    terminal.wait_for("Years")
    terminal.wait_for("Traffic crossed the bridge")
    terminal.send("\x11")
    assert terminal.wait_end() == 0
    assert_restored(terminal)


@pytest.mark.parametrize("term", ["xterm", "xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100"])
def test_every_common_terminal_works(terminals: list[Terminal], valley: Path, term: str) -> None:
    terminal = start(terminals, valley, TERM=term, COLORTERM=None)
    terminal.wait_for(FIRST)
    terminal.send("\x11")
    assert terminal.wait_end() == 0
    assert_restored(terminal)
    if term == "linux":
        assert "▌" not in terminal.text


def test_without_colours_shapes_remain(terminals: list[Terminal], valley: Path) -> None:
    terminal = start(terminals, valley, NO_COLOR="1", COLORTERM="truecolor")
    terminal.wait_for(FIRST)
    terminal.forget()
    terminal.send(" ")
    terminal.wait_for("1 selected")
    terminal.send("\x11")
    terminal.wait_end()
    assert "✓" in terminal.text
    for red, green, blue in re.findall(r"\x1b\[[0-9;]*[34]8;2;(\d+);(\d+);(\d+)", terminal.raw):
        assert red == green == blue
    assert re.search(r"\x1b\[(?:\d+;)*7(?:;\d+)*m", terminal.raw), "the cursor's line is not reversed"


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": None}, {"TERM": ""}], ids=["dumb", "none", "empty"])
def test_a_terminal_that_cannot_is_refused_politely(
    terminals: list[Terminal], valley: Path, environment: dict[str, str | None]
) -> None:
    terminal = Terminal([sys.executable, "-c", PROGRAM, str(valley)], environment)
    terminals.append(terminal)
    assert terminal.wait_end() == 2
    assert "dateline search" in terminal.text
    assert "\x1b" not in terminal.raw


def test_without_a_terminal_it_is_refused_politely(valley: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(valley)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "dateline search" in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash for its job control")
def test_it_can_be_suspended_and_woken(terminals: list[Terminal], valley: Path) -> None:
    program = f"{shlex.quote(sys.executable)} -c {shlex.quote(PROGRAM)} {shlex.quote(str(valley))}"
    terminal = Terminal(["bash", "-c", f"set -m; {program}; echo A''SLEEP; read -r _; fg >/dev/null; echo E''NDED"], {})
    terminals.append(terminal)
    terminal.wait_for(FIRST)
    terminal.send("\x1a")
    terminal.wait_for("ASLEEP")
    assert terminal.raw.rindex("\x1b[?1049l") > terminal.raw.rindex("\x1b[?1049h")
    terminal.forget()
    terminal.send("\n")
    terminal.wait_for(FIRST)
    terminal.send("\x11")
    terminal.wait_for("ENDED")
    terminal.wait_end()
    assert_restored(terminal)


def test_a_crash_gives_the_terminal_back_and_tells_no_text(terminals: list[Terminal], valley: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tui.app import run\n"
        "from tui.screens.browse import BrowseScreen\n"
        "def fail(self, *_): secret = self.list.row(0).title; raise ValueError(secret)\n"
        "BrowseScreen._begin_search = fail; BrowseScreen.action_crash = fail\n"
        "BrowseScreen._read_other = fail\n"
        "sys.exit(run(Path(sys.argv[1])))"
    )
    terminal = start(terminals, valley, program=program)
    terminal.wait_for(FIRST)
    terminal.send("\r")
    terminal.wait_for("Traffic crossed")
    terminal.send("J")
    assert terminal.wait_end() == 1
    assert_restored(terminal)
    last = terminal.text[terminal.text.rindex("dateline stopped") :]
    assert "What you had confirmed is saved" in last
    assert FIRST not in last


def test_the_place_is_kept_for_the_next_time(terminals: list[Terminal], valley: Path) -> None:
    terminal = start(terminals, valley)
    terminal.wait_for(FIRST)
    terminal.send("jj\r")
    terminal.wait_for("Gunmen ambushed")
    terminal.send("\x11")
    terminal.wait_end()
    again = start(terminals, valley)
    again.wait_for("Gunmen ambushed")
    again.send("\x11")
    assert again.wait_end() == 0
