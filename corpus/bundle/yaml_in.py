"""YAML from a stranger, read a piece at a time: plain nodes with line numbers, or a refusal with its line.

Stands on the events of PyYAML, and on no more of it: no tag is resolved, no object made, and what a scalar means is
for others to say. Refused are anchors, aliases, tags, keys given twice or that are no text, second documents, what
nests too deep or grows too large for one entry, and characters of which parsers disagree. Memory is bounded by the
largest entry, not by the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from corpus.errors import BundleError

if TYPE_CHECKING:
    import yaml

MAX_DEPTH = 32
"""How deep collections may nest."""

MAX_NODES = 200_000
"""How many scalars and collections one entry may have."""

MAX_CHARS = 64 * 1024 * 1024
"""How many characters one entry may have as it stands in the file."""

MAX_KEY = 1_000
"""How many characters a key may have."""

_CHUNK = 64 * 1024
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text of the file and where it is; `plain` if it stands without quotes and so might be a number."""

    line: int
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Items:
    """A list and where it begins."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping and where it begins; keys are different from each other, each with its line."""

    line: int
    fields: dict[str, tuple[int, Node]]


Node = Scalar | Items | Fields


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list at the top of the document, or, with `index` 0, another value at the top.

    Attributes:
        section: The key at the top.
        index: Which item of its list it is, counted from 1.
        line: Where it begins.
        node: What it holds.
    """

    section: str
    index: int
    line: int
    node: Node

    @property
    def name(self) -> str:
        """How an error names it."""
        return f"{self.section}[{self.index}]" if self.index else self.section


class _Source:
    """A UTF-8 file as characters, checked before a parser sees them."""

    def __init__(self, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self._file = file
        self._tell = tell
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self._line = 1
        self._bytes = 0
        self.since = 0
        """Characters handed out since somebody last set this to 0."""

    def read(self, _size: int = -1) -> str:
        """Some more characters; empty at the end."""
        while True:
            data = self._file.read(_CHUNK)
            if not self._bytes and data.startswith(_WIDE):
                raise BundleError("A bundle is UTF-8 and this is UTF-16", hint="Save it as UTF-8.")
            self._bytes += len(data)
            self._tell(self._bytes)
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                line = self._line + error.object[: error.start].count(b"\n")
                raise BundleError("This is not UTF-8", line=line, hint="Save it as UTF-8.") from None
            if (wrong := _REFUSED.search(text)) is not None:
                line = self._line + text.count("\n", 0, wrong.start())
                code = ord(wrong.group())
                raise BundleError(
                    f"The character U+{code:04X} cannot stand here as it is",
                    line=line,
                    hint=f'Between double quotes it can be written as "\\u{code:04x}".',
                )
            self._line += text.count("\n")
            self.since += len(text)
            if self.since > MAX_CHARS:
                raise BundleError(f"An entry has more than {MAX_CHARS:,} characters", line=self._line)
            if text or not data:
                return text


def entries(file: BinaryIO, *, tell: Callable[[int], None] = lambda _: None, fast: bool = True) -> Iterator[Entry]:
    """The entries of a document whose top is a mapping, one by one, in their order.

    Args:
        file: The document, from where it stands now.
        tell: Told how many bytes have been read.
        fast: Use the parser in C if it is there; what is read is the same.

    Raises:
        BundleError: It is not such a document; `line` says where.
    """
    return _Reader(_Source(file, tell), fast).entries()


class _Reader:
    def __init__(self, source: _Source, fast: bool) -> None:
        import yaml  # here, so that only those who read bundles pay for it

        self._yaml = yaml
        self._source = source
        self._events = self._parse(getattr(yaml, "CSafeLoader", yaml.SafeLoader) if fast else yaml.SafeLoader)
        self._nodes = 0

    def _parse(self, loader: Any) -> Iterator[yaml.Event]:
        yaml = self._yaml
        try:
            yield from yaml.parse(self._source, Loader=loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            problem = getattr(error, "problem", None) or "it cannot be parsed"
            raise BundleError(f"This is not valid YAML: {problem}", line=mark.line + 1 if mark else 0) from None
        except (ValueError, OverflowError, IndexError) as error:
            # PyYAML's own parser lets an escape beyond Unicode and the like through to Python.
            raise BundleError("This is not valid YAML", hint=str(error)) from None

    def entries(self) -> Iterator[Entry]:
        e = self._yaml.events
        self._next()  # the beginning of the stream
        event = self._next()
        if isinstance(event, e.StreamEndEvent):
            raise BundleError("There is nothing in it", line=1)
        event = self._next()
        if not isinstance(event, e.MappingStartEvent):
            raise BundleError("A bundle begins with the line: dateline: 1", line=_line(event))
        self._check(event, "")
        known: set[str] = set()
        while not isinstance(event := self._next(), e.MappingEndEvent):
            name = self._name(event, known, "")
            event = self._next()
            if not isinstance(event, e.SequenceStartEvent):
                self._start()
                yield Entry(name, 0, _line(event), self._node(event, name, 1))
                continue
            self._check(event, name)
            index = 0
            while not isinstance(event := self._next(), e.SequenceEndEvent):
                index += 1
                self._start()
                yield Entry(name, index, _line(event), self._node(event, f"{name}[{index}]", 2))
            if not index:
                yield Entry(name, 0, _line(event), Items(_line(event), ()))
        self._next()  # the end of the document
        event = self._next()
        if not isinstance(event, e.StreamEndEvent):
            raise BundleError("A bundle is one document, and here a second one begins", line=_line(event))

    def _start(self) -> None:
        self._nodes = 0
        self._source.since = 0

    def _next(self) -> yaml.Event:
        return next(self._events)

    def _check(self, event: Any, where: str) -> None:
        """Refuse what a node of a bundle never has."""
        if event.anchor is not None:
            _refuse("A bundle has no anchors (&)", event, where)
        if event.tag is not None:
            _refuse("A bundle has no tags (!)", event, where)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            _refuse(f"An entry has more than {MAX_NODES:,} values", event, where)

    def _name(self, event: Any, known: set[str], where: str) -> str:
        """A key, which must be a text and new."""
        if isinstance(event, self._yaml.events.AliasEvent):
            _refuse("A bundle has no aliases (*)", event, where)
        if not isinstance(event, self._yaml.events.ScalarEvent):
            _refuse("A key is a word, not a list or a mapping", event, where)
        self._check(event, where)
        name = self._text(event, where)
        if len(name) > MAX_KEY:
            _refuse(f"A key has more than {MAX_KEY:,} characters", event, where)
        if name == "<<" and event.implicit[0]:
            _refuse("A bundle has no merge keys (<<)", event, where)
        if name in known:
            _refuse("The same key stands here twice", event, f"{where}.{name}" if where else name)
        known.add(name)
        return name

    @staticmethod
    def _text(event: Any, where: str) -> str:
        text: str = event.value
        if not text.isascii() and _SURROGATE.search(text):
            _refuse("Half a character stands here", event, where)
        return text

    def _node(self, event: Any, where: str, depth: int) -> Node:
        e = self._yaml.events
        if isinstance(event, e.AliasEvent):
            _refuse("A bundle has no aliases (*)", event, where)
        self._check(event, where)
        if isinstance(event, e.ScalarEvent):
            return Scalar(_line(event), self._text(event, where), event.implicit[0])
        if depth > MAX_DEPTH:
            _refuse(f"Values nest deeper than {MAX_DEPTH} levels", event, where)
        line = _line(event)
        if isinstance(event, e.MappingStartEvent):
            fields: dict[str, tuple[int, Node]] = {}
            names: set[str] = set()
            while not isinstance(event := self._next(), e.MappingEndEvent):
                name, at = self._name(event, names, where), _line(event)
                fields[name] = (at, self._node(self._next(), f"{where}.{name}", depth + 1))
            return Fields(line, fields)
        items: list[Node] = []
        while not isinstance(event := self._next(), e.SequenceEndEvent):
            items.append(self._node(event, f"{where}[{len(items) + 1}]", depth + 1))
        return Items(line, tuple(items))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refuse(summary: str, event: Any, where: str) -> NoReturn:
    raise BundleError(summary, line=_line(event), field=where)
