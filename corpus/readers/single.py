"""The formats that hold one article, and which of them takes a file: by its bytes, and only then by its name."""

from __future__ import annotations

from dataclasses import replace

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.html import HtmlReader
from corpus.readers.magic import what_it_is
from corpus.readers.markdown import MarkdownReader
from corpus.readers.pdf import PdfReader
from corpus.readers.plain import PlainReader
from corpus.readers.reader import MAX_BYTES, Reader, signature
from corpus.readers.word import WordReader

HEAD = 4096
"""How many bytes of a file a reader sees when it is asked whether the file is its own."""

READERS: tuple[Reader, ...] = (PdfReader(), WordReader(), HtmlReader(), MarkdownReader(), PlainReader())
"""The formats that hold one article, in the order they are asked; plain text takes whatever nobody else wants."""

_NO_TEXT = frozenset(("pdf", "docx"))
"""Those whose files are no text."""


def read_single(data: bytes, name: str) -> Reading:
    """What bytes say that are one article.

    Args:
        data: The bytes of a file, of something attached to a mail, of a record of a web archive.
        name: A name; it helps to choose, and is never opened.

    Raises:
        UnreadableArticle: They are empty, too large, of a format that holds no single article, in no known encoding,
            or hold no words; the summary says which.
    """
    if not data:
        raise UnreadableArticle("It is empty")
    head = data[:HEAD]
    if not head.strip(b"\x00") and not data.strip(b"\x00"):
        raise UnreadableArticle("It holds nothing but zero bytes, as after a disk failed")
    if len(data) > MAX_BYTES:
        raise UnreadableArticle(f"It is larger than {MAX_BYTES // 1024 // 1024} MiB")
    *others, plain = READERS
    reader = next((reader for reader in others if reader.accepts(head, name)), plain)
    other = what_it_is(head, name)
    if other and reader.name not in _NO_TEXT:
        raise UnreadableArticle(other)
    return replace(reader.read(data, name), reader=signature(reader))
