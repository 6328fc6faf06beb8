"""What is said to people and to other programs: text on standard output, complaints on standard error.

Everything that may hold text from an archive goes through here and is made printable, so that no title, tag or file
name can move a cursor. Emphasis is for terminals that want it, and never the only sign of anything.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from corpus.text import printable, well_formed

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that stands out where the terminal can show it."""

    text: str


def prepare() -> None:
    """Have pipes and files get UTF-8 whatever the locale, and terminals never an error for a letter they lack."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def is_terminal(stream: TextIO) -> bool:
    """Whether a person at a terminal reads this stream."""
    return stream.isatty()


def emphasis() -> bool:
    """Whether standard output can and may show emphasis."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def say(*parts: str | Strong) -> None:
    """Write one line, or several, to standard output."""
    strong = emphasis()
    shown = [
        f"{_BOLD}{_shown(part.text)}{_PLAIN}"
        if isinstance(part, Strong) and strong
        else _shown(part.text if isinstance(part, Strong) else part)
        for part in parts
    ]
    sys.stdout.write("".join(shown) + "\n")


def tell(text: str) -> None:
    """Write a line to standard error: about the run, and not its result."""
    sys.stderr.write(_shown(text) + "\n")
    sys.stderr.flush()


def _shown(text: str) -> str:
    return printable(text, newlines=True)


def say_json(value: Any, *, indent: int | None = 2) -> None:
    """Write a value as JSON, with everything escaped that a terminal might obey."""
    sys.stdout.write(as_json(value, indent=indent) + "\n")
    sys.stdout.flush()


def as_json(value: Any, *, indent: int | None = 2) -> str:
    """A value as JSON that can be read, but whose invisible and steering characters are escaped."""
    text = well_formed(json.dumps(value, ensure_ascii=False, indent=indent))
    seen = printable(text, newlines=True)
    if seen == text:
        return text
    return "".join(a if a == b else json.dumps(a)[1:-1] for a, b in zip(text, seen, strict=True))


def emphasised(text: str, spans: Sequence[tuple[int, int]]) -> list[str | Strong]:
    """A text in parts, with those that lie in `spans` standing out."""
    parts: list[str | Strong] = []
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        parts += [text[at:start], Strong(text[start:end])]
        at = end
    return [*parts, text[at:]]


def many(count: int, one: str, several: str = "") -> str:
    """A count with its noun: `1 article`, `2,000 articles`."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
