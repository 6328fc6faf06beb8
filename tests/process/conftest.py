"""Commands as processes of their own, which can be killed at any point; nothing here waits for time to pass."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from index import Index
from tests.archives import made

LONGEST = 120
"""After how many seconds a process is taken for stuck, and the test fails."""

COUNTED = """
import os, signal, sys
from tui.cli import main

left = int(sys.argv[1])
calls = 0

def count(frame, event, arg):
    global calls
    if event == "call":
        calls += 1
        if calls == left:
            os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(count)
code = main(sys.argv[2:])
sys.setprofile(None)
sys.stderr.write(f"\\ncalls {calls}\\n")
sys.exit(code)
"""
"""Runs a command and kills itself, as if from outside, at the n-th call of any function; 0 lets it live and counts."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it said, if that is JSON."""
        return json.loads(self.out)

    @property
    def killed(self) -> bool:
        """Whether it was killed before its end."""
        return self.code == -signal.SIGKILL

    @property
    def calls(self) -> int:
        """How many calls of functions it made, if it counted them."""
        return int(self.err.rpartition("calls ")[2])


def dateline(*arguments: object, cwd: Path | None = None, environment: dict[str, str] | None = None) -> Ended:
    """Run a command to its end."""
    return _run([sys.executable, "-m", "tui.cli", *map(str, arguments)], cwd, environment)


def counted(at: int, *arguments: object) -> Ended:
    """Run a command that is killed at its n-th call of a function."""
    return _run([sys.executable, "-c", COUNTED, str(at), *map(str, arguments)], None, None)


def _run(command: list[str], cwd: Path | None, environment: dict[str, str] | None) -> Ended:
    ran = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd or Path.home(),
        env={**os.environ, "PYTHONSAFEPATH": "1", **(environment or {})},
        check=False,
        timeout=LONGEST,
    )
    return Ended(ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts processes that talk to the test, and ends them with it."""
    running: list[subprocess.Popen[str]] = []

    def begin(command: list[str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=Path.home(),
            env={**os.environ, "PYTHONSAFEPATH": "1"},
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate(timeout=LONGEST)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of three articles, closed."""
    root = tmp_path / "dispatches"
    made(root).close()
    return root


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def contents(root: Path, queries: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a user sees of an archive: articles, tags, unreadable files, and the answers to some searches."""
    with Archive.open(root, read_only=True) as archive:
        articles = [archive.articles.get(n) for n in archive.articles.order()]
        seen: dict[str, Any] = {
            "articles": {
                a.id: (dict(a.fields), a.tags, sorted(p.display for p in a.places if p.present), a.text_sha256)
                for a in articles
            },
            "texts": {a.id: archive.articles.text(a.n) for a in articles},
            "problems": [(p.path, p.reason) for p in archive.files.all_problems()],
            "tags": archive.tags.all(),
        }
        index = Index(archive)
        if queries:
            index.catch_up()
        for query in queries:
            found = index.search(query)
            seen[query] = (found.total, sorted(archive.articles.get(n).id for n in found.ns))
        index.close()
    return seen
