"""The measures of the house: files and functions that a reader can hold in mind."""

from __future__ import annotations

import ast
from statistics import quantiles

from tests.architecture.source import functions, lines, modules, name, tree

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
USUAL_FUNCTION = 30
LONGEST_APP = 250


def test_no_file_is_too_long() -> None:
    assert [name(p) for p in modules() if len(p.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE] == []


def test_no_function_is_too_long() -> None:
    long = [f"{name(p)}:{f.lineno} {f.name}" for p in modules() for f in functions(p) if lines(f) > LONGEST_FUNCTION]
    assert long == []


def test_nearly_all_functions_are_short() -> None:
    sizes = [lines(function) for path in modules() for function in functions(path)]
    assert quantiles(sizes, n=20)[-1] <= USUAL_FUNCTION


def test_the_app_only_holds_things_together() -> None:
    apps = [
        node
        for path in modules("tui")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and any("App" in ast.dump(base) for base in node.bases)
    ]
    assert [(app.name, lines(app) <= LONGEST_APP) for app in apps] == [(app.name, True) for app in apps]
    assert apps
