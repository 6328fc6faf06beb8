"""Small archives for tests: real folders with real files, read by the real update."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.archive import Archive
from corpus.intake import update

CHECKPOINT = """Militia attacks checkpoint near Old Mill

Jun 23, 2020

Fighters of the River Brigade attacked a checkpoint of the Third Division near Old Mill on Monday, killing four.
Before that a landmine had hit a patrol, and its ambulances were stopped for six hours at the bridge.

- Valley Watch
"""

MARKET = """Shells fall on the market of Sarn

Jun 24, 2020

Six shells fell on the vegetable market of Sarn in the morning, wounding eleven people, a nurse among them.
Nobody claimed the attack, and both sides accuse each other of it in their bulletins.

- Radio Sarn
"""

BRIDGE = """Bridge at Old Mill reopens

Jul 2, 2020

The bridge at Old Mill was opened to lorries again after the River Brigade withdrew from its northern end.
Drivers say that mines still lie beside the road to the village, and that nobody has come to lift them.

- Valley Watch
"""

THREE: Mapping[str, str] = {
    "2020/checkpoint.txt": CHECKPOINT,
    "2020/market.txt": MARKET,
    "2020/bridge.txt": BRIDGE,
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def made(folder: Path, files: Mapping[str, str | bytes] = THREE, *, who: str = "") -> Archive:
    """An archive of these files, updated and open; close it."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, files)
    archive = Archive.open(folder, create=True, who=who)
    update(archive)
    return archive


def number(archive: Archive, title: str) -> int:
    """The article whose title contains these words."""
    rows = archive.articles.rows(archive.articles.order())
    return next(row.n for row in rows if title in row.title)
