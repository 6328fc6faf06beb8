"""Which records a list holds, in which order and in which groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.archive import Archive
from corpus.dates import parse_edtf
from corpus.errors import DateError
from corpus.records.definition import Kind
from corpus.store.record_rows import Sort as RecordSort
from tui.coding.coverage import by_state, covered
from tui.ports import Index
from tui.view import Place, View

Key = str | int
"""A record by its id, or an article by its number."""

KINDS: dict[Place, Kind] = {"incidents": "incident", "actors": "actor", "places": "place", "links": "link"}
TITLES: dict[Place, str] = {
    "incidents": "Incidents",
    "actors": "Actors",
    "places": "Places",
    "links": "Links",
    "review": "Review",
    "coverage": "Coverage",
    "timeline": "Timeline",
    "codings": "Codings compared",
}
FACETS: dict[Kind, tuple[str, ...]] = {
    "incident": ("status", "event", "tags"),
    "actor": ("type", "kind", "tags"),
    "place": ("kind", "tags"),
    "link": ("relation", "tags"),
}
REVIEWED = ("needs help", "ready for review", "in progress", "to do")
"""The states of incidents that wait for somebody, the most urgent first."""
COVERED = ("needs help", "coding", "new", "later", "coded", "nothing to code", "out of scope")
"""The states of articles in the order in which coverage shows them."""
MOST_ENDS = 20
"""So many of the records that links join are offered to narrow the list by."""
BAR = 24
"""The longest bar of a timeline, in cells."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its records in order, and before which of them a head stands.

    `total` is how many there are without narrowing, `words` what is to be said of the whole.
    """

    keys: Sequence[Key]
    heads: dict[int, str] = field(default_factory=dict)
    total: int = 0
    words: str = ""


def listing(archive: Archive, view: View, index: Index | None, bar: str = "#") -> Listing:
    """The list of a view.

    Args:
        archive: The archive.
        view: What is looked at.
        index: Answers queries; only asked where there is one.
        bar: The sign that bars of a timeline are made of.

    Raises:
        QueryError: The query cannot be answered.
    """
    match view.place:
        case "review":
            return _by_status(archive)
        case "coverage":
            return _coverage(archive, view, index)
        case "timeline":
            return _timeline(archive, _found(archive, "incident", view, index), bar)
    kind = KINDS.get(view.place, "incident")
    if view.focus and view.place == "incidents":
        return of_article(archive, view.focus)
    return Listing(_found(archive, kind, view, index), total=archive.records.rows_of.count(kind))


def _found(archive: Archive, kind: Kind, view: View, index: Index | None) -> Sequence[str]:
    sort: RecordSort = "oldest" if view.place == "timeline" or view.sort == "oldest" else "newest"
    if kind in ("actor", "place"):
        sort = "made" if view.sort == "oldest" else "label"
    query = view.query.strip()
    if not query:
        return archive.records.all(kind, sort)
    if index is None:
        return []
    if kind == "incident" or kind == "actor" or kind == "place":
        found = set(index.search_records(query, kind).ids)
    else:
        from index.links import search_links

        found = set(search_links(archive, index, query))
    return [each for each in archive.records.all(kind, sort) if each in found]


def _by_status(archive: Archive) -> Listing:
    keys: list[Key] = []
    heads: dict[int, str] = {}
    for status in REVIEWED:
        found = archive.records.rows_of.with_word("incident", "status", status)
        if found:
            heads[len(keys)] = f"{status}: {len(found):,}"
            keys += found
    return Listing(keys, heads, len(keys))


def of_article(archive: Archive, n: int) -> Listing:
    """What an article tells of: incidents, actors, places, links, and its passages."""
    rows = archive.records.rows_of
    article = archive.articles.get(n).id
    placed = [each.passage for each in archive.claims.passages(article)]
    told = list(dict.fromkeys(rows.canonical(target) for _, _, target in rows.named_by(placed, "points")))
    keys: list[Key] = []
    heads: dict[int, str] = {}
    incidents = [each for each in told if each.startswith("i-")]
    named = [target for slot in ("actors", "places") for _, _, target in rows.named_by(incidents, slot)]
    everything = list(dict.fromkeys([*told, *(rows.canonical(each) for each in named)]))
    for prefix, title in (("i-", "Incidents"), ("p-", "Actors"), ("g-", "Places"), ("l-", "Links")):
        found = [each for each in everything if each.startswith(prefix) and rows.is_there(each)]
        if found:
            heads[len(keys)] = f"{title}: {len(found):,}"
            keys += found
    if placed:
        heads[len(keys)] = f"Passages: {len(placed):,}"
        keys += placed
    return Listing(keys, heads, len(keys))


def _coverage(archive: Archive, view: View, index: Index | None) -> Listing:
    """The articles of a query by the state of their coding."""
    order: Literal["newest", "oldest"] = "oldest" if view.sort == "oldest" else "newest"
    if view.query.strip() and index is not None:
        ns: Sequence[int] = index.search(view.query, sort=order, strict=True).ns
    else:
        ns = archive.articles.order(order)
    states = by_state(archive, ns)
    keys: list[Key] = []
    heads: dict[int, str] = {}
    for state in COVERED:
        if found := states.get(state):
            heads[len(keys)] = f"{state}: {len(found):,} of {len(ns):,}"
            keys += found
    return Listing(keys, heads, len(ns), str(covered(states)))


def _timeline(archive: Archive, ids: Sequence[str], bar: str) -> Listing:
    """Incidents in the order of time, a head with a bar for every month; those without a date come last."""
    months: dict[str, list[str]] = {}
    for row in archive.records.rows(ids):
        months.setdefault(month_of(str(row.facts.get("date.edtf", ""))), []).append(row.id)
    most = max((len(found) for found in months.values()), default=1)
    keys: list[Key] = []
    heads: dict[int, str] = {}
    for month, found in months.items():
        length = max(1, round(len(found) * BAR / most))
        heads[len(keys)] = f"{month or 'no date':<8} {bar * length} {len(found):,}"
        keys += found
    return Listing(keys, heads, len(ids))


def month_of(edtf: str) -> str:
    """The month in which a date begins, or ends if it has no beginning; "" for none."""
    try:
        read = parse_edtf(edtf) if edtf else None
    except DateError:
        read = None
    day = read and (read.first or read.last)
    return day.isoformat()[:7] if day else ""


def facets(archive: Archive, kind: Kind) -> list[tuple[str, str, int]]:
    """The words by which a list may be narrowed: (field, word, how many records have it)."""
    found = []
    for name in FACETS.get(kind, ()):
        found += [(name, word, n) for word, n in archive.records.rows_of.words(kind, name)]
    found = [("tag" if name == "tags" else name, word, n) for name, word, n in found]
    return found + _ends(archive) if kind == "link" else found


def _ends(archive: Archive) -> list[tuple[str, str, int]]:
    """The actors, places and incidents that most links join, to narrow the list of links by."""
    rows = archive.records.rows_of
    links = rows.ids("link")
    ends = Counter(rows.canonical(end) for slot in ("from", "to") for _, _, end in rows.named_by(links, slot))
    labels = rows.labels(ends)
    kinds: dict[str, str] = {"p-": "actor", "g-": "place", "i-": "incident"}
    return [
        (kinds[end[:2]], labels[end], n)
        for end, n in ends.most_common(MOST_ENDS)
        if end[:2] in kinds and labels.get(end) and '"' not in labels[end]
    ]


def histogram(years: Counter[str], bar: str, width: int = BAR) -> list[tuple[str, str]]:
    """Bars for counts by name, in the order of the names."""
    most = max(years.values(), default=1)
    return [(name, f"{bar * max(1, round(n * width / most))} {n:,}") for name, n in sorted(years.items())]
