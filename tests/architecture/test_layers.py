"""The rooms: who may know whom, and what no room may know at all."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOMS, ROOT, modules, name, tree

FORBIDDEN = {
    "corpus": {"index", "tui", "whoosh", "numpy", "textual", "rich", "click"},
    "index": {"tui", "textual", "rich", "click"},
    "tui": {"sqlite3", "whoosh"},
}
NOWHERE = {
    "pickle": "an archive may come from a stranger",
    "shelve": "it is made of pickles",
    "marshal": "an archive may come from a stranger",
    "socket": "nothing here opens one",
    "http": "nothing here uses the network",
    "urllib.request": "nothing here uses the network",
    "requests": "nothing here uses the network",
    "httpx": "nothing here uses the network",
}
EXCEPT = {
    ("index/codec.py", "pickle"): "Whoosh's blocks hold some; they are read by a class that can make plain values only",
    ("index/segment.py", "pickle"): "it names the error of one that was refused",
}
BLIND = {"tui/jobs.py", "tui/cli/run.py"}
"""Where whatever nobody foresaw is caught, each place being the end of a piece of work."""


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports anywhere, with the line; those for types alone too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_what_it_must_not_know(room: str) -> None:
    wrong = [
        f"{name(path)}:{line} imports {module}"
        for path in modules(room)
        for module, line in imported(path)
        if module.partition(".")[0] in FORBIDDEN[room]
    ]
    assert wrong == []


def test_nobody_imports_what_would_break_the_promise_to_run_nothing_and_to_send_nothing() -> None:
    wrong = [
        f"{name(path)}:{line} imports {module}: {why}"
        for path in modules()
        for module, line in imported(path)
        for banned, why in NOWHERE.items()
        if (module == banned or module.startswith(banned + ".")) and (name(path), banned) not in EXCEPT
    ]
    assert wrong == []


def test_no_pickle_is_read_as_pickles_usually_are() -> None:
    calls = [
        f"{name(path)}:{node.lineno} {ast.unparse(node.func)}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("pickle.load", "pickle.loads", "pickle.Unpickler")
    ]
    assert calls == []


def test_the_contracts_say_the_same() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        linter = tomllib.load(file)["tool"]["importlinter"]
    layers = [contract["layers"] for contract in linter["contracts"] if contract["type"] == "layers"]
    assert layers == [["tui", "index", "corpus"]]
    outside = {
        contract["source_modules"][0]: set(contract["forbidden_modules"])
        for contract in linter["contracts"]
        if contract["type"] == "forbidden"
    }
    assert outside == {room: FORBIDDEN[room] - set(ROOMS) for room in ROOMS}


def test_only_the_ends_of_the_line_catch_what_nobody_foresaw() -> None:
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if name(path) not in BLIND
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert wrong == []
