"""One record as searching sees it: its words, and the keys under which it is found. Worked out once a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from index.source import Found
from index.words.analysis import words

MOST_TEXT = 20_000
"""Of longer texts of one record only so many characters are looked at."""

TERMS = {
    "event": ("event", "sub_event", "also"),
    "status": ("status",),
    "scope": ("scope",),
    "type": ("type",),
    "kind": ("kind",),
    "country": ("country",),
}
"""What is asked for or counted by term, and the fields of records that hold such terms."""

Key = tuple[str, str]
"""Under what a record is found: what it is (`word`, `event`, `actor` …), and which."""

Deaths = tuple[int | None, int | None, int | None]
Positions = Mapping[str, Sequence[int]]


class Entry:
    """A record.

    Attributes:
        id, kind, label: As the archive has them.
        days: The first and the last day that it may have been; None if nobody says.
        merged_into: The record that stands for it, if another does.
        ref: Its short name in small letters.
        heads: Its title or its names.
        texts: Everything else that people wrote in it.
        actors: The actors that take part, as ids, each with its role.
        places: The places where it was, as ids.
        within: The place that it lies in.
        deaths: How many were killed: surely, as chosen, at most.
    """

    def __init__(self, found: Found) -> None:
        values = found.values
        self.id = found.id
        self.kind = found.kind
        self.label = found.label
        self.days = None if found.first_day is None else (found.first_day, found.last_day or found.first_day)
        self.merged_into = found.merged_into
        self.ref = str(values.get("ref", "")).lower()
        self.within = str(values.get("within", ""))
        self.tags = tuple(map(str, values.get("tags", ())))
        self.actors = tuple((str(row.get("actor", "")), str(row.get("role", ""))) for row in _rows(values, "actors"))
        self.places = tuple(str(row.get("place", "")) for row in _rows(values, "places"))
        self.deaths = _deaths(values)
        self.heads = tuple(_heads(values))
        self.texts = tuple(text[:MOST_TEXT] for text in _texts(values))
        self.terms = {name: tuple(_terms(values, fields)) for name, fields in TERMS.items()}

    @cached_property
    def parts(self) -> tuple[tuple[bool, Positions], ...]:
        """The words of each text with their positions, and whether it is a title or a name."""
        return (
            *((True, _positions(text)) for text in self.heads),
            *((False, _positions(text)) for text in self.texts),
        )

    def words(self) -> tuple[set[str], set[str]]:
        """The words of its title or names, and all its words."""
        heads = {word for text in self.heads for word in _words_of(text)}
        return heads, heads.union(*map(_words_of, self.texts))

    def keys(self) -> set[Key]:
        """Under what it is found, besides its words."""
        found: set[Key] = {(name, term) for name, terms in self.terms.items() for term in terms}
        found |= {("actor", actor) for actor, _ in self.actors}
        found |= {("role", role) for _, role in self.actors if role}
        found |= {("place", place) for place in self.places}
        found |= {("tag", tag) for tag in self.tags}
        if self.within:
            found.add(("within", self.within))
        if self.ref:
            found.add(("ref", self.ref))
        if self.merged_into:
            found.add(("merged", self.merged_into))
        return found


def _rows(values: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    rows = values.get(name, ())
    if isinstance(rows, list | tuple):
        yield from (row for row in rows if isinstance(row, Mapping))


def _heads(values: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(title := values.get("title"), str):
        yield title
    yield from (str(name.get("text", "")) for name in _rows(values, "names"))


_WORDS_OF_PARTS = {"date": ("stated", "time"), "assessment": ("why",)}
_WORDS_OF_ROWS = {
    "notes": ("text",),
    "places": ("stated",),
    "actors": ("as_described",),
    "harm": ("stated",),
    "objects": ("what", "effect"),
}


def _texts(values: Mapping[str, Any]) -> Iterator[str]:
    """What people wrote besides titles and names: remarks, the words of sources, and what was done to things."""
    for name, value in values.items():
        if name in _WORDS_OF_PARTS and isinstance(value, Mapping):
            yield from _strings(value, _WORDS_OF_PARTS[name])
        elif name in _WORDS_OF_ROWS:
            for row in _rows(values, name):
                yield from _strings(row, _WORDS_OF_ROWS[name])
        elif name in ("code", "event", "sub_event") and isinstance(value, str):
            yield value
        elif name in ("also", "weapons") and isinstance(value, list | tuple):
            yield from map(str, value)


def _strings(values: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if isinstance(value := values.get(name), str):
            yield value


def _terms(values: Mapping[str, Any], fields: Iterable[str]) -> Iterator[str]:
    for name in fields:
        value = values.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from map(str, value)


def _deaths(values: Mapping[str, Any]) -> Deaths:
    """The sums over what is said of people killed; a row that is a part of another is not counted again."""
    rows = [row for row in _rows(values, "harm") if row.get("kind") == "killed" and not row.get("within")]
    low, best, high = ([row[name] for row in rows if _is_number(row.get(name))] for name in ("low", "best", "high"))
    return (sum(low) if low else None, sum(best) if best else None, sum(high) if high else None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _words_of(text: str) -> set[str]:
    whole, joined = words(text)
    return {*whole, *(word for _, word in joined)}


def _positions(text: str) -> Positions:
    whole, joined = words(text)
    found: dict[str, list[int]] = {}
    for place, word in (*enumerate(whole), *joined):
        found.setdefault(word, []).append(place)
    return found
