"""EDTF level 1 (Library of Congress, 2019; ISO 8601-2): the one form in which dates are kept.

Dates, months, years, unspecified digits, seasons, `?` `~` `%`, intervals, open and unknown ends. Not here: times
of day and zones (a date of ours has none), years outside 1 to 9999 and level 2 (sets, parts qualified one by one).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from corpus.dates.names import ENGLISH_MONTHS
from corpus.errors import DateError
from corpus.text import fold_spaces, printable

HINT = "Write 2020-06-22, 2020-06, 2020, 2020-06-22?, 2020-06-22~, 2020-06-XX or 2020-06-01/2020-06-05"
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

_LONGEST = 64
_POINT = re.compile(r"([0-9]{2,4}X{0,2}|[0-9]X{3})(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?([?~%]?)")
_SLASHED = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2,4}")
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# The first month of a season; a northern one, for the standard names no hemisphere and no months.
_SEASON_BEGINS = {21: 3, 22: 6, 23: 9, 24: 12}


class Span(Protocol):
    """Anything that covers a stretch of days."""

    @property
    def first(self) -> date | None:
        """The first day covered, None when there is no bound."""

    @property
    def last(self) -> date | None:
        """The last day covered, None when there is no bound."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date, which may be vague, and the days that it may mean.

    Attributes:
        text: The date in EDTF.
        first: The first day that it covers; None when it has no beginning.
        last: The last day that it covers; None when it has no end.
        uncertain: Whether it is in doubt (`?`, `%`).
        approximate: Whether it is only nearly so (`~`, `%`).
        precision: `day`, `month`, `season`, `year`, `decade`, `century`, `millennium` or `interval`; `days`
            and `months` for a date whose last digit is not given.
    """

    text: str
    first: date | None
    last: date | None
    uncertain: bool
    approximate: bool
    precision: str

    def __str__(self) -> str:
        return self.text


def overlaps(a: Span, b: Span) -> bool:
    """Whether two stretches of days share at least one."""
    a_first, a_last = a.first or date.min, a.last or date.max
    b_first, b_last = b.first or date.min, b.last or date.max
    return a_first <= b_last and b_first <= a_last


def fold_digits(text: str) -> str:
    """The text with Arabic and Persian digits as 0 to 9."""
    return text if text.isascii() else text.translate(_ARABIC_DIGITS)


def of_day(day: date) -> Edtf:
    """The EDTF of one day."""
    return Edtf(day.isoformat(), day, day, uncertain=False, approximate=False, precision="day")


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Edtf:
    """A date in EDTF level 1.

    White space around it is dropped, Arabic digits and a lower-case `x` are taken; nothing else is mended. Unknown
    ends of an interval (`/2020`) are kept as such and bound nothing, like open ones (`../2020`). A northern
    season is meant by 21 to 24; winter 2020 is December 2020 to February 2021.

    Raises:
        DateError: It is none, no such day exists, or the interval ends before it begins; says which.
    """
    whole = fold_digits(text.strip()).replace("x", "X")
    if len(whole) > _LONGEST:
        raise _refusal(text, "it is too long to be one")
    if "/" not in whole or _SLASHED.fullmatch(whole):
        return _point(whole, text)
    begin, _, end = whole.partition("/")
    if "/" in end:
        raise _refusal(text, "an interval has one / between its two dates")
    if begin in ("", "..") and end in ("", ".."):
        raise _refusal(text, "an interval open at both ends says nothing")
    return _interval(
        None if begin in ("", "..") else _point(begin, text),
        None if end in ("", "..") else _point(end, text),
        whole,
        text,
    )


def _interval(begin: Edtf | None, end: Edtf | None, whole: str, text: str) -> Edtf:
    """The interval between two dates of which one may be missing."""
    first, last = begin.first if begin else None, end.last if end else None
    if first and last and first > last:
        raise _refusal(
            text, f"it ends on {last} before it begins on {first}", "Swap the two dates if that is what you mean"
        )
    ends = [point for point in (begin, end) if point]
    return Edtf(
        whole,
        first,
        last,
        uncertain=any(point.uncertain for point in ends),
        approximate=any(point.approximate for point in ends),
        precision="interval",
    )


def _point(part: str, text: str) -> Edtf:
    """One date without a slash; `text` is the whole that errors name."""
    found = _POINT.fullmatch(part)
    if not found or len(found[1]) != 4:
        raise _refusal(text, _why_not(part))
    year, month, day, mark = found.groups()
    if "X" in year and month:
        raise _refusal(text, "a month needs all four digits of its year")
    if day and "X" in (month or "") and day != "XX":
        raise _refusal(text, "a day needs its month")
    first, last, precision = _days(year, month, day, text)
    return Edtf(part, first, last, uncertain=mark in ("?", "%"), approximate=mark in ("~", "%"), precision=precision)


def _days(year: str, month: str | None, day: str | None, text: str) -> tuple[date, date, str]:
    """The days that a date covers, and how precise it is."""
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if high < 1:
        raise _refusal(text, "years run from 0001 to 9999")
    low = max(low, 1)
    if month is None or month == "XX":
        kinds = ("year", "decade", "century", "millennium")
        return date(low, 1, 1), date(high, 12, 31), kinds[year.count("X")]
    if day is None and month.isdigit() and int(month) in SEASONS:
        return *_season(low, int(month), text), "season"
    months = _choices(month, 1, 12)
    if not months:
        raise _refusal(text, f"there is no month {month}")
    first_month, last_month = months[0], months[-1]
    if day is None or day == "XX":
        last = date(low, last_month, calendar.monthrange(low, last_month)[1])
        return date(low, first_month, 1), last, "month" if first_month == last_month else "months"
    length = calendar.monthrange(low, first_month)[1]
    days = _choices(day, 1, length)
    if not days:
        raise _refusal(text, f"{ENGLISH_MONTHS[first_month - 1]} {low} has {length} days")
    return (
        date(low, first_month, days[0]),
        date(low, first_month, days[-1]),
        "day" if len(days) == 1 and "X" not in day else "days",
    )


def _season(year: int, season: int, text: str) -> tuple[date, date]:
    """The three months of a season."""
    begin = _SEASON_BEGINS[season]
    end_year, end = (year, begin + 2) if begin < 12 else (year + 1, 2)
    if end_year > date.max.year:
        raise _refusal(text, "years run from 0001 to 9999")
    return date(year, begin, 1), date(end_year, end, calendar.monthrange(end_year, end)[1])


def _choices(digits: str, low: int, high: int) -> list[int]:
    """The numbers in bounds that two digits, of which the last or both may be `X`, may mean."""
    if digits[0] == "X" and digits != "XX":
        return []
    return [n for n in range(low, high + 1) if all(d in ("X", c) for d, c in zip(digits, f"{n:02}", strict=True))]


def _why_not(part: str) -> str:
    """Why something is no date of level 1, for the mistakes that people make."""
    if not part:
        return "it is empty"
    if re.search(r"[0-9]T[0-9]|[0-9]:[0-9]", part):
        return "a date here has no time of day and no zone"
    if re.search(r"[?~%].", part):
        return "?, ~ and % go at the very end"
    if part[0] in "-Y":
        return "years run from 0001 to 9999"
    if re.search(r"[\[\]{}]", part):
        return "sets of dates are EDTF level 2; write an interval"
    if _SLASHED.fullmatch(part):
        return "the year comes first, then the month"
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?", part):
        return "months and days have two digits"
    return "it is not a year, a month or a day as EDTF writes them"


def _refusal(text: str, why: str, hint: str = HINT) -> DateError:
    """The error that names the text and the reason."""
    shown = printable(fold_spaces(text))
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return DateError(
        f"{shown!r} is not a date" if shown else "There is no date", detail=why[0].upper() + why[1:], hint=hint
    )
