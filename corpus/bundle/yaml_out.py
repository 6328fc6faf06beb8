"""Values written as YAML in one fixed style that every YAML 1.1 and 1.2 parser reads alike, a piece at a time.

Only writes, and knows nothing of bundles. The style: keys as they come; a collection on one line where it fits, else
a line an entry; a text that a parser might take for something else in quotes; `|` for printable texts of several
lines, double quotes with escapes for all others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Json = Any

WIDTH = 120
"""Collections whose line would be longer are written a line an entry."""

LONGEST_KEY = 500
"""Longer keys are written after a `?`: parsers look ahead for the colon of a key 1,024 characters at most."""

UNSAFE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff"
"""Characters that parsers refuse or read differently, and those that turn a line round on the screen of an editor."""

_UNSAFE = re.compile(f"[{UNSAFE}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(f'[\\\\"\n\t{UNSAFE}]')
_ESCAPED_ONLY = re.compile(f"[\n\t{UNSAFE}]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}

# A plain scalar begins with a letter, a digit or a harmless sign, and holds nothing that could end it.
_PLAIN = re.compile("[^\\W_]|[^\\W_\u0000].*[^\\s:]|[(/$€£‘’“”«»„¿¡…].*[^\\s:]")
_ENDS_PLAIN = re.compile(f":\\s|\\s#|[\n\t{UNSAFE}]")
_ENDS_FLOW = re.compile(r"[,\[\]{}:?]")
_NUMBER_LIKE = re.compile(r"[0-9][0-9_.,:eE+\-TtZzX~?%/ ]*|0[xXoObB][0-9a-fA-F_]*")
_WORDS = frozenset(("y", "n", "yes", "no", "true", "false", "on", "off", "null"))
_KEY = re.compile("[A-Za-z_][A-Za-z0-9_]*")


def scalar(value: Json, *, flow: bool = False) -> str:
    """A scalar on one line.

    Args:
        value: None, a bool, an int, a float or a text.
        flow: Whether it stands inside `[]` or `{}`.

    Raises:
        ValueError: It is a text with a lone surrogate, not a finite number, or no scalar.
    """
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value, flow)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    raise ValueError(f"a {type(value).__name__} cannot be written")


def is_ambiguous(text: str) -> bool:
    """Whether some parser takes this text for something else when it stands without quotes."""
    return (
        not _PLAIN.fullmatch(text)
        or _ENDS_PLAIN.search(text) is not None
        or text.lower() in _WORDS
        or _NUMBER_LIKE.fullmatch(text) is not None
    )


def _text(text: str, flow: bool) -> str:
    if not is_ambiguous(text) and not (flow and _ENDS_FLOW.search(text)):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    if not _ESCAPED_ONLY.search(text):
        return "'" + text.replace("'", "''") + "'"
    if _SURROGATE.search(text):
        raise ValueError("a text with half a character cannot be written as UTF-8")
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _ESCAPES.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}")


def _number(value: float) -> str:
    """A float as both versions of YAML read it: always with a point, and a sign in its exponent."""
    if not math.isfinite(value):
        raise ValueError("a number without a value cannot be written")
    digits, _, exponent = repr(value).partition("e")
    if not exponent:
        return digits
    digits += "" if "." in digits else ".0"
    return f"{digits}e{exponent if exponent.startswith(('-', '+')) else '+' + exponent}"


def _key(name: str) -> str:
    return name if _KEY.fullmatch(name) and name.lower() not in _WORDS else _quoted(name)


def on_one_line(value: Json, room: int) -> str | None:
    """A value on one line, or None if that needs more than `room` characters or several lines."""
    if isinstance(value, Mapping):
        return _joined("{", (f"{_key(name)}: " for name in value), value.values(), "}", room)
    if _is_list(value):
        return _joined("[", ("" for _ in value), value, "]", room)
    if isinstance(value, str) and (len(value) > room or _has_lines(value)):
        return None
    shown = scalar(value, flow=True)
    return shown if len(shown) <= room else None


def _joined(begin: str, leads: Any, values: Any, end: str, room: int) -> str | None:
    parts: list[str] = []
    left = room - 2
    for lead, value in zip(leads, values, strict=True):
        shown = on_one_line(value, left - len(lead))
        if shown is None or (left := left - len(lead) - len(shown) - 2) < -2:
            return None
        parts.append(lead + shown)
    return begin + ", ".join(parts) + end


def _has_lines(text: str) -> bool:
    """Whether a text is one for `|`."""
    return "\n" in text and not text.isspace() and not _UNSAFE.search(text)


def _is_list(value: Json) -> bool:
    return isinstance(value, list | tuple)


class YamlWriter:
    """Writes one document, entry by entry.

    Args:
        write: Takes the text, piece by piece.
    """

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def field(self, name: str, value: Json) -> None:
        """A key of the document with its value.

        Raises:
            ValueError: Something in it cannot be written; see `scalar`.
        """
        self._entry(name, value, 0)

    def section(self, name: str) -> None:
        """A key whose value is the list of items that follow."""
        self._write(f"{_key(name)}:\n")

    def item(self, value: Mapping[str, Json], *, room: int = 0) -> None:
        """An item of a section: on one line if it needs at most `room` characters, else a line a key."""
        if not value or (room and (shown := on_one_line(value, room)) is not None):
            self._write(f"- {shown if value else '{}'}\n")
            return
        self._write("- ")
        self._mapping(value, 2)

    def _mapping(self, value: Mapping[str, Json], column: int) -> None:
        """The entries of a mapping; the first stands where the line is now."""
        for i, (name, inner) in enumerate(value.items()):
            self._write(" " * column if i else "")
            self._entry(name, inner, column)

    def _entry(self, name: str, value: Json, column: int) -> None:
        key = _key(name)
        self._write(f"{key}:" if len(key) <= LONGEST_KEY else f"? {key}\n{' ' * column}:")
        if self._short(value, WIDTH - column - len(key)):
            return
        if isinstance(value, Mapping):
            self._write("\n" + " " * (column + 2))
            self._mapping(value, column + 2)
        elif _is_list(value):
            self._write("\n" + " " * column)
            self._sequence(value, column)
        else:
            self._lines(value, column + 2)

    def _sequence(self, value: Sequence[Json], column: int) -> None:
        for i, inner in enumerate(value):
            self._write((" " * column if i else "") + "-")
            if self._short(inner, WIDTH - column):
                continue
            if isinstance(inner, Mapping):
                self._write(" ")
                self._mapping(inner, column + 2)
            elif _is_list(inner):
                self._write(" ")
                self._sequence(inner, column + 2)
            else:
                self._lines(inner, column + 2)

    def _short(self, value: Json, room: int) -> bool:
        """Write a value on what is left of the line, if it belongs there."""
        if isinstance(value, Mapping) or _is_list(value):
            shown = on_one_line(value, room) if value else on_one_line(value, 2)
        elif isinstance(value, str) and _has_lines(value):
            shown = None
        else:
            shown = scalar(value)
        if shown is None:
            return False
        self._write(f" {shown}\n")
        return True

    def _lines(self, text: str, column: int) -> None:
        """A text of several lines as it is, with the signs that keep its first and last white space."""
        indent = "2" if text[0] in " \t\n" else ""
        chomp = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
        lines = text.removesuffix("\n").split("\n")
        self._write(f" |{indent}{chomp}\n")
        self._write("".join(f"{' ' * column}{line}\n" if line else "\n" for line in lines))
