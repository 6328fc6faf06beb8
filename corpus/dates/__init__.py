"""Dates: EDTF level 1 as records keep them, dates as files write them, dates as people type them in a query.

Nothing here knows a clock or a time zone: who needs today's date is given it.
"""

from __future__ import annotations

from corpus.dates.edtf import Edtf, Span, overlaps, parse_edtf
from corpus.dates.published import parse_published
from corpus.dates.query import DateRange, parse_query_date

__all__ = ["DateRange", "Edtf", "Span", "overlaps", "parse_edtf", "parse_published", "parse_query_date"]
