"""What stands in the project's files: docstrings that say what things are, and nothing that must not be there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import modules, name, text_files, tree

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(path: Path) -> Iterator[Documented]:
    """The public functions and classes of a file, and the public methods of those classes."""
    inside: list[tuple[ast.AST, bool]] = [(tree(path), False)]
    while inside:
        node, in_class = inside.pop()
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, Documented) or child.name.startswith("_") or is_variant(child):
                continue
            yield child
            if isinstance(child, ast.ClassDef) and not in_class:
                inside.append((child, True))


def is_variant(node: Documented) -> bool:
    """Whether a function is one signature of another, or the other half of a property."""
    marks = {ast.unparse(decorator).rpartition(".")[2] for decorator in node.decorator_list}
    return bool(marks & {"overload", "setter"})


def test_every_module_says_what_lives_there() -> None:
    assert [name(path) for path in modules() if not ast.get_docstring(tree(path))] == []


def test_every_public_thing_says_what_it_is() -> None:
    silent = [f"{name(p)}:{n.lineno} {n.name}" for p in modules() for n in public(p) if not ast.get_docstring(n)]
    assert silent == []


def test_no_text_is_ever_taken_for_markup() -> None:
    wrong = []
    for path in modules("tui"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.keyword) and node.arg == "markup" and ast.unparse(node.value) != "False":
                wrong.append(f"{name(path)}:{node.value.lineno}")
            if isinstance(node, ast.Attribute) and node.attr == "from_markup":
                wrong.append(f"{name(path)}:{node.lineno}")
    assert wrong == []


# The words are put together here so that this file does not hold them itself.
MACHINE = re.compile(
    r"(?<![\w.~:/}\)\]-])/(?:"
    + "|".join(("wor" + "k", "hom" + "e", "roo" + "t", "tm" + "p"))
    + r")(?=[/\s\"'`),.;:]|$)"
)
HOSTS = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|crates|rubygems|conda\.anaconda|docker|ghcr|quay|huggingface)\.(?:org|com|io|co)\b"
)
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")

ALLOWED = {
    "tests/corpus/bundle_cases.py": "addresses on a disk, made up, which a bundle must not carry",
    "tests/corpus/test_bundle_write.py": "the same",
}
"""Files that may hold such words, and why."""


def found(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern occurs in the project."""
    return [
        f"{name(path)}:{number} {line.strip()[:80]}"
        for path in text_files()
        if name(path) not in ALLOWED
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_names_a_path_of_one_machine() -> None:
    assert found(MACHINE) == []


def test_nothing_names_the_host_of_a_registry() -> None:
    assert found(HOSTS) == []


def test_nothing_is_left_for_later() -> None:
    assert found(UNFINISHED) == []


def test_what_is_allowed_is_there() -> None:
    assert set(ALLOWED) <= {name(path) for path in text_files()}
