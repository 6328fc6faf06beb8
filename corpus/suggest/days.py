"""The day that a sentence speaks of, resolved by the day on which it was published.

English first, with Arabic weekdays, months and digits. A weekday is the last such day up to the day of publication; on
that weekday itself it may be a week earlier as well, and then both are offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from corpus.dates import parse_edtf
from corpus.dates.edtf import fold_digits
from corpus.dates.names import MONTHS, WEEKDAYS, fold_name
from corpus.errors import DateError
from corpus.suggest.offer import Offer

WEEK = timedelta(days=7)
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night|dawn|noon))?"
_WORD = r"[^\W\d_]+"
_WEEKDAY = re.compile(
    rf"(?:\b(?P<how>on|last|since|by)\s+)?(?P<yom>يوم\s+)?\b(?P<day>{_WORD})\b{_PART_OF_DAY}", re.IGNORECASE
)
_DAY_MONTH = re.compile(
    rf"(?:\bon\s+)?(?:the\s+)?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_WORD})"
    r"(?:,?\s+(?P<year>\d{4})\b)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?:\bon\s+)?\b(?P<month>{_WORD})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*:)(?:,?\s+(?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\b(?:in|early|mid|late|since)[\s-]+(?P<month>{_WORD})\b(?:\s+(?P<year>\d{{4}})\b)?", re.IGNORECASE
)
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_RELATIVE: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"\b(?:the day before yesterday|أول أمس)\b{_PART_OF_DAY}", re.IGNORECASE), 2),
    (re.compile(rf"(?<!before )\b(?:yesterday|last night|أمس)\b{_PART_OF_DAY}", re.IGNORECASE), 1),
    (re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|اليوم)\b", re.IGNORECASE), 0),
)
_LATELY = re.compile(
    r"\b(?:in recent (?:days|weeks|months)|recently|in the (?:past|last) (?:days|weeks))\b", re.IGNORECASE
)


def days(sentence: str, published: str) -> list[Offer]:
    """The days that a sentence may speak of, in the order of its words.

    Args:
        sentence: A sentence.
        published: When its article was published, in EDTF; empty if that is not known.
    """
    folded = fold_digits(sentence)
    known = _day(published)
    found = [*_explicit(folded, sentence, known)]
    if known is not None:
        taken = [(each.start, each.end) for each in found]
        relative = [*_weekdays(folded, sentence, known), *_relative(folded, sentence, known)]
        found += [each for each in relative if not any(a < each.end and each.start < b for a, b in taken)]
    ordered = sorted(found, key=lambda each: (each.start, each.end))
    return list({each.value["edtf"]: each for each in reversed(ordered)}.values())[::-1]


def _day(published: str) -> date | None:
    try:
        edtf = parse_edtf(published)
    except DateError:
        return None
    return edtf.first if edtf.precision == "day" else None


def _offer(edtf: str, sentence: str, start: int, end: int, why: str, basis: str = "resolved") -> Offer:
    stated = sentence[start:end].strip()
    shown = f"{edtf}  ‘{stated}’" if stated != edtf else edtf
    return Offer("date", {"edtf": edtf, "stated": stated}, shown, why, start, end, {"date": basis} if basis else {})


def _explicit(folded: str, sentence: str, known: date | None) -> Iterator[Offer]:
    """Days and months that are named."""
    taken: list[tuple[int, int]] = []
    for match in _ISO.finditer(folded):
        try:
            day = date.fromisoformat(match.group())
        except ValueError:
            continue
        taken.append(match.span())
        yield _offer(day.isoformat(), sentence, *match.span(), "the day as it stands there", "")
    for pattern in (_DAY_MONTH, _MONTH_DAY, _MONTH):
        for match in pattern.finditer(folded):
            month = MONTHS.get(fold_name(match["month"]))
            start, end = match.span()
            if month is None or any(a < end and start < b for a, b in taken):
                continue
            named = _named(match.groupdict(), month, known)
            if named is not None:
                taken.append((start, end))
                yield _offer(named[0], sentence, start, end, named[1], "" if match["year"] else "resolved")


def _named(parts: Mapping[str, str], month: int, known: date | None) -> tuple[str, str] | None:
    """The day or month of a date with a month's name; without a year, the last such one before the publication."""
    day = int(parts["day"]) if parts.get("day") else 0
    if parts.get("year"):
        year, why = int(parts["year"]), "the date as it stands there"
    elif known is None:
        return None
    else:
        year = known.year - 1 if (month, day or 1) > (known.month, known.day) else known.year
        why = f"the last one before the publication on {known}"
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return (first.isoformat() if day else f"{year:04}-{month:02}"), why


def _weekdays(folded: str, sentence: str, known: date) -> Iterator[Offer]:
    for match in _WEEKDAY.finditer(folded):
        name = match["day"]
        wanted = WEEKDAYS.get(fold_name(name))
        # "sat" and "sun" are words of their own, and so are some names of days in other languages.
        if wanted is None or (name.isascii() and (len(name) < 6 or not name[0].isupper())):
            continue
        if not name.isascii() and not match["yom"]:
            continue
        back = timedelta(days=(known.weekday() - wanted) % 7)
        if (match["how"] or "").lower() == "last" and not back:
            back = WEEK
        day = known - back
        why = f"{_WEEKDAY_NAMES[wanted]} up to the publication on {_WEEKDAY_NAMES[known.weekday()]} {known}"
        yield _offer(day.isoformat(), sentence, *match.span(), why)
        if not back:
            yield _offer((day - WEEK).isoformat(), sentence, *match.span(), f"{why}, or the week before")


def _relative(folded: str, sentence: str, known: date) -> Iterator[Offer]:
    for pattern, back in _RELATIVE:
        for match in pattern.finditer(folded):
            words = match.group().lower()
            yield _offer(
                (known - timedelta(days=back)).isoformat(), sentence, *match.span(), f"{words}, published on {known}"
            )
    for match in _LATELY.finditer(folded):
        yield _offer(f"../{known}", sentence, *match.span(), f"{match.group().lower()}, published on {known}")
