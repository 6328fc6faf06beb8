"""The values that the log is made of: operations, batches, and how a value is written down.

Plain immutable values, no SQL. An operation is one person's word on one field of one record; a batch is the
operations of one act. Operations of one field form trees by `prior`; those that none replaces are its heads.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.errors import StoreError
from corpus.text import fold_spaces

Json = Any
"""A value of a field: anything JSON can say. None means: nothing is said, a reader's value shows through."""

TAGS = "tags/"
NOTES = "notes/"
DELETED = "deleted"

MAX_TAG = 100
_DIGEST = 16


_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def new_id() -> bytes:
    """A random 128-bit id."""
    return os.urandom(16)


def dump(value: Json) -> str:
    """The one way a value is written, so that equal values are equal text."""
    return _WRITER.encode(value)


def load(text: str | None) -> Json:
    """The value that `dump` wrote; None for none.

    Raises:
        StoreError: It is not what `dump` writes: the database is damaged.
    """
    try:
        return None if text is None else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StoreError(
            "A value in the log cannot be read", hint="dateline check says where; a backup is in .dateline/backups."
        ) from error


@dataclass(frozen=True, slots=True)
class Edit:
    """A wish: this field of this record shall have this value."""

    record: str
    field: str
    value: Json


@dataclass(frozen=True, slots=True)
class Operation:
    """One word on one field, never changed once written.

    Attributes:
        id: Random, 16 bytes.
        stamp: Microseconds since 1970, but always above every stamp its writer had seen.
        at: When, UTC, ISO 8601 to the second.
        who: The pseudonym its writer chose; may be empty.
        prior: The operation it replaces, or None.
        batch: The act it is part of.
    """

    id: bytes
    stamp: int
    at: str
    who: str
    record: str
    field: str
    value: Json
    prior: bytes | None
    batch: bytes

    @property
    def order(self) -> tuple[int, bytes]:
        """What decides between operations that do not descend from each other: the greater wins."""
        return (self.stamp, self.id)


@dataclass(frozen=True, slots=True)
class Batch:
    """One act: its operations in order of arrival.

    `kind` is `edit`, `undo`, `redo`, `import` or `merged` (somebody else's, brought by a bundle's history).
    """

    id: bytes
    kind: str
    what: str
    at: str
    who: str
    local: bool
    reversed: bool
    operations: tuple[Operation, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What an edit did: its batch (empty when nothing had to change), how many fields, in words."""

    batch: bytes
    changed: int
    what: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or a redo did; `left` names the fields it left, as somebody changed them since."""

    batch: bytes
    what: str
    undone: int
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """The last words on a field: the one in force, and those that stand beside it."""

    winner: Operation
    others: tuple[Operation, ...]

    @property
    def conflicting(self) -> tuple[Operation, ...]:
        """The others that say something else; heads that say the same do not conflict."""
        said = dump(self.winner.value)
        return tuple(other for other in self.others if dump(other.value) != said)


def heads_of(operations: Iterable[Operation]) -> Heads | None:
    """The heads of one field's operations: a function of the set alone, so that every replica agrees."""
    everything = list(operations)
    replaced = {operation.prior for operation in everything}
    heads = sorted((o for o in everything if o.id not in replaced), key=lambda o: o.order)
    if not heads:
        return None
    return Heads(heads[-1], tuple(reversed(heads[:-1])))


def seen_of(operations: Iterable[Operation]) -> list[str]:
    """What somebody sees who deletes what these operations say: what a deletion, and the removal of a row, hold.

    That is a digest of every last word on every field, and one of every operation that was replaced. Words and not
    operations, so that a deletion counts again after it was undone and redone along with what it deletes; the replaced
    too, since one stands again wherever what replaced it is not told.
    """
    found = set()
    for said in _by_field(operations).values():
        heads = heads_of(said)
        last = {o.id for o in (heads.winner, *heads.others)} if heads else set()
        found |= {_word_digest(o) for o in said if o.id in last and o.value is not None}
        found |= {_own_digest(o) for o in said if o.id not in last}
    return sorted(found)


def was_seen(operations: Iterable[Operation], deletions: Iterable[Operation]) -> bool:
    """Whether these deletions between them had seen all that now stands; less than they saw may stand."""
    seen = {each for o in deletions if isinstance(o.value, list) for each in o.value if isinstance(each, str)}
    for said in _by_field(operations).values():
        heads = heads_of(said)
        for head in (heads.winner, *heads.others) if heads else ():
            if head.value is not None and _word_digest(head) not in seen and _own_digest(head) not in seen:
                return False
    return True


def _by_field(operations: Iterable[Operation]) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {}
    for operation in operations:
        found.setdefault(operation.field, []).append(operation)
    return found


def _word_digest(operation: Operation) -> str:
    said = dump([operation.field, operation.value])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def _own_digest(operation: Operation) -> str:
    return operation.id.hex()[:_DIGEST]


def clean_tag(text: str) -> str:
    """A tag as it is kept: lower case, single spaces, `/` between its levels.

    Raises:
        ValueError: It is empty, too long, begins with `-`, or has a level, comma, quote or control
            character that a tag cannot have; the message says which.
    """
    tag = "/".join(fold_spaces(part) for part in text.split("/")).lower()
    if not tag or not all(tag.split("/")):
        raise ValueError("a tag needs at least one letter, and something on both sides of a /")
    if len(tag) > MAX_TAG:
        raise ValueError(f"a tag has at most {MAX_TAG} characters")
    if tag.startswith("-"):
        raise ValueError("a tag cannot begin with -")
    wrong = next((c for c in tag if c in ',"' or not (c.isprintable() or c in "\u200c\u200d")), None)
    if wrong is not None:
        raise ValueError(f"a tag cannot hold {wrong!r}")
    return tag
