"""What names are measured on: pairs of spellings of one place, random pairs of two, and pairs of two that look alike.

Not counted either way are places that share a spelling but for the article, or an Arabic form, and places less than
ten kilometres apart with the same consonants: spelling cannot tell those apart, or GeoNames has one place twice.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.name_data import Place, plain_form

RANDOM = 60_000
NEAREST = 5
_ARTICLE = re.compile(r"\b(?:al|el|ul|il|as|ash|ad|ar|at|az|an|es|ez|ed|er|et|en|esh|ech) ")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Trial:
    """The pairs of one held-out country in one pair of scripts.

    Attributes:
        same: Pairs of spellings of one place.
        weight: What each of them counts, so that all places count alike.
        strangers: Random pairs of spellings of two places.
        nearest: For every Latin spelling, the likest of other places.
    """

    country: str
    same: list[Pair]
    weight: list[float]
    strangers: list[Pair]
    nearest: list[Pair]


def without_article(text: str) -> str:
    """A Latin spelling in plain letters, without articles and spaces."""
    return _ARTICLE.sub("", plain_form(text)).replace(" ", "")


class Country:
    """The places of one country, and which of them can be told apart by spelling at all."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self._latin = {p.id: {without_article(t) for t in p.spellings.get("latin", ())} for p in places}
        self._arabic = {p.id: {plain_form(t).replace("ال", "") for t in p.spellings.get("arabic", ())} for p in places}
        self._consonants = {p.id: {re.sub("[aeiou]|(?<=.)h$", "", t) for t in self._latin[p.id]} for p in places}

    def different(self, one: Place, other: Place) -> bool:
        """Whether two places count as different."""
        return (
            one.id != other.id
            and not self._latin[one.id] & self._latin[other.id]
            and not self._arabic[one.id] & self._arabic[other.id]
            and not (self._consonants[one.id] & self._consonants[other.id] and one.distance(other) < 10)
        )

    def trial(self, name: str, one: str, other: str, strangers: int = RANDOM) -> Trial:
        """The pairs to measure on."""
        same, weight = [], []
        for place in self.places:
            found = place.pairs(one, other)
            same += found
            weight += [1 / max(1, len(found))] * len(found)
        rng = random.Random(1)
        mine = [(p, t) for p in self.places for t in p.spellings.get(one, ())]
        theirs = [(p, t) for p in self.places for t in p.spellings.get(other, ())]
        apart: list[Pair] = []
        while len(apart) < strangers and mine and theirs:
            (p, a), (q, b) = rng.choice(mine), rng.choice(theirs)
            if self.different(p, q):
                apart.append((a, b))
        return Trial(name, same, weight, apart, self._nearest(one, other))

    def _nearest(self, one: str, other: str) -> list[Pair]:
        from rapidfuzz.distance import Levenshtein
        from rapidfuzz.process import cdist

        latin = [(p, t, without_article(t)) for p in self.places for t in p.spellings.get("latin", ())]
        plain = [row[2] for row in latin]
        apart = cdist(plain, plain, scorer=Levenshtein.normalized_distance)
        found: list[Pair] = []
        for at, (place, text, _) in enumerate(latin):
            others = [k for k in apart[at].argsort(kind="stable")[:80] if self.different(place, latin[k][0])]
            for k in others[:NEAREST]:
                if one == other:
                    found.append((text, latin[k][1]))
                else:
                    script = one if other == "latin" else other
                    found += [(t, text) for t in latin[k][0].spellings.get(script, ())[:1]]
        return found


def people(arabic_latin: Sequence[Pair], count: int) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Made persons of three names each: the same in two scripts, siblings with another given name, and strangers."""
    rng = random.Random(3)
    names = [(a, b.title()) for a, b in arabic_latin if len(a) >= 3 and len(b) >= 3]
    same, siblings, strangers = [], [], []
    for _ in range(count):
        given, father, family, other, third = rng.sample(names, 5)
        arabic = " ".join(part[0] for part in (given, father, family))
        same.append((arabic, " ".join(part[1] for part in (given, father, family))))
        siblings.append((arabic, " ".join(part[1] for part in (other, father, family))))
        strangers.append((arabic, " ".join(part[1] for part in (other, third, rng.choice(names)))))
    return same, siblings, strangers


def peers() -> dict[str, Callable[[str, str], bool]]:
    """What names are usually compared by: each says whether two Latin spellings are taken for one."""
    import jellyfish
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    def coded(code: Callable[[str], str]) -> Callable[[str, str], bool]:
        def same(a: str, b: str) -> bool:
            one, other = (code(without_article(text)) for text in (a, b))
            return bool(one) and one == other

        return same

    return {
        "marks and article off": lambda a, b: without_article(a) == without_article(b),
        "edit distance <= 2": lambda a, b: (
            Levenshtein.distance(without_article(a), without_article(b), score_cutoff=2) <= 2
        ),
        "Soundex": coded(jellyfish.soundex),
        "Metaphone": coded(jellyfish.metaphone),
        "rapidfuzz ratio >= 85": lambda a, b: fuzz.ratio(without_article(a), without_article(b)) >= 85,
    }
