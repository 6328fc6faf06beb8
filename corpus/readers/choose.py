"""Which reader takes a file: by what its bytes are, and only then by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.html import HtmlReader
from corpus.readers.item import Container, Item
from corpus.readers.magic import what_it_is
from corpus.readers.markdown import MarkdownReader
from corpus.readers.plain import PlainReader
from corpus.readers.reader import MAX_BYTES, MAX_CONTAINER_BYTES, Reader, signature

HEAD = 4096
"""How many bytes of a file a reader sees when it is asked whether the file is its own."""

CONTAINERS: tuple[Container, ...] = ()
"""The formats that hold any number of articles, in the order they are asked; before all others."""

READERS: tuple[Reader, ...] = (HtmlReader(), MarkdownReader(), PlainReader())
"""The formats that hold one article, in the order they are asked; plain text takes whatever nobody else wants."""


def read_all(data: bytes, name: str) -> Iterator[Item]:
    """Everything that a file holds, lazily; see `corpus.readers.item` for what items promise.

    Args:
        data: The file's bytes, at most `MAX_CONTAINER_BYTES`.
        name: The file's name; it helps to choose, and is never opened.

    Raises:
        UnreadableArticle: When the first item is asked for: the file is empty, too large, of a format that no reader
            knows, in no known encoding, or holds no words; the summary says which.
    """
    reader = _reader(data, name)
    if isinstance(reader, Container):
        yield from reader.items(data, name)
    else:
        yield Item(None, data, replace(reader.read(data, name), reader=signature(reader)))


def read(data: bytes, name: str) -> Reading:
    """What a file says that holds one article.

    Args:
        data: The file's bytes.
        name: The file's name; it helps to choose, and is never opened.

    Raises:
        UnreadableArticle: As `read_all`, and when the file holds more than one article.
    """
    items = read_all(data, name)
    first = next(items, None)
    if first is None or next(items, None) is not None:
        raise UnreadableArticle("It holds no article" if first is None else "It holds more than one article")
    if isinstance(first.outcome, UnreadableArticle):
        raise first.outcome
    return first.outcome


def _reader(data: bytes, name: str) -> Container | Reader:
    """The reader of a file."""
    if not data:
        raise UnreadableArticle("It is empty")
    head = data[:HEAD]
    if not head.strip(b"\x00") and not data.strip(b"\x00"):
        raise UnreadableArticle("It holds nothing but zero bytes, as after a disk failed")
    container = next((reader for reader in CONTAINERS if reader.accepts(head, name)), None)
    most = MAX_CONTAINER_BYTES if container else MAX_BYTES
    if len(data) > most:
        raise UnreadableArticle(f"It is larger than {most // 1024 // 1024} MiB")
    if container:
        return container
    other = what_it_is(head, name)
    if other:
        raise UnreadableArticle(other)
    return next(reader for reader in READERS if reader.accepts(head, name))
