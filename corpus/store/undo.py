"""Undo and redo: the newest act taken back, field by field where it still stands.

Taking back is itself an act in the log, so nothing is ever lost by it, and it works from another process as well.
An import is taken back by removing the operations it added, unless later work stands on them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence

from corpus.errors import EditRefused
from corpus.store import bulk
from corpus.store.bulk import Row
from corpus.store.log import Log, utc_now
from corpus.store.operation import Operation, Undone, load, new_id

ImportRemoved = Callable[[sqlite3.Connection, bytes], None]
"""Told which import is being taken back, so that what it made besides operations goes too."""


class History:
    """Takes acts back and does them again.

    Args:
        log: The log to work on.
        on_import_removed: Told, inside the transaction, after the operations of an import were removed.
    """

    def __init__(self, log: Log, on_import_removed: ImportRemoved = lambda _connection, _batch: None) -> None:
        self._log = log
        self._on_import_removed = on_import_removed

    def undo(self, count: int = 1) -> list[Undone]:
        """Take back the newest acts of this archive, newest first; fewer if there are fewer.

        Raises:
            EditRefused: The newest act is an import, and later work stands on what it brought.
        """
        undone = []
        for _ in range(count):
            with self._log.database.write() as connection:
                row = connection.execute(
                    "SELECT id, kind, what FROM batch WHERE local = 1 AND reversed = 0"
                    " AND kind IN ('edit', 'redo', 'import') ORDER BY seq DESC LIMIT 1"
                ).fetchone()
                if row is None:
                    break
                batch, kind, what = row
                if kind == "import":
                    undone.append(self._remove_import(connection, batch, what))
                else:
                    undone.append(self._reverse(connection, batch, what, "undo"))
        return undone

    def undo_act(self, batch: bytes) -> Undone:
        """Take back one act of this archive, however old it is, where its words still stand.

        Raises:
            EditRefused: It is no act of this archive, it was taken back already, or it is an import.
        """
        with self._log.database.write() as connection:
            row = connection.execute(
                "SELECT kind, what FROM batch WHERE id = ? AND local = 1 AND reversed = 0", (batch,)
            ).fetchone()
            if row is None:
                raise EditRefused("This cannot be taken back: it was before, or it was done in another archive.")
            if row[0] not in ("edit", "redo"):
                raise EditRefused(
                    f"This is no edit but an {row[0]}, and cannot be taken back by itself.",
                    hint="undo takes the newest act back, whatever it was; redo does an undone one again.",
                )
            return self._reverse(connection, batch, row[1], "undo")

    def redo(self, count: int = 1) -> list[Undone]:
        """Do again what was undone last, as long as nothing was edited since; an undone import cannot be redone."""
        redone = []
        for _ in range(count):
            with self._log.database.write() as connection:
                row = connection.execute(
                    "SELECT id, what FROM batch WHERE kind = 'undo' AND reversed = 0 AND seq >"
                    " (SELECT coalesce(max(seq), 0) FROM batch WHERE local = 1 AND kind IN ('edit', 'import'))"
                    " ORDER BY seq DESC LIMIT 1"
                ).fetchone()
                if row is None:
                    break
                redone.append(self._reverse(connection, row[0], row[1], "redo"))
        return redone

    def _reverse(self, connection: sqlite3.Connection, batch: bytes, what: str, kind: str) -> Undone:
        fields = self._log.batch_fields(batch)
        reverse, at = new_id(), utc_now()
        stamp = self._log.next_stamp(connection)
        written: list[Operation] = []
        restores: dict[bytes, bytes] = {}
        left: list[str] = []
        settled: list[Operation] = []
        touched = 0
        for (record, field), rows in self._log.said(connection, fields):
            touched += 1
            given_back = _given_back(rows, batch)
            if not given_back:
                left.append(f"{record} {field}")
            for head, word, value in given_back:
                id_, now = new_id(), stamp + len(written)
                written.append(Operation(id_, now, at, self._log.who, record, field, load(value), head, reverse))
                restores[id_] = word
            if len(given_back) == 1 and len(bulk.heads(rows)) == 1:
                settled.append(written[-1])
        self._log.record_batch(connection, reverse, kind, what, at, self._log.who, local=True, reverses=batch)
        connection.execute("UPDATE batch SET reversed = 1 WHERE id = ?", (batch,))
        self._log.insert(connection, written, restores)
        self._log.apply(connection, fields, settled=settled)
        return Undone(reverse, what, touched - len(left), tuple(left))

    @staticmethod
    def _stands_for(connection: sqlite3.Connection, operation: bytes | None) -> bytes:
        """The operation whose word stands where this one does: itself, or what it gives back; b"" for silence."""
        if operation is None:
            return b""
        row = connection.execute("SELECT restores FROM operation WHERE id = ?", (operation,)).fetchone()
        return operation if row is None or row[0] is None else bytes(row[0])

    def _remove_import(self, connection: sqlite3.Connection, batch: bytes, what: str) -> Undone:
        later = self._later(connection, batch)
        standing = [field for field in later if self._is_work(connection, batch, *field, later[field])]
        if standing:
            named = ", ".join(f"{record} {field}" for record, field in standing[:3])
            raise EditRefused(
                f"The import cannot be undone: later work stands on it ({named}{' …' if len(standing) > 3 else ''})",
                hint="Take that back first, or change what you do not want of the import.",
            )
        operations = self._log.batch_operations(batch)
        self._forget(connection, [id_ for ids in later.values() for id_ in ids])
        connection.execute("DELETE FROM operation WHERE batch = ?", (batch,))
        connection.execute("DELETE FROM batch WHERE id = ?", (batch,))
        self._log.reapply(connection, sorted({o.record for o in operations} | {record for record, _ in later}))
        self._on_import_removed(connection, batch)
        return Undone(b"", what, len({(o.record, o.field) for o in operations}), ())

    @staticmethod
    def _later(connection: sqlite3.Connection, batch: bytes) -> dict[tuple[str, str], list[bytes]]:
        """What was said since in reply to an import, or of records that it made, by field."""
        found: defaultdict[tuple[str, str], list[bytes]] = defaultdict(list)
        for record, field, id_ in connection.execute(
            "WITH RECURSIVE reply(id) AS ("
            "  SELECT o.id FROM operation o JOIN operation i ON o.prior = i.id WHERE i.batch = ? AND o.batch <> ?"
            "  UNION SELECT o.id FROM operation o JOIN reply ON o.prior = reply.id)"
            " SELECT o.record, o.field, o.id FROM operation o JOIN reply ON reply.id = o.id UNION"
            " SELECT o.record, o.field, o.id FROM operation o WHERE o.batch <> ? AND o.record NOT LIKE 'a-%'"
            "  AND o.record IN (SELECT record FROM operation GROUP BY record HAVING"
            "   min(seq) = min(CASE WHEN batch = ? THEN seq END))"
            " UNION SELECT o.record, o.field, o.id FROM operation o JOIN article a ON a.id = o.record"
            " WHERE a.imported_by = ? AND o.batch <> ? ORDER BY 1, 2",
            (batch, batch, batch, batch, batch, batch),
        ):
            found[record, field].append(id_)
        return dict(found)

    def _is_work(
        self, connection: sqlite3.Connection, batch: bytes, record: str, field: str, later: list[bytes]
    ) -> bool:
        """Whether what was said of a field since an import still counts: what was taken back since does not."""
        heads = self._log.heads(record, field)
        for head in (heads.winner, *heads.others) if heads else ():
            if head.id not in later:
                continue
            stands_for = self._stands_for(connection, head.id)
            if (
                stands_for
                and not connection.execute(
                    # What an update kept of a bundle's words, once the file itself came, is the import's, not work.
                    "SELECT 1 FROM operation o JOIN batch b ON b.id = o.batch WHERE o.id = ?"
                    " AND (b.id = ? OR (b.kind = 'merged' AND b.local = 1))",
                    (stands_for, batch),
                ).fetchone()
            ):
                return True
        return False

    @staticmethod
    def _forget(connection: sqlite3.Connection, operations: list[bytes]) -> None:
        """Remove operations of acts that were taken back, and the acts of which nothing is left."""
        batches = set()
        for id_ in operations:
            batches.add(connection.execute("DELETE FROM operation WHERE id = ? RETURNING batch", (id_,)).fetchone())
        connection.executemany(
            "DELETE FROM batch WHERE id = ? AND NOT EXISTS (SELECT 1 FROM operation WHERE operation.batch = batch.id)",
            [row for row in batches if row],
        )


def _given_back(rows: Sequence[Row], batch: bytes) -> list[tuple[bytes, bytes, str | None]]:
    """What takes back what an act said of a field: (the head it replaces, the word it gives back, its value).

    Nothing where somebody has had the last word since. The one in force comes last, so that it wins again.
    """
    by_id = {row.id: row for row in rows}

    def stands_for(operation: bytes | None) -> bytes:
        row = by_id.get(operation) if operation else None
        return row.stands_for if row else operation or b""

    heads = bulk.heads(rows)
    before = {row.stands_for: stands_for(row.prior) for row in rows if row.batch == batch}
    if not heads or heads[0].stands_for not in before:
        return []
    found = []
    for head in reversed(heads):
        word = before.get(head.stands_for)
        if word is not None:
            found.append((head.id, word, by_id[word].value if word in by_id else None))
    return found
