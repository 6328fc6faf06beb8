"""The founding article coded whole by keys alone, in a terminal: what comes out is what was coded by hand."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from corpus.archive import Archive
from corpus.bundle.write import export_file
from corpus.intake import update
from tests.corpus.coded_alike import alike
from tests.terminal.conftest import Terminal
from tests.tui.key_scripts import FOLDER, count, lines, sent

QUIET = 0.01
ESCAPE = 0.3
"""How long a terminal waits for what follows an Esc, and somewhat more, in seconds."""

PATIENCE = 600
PROGRAM = "import sys; from pathlib import Path; from tui.app import run; sys.exit(run(Path(sys.argv[1])))"


def test_the_founding_article_is_coded_by_keys_alone(
    data: Path,
    tmp_path: Path,
    own_home: Path,
    terminals: list[Terminal],
) -> None:
    seed = data / "seed"
    if not seed.is_dir():
        pytest.skip(f"needs the founding article: {data} has no folder seed")
    settings = own_home / "config" / "dateline" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("update_at_start = false\n")
    root = tmp_path / "archive"
    root.mkdir()
    shutil.copy(next(seed.glob("*.txt")), root)
    with Archive.open(root, create=True) as archive:
        update(archive)
    # What is proved is what the keys do; painting each of them would take most of the time.
    terminal = Terminal([sys.executable, "-c", PROGRAM, str(root)], {"TEXTUAL_FPS": "2"}, (80, 24))
    terminals.append(terminal)
    terminal.wait_for("Russian-backed")
    script = (FOLDER / "founding-article.keys").read_text(encoding="utf-8")
    started = time.monotonic()
    for keys in lines(script):
        # A terminal holds a few thousand keys at most, and an Esc and the key after it would be read as one.
        for piece in "".join(sent(keys)).replace("\x1b", "\x1b\0").split("\0"):
            terminal.send(piece)
            while terminal.unread():
                terminal.read(QUIET)
            if piece.endswith("\x1b"):
                terminal.read(ESCAPE)
    until(terminal, lambda: _is_whole(root))
    terminal.send("\x11")
    assert terminal.wait_end() == 0
    sys.stdout.write(f"{count(script):,} keys in {time.monotonic() - started:.0f} s\n")
    out = tmp_path / "out.yaml"
    with Archive.open(root) as archive:
        export_file(archive, out, numbers=archive.articles.order(), profile="share")
    ours = yaml.safe_load(out.read_text(encoding="utf-8"))
    coded = yaml.safe_load((seed / "coded.yaml").read_text(encoding="utf-8"))
    mine, theirs = alike(ours), alike(coded)
    for kind, records in theirs.items():
        assert [each for each in mine[kind] if each not in records] == [], kind
        assert mine[kind] == records
    article = {name: ours["articles"][0].get(name) for name in coded["articles"][0]}
    assert article == coded["articles"][0]


def until(terminal: Terminal, holds: Callable[[], object]) -> None:
    """Read until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        for _ in range(10):
            terminal.read(0.1)


def _is_whole(root: Path) -> bool:
    """Whether the last two things that the keys say are written: how far the coding is, and the tag."""
    with Archive.open(root, read_only=True) as archive:
        article = archive.articles.get(archive.articles.order()[0])
        return article.coding == "coded" and bool(article.tags)
