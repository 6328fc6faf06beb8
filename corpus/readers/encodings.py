"""Bytes to text: which encoding a file is in. First version, deepened below."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from corpus.errors import UnreadableArticle

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and a doubt in words, empty when there is none."""

    text: str
    encoding: str
    doubt: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of a file's bytes.

    Raises:
        UnreadableArticle: No encoding makes text of them.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(name, "replace"), name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    raise UnreadableArticle("Its encoding is not known")
