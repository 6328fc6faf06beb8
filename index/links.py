"""Queries over links, answered over all of them at once: by relation, by what stands at their ends, by time and tag.

The language is that of every search, with three fields more. Who is meant by a name is asked of the search among
records; nothing is kept from one query to the next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Literal, Protocol

from corpus.archive import Archive
from corpus.dates import parse_edtf
from corpus.errors import DateError
from corpus.store.operation import Json
from index.query import tree
from index.query.parsing import parse
from index.query.tree import FIELDS, Node, Value, quoted
from index.query.values import Context, days, refuse
from index.words.analysis import pieces

RELATION, FROM, TO = "relation", "from", "to"
LINK_FIELDS = frozenset((*FIELDS, RELATION, FROM, TO))
"""What may stand before a colon in a query over links."""

Kind = Literal["incident", "actor", "place"]

KINDS: tuple[Kind, ...] = ("incident", "actor", "place")
_DATES = ("date", "after", "before")
_AT_ENDS = ("actor", "place", "incident", "name")


class Found(Protocol):
    """What a search among records found."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all hits."""


class Searches(Protocol):
    """Searches among records."""

    def search_records(self, query: str, kind: Kind) -> Found:
        """Find records of a kind."""


@dataclass(frozen=True, slots=True)
class _Link:
    """As much of a link as a query may ask for."""

    id: str
    ref: str
    relation: str
    ends: tuple[str, str]
    tags: tuple[str, ...]
    words: tuple[str, ...]
    days: tuple[float, float]


def search_links(archive: Archive, index: Searches, query: str) -> list[str]:
    """The links that a query finds, as they were made.

    Args:
        archive: The archive.
        index: Knows actors, places and incidents by what they are called.
        query: In the query language. `relation:` takes a relation or its beginning; `from:` and `to:` take a name of
            the record at that end, `actor: place: incident: name:` of one at either; dates mean since and until.

    Raises:
        QueryError: It cannot be read or answered.
    """
    links = _links(archive)
    return sorted(
        _Query(links, index, Context(query, datetime.now(UTC).date())).found(parse(query, fields=LINK_FIELDS))
    )


def _links(archive: Archive) -> list[_Link]:
    from corpus.store.record_queries import RecordQueries

    rows_of = archive.records.rows_of
    ids = rows_of.ids("link")
    ends = [{link: rows_of.canonical(there) for link, _, there in rows_of.named_by(ids, slot)} for slot in (FROM, TO)]
    times = RecordQueries(archive.database).facts(ids, ("since", "until"))
    return [
        _Link(
            row.id,
            row.ref.casefold(),
            str(row.facts.get(RELATION, "")),
            (ends[0].get(row.id, ""), ends[1].get(row.id, "")),
            row.tags,
            _words(f"{row.facts.get(RELATION, '')} {row.facts.get('as', '')}"),
            _span(times.get(row.id, {})),
        )
        for row in rows_of.rows(ids)
    ]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for piece in pieces(text) for word in piece.words)


def _span(times: Mapping[str, Json]) -> tuple[float, float]:
    """The days in which a link holds; without an end where none is told."""
    first, last = -math.inf, math.inf
    try:
        if since := times.get("since"):
            day = parse_edtf(str(since)).first
            first = day.toordinal() if day else first
        if until := times.get("until"):
            day = parse_edtf(str(until)).last
            last = day.toordinal() if day else last
    except DateError:
        return -math.inf, math.inf
    return first, last


class _Query:
    """One query being answered."""

    def __init__(self, links: Sequence[_Link], index: Searches, context: Context) -> None:
        self._links = links
        self._index = index
        self._context = context

    def found(self, node: Node) -> frozenset[str]:
        """The ids of the links that a tree matches."""
        match node:
            case tree.Everything():
                return self._where(lambda _: True)
            case tree.Not():
                return self._where(lambda _: True) - self.found(node.item)
            case tree.Or():
                return frozenset().union(*map(self.found, node.items))
            case tree.And():
                return reduce(frozenset.__and__, map(self.found, node.items))
            case Value():
                return self._value(node)
        return self._text(node)

    def _where(self, holds: Callable[[_Link], bool]) -> frozenset[str]:
        return frozenset(link.id for link in self._links if holds(link))

    def _text(self, leaf: tree.TextLeaf) -> frozenset[str]:
        """The links with words in what they say, or at one of whose ends stands a record called so."""
        if leaf.field:
            expected = "a field of links: relation: from: to: actor: place: incident: name: tag: after: before:"
            value = Value(leaf.field, leaf.text, start=leaf.start, end=leaf.end)
            raise refuse(value, self._context, expected, summary=f"{leaf.field}: asks for articles, not for links")
        own = _words(leaf.text)
        begun = isinstance(leaf, tree.Prefix) or (isinstance(leaf, tree.Phrase) and leaf.open)
        there = self._named(str(leaf), KINDS)
        return self._where(lambda link: not there.isdisjoint(link.ends) or _stands(own, link.words, begun=begun))

    def _named(self, query: str, kinds: Sequence[Kind]) -> set[str]:
        return {id_ for kind in kinds for id_ in self._index.search_records(query, kind).ids}

    def _value(self, value: Value) -> frozenset[str]:
        field, low = value.field, value.text.strip().casefold()
        if field == RELATION:
            known = {link.relation for link in self._links}
            meant = {each for each in known if each.casefold() == low} or {
                e for e in known if e.casefold().startswith(low)
            }
            if not meant:
                offered = ", ".join(sorted(known)) or "none yet"
                raise refuse(value, self._context, f"one of the relations here: {offered}")
            return self._where(lambda link: link.relation in meant)
        if field in (FROM, TO):
            there = self._named(f"name:{quoted(value.text)}", ("actor", "place")) | self._titled(value)
            return self._where(lambda link: link.ends[field == TO] in there)
        if field in _AT_ENDS:
            there = self._at_end(value)
            return self._where(lambda link: not there.isdisjoint(link.ends))
        if field == "tag":
            return self._where(lambda link: any(tag == low or tag.startswith(f"{low}/") for tag in link.tags))
        if field == "id":
            return self._where(lambda link: link.id.startswith(low) or link.ref == low)
        if field in _DATES:
            asked = days(value, self._context)
            first = asked.first.toordinal() if asked.first else -math.inf
            last = asked.last.toordinal() if asked.last else math.inf
            return self._where(lambda link: link.days[0] <= last and link.days[1] >= first)
        expected = "relation: from: to: actor: place: incident: name: tag: after: or before:"
        raise refuse(value, self._context, expected, summary=f"{field}: does not ask for links")

    def _at_end(self, value: Value) -> set[str]:
        if value.field == "name":
            return self._named(str(value), ("actor", "place"))
        return self._named(str(value), [kind for kind in KINDS if kind == value.field])

    def _titled(self, value: Value) -> set[str]:
        return self._named(f"incident:{quoted(value.text)}", ("incident",))


def _stands(wanted: Sequence[str], words: Sequence[str], *, begun: bool) -> bool:
    """Whether words stand one after the other among others, the last of them perhaps only begun."""
    if not wanted:
        return False
    size = len(wanted)
    for at in range(len(words) - size + 1):
        last = words[at + size - 1]
        ends = last.startswith(wanted[-1]) if begun else last == wanted[-1]
        if ends and tuple(words[at : at + size - 1]) == tuple(wanted[:-1]):
            return True
    return False
