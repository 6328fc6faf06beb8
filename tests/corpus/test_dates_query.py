"""Dates as people type them in a query: what was read is said, what is ambiguous is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import parse_query_date
from corpus.errors import DateError
from corpus.text import printable

TODAY = date(2020, 6, 24)
"""A Wednesday."""


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def assert_that_shows(error: DateError) -> None:
    """An error holds nothing that a terminal would obey, whatever text it names."""
    assert printable(str(error), newlines=True) == str(error)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-06-22", "2020-06-22", "2020-06-22"),
        ("2020-6-2", "2020-06-02", "2020-06-02"),
        ("2020/06/22", "2020-06-22", "2020-06-22"),
        ("2020-06", "2020-06-01", "2020-06-30"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("2020-06-01..2020-06-30", "2020-06-01", "2020-06-30"),
        ("2019..2020-03", "2019-01-01", "2020-03-31"),
        ("2020-06-01/2020-06-05", "2020-06-01", "2020-06-05"),
        ("..2020", None, "2020-12-31"),
        ("2020..", "2020-01-01", None),
        ("../2020", None, "2020-12-31"),
        ("<2020-06", None, "2020-05-31"),
        ("<=2020-06", None, "2020-06-30"),
        (">2020-06", "2020-07-01", None),
        (">=2020", "2020-01-01", None),
        ("≥ 2020", "2020-01-01", None),
        ("=2020-06", "2020-06-01", "2020-06-30"),
        ("june 2020", "2020-06-01", "2020-06-30"),
        ("June 3rd, 2020", "2020-06-03", "2020-06-03"),
        ("3rd of june 2020", "2020-06-03", "2020-06-03"),
        ("jun-2020", "2020-06-01", "2020-06-30"),
        ("حزيران 2020", "2020-06-01", "2020-06-30"),
        ("٢٠٢٠-٠٦", "2020-06-01", "2020-06-30"),
        ("may 2019..june 2019", "2019-05-01", "2019-06-30"),
        ("23/06/2020", "2020-06-23", "2020-06-23"),
        ("05/05/2020", "2020-05-05", "2020-05-05"),
        ("june", "2020-06-01", "2020-06-30"),
        ("July", "2019-07-01", "2019-07-31"),
        ("today", "2020-06-24", "2020-06-24"),
        ("Yesterday", "2020-06-23", "2020-06-23"),
        ("this week", "2020-06-22", "2020-06-28"),
        ("last week", "2020-06-15", "2020-06-21"),
        ("last month", "2020-05-01", "2020-05-31"),
        ("this year", "2020-01-01", "2020-12-31"),
        ("last year", "2019-01-01", "2019-12-31"),
        ("last 7 days", "2020-06-18", "2020-06-24"),
        ("past 2 months", "2020-04-25", "2020-06-24"),
        ("3 weeks ago", "2020-06-03", "2020-06-03"),
        ("wednesday", "2020-06-24", "2020-06-24"),
        ("last wednesday", "2020-06-17", "2020-06-17"),
        ("monday", "2020-06-22", "2020-06-22"),
        ("last month..yesterday", "2020-05-01", "2020-06-23"),
        (">=last month", "2020-05-01", None),
    ],
)
def test_what_people_type(text: str, first: str | None, last: str | None) -> None:
    read = parse_query_date(text, TODAY)
    assert (read.first, read.last) == (day(first), day(last))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2020-06-01..2020-06-30", "2020-06-01 to 2020-06-30"),
        ("last week", "last week: 2020-06-15 to 2020-06-21"),
        ("june", "june: 2020-06-01 to 2020-06-30"),
        ("june 2020", "2020-06: 2020-06-01 to 2020-06-30"),
        ("June 3, 2020", "2020-06-03"),
        ("<2020-06", "2020-05-31 or earlier"),
        ("2020..", "2020-01-01 or later"),
    ],
)
def test_what_was_read_is_said(text: str, said: str) -> None:
    assert parse_query_date(text, TODAY).said == said


@pytest.mark.parametrize("text", ["06/07/2020", "6/7/2020", "06-07-2020", "06.07.2020", ">=06/07/2020"])
def test_two_readings_are_both_named(text: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_query_date(text, TODAY)
    assert "two ways" in refused.value.summary
    assert "2020-07-06 (6 July 2020)" in refused.value.detail
    assert "2020-06-07 (7 June 2020)" in refused.value.detail
    assert "2020-06-07" in refused.value.hint


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "..",
            "junk",
            "june ² 2020",
            "²020",
            "4th division",
            "may 10",
            "june '20",
            "2020-13",
            "2020-02-30",
            "31/02/2020",
            ">9999",
            "<0001",
        ),
        *("2020-06-30..2020-06-01", "<../2020", "last 9999 years", "2020-06-22T10:00", "a" * 1000),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_query_date(text, TODAY)
    assert refused.value.hint


@given(
    st.text(max_size=60)
    | st.text(st.sampled_from("0123456789-/.<>=X ~"), max_size=20)
    | st.lists(
        st.sampled_from(
            [
                "last",
                "this",
                "3",
                "0",
                "days",
                "week",
                "month",
                "ago",
                "june",
                "may",
                "monday",
                "2020",
                "..",
                ">=",
                "31",
                "of",
            ]
        ),
        max_size=6,
    ).map(" ".join),
    st.dates(),
)
def test_nothing_but_a_date_error_ever_comes_of_a_text(text: str, today: date) -> None:
    try:
        read = parse_query_date(text, today)
    except DateError as refused:
        assert_that_shows(refused)
        return
    assert read.first or read.last
    assert not (read.first and read.last) or read.first <= read.last
    assert read.said


@given(st.dates(date(1, 1, 2), date(9999, 12, 30)), st.dates())
def test_comparisons_split_the_calendar(edge: date, today: date) -> None:
    text = edge.isoformat()
    before, upto = parse_query_date(f"<{text}", today), parse_query_date(f"<={text}", today)
    after, since = parse_query_date(f">{text}", today), parse_query_date(f">={text}", today)
    assert before.last
    assert after.first
    assert (before.last.toordinal(), after.first.toordinal()) == (edge.toordinal() - 1, edge.toordinal() + 1)
    assert (upto.last, since.first) == (edge, edge)
