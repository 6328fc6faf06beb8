"""The project's own source, for tests that look at it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("corpus", "index", "tui")
_NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist", "dateline-demo", "node_modules"}
_TEXT = {".py", ".md", ".toml", ".sh", ".yaml", ".yml", ".json", ".tcss", ".txt", ".html", ".cfg", ".ini", ""}


@cache
def modules(*rooms: str) -> tuple[Path, ...]:
    """The Python files of some rooms, all by default."""
    return tuple(sorted(path for room in rooms or ROOMS for path in (ROOT / room).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """What a file says, as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """A file's name below the project, for messages."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, those inside others too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def lines(node: ast.stmt) -> int:
    """How many lines a statement takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def text_files() -> Iterator[Path]:
    """Every text file of the project, generated ones left out."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if any(part in _NOT_OURS or part.endswith(("_cache", ".egg-info")) or part == ".hypothesis" for part in parts):
            continue
        if path.is_file() and path.suffix in _TEXT:
            yield path
