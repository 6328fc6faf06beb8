"""Dates as people type them into a query: EDTF and ISO, ranges, comparisons, month names, a few relative words.

What was read is always said, so that a guess is never silent; what could be read in two ways is refused.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from corpus.dates.edtf import Edtf, fold_digits, parse_edtf
from corpus.dates.names import ENGLISH_MONTHS, MONTHS, WEEKDAYS, fold_name
from corpus.dates.published import by_month_name, numeric_readings
from corpus.errors import DateError
from corpus.text import fold_spaces, printable

HINT = "Write 2020-06-22, 2020-06, 2020, 2020-06-01..2020-06-30, ..2020, <2020-06, >=2020, june 2020 or last week"

_LONGEST = 80
_NUMERIC = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_COMPARED = re.compile(r"(<=|>=|=<|=>|<|>|=|≤|≥)\s*(.*)", re.DOTALL)
_AGO = re.compile(
    r"(?:the )?(last|past|previous) ([0-9]{1,4}) (day|week|month|year)s?|([0-9]{1,4}) (day|week|month|year)s? ago"
)
_UNIT = re.compile(r"(this|last|past|previous) (week|month|year)")
_WEEKDAY = re.compile(r"(last |on )?(\w+)")


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days that a query asks for.

    Attributes:
        first: The first day asked for; None when there is no bound.
        last: The last day asked for; None when there is no bound.
        said: What was read, for people: `2020-06-01 to 2020-06-30`, `last week: …`.
    """

    first: date | None
    last: date | None
    said: str


def parse_query_date(text: str, today: date) -> DateRange:
    """The days that a person means.

    Takes EDTF, `2020-6-1`, ranges with `..` open at either end or not, `<` `<=` `>` `>=` `=`, dates with a month's
    name, a month's name alone (the latest one), and `today`, `yesterday`, `this|last week|month|year`,
    `last 7 days`, `3 weeks ago` and weekdays, counted from `today`; weeks begin on Monday.

    Raises:
        DateError: It is no date, or it can be read in two ways, which are then named.
    """
    whole = fold_spaces(fold_digits(text))
    if not whole or len(whole) > _LONGEST:
        raise _refusal(text, "It is empty" if not whole else "It is too long to be one")
    compared = _COMPARED.fullmatch(whole)
    if compared:
        return _compare(compared[1], _one(compared[2], text, today), text)
    if ".." in whole and "/" not in whole:
        begin, _, end = whole.partition("..")
        return _between(begin.strip(), end.strip(), text, today)
    return _one(whole, text, today)


def _between(begin: str, end: str, text: str, today: date) -> DateRange:
    """The range between two dates of which one may be missing."""
    if not begin and not end:
        raise _refusal(text, "A range needs a date on one side at least")
    first = _one(begin, text, today).first if begin else None
    last = _one(end, text, today).last if end else None
    if first and last and first > last:
        raise _refusal(
            text, f"It ends on {last} before it begins on {first}", "Swap the two dates if that is what you mean"
        )
    return _range(first, last)


def _compare(sign: str, that: DateRange, text: str) -> DateRange:
    """The days before, after, or up to and from a date."""
    sign = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}.get(sign, sign)
    if sign == "=":
        return that
    edge = {"<": that.first, ">": that.last, "<=": that.last, ">=": that.first}[sign]
    if edge is None:
        raise _refusal(text, "That date has no end on this side to compare with")
    try:
        if sign == "<":
            return _range(None, edge - timedelta(days=1))
        if sign == ">":
            return _range(edge + timedelta(days=1), None)
    except OverflowError:
        raise _refusal(text, "No day lies beyond it") from None
    return _range(None, edge) if sign == "<=" else _range(edge, None)


def _one(part: str, text: str, today: date) -> DateRange:
    """One date, however it is written."""
    numeric = _NUMERIC.fullmatch(part)
    if numeric:
        return _numeric(int(numeric[1]), int(numeric[3]), int(numeric[4]), text)
    short = _SHORT_ISO.fullmatch(part)
    if short:
        part = "-".join(piece if i == 0 else piece.zfill(2) for i, piece in enumerate(short.groups()) if piece)
    if (part[:1].isdigit() and part[3:4].isalnum() and " " not in part) or part.startswith(("../", "/")):
        return _of_edtf(parse_edtf(part))
    found = _relative(part.casefold(), today) or _month_alone(part, today)
    if found:
        return found
    named = by_month_name(part) or _by_dateutil(part)
    if named:
        return _of_edtf(named)
    raise _refusal(text, "It is not a date, a month or a year, nor words that this program knows for one")


def _numeric(a: int, b: int, year: int, text: str) -> DateRange:
    """A date of numbers whose year comes last, where only one reading is possible."""
    days = numeric_readings(a, b, year)
    if not days:
        raise _refusal(text, "There is no such day")
    if len(days) == 1:
        return _range(days[0], days[0])
    readings = " or ".join(f"{day.isoformat()} ({day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year})" for day in days)
    raise _refusal(text, f"It can be read as {readings}", f"Write {' or '.join(day.isoformat() for day in days)}")


def _relative(words: str, today: date) -> DateRange | None:
    """The days that relative words mean, or None for other words."""
    try:
        return _ago(words, today) or _unit(words, today) or _near(words, today)
    except (OverflowError, ValueError):
        return None


def _near(words: str, today: date) -> DateRange | None:
    """`today`, `yesterday` or a weekday, the latest one."""
    if words in ("today", "yesterday", "the day before yesterday"):
        day = today - timedelta(days=("today", "yesterday", "the day before yesterday").index(words))
        return _range(day, day, words)
    found = _WEEKDAY.fullmatch(words)
    if found and fold_name(found[2]) in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS[fold_name(found[2])]) % 7
        day = today - timedelta(days=7 if back == 0 and found[1] == "last " else back)
        return _range(day, day, words)
    return None


def _unit(words: str, today: date) -> DateRange | None:
    """`this week`, `last month` …: the whole of it."""
    found = _UNIT.fullmatch(words)
    if not found:
        return None
    back = 0 if found[1] == "this" else 1
    if found[2] == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return _range(monday, monday + timedelta(days=6), words)
    if found[2] == "year":
        return _range(date(today.year - back, 1, 1), date(today.year - back, 12, 31), words)
    begin = _earlier(today.replace(day=1), "month", back)
    return _range(begin, begin.replace(day=calendar.monthrange(begin.year, begin.month)[1]), words)


def _ago(words: str, today: date) -> DateRange | None:
    """`last 7 days`: up to today, and today counts; `3 weeks ago`: that one day."""
    found = _AGO.fullmatch(words)
    if not found:
        return None
    if found[1]:
        begin = _earlier(today, found[3], int(found[2])) + timedelta(days=1)
        return _range(begin, today, words) if begin <= today else None
    day = _earlier(today, found[5], int(found[4]))
    return _range(day, day, words)


def _earlier(day: date, unit: str, count: int) -> date:
    """The day so many units before; the last of a month where that month is shorter."""
    from dateutil.relativedelta import relativedelta  # only where somebody types such words

    step = {"day": relativedelta(days=count), "week": relativedelta(weeks=count)}
    step |= {"month": relativedelta(months=count), "year": relativedelta(years=count)}
    return day - step[unit]


def _month_alone(part: str, today: date) -> DateRange | None:
    """A month's name without a year: the latest one that has begun."""
    month = MONTHS.get(fold_name(part))
    if not month:
        return None
    year = today.year if month <= today.month else today.year - 1
    if year < MINYEAR:
        return None
    return _range(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), part)


def _by_dateutil(part: str) -> Edtf | None:
    """Other ways to write a date with an English month's name and a four-digit year, as python-dateutil reads them."""
    names = [word for word in re.findall(r"[^\W\d_]+", part) if MONTHS.get(fold_name(word))]
    if len(names) != 1 or len(re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", part)) != 1:
        return None
    from dateutil import parser  # slow to import, and seldom needed

    read: list[date] = []
    for unsaid in (datetime(MINYEAR + 3, 1, 1), datetime(MAXYEAR - 3, 12, 28)):
        try:
            read.append(parser.parse(part, default=unsaid, ignoretz=True).date())
        except (ValueError, OverflowError):
            return None
    if read[0] == read[1]:
        return parse_edtf(read[0].isoformat())
    same_month = (read[0].year, read[0].month) == (read[1].year, read[1].month)
    return parse_edtf(f"{read[0]:%Y-%m}") if same_month else None


def _of_edtf(found: Edtf) -> DateRange:
    return _range(found.first, found.last, "" if found.precision in ("day", "interval") else str(found))


def _range(first: date | None, last: date | None, words: str = "") -> DateRange:
    """The range with what was read in words."""
    if first and last:
        said = first.isoformat() if first == last else f"{first} to {last}"
    elif first:
        said = f"{first} or later"
    else:
        said = f"{last} or earlier"
    return DateRange(first, last, f"{printable(words)}: {said}" if words else said)


def _refusal(text: str, why: str, hint: str = HINT) -> DateError:
    """The error that names the text and the reason."""
    shown = printable(fold_spaces(text))
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return DateError(
        f"{shown!r} is not a date" if "can be read" not in why else f"{shown!r} can be read in two ways",
        detail=why,
        hint=hint,
    )
