"""Questions that span several records: ties between them, who takes part with whom, what articles say of a record.

Only reads, over the derived tables; every answer is bounded by what was asked for or by a limit, and labels are not
fetched here: who shows an answer asks for those of the rows it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.store.database import Database
from corpus.store.operation import Json, load
from corpus.store.record_rows import parts

_AN_INCIDENT = "r.kind = 'incident' AND r.deleted = 0 AND r.merged_into = ''"
_NOT_MERGED = "f.source NOT IN (SELECT id FROM record WHERE merged_into <> '')"


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
    """A part that an actor took in an incident; `day` is the first day that it may have been, None if nobody says."""

    incident: str
    role: str
    scope: str
    day: int | None


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of a passage: what it is about, and what it says."""

    target: str
    path: str
    passage: str
    stance: str
    value: Json


@dataclass(frozen=True, slots=True)
class PassageRow:
    """As much of a passage as stands beside a value that it gives."""

    id: str
    article: str
    quote: str
    via: Json


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

    def naming(self, records: Sequence[str], slot: str) -> list[tuple[str, str]]:
        """The records that name any of these in a slot, each with the one that it names."""
        found: list[tuple[str, str]] = []
        for marks, part in parts(records):
            found += self._db.rows(
                f"SELECT source, target FROM refers WHERE target IN ({marks}) AND slot = ? ORDER BY source",
                (*part, slot),
            )
        return found

    # Links

    def ties(
        self,
        records: Sequence[str],
        relations: Sequence[str] = (),
        limit: int = 500,
        *,
        ends: Sequence[str] = ("from", "to"),
    ) -> list[Tie]:
        """The links that lead from or to any of these records, by relation.

        Args:
            records: Their ids.
            relations: Only these; all if empty.
            limit: How many at most.
            ends: At which of its ends a link must have the record: `from`, `to`, or either.
        """
        found: list[Tie] = []
        for marks, part in parts(records):
            narrowed = f" AND f.word IN ({','.join('?' * len(relations))})" if relations else ""
            rows = self._db.rows(
                "SELECT f.source, f.word, f.slot = 'from', f.target, o.target FROM refers f JOIN refers o"
                " ON o.source = f.source AND o.field = CASE f.slot WHEN 'from' THEN 'to' ELSE 'from' END"
                f" WHERE f.target IN ({marks}) AND f.slot IN ({','.join('?' * len(ends))}){narrowed}"
                " ORDER BY f.word, f.slot, f.source LIMIT ?",
                (*part, *ends, *relations, limit),
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
                "SELECT f.source, f.word, coalesce(w.word, ''), f.day FROM refers f"
                " LEFT JOIN record_word w ON w.record = f.source AND w.field = 'scope'"
                f" WHERE f.target IN ({marks}) AND f.slot = 'actors' AND {_NOT_MERGED}",
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

    def incidents_at(self, places: Sequence[str]) -> list[str]:
        """The incidents at any of these places, the newest first."""
        found: dict[str, int | None] = {}
        for marks, part in parts(places):
            found |= dict(
                self._db.rows(
                    "SELECT f.source, f.day FROM refers f"
                    f" WHERE f.target IN ({marks}) AND f.slot = 'places' AND {_NOT_MERGED}",
                    part,
                )
            )
        return sorted(found, key=lambda incident: (found[incident] is None, -(found[incident] or 0), incident))

    def incident_counts(self, places: Sequence[str]) -> dict[str, int]:
        """How many incidents are at each of these places itself."""
        found: dict[str, int] = {}
        for marks, part in parts(places):
            found |= dict(
                self._db.rows(
                    "SELECT f.target, count(DISTINCT f.source) FROM refers f"
                    f" WHERE f.target IN ({marks}) AND f.slot = 'places' AND {_NOT_MERGED} GROUP BY f.target",
                    part,
                )
            )
        return found

    # What passages say

    def points(self, records: Sequence[str], path: str = "", limit: int = 5000) -> list[PointRow]:
        """The points about these records, only those about a path or what is below it if one is given."""
        found: list[PointRow] = []
        for marks, part in parts(records):
            values: list[Any] = list(part)
            narrowed = ""
            if path:
                narrowed = " AND (path = ? OR (path >= ? AND path < ?) OR (path >= ? AND path < ?))"
                values += [path, f"{path}.", f"{path}0", f"{path}[", f"{path}\\"]  # "." and "/", then "["
            rows = self._db.rows(
                f"SELECT target, path, passage, stance, value FROM point WHERE target IN ({marks}){narrowed} LIMIT ?",
                (*values, limit),
            )
            found += [
                PointRow(target, path_, passage, stance, load(value)) for target, path_, passage, stance, value in rows
            ]
        return found[:limit]

    def passages(self, ids: Sequence[str]) -> dict[str, PassageRow]:
        """Passages by their ids."""
        found: dict[str, PassageRow] = {}
        for marks, part in parts(ids):
            for id_, article, quote, via in self._db.rows(
                f"SELECT id, article, quote, via FROM passage WHERE id IN ({marks})", part
            ):
                found[id_] = PassageRow(id_, article, quote, load(via))
        return found

    def passages_about(self, records: Sequence[str]) -> dict[str, PassageRow]:
        """The passages with a point about any of these records."""
        found: set[str] = set()
        for marks, part in parts(records):
            found |= {row[0] for row in self._db.rows(f"SELECT passage FROM point WHERE target IN ({marks})", part)}
        return self.passages(sorted(found))

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

    def articles_naming(self, records: Sequence[str]) -> dict[str, int | None]:
        """The articles of passages that say anything of these records, be it only a name, and the day of each."""
        marks = ",".join("?" * len(records))
        return dict(
            self._db.rows(
                "SELECT p.article, a.first_day FROM"
                f" (SELECT DISTINCT article FROM point WHERE target IN ({marks})) p"
                " LEFT JOIN article a ON a.id = p.article",
                records,
            )
        )

    def articles_telling(self, records: Sequence[str]) -> set[str]:
        """The articles of passages that tell more of these actors or places than names, of their incidents or links."""
        marks = ",".join("?" * len(records))
        return {
            row[0]
            for row in self._db.rows(
                f"SELECT article FROM point WHERE target IN ({marks}) AND path <> 'names' UNION"
                " SELECT p.article FROM refers f JOIN point p ON p.target = f.source"
                f" WHERE f.target IN ({marks}) AND f.slot IN ('actors', 'places', 'from', 'to')",
                (*records, *records),
            )
        }

    # Who coded what

    def told_in(self, articles: Sequence[str]) -> list[str]:
        """The incidents that passages of an article speak of, in the order in which they were made.

        Args:
            articles: The ids of the article.
        """
        found: set[str] = set()
        for marks, part in parts(articles):
            found |= {
                row[0]
                for row in self._db.rows(
                    "SELECT DISTINCT p.target FROM refers f JOIN point p ON p.passage = f.source"
                    " JOIN record r ON r.id = p.target"
                    f" WHERE f.target IN ({marks}) AND f.slot = 'article' AND {_AN_INCIDENT}",
                    part,
                )
            }
        return sorted(found)

    def coders(self) -> dict[str, list[str]]:
        """The articles that incidents are told in, each with the initials of whoever made those."""
        found: dict[str, list[str]] = {}
        for article, by in self._db.rows(
            "SELECT DISTINCT p.article, r.ref_by FROM point p JOIN record r ON r.id = p.target"
            f" WHERE {_AN_INCIDENT} ORDER BY p.article, r.ref_by"
        ):
            found.setdefault(article, []).append(by)
        return found

    def names_given(self, records: Sequence[str]) -> list[tuple[str, str, int]]:
        """The names that passages give these records: (name, article, how many passages of it)."""
        marks = ",".join("?" * len(records))
        rows = self._db.rows(
            "SELECT value, article, count(DISTINCT passage) FROM point"
            f" WHERE target IN ({marks}) AND path = 'names' AND value <> 'null' GROUP BY value, article",
            records,
        )
        texts = {value: str(load(value)) for value in {row[0] for row in rows}}
        return [(texts[value], article, n) for value, article, n in rows]

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
