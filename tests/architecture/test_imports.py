"""What a command loads: nothing heavy before it is needed, seen from a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archives import made

LOADED = """
import json, sys
from tui.cli import main
code = main(json.loads(sys.argv[1]))
sys.stdout.flush()
sys.stderr.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""

SCREENS = {"textual", "rich"}
ENGINE = {"whoosh", "numpy"}
READERS = {"trafilatura", "lxml", "yaml", "charset_normalizer", "htmldate", "dateutil"}


def run(script: str, *arguments: str) -> list[object]:
    """What a script says in its last line on standard error, as JSON."""
    ran = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    value = json.loads(ran.stderr.splitlines()[-1])
    assert isinstance(value, list)
    return value


def loaded(*arguments: str) -> set[str]:
    """The packages that a command loads; the command must end well."""
    code, modules = run(LOADED, json.dumps(arguments))
    assert code == 0
    assert isinstance(modules, list)
    return {str(module).partition(".")[0] for module in modules}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("imports") / "dispatches"
    made(root).close()
    return str(root)


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["search", "--help"], ["completion", "bash"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    assert loaded(*words) & (SCREENS | ENGINE | READERS) == set()


@pytest.mark.parametrize("words", [["stats"], ["show", "a-"], ["tag", "list"], ["history"], ["undo"]])
def test_what_needs_no_search_loads_no_engine(archive: str, words: list[str]) -> None:
    if words[0] == "show":
        words = ["show", run_id(archive)]
    if words[0] == "undo":
        words = ["history", "--limit", "1"]
    assert loaded("-a", archive, *words) & (SCREENS | ENGINE | READERS) == set()


def run_id(archive: str) -> str:
    """The id of some article."""
    from corpus.archive import Archive

    with Archive.open(Path(archive), read_only=True) as opened:
        return opened.articles.get(opened.articles.order()[0]).id


@pytest.mark.parametrize("words", [["search", "checkpoint"], ["export", "--all"], ["update"], ["check"]])
def test_only_the_screens_load_what_draws_them(archive: str, words: list[str]) -> None:
    assert loaded(words[0], "--archive", archive, *words[1:]) & SCREENS == set()


def test_the_screens_load_no_engine_before_they_are_drawn() -> None:
    [modules] = run("import json, sys, tui.app\nsys.stderr.write(chr(10) + json.dumps([sorted(sys.modules)]))")
    assert isinstance(modules, list)
    heavy = {"whoosh", "numpy", "markdown_it", "trafilatura", "lxml", "yaml"}
    assert {str(module).partition(".")[0] for module in modules} & heavy == set()
