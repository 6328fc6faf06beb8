"""How quick coding feels: `python -m bench.coding [--incidents N] [--passages N] [--json FILE]`.

The program runs in a real pseudo-terminal on an archive with many incidents, one of them told by very many passages.
Measured is the time from a key to the first byte it paints: in the list of incidents, on the longest page, in the form,
from sentence to sentence, and in a line that is typed. Beside it stands a bare Textual list in the same terminal. What
saving an act takes is measured without a screen.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from bench.pseudo_terminal import PseudoTerminal
from bench.report import save, show, spread
from bench.screens import KEYS, MINIMAL, key_times
from corpus.archive import Archive
from corpus.intake import update
from tui.coding import acts
from tui.coding.desk import Desk

_AT_ONCE = 250
_SENTENCE = (
    "Men of the River Brigade fired at post {i} near Old Mill on Monday, killing {i} of the guards and wounding others."
)


def make_archive(root: Path, incidents: int, passages: int) -> None:
    """An archive of one long article, many incidents, and many passages that speak of the newest of them."""
    root.mkdir()
    body = "\n".join(" ".join(_SENTENCE.format(i=10 * j + i) for i in range(10)) for j in range(passages // 10))
    (root / "long.txt").write_text(f"What was seen\n\n2031-03-11\n\n{body}\n", encoding="utf-8")
    with Archive.open(root, create=True, who="RK") as archive:
        update(archive)
        records = archive.records
        actor = records.create("actor", {"names": [{"text": "River Brigade", "kind": "name"}]})
        records.create("place", {"names": [{"text": "Old Mill", "kind": "name"}]})
        made = ""
        for start in range(0, incidents, _AT_ONCE):
            act = records.act()
            for i in range(start, min(incidents, start + _AT_ONCE)):
                made = act.create(
                    "incident",
                    {
                        "title": f"Shots at post {i}",
                        "date": {"edtf": f"{2012 + 18 * i // incidents}-{1 + i % 12:02}-{1 + i % 28:02}"},
                        "event": "Battles",
                        "sub_event": "Armed clash",
                        "scope": "single",
                        "actors": [{"id": "k1", "actor": actor, "role": "attacker", "side": "a"}],
                        "harm": [{"id": "h1", "to": "b", "kind": "killed", "low": i % 9}],
                        "status": ("to do", "ready for review", "done")[i % 3],
                    },
                )
            act.commit()
        records.set(made, "date.edtf", "2031-03-10")
        desk = Desk(archive, archive.articles.order()[0])
        desk.take(made)
        for unit in desk.units[1:]:
            act = records.act()
            act.create(
                "passage",
                {
                    "article": desk.article,
                    "quote": {"exact": desk.texts["text"][unit.start : unit.end], "start": unit.start},
                    "points": [{"record": made, "field": "harm[h1].low", "value": unit.start % 7, "stance": "says"}],
                },
            )
            act.commit()


def saving_times(root: Path, times: int) -> list[float]:
    """Milliseconds to understand and write one act, each a row of harm with its sentence."""
    taken = []
    with Archive.open(root, who="RK") as archive:
        desk = Desk(archive, archive.articles.order()[0])
        change = acts.new_incident(desk)
        change.act.commit(change.what)
        for i in range(times):
            desk.step(1)
            started = time.perf_counter()
            change = acts.fill(desk, "harm", f"{i + 1} killed b, stated the guards")
            change.act.commit(change.what)
            taken.append((time.perf_counter() - started) * 1000)
    return taken


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=5_000)
    parser.add_argument("--passages", type=int, default=500)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        root = work / "archive"
        make_archive(root, asked.incidents, asked.passages)
        environment = {**os.environ, "XDG_CACHE_HOME": str(work / "cache"), "XDG_STATE_HOME": str(work / "state")}
        environment |= {"TEXTUAL_ANIMATIONS": "none", "PYTHONSAFEPATH": "1", "TERM": "xterm-256color"}
        figures = {"saving an act (without a screen)": saving_times(root, KEYS)}
        with PseudoTerminal([sys.executable, "-m", "tui.cli", "-a", str(root)], environment) as terminal:
            terminal.wait_for(b"What was seen")
            terminal.settle(3.0)
            terminal.press(b"2")
            figures["a key in the list of incidents"] = key_times(terminal, [b"j", b"j", b"j", b"k"], KEYS)
            terminal.settle(1.0)
            terminal.press(b"g")
            terminal.press(b"\r")
            figures["a key on the longest page"] = key_times(terminal, [b"j", b"j", b"j", b"k"], KEYS)
            terminal.press(b"1")
            terminal.settle(1.0)
            terminal.press(b"\r")
            terminal.press(b"c")
            terminal.settle(2.0)
            figures["a key in the form"] = key_times(terminal, [b"j", b"k"], KEYS)
            figures["from sentence to sentence"] = key_times(terminal, [b" "], KEYS)
            terminal.press(b"n")
            terminal.settle(1.0)
            figures["from sentence to sentence, new incident"] = key_times(terminal, [b" "], KEYS)
            terminal.press(b"p")
            figures["a key in a line that is typed"] = key_times(terminal, [b"R", b"i", b"v", b"\x7f"], KEYS)
            memory, _ = terminal.memory_mb()
        with PseudoTerminal([sys.executable, "-c", MINIMAL], environment) as terminal:
            terminal.wait_for(b"line 1")
            peer = key_times(terminal, [b"\x1b[B"], KEYS)
    rows = [(what, spread(taken), spread(peer) if "screen" not in what else "") for what, taken in figures.items()]
    show(
        f"Coding, {asked.incidents:,} incidents, {asked.passages:,} passages of one of them, 120 × 40, median / p95",
        [*rows, ("memory", f"{memory:.0f} MB", "")],
        peer="bare Textual",
    )
    save(asked.json, {"benchmark": "coding", "incidents": asked.incidents, "passages": asked.passages, **figures})


if __name__ == "__main__":
    main()
