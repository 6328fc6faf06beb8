"""Commands run as a user runs them, but within this process, and archives to run them on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
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


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three articles, closed, to be copied."""
    root = tmp_path_factory.mktemp("template") / "dispatches"
    made(root).close()
    return root


@pytest.fixture
def folder(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of three articles, closed, which is where the user is."""
    root = shutil.copytree(template, tmp_path / "dispatches")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def ids(folder: Path) -> dict[str, str]:
    """The ids of its articles: `checkpoint`, `market`, `Bridge`."""
    with Archive.open(folder, read_only=True) as archive:
        return {word: archive.articles.get(number(archive, word)).id for word in ("checkpoint", "market", "Bridge")}
