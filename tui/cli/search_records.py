"""How `dateline search --in incidents` (and actors, places) prints what it found."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from corpus.archive import Archive
from tui.cli.output import Strong, many, say, say_json
from tui.cli.show_records import line

if TYPE_CHECKING:
    from index import Index
    from index.records.query import RecordKind
    from index.records.search import RecordResults
    from tui.cli.saved import Saved

KINDS: dict[str, RecordKind] = {"incidents": "incident", "actors": "actor", "places": "place"}
"""What can be searched besides the articles, and what one of each is called."""

_FACET_VALUES = 12
_PLURALS = {"status": "Statuses", "country": "Countries"}


def search_records(
    archive: Archive, query: str, kind: str, *, sort: Any, limit: int, facets: bool, explain: bool, to_json: bool
) -> None:
    """Search the records of a kind, and print the hits.

    Raises:
        QueryError: The query cannot be read or answered.
    """
    from index import Index

    index = Index(archive)
    try:
        results = index.search_records(query, KINDS[kind], sort=sort)
        if to_json:
            say_json(record_result_values(archive, results, limit))
        else:
            _say(archive, results, limit, facets=facets, explain=explain)
    finally:
        index.close()


def search_saved_records(
    archive: Archive, index: Index, saved: Saved, mark_seen: bool, *, sort: Any, limit: int, to_json: bool
) -> None:
    """Search records as a saved search says, and mark the new hits.

    Raises:
        QueryError: The query cannot be read or answered.
    """
    from tui.cli.saved import among_records, news_values, said

    newest = archive.seen_up_to.newest_word()
    results, told, new = among_records(archive, index, saved, sort)
    if to_json:
        values = record_result_values(archive, results, limit)
        for hit in values["hits"]:
            hit["new"] = hit["id"] in new
        say_json({"saved": news_values(saved, told), **values})
    else:
        say(Strong(saved.name), f"  {saved.query}")
        say(said(told))
        _say_hits(archive, results, limit, new)
    if mark_seen:
        archive.seen_up_to.mark(saved.id, newest)


def record_result_values(archive: Archive, results: RecordResults, limit: int) -> dict[str, Any]:
    """What a search among records found, as the values that `--json` prints."""
    return {
        "query": results.query,
        "understood": results.understood,
        "total": results.total,
        "counted": results.counted,
        "took_ms": round(results.took_ms, 2),
        "hits": [
            {
                "id": row.id,
                "ref": row.ref,
                "label": row.label,
                **dict(row.facts),
                "score": round(results.scores.get(row.id, 0.0), 4),
                "tags": list(row.tags),
            }
            for row in archive.records.rows(results.ids[:limit])
        ],
        "facets": {kind: [list(each) for each in values] for kind, values in results.facets().items()},
    }


def _say(archive: Archive, results: RecordResults, limit: int, *, facets: bool, explain: bool) -> None:
    if explain:
        say(f"Understood: {results.understood}")
    shown = min(limit, results.total)
    first = f", the first {shown:,}" if 0 < shown < results.total else ""
    others = results.total - results.counted
    apart = f", {others:,} of them phases, sums or background" if others and results.kind == "incident" else ""
    say(f"{many(results.total, results.kind)}{apart}{first} ({results.took_ms:.1f} ms)")
    if facets:
        for kind, values in results.facets().items():
            if values:
                listed = ", ".join(f"{value} {count:,}" for value, count in values[:_FACET_VALUES])
                more = f" and {len(values) - _FACET_VALUES:,} more" if len(values) > _FACET_VALUES else ""
                say(f"{_PLURALS.get(kind, kind.capitalize() + 's')}: {listed}{more}")
    _say_hits(archive, results, limit)


def _say_hits(archive: Archive, results: RecordResults, limit: int, new: Collection[str] = ()) -> None:
    for place, row in enumerate(archive.records.rows(results.ids[:limit]), 1):
        say(f"{place:>3}. {line(row)}  {row.id}", "  (new)" if row.id in new else "")
        if row.tags:
            say("     tags: ", ", ".join(row.tags))
