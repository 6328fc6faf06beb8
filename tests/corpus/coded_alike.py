"""Two bundles held against each other in every value and quote, whatever ids, refs and orders they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LISTS = ("actors", "places", "incidents", "links", "passages")
OURS = ("ref", "id", "exported", "dateline")


def alike(bundle: Mapping[str, Any]) -> dict[str, list[Any]]:
    """A bundle with every id replaced by what it names, and every list in an order of its own."""
    names: dict[str, str] = {}
    for kind in ("actors", "places"):
        names |= {record["id"]: f"{kind}: {record['names'][0]['text']}" for record in bundle.get(kind, ())}
    names |= {record["id"]: f"incident: {record.get('title')}" for record in bundle.get("incidents", ())}
    for article in bundle.get("articles", ()):
        names[article["id"]] = "the article"
    for link in bundle.get("links", ()):
        names[link["id"]] = f"{names[link['from']]} {link['relation']} {names[link['to']]}"
    rows: dict[tuple[str, str], str] = {}
    for incident in bundle.get("incidents", ()):
        for field in ("places", "actors", "harm", "objects"):
            for row in incident.get(field, ()):
                rows[incident["id"], row["id"]] = str(_plain(row, names, {}, ""))
    found: dict[str, list[Any]] = {}
    for kind in LISTS:
        records = [_plain(record, names, rows, record["id"]) for record in bundle.get(kind, ())]
        found[kind] = sorted(records, key=repr)
    return found


def _plain(value: Any, names: Mapping[str, str], rows: Mapping[tuple[str, str], str], record: str) -> Any:
    if isinstance(value, Mapping):
        about = value.get("record", record)
        plain = {key: _plain(each, names, rows, about) for key, each in value.items() if key not in OURS}
        if "field" in value and "[" in value["field"]:
            head, _, rest = value["field"].partition("[")
            element, _, part = rest.partition("]")
            plain["field"] = f"{head}[{rows[about, element]}]{part}"
        return plain
    if isinstance(value, list):
        return sorted((_plain(each, names, rows, record) for each in value), key=repr)
    return names.get(value, value) if isinstance(value, str) else value
