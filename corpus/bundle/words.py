"""What a bundle says of an article, held against what is here: which of it is new, as operations.

A bundle without a history says only what was in force when it was written. Nothing of it may be lost, and saying it
twice must change nothing, so each difference becomes an operation whose id follows from what it says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.article import FIELDS
from corpus.bundle.carry import NEW, OPEN, SAID, carried_value, fields_in_force, read_fields, unknown
from corpus.bundle.read import Header
from corpus.store.exports import Kept
from corpus.store.log import Log
from corpus.store.operation import NOTES, TAGS, Operation, dump

Json = Any


@dataclass(frozen=True, slots=True)
class Word:
    """What a bundle says of one field of one record.

    Attributes:
        field: The field as the log names it.
        firm: Whether a person said it, as far as the bundle tells; else it may be what a reader found.
        who: Who said it, if that is known better than by who wrote the bundle.
    """

    record: str
    field: str
    value: Json
    firm: bool = True
    who: str | None = None


def operation_id(at: str, record: str, field: str, value: Json) -> bytes:
    """The id of the operation by which a bundle of this moment says this: the same wherever it is taken in."""
    return hashlib.sha256("\n".join((at, record, field, dump(value))).encode("utf-8", "surrogatepass")).digest()[:16]


def as_operation(word: Word, header: Header, batch: bytes, place: int = 0) -> Operation:
    """A word as an operation that replaces nothing: it stands beside what is said here.

    Args:
        word: The word.
        header: What the bundle says of itself.
        batch: The import.
        place: Where it stands in its record: rows and names keep their order by it.
    """
    who = header.who if word.who is None else word.who
    id_ = operation_id(f"{header.at} {place}" if place else header.at, word.record, word.field, word.value)
    return Operation(id_, header.stamp + place, header.at, who, word.record, word.field, word.value, None, batch)


def words_of(article: Mapping[str, Json], header: Header) -> Iterator[Word]:
    """All that a bundle says of an article, but for what only a reader says."""
    record = article["id"]
    edited = frozenset(article.get("edited", ()))
    for name in FIELDS:
        if name in article:
            yield Word(record, name, carried_value(name, article[name]), name in edited)
        elif name in edited:
            yield Word(record, name, "")
    for name in SAID:
        if name in article:
            yield Word(record, name, article[name])
    for tag in article.get("tags", ()):
        yield Word(record, TAGS + tag, True)
    for note in article.get("notes", ()):
        yield note_word(record, note, header)
    for name, value in unknown(article).items():
        yield Word(record, name, value)


def note_word(record: str, note: Mapping[str, Json], header: Header) -> Word:
    """A note as a word; the same words are the same note."""
    value = {"at": header.at, "who": "", **{part: note[part] for part in note if part != "id"}}
    # A note that somebody wrote by hand has no id: the same words are then the same note.
    id_ = note.get("id") or hashlib.sha256(dump([record, value]).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Word(record, NOTES + id_, value, who=value["who"])


def is_news(word: Word, here: Kept, log: Log, *, fresh: bool) -> bool:
    """Whether a word says anything that is not so here already.

    Args:
        word: What the bundle says.
        here: The article as it is here.
        log: Where everything is that was said.
        fresh: Whether the article came with this very bundle.
    """
    if word.field in FIELDS:
        if not fresh or word.field in here.said:
            if dump(fields_in_force(here).get(word.field, "")) == dump(word.value):
                return False
            if not word.firm and dump(read_fields(here).get(word.field, "")) == dump(word.value):
                return False
    elif word.field.startswith(TAGS):
        if word.field in here.said:
            return False
    else:
        silent = {"coding": NEW, "restricted": OPEN}.get(word.field)
        if dump(here.said.get(word.field) or silent) == dump(word.value):
            return False
    heads = log.heads(word.record, word.field)
    standing = (heads.winner, *heads.others) if heads else ()
    return all(dump(each.value) != dump(word.value) for each in standing)


def was_said(word: Word, log: Log) -> bool:
    """Whether anybody ever said just this, as far as the log tells."""
    return any(dump(each.value) == dump(word.value) for each in log.operations(word.record, word.field))
