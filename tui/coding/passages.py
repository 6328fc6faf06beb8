"""The passages of the article that is being coded: found again by their words, made, given points. Pure.

One stretch of words with one chain of report is one passage, however many values it speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.passages.anchor import take
from corpus.records.act import Act
from corpus.records.records import Records
from corpus.store.operation import Json, dump
from tui.coding.units import Unit


@dataclass(frozen=True, slots=True)
class PointTo:
    """What a passage shall say: of which field of which record, which value, and how it stands to it."""

    record: str
    field: str
    value: Json
    stance: str = "says"

    def as_value(self) -> dict[str, Json]:
        """The point as a passage keeps it."""
        value = {} if self.value is None else {"value": self.value}
        return {"record": self.record, "field": self.field, **value, "stance": self.stance}


class Taken:
    """The passages that an article has.

    Args:
        records: The archive's records.
        article: The article's id.
    """

    def __init__(self, records: Records, article: str) -> None:
        self._records = records
        self._article = article
        self._known: dict[tuple[str, int, str, bytes | str], str] = {}

    def read(self) -> None:
        """Look all of them up."""
        self._known = {}
        for pointer in self._records.points_to(self._article, "article", 5000):
            values = self._records.values(pointer.source)
            quote = values.get("quote") or {}
            key = (str(values.get("in", "text")), quote.get("start", -1), quote.get("exact", ""))
            self._known[(*key, dump(list(values.get("via") or ())))] = pointer.source

    def units(self) -> list[Unit]:
        """Where the passages were taken from."""
        return [Unit(part, start, start + len(exact)) for part, start, exact, _ in self._known if start >= 0]

    def attach(self, act: Act, unit: Unit, text: str, via: Sequence[Json], points: Sequence[PointTo]) -> str:
        """Have the words of a unit say some points; the passage.

        Args:
            act: What this is a part of.
            unit: The words.
            text: The title or the body that they are of.
            via: The chain of report.
            points: What they say.
        """
        quote = take(text, unit.start, unit.end)
        key = (unit.part, unit.start, quote.exact, dump(list(via)))
        found = self._known.get(key, "")
        if found and act.kind(found) is not None:
            for point in points:
                act.add(found, "points", point.as_value())
            return found
        values = {
            "article": self._article,
            "in": unit.part,
            "quote": quote.as_value(),
            **({"via": list(via)} if via else {}),
            "points": [point.as_value() for point in points],
        }
        made = self._known[key] = act.create("passage", values)
        return made
