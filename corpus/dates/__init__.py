"""Dates: EDTF level 1 as records keep them, dates as files write them, dates as people type them in a query.

Nothing here knows a clock or a time zone: who needs today's date is given it. Reading what files and people write is
loaded when it is first asked for, since lists of articles need only EDTF.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from corpus.dates.edtf import Edtf, Span, overlaps, parse_edtf

if TYPE_CHECKING:
    from corpus.dates.published import parse_published
    from corpus.dates.query import DateRange, parse_query_date

__all__ = ["DateRange", "Edtf", "Span", "overlaps", "parse_edtf", "parse_published", "parse_query_date"]

_LATER = {
    "parse_published": "corpus.dates.published",
    "DateRange": "corpus.dates.query",
    "parse_query_date": "corpus.dates.query",
}


def __getattr__(name: str) -> Any:
    """Load what reads dates of files and of queries."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
