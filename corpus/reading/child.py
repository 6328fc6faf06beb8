"""The reading process: `python -m corpus.reading.child`. Hashes and reads the files it is asked about.

It stands outside the archive, knows no database, and is held to bounds that the system enforces: whatever a file does
to a reader, it does it here. Questions come as lines on the standard input, answers go as lines to the output; it ends
when its input does.
"""

from __future__ import annotations

import gc
import hashlib
import mmap
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers import Item
from corpus.readers.large import Large
from corpus.readers.reader import MAX_CONTAINER_BYTES
from corpus.reading.bundles import looks_like_bundle
from corpus.reading.exchange import Answer, Ask, Facts, Fault, Piece, read_ask, without_text, write_answer
from corpus.reading.hashing import open_file
from corpus.reading.unpack import contents
from corpus.store.packing import pack
from corpus.store.paths import display

SECONDS = 10
"""How much of a processor's time reading a file may take, and each further item of a container."""

MEMORY = 280 * 1024 * 1024
"""How much memory of its own the process may have, in bytes; with the libraries it shares it stays below 300 MB."""

_TIRED = 160 * 1024 * 1024
"""A process that holds more memory than this, in bytes, is replaced when a file is done: it would keep it."""

_PIECES = 64
_WEIGHT = 512 * 1024
_CHUNK = 8 * 1024 * 1024
_HEAD = 4096

_FAULTS = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, AssertionError, OSError)
"""What a reader that fails on a file raises: a fault of ours, which must not cost the user the other files."""


def main() -> None:
    """Answer questions until there are no more."""
    _bound()
    gc.collect()
    gc.freeze()
    held = _memory_held()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    for line in questions:
        number, ask = read_ask(line)
        for answer in _answers(number, ask):
            answers.write(write_answer(answer))
            answers.flush()
            _give_time()
        if held() > _TIRED:
            return


def _bound() -> None:
    """Have the system hold this process to its memory, and write no core of somebody's text."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_DATA, MEMORY)
    _give_time()


def _memory_held() -> Callable[[], int]:
    """What says how many bytes of memory this process holds now.

    The most it ever held, which the system counts too, would not do: that count goes over from the process that starts
    another one, so that every file would tire the readers of a large program.
    """
    page = os.sysconf("SC_PAGESIZE")
    try:
        statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # only Linux tells; elsewhere, by how much the most it ever held grew
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        unit = 1 if sys.platform == "darwin" else 1024
        return lambda: (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    return lambda: int(os.pread(statm, 100, 0).split()[1]) * page


def _give_time() -> None:
    """Have the system end this process when it takes too long from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + SECONDS + 1)


def _lower(what: int, limit: int) -> None:
    _, most = resource.getrlimit(what)
    resource.setrlimit(what, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def _answers(number: int, ask: Ask) -> Iterator[Answer]:
    _give_time()
    try:
        with open_file(ask.root, ask.path) as file:
            yield from _of_file(file, number, ask)
    except MemoryError:
        megabytes = MEMORY // 1024 // 1024
        yield Answer(number, fault=Fault(f"reading it takes more than {megabytes} MB of memory"), last=True)
    except OSError as error:
        yield Answer(number, fault=Fault(f"cannot be read: {(error.strerror or 'unknown error').lower()}"), last=True)


def _of_file(file: BinaryIO, number: int, ask: Ask) -> Iterator[Answer]:
    checked = time.time_ns()
    status = os.fstat(file.fileno())
    data, size = _beginning(file, status.st_size), 0
    hashed = hashlib.sha256()
    while size < len(data):
        hashed.update(data[size : size + _CHUNK] if len(data) > _CHUNK else data)
        size += min(_CHUNK, len(data) - size)
        _let_go(data)
        if size < len(data):
            yield Answer(number)  # a sign of life
    facts = Facts(hashed.hexdigest(), size, status.st_mtime_ns, checked)
    if not ask.read or facts.sha256 == ask.unless:
        yield Answer(number, facts, last=True)
        return
    name = display(ask.path.rpartition(b"/")[2])
    yield from _of_bytes(data, name, number, facts)


def _beginning(file: BinaryIO, size: int) -> Large:
    """The bytes of a file of this size, or a map of them if they are too many; what it grows by now comes later."""
    if size > MAX_CONTAINER_BYTES:
        return mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ)
    data = file.read(size)
    while len(data) < size and (more := file.read(size - len(data))):
        data += more
    return data


def _let_go(data: Large) -> None:
    """Hold no more of a mapped file in memory than is looked at: the system has it, and gives it again."""
    if isinstance(data, mmap.mmap):
        data.madvise(mmap.MADV_DONTNEED)


def _of_bytes(data: Large, name: str, number: int, facts: Facts) -> Iterator[Answer]:
    first: Facts | None = facts
    pieces: list[Piece] = []
    weight = 0
    fault = None
    try:
        if looks_like_bundle(data[:_HEAD]):
            raise UnreadableArticle("a bundle, not an article", hint="Take it in with: dateline import FILE")
        for member, item in contents(data, name):
            piece = _piece(member, item, facts.sha256 if item.data is data else "")
            pieces.append(piece)
            weight += len(piece.body)
            if len(pieces) == _PIECES or weight > _WEIGHT:
                yield Answer(number, first, tuple(pieces))
                first, pieces, weight = None, [], 0
                _let_go(data)
            elif member:
                _give_time()
    except UnreadableArticle as error:
        fault = _told(error)
    except _FAULTS as error:
        fault = Fault("its reader failed", type(error).__name__)
    yield Answer(number, first, tuple(pieces), fault, last=True)


def _piece(member: bytes, item: Item, sha256: str) -> Piece:
    sha256 = sha256 or hashlib.sha256(item.data).hexdigest()
    if not isinstance(item.outcome, Reading):
        return Piece(member, item.key or "", sha256, len(item.data), _told(item.outcome))
    name, body = pack(item.outcome.text)
    return Piece(member, item.key or "", sha256, len(item.data), without_text(item.outcome), name.hex(), body)


def _told(error: UnreadableArticle) -> Fault:
    return Fault(error.summary, " ".join(part for part in (error.detail, error.hint) if part))


if __name__ == "__main__":
    main()
