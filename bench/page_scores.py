"""How near a reading comes to what people noted: text, title, date, author.

Text, where a whole body is known, as the article extraction benchmark scores it: the counts of 4-word shingles (words
are runs of word characters, case kept) that both, only ours, or only theirs have, each page by itself; precision and
recall are the means over pages, F1 is made of those two. Where only strings are known, of those that belong and those
that do not: a string that belongs and is found is right, one that does not and is found is wrong, one that is missing
is missed, all with white space folded; precision, recall and F1 over the strings of all pages.

A title is right when its words are the noted ones, without case and punctuation, and near when four fifths of the words
of both are shared (F1 of the words): many a page calls itself by two titles, and people noted either. A date is right
when it is the same day; an author when the words of all names are the same, in any order. Each counts over the pages
for which it is noted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mean

from bench.page_cases import Case

FIELDS = ("title", "near", "date", "author")
"""What is counted besides the text: titles twice, as right and as near."""

_NEAR = 0.8
_SHINGLE = 4
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody makes of a page."""

    title: str = ""
    date: str = ""
    author: str = ""
    text: str = ""


@dataclass(slots=True)
class Score:
    """How well somebody read a collection.

    Attributes:
        parts: Precision and recall of each page whose body is known.
        strings: Strings found that belong, found that do not, and missed.
        right: Which titles, dates and authors are right of those noted, by `FIELDS`.
        wrong: What is not right, for those who want to look: (page, field, told, noted).
    """

    parts: list[tuple[float, float]] = field(default_factory=list)
    strings: Counter[str] = field(default_factory=Counter)
    right: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, case: Case, told: Told) -> None:
        """Count one page."""
        if case.text:
            self.parts.append(parts := _parts(case.text, told.text))
            if min(parts) < 0.9:
                self.wrong.append((case.name, "text", f"precision {parts[0]:.3f}, recall {parts[1]:.3f}", ""))
        text = _folded(told.text)
        self.strings["right"] += (inside := sum(_folded(part) in text for part in case.inside))
        self.strings["missed"] += len(case.inside) - inside
        self.strings["wrong"] += sum(_folded(part) in text for part in case.outside)
        noted = {"title": case.title, "date": case.date, "author": " ".join(case.authors)}
        for name, value in noted.items():
            if value:
                mine = getattr(told, name)
                same = mine == value if name == "date" else _same(mine, value, ordered=name == "title")
                self.right[name].append(same)
                if name == "title":
                    self.right["near"].append(same or _shared(mine, value) >= _NEAR)
                if not same:
                    self.wrong.append((case.name, name, mine, value))

    def text(self) -> tuple[float, float, float]:
        """F1, precision and recall of the text."""
        if self.parts:
            precision = mean(part[0] for part in self.parts)
            recall = mean(part[1] for part in self.parts)
        else:
            right = self.strings["right"]
            precision = right / ((right + self.strings["wrong"]) or 1)
            recall = right / ((right + self.strings["missed"]) or 1)
        return 2 * precision * recall / ((precision + recall) or 1), precision, recall

    def share(self, name: str) -> tuple[float, int]:
        """The share of titles, dates or authors that are right, and of how many."""
        every = self.right[name]
        return (sum(every) / len(every) if every else 0.0), len(every)


def _parts(noted: str, told: str) -> tuple[float, float]:
    """Precision and recall of one text."""
    theirs, ours = _shingles(noted), _shingles(told)
    both = (theirs & ours).total()
    return both / ours.total() if ours else 0.0, both / theirs.total() if theirs else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    rows: Sequence[int] = range(max(1, len(tokens) - _SHINGLE + 1))
    return Counter(tuple(tokens[at : at + _SHINGLE]) for at in rows if tokens)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _shared(mine: str, noted: str) -> float:
    """F1 of the words of two titles, without case and punctuation."""
    one, other = (Counter(_TOKEN.findall(unicodedata.normalize("NFKC", each).casefold())) for each in (mine, noted))
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _same(mine: str, noted: str, *, ordered: bool) -> bool:
    """Whether two values have the same words, without case and punctuation."""
    one, other = (_TOKEN.findall(unicodedata.normalize("NFKC", value).casefold()) for value in (mine, noted))
    return one == other if ordered else sorted(one) == sorted(other)
