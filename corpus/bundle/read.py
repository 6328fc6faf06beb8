"""Reading a bundle: its header and its records, checked, one by one, in memory bounded by the largest of them.

A bundle is read and checked whole, and kept aside as it was read, so that taking it in, while nobody else can write,
takes no parsing any more. What its records mean for an archive is decided in `merge`.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

from corpus.article import FIELDS
from corpus.bundle.fields import Noticed, fail, microseconds
from corpus.bundle.schema import EXPORTED, SECTIONS, VERSION
from corpus.bundle.yaml_in import Entry, Fields, Items, Node, Scalar, entries
from corpus.dates import parse_edtf
from corpus.errors import BundleError, DateError
from corpus.records.definition import kind_of
from corpus.store.edits import RESTRICTIONS
from corpus.store.operation import NOTES, TAGS, clean_tag

Json = Any

_NO_RECORDS = ("deleted", "history")

_AHEAD = 100 * 366 * 24 * 3600 * 1_000_000
"""How far ahead of this machine's clock a word may be stamped, in microseconds: a hundred years."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a section: its values, checked, and where it stands."""

    section: str
    values: dict[str, Json]
    line: int
    where: str


@dataclass(frozen=True, slots=True)
class Header:
    """What `exported` says."""

    at: str = ""
    profile: str = "share"
    who: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def stamp(self) -> int:
        """When it was written, in microseconds since 1970."""
        return microseconds(self.at) or 0


class Bundle:
    """A bundle file that is open for reading.

    Attributes:
        path: The file.
        size: Its size in bytes.
        header: What it says of itself; known once the first item was read.
        counts: How many items each of its sections has; known after a whole pass.
        noticed: The fields that no definition names; known after a whole pass.
        left: The keys at the top that are not read, and how many entries each has.
        codebook: The codebook that it brings; known after a whole pass.
        ids: The ids of all records that it holds, and those joined into them; known once it was checked.
    """

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self.path = path
        self._stat = os.fstat(file.fileno())
        self.size = self._stat.st_size
        self.header = Header()
        self.counts: Counter[str] = Counter()
        self.noticed = Noticed()
        self.left: Counter[str] = Counter()
        self.codebook: dict[str, Json] = {}
        self.ids: set[str] = set()
        self._aside: IO[str] | None = None

    def items(self, tell: Callable[[int], None] = lambda _bytes: None, *, fast: bool = True) -> Iterator[Item]:
        """All items, from the first, each checked for itself.

        Args:
            tell: Told how many bytes have been read.
            fast: Use the parser in C if it is there.

        Raises:
            BundleError: The bundle cannot be read; line and field say where.
        """
        self._file.seek(0)
        self.counts, self.noticed, self.left = Counter(), Noticed(), Counter()
        found = entries(self._file, tell=tell, fast=fast)
        self._read_version(next(found, None))
        self._read_header(next(found, None))
        for entry in found:
            if entry.section not in SECTIONS:
                if entry.section == "codebook":
                    self._read_codebook(entry)
                else:
                    self.left[entry.section] += 1
            elif entry.index:
                yield self._item(entry)
            elif not _is_empty(entry.node):
                fail("This should be a list, each item beginning with -", entry.node, entry.name)
        self._check_whole()

    def check(
        self,
        tell: Callable[[int], None],
        cancelled: Callable[[], bool],
        *,
        aside: IO[str] | None = None,
        fast: bool = True,
    ) -> bool:
        """Look at all of it; false if it was stopped.

        Args:
            tell: Told how many bytes have been read.
            cancelled: Asked before every item.
            aside: A file in which to keep the items, for `checked`.
            fast: As in `items`.

        Raises:
            BundleError: Something in it is wrong; line and field say where.
        """
        self._aside = aside
        ids: set[str] = set()
        also: set[str] = set()
        for item in self.items(tell, fast=fast):
            if cancelled():
                return False
            if aside is not None:
                aside.write(json.dumps([item.section, item.line, item.where, item.values]) + "\n")
            if item.section in _NO_RECORDS:
                continue
            if item.values["id"] in ids:
                raise BundleError("Two records have the same id", line=item.line, field=f"{item.where}.id")
            ids.add(item.values["id"])
            also.update(item.values.get("also_known_as", ()))
        self.ids = ids | also
        return True

    def checked(self, tell: Callable[[int], None] = lambda _bytes: None) -> Iterator[Item]:
        """All items once more, as `check` kept them aside.

        Args:
            tell: Told how many bytes of the bundle have been gone through, about.
        """
        assert self._aside is not None  # noqa: S101 -- only after a check that keeps them
        total = self._aside.seek(0, os.SEEK_END) or 1
        self._aside.seek(0)
        done = 0
        for line in self._aside:
            section, number, where, values = json.loads(line)
            yield Item(section, values, number, where)
            done += len(line)
            tell(self.size * done // total)

    def _read_version(self, entry: Entry | None) -> None:
        if entry is None or entry.section != "dateline":
            raise BundleError("A bundle begins with the line: dateline: 1", line=entry.line if entry else 1)
        node = entry.node
        if not isinstance(node, Scalar) or not node.text.isascii() or not node.text.isdecimal() or len(node.text) > 9:
            fail("This should be the version of the format, a whole number", node, entry.name)
        if int(node.text) > VERSION:
            fail(
                f"This bundle is of version {int(node.text)}, and this dateline reads version {VERSION}",
                node,
                entry.name,
                "Update dateline, or ask for a bundle of an older version.",
            )
        if int(node.text) < 1:
            fail("There is no version 0", node, entry.name)

    def _read_header(self, entry: Entry | None) -> None:
        if entry is None or entry.section != "exported" or entry.index:
            line = entry.line if entry else 1
            raise BundleError("After the first line comes: exported: {at: …}", line=line, field="exported")
        values = EXPORTED.read(entry.node, entry.name, self.noticed)
        if values is None:
            fail("The field at is missing", entry.node, entry.name)
        _check_stamp(microseconds(values["at"]) or 0, entry, "exported.at")
        counts = {name: values[name] for name in SECTIONS if name in values}
        self.header = Header(values["at"], values.get("profile", "share"), values.get("who", ""), counts)

    def _read_codebook(self, entry: Entry) -> None:
        from corpus.bundle.codebook import check_codebook

        if not isinstance(entry.node, Fields):
            fail("This should have fields", entry.node, entry.name)
        self.codebook = check_codebook(entry.node)

    def _item(self, entry: Entry) -> Item:
        values = SECTIONS[entry.section].record.read(entry.node, entry.name, self.noticed)
        if values is None:
            fail("Nothing stands here", entry.node, entry.name)
        if entry.section == "history":
            _check_operation(values, entry)
            _check_stamp(values["stamp"], entry, f"{entry.name}.stamp")
        if entry.section == "articles":
            _check_names(values, entry)
        self.counts[entry.section] += 1
        return Item(entry.section, values, entry.line, entry.name)

    def _check_whole(self) -> None:
        """Refuse a bundle that was cut short, or that changed while it was read."""
        for name, said in self.header.counts.items():
            if said != self.counts[name]:
                raise BundleError(
                    f"This bundle says that it holds {said:,} {name}, and holds {self.counts[name]:,}",
                    field=f"exported.{name}",
                    hint="If it was not cut short on its way, correct the number or take it out.",
                )
        now = os.fstat(self._file.fileno())
        if (now.st_size, now.st_mtime_ns) != (self._stat.st_size, self._stat.st_mtime_ns):
            raise BundleError(f"{self.path.name} changed while it was read", hint="Try again.", path=self.path)


def _check_stamp(stamp: int, entry: Entry, field: str) -> None:
    """Refuse a word from far ahead: every later word would have to be stamped above it, for ever.

    A clock that is wrong by some years is no reason to lose somebody's work, and is put up with.
    """
    if stamp > time.time_ns() // 1000 + _AHEAD:
        raise BundleError(
            "This was written at a moment that has not come yet by many years",
            line=entry.line,
            field=field,
            hint="The clock of the machine that wrote it is wrong, or somebody changed the bundle.",
        )


@contextlib.contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """Open a bundle file.

    Raises:
        BundleError: There is no such file, or it cannot be read; errors while reading name the file too.
    """
    try:
        # A pipe has no second reading, and opening one would wait for its writer.
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 -- follows links, as opening does
            raise BundleError(f"{path.name} is not a file", path=path)
        with path.open("rb") as file:
            yield Bundle(file, path)
    except OSError as error:
        raise BundleError(
            f"{path.name} cannot be read", hint=f"The system says: {error.strerror}.", path=path
        ) from error
    except BundleError as error:
        error.path = error.path or path
        raise


def _is_empty(node: Node) -> bool:
    return (isinstance(node, Items) and not node.items) or (isinstance(node, Scalar) and node.text == "")


def _check_names(values: dict[str, Json], entry: Entry) -> None:
    """Refuse fields of an article that the log could not hold as what they are."""
    assert isinstance(entry.node, Fields)  # noqa: S101 -- it was read as a record
    for name, (line, _) in entry.node.fields.items():
        if name in values and ("/" in name or name in ("deleted", "merged_into")):
            raise BundleError("An article can have no such field", line=line, field=f"{entry.name}.{name}")
    seen: set[str] = set()
    for note in values.get("notes", ()):
        if note.get("id") in seen:
            raise BundleError("Two notes have the same id", line=entry.line, field=f"{entry.name}.notes")
        seen.update((note["id"],) if "id" in note else ())


def _check_operation(values: dict[str, Json], entry: Entry) -> None:
    """Refuse an operation whose value cannot be one of its field."""
    name, value = values["field"], values.get("value")
    kind = kind_of(values["record"])
    if kind is None or value is None:
        return
    wrong = ""
    if name == "restricted" and value not in ("", *RESTRICTIONS):
        wrong = f"restricted is one of: {', '.join(RESTRICTIONS)}"
    elif name.startswith(TAGS) and not _is_tag(name[len(TAGS) :]):
        wrong = "this cannot be a tag"
    elif kind != "article":
        from corpus.bundle.checks import wrong_operation

        wrong = wrong_operation(kind, name, value)
    elif name in FIELDS:
        parts = name in ("dateline", "acquired")
        if not isinstance(value, str) and not (parts and isinstance(value, dict)):
            wrong = f"{name} is a text" + (" or has parts" if parts else "")
        elif name == "published" and value and not _is_date(value):
            wrong = "published is a date, EDTF level 1"
    elif name == "coding" and not isinstance(value, str):
        wrong = "coding is a word"
    elif name.startswith(NOTES) and not (isinstance(value, dict) and isinstance(value.get("text"), str)):
        wrong = "a note has a text"
    if wrong:
        fail(wrong[0].upper() + wrong[1:], entry.node, f"{entry.name}.value")


def _is_date(value: Json) -> bool:
    try:
        parse_edtf(value)
    except DateError:
        return False
    return True


def _is_tag(text: str) -> bool:
    try:
        return clean_tag(text) == text
    except ValueError:
        return False
