"""Saved searches: found by name, with what is new in them since somebody last looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.archive import Archive
from corpus.errors import RecordUnknown
from tui.cli.output import many

if TYPE_CHECKING:
    from index import Index
    from index.saved import News


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search; `seen` is the number of the article up to which it was looked through."""

    id: str
    name: str
    query: str
    seen: int


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
    return Saved(found.id, found.label, str(found.facts.get("query", "")), archive.seen_up_to.get(found.id))


def news_of(archive: Archive, index: Index, saved: Sequence[str]) -> dict[str, News]:
    """What is new in saved searches, by id; those whose query cannot be answered are left out."""
    from index import QueryError
    from index.saved import news

    found = {}
    for row in archive.records.rows(saved):
        try:
            hits = index.search(str(row.facts.get("query", "")), sort="newest").ns
        except QueryError:
            continue
        found[row.id] = news(hits, archive.articles, archive.seen_up_to.get(row.id))
    return found


def said(news: News) -> str:
    """What is new, in words."""
    if not news.new:
        return f"{many(news.total, 'article')}, none new, {news.coded_of_all:,} done with"
    return f"{many(news.total, 'article')}, {len(news.new):,} new, {news.coded:,} of these done with"


def news_values(saved: Saved, news: News) -> dict[str, Any]:
    """The same as the values that `--json` prints."""
    return {
        "id": saved.id,
        "name": saved.name,
        "new": len(news.new),
        "new_coded": news.coded,
        "coded": news.coded_of_all,
    }
