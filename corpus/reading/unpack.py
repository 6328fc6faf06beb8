"""What a file holds, through the packing around it: `.zip` and `.gz` are opened here, within bounds.

A member's name is only a name: nothing is written anywhere, so one that climbs out of its archive has nowhere to go.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import UnreadableArticle
from corpus.readers import CONTAINERS, READERS, Item, read_all, read_large
from corpus.readers.bounded import gunzip, open_zip
from corpus.readers.large import Large
from corpus.readers.reader import MAX_BYTES

DEEPEST = 2
"""How many packings within each other are opened: a mailbox in a `.gz` in a `.zip`."""

MOST_BYTES = 256 * 1024 * 1024
"""How much is unpacked of one file, all its members together; of a larger one, so many times its size."""

_TIMES = 4
"""Pages pack to a quarter or a fifth; what is made to harm, to a thousandth."""

MOST_NAME = 255
"""How many bytes of a member's name are kept."""

_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class _Bound:
    whole: int
    left: int


def contents(data: Large, name: str) -> Iterator[tuple[bytes, Item]]:
    """Everything a file holds, as (member, item); the member of an item that is all of the file is `b""`.

    Args:
        data: Its bytes, or where there are more than `MAX_CONTAINER_BYTES`, a map of them.
        name: Its name.

    Raises:
        UnreadableArticle: Before the first item: the file as a whole cannot be read.
    """
    most = max(MOST_BYTES, _TIMES * len(data))
    yield from _contents(data, name, 0, _Bound(most, most))


def _contents(data: Large, name: str, depth: int, bound: _Bound) -> Iterator[tuple[bytes, Item]]:
    if data[: len(_GZIP)] == _GZIP and not _is_format(data, name):
        yield from _gzip(data, name, depth, bound)
    elif data[: len(_ZIP[0])] in _ZIP and not _is_format(data, name):
        yield from _zip(data, depth, bound)
    else:
        items = read_all(data, name) if isinstance(data, bytes) else read_large(data, name)
        for number, item in enumerate(items, 1):
            yield (b"" if item.data is data else b"%d" % number), item


def _is_format(data: Large, name: str) -> bool:
    """Whether a reader takes it as it is, packed: a web archive, an Office document."""
    head = data[:_HEAD]
    # The last one, plain text, takes anything.
    return any(each.accepts(head, name) for each in CONTAINERS) or any(
        each.accepts(head, name) for each in READERS[:-1]
    )


def _gzip(data: Large, name: str, depth: int, bound: _Bound) -> Iterator[tuple[bytes, Item]]:
    _go_deeper(depth, "gzip")
    inner = name[:-3] if name.lower().endswith(".gz") else name
    unpacked = gunzip(data, min(bound.left, MAX_BYTES * 4))
    bound.left -= len(unpacked)
    for number, (member, item) in enumerate(_contents(unpacked, inner, depth + 1, bound), 1):
        yield member or b"%d" % number, item


def _go_deeper(depth: int, what: str) -> None:
    if depth == DEEPEST:
        raise UnreadableArticle(f"It is a {what} archive inside {DEEPEST} others; unpack it first")


def _zip(data: Large, depth: int, bound: _Bound) -> Iterator[tuple[bytes, Item]]:
    _go_deeper(depth, "ZIP")
    opened = open_zip(data)
    if not opened.names:
        raise UnreadableArticle("It is an empty ZIP archive")
    taken: set[bytes] = set()
    for name in opened.names:
        if _hidden(name):
            continue
        member = _unique(_member(name), taken)
        try:
            if bound.left <= 0:
                raise UnreadableArticle(
                    f"The ZIP archive unpacks to more than {bound.whole // 1024 // 1024} MiB; unpack it first"
                )
            content = opened.read(name, min(bound.left, MAX_BYTES))
            bound.left -= len(content)
            for inner, item in _contents(content, name.rpartition("/")[2], depth + 1, bound):
                yield (member + b"\0" + inner if inner else member), item
        except UnreadableArticle as error:
            yield member, Item(None, b"", error)
            if bound.left <= 0:
                return


def _hidden(name: str) -> bool:
    """Whether a member is what a walk would pass over: hidden, a backup, or a Mac's note about another file."""
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or (
        parts[0] == "__MACOSX" or name.endswith("~")
    )


def _member(name: str) -> bytes:
    return os.fsencode(name.encode("utf-8", "surrogateescape").replace(b"\0", b"")[:MOST_NAME]) or b"?"


def _unique(member: bytes, taken: set[bytes]) -> bytes:
    """A name that none of its siblings has: ZIP archives may hold two files of one name."""
    name, number = member, 1
    while name in taken:
        number += 1
        name = b"%s (%d)" % (member, number)
    taken.add(name)
    return name
