"""JSON that is too large to be held: the things of its one long list, a thing at a time.

What JSON means is not known here, only how a list is walked whose end is far away.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Container, Iterator
from typing import Any

from corpus.readers.large import Large, encoding_of
from corpus.readers.reader import MAX_BYTES

_CHUNK = 1024 * 1024
_BETWEEN = re.compile(r"[\s,:\ufeff]*")
_DECODER = json.JSONDecoder()


class LongList:
    """The things of a list, and what stands before it in the thing that holds it.

    Args:
        data: The file.
        names: Under which keys the list may be.
        within: Keys of things in which it is looked for too.

    Attributes:
        name: The key under which the list is, `""` if the file is the list.
        head: What was said before it.

    Raises:
        UnreadableArticle: It is in an encoding that cannot be read by parts.
        ValueError: It is not JSON, has no such list, or a thing before it is too large.
    """

    def __init__(self, data: Large, names: Container[str], within: Container[str] = ()) -> None:
        self._pieces = _decoded(data)
        self._text = ""
        self._at = 0
        self.name = ""
        self.head: dict[str, Any] = {}
        opening = self._next()
        self._at += 1
        while opening != "[":
            if opening != "{" or self._next() != '"':
                raise ValueError("no list of things")
            self.name = str(self._value())
            opening = self._next()
            if (opening == "[" and self.name in names) or (opening == "{" and self.name in within):
                self._at += 1
            else:
                self.head[self.name] = self._value()
                opening = "{"

    def __iter__(self) -> Iterator[Any]:
        """The things in order.

        Raises:
            ValueError: It is broken from here on, or breaks off, or one is too large.
        """
        while (begin := self._next()) != "]":
            if not begin:
                raise ValueError("it breaks off")
            yield self._value()

    def _next(self) -> str:
        """The character with which the next value begins, or that closes this one; `""` at the end."""
        while True:
            between = _BETWEEN.match(self._text, self._at)
            self._at = between.end() if between else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(_CHUNK):
                return ""

    def _value(self) -> Any:
        """The value that begins here."""
        wanted = _CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                if end < len(self._text) or not self._more(_CHUNK):
                    self._at = end
                    return value  # a number at the very end of what is there could go on
            except RecursionError as error:
                raise ValueError("it is too deeply nested") from error
            except ValueError:
                if len(self._text) - self._at > MAX_BYTES or not self._more(wanted):
                    raise
                wanted *= 2

    def _more(self, wanted: int) -> bool:
        """Decode more, and let go of what was used; says whether there was any more."""
        parts = [self._text[self._at :]]
        while wanted > 0 and (piece := next(self._pieces, "")):
            parts.append(piece)
            wanted -= len(piece)
        self._text, self._at = "".join(parts), 0
        return len(parts) > 1


def _decoded(data: Large) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding_of(data))("replace")
    for at in range(0, len(data), _CHUNK):
        if piece := decoder.decode(data[at : at + _CHUNK]):
            yield piece
