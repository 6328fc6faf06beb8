"""Editors for tests: scripts that change a text as a person would, and keep what they were shown."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = """
import json, pathlib, sys
folder, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
turns = json.loads((folder / "turns.json").read_text(encoding="utf-8"))
shown = sorted(folder.glob("shown-*.txt"))
text = target.read_text(encoding="utf-8")
(folder / f"shown-{len(shown):03}.txt").write_text(text, encoding="utf-8")
(folder / f"mode-{len(shown):03}").write_text(oct(target.stat().st_mode & 0o777), encoding="utf-8")
turn = turns[len(shown)] if len(shown) < len(turns) else []
if turn == "fail":
    sys.exit(3)
for old, new in turn:
    if old == "*":
        text = new
    else:
        assert old in text, (old, text)
        text = text.replace(old, new, 1)
target.write_text(text, encoding="utf-8")
"""


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor whose every start has a turn: what it replaces with what; without a turn it changes nothing."""

    folder: Path

    def will(self, *turns: list[tuple[str, str]] | str) -> None:
        """What to do from now on; `*` stands for the whole text, and the turn `fail` ends badly."""
        for path in self.folder.glob("shown-*.txt"):
            path.unlink()
        (self.folder / "turns.json").write_text(json.dumps(turns), encoding="utf-8")

    @property
    def shown(self) -> list[str]:
        """The texts that it was started with."""
        return [path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("shown-*.txt"))]


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Make such an editor the user's."""
    folder.mkdir()
    (folder / "editor.py").write_text(SCRIPT, encoding="utf-8")
    editor = Editor(folder)
    editor.will()
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{folder / 'editor.py'}' '{folder}'")
    return editor
