"""What the update and its reading processes say to each other: one line of JSON a message.

Plain values only: what comes from a process that read a stranger's file is data to its last byte, never a pickle.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from typing import Any

from corpus.article import Reading


@dataclass(frozen=True, slots=True)
class Ask:
    """A file to look into.

    Attributes:
        root: The archive's folder.
        path: The file, below it.
        read: Whether to read it, and not only to hash it.
        unless: It need not be read if its bytes have this SHA-256.
    """

    root: bytes
    path: bytes
    read: bool = True
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file is, whatever it holds: SHA-256, size, its time and when it was hashed, both in ns."""

    sha256: str
    size: int
    mtime: int
    checked: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something cannot be read, for people."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One article in a file, or why there is none.

    Attributes:
        member: Where it is in the file: `b""` if it is all of it, else a number or a name.
        key: What names it for good; `""` when its bytes do.
        sha256: The hash of its own bytes.
        size: How many those are.
        outcome: Its reading, without the text, or what is wrong.
        text_sha256: The name of its text.
        body: Its text, packed as `corpus.store.texts` keeps it.
    """

    member: bytes
    key: str
    sha256: str
    size: int
    outcome: Reading | Fault
    text_sha256: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reading process found, or a part of that.

    Attributes:
        number: The number of the question.
        facts: What the file is; in the first answer to a question, where it could be opened.
        pieces: What it holds, as far as it was read.
        fault: What is wrong with the file as a whole.
        last: Whether that is all.
    """

    number: int
    facts: Facts | None = None
    pieces: tuple[Piece, ...] = ()
    fault: Fault | None = None
    last: bool = False

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return sum(len(piece.body) + 500 for piece in self.pieces)


def write_ask(number: int, ask: Ask) -> bytes:
    """A question as a line."""
    return _line([number, os.fsdecode(ask.root), os.fsdecode(ask.path), ask.read, ask.unless])


def read_ask(line: bytes) -> tuple[int, Ask]:
    """The question of a line."""
    number, root, path, read, unless = json.loads(line)
    return number, Ask(os.fsencode(root), os.fsencode(path), read, unless)


def write_answer(answer: Answer) -> bytes:
    """An answer as a line."""
    facts, fault = answer.facts, answer.fault
    return _line(
        [
            answer.number,
            [facts.sha256, facts.size, facts.mtime, facts.checked] if facts else None,
            [_piece(piece) for piece in answer.pieces],
            [fault.reason, fault.detail] if fault else None,
            answer.last,
        ]
    )


def read_answer(line: bytes) -> Answer:
    """The answer of a line."""
    number, facts, pieces, fault, last = json.loads(line)
    return Answer(
        number,
        Facts(*facts) if facts else None,
        tuple(_to_piece(piece) for piece in pieces),
        Fault(*fault) if fault else None,
        last,
    )


def _line(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _piece(piece: Piece) -> list[Any]:
    outcome = piece.outcome
    told: list[Any]
    if isinstance(outcome, Fault):
        told = [outcome.reason, outcome.detail]
    else:
        told = [outcome.title, dict(outcome.fields), dict(outcome.how), list(outcome.flags), outcome.reader]
    body = b64encode(piece.body).decode("ascii")
    return [os.fsdecode(piece.member), piece.key, piece.sha256, piece.size, told, piece.text_sha256, body]


def _to_piece(value: list[Any]) -> Piece:
    member, key, sha256, size, told, text_sha256, body = value
    outcome: Reading | Fault
    if len(told) == 2:
        outcome = Fault(*told)
    else:
        title, fields, how, flags, reader = told
        outcome = Reading(title, "", fields, how, tuple(flags), reader)
    return Piece(os.fsencode(member), key, sha256, size, outcome, text_sha256, b64decode(body))


def without_text(reading: Reading) -> Reading:
    """A reading without its text, which travels packed."""
    return replace(reading, text="")
