"""Saved searches as the screens show them: what each finds, and what of that is new. Nothing here draws."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.archive import Archive

if TYPE_CHECKING:
    from tui.ports import Cancelled, Index


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search.

    Attributes:
        id: Its id.
        name: What it is called.
        query: What it asks.
        total: How many articles it finds; -1 if its query cannot be answered.
        new: How many of them came since it was last looked through.
    """

    id: str
    name: str
    query: str
    total: int
    new: int


def all_saved(archive: Archive, index: Index, cancelled: Cancelled) -> list[SavedSearch]:
    """Every saved search with what is new in it, those with most that is new first."""
    from index.errors import QueryError

    records = archive.records
    found = []
    for row in records.rows(records.all("search")):
        query = str(row.facts.get("query", ""))
        seen = archive.seen_up_to.get(row.id)
        try:
            hits = index.search(query, sort="newest", cancelled=cancelled).ns
            total, new = len(hits), sum(n > seen for n in hits)
        except QueryError:
            total, new = -1, 0
        found.append(SavedSearch(row.id, row.label, query, total, new))
    return sorted(found, key=lambda each: (-each.new, each.name.casefold()))


def save_search(archive: Archive, name: str, query: str) -> str:
    """Keep a query under a name, all that it finds now being known; says so.

    Raises:
        ArchiveError: It cannot be saved.
    """
    from corpus.entry.make import make

    # JSON is YAML: nothing in a name or a query can be read as anything else.
    made = make(archive, "search", json.dumps({"name": name, "query": query}).encode())
    for row in made.rows:
        archive.seen_up_to.mark(row.id)
    return f"Saved as {name}. What comes later is new in it; S shows all saved searches."
