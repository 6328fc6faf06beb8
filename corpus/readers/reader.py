"""What every reader is, and what readers share: a Protocol, the bound on size, titles made of first words."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Protocol

from corpus.article import Reading
from corpus.text import fold_spaces, well_formed

MAX_BYTES = 32 * 1024 * 1024
"""Files above this are refused: no article is that long, and a laptop has to hold it several times over."""

MAX_CONTAINER_BYTES = 128 * 1024 * 1024
"""Files of many articles above this are refused; they are held in memory once, and read an item at a time."""

TITLE_LENGTH = 90
"""How many characters a title made of a text's first words may have."""

LONGEST_VALUE = 1000
"""How many characters a title or another value of one line may have; more is cut, and no page loses by it."""

_WIDE = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How mark-up begins in wide encodings without a byte-order mark."""

_LETTER = re.compile(r"[^\W_]")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")


class Reader(Protocol):
    """One format: bytes of a file in, a `Reading` out.

    Attributes:
        name: A short word that never changes, such as `plain`.
        version: Rises whenever the same bytes may give another reading, so that archives know what to read again.
    """

    @property
    def name(self) -> str:
        """The reader's own name."""

    @property
    def version(self) -> int:
        """The version of what it makes of bytes."""

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file that begins with `head` and has this name is of this format; must be fast."""

    def read(self, data: bytes, name: str, /) -> Reading:
        """What the file says.

        Raises:
            UnreadableArticle: It says nothing, or cannot be read; the summary is the reason.
        """


class Named(Protocol):
    """Whatever has a name and a version: a reader of one article or of many."""

    @property
    def name(self) -> str:
        """The reader's own name."""

    @property
    def version(self) -> int:
        """The version of what it makes of bytes."""


def signature(reader: Named) -> str:
    """The reader's name and version as a `Reading` carries them."""
    return f"{reader.name}/{reader.version}"


def first_words(text: str, length: int = TITLE_LENGTH) -> str:
    """The first words of a text's first paragraph that has any, cut at a word, with `…` where some were left out."""
    first = _LETTER.search(text)
    start = first.start() if first else 0
    # Quotes and brackets before the first letter belong to it.
    start = max(text.rfind("\n", 0, start) + 1, start - 10)
    piece = text[start : start + length * 8]
    paragraph = _PARAGRAPH_END.split(piece.lstrip(), maxsplit=1)[0]
    whole = fold_spaces(paragraph)
    if len(whole) <= length:
        return whole if len(paragraph) < len(piece) or len(text) - start <= len(piece) else whole + "…"
    cut = whole[: length + 1].rpartition(" ")[0] or whole[:length]
    return cut.rstrip(" ,;:–—-") + "…"


def one_line(text: str) -> str:
    """A short value on one line: white space folded, control characters gone, no longer than a title may be."""
    value = well_formed(fold_spaces(_CONTROLS.sub(" ", text[: LONGEST_VALUE * 4])))
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"


@lru_cache(maxsize=4)
def head_text(head: bytes) -> str:
    """The beginning of a file as text, well enough to see what it is; encodings that hide ASCII are not known."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore")
    for begin, encoding in _WIDE:
        if head.startswith(begin):
            return head.decode(encoding, "ignore")
    return head.decode("utf-8-sig", "replace")


def has_words(text: str) -> bool:
    """Whether there is anything in a text to read: a letter or a digit."""
    return any(char.isalnum() for char in text)
