"""Commands run as a user runs them, but within this process, and archives to run them on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.archives import made, number
from tui.cli.run import run


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it said, if that is JSON."""
        return json.loads(self.out)


Cli = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run one command, without a terminal."""

    def invoke(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run([str(each) for each in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return invoke


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of three articles, closed, which is where the user is."""
    root = tmp_path / "dispatches"
    made(root).close()
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def ids(folder: Path) -> dict[str, str]:
    """The ids of its articles: `checkpoint`, `market`, `Bridge`."""
    with made(folder) as archive:
        return {word: archive.articles.get(number(archive, word)).id for word in ("checkpoint", "market", "Bridge")}
