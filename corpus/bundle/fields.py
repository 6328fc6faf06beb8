"""What the fields of a bundle can hold: each kind of value says how it is read and how a JSON Schema describes it.

Scalars are typed by the field they stand in, so that `country: NO` is Norway and `0012` stays as it was written.
Which records have which fields is said in `schema`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NoReturn, Protocol

from corpus.bundle.yaml_in import Fields, Items, Node, Scalar
from corpus.bundle.yaml_out import scalar
from corpus.dates import parse_edtf
from corpus.errors import BundleError, DateError
from corpus.store.operation import MAX_TAG, clean_tag

Json = Any

MAX_DIGITS = 300
"""Longer whole numbers are refused: reading them takes time that grows with the square of their length."""

_NOTHING = ("", "~", "null")
_INT = re.compile("0|-?[1-9][0-9]*")
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+(?:e[-+][0-9]+)?")
_INDEX = re.compile(r"\[[0-9]+\]")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Noticed(Counter[str]):
    """The fields that no definition names, by their path (`articles.colour`), and how often each was met."""


class Kind(Protocol):
    """What a field can hold."""

    def read(self, node: Node, where: str, noticed: Noticed) -> Json:
        """The value of a node; None if nothing is said.

        Raises:
            BundleError: It cannot be the value of such a field.
        """

    def schema(self) -> dict[str, Json]:
        """The same as JSON Schema."""


def fail(summary: str, node: Node, where: str, hint: str = "") -> NoReturn:
    """Refuse a bundle for what stands at a node."""
    raise BundleError(summary, line=node.line, field=where, hint=hint)


def says_nothing(node: Node) -> bool:
    """Whether nothing stands where a value could: an empty value, `~` or `null`, without quotes."""
    return isinstance(node, Scalar) and node.plain and node.text in _NOTHING


@dataclass(frozen=True, slots=True)
class Text:
    """A text; without quotes, a number or a `yes` is its own letters.

    Attributes:
        pattern: What it must match, if anything.
        what: How an error names it.
    """

    pattern: str = ""
    what: str = "a text"

    def read(self, node: Node, where: str, _noticed: Noticed) -> str | None:
        """The text."""
        if says_nothing(node):
            return None
        if not isinstance(node, Scalar) or (self.pattern and not re.fullmatch(self.pattern, node.text)):
            fail(f"This should be {self.what}", node, where)
        return node.text

    def schema(self) -> dict[str, Json]:
        """A string."""
        return {"type": "string", **({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, as it is kept."""

    def read(self, node: Node, where: str, _noticed: Noticed) -> str | None:
        """The tag in lower case."""
        if says_nothing(node):
            return None
        if not isinstance(node, Scalar):
            fail("This should be a tag", node, where)
        try:
            return clean_tag(node.text)
        except ValueError as error:
            fail(f"This cannot be a tag: {error}", node, where)

    def schema(self) -> dict[str, Json]:
        """A string."""
        return {"type": "string", "minLength": 1, "maxLength": MAX_TAG}


@dataclass(frozen=True, slots=True)
class Date:
    """A date, EDTF level 1."""

    def read(self, node: Node, where: str, _noticed: Noticed) -> str | None:
        """The date as it stands."""
        if says_nothing(node):
            return None
        if not isinstance(node, Scalar):
            fail("This should be a date", node, where)
        try:
            parse_edtf(node.text)
        except DateError as error:
            fail(error.summary, node, where, error.hint)
        return node.text

    def schema(self) -> dict[str, Json]:
        """A string."""
        return {"type": "string", "description": "EDTF level 1", "examples": ["2020-06-22", "2020-06-22~", "../2020"]}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, UTC, to the second."""

    def read(self, node: Node, where: str, _noticed: Noticed) -> str | None:
        """The moment as it stands."""
        if says_nothing(node):
            return None
        if not isinstance(node, Scalar) or microseconds(node.text) is None:
            fail("This should be a moment in UTC, from 1970 on", node, where, "Such as '2020-06-22T10:00:00Z'.")
        return node.text

    def schema(self) -> dict[str, Json]:
        """A string."""
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}


@lru_cache(maxsize=256)
def microseconds(moment: str) -> int | None:
    """A moment as microseconds since 1970, or None if it is none, or before."""
    if len(moment) != 20 or not moment.isascii():
        return None
    try:
        seconds = int(datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None
    return seconds * 1_000_000 if seconds >= 0 else None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    low: int = 0
    high: int = 10**15

    def read(self, node: Node, where: str, _noticed: Noticed) -> int | None:
        """The number."""
        if says_nothing(node):
            return None
        value = plain(node, where) if isinstance(node, Scalar) and node.plain else None
        if not isinstance(value, int) or isinstance(value, bool) or not self.low <= value <= self.high:
            fail(f"This should be a whole number from {self.low} to {self.high}, without quotes", node, where)
        return value

    def schema(self) -> dict[str, Json]:
        """An integer."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Amount:
    """A whole number, or words for one."""

    def read(self, node: Node, where: str, _noticed: Noticed) -> int | str | None:
        """The number, or the words."""
        if says_nothing(node):
            return None
        if not isinstance(node, Scalar):
            fail("This should be a number or a text", node, where)
        value = plain(node, where)
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else node.text

    def schema(self) -> dict[str, Json]:
        """An integer or a string."""
        return {"type": ["integer", "string"], "minimum": 0}


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two bounds, such as a latitude."""

    low: float
    high: float

    def read(self, node: Node, where: str, _noticed: Noticed) -> int | float | None:
        """The number."""
        if says_nothing(node):
            return None
        text = node.text if isinstance(node, Scalar) and node.plain else ""
        if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,30})?", text) or not self.low <= float(text) <= self.high:
            fail(f"This should be a number from {self.low:g} to {self.high:g}, without quotes", node, where)
        return float(text) if "." in text else int(text)

    def schema(self) -> dict[str, Json]:
        """A number."""
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, node: Node, where: str, _noticed: Noticed) -> bool | None:
        """Whether it is so."""
        if says_nothing(node):
            return None
        if not isinstance(node, Scalar) or not node.plain or node.text not in ("true", "false"):
            fail("This should be true or false, without quotes", node, where)
        return node.text == "true"

    def schema(self) -> dict[str, Json]:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words, and no other."""

    words: tuple[str, ...]

    def read(self, node: Node, where: str, _noticed: Noticed) -> str | None:
        """The word."""
        if says_nothing(node):
            return None
        if not isinstance(node, Scalar) or node.text not in self.words:
            fail(f"This should be one of: {', '.join(self.words)}", node, where)
        return node.text

    def schema(self) -> dict[str, Json]:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Anything:
    """Whatever JSON can say; without quotes only what is written just so is a number, true, false or nothing."""

    def read(self, node: Node, where: str, noticed: Noticed) -> Json:
        """The value."""
        if isinstance(node, Scalar):
            return plain(node, where)
        if isinstance(node, Items):
            return [self.read(item, f"{where}[{i}]", noticed) for i, item in enumerate(node.items, 1)]
        return {name: self.read(inner, f"{where}.{name}", noticed) for name, (_, inner) in node.fields.items()}

    def schema(self) -> dict[str, Json]:
        """No restriction."""
        return {}


def plain(node: Scalar, where: str) -> Json:
    """A scalar in a field of which nothing is known. Numbers in any other form than ours are texts, so none changes."""
    if not node.plain:
        return node.text
    if node.text in _NOTHING:
        return None
    if node.text in ("true", "false"):
        return node.text == "true"
    if _INT.fullmatch(node.text):
        if len(node.text) > MAX_DIGITS:
            fail(f"A number has more than {MAX_DIGITS} digits", node, where)
        return int(node.text)
    if len(node.text) <= MAX_DIGITS and _FLOAT.fullmatch(node.text):
        value = float(node.text)
        if abs(value) != float("inf") and scalar(value) == node.text:
            return value
    return node.text


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind."""

    item: Kind

    def read(self, node: Node, where: str, noticed: Noticed) -> list[Json] | None:
        """The values."""
        if says_nothing(node):
            return None
        if not isinstance(node, Items):
            fail("This should be a list", node, where)
        found = []
        for i, inner in enumerate(node.items, 1):
            value = self.item.read(inner, f"{where}[{i}]", noticed)
            if value is None:
                fail("Nothing stands here", inner, f"{where}[{i}]")
            found.append(value)
        return found

    def schema(self) -> dict[str, Json]:
        """An array."""
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from names of any kind to values of one kind."""

    value: Kind

    def read(self, node: Node, where: str, noticed: Noticed) -> dict[str, Json] | None:
        """The values by name, in order of the names."""
        if says_nothing(node):
            return None
        if not isinstance(node, Fields):
            fail("This should have names and values", node, where)
        found = {name: self.value.read(inner, f"{where}.{name}", noticed) for name, (_, inner) in node.fields.items()}
        return {name: found[name] for name in sorted(found) if found[name] is not None}

    def schema(self) -> dict[str, Json]:
        """An object."""
        return {"type": "object", "additionalProperties": self.value.schema()}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record or of a part of one.

    Attributes:
        about: What it says, in a few words.
        required: Whether a bundle without it is refused.
    """

    name: str
    kind: Kind
    about: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with fields of its own; others are kept, noticed, and come last."""

    fields: tuple[Field, ...]
    known: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", {each.name: each for each in self.fields})

    def read(self, node: Node, where: str, noticed: Noticed) -> dict[str, Json] | None:
        """The values by field, in the order of the definition, those that nothing is said of left out."""
        if says_nothing(node):
            return None
        if not isinstance(node, Fields):
            fail(f"This should have fields, such as {self.fields[0].name}", node, where)
        found: dict[str, Json] = {}
        for each in self.fields:
            if each.name in node.fields:
                found[each.name] = each.kind.read(node.fields[each.name][1], f"{where}.{each.name}", noticed)
            if each.required and found.get(each.name) is None:
                fail(f"The field {each.name} is missing", node, where)
        for name in sorted(node.fields.keys() - self.known.keys()):
            found[name] = Anything().read(node.fields[name][1], f"{where}.{name}", noticed)
            noticed[_INDEX.sub("", f"{where}.{name}")] += 1
        return {name: value for name, value in found.items() if value is not None}

    def ordered(self, values: Mapping[str, Json]) -> dict[str, Json]:
        """The same values in the order of the definition, unknown ones last."""
        unknown = sorted(values.keys() - self.known.keys())
        return {name: values[name] for name in (*self.known, *unknown) if name in values}

    def schema(self) -> dict[str, Json]:
        """An object."""
        properties = {}
        for each in self.fields:
            about = {"description": each.about} if each.about else {}
            properties[each.name] = {**each.kind.schema(), **about}
        required = [each.name for each in self.fields if each.required]
        return {"type": "object", "properties": properties, **({"required": required} if required else {})}
