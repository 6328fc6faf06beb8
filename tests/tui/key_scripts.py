"""Scripts of keys: text with names of keys in angle brackets, a line for each thing done; # begins a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "keys"

BYTES = {
    "Enter": "\r",
    "Esc": "\x1b",
    "Tab": "\t",
    "Space": " ",
    "Backspace": "\x7f",
    "Ctrl+U": "\x15",
    "Down": "\x1b[B",
    "Up": "\x1b[A",
}
"""What a terminal sends for the keys that scripts name."""

NAMES = {
    "Enter": "enter",
    "Esc": "escape",
    "Tab": "tab",
    "Space": "space",
    "Backspace": "backspace",
    "Ctrl+U": "ctrl+u",
}
NAMES |= {"Down": "down", "Up": "up"}
"""What Textual calls them."""

_KEY = re.compile(r"<([A-Z][A-Za-z+]*)>|(.)", re.DOTALL)


def lines(script: str) -> Iterator[list[str]]:
    """The keys of each line: a character, or a name in angle brackets."""
    for line in script.splitlines():
        if line.strip() and not line.startswith("# "):
            yield [f"<{match[1]}>" if match[1] else match[2] for match in _KEY.finditer(line)]


def count(script: str) -> int:
    """How many keys a script presses."""
    return sum(map(len, lines(script)))


def sent(keys: list[str]) -> list[str]:
    """What a terminal sends for each of these keys."""
    return [BYTES[key[1:-1]] if len(key) > 1 else key for key in keys]


def named(keys: list[str]) -> list[tuple[str, str | None]]:
    """What Textual calls each of these keys, and the character that it types."""
    from textual.keys import _character_to_key

    found: list[tuple[str, str | None]] = []
    for key in keys:
        if len(key) > 1:
            name = NAMES[key[1:-1]]
            found.append((name, " " if name == "space" else None))
        else:
            found.append((_character_to_key(key), key))
    return found
