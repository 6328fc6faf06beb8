"""What a record is to those who look at it: its values, who said them, and what stands beside them. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.records.definition import Kind
from corpus.store.operation import Json


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a field: whose word it is, and since when."""

    value: Json
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Difference:
    """People's different words on one field, none of whom had seen the other's; `said` is the one in force."""

    field: str
    said: Said
    others: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it now is.

    Attributes:
        id: Its id; that of the record it was merged into, if it was.
        kind: What sort of record it is.
        label: The record in a few words.
        values: Its values in the shape and order of a bundle; what says nothing is left out.
        said: Who said each field, and when, by the path of the field in the log (`harm[h1].best`).
        differences: The fields on which people differ.
        marked: The words that no vocabulary has: (path, word).
        doubted: The paths of rows that somebody took away while somebody else worked on them; "" stands for the whole
            record. They stay.
        merged: The ids of the records that were merged into this one.
    """

    id: str
    kind: Kind
    label: str
    values: Mapping[str, Json]
    said: Mapping[str, Said]
    differences: tuple[Difference, ...] = ()
    marked: tuple[tuple[str, str], ...] = ()
    doubted: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The short name to speak of it; may be empty."""
        return str(self.values.get("ref", ""))


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One line of a list of records: as little as a list shows.

    `facts` are values of single fields, such as `date.edtf` or `status`, as far as the record has them.
    """

    id: str
    kind: Kind
    label: str
    ref: str
    facts: Mapping[str, Json]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """One place where a record names another.

    Attributes:
        source: The record that names.
        kind: Its kind.
        label: It in a few words.
        field: The path of the field in it.
        slot: The field of the record that this is in: `actors`, `from`, `points` …
        word: How: the role, the relation, how an event lies to a place, or the path that a point is about.
        target: The record that is named, as it is named there.
    """

    source: str
    kind: Kind
    label: str
    field: str
    slot: str
    word: str
    target: str
