"""Front matter: the block of YAML above a Markdown note, read without trusting it.

Values stay the text that was written: `NO`, `12:30` and `2020-06-23` are words here. Aliases are refused, nesting is
read over. A block that is not YAML (a colon in a title will do) is read line by line, and that is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_LONGEST = 64 * 1024
_MOST_FLAGS = 5
_RULE = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[ \t]*(\"[^\"\n]{1,60}\"|'[^'\n]{1,60}'|[^\W\d_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]")

LINE_BY_LINE = "the front matter is not valid YAML; it was read line by line"


@dataclass(slots=True)
class FrontMatter:
    """Keys in small letters and their values as text, and doubts about them."""

    values: dict[str, list[str]] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)

    def add(self, key: str, values: list[str]) -> None:
        """Keep a key's values; the first of two keys with one name wins, and that is said."""
        key = re.sub(r"[ _-]+", "_", key.strip().casefold())
        if key in self.values:
            flag = f"the front matter has more than one {key}; the first was taken"
            if flag not in self.flags and len(self.flags) < _MOST_FLAGS:
                self.flags.append(flag)
            return
        self.values[key] = values

    def first(self, *keys: str) -> str:
        """The first value of the first of these keys that has one."""
        for key in keys:
            for value in self.values.get(key, ()):
                if value:
                    return value
        return ""


def split_front_matter(text: str) -> tuple[str, str] | None:
    """The block and the body below it, of a text with LF line ends; None when the text has no front matter.

    A block begins with `---` on the very first line and ends with `---` or `...`; what it holds first must be a key.
    """
    first, _, rest = text.partition("\n")
    if not _RULE.fullmatch(first):
        return None
    closing = _CLOSING.search(rest, 0, _LONGEST)
    if not closing:
        return None
    block = rest[: closing.start()]
    opening = next((line for line in block.split("\n") if line.strip() and not line.lstrip().startswith("#")), None)
    if opening is not None and not _KEY.fullmatch(opening):
        return None
    return block, rest[closing.end() :]


def read_front_matter(block: str) -> FrontMatter:
    """The keys and values of a block; never fails."""
    try:
        return _from_events(block)
    except (yaml.YAMLError, ValueError):
        found = _from_lines(block)
        found.flags.insert(0, LINE_BY_LINE)
        return found


def _from_events(block: str) -> FrontMatter:
    """The top-level scalars and lists of scalars of a YAML mapping; deeper values are left out."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    events: Iterator[yaml.Event] = yaml.parse(block, Loader=loader)
    found = FrontMatter()
    depth = 0
    key: str | None = None
    values: list[str] = []
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("aliases are not taken")
        if isinstance(event, yaml.ScalarEvent):
            if depth == 1 and key is None:
                key = event.value
            elif depth == 1 and key is not None:
                found.add(key, [_scalar(event)])
                key = None
            elif depth == 2:
                values.append(_scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            if depth == 0 and not isinstance(event, yaml.MappingStartEvent):
                raise ValueError("it is no mapping")
            if depth == 1:
                values = []
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            if depth == 1 and key is not None:
                found.add(key, values if isinstance(event, yaml.SequenceEndEvent) else [])
                key = None
    return found


def _scalar(event: yaml.ScalarEvent) -> str:
    """A value as it was written; nothing for a plain null."""
    plain = event.style is None or event.style == ""
    return "" if plain and event.value in _NOTHING else unlinked(str(event.value))


def unlinked(value: str) -> str:
    """A value without the brackets that clippers put around names: `[[Ana Moreno]]`, `[[People/Ana|Ana]]`."""
    return _LINK.sub(r"\1", value)


def _from_lines(block: str) -> FrontMatter:
    """The keys and values of lines that look like `key: value`, with the items of a list below a key."""
    found = FrontMatter()
    last: list[str] = []
    for line in block.split("\n"):
        item = _ITEM.fullmatch(line)
        pair = None if item else _KEY.fullmatch(line)
        if item:
            last.append(_unquoted(item[1]))
        elif pair and not line[:1].isspace():
            value = _unquoted(pair[2] or "")
            last = [value] if value else []
            found.add(_unquoted(pair[1]), last)
    return found


def _unquoted(value: str) -> str:
    """A value without the quotes around it; nothing for an unquoted null."""
    value = value.strip()
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "\"'":
        return "" if value in _NOTHING else unlinked(value)
    try:
        # Many write YAML's quoted strings as JSON does, with its escapes.
        return unlinked(str(json.loads(value)))
    except ValueError:
        return unlinked(value[1:-1])
