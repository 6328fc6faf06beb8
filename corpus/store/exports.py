"""What a bundle takes out of the store, in bulk, and the record of every bundle that left.

Reads articles as they are kept; what of them a profile carries, and how it is written, is decided in
`corpus.bundle`.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from corpus.store.database import Database
from corpus.store.edits import RESTRICTIONS
from corpus.store.log import Log
from corpus.store.operation import DELETED, Operation, load
from corpus.store.paths import display

ERASED = "erased"
"""What stands in the log for all that others erased for good and that is not here: ids, with the moment of each."""

PATHS = "paths"
"""Where a bundle's reading of an article keeps the paths that it had where it came from."""

_AT_ONCE = 200
_OPERATION = "record, id, stamp, at, who, field, value, prior, batch"


def _operation(row: Sequence[Any]) -> Operation:
    record, id_, stamp, at, who, field, value, prior, batch = row
    return Operation(id_, stamp, at, who, record, field, load(value), prior, batch)


@dataclass(frozen=True, slots=True)
class Kept:
    """An article as it is kept: what was read, what was said, and what it is known by.

    Attributes:
        current: The SHA-256 of the version shown, "" if none.
        versions: Those of all versions, sorted.
        extracted: What a reader, or a bundle, found in the current version.
        said: What people say, by field of the log.
        paths: Where its files are or were, as they may be shown.
    """

    n: int
    id: str
    aliases: tuple[str, ...]
    current: str
    text_sha256: str
    versions: tuple[str, ...]
    extracted: Mapping[str, Any]
    said: Mapping[str, Any]
    paths: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Its id and all that were joined into it."""
        return (self.id, *self.aliases)


class Exports:
    """Reads for bundles, and remembers them."""

    def __init__(self, database: Database, log: Log) -> None:
        self._db = database
        self._log = log

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Have everything that is read meanwhile, by this thread, be of one moment."""
        connection = self._db.connection
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")  # nothing was written

    def chosen(self, numbers: Collection[int] | None) -> Iterator[tuple[int, str]]:
        """Number and id of these articles, or of all, by id; unknown numbers are left out."""
        for n, id_ in self._db.connection.execute("SELECT n, id FROM article ORDER BY id"):
            if numbers is None or n in numbers:
                yield n, id_

    def names(self, numbers: Collection[int]) -> set[str]:
        """The ids of these articles, and those that were joined into them."""
        wanted = frozenset(numbers)
        rows = self._db.connection.execute("SELECT id, n FROM article UNION ALL SELECT id, article FROM alias")
        return {id_ for id_, n in rows if n in wanted}

    def restricted(self) -> dict[str, str]:
        """The records that are not open, with their restriction: while people differ, the strictest that stands."""
        found = {}
        rows = self._db.rows("SELECT record, value, conflicted FROM value WHERE field = 'restricted'")
        for record, value, conflicted in rows:
            words = [load(value)]
            if conflicted and (heads := self._log.heads(record, "restricted")) is not None:
                words += [other.value for other in heads.conflicting]
            # What cannot be understood is as good as sealed.
            strictest = max(RESTRICTIONS.index(w) if w in RESTRICTIONS else 2 for w in (w or "open" for w in words))
            if strictest:
                found[record] = RESTRICTIONS[strictest]
        return found

    def deleted(self) -> set[str]:
        """The records that are deleted."""
        rows = self._db.rows("SELECT record FROM value WHERE field = ? AND value IS NOT NULL", (DELETED,))
        return {record for (record,) in rows if self._log.is_deleted(record)}

    def articles(self, numbers: Sequence[int]) -> Iterator[Kept]:
        """These articles, in this order; unknown numbers are left out."""
        for start in range(0, len(numbers), _AT_ONCE):
            yield from self._some(numbers[start : start + _AT_ONCE])

    def article(self, n: int) -> Kept:
        """One article.

        Raises:
            KeyError: There is none with this number.
        """
        for kept in self._some([n]):
            return kept
        raise KeyError(n)

    def _some(self, numbers: Sequence[int]) -> Iterator[Kept]:
        marks = ",".join("?" * len(numbers))
        rows = {
            row[0]: row[1:]
            for row in self._db.rows(
                "SELECT a.n, a.id, a.current, a.text_sha256, v.extracted FROM article a"
                f" LEFT JOIN version v ON v.sha256 = a.current WHERE a.n IN ({marks})",
                list(numbers),
            )
        }
        ids = [row[0] for row in rows.values()]
        said = self._grouped("SELECT record, field, value FROM value WHERE record IN ({}) AND value IS NOT NULL", ids)
        versions, aliases, paths = (
            self._grouped(f"SELECT article, {what} FROM {table} WHERE article IN ({{}}) ORDER BY article, {what}", rows)
            for what, table in (("sha256", "version"), ("id", "alias"), ("path", "path"))
        )
        for n in numbers:
            if n not in rows:
                continue
            id_, current, text, extracted = rows[n]
            yield Kept(
                n=n,
                id=id_,
                aliases=tuple(row[0] for row in aliases.get(n, ())),
                current=current,
                text_sha256=text,
                versions=tuple(row[0] for row in versions.get(n, ())),
                extracted=load(extracted) if extracted else {},
                said={field: load(value) for field, value in said.get(id_, ())},
                paths=tuple(display(row[0]) for row in paths.get(n, ())),
            )

    def _grouped(self, sql: str, keys: Iterable[Any]) -> dict[Any, list[tuple[Any, ...]]]:
        """Rows by their first column, which is one of `keys`."""
        wanted = list(keys)
        rows = self._db.rows(sql.format(",".join("?" * len(wanted))), wanted)
        return {key: [row[1:] for row in group] for key, group in groupby(sorted(rows), key=lambda row: row[0])}

    def operations(self, records: Collection[str]) -> Iterator[Operation]:
        """Everything said of these records, under any of their ids that is named, by stamp and id."""
        for row in self._db.connection.execute(f"SELECT {_OPERATION} FROM operation ORDER BY stamp, id"):
            if row[0] in records:
                yield _operation(row)

    def operation(self, id_: bytes) -> Operation | None:
        """One operation, if it is here."""
        row = self._db.one(f"SELECT {_OPERATION} FROM operation WHERE id = ?", (id_,))
        return _operation(row) if row else None

    def tombstones(self) -> list[tuple[str, str]]:
        """The records that were erased for good, here or elsewhere, and are not here: (id, when), by id."""
        elsewhere = self._db.rows("SELECT field, value FROM value WHERE record = ? AND value IS NOT NULL", (ERASED,))
        found = {id_: str(load(at)) for id_, at in elsewhere if not self.is_here(id_)}
        return sorted((found | dict(self._db.rows("SELECT id, at FROM purged"))).items())

    def is_here(self, record: str) -> bool:
        """Whether a record is here: an article, or one of which anything was said."""
        return (
            self._db.one(
                "SELECT 1 FROM article WHERE id = ? UNION ALL SELECT 1 FROM alias WHERE id = ?"
                " UNION ALL SELECT 1 FROM operation WHERE record = ? AND record NOT LIKE 'a-%' LIMIT 1",
                (record, record, record),
            )
            is not None
        )

    def purged_hashes(self) -> set[str]:
        """The hashes of versions that were erased for good here."""
        return {sha for (hashes,) in self._db.rows("SELECT hashes FROM purged") for sha in load(hashes)}

    # What left

    def record(self, at: str, profile: str, target: str, ids: Iterable[str]) -> None:
        """Remember a bundle that leaves, so that a purge can say where copies may be.

        Args:
            at: When, UTC.
            profile: For whom.
            target: The name of the file that it goes to; empty for a stream.
            ids: The articles that it carries.

        Raises:
            StoreReadOnly: The archive cannot be written to.
        """
        carried = zlib.compress("\n".join(ids).encode())
        with self._db.write() as connection:
            connection.execute(
                "INSERT INTO export (at, profile, target, ids) VALUES (?, ?, ?, ?)", (at, profile, target, carried)
            )
