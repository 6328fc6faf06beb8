"""How quick the screens feel: `python -m bench.screens [--articles N] [--archive FOLDER] [--json FILE]`.

The program runs in a real pseudo-terminal. Measured are the time and the processor time from its start to the first
article on the screen, and from each key to the first byte it paints: in the list, in the reader, at rest and while an
update runs; the time to open an article of a megabyte; and memory. The peer is a minimal Textual program in the same
terminal: what the framework itself takes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.folders import make_folder
from bench.pseudo_terminal import PseudoTerminal
from bench.report import save, show, spread
from bench.update import run_update

KEYS = 60
STARTS = 9
UNREAD = "•".encode()
"""The mark that the first article in the list carries."""
NARROW = (40, 100)
"""Rows and columns of a terminal that shows one pane."""
LONG_MARK = "Thelongone"
MOVES = (b"j", b"j", b"j", b"k")
READING = (b" ", b" ", b" ", b"b")

MINIMAL = """
from textual.app import App
from textual.widgets import OptionList
class Minimal(App):
    def compose(self):
        yield OptionList(*[f"line {i}" for i in range(1000)])
Minimal().run()
"""


@dataclass(frozen=True)
class Starts:
    """How long each of some starts took until something was painted, in milliseconds: by the clock, of a processor."""

    wall: list[float]
    cpu: list[float]


def starts(command: list[str], wanted: bytes, environment: dict[str, str]) -> Starts:
    """Start a program some times, each time in a fresh process."""
    wall, cpu = [], []
    for _ in range(STARTS):
        with PseudoTerminal(command, environment) as terminal:
            wall.append(terminal.wait_for(wanted) * 1000)
            cpu.append(terminal.cpu_ms())
    return Starts(wall, cpu)


def key_times(terminal: PseudoTerminal, keys: Sequence[bytes], count: int = KEYS) -> list[float]:
    """Milliseconds from each key to the first byte painted after it."""
    taken = []
    for i in range(count):
        terminal.settle()
        taken.append(terminal.press(keys[i % len(keys)]) * 1000)
    return taken


def opening_times(command: list[str], environment: dict[str, str], times: int = 15) -> list[float]:
    """Milliseconds from Enter on the long article, the first in the list, until its text is painted."""
    taken = []
    with PseudoTerminal(command, environment, NARROW) as terminal:
        terminal.wait_for(UNREAD)
        terminal.settle()
        for _ in range(times):
            taken.append(terminal.press_until(b"\r", LONG_MARK.encode()) * 1000)
            terminal.settle()
            terminal.press(b"h")
            # Another article is read in between, so that nothing of the long one is at hand.
            for key in (b"j", b"\r", b"h", b"g"):
                terminal.settle()
                terminal.press(key)
            terminal.settle()
    return taken


def write_long(root: Path) -> None:
    """An article of a megabyte, which no other article is newer than."""
    line = "What was said of the bridge on that day was written down by those who stood beside it. "
    paragraph = line * 6
    text = "\n\n".join(f"{LONG_MARK if i == 0 else i} {paragraph}" for i in range(1_000_000 // len(paragraph)))
    (root / "long.txt").write_text(f"A long article\n\n2099-12-30\n\n{text}\n", encoding="utf-8")


def prepared(asked: argparse.Namespace, work: Path) -> tuple[Path, str]:
    """The archive to measure on, and where its text comes from."""
    root = work / "archive"
    if asked.archive:
        shutil.copytree(asked.archive, root, ignore=shutil.ignore_patterns(".dateline"))
        return root, f"a copy of {asked.archive.name}"
    return root, make_folder(root, asked.articles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--archive", type=Path, help="a folder of articles to measure on a copy of")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        root, source = prepared(asked, work)
        write_long(root)
        environment = {**os.environ, "XDG_CACHE_HOME": str(work / "cache"), "XDG_STATE_HOME": str(work / "state")}
        environment |= {"TEXTUAL_ANIMATIONS": "none", "PYTHONSAFEPATH": "1", "TERM": "xterm-256color"}
        run_update(root, work / "cache")
        figures = measure(root, environment)
        make_folder(root / "more", min(20_000, asked.articles // 2), "txt")
        ours = [sys.executable, "-m", "tui.cli", "-a", str(root)]
        with PseudoTerminal(ours, environment) as terminal:
            terminal.wait_for(UNREAD)
            terminal.press(b"R")
            terminal.settle(1.0)
            figures["list_busy"] = key_times(terminal, MOVES)
            terminal.press(b"g")
            terminal.settle()
            terminal.press(b"\r")
            figures["reader_busy"] = key_times(terminal, READING)
    tell(figures, f"Screens at {asked.articles:,} articles ({source}), 120 × 40, median / p95")
    save(asked.json, {"benchmark": "screens", "articles": asked.articles, **figures})


def measure(root: Path, environment: dict[str, str]) -> dict[str, list[float]]:
    """Everything that is measured at rest, in milliseconds and megabytes."""
    ours = [sys.executable, "-m", "tui.cli", "-a", str(root)]
    peer = [sys.executable, "-c", MINIMAL]
    paint, peer_paint = starts(ours, UNREAD, environment), starts(peer, b"line 1", environment)
    figures = {"paint": paint.wall, "paint_cpu": paint.cpu}
    figures |= {"peer_paint": peer_paint.wall, "peer_paint_cpu": peer_paint.cpu}
    with PseudoTerminal(ours, environment) as terminal:
        terminal.wait_for(UNREAD)
        figures["list"] = key_times(terminal, MOVES)
        terminal.press(b"g")
        terminal.settle()
        terminal.press(b"\r")
        figures["reader"] = key_times(terminal, READING)
        figures["memory_own"], figures["memory_mapped"] = ([each] for each in terminal.memory_mb())
    with PseudoTerminal(peer, environment) as terminal:
        terminal.wait_for(b"line 1")
        figures["peer_list"] = key_times(terminal, [b"\x1b[B"])
    figures["open_megabyte"] = opening_times(ours, environment)
    return figures


def tell(figures: dict[str, list[float]], title: str) -> None:
    """Print the table."""
    show(
        title,
        [
            ("start to first article painted", spread(figures["paint"]), spread(figures["peer_paint"])),
            ("the same, processor time", spread(figures["paint_cpu"]), spread(figures["peer_paint_cpu"])),
            ("key to paint, in the list", spread(figures["list"]), spread(figures["peer_list"])),
            ("key to paint, in an article of 1 MB", spread(figures["reader"]), ""),
            ("in the list, while an update runs", spread(figures["list_busy"]), ""),
            ("in the reader, while an update runs", spread(figures["reader_busy"]), ""),
            ("opening an article of 1 MB", spread(figures["open_megabyte"]), ""),
            ("memory of its own", f"{figures['memory_own'][0]:.0f} MB", ""),
            ("and pages of its files, mapped", f"{figures['memory_mapped'][0]:.0f} MB", ""),
        ],
        peer="bare Textual",
    )


if __name__ == "__main__":
    main()
