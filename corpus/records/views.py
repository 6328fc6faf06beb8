"""What profiles show: plain values that `profiles` puts together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from corpus.passages.claims import Sources
from corpus.records.record import Record, RecordRow


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last; None where nothing is known."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record at the other end of a link.

    Attributes:
        link: The link.
        relation: How it reads from here: from its far end the inverse, where the vocabulary has one.
        outward: Whether the link leads from here.
        words: What it says more precisely, in the words of the source.
    """

    link: str
    relation: str
    outward: bool
    words: str
    since: str
    until: str
    record: str
    label: str


@dataclass(frozen=True, slots=True)
class NameFound:
    """A spelling of a name in passages: in how many, of how many articles, published from when to when."""

    text: str
    passages: int
    articles: int
    published: Span


@dataclass(slots=True)
class Unit:
    """An actor in a tree of units: its people, with what they are to it, and the units that are part of it."""

    record: str
    label: str
    people: list[Neighbour] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ActorProfile:
    """All about an actor.

    Attributes:
        record: The actor.
        names: Its names as passages have them, the most frequent first.
        seen: From when to when its incidents began.
        told: From when to when articles were published that speak of it.
        by_year: How many incidents it took part in, by year and role; year 0 for undated ones. Phases and what is
            told in sum do not count.
        incidents: Its newest incidents, phases too.
        incident_count: How many there are.
        beside: Who else takes part in its incidents, and in how many.
        above: What it is a part of, the nearest first.
        unit: Its people and units.
        neighbours: All that links tie it to.
        linked: How many articles say something of it, of an incident that it has a part in, or of a link of its.
        mentioned: How many articles merely name it.
    """

    record: Record
    names: list[NameFound]
    seen: Span
    told: Span
    by_year: Mapping[int, Mapping[str, int]]
    incidents: list[RecordRow]
    incident_count: int
    beside: list[tuple[str, str, int]]
    above: list[Neighbour]
    unit: Unit
    neighbours: list[Neighbour]
    linked: int
    mentioned: int


@dataclass(slots=True)
class PlaceNode:
    """A place in a tree of places, with how many incidents are at it itself."""

    record: str
    label: str
    incidents: int = 0
    places: list[PlaceNode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlaceProfile:
    """All about a place: what it lies in (the nearest first), what lies in it, and what happened there and in those."""

    record: Record
    above: list[tuple[str, str]]
    within: PlaceNode
    incidents: list[RecordRow]
    incident_count: int
    neighbours: list[Neighbour]


@dataclass(frozen=True, slots=True)
class IncidentView:
    """All about an incident: its phases in their order, what it is a phase of, all ties, and what tells of it."""

    record: Record
    phases: list[RecordRow]
    whole: list[RecordRow]
    neighbours: list[Neighbour]
    sources: Sources
