"""What a file holds: one article or many, each as an `Item` with its own bytes, key and reading.

This is what intake builds on. It calls `corpus.readers.read_all(data, name)` for a file's bytes and takes the items
as they come:

- A file of one article (text, Markdown, a page, a PDF, a Word document) is one item whose `data` *is* the file's
  bytes and whose `key` is None: the article's id is made of those bytes, as ever.
- A mail is one item with a key, its Message-ID, wherever it stands: the same mail in a `.eml` and in a mailbox is one
  article.
- A container (mailbox, feed, web archive, chat, table, JSON) is as many items as it has articles. `key` names an
  article for good (`corpus.article.item_id`); without one an item is known by its own bytes, like a file.
- What an item tells of its own custody is in its reading's fields, with how it was found: `published` (a mail's or
  message's date), `url`, `retrieved` (when a web archive or SingleFile took it), `acquired`.
- An item that cannot be read carries the reason in place of a reading; the others come all the same. A container
  that breaks off ends with such an item, so that what is lost is listed.

`UnreadableArticle` is raised for the file as a whole only before the first item. Items come lazily, in the order of
the file; nothing is kept of one when the next is asked for. A `.zip` or `.gz` of files is no format of its own:
intake opens those (`corpus.readers.bounded` helps) and calls `read_all` for each member. What is a format though it is
zipped or packed inside (WACZ, DOCX, XLSX, `.warc.gz`) is read here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from corpus.article import Reading
from corpus.errors import UnreadableArticle


@dataclass(frozen=True, slots=True)
class Item:
    """One article in a file, or what could not be read of one.

    Attributes:
        key: What names it for good: a Message-ID, a guid, a WARC-Record-ID; None when its bytes do.
        data: Its own bytes, the ones that its SHA-256 is taken of. Rows and feed entries, which have none, are JSON
            of what they hold, with sorted keys.
        outcome: Its reading, or why there is none.
        label: Where it stands in its file, on one line, for lists: `message 12`, `row 7`; `""` for all of a file.
    """

    key: str | None
    data: bytes
    outcome: Reading | UnreadableArticle
    label: str = ""


def left_out(left: Counter[str]) -> str:
    """What a container holds besides articles, the most first: `12 pictures, 1 redirect`.

    Args:
        left: How often there was each; a word in the plural has its ending after a bar, as `picture|s` does.
    """
    counted = ((number, what.partition("|")) for what, number in left.most_common())
    return ", ".join(
        f"{number:,} {one}{rest if number > 1 else rest.removeprefix(rest.partition(' ')[0])}"
        for number, (one, _, rest) in counted
    )


def own_bytes(values: Mapping[str, Any]) -> bytes:
    """The bytes of an item that is no file: JSON of what it holds, the same whatever order its values came in."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace")


@runtime_checkable
class Container(Protocol):
    """A format that holds any number of articles.

    Attributes:
        name: A short word that never changes, such as `mbox`.
        version: Rises whenever the same bytes may give other items.
    """

    @property
    def name(self) -> str:
        """The reader's own name."""

    @property
    def version(self) -> int:
        """The version of what it makes of bytes."""

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file that begins with `head` and has this name is of this format; must be fast."""

    def items(self, data: bytes, name: str, /) -> Iterator[Item]:
        """The articles of the file in order, lazily.

        Raises:
            UnreadableArticle: Nothing can be read of it; never after the first item.
        """
