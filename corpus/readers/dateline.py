"""The dateline: the line that opens a dispatch and says where and when it was filed, and by which agency.

It is read where it stands and stays part of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates.edtf import Edtf, parse_edtf
from corpus.dates.names import MONTHS, fold_name
from corpus.dates.published import parse_published
from corpus.errors import DateError
from corpus.text import fold_spaces

_LONGEST = 120
_DASH = r"[-–—―−]{1,3}"
_LINE = re.compile(
    rf"(?P<place>[^\W\d_][^()\n:;!?]{{1,60}}?)\s*(?:\((?P<agency>[^()\n]{{2,40}})\))?\s*(?:(?<=[\s)])|(?<=\w)(?={_DASH}{_DASH})){_DASH}\s*(?=\S)"
)
_SHORT_YEAR = re.compile(r"([0-9]{1,2}\W+[^\W\d_]+\.?|[^\W\d_]+\.?\W+[0-9]{1,2})\W+'?([0-9]{2})")
_WORD = re.compile(r"[^\W\d_]+\.?|[0-9]+")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a dispatch was filed; empty strings for what it does not say."""

    place: str
    date: str
    agency: str

    def as_field(self) -> dict[str, str]:
        """The value of an article's field `dateline`."""
        return {"place": self.place, **({"date": self.date} if self.date else {})}


def find_dateline(body: str, published: str | None = None) -> Dateline | None:
    """The dateline that opens a body, or None.

    It is a place in capitals, or a place followed by a date or by an agency in brackets, and then a dash. A date
    without a year is of the year in which it lies at or before `published`, and is left out when that is unknown.
    """
    line = body.lstrip()[: _LONGEST * 2].partition("\n")[0]
    found = _LINE.match(line)
    if not found or found.end() > _LONGEST:
        return None
    agency = fold_spaces(found["agency"] or "")
    place, when = _split(fold_spaces(found["place"]).rstrip(","))
    if not place or len(place) > 50 or len(place.split()) > 6:
        return None
    if not (when or agency or _all_capitals(place)):
        return None
    day = _resolve(when, published) if when else ""
    return Dateline(place, day, agency)


def _all_capitals(place: str) -> bool:
    """Whether the first part of a place is in capitals, as agencies set it; scripts without case never are."""
    first = place.partition(",")[0]
    return first.isupper() and sum(char.isalpha() for char in first) >= 3


def _split(head: str) -> tuple[str, str]:
    """A place and the date after it, which may be missing: `DAMASCUS, June 3`, `МОСКВА, 3 июн`."""
    parts = [part.strip() for part in re.split("[,،]", head)]
    for at in range(1, len(parts)):
        rest = " ".join(parts[at:])
        if _is_date(rest):
            return ", ".join(parts[:at]), rest
    return ", ".join(parts), ""


def _is_date(words: str) -> bool:
    """Whether words are a month and a day, with or without a year."""
    tokens = _WORD.findall(words)
    names = [token for token in tokens if fold_name(token) in MONTHS]
    return len(names) == 1 and 2 <= len(tokens) <= 4 and all(t.isdigit() or t in names for t in tokens)


def _resolve(words: str, published: str | None) -> str:
    """The date in EDTF; `""` when its year cannot be told."""
    whole = parse_published(words)
    if whole:
        return str(whole)
    try:
        bound = parse_edtf(published).last if published else None
    except DateError:
        bound = None
    if bound is None:
        return ""
    short = _SHORT_YEAR.fullmatch(words)
    for year in (bound.year, bound.year - 1):
        if short and int(short[2]) != year % 100:
            continue
        made: Edtf | None = parse_published(f"{short[1] if short else words} {year}")
        if made and made.first and made.first <= _day_after(bound):
            return str(made)
    return ""


def _day_after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
