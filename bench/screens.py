"""How quick the screens feel: `python -m bench.screens [--articles N] [--json FILE]`.

The program runs in a real pseudo-terminal. Measured are the time from its start to the first article on the screen,
and from each key to the first byte it paints, at rest and while an update runs. The peer is a minimal Textual
program in the same terminal: what the framework itself takes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.folders import make_folder
from bench.pseudo_terminal import PseudoTerminal
from bench.report import save, show, spread
from bench.update import run_update

KEYS = 60
UNREAD = "•".encode()
"""The mark that the first article in the list carries."""

MINIMAL = """
from textual.app import App
from textual.widgets import OptionList
class Minimal(App):
    def compose(self):
        yield OptionList(*[f"line {i}" for i in range(1000)])
Minimal().run()
"""


def first_paint(command: list[str], wanted: bytes, environment: dict[str, str], times: int) -> list[float]:
    """Milliseconds from start until `wanted` is on the screen, each time in a fresh process."""
    taken = []
    for _ in range(times):
        with PseudoTerminal(command, environment) as terminal:
            taken.append(terminal.wait_for(wanted) * 1000)
    return taken


def key_times(terminal: PseudoTerminal, keys: Sequence[bytes], count: int) -> list[float]:
    """Milliseconds from each key to the first byte painted after it."""
    taken = []
    for i in range(count):
        terminal.settle()
        taken.append(terminal.press(keys[i % len(keys)]) * 1000)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        root = work / "archive"
        source = make_folder(root, asked.articles)
        environment = {**os.environ, "XDG_CACHE_HOME": str(work / "cache"), "XDG_STATE_HOME": str(work / "state")}
        environment |= {"TEXTUAL_ANIMATIONS": "none", "PYTHONSAFEPATH": "1", "TERM": "xterm-256color"}
        run_update(root, work / "cache")
        ours = [sys.executable, "-m", "tui.cli", "-a", str(root)]
        peer = [sys.executable, "-c", MINIMAL]
        paint = first_paint(ours, UNREAD, environment, 7)
        peer_paint = first_paint(peer, b"line 1", environment, 7)
        with PseudoTerminal(ours, environment) as terminal:
            terminal.wait_for(UNREAD)
            rest = key_times(terminal, [b"j", b"j", b"j", b"k"], KEYS)
            memory = terminal.memory_mb()
        with PseudoTerminal(peer, environment) as terminal:
            terminal.wait_for(b"line 1")
            peer_rest = key_times(terminal, [b"\x1b[B"], KEYS)
        make_folder(root / "more", asked.articles // 2, "txt")
        with PseudoTerminal(ours, environment) as terminal:
            terminal.wait_for(UNREAD)
            terminal.press(b"R")
            terminal.settle(1.0)
            busy = key_times(terminal, [b"j", b"j", b"j", b"k"], KEYS)
    show(
        f"Screens at {asked.articles:,} articles ({source}), 120 × 40, median / p95",
        [
            ("start to first article painted", spread(paint), spread(peer_paint)),
            ("key to paint, at rest", spread(rest), spread(peer_rest)),
            ("key to paint, while an update runs", spread(busy), ""),
            ("memory", f"{memory:.0f} MB", ""),
        ],
        peer="bare Textual",
    )
    save(
        asked.json,
        {"benchmark": "screens", "articles": asked.articles, "paint_ms": paint, "rest_ms": rest, "busy_ms": busy},
    )


if __name__ == "__main__":
    main()
