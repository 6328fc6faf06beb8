"""Articles for those who look: rows for lists, one article whole, and sets of articles for searches.

Only reads. Articles are written by `files` (what an update found) and `overlay` (what people said).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from corpus.article import CODING_STATES, FIELDS, Article, Conflict, Note, Place, Row, Version
from corpus.errors import RecordUnknown
from corpus.store.columns import ColumnCache, Columns
from corpus.store.database import Database
from corpus.store.log import Log
from corpus.store.meta import ARTICLE_POSITION, counter, session_at
from corpus.store.operation import NOTES, load
from corpus.store.overlay import in_force
from corpus.store.paths import display
from corpus.store.texts import Texts

Sort = Literal["newest", "oldest"]

_ROW = "n, id, title, published, outlet, credit, language, coding, missing"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Change:
    """An article that changed at a position, or is no more."""

    position: int
    n: int
    exists: bool


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What of an article can be searched for as text."""

    n: int
    title: str
    text: str
    outlet: str
    credit: str
    author: str
    path: str
    language: str


def _numbers(rows: Sequence[tuple[int, ...]]) -> array[int]:
    return array("I", [row[0] for row in rows])


class Articles:
    """Looks articles up; every list is of local integers, and rows are fetched only for what is shown."""

    def __init__(self, database: Database, texts: Texts, log: Log) -> None:
        self._db = database
        self._texts = texts
        self._log = log
        self._columns = ColumnCache(database)

    def count(self) -> int:
        """How many articles there are, missing ones too."""
        row = self._db.one("SELECT count(*) FROM article")
        return int(row[0]) if row else 0

    def position(self) -> int:
        """A number that rises whenever an article changed."""
        return counter(self._db, ARTICLE_POSITION)

    def session(self, position: int) -> str:
        """Which opening of the archive changed articles at a position: another one after a return to a backup."""
        return session_at(self._db, position)

    def order(self, sort: Sort = "newest", *, limit: int = -1) -> array[int]:
        """All articles by publication date, the undated last; of one day, the newest arrival first (or last).

        Args:
            sort: Which come first.
            limit: Only so many of the first; all by default.
        """
        way = "DESC" if sort == "newest" else "ASC"
        # Taken from the cursor one by one: a list of a hundred thousand rows would cost more than all the rest here.
        connection = self._db.connection
        dated = f"SELECT n FROM article WHERE first_day IS NOT NULL ORDER BY first_day {way}, n {way} LIMIT ?"
        found = array("I", chain.from_iterable(connection.execute(dated, (limit,))))
        left = max(0, limit - len(found)) if limit >= 0 else -1
        undated = f"SELECT n FROM article WHERE first_day IS NULL ORDER BY n {way} LIMIT ?"
        found.extend(chain.from_iterable(connection.execute(undated, (left,))))
        return found

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """The list lines of these articles, in this order; unknown numbers are left out."""
        found: dict[int, Row] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            part = list(numbers[start : start + _AT_ONCE])
            marks = ",".join("?" * len(part))
            tags: dict[int, list[str]] = {}
            for n, tag in self._db.rows(
                f"SELECT article, tag FROM tagged WHERE article IN ({marks}) ORDER BY article, tag", part
            ):
                tags.setdefault(n, []).append(tag)
            read = {row[0] for row in self._db.rows(f"SELECT article FROM read_mark WHERE article IN ({marks})", part)}
            for row in self._db.rows(f"SELECT {_ROW} FROM article WHERE n IN ({marks})", part):
                n, id_, title, published, outlet, credit, language, coding, missing = row
                own = tuple(tags.get(n, ()))
                found[n] = Row(
                    n, id_, title, published, outlet, credit, language, coding, bool(missing), n in read, own
                )
        return [found[n] for n in numbers if n in found]

    def number(self, id_: str) -> int | None:
        """The local integer of an article, by its id or one that was joined into it."""
        row = self._db.one(
            "SELECT n FROM article WHERE id = ? UNION ALL SELECT article FROM alias WHERE id = ?", (id_, id_)
        )
        return int(row[0]) if row else None

    def find(self, word: str) -> int:
        """The article that a full id, or the beginning of one with or without `a-`, names.

        Raises:
            RecordUnknown: None does, or several do (the first few are named).
        """
        prefix = word.strip().lower()
        prefix = prefix if prefix.startswith("a-") else f"a-{prefix}"
        if (exact := self.number(prefix)) is not None:
            return exact
        rows = self._db.rows(
            "SELECT id, n FROM article WHERE id >= ? AND id < ? UNION"
            " SELECT id, article FROM alias WHERE id >= ? AND id < ? ORDER BY id LIMIT 4",
            (prefix, prefix + "\uffff") * 2,
        )
        if len({n for _, n in rows}) == 1 and len(prefix) > 2:
            return int(rows[0][1])
        if rows and len(prefix) > 2:
            raise RecordUnknown(
                f"More than one article's id begins with {word}",
                detail="For instance " + ", ".join(id_ for id_, _ in rows[:3]) + ".",
                hint="Give more of the id.",
            )
        raise RecordUnknown(f"No article has the id {word}", hint="Ids are shown by search and show.")

    def complete(self, prefix: str, limit: int = 20) -> list[tuple[str, str]]:
        """The articles, as (id, title), whose id begins with `prefix`, with or without `a-`, by id."""
        start = prefix.strip().lower()
        start = start if start.startswith("a-") or start == "a" else f"a-{start}"
        sql = "SELECT id, title FROM article WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        return [(id_, title) for id_, title in self._db.rows(sql, (start, start + "\uffff", limit))]

    def get(self, n: int) -> Article:
        """One article, whole but for its text.

        Raises:
            RecordUnknown: There is none with this number.
        """
        found = self._db.one("SELECT id, missing, current, text_sha256 FROM article WHERE n = ?", (n,))
        row = next(iter(self.rows([n])), None)
        if row is None or found is None:
            raise RecordUnknown(f"There is no article with the number {n}", hint="It may just have been erased.")
        id_, missing, current, text_sha256 = found
        said = self._log.values(id_)
        versions = self._versions(n)
        extracted = next((v.extracted for v in versions if v.sha256 == current), {})
        return Article(
            n=n,
            id=id_,
            fields=in_force(extracted, said),
            edited=frozenset(name for name in said if name in FIELDS),
            coding=row.coding,
            restricted=str(said.get("restricted") or "open"),
            missing=bool(missing),
            read=row.read,
            tags=row.tags,
            notes=self._notes(said),
            places=self._places(n),
            versions=versions,
            current=current,
            text_sha256=text_sha256,
            conflicts=tuple(
                Conflict(field, heads.winner.value, tuple(o.value for o in heads.conflicting))
                for _, field, heads in self._log.conflicts(id_)
            ),
            aliases=tuple(row[0] for row in self._db.rows("SELECT id FROM alias WHERE article = ? ORDER BY id", (n,))),
        )

    def text(self, n: int, version: str = "") -> str:
        """The body of an article as it now is, or of one of its versions; empty if it is not here."""
        row = (
            self._db.one("SELECT text_sha256 FROM version WHERE article = ? AND sha256 = ?", (n, version))
            if version
            else self._db.one("SELECT text_sha256 FROM article WHERE n = ?", (n,))
        )
        return self._texts.get(row[0]) if row else ""

    def _versions(self, n: int) -> tuple[Version, ...]:
        rows = self._db.rows(
            "SELECT sha256, size, file_time, added_at, reader, text_sha256, extracted, how, flags"
            " FROM version WHERE article = ? ORDER BY added",
            (n,),
        )
        return tuple(
            Version(sha256, size, file_time, added, reader, text, load(extracted), load(how), tuple(load(flags)))
            for sha256, size, file_time, added, reader, text, extracted, how, flags in rows
        )

    def _places(self, n: int) -> tuple[Place, ...]:
        rows = self._db.rows(
            "SELECT path, sha256, present FROM path WHERE article = ? ORDER BY present DESC, path", (n,)
        )
        return tuple(Place(display(path), sha256, bool(present)) for path, sha256, present in rows)

    @staticmethod
    def _notes(said: dict[str, object]) -> tuple[Note, ...]:
        notes = [
            Note(field[len(NOTES) :], str(value.get("text", "")), str(value.get("at", "")), str(value.get("who", "")))
            for field, value in said.items()
            if field.startswith(NOTES) and isinstance(value, dict)
        ]
        return tuple(sorted(notes, key=lambda note: (note.at, note.id)))

    # Sets of articles

    def between(self, first: date | None, last: date | None) -> array[int]:
        """The articles whose publication date overlaps the days from `first` to `last`, either of which may be open."""
        low = first.toordinal() if first else -1
        high = last.toordinal() if last else 5_000_000
        return _numbers(
            self._db.rows("SELECT n FROM article WHERE first_day <= ? AND last_day >= ? ORDER BY n", (high, low))
        )

    def where(self, what: str) -> array[int]:
        """The articles in a state: read, unread, missing, changed, tagged, untagged, or `coding:` and a coding state.

        Raises:
            ValueError: There is no such state.
        """
        if what.startswith("coding:") and what[7:] in CODING_STATES:
            return _numbers(self._db.rows("SELECT n FROM article WHERE coding = ? ORDER BY n", (what[7:],)))
        if what not in _STATES:
            raise ValueError(what)
        return _numbers(self._db.rows(f"SELECT n FROM article WHERE {_STATES[what]} ORDER BY n"))

    def columns(self) -> Columns:
        """Year, source and day of every article, for counting over many hits; kept until an article changes."""
        return self._columns.get()

    # For the index

    def changed_since(self, position: int, limit: int) -> list[Change]:
        """The articles that changed after a position, the longest ago first, each once; at least `limit` if so many.

        All articles of one position come together, so that the last position returned may be remembered.
        """
        rows = self._db.rows(
            "SELECT c.position, c.article, a.n IS NOT NULL FROM article_change c LEFT JOIN article a ON a.n = c.article"
            " WHERE c.position > ? AND c.position <= coalesce((SELECT position FROM article_change WHERE position > ?"
            " ORDER BY position LIMIT 1 OFFSET ?), 9e18) ORDER BY c.position, c.article",
            (position, position, max(0, limit - 1)),
        )
        return [Change(p, n, bool(exists)) for p, n, exists in rows]

    def for_index(self, numbers: Sequence[int]) -> Iterator[IndexEntry]:
        """What can be searched of these articles; those that are no more are left out."""
        for start in range(0, len(numbers), _AT_ONCE):
            part = list(numbers[start : start + _AT_ONCE])
            marks = ",".join("?" * len(part))
            rows = self._db.rows(
                f"SELECT n, title, text_sha256, outlet, credit, author, language FROM article WHERE n IN ({marks})",
                part,
            )
            texts = self._texts.get_many([row[2] for row in rows])
            paths = dict(
                self._db.rows(f"SELECT article, max(path) FROM path WHERE article IN ({marks}) GROUP BY article", part)
            )
            for n, title, text, outlet, credit, author, language in rows:
                path = display(paths[n]) if n in paths else ""
                yield IndexEntry(n, title, texts.get(text, ""), outlet, credit, author, path, language)


_STATES = {
    "read": "n IN (SELECT article FROM read_mark)",
    "unread": "n NOT IN (SELECT article FROM read_mark)",
    "missing": "missing = 1",
    "changed": "n IN (SELECT article FROM version GROUP BY article HAVING count(*) > 1)",
    "tagged": "n IN (SELECT article FROM tagged)",
    "untagged": "n NOT IN (SELECT article FROM tagged)",
}
