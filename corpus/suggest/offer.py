"""What an offer is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.store.operation import Json


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that a sentence may give for a field of an incident.

    Attributes:
        field: The field: `date`, `event`, `actors`, `places`, `harm`.
        value: The value in the shape of that field; for a field of rows, one row.
        shown: The value in words.
        why: What it rests on, in words.
        start: Where the words that it rests on begin in the sentence.
        end: Where they end.
        basis: What to note as the basis of parts of it, by path.
    """

    field: str
    value: Json
    shown: str
    why: str
    start: int
    end: int
    basis: Mapping[str, str] = dataclasses.field(default_factory=dict)
