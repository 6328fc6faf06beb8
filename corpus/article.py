"""What an article is: what a reader made of its bytes, and what a user sees of it.

Plain immutable values; reading files and keeping articles is done elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ARTICLE_PREFIX = "a-"

FIELDS = (
    "title",
    "published",
    "outlet",
    "credit",
    "author",
    "dateline",
    "url",
    "retrieved",
    "acquired",
    "language",
    "translation_of",
)
"""The fields of an article that a reader may extract and a person may overlay, in the order they are shown."""

CODING_STATES = ("new", "coding", "coded", "nothing to code", "out of scope", "later", "needs help")
"""How far the coding of an article is; `new` unless somebody said otherwise."""


def article_id(data_sha256: str) -> str:
    """The id of an article whose first seen bytes have this SHA-256 (in hex)."""
    return ARTICLE_PREFIX + data_sha256[:20]


def item_id(key: str) -> str:
    """The id of an item in a container, from its own key (a Message-ID, a guid, a WARC-Record-ID)."""
    return ARTICLE_PREFIX + hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one file, or of one item in a container.

    Attributes:
        title: The headline, one line; never empty (a reader falls back to the first words or the file name).
        text: The body without title, date and credit lines; LF line ends, no outer blank lines.
        fields: Values by the names in `FIELDS` but the title: `published` as EDTF, `dateline` as
            {"place", "date"}, `acquired` as {"by", "from"}; what is not known is left out.
        how: How each field was found, by field name, in a few words ("front matter", "second line").
        flags: Doubts a user should see, in words ("decoded as windows-1256, unsure").
        reader: The reader's name and version, `name/1`.
    """

    title: str
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    how: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of articles: as little as a list shows."""

    n: int
    id: str
    title: str
    published: str
    outlet: str
    credit: str
    language: str
    coding: str
    missing: bool
    read: bool
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article's bytes are, or were, in the archive's folder."""

    display: str
    """The path below the archive's folder, printable, `/` between its parts."""
    sha256: str
    present: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an article's bytes, and what was read from them.

    `text_sha256` names the body, `""` while no text of this version is here.
    """

    sha256: str
    size: int
    file_time: str
    """The file's own time, UTC, when these bytes were first read; `""` when not known."""
    added: str
    """When they were first read, UTC."""
    reader: str
    text_sha256: str
    extracted: Mapping[str, Any]
    how: Mapping[str, str]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A signed, dated remark on a record."""

    id: str
    text: str
    at: str
    who: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people's different values of one field, neither of whom had seen the other's.

    `value` is the one in force, `others` are those that stay beside it.
    """

    field: str
    value: Any
    others: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article as a user sees it: what was read, overlaid by what people said.

    Attributes:
        n: The local integer that never is reused; the index speaks it.
        id: The id that travels with bundles.
        fields: The values in force by the names in `FIELDS`; empty ones left out.
        edited: The fields whose value is a person's, not a reader's.
        coding: One of `CODING_STATES`.
        missing: Whether no file of the folder holds it any more.
        current: The SHA-256 of the version shown, "" if none.
        aliases: Other ids that have been joined into this one.
    """

    n: int
    id: str
    fields: Mapping[str, Any]
    edited: frozenset[str]
    coding: str
    restricted: str
    missing: bool
    read: bool
    tags: tuple[str, ...]
    notes: tuple[Note, ...]
    places: tuple[Place, ...]
    versions: tuple[Version, ...]
    current: str
    text_sha256: str
    conflicts: tuple[Conflict, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The headline in force."""
        return str(self.fields.get("title", ""))
