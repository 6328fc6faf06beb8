"""What other schemes ask of a date and a place: codes of precision, worked out and never typed."""

from __future__ import annotations

from datetime import date

from corpus.dates import parse_edtf
from corpus.errors import DateError

_WEEK = 7
_EXACT = frozenset(("settlement", "neighbourhood", "facility", "checkpoint", "crossing"))
_AROUND = frozenset(("near", "along", "between"))


def one_day(edtf: str) -> tuple[str, int, int]:
    """A date as ACLED writes it: a day as text, its year, and how precise that is.

    Returns:
        The first day that is known, else the last; its year; 1 for the day itself, 2 for a week, 3 for a month or
        more. Nothing is known of an empty date: ("", 0, 0).
    """
    try:
        found = parse_edtf(edtf)
    except DateError:
        return ("", 0, 0)
    day: date | None = found.first or found.last
    if day is None:
        return ("", 0, 0)
    if found.first is None or found.last is None:
        return (day.isoformat(), day.year, 3)
    days = (found.last - found.first).days + 1
    if days == 1 and not (found.uncertain or found.approximate):
        return (day.isoformat(), day.year, 1)
    return (day.isoformat(), day.year, 2 if days <= _WEEK else 3)


def of_place(kind: str, how: str) -> int | None:
    """How precise a place is, as ACLED has it: 1 the place itself, 2 near it or a part of a region, 3 a region.

    None where it is not known what sort of place it is.
    """
    if not kind and how not in _AROUND:
        return None
    if kind == "admin":
        return 3
    return 1 if kind in _EXACT and how not in _AROUND else 2
