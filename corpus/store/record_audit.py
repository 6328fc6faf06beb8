"""Records held against each other: what only several of them together show.

Only looks. What a finding means for people, and how they mend it, is said in `corpus.records.integrity`; that the
derived tables agree with the log is checked in `audit`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.store.database import Database

_AT_ONCE = 200


def there(database: Database) -> Iterator[str]:
    """All records other than articles that are there."""
    last = ""
    while rows := database.rows(
        "SELECT id FROM record WHERE id > ? AND deleted = 0 ORDER BY id LIMIT ?", (last, _AT_ONCE)
    ):
        for (record,) in rows:
            yield record
        last = rows[-1][0]


def told_before(database: Database) -> list[tuple[str, str, str]]:
    """Incidents that begin after an article that tells of them was published: (incident, article, published)."""
    return [
        (incident, article, published)
        for incident, article, published in database.rows(
            "SELECT DISTINCT r.id, a.id, a.published FROM record r JOIN point p ON p.target = r.id"
            " JOIN article a ON a.id = p.article WHERE r.kind = 'incident' AND r.deleted = 0"
            " AND r.first_day > a.last_day ORDER BY r.id, a.id"
        )
    ]


def single_phases(database: Database) -> list[tuple[str, str]]:
    """Incidents whose scope is single and that a link calls a phase of another: (incident, link)."""
    return [
        (incident, link)
        for incident, link in database.rows(
            "SELECT f.target, f.source FROM refers f JOIN record_word w ON w.record = f.target AND w.field = 'scope'"
            " WHERE f.slot = 'from' AND f.word = 'phase of' AND w.word = 'single' ORDER BY f.target, f.source"
        )
    ]


def loose_phases(database: Database) -> list[str]:
    """Incidents whose scope is phase and of which no link says what they are a phase of."""
    rows = database.rows(
        "SELECT w.record FROM record_word w WHERE w.field = 'scope' AND w.word = 'phase' AND NOT EXISTS"
        " (SELECT 1 FROM refers f WHERE f.target = w.record AND f.slot = 'from' AND f.word = 'phase of')"
        " ORDER BY w.record"
    )
    return [row[0] for row in rows]


def edges(database: Database, relation: str) -> list[tuple[str, str]]:
    """From where to where all links with a relation lead; `within` for places."""
    if relation == "within":
        sql = "SELECT source, target FROM refers WHERE slot = 'within'"
        return [(one, other) for one, other in database.rows(sql)]
    return [
        (one, other)
        for one, other in database.rows(
            "SELECT f.target, o.target FROM refers f JOIN refers o ON o.source = f.source AND o.field = 'to'"
            " WHERE f.slot = 'from' AND f.word = ?",
            (relation,),
        )
    ]


def shared_refs(database: Database) -> list[Sequence[str]]:
    """The records that share a ref with others, together."""
    rows = database.rows(
        "SELECT group_concat(id, ' ') FROM record WHERE deleted = 0 AND ref_by <> ''"
        " GROUP BY ref_by, ref_number HAVING count(*) > 1"
    )
    return [sorted(row[0].split()) for row in rows]
