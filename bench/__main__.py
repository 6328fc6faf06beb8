"""Lists the benchmarks: `python -m bench`."""

from __future__ import annotations

import ast
from pathlib import Path


def benchmarks() -> list[tuple[str, str]]:
    """Every benchmark's name, and the first line of what it says of itself."""
    found = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        parsed = ast.parse(path.read_text(encoding="utf-8"))
        if path.name != "__main__.py" and any(isinstance(n, ast.FunctionDef) and n.name == "main" for n in parsed.body):
            found.append((path.stem, (ast.get_docstring(parsed) or "").partition("\n")[0]))
    return found


def main() -> None:
    """Print the list."""
    print("Each prints our figures beside a peer's from the same run, on real articles if DATELINE_DATA names a folder")
    print("of them, else on made text. Run one with python -m bench.NAME [--articles N] [--json FILE].\n")
    for name, what in benchmarks():
        print(f"  {name:10} {what}")


if __name__ == "__main__":
    main()
