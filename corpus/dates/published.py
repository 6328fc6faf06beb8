"""Publication dates as files write them: a date line, a field of front matter, a meta tag.

A line is taken only when all of it is one date, so that no sentence becomes one. Times of day and zones are read
over: the day is the one that the outlet printed.
"""

from __future__ import annotations

import re
from datetime import date

from corpus.dates.edtf import Edtf, fold_digits, of_day, parse_edtf
from corpus.dates.names import AROUND, MONTHS, WEEKDAYS, fold_name
from corpus.errors import DateError

EARLIEST, LATEST = 1600, 2199
"""The years that a publication date may lie in; other numbers are not taken for years."""

_LONGEST = 80
_TIME = r"(?:T|t|\s)\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
_ZONE = r"\s*(?:Z|z|UTC|GMT|[A-Z]{3,4}|(?:UTC|GMT)?\s*[+-][0-9]{2}:?[0-9]{0,2})?"
_ISO = re.compile(rf"([0-9]{{4}})([-/.]?)([0-9]{{2}})\2([0-9]{{2}})(?:{_TIME}{_ZONE})?")
_NUMERIC = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}})\.?(?:,?{_TIME}{_ZONE})?")
_CLOCK = re.compile(
    r"(?:(?:\bat|\bà|\bum|\bв|\bо|@|[|–—-]|الساعة|،|,)\s*)*\b[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\b"
    r"(?:\s*(?:[ap]\.?m\b\.?|[صم]\b))?(?:\s*\(?\b(?:UTC|GMT|MSK|[A-Z]{1,4}T)\b)?(?:\s*[+-][0-9]{2}:?[0-9]{2})?\)?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+(?:['’‌.][^\W\d_]+)*\.?|[^\s,،|/()–—.-]")


def parse_published(text: str) -> Edtf | None:
    """The date that a line is, or None when it is anything else or could be read in two ways.

    Takes EDTF, ISO dates with or without a time, `23/06/2020` where only one reading is possible (the day comes
    first in `06.07.2020`), and month names in English, French, Spanish, German, Italian, Portuguese, Dutch,
    Turkish, Russian, Ukrainian, Arabic (of the Levant, Egypt, the Maghreb), Persian and Hebrew, with or without a
    weekday and a time. A month without a year is none; a year alone is one.
    """
    line = fold_digits(text).strip()
    if not 4 <= len(line) <= _LONGEST or not any("0" <= c <= "9" for c in line):
        return None
    found = _ISO.fullmatch(line)
    if found:
        return _day(int(found[1]), int(found[3]), int(found[4]))
    found = _NUMERIC.fullmatch(line)
    if found:
        days = numeric_readings(int(found[1]), int(found[3]), int(found[4]), day_first=found[2] == ".")
        return of_day(days[0]) if len(days) == 1 and EARLIEST <= days[0].year <= LATEST else None
    if line[:3].isdigit() or line.startswith(".."):
        edtf = _edtf(line)
        if edtf:
            return edtf
    return by_month_name(line)


def numeric_readings(a: int, b: int, year: int, *, day_first: bool = False) -> list[date]:
    """The days that `a/b/year` may be: day and month, then month and day; one when both are the same."""
    readings: list[date] = []
    for day, month in ((a, b), (b, a)) if not day_first else ((a, b),):
        made = _date(year, month, day)
        if made and made not in readings:
            readings.append(made)
    return readings


def by_month_name(line: str) -> Edtf | None:
    """The date of a line made of a month's name, a year, and perhaps a day, a weekday and a time; else None."""
    line, clocks = _CLOCK.subn(" ", line)
    if clocks > 1:
        return None
    tokens = [fold_name(token) for token in _TOKEN.findall(line)]
    if len(tokens) > 10:
        return None
    months: set[int] = set()
    numbers: list[str] = []
    weekdays = 0
    at = 0
    while at < len(tokens):
        token = tokens[at]
        pair = " ".join(tokens[at : at + 2])
        if pair in MONTHS and at + 1 < len(tokens):
            months.add(MONTHS[pair])
            at += 1
        elif token in MONTHS:
            months.add(MONTHS[token])
        elif "0" <= token[:1] <= "9":
            numbers.append(token)
        elif token in WEEKDAYS:
            weekdays += 1
        elif token not in AROUND:
            return None
        at += 1
    return _assembled(months, numbers) if weekdays <= 2 else None


def _assembled(months: set[int], numbers: list[str]) -> Edtf | None:
    """The date of one month, a four-digit year and perhaps a day."""
    years = [int(n) for n in numbers if len(n) == 4]
    days = [int(n) for n in numbers if len(n) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(years) + len(days) != len(numbers):
        return None
    month = months.pop()
    if days:
        return _day(years[0], month, days[0])
    return _edtf(f"{years[0]}-{month:02}")


def _edtf(text: str) -> Edtf | None:
    """EDTF within the years of publications, or None."""
    try:
        found = parse_edtf(text)
    except DateError:
        return None
    return found if all(EARLIEST <= day.year <= LATEST for day in (found.first, found.last) if day) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> Edtf | None:
    made = _date(year, month, day)
    return of_day(made) if made and EARLIEST <= year <= LATEST else None
