"""What the values of fields that are not text mean: dates, states, tags, ids. Shared by answering and explaining."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from corpus.article import CODING_STATES
from corpus.dates import DateRange, parse_query_date
from corpus.errors import DateError
from index.errors import QueryError
from index.query.tree import DATE_FIELDS, STATES, Value

DECIDED = ("coded", "nothing to code", "out of scope")
"""The coding states in which nothing is left to do; in all others an article is `is:uncoded`."""

_COMPARISONS = "<>=≤≥"


@dataclass(frozen=True, slots=True)
class Context:
    """What a value is read with: the query it stands in, for pointing, and today's date."""

    text: str
    today: date


def refuse(value: Value, context: Context, expected: str, *, summary: str = "", detail: str = "") -> QueryError:
    """The error that points at a value."""
    return QueryError(context.text, value.start, value.end, expected, summary=summary, detail=detail)


def days(value: Value, context: Context) -> DateRange:
    """The days that a date field asks for; `after:` includes its day, `before:` does not.

    Raises:
        QueryError: It is no date, or one that can be read in two ways.
    """
    side = value.field if value.field in ("after", "before") else ""
    if side and (value.text.lstrip()[:1] in _COMPARISONS or ".." in value.text):
        raise refuse(value, context, f"a single date after {side}:, without comparison or range")
    try:
        found = parse_query_date(value.text, context.today)
    except DateError as error:
        raise QueryError(
            context.text, value.begin, value.end, error.hint, summary=error.summary, detail=error.detail
        ) from error
    if not side:
        return found
    edge = found.first
    if edge is None or (side == "before" and edge == date.min):
        raise refuse(value, context, f"a date that has a first day, after {side}:")
    if side == "after":
        return DateRange(edge, None, f"{edge} or later")
    last = edge - timedelta(days=1)
    return DateRange(None, last, f"{last} or earlier")


def state(value: Value, context: Context) -> str:
    """The word after `is:`.

    Raises:
        QueryError: There is no such word.
    """
    word = value.text.lower()
    if word not in STATES:
        near = get_close_matches(word, STATES, 1)
        expected = f"is:{near[0]}" if near else f"one of {', '.join(STATES)}"
        raise refuse(value, context, expected, summary=f"There is no is:{value.text}")
    return word


def coding(value: Value, context: Context) -> str:
    """The coding state that is named, or whose name begins so.

    Raises:
        QueryError: There is none, or more than one.
    """
    word = " ".join(value.text.lower().split())
    found = [name for name in CODING_STATES if name == word] or [
        name for name in CODING_STATES if name.startswith(word)
    ]
    if len(found) == 1:
        return found[0]
    quoted = ", ".join(f'"{name}"' if " " in name else name for name in CODING_STATES)
    raise refuse(value, context, f"one of {quoted}", summary=f"There is no coding state {value.text}")


def is_date(value: Value) -> bool:
    """Whether a value is a date of publication."""
    return value.field in DATE_FIELDS
