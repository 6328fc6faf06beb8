"""Numbers as sentences write them: digits, English and Arabic words, and words for more than one.

Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.dates.edtf import fold_digits

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ARABIC = (
    "صفر:0 واحد:1 واحدة:1 اثنان:2 اثنين:2 اثنتان:2 ثلاثة:3 ثلاث:3 أربعة:4 أربع:4 خمسة:5 خمس:5 ستة:6 ست:6 سبعة:7 "
    "سبع:7 ثمانية:8 ثماني:8 تسعة:9 تسع:9 عشرة:10 عشر:10 عشرين:20 عشرون:20 ثلاثين:30 ثلاثون:30 مئة:100 مائة:100"
)
WORDS: dict[str, int] = {word: n for n, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
WORDS |= {word: 20 + 10 * n for n, word in enumerate(_TENS.split())}
WORDS |= {"a": 1, "an": 1, "hundred": 100, "dozen": 12}
WORDS |= {word: int(n) for word, n in (each.split(":") for each in _ARABIC.split())}

MANY: dict[str, int] = {"some": 1, "a number of": 1, "a number": 1, "many": 2, "several": 2, "dozens": 24, "scores": 40}
"""Words that give no number, and the fewest that they can mean."""

HOW = {
    **dict.fromkeys(("at least", "more than", "over", "no fewer than", "no less than", "ما لا يقل عن"), "at least"),
    **dict.fromkeys(("at most", "up to", "no more than", "fewer than"), "at most"),
    **dict.fromkeys(
        ("about", "around", "some", "nearly", "almost", "roughly", "approximately", "نحو", "حوالي"), "about"
    ),
    "exactly": "exactly",
}
"""Words before a number that say how it is meant."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, in the parts of a row of harm: `count` says how it is stated."""

    low: int | None
    best: int | None
    high: int | None
    count: str

    def as_parts(self) -> dict[str, int | str]:
        """The parts that say something."""
        parts = {"low": self.low, "best": self.best, "high": self.high}
        return {**{name: n for name, n in parts.items() if n is not None}, "count": self.count}


def number(word: str) -> int | None:
    """The number that a word or digits mean: `four`, `twenty-three`, `1,200`, `٤`; None if it is none."""
    folded = fold_digits(word).lower().replace(",", "").strip()
    if folded.isdecimal() and len(folded) < 8:
        return int(folded)
    if folded in WORDS:
        return WORDS[folded]
    tens, dash, ones = folded.partition("-")
    if dash and WORDS.get(tens, 0) >= 20 and 0 < WORDS.get(ones, 0) < 10:
        return WORDS[tens] + WORDS[ones]
    return None


def amount(how: str, n: int) -> Amount:
    """What a number means that is stated so; a plain one is exact."""
    match HOW.get(how.lower().strip(), "exactly"):
        case "at least":
            return Amount(n, None, None, "at least")
        case "at most":
            return Amount(None, None, n, "at most")
        case "about":
            return Amount(None, n, None, "about")
    return Amount(n, n, n, "exactly")


def many(word: str) -> Amount | None:
    """What a word means that gives no number; None if it is no such word."""
    fewest = MANY.get(word.lower().strip())
    return None if fewest is None else Amount(fewest, None, None, "some")


_WORDS = "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True) if len(word) > 2)
_HOWS = "|".join(re.escape(word) for word in sorted(HOW, key=len, reverse=True))
_MANY = "|".join(re.escape(word) for word in sorted(MANY, key=len, reverse=True))
AMOUNT = rf"(?:(?:(?P<how>{_HOWS})\s+)?\b(?P<n>[0-9٠-٩۰-۹][0-9٠-٩۰-۹,]*|(?:{_WORDS})(?:-\w+)?)\b|\b(?P<many>{_MANY})\b)"
"""A pattern for an amount in a sentence."""


def amount_of(match: re.Match[str]) -> Amount | None:
    """The amount that `AMOUNT` matched."""
    if match["many"]:
        return many(match["many"])
    n = number(match["n"])
    return None if n is None else amount(match["how"] or "", n)
