"""Records as searching wants them: all at once, and afterwards only those that changed.

Only reads. What the values of records mean to a query is the index's business; here they are just handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.records.definition import Kind, kind_of
from corpus.records.shape import together
from corpus.store.database import Database
from corpus.store.meta import ARTICLE_POSITION, LOG_POSITION, LOG_SHORTENED, counter
from corpus.store.operation import Json, load
from corpus.store.record_rows import parts
from corpus.store.record_tables import stored

_KINDS: tuple[Kind, ...] = ("actor", "place", "incident")
_RANGES = {"actor": ("p-", "p."), "place": ("g-", "g."), "incident": ("i-", "i.")}
_MOST_CHANGED = 5_000

_POINTS = "SELECT DISTINCT passage, target, article FROM point WHERE target >= 'i-' AND target < 'i.'"
_LINKS = (
    "SELECT f.source, o.target, f.target FROM refers f JOIN refers o ON o.source = f.source"
    " AND o.field = CASE f.slot WHEN 'from' THEN 'to' ELSE 'from' END"
    " WHERE f.slot IN ('from', 'to') AND f.target >= 'a-' AND f.target < 'a.'"
    " AND o.target >= 'i-' AND o.target < 'i.'"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A record as it now is.

    Attributes:
        label: The record in a few words.
        first_day, last_day: When it may have been, as day numbers; None if nobody says.
        merged_into: The record that it was merged into; "" if it was not.
        values: Its values in the shape of a bundle.
    """

    id: str
    kind: Kind
    label: str
    first_day: int | None
    last_day: int | None
    merged_into: str
    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Mark:
    """How far somebody has read."""

    position: int
    seq: int
    shortened: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new to somebody who has read as far as a mark.

    Attributes:
        mark: How far they have then read.
        whole: Whether this is all there is, and whatever is not named is not there.
        records: The actors, places and incidents that changed; None for those that are gone.
        ties: For passages and links that changed, the incidents they tie to articles: (incident, article).
    """

    mark: Mark
    whole: bool
    records: Mapping[str, Found | None]
    ties: Mapping[str, tuple[tuple[str, str], ...]]


class RecordSets:
    """Hands records over."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def position(self) -> int:
        """Rises whenever anybody said anything."""
        return counter(self._db, LOG_POSITION)

    def article_position(self) -> int:
        """Rises whenever articles come, go or are joined."""
        return counter(self._db, ARTICLE_POSITION)

    def numbers(self, articles: Iterable[str]) -> dict[str, int]:
        """The numbers of articles by the ids that records name them by; those that are not here are left out."""
        found: dict[str, int] = {}
        for marks, part in parts(sorted(set(articles))):
            found |= dict(
                self._db.rows(
                    f"SELECT id, n FROM article WHERE id IN ({marks})"
                    f" UNION ALL SELECT id, article FROM alias WHERE id IN ({marks})",
                    (*part, *part),
                )
            )
        return found

    def changes(self, since: Mark | None = None) -> Changes:
        """What changed since somebody looked; everything, if they never did or if words were taken out of the log."""
        position = self.position()
        row = self._db.one("SELECT max(seq) FROM operation")
        mark = Mark(position, int(row[0] or 0) if row else 0, counter(self._db, LOG_SHORTENED))
        touched = self._touched(since) if since else None
        if touched is None:
            return Changes(mark, True, dict(self._all()), self._ties(None))
        own = [id_ for id_ in touched if kind_of(id_) in _KINDS]
        tying = [id_ for id_ in touched if kind_of(id_) in ("passage", "link")]
        records: dict[str, Found | None] = dict.fromkeys(own)
        records |= self._some(own)
        return Changes(mark, False, records, self._ties(tying))

    def _touched(self, since: Mark) -> list[str] | None:
        """The records of operations after a mark; None if that does not tell the whole story."""
        if counter(self._db, LOG_SHORTENED) != since.shortened:
            return None
        rows = self._db.rows(
            "SELECT DISTINCT record FROM operation WHERE seq > ? LIMIT ?", (since.seq, _MOST_CHANGED + 1)
        )
        return [row[0] for row in rows] if len(rows) <= _MOST_CHANGED else None

    def distinctions(self) -> list[tuple[str, str]]:
        """The pairs of spellings that somebody said are not one name; "" beside what is no name at all."""
        rows = self._db.rows(
            "SELECT record, field, value FROM value WHERE record >= 'd-' AND record < 'd.'"
            " AND record IN (SELECT id FROM record WHERE deleted = 0) AND field IN ('name', 'other')"
        )
        found = self._values(rows).values()
        return sorted((str(each.get("name") or ""), str(each.get("other") or "")) for each in found if each.get("name"))

    # Records

    def _all(self) -> Iterator[tuple[str, Found]]:
        for kind in _KINDS:
            low, high = _RANGES[kind]
            rows = self._db.rows(
                "SELECT id, label, first_day, last_day, merged_into FROM record"
                " WHERE id >= ? AND id < ? AND deleted = 0",
                (low, high),
            )
            values = self._values(
                self._db.rows("SELECT record, field, value FROM value WHERE record >= ? AND record < ?", (low, high))
            )
            for id_, label, first, last, into in rows:
                yield id_, Found(id_, kind, label, first, last, into, self._together(kind, id_, values.get(id_, {})))

    def _some(self, ids: list[str]) -> dict[str, Found]:
        found = {}
        for marks, part in parts(ids):
            values = self._values(
                self._db.rows(f"SELECT record, field, value FROM value WHERE record IN ({marks})", part)
            )
            for id_, kind, label, first, last, into in self._db.rows(
                "SELECT id, kind, label, first_day, last_day, merged_into FROM record"
                f" WHERE id IN ({marks}) AND deleted = 0",
                part,
            ):
                found[id_] = Found(id_, kind, label, first, last, into, self._together(kind, id_, values.get(id_, {})))
        return found

    @staticmethod
    def _values(rows: Iterable[tuple[str, str, str | None]]) -> dict[str, dict[str, Json]]:
        found: dict[str, dict[str, Json]] = {}
        for record, field, value in rows:
            # Nearly all values are plain strings: these need no parser.
            plain = value and value[0] == '"' and "\\" not in value
            found.setdefault(record, {})[field] = value[1:-1] if plain and value else load(value)
        return found

    def _together(self, kind: Kind, record: str, fields: Mapping[str, Json]) -> Mapping[str, Json]:
        if any(name.endswith("]") and value is not None for name, value in fields.items()):
            # A row was taken away: whether that counts depends on what its remover had seen.
            found = stored(self._db.connection, record)
            return together(kind, found.fields, found.removed)
        return together(kind, fields)

    # What ties incidents to articles

    def _ties(self, sources: list[str] | None) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, list[tuple[str, str]]] = {}
        if sources is None:
            for source, incident, article in (*self._db.rows(_POINTS), *self._db.rows(_LINKS)):
                found.setdefault(source, []).append((incident, article))
            return {source: tuple(ties) for source, ties in found.items()}
        for marks, part in parts(sources):
            found |= {source: [] for source in part}
            for source, incident, article in (
                *self._db.rows(f"{_POINTS} AND passage IN ({marks})", part),
                *self._db.rows(f"{_LINKS} AND f.source IN ({marks})", part),
            ):
                found[source].append((incident, article))
        return {source: tuple(ties) for source, ties in found.items()}
