"""Saved searches as the screens show them: what each finds, and what of that is new. Nothing here draws."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
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
        total: How many articles it finds; -1 if its query cannot be answered, None while that is being counted.
        new: How many of them came since it was last looked through.
    """

    id: str
    name: str
    query: str
    total: int | None = None
    new: int = 0


def all_saved(archive: Archive) -> list[SavedSearch]:
    """Every saved search among articles by its name, nothing counted yet."""
    records = archive.records
    rows = [row for row in records.rows(records.all("search")) if row.facts.get("in", "articles") == "articles"]
    found = [SavedSearch(row.id, row.label, str(row.facts.get("query", ""))) for row in rows]
    return sorted(found, key=lambda each: each.name.casefold())


def counted_search(archive: Archive, index: Index, saved: SavedSearch, cancelled: Cancelled) -> SavedSearch:
    """A saved search with how much it finds, and how much of that is new."""
    from index.errors import QueryError

    seen = archive.seen_up_to.get(saved.id)
    try:
        hits = index.search(saved.query, sort="newest", cancelled=cancelled).ns
    except QueryError:
        return replace(saved, total=-1, new=0)
    return replace(saved, total=len(hits), new=sum(n > seen for n in hits))


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
