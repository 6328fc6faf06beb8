"""Saved searches: found by name, with what is new in them since somebody last looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.archive import Archive
from corpus.errors import RecordUnknown
from tui.cli.output import many

if TYPE_CHECKING:
    from corpus.records.record import RecordRow
    from index import Index
    from index.records.search import RecordResults
    from index.saved import News


ARTICLES = "articles"
"""What a saved search looks among that does not say so."""

_DONE = "done"


@dataclass(frozen=True, slots=True)
class Told:
    """What a saved search finds.

    Attributes:
        noun: What one hit is called.
        total: How many hits there are.
        new: How many of them came since somebody last looked.
        coded: How many of the new ones need no coding any more; None for what is not coded.
        coded_of_all: The same of all hits.
    """

    noun: str
    total: int
    new: int
    coded: int | None
    coded_of_all: int | None


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search; `seen` is the number of the last article, or word in the log, when it was looked through."""

    id: str
    name: str
    query: str
    seen: int
    among: str = ARTICLES


def find_saved(archive: Archive, word: str) -> Saved:
    """The saved search that a name, ref or id names.

    Raises:
        RecordUnknown: None does, or several do.
    """
    records = archive.records
    rows = records.rows(records.all("search"))
    named = [row for row in rows if row.label.casefold() == " ".join(word.split()).casefold()]
    if len(named) > 1:
        ids = ", ".join(row.id for row in named[:3])
        raise RecordUnknown(f"Several saved searches are called {word}", detail=f"{ids}.", hint="Give the id.")
    found = next(iter(named), None)
    if found is None:
        known = ", ".join(row.label for row in rows[:8])
        hint = f"There are {known}." if known else "Make one with: dateline new search"
        try:
            id_ = records.find(word)
        except RecordUnknown:
            id_ = ""
        found = next((row for row in rows if row.id == id_), None)
        if found is None:
            raise RecordUnknown(f"No saved search is called {word}", hint=hint)
    return _saved(archive, found)


def _saved(archive: Archive, row: RecordRow) -> Saved:
    among = str(row.facts.get("in", ARTICLES))
    return Saved(row.id, row.label, str(row.facts.get("query", "")), archive.seen_up_to.get(row.id), among)


def news_of(archive: Archive, index: Index, searches: Sequence[str]) -> dict[str, Told]:
    """What is new in saved searches, by id; those whose query cannot be answered are left out."""
    from index import QueryError
    from index.saved import news

    found = {}
    for row in archive.records.rows(searches):
        saved = _saved(archive, row)
        try:
            if saved.among == ARTICLES:
                found[row.id] = told(news(index.search(saved.query, sort="newest").ns, archive.articles, saved.seen))
            else:
                found[row.id] = among_records(archive, index, saved)[1]
        except QueryError:
            continue
    return found


def told(news: News) -> Told:
    """What is new among articles."""
    return Told("article", news.total, len(news.new), news.coded, news.coded_of_all)


def among_records(
    archive: Archive, index: Index, saved: Saved, sort: Any = "newest"
) -> tuple[RecordResults, Told, set[str]]:
    """What a saved search among records finds, what of that is new in numbers, and which records are.

    Raises:
        QueryError: The query cannot be read or answered.
    """
    from tui.cli.search_records import KINDS

    kind = KINDS[saved.among]
    results = index.search_records(saved.query, kind, sort=sort)
    new = archive.seen_up_to.came_after(results.ids, saved.seen)
    if kind != "incident":
        return results, Told(kind, results.total, len(new), None, None), new
    done = set(archive.records.rows_of.with_word(kind, "status", _DONE))
    counts = (len(new & done), len(done.intersection(results.ids)))
    return results, Told(kind, results.total, len(new), *counts), new


def said(told: Told) -> str:
    """What is new, in words."""
    found = many(told.total, told.noun)
    new = f"{told.new:,} new" if told.new else "none new"
    if told.coded is None:
        return f"{found}, {new}"
    if not told.new:
        return f"{found}, {new}, {told.coded_of_all or 0:,} done with"
    return f"{found}, {new}, {told.coded:,} of these done with"


def news_values(saved: Saved, told: Told) -> dict[str, Any]:
    """The same as the values that `--json` prints."""
    values = {"new": told.new, "new_coded": told.coded, "coded": told.coded_of_all}
    known = {name: value for name, value in values.items() if value is not None}
    return {"id": saved.id, "name": saved.name, "in": saved.among, **known}
