"""Questions that span several records: ties between them, who takes part with whom, what articles say of a record.

Only reads, over the derived tables; every answer is bounded by what was asked for or by a limit, and labels are not
fetched here: who shows an answer asks for those of the rows it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.store.database import Database
from corpus.store.operation import Json, load
from corpus.store.record_rows import parts


@dataclass(frozen=True, slots=True)
class Tie:
    """A link, seen from one of its ends.

    Attributes:
        link: The link.
        relation: Its relation, as the link has it.
        outward: Whether it leads from the record that was asked about.
        here: The end that was asked about.
        there: The other end.
    """

    link: str
    relation: str
    outward: bool
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part that an actor took in an incident; days are day numbers, None where nothing is said."""

    incident: str
    role: str
    scope: str
    first_day: int | None
    last_day: int | None


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of a passage: what it is about, and what it says."""

    passage: str
    key: str
    target: str
    path: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """As much of an article as stands beside a value that it gives."""

    id: str
    title: str
    published: str
    first_day: int | None
    outlet: str
    credit: str


class RecordQueries:
    """Asks the derived tables."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # Links

    def ties(self, records: Sequence[str], relations: Sequence[str] = (), limit: int = 500) -> list[Tie]:
        """The links that lead from or to any of these records, by relation; at most `limit`."""
        found: list[Tie] = []
        for marks, part in parts(records):
            values: list[Any] = list(part)
            narrowed = ""
            if relations:
                narrowed = f" AND f.word IN ({','.join('?' * len(relations))})"
                values += relations
            rows = self._db.rows(
                "SELECT f.source, f.word, f.slot = 'from', f.target, o.target FROM refers f JOIN refers o"
                " ON o.source = f.source AND o.field = CASE f.slot WHEN 'from' THEN 'to' ELSE 'from' END"
                f" WHERE f.target IN ({marks}) AND f.slot IN ('from', 'to'){narrowed}"
                " ORDER BY f.word, f.slot, f.source LIMIT ?",
                (*values, limit),
            )
            found += [Tie(link, word, bool(outward), here, there) for link, word, outward, here, there in rows]
        return found[:limit]

    def facts(self, records: Sequence[str], fields: Sequence[str]) -> dict[str, dict[str, Json]]:
        """The values of some fields of records, as far as they have them."""
        found: dict[str, dict[str, Json]] = {}
        names = ",".join("?" * len(fields))
        for marks, part in parts(records):
            for record, field, value in self._db.rows(
                f"SELECT record, field, value FROM value WHERE record IN ({marks}) AND field IN ({names})"
                " AND value IS NOT NULL",
                (*part, *fields),
            ):
                found.setdefault(record, {})[field] = load(value)
        return found

    # Incidents

    def parts_of(self, actors: Sequence[str]) -> list[Part]:
        """Every part that any of these actors took in incidents."""
        found: list[Part] = []
        for marks, part in parts(actors):
            rows = self._db.rows(
                "SELECT f.source, f.word, coalesce(w.word, ''), r.first_day, r.last_day FROM refers f"
                " JOIN record r ON r.id = f.source"
                " LEFT JOIN record_word w ON w.record = f.source AND w.field = 'scope'"
                f" WHERE f.target IN ({marks}) AND f.slot = 'actors' AND r.merged_into = ''",
                part,
            )
            found += [Part(*row) for row in rows]
        return found

    def beside(self, actors: Sequence[str], limit: int) -> list[tuple[str, int]]:
        """The other actors of these actors' incidents and in how many of them each is, the most frequent first."""
        counts: dict[str, int] = {}
        for marks, part in parts(actors):
            for other, n in self._db.rows(
                "SELECT o.target, count(DISTINCT o.source) AS n FROM refers f"
                " JOIN refers o ON o.source = f.source AND o.slot = 'actors' AND o.target <> f.target"
                f" WHERE f.target IN ({marks}) AND f.slot = 'actors'"
                " GROUP BY o.target ORDER BY n DESC, o.target LIMIT ?",
                (*part, limit + len(actors)),
            ):
                counts[other] = counts.get(other, 0) + n
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [(other, n) for other, n in ranked if other not in actors][:limit]

    def incidents_at(self, places: Sequence[str]) -> list[tuple[str, str, int | None]]:
        """The incidents at any of these places, the newest first: (incident, how, first day)."""
        found: dict[str, tuple[str, str, int | None]] = {}
        for marks, part in parts(places):
            for incident, how, day in self._db.rows(
                "SELECT f.source, f.word, r.first_day FROM refers f JOIN record r ON r.id = f.source"
                f" WHERE f.target IN ({marks}) AND f.slot = 'places' AND r.merged_into = ''",
                part,
            ):
                found.setdefault(incident, (incident, how, day))
        return sorted(found.values(), key=lambda row: (row[2] is None, -(row[2] or 0), row[0]))

    # What passages say

    def points(self, records: Sequence[str], path: str = "", limit: int = 5000) -> list[PointRow]:
        """The points about these records, only those about a path or what is below it if one is given."""
        found: list[PointRow] = []
        for marks, part in parts(records):
            values: list[Any] = list(part)
            narrowed = ""
            if path:
                narrowed = " AND (word = ? OR (word >= ? AND word < ?) OR (word >= ? AND word < ?))"
                values += [path, f"{path}.", f"{path}/", f"{path}[", f"{path}\\"]
            rows = self._db.rows(
                f"SELECT source, field, target, word FROM refers WHERE target IN ({marks}) AND slot = 'points'"
                f"{narrowed} ORDER BY word, source, field LIMIT ?",
                (*values, limit),
            )
            found += [PointRow(*row) for row in rows]
        return found[:limit]

    def said_in(self, points: Sequence[PointRow]) -> dict[tuple[str, str], Mapping[str, Json]]:
        """The points themselves, by passage and key."""
        keys = sorted({point.key for point in points})
        wanted = {(point.passage, point.key) for point in points}
        found: dict[tuple[str, str], Mapping[str, Json]] = {}
        for passage, values in self._each_fact(sorted({point.passage for point in points}), keys):
            found |= {(passage, key): value for key, value in values.items() if (passage, key) in wanted}
        return found

    def _each_fact(self, records: Sequence[str], fields: Sequence[str]) -> list[tuple[str, dict[str, Json]]]:
        found = []
        for start in range(0, len(records), 50):
            some = records[start : start + 50]
            for low in range(0, len(fields), 200):
                found += list(self.facts(some, fields[low : low + 200]).items())
        return found

    def articles(self, ids: Sequence[str]) -> dict[str, ArticleRow]:
        """Articles by the ids by which records name them; those that are not here are left out."""
        found: dict[str, ArticleRow] = {}
        for marks, part in parts(sorted(set(ids))):
            for named, *rest in self._db.rows(
                "SELECT a.id, a.id, title, published, first_day, outlet, credit FROM article a"
                f" WHERE a.id IN ({marks}) UNION ALL"
                " SELECT s.id, a.id, title, published, first_day, outlet, credit FROM alias s"
                f" JOIN article a ON a.n = s.article WHERE s.id IN ({marks})",
                (*part, *part),
            ):
                found[named] = ArticleRow(*rest)
        return found

    def articles_speaking_of(self, records: Sequence[str]) -> list[tuple[str, bool, int | None]]:
        """The articles of which a passage has a point about any of these records.

        Returns:
            For each article its id, whether a passage of it says more of them than a name, and its day.
        """
        found: dict[str, tuple[str, bool, int | None]] = {}
        for marks, part in parts(records):
            for article, more, day in self._db.rows(
                "SELECT a.target, max(f.word <> 'names'), r.first_day FROM refers f"
                " JOIN refers a ON a.source = f.source AND a.field = 'article' LEFT JOIN article r ON r.id = a.target"
                f" WHERE f.target IN ({marks}) AND f.slot = 'points' GROUP BY a.target",
                part,
            ):
                before = found.get(article, (article, False, day))
                found[article] = (article, before[1] or bool(more), day)
        return sorted(found.values())

    def names_found(self, records: Sequence[str], limit: int) -> list[tuple[str, int, int, int | None, int | None]]:
        """The names that passages give these records, the most frequent first.

        Returns:
            For each the text, how many passages and articles have it, and the days of the first and the last of them.
        """
        names = ",".join("?" * len(records))
        return [
            (str(text), passages, articles, first, last)
            for text, passages, articles, first, last in self._db.rows(
                "SELECT json_extract(v.value, '$.value') AS text, count(DISTINCT f.source) AS n,"
                " count(DISTINCT a.target), min(r.first_day), max(r.last_day) FROM refers f"
                " JOIN value v ON v.record = f.source AND v.field = f.field"
                " JOIN refers a ON a.source = f.source AND a.field = 'article' LEFT JOIN article r ON r.id = a.target"
                f" WHERE f.target IN ({names}) AND f.slot = 'points' AND f.word = 'names' AND text IS NOT NULL"
                " GROUP BY text ORDER BY n DESC, text LIMIT ?",
                (*records, limit),
            )
        ]

    def named_only(self, folded: Sequence[str]) -> dict[str, str]:
        """For names that just one actor has, folded, that actor."""
        found: dict[str, str] = {}
        for marks, part in parts(folded):
            found |= {
                name: record
                for name, record, n in self._db.rows(
                    "SELECT n.folded, min(n.record), count(DISTINCT n.record) FROM record_name n"
                    f" JOIN record r ON r.id = n.record WHERE n.folded IN ({marks}) AND r.kind = 'actor'"
                    " AND r.merged_into = '' GROUP BY n.folded",
                    part,
                )
                if n == 1
            }
        return found
