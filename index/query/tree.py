"""What a query means, as a tree of plain values, and how a tree is written as a query again.

Parsing what `str` of a tree gives yields the same tree. Nothing here knows the index, the store or an engine.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator
from dataclasses import dataclass

TEXT_FIELDS = {
    "title": "title",
    "source": "outlet or credit",
    "author": "author",
    "path": "file path",
    "lang": "language",
}
"""The fields whose words are indexed, with what they are called in sentences."""

DATE_FIELDS = {"published": "published", "date": "published", "after": "published", "before": "published"}
"""The fields that take dates, with the verb that says which date is meant."""

SET_FIELDS = ("tag", "is", "coding", "id")
"""The fields that the archive itself answers."""

DEATHS_FIELDS = ("deaths", "deaths.low", "deaths.best", "deaths.high")
"""The fields that ask how many were killed; the first is short for the second."""

NAMED_FIELDS = ("actor", "place", "incident", "event", "role", "status")
"""The fields that take a name, a term or an id of what was recorded."""

RECORD_FIELDS = frozenset((*NAMED_FIELDS, "happened", *DEATHS_FIELDS))
"""The fields that ask for incidents: over articles, for those that tell of such an incident."""

FIELDS = frozenset((*TEXT_FIELDS, *DATE_FIELDS, *SET_FIELDS, *RECORD_FIELDS, "name"))
"""All field names; before any other name a colon is a part of the text."""

STATES = (
    *("read", "unread", "tagged", "untagged", "uncoded", "linked", "unlinked"),
    *("missing", "changed", "copy"),
)
"""The words that `is:` takes."""

QUOTES = {'"': '"”“', "“": '”"', "”": '”"', "„": '“”"', "‟": '”"', "«": "»", "»": "«", "＂": '＂"'}
"""What opens a quotation, and what may close it."""

QUOTE_SIGNS = frozenset("".join(QUOTES) + "".join(QUOTES.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Something that stands at a place in the query: the characters from `start` to `end`."""

    start: int = dataclasses.field(default=0, compare=False)
    end: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Everything(Placed):
    """All articles: an empty query, or `*`."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Word(Placed):
    """A word in any of its forms; a compound such as `al-quds` or a URL is its words as a phrase.

    Attributes:
        text: As it was typed.
        field: One of `TEXT_FIELDS`, or "" for title and text.
    """

    text: str
    field: str = ""

    def __str__(self) -> str:
        return _with_field(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Prefix(Placed):
    """All words that begin so."""

    text: str
    field: str = ""

    def __str__(self) -> str:
        return _with_field(self.field, f"{self.text}*")


@dataclass(frozen=True, slots=True)
class Fuzzy(Placed):
    """All words at most `edits` (1 or 2) letters away."""

    text: str
    edits: int
    field: str = ""

    def __str__(self) -> str:
        return _with_field(self.field, f"{self.text}~{self.edits}")


@dataclass(frozen=True, slots=True)
class Phrase(Placed):
    """Words as they stand, one after the other.

    Attributes:
        text: What stands between the quotation marks.
        slop: Not None: the words in any order, with at most so many other words among them.
        open: Whether the last word is only the beginning of one.
    """

    text: str
    slop: int | None = None
    open: bool = False
    field: str = ""

    def __str__(self) -> str:
        near = "" if self.slop is None else f"~{self.slop}"
        return _with_field(self.field, f'"{self.text}{"*" if self.open else ""}"{near}')


@dataclass(frozen=True, slots=True)
class Value(Placed):
    """A value of a field that is not text: a tag, a date, a state, a number.

    Attributes:
        field: One of the fields that are not text.
        text: The value as it was typed, without quotation marks.
        open: Whether it is only the beginning of a value (`tag:air*`).
        begin: Where the value itself starts in the query.
    """

    field: str
    text: str
    open: bool = False
    begin: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.field}:{quoted(self.text + ('*' if self.open else ''))}"


@dataclass(frozen=True, slots=True)
class Not(Placed):
    """What the item does not match."""

    item: Node

    def __str__(self) -> str:
        inner = f"({self.item})" if isinstance(self.item, And | Or) else str(self.item)
        return f"NOT {inner}"


@dataclass(frozen=True, slots=True)
class And(Placed):
    """What all items match; two items at least, none of them an And, each once."""

    items: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({item})" if isinstance(item, Or) else str(item) for item in self.items)


@dataclass(frozen=True, slots=True)
class Or(Placed):
    """What any item matches; two items at least, none of them an Or, each once."""

    items: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.items))


TextLeaf = Word | Prefix | Fuzzy | Phrase
Leaf = TextLeaf | Value | Everything
Node = Leaf | Not | And | Or


def leaves(node: Node) -> Iterator[Leaf]:
    """The leaves of a tree, as they stand."""
    if isinstance(node, And | Or):
        for item in node.items:
            yield from leaves(item)
    elif isinstance(node, Not):
        yield from leaves(node.item)
    else:
        yield node


def asks_only(node: Node, fields: Container[str]) -> bool:
    """Whether every leaf is the value of one of these fields."""
    return all(isinstance(leaf, Value) and leaf.field in fields for leaf in leaves(node))


def _with_field(name: str, term: str) -> str:
    return f"{name}:{term}" if name else term


def quoted(text: str) -> str:
    """The text as a field takes it: bare where that reads the same, else between quotation marks it does not hold."""
    if text and not any(char.isspace() or char in "()" or char in QUOTE_SIGNS for char in text):
        return text
    for opening, closing in (('"', '"'), ("«", "»"), ("“", "”")):
        if not set(QUOTES[opening]) & set(text):
            return f"{opening}{text}{closing}"
    return '"' + "".join(" " if char in QUOTE_SIGNS else char for char in text) + '"'
