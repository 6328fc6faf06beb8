"""What a file holds: the container that takes it, or else the one article that it is."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.csv_file import CsvReader
from corpus.readers.feed import FeedReader
from corpus.readers.item import Container, Item
from corpus.readers.json_file import JsonReader
from corpus.readers.large import Large
from corpus.readers.magic import what_it_is
from corpus.readers.mail import MailReader
from corpus.readers.mailbox import MailboxReader
from corpus.readers.reader import MAX_CONTAINER_BYTES, signature
from corpus.readers.sheet import SheetReader
from corpus.readers.single import HEAD, READERS, read_single
from corpus.readers.telegram import TelegramReader
from corpus.readers.web_archive import WaczReader, WebArchiveReader
from corpus.readers.whatsapp import WhatsAppReader

_MBOX, _WARC, _WACZ, _JSON, _CSV = MailboxReader(), WebArchiveReader(), WaczReader(), JsonReader(), CsvReader()

CONTAINERS: tuple[Container, ...] = (
    *(_MBOX, MailReader(), FeedReader(), _WARC, _WACZ, SheetReader(), TelegramReader(), _JSON, WhatsAppReader(), _CSV),
)
"""The formats that hold any number of articles, in the order they are asked; before those that hold one."""

STREAMED = (_MBOX, _WARC, _WACZ, _JSON, _CSV)
"""Those of them that are read one article after the other, whatever the size of the file."""


def is_current(reader: str) -> bool:
    """Whether a reading's `reader` (`html/1`, `html/1 in warc/1`) is what would read the same bytes today."""
    today = {*map(signature, CONTAINERS), *map(signature, READERS)}
    return all(part in today for part in reader.split(" in "))


def read_all(data: bytes, name: str) -> Iterator[Item]:
    """Everything that a file holds, lazily; see `corpus.readers.item` for what items promise.

    Args:
        data: The file's bytes, at most `MAX_CONTAINER_BYTES`.
        name: The file's name; it helps to choose, and is never opened.

    Raises:
        UnreadableArticle: When the first item is asked for: the file is empty, too large, of a format that no reader
            knows, in no known encoding, or holds no words; the summary says which.
    """
    container = container_of(data, name)
    if container is None:
        yield Item(None, data, read_single(data, name))
    elif len(data) > MAX_CONTAINER_BYTES:
        raise UnreadableArticle(f"It is larger than {MAX_CONTAINER_BYTES // 1024 // 1024} MiB")
    else:
        yield from container.items(data, name)


def read_large(data: Large, name: str) -> Iterator[Item]:
    """What a file of more than `MAX_CONTAINER_BYTES` holds, as `read_all` does.

    Raises:
        UnreadableArticle: When the first item is asked for: it is of no format that is read so, or as `read_all`.
    """
    container = container_of(data, name)
    streamed = next((each for each in STREAMED if each is container), None)
    if streamed is None:
        size = f"It is larger than {MAX_CONTAINER_BYTES // 1024 // 1024} MiB"
        raise UnreadableArticle(what_it_is(data[:HEAD], name) or size)
    yield from streamed.items(data, name)


def container_of(data: Large, name: str) -> Container | None:
    """The container that a file is, None for one that is no container."""
    head = data[:HEAD]
    return next((reader for reader in CONTAINERS if reader.accepts(head, name)), None)


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
