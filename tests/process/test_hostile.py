"""An archive from a stranger: whatever lies in it, no command runs any of it, wherever it is started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.archives import THREE, write
from tests.process.conftest import LONGEST

MODULES = (
    *("json.py", "multiprocessing.py", "yaml.py", "sqlite3.py", "tomllib.py", "random.py", "readline.py"),
    *("corpus/__init__.py", "index/__init__.py", "tui/__init__.py", "whoosh/__init__.py", "click/__init__.py"),
    *("textual/__init__.py", "sitecustomize.py", "usercustomize.py", "platformdirs.py", "Stemmer.py"),
)
FILES = ("setup.cfg", "pyproject.toml", ".env", "config.toml", ".dateline.toml", "conftest.py")

COMMANDS: dict[str, list[str]] = {
    "help": ["--help"],
    "version": ["--version"],
    "update": ["update"],
    "search": ["search", "checkpoint", "--facets"],
    "tag add": ["tag", "add", "mines", "--query", "checkpoint"],
    "tag list": ["tag", "list"],
    "tag rename": ["tag", "rename", "mines", "weapons"],
    "tag remove": ["tag", "remove", "weapons", "--query", "checkpoint"],
    "set": ["set", "ID", "title=Other", "notes+=seen"],
    "show": ["show", "ID"],
    "new": ["new", "actor", "actor.yaml"],
    "set a record": ["set", "X-0001", "kind=Rebel Groups"],
    "edit": ["edit", "X-0001"],
    "show a record": ["show", "X-0001"],
    "list": ["list", "actors"],
    "export a table": ["export", "--all", "--format", "csv", "-o", "out.csv"],
    "history": ["history"],
    "undo": ["undo"],
    "redo": ["redo"],
    "export": ["export", "--all", "-o", "out.yaml"],
    "import": ["import", "out.yaml"],
    "stats": ["stats"],
    "check": ["check", "--fix"],
    "purge": ["purge", "ID", "--yes-purge", "ID"],
    "completion": ["completion", "bash"],
    "demo": ["demo"],
    "screens": [],
}


CHILDREN = {"update", "search", "export", "import", "purge", "demo"}
"""The commands that are tried the way dateline starts children of its own, too."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive full of modules that would be imported by whoever looks for them where they stand."""
    root = tmp_path_factory.mktemp("stranger") / "dispatches"
    canary = root.parent / "canary"
    code = f"open({str(canary)!r}, 'a').write(__file__ + chr(10))\n"
    settings = dict.fromkeys(FILES, "[dateline]\nwho = 'intruder'\n")
    write(root, {**THREE, **dict.fromkeys(MODULES, code), **settings, "actor.yaml": "names: Brigade"})
    return root


def run(command: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run something in a folder, without a terminal."""
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=LONGEST,
    )


def test_the_canary_would_sing(hostile: Path) -> None:
    run([sys.executable, "-c", "import json"], hostile)
    assert (hostile.parent / "canary").exists()
    (hostile.parent / "canary").unlink()


@pytest.mark.parametrize("way", ["script", "module"])
def test_no_command_runs_anything_of_the_archive_it_stands_in(hostile: Path, way: str) -> None:
    script = Path(sysconfig.get_path("scripts")) / "dateline"
    start = [str(script)] if way == "script" else [sys.executable, "-m", "tui.cli"]
    environment = {"EDITOR": "true", **({} if way == "script" else {"PYTHONSAFEPATH": "1"})}
    if not script.exists():
        pytest.skip("dateline is not installed here as a command")
    run([*start, "update", "-a", "."], hostile, **environment)
    id_ = run([*start, "search", "checkpoint", "--json"], hostile, **environment).stdout.partition('"id": "')[2][:22]
    assert id_.startswith("a-")
    ended = {}
    for name, words in COMMANDS.items():
        if way == "module" and name not in CHILDREN:
            continue
        ran = run([*start, *(id_ if word == "ID" else word for word in words)], hostile, **environment)
        ended[name] = ran.returncode
        assert "intruder" not in ran.stdout, name
    assert not (hostile.parent / "canary").exists()
    assert {name for name, code in ended.items() if code} <= {"screens", "check"}
    shutil.rmtree(hostile / ".dateline")
    shutil.rmtree(hostile / "dateline-demo")
    for name in ("out.yaml", "out.csv"):
        (hostile / name).unlink(missing_ok=True)


def test_children_import_nothing_from_where_they_stand(hostile: Path) -> None:
    script = (
        "import subprocess, sys\n"
        "from tui.cli import main\n"
        "main(['--version'])\n"
        "sys.exit(subprocess.run([sys.executable, '-c', 'import json, yaml, corpus']).returncode)\n"
    )
    ran = run([sys.executable, "-P", "-c", script], hostile)
    assert ran.returncode == 0, ran.stderr
    assert not (hostile.parent / "canary").exists()
