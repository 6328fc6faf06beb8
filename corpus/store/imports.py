"""What an import writes besides operations, and taking that back.

That is rows of articles, versions that only a bundle names, texts for versions that had none, and ids that it joins.
Operations are the log's, and are removed by undo before it comes here. Everything is within the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import EditRefused
from corpus.store.files import BUNDLE_READER, Files
from corpus.store.log import Log, utc_now
from corpus.store.meta import VERSIONS, bump
from corpus.store.operation import dump, load
from corpus.store.overlay import refresh

_KEY = "import:"
_AT_ONCE = 500


@dataclass(slots=True)
class _Done:
    """What is to be taken back, as it is kept beside the log: plain values, lists in the order they were done."""

    versions: list[str] = field(default_factory=list)
    """Hashes of versions that were added to articles that were here."""
    filled: list[tuple[str, bool, str]] = field(default_factory=list)
    """(hash, fields, text): versions that were here without fields, and the name of the text they got."""
    joins: list[list[dict[str, Any]]] = field(default_factory=list)
    """For each join the articles as they were."""


class Import:
    """One import that is being written.

    Args:
        connection: The running transaction.
        files: The files of the archive.
        batch: The import's act in the log.

    Attributes:
        texts: How many versions got a text.
    """

    def __init__(self, connection: sqlite3.Connection, files: Files, batch: bytes) -> None:
        self._connection = connection
        self._files = files
        self._batch = batch
        self._done = _Done()
        self._fresh: set[int] = set()
        self._aside = False
        self.texts = 0

    def add_article(self, id_: str) -> int:
        """An article that is not here yet; its number."""
        n = self._files.make_row(self._connection, id_, self._batch)
        self._fresh.add(n)
        return n

    def add_version(self, n: int, sha256: str, extracted: Mapping[str, Any], text_sha256: str) -> bool:
        """A version of an article, as a bundle has it; false if it is here and nothing of it was missing."""
        row = self._connection.execute(
            "SELECT reader, extracted, text_sha256 FROM version WHERE sha256 = ?", (sha256,)
        ).fetchone()
        if row is not None:
            return self._fill(sha256, row, extracted, text_sha256)
        self._connection.execute(
            "INSERT INTO version (sha256, article, added, added_at, size, file_time, reader, text_sha256, extracted,"
            " how, flags) VALUES (?, ?, ?, ?, 0, '', ?, ?, ?, '{}', '[]')",
            (sha256, n, bump(self._connection, VERSIONS), utc_now(), BUNDLE_READER, text_sha256, dump(dict(extracted))),
        )
        if n not in self._fresh:
            self._done.versions.append(sha256)
        self.texts += bool(text_sha256)
        return True

    def _fill(self, sha256: str, row: tuple[str, str, str], extracted: Mapping[str, Any], text_sha256: str) -> bool:
        """Give a version what it lacks: a text, and fields if only its hash had been named before."""
        reader, had, had_text = row
        fields = reader == BUNDLE_READER and had == "{}" and bool(extracted)
        text = not had_text and bool(text_sha256)
        if fields:
            self._connection.execute(
                "UPDATE version SET extracted = ? WHERE sha256 = ?", (dump(dict(extracted)), sha256)
            )
        if text:
            self._connection.execute("UPDATE version SET text_sha256 = ? WHERE sha256 = ?", (text_sha256, sha256))
        if fields or text:
            self._done.filled.append((sha256, fields, text_sha256 if text else ""))
            self.texts += text
        return fields or text

    def join(self, ids: Iterable[str]) -> int:
        """Make these ids one article; the number it keeps."""
        wanted = sorted(set(ids))
        rows = self._connection.execute(
            f"SELECT n, id, current, imported_by FROM article WHERE id IN ({_marks(wanted)}) OR n IN"
            f" (SELECT article FROM alias WHERE id IN ({_marks(wanted)})) ORDER BY n",
            (*wanted, *wanted),
        ).fetchall()
        before = [
            {
                "n": n,
                "id": id_,
                "current": current,
                "by": imported_by.hex() if imported_by else None,
                "versions": self._column("SELECT sha256 FROM version WHERE article = ?", n),
                "aliases": self._column("SELECT id FROM alias WHERE article = ?", n),
                "read": self._column("SELECT at FROM read_mark WHERE article = ?", n),
            }
            for n, id_, current, imported_by in rows
        ]
        if any(row["n"] not in self._fresh for row in before):
            self._done.joins.append(before)
        return self._files.join(self._connection, wanted)

    def put_aside(self, record: str, field: str, value: Any, who: str | None) -> None:
        """Keep a word for `aside`, on the disk and for the time of this import."""
        if not self._aside:
            self._connection.execute(
                "CREATE TEMP TABLE IF NOT EXISTS aside"
                " (n INTEGER PRIMARY KEY, record TEXT, field TEXT, value TEXT, who TEXT)"
            )
            self._connection.execute("DELETE FROM temp.aside")
            self._aside = True
        self._connection.execute(
            "INSERT INTO temp.aside (record, field, value, who) VALUES (?, ?, ?, ?)", (record, field, dump(value), who)
        )

    def aside(self) -> Iterator[tuple[str, str, Any, str | None]]:
        """The words that were put aside, in their order: (record, field, value, who)."""
        last = 0
        while self._aside:  # pages, as whoever asks writes meanwhile
            rows = self._connection.execute(
                "SELECT n, record, field, value, who FROM temp.aside WHERE n > ? ORDER BY n LIMIT ?", (last, _AT_ONCE)
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            for _, record, name, value, who in rows:
                yield record, name, load(value), who

    def _column(self, sql: str, n: int) -> list[Any]:
        return [row[0] for row in self._connection.execute(sql, (n,))]

    def finish(self) -> None:
        """Keep what is needed to take the import back."""
        if self._aside:
            self._connection.execute("DELETE FROM temp.aside")
        done = self._done
        if not (done.versions or done.filled or done.joins):
            return
        (newest,) = self._connection.execute("SELECT coalesce(max(seq), 0) FROM operation").fetchone()
        kept = {"versions": done.versions, "filled": done.filled, "joins": done.joins, "newest": newest}
        self._connection.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?)",
            (_KEY + self._batch.hex(), zlib.compress(json.dumps(kept).encode())),
        )


class Imports:
    """Takes imports back."""

    def __init__(self, files: Files, log: Log) -> None:
        self._files = files
        self._log = log

    def remove(self, connection: sqlite3.Connection, batch: bytes) -> None:
        """Take back what an import wrote besides operations, which have been removed.

        Raises:
            EditRefused: It joined articles, and something was said of them since.
        """
        key = _KEY + batch.hex()
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is not None:
            done = json.loads(zlib.decompress(row[0]))
            connection.execute("DELETE FROM meta WHERE key = ?", (key,))
            changed = self._empty(connection, done["filled"]) | self._drop(connection, done["versions"])
            for join in reversed(done["joins"]):
                changed |= self._part(connection, join, done["newest"])
            refresh(connection, changed)
        self._files.drop_import(connection, batch)

    @staticmethod
    def _empty(connection: sqlite3.Connection, filled: Iterable[tuple[str, bool, str]]) -> set[int]:
        changed = set()
        for sha256, fields, text in filled:
            row = connection.execute(
                "SELECT article, reader, text_sha256 FROM version WHERE sha256 = ?", (sha256,)
            ).fetchone()
            if row is None:
                continue
            if fields and row[1] == BUNDLE_READER:  # else its file has come meanwhile
                connection.execute("UPDATE version SET extracted = '{}' WHERE sha256 = ?", (sha256,))
            if text and row[2] == text:
                connection.execute("UPDATE version SET text_sha256 = '' WHERE sha256 = ?", (sha256,))
            changed.add(row[0])
        return changed

    @staticmethod
    def _drop(connection: sqlite3.Connection, versions: Iterable[str]) -> set[int]:
        changed = set()
        for sha256 in versions:
            row = connection.execute(
                "DELETE FROM version WHERE sha256 = ? AND reader = ? RETURNING article", (sha256, BUNDLE_READER)
            ).fetchone()
            if row is not None:
                changed.add(row[0])
        return changed

    def _part(self, connection: sqlite3.Connection, before: list[dict[str, Any]], newest: int) -> set[int]:
        """Make articles that were joined again what they were; versions that came since stay with the one kept."""
        ids = [id_ for row in before for id_ in (row["id"], *row["aliases"])]
        kept = connection.execute(
            f"SELECT n FROM article WHERE n IN ({_marks(before)})", [row["n"] for row in before]
        ).fetchone()
        if kept is None:
            return set()  # erased for good meanwhile
        (keep,) = kept
        now = connection.execute(
            "SELECT id FROM article WHERE n = ? UNION SELECT id FROM alias WHERE article = ?", (keep, keep)
        ).fetchall()
        names = sorted({*ids, *(id_ for (id_,) in now)})
        later = connection.execute(
            f"SELECT record, field FROM operation o WHERE seq > ? AND record IN ({_marks(names)})"
            " AND NOT EXISTS (SELECT 1 FROM operation n WHERE n.prior = o.id)"
            # What only gives back an older word, or silence, is work that was taken back.
            " AND (restores IS NULL OR EXISTS (SELECT 1 FROM operation r WHERE r.id = o.restores AND r.seq > ?))",
            (newest, *names, newest),
        ).fetchone()
        if later is not None:
            raise EditRefused(
                f"The import cannot be undone: it joined articles, and later work stands on them ({' '.join(later)})",
                hint="Take that back first, or change what you do not want of the import.",
            )
        connection.execute("DELETE FROM alias WHERE article = ?", (keep,))
        if any(row["read"] for row in before):
            connection.execute("DELETE FROM read_mark WHERE article = ?", (keep,))
        for row in sorted(before, key=lambda row: row["n"] != keep):  # the one kept first: it may have another's id
            self._restore(connection, row, keep)
        connection.execute(
            "UPDATE path SET article = (SELECT article FROM version WHERE version.sha256 = path.sha256)"
            " WHERE article = ?",
            (keep,),
        )
        self._log.reapply(connection, names)
        return {row["n"] for row in before}

    @staticmethod
    def _restore(connection: sqlite3.Connection, row: Mapping[str, Any], keep: int) -> None:
        n, by = row["n"], row["by"]
        if n == keep:
            connection.execute("UPDATE article SET id = ?, current = ? WHERE n = ?", (row["id"], row["current"], n))
        else:
            connection.execute(
                "INSERT INTO article (n, id, current, text_sha256, missing, title, published, outlet, credit, author,"
                " language, coding, imported_by) VALUES (?, ?, ?, '', 1, '', '', '', '', '', '', 'new', ?)",
                (n, row["id"], row["current"], bytes.fromhex(by) if by else None),
            )
        connection.executemany(
            "UPDATE version SET article = ? WHERE sha256 = ? AND article = ?",
            ((n, sha, keep) for sha in row["versions"]),
        )
        connection.executemany("INSERT INTO alias (id, article) VALUES (?, ?)", ((id_, n) for id_ in row["aliases"]))
        connection.executemany("INSERT INTO read_mark (article, at) VALUES (?, ?)", ((n, at) for at in row["read"]))


def _marks(values: Iterable[Any]) -> str:
    return ",".join("?" for _ in values)
