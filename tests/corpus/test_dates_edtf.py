"""EDTF level 1: read exactly, written back exactly, refused in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import Edtf, overlaps, parse_edtf
from corpus.errors import DateError

DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))
POINTS = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
    DAYS.map(lambda day: day.isoformat()[:8] + "XX"),
    DAYS.map(lambda day: day.isoformat()[:4] + "-XX-XX"),
    st.integers(1, 998).map(lambda decade: f"{decade:03}X"),
    st.integers(1, 98).map(lambda century: f"{century:02}XX"),
    st.tuples(st.integers(1, 9998), st.sampled_from([21, 22, 23, 24])).map(lambda one: f"{one[0]:04}-{one[1]}"),
)
MARKED = st.tuples(POINTS, st.sampled_from(["", "?", "~", "%"])).map("".join)
INTERVALS = st.tuples(st.one_of(MARKED, st.sampled_from(["", ".."])), st.one_of(MARKED, st.sampled_from(["", ".."])))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2020-06-22", "2020-06-22", "2020-06-22", "day"),
        ("2020-06", "2020-06-01", "2020-06-30", "month"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2020", "2020-01-01", "2020-12-31", "year"),
        ("0001", "0001-01-01", "0001-12-31", "year"),
        ("2020-06-XX", "2020-06-01", "2020-06-30", "month"),
        ("2020-XX-XX", "2020-01-01", "2020-12-31", "year"),
        ("2020-XX", "2020-01-01", "2020-12-31", "year"),
        ("2020-1X", "2020-10-01", "2020-12-31", "months"),
        ("2020-06-2X", "2020-06-20", "2020-06-29", "days"),
        ("2020-06-0X", "2020-06-01", "2020-06-09", "days"),
        ("202X", "2020-01-01", "2029-12-31", "decade"),
        ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("2020-21", "2020-03-01", "2020-05-31", "season"),
        ("2020-24", "2020-12-01", "2021-02-28", "season"),
        ("2020-06-01/2020-06-05", "2020-06-01", "2020-06-05", "interval"),
        ("2020-06/2021", "2020-06-01", "2021-12-31", "interval"),
        ("2020-06-30/2020-06", "2020-06-30", "2020-06-30", "interval"),
    ],
)
def test_a_date_covers_its_days(text: str, first: str, last: str, precision: str) -> None:
    read = parse_edtf(text)
    assert (read.first, read.last, read.precision) == (day(first), day(last), precision)
    assert (read.uncertain, read.approximate) == (False, False)
    assert str(read) == text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("../2020", None, "2020-12-31"), ("/2020", None, "2020-12-31"), ("2020-06-05/..", "2020-06-05", None)],
)
def test_an_end_may_be_open(text: str, first: str | None, last: str | None) -> None:
    read = parse_edtf(text)
    assert (read.first, read.last) == (first and day(first), last and day(last))
    assert str(read) == text


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2020-06-22?", True, False),
        ("2020-06-22~", False, True),
        ("2020-06%", True, True),
        ("2020~/2021?", True, True),
    ],
)
def test_doubt_is_marked(text: str, uncertain: bool, approximate: bool) -> None:
    read = parse_edtf(text)
    assert (read.uncertain, read.approximate) == (uncertain, approximate)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("2020-02-30", "February 2020 has 29 days"),
        ("2021-02-29", "February 2021 has 28 days"),
        ("2020-13", "no month 13"),
        ("2020-00", "no month 00"),
        ("2020-06-00", "June 2020 has 30 days"),
        ("2020-06-05/2020-06-01", "ends on 2020-06-01 before it begins on 2020-06-05"),
        ("../..", "open at both ends"),
        ("/", "open at both ends"),
        ("2020/2021/2022", "one / between"),
        ("06/07/2020", "year comes first"),
        ("2020-6-5", "two digits"),
        ("2020-06-22T10:00", "no time of day"),
        ("2020?-06", "at the very end"),
        ("[2020,2021]", "level 2"),
        ("-0044", "0001 to 9999"),
        ("0000", "0001 to 9999"),
        ("9999-24", "0001 to 9999"),
        ("202X-05", "all four digits"),
        ("2020-XX-05", "needs its month"),
        ("XXXX", "not a year"),
        ("Monday", "not a year"),
        ("2020" * 100, "too long"),
    ],
)
def test_a_refusal_says_why(text: str, why: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_edtf(text)
    assert why in refused.value.detail
    assert refused.value.hint
    assert len(refused.value.summary) < 80


def test_a_refusal_shows_nothing_that_a_terminal_obeys() -> None:
    with pytest.raises(DateError) as refused:
        parse_edtf("\x1b[2J\u202e2020")
    assert str(refused.value).replace("\n", "").isprintable()


@given(MARKED)
def test_writing_and_reading_again_changes_nothing(text: str) -> None:
    read = parse_edtf(text)
    assert str(read) == text
    assert parse_edtf(str(read)) == read
    assert read.first is not None
    assert read.last is not None
    assert read.first <= read.last


@given(INTERVALS)
def test_an_interval_is_kept_or_refused_by_its_order(ends: tuple[str, str]) -> None:
    begin, end = (None if one in ("", "..") else parse_edtf(one) for one in ends)
    text = "/".join(ends)
    fits = (begin or end) and not (begin and end and begin.first and end.last and begin.first > end.last)
    if not fits:
        with pytest.raises(DateError):
            parse_edtf(text)
        return
    read = parse_edtf(text)
    assert str(read) == text
    assert read.first == (begin.first if begin else None)
    assert read.last == (end.last if end else None)
    assert read.uncertain == any(one.uncertain for one in (begin, end) if one)


@given(st.text(st.sampled_from("0123456789-/X.?~%[]{},T:Y +٠٢x\x1b"), max_size=24) | st.text(max_size=80))
def test_nothing_but_a_date_error_ever_comes_of_a_text(text: str) -> None:
    try:
        read = parse_edtf(text)
    except DateError:
        return
    assert parse_edtf(str(read)) == read


@given(st.text(st.sampled_from("0123456789"), min_size=4, max_size=4), st.integers(0, 99), st.integers(0, 99))
def test_it_agrees_with_the_calendar(year: str, month: int, number: int) -> None:
    text = f"{year}-{month:02}-{number:02}"
    try:
        expected: date | None = date.fromisoformat(text)
    except ValueError:
        expected = None
    try:
        read: Edtf | None = parse_edtf(text)
    except DateError:
        read = None
    assert (read and read.first) == expected


def test_arabic_digits_are_digits() -> None:
    assert parse_edtf("٢٠٢٠-٠٦") == parse_edtf(" 2020-06 ")


@given(MARKED, MARKED)
def test_overlap_is_sharing_a_day(one: str, other: str) -> None:
    a, b = parse_edtf(one), parse_edtf(other)
    assert None not in (a.first, a.last, b.first, b.last)
    shared = max(str(a.first), str(b.first)) <= min(str(a.last), str(b.last))
    assert overlaps(a, b) == overlaps(b, a) == shared


@given(DAYS, st.integers(0, 400))
def test_what_is_open_overlaps_all_on_that_side(start: date, later: int) -> None:
    other = parse_edtf(start.isoformat())
    bound = start + timedelta(days=min(later, (date.max - start).days))
    assert overlaps(parse_edtf(f"../{bound}"), other)
    assert overlaps(parse_edtf(f"{start}/.."), parse_edtf(bound.isoformat()))
    assert overlaps(parse_edtf(f"{bound}/.."), other) == (later == 0 or bound == start)
