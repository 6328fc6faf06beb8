"""Plain text files."""

from __future__ import annotations

from corpus.article import Reading
from corpus.readers.encodings import decode
from corpus.readers.layout import Found, read_layout


class PlainReader:
    """Text without any mark-up, in the layout of the founding article and those near it."""

    name = "plain"
    version = 1

    def accepts(self, _head: bytes, _name: str, /) -> bool:
        """Anything may be plain text; this reader is asked last."""
        return True

    def read(self, data: bytes, _name: str, /) -> Reading:
        """What a text file says.

        Raises:
            UnreadableArticle: It is in no encoding that makes text of it, or holds no words.
        """
        decoded = decode(data)
        return read_layout(decoded.text, Found(flags=[decoded.doubt] if decoded.doubt else []))
