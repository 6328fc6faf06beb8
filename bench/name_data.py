"""Names to learn from and to measure with: places and their spellings, and Arabic names with Latin ones.

Read from the folder that DATELINE_DATA names: GeoNames (CC BY 4.0) and Google's transliteration pairs (Apache-2.0).
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations
from pathlib import Path

from corpus.names import arabic
from corpus.names.letters import folded, script


@dataclass(frozen=True)
class Place:
    """A place with its distinct spellings, by script."""

    id: int
    country: str
    latitude: float
    longitude: float
    spellings: dict[str, tuple[str, ...]]

    @cached_property
    def all(self) -> tuple[str, ...]:
        """All spellings."""
        return tuple(text for texts in self.spellings.values() for text in texts)

    def pairs(self, one: str, other: str) -> list[tuple[str, str]]:
        """All pairs of spellings in one script and another."""
        mine, theirs = self.spellings.get(one, ()), self.spellings.get(other, ())
        if one == other:
            return list(combinations(mine, 2))
        return [(a, b) for a in mine for b in theirs]

    def distance(self, other: Place) -> float:
        """Kilometres to another place."""
        lat, lon, lat2, lon2 = map(math.radians, (self.latitude, self.longitude, other.latitude, other.longitude))
        angle = math.sin(lat) * math.sin(lat2) + math.cos(lat) * math.cos(lat2) * math.cos(lon - lon2)
        return 6371 * math.acos(max(-1.0, min(1.0, angle)))


def data_folder() -> Path:
    """The folder of real data.

    Raises:
        SystemExit: There is none.
    """
    folder = os.environ.get("DATELINE_DATA", "")
    if not folder:
        raise SystemExit("Names are measured on real ones: set DATELINE_DATA to a folder with D_geonames and D_names.")
    return Path(folder)


def plain_form(text: str) -> str:
    """What makes two spellings trivially one: no case, marks or hyphens; Arabic letters in one shape."""
    return " ".join(map(arabic.plain, folded(text).split())) if script(text) == "arabic" else folded(text)


def is_code(text: str) -> bool:
    """Whether a "name" is an airport's code, a link or the like."""
    return (len(text) <= 4 and text.isupper() and text.isascii()) or "/" in text or "." in text


def distinct(texts: list[str]) -> dict[str, tuple[str, ...]]:
    """Spellings by script, those that are trivially one only once."""
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        plain = plain_form(text)
        scripts = {script(char) for char in text if char.isalpha()}
        if len(plain) < 2 or is_code(text) or len(scripts) != 1:
            continue
        found.setdefault(scripts.pop(), {}).setdefault(plain, text)
    return {which: tuple(forms.values()) for which, forms in found.items()}


def places() -> list[Place]:
    """All places."""
    lines = (data_folder() / "D_geonames" / "places.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Place(row["geonameid"], row["countrycode"], row["latitude"], row["longitude"], spellings)
        for row in map(json.loads, lines)
        if (spellings := distinct([row["name"], *row["alternatenames"]]))
    ]


def arabic_latin() -> list[tuple[str, str]]:
    """Single names in Arabic script with a Latin form each."""
    path = data_folder() / "D_names" / "google_ar2en" / "ar2en-train.txt"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) == 2 and len(row[0]) > 1]


def russian_mentions() -> Iterator[tuple[str, str]]:
    """Mentions in Russian articles with the base form that annotators gave them: parts of one name, word by word."""
    path = data_folder() / "C_russian_factrueval" / "docs.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        yield from _mentions(json.loads(line))


def _mentions(document: dict[str, object]) -> Iterator[tuple[str, str]]:
    """The names of a document that a base form tells of: same number of words, the same beginning."""
    bases: list[tuple[str, ...]] = []
    for block in str(document["coref"]).split("\n\n"):
        rows = dict(row.split(" ", 1) for row in block.strip().splitlines()[1:] if " " in row)
        parts = [rows[key] for key in ("firstname", "patronymic", "lastname", "name") if key in rows]
        bases += [tuple(part.split()) for part in parts]
        bases.append(tuple(word for part in parts for word in part.split()))
    entities = document["entities"]
    assert isinstance(entities, list)
    for entity in entities:
        words = tuple(str(entity["text"]).split())
        near = [base for base in bases if len(base) == len(words) and _begins_alike(base, words)]
        if near and all(script(word) == "cyrillic" for word in words):
            yield " ".join(words), " ".join(max(near, key=partial(_shared, words)))


def _begins_alike(base: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return all(
        a[: max(2, len(a) - 3)].lower() == b[: max(2, len(a) - 3)].lower() for a, b in zip(base, words, strict=True)
    )


def _shared(base: tuple[str, ...], words: tuple[str, ...]) -> int:
    return sum(a.lower() == b.lower() for x, y in zip(base, words, strict=True) for a, b in zip(x, y, strict=False))
