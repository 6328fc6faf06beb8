"""Publication dates as files write them; what is not a date is never made one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import parse_edtf, parse_published
from corpus.dates.names import ENGLISH_MONTHS, MONTHS, fold_name

SAME_DAY = """
2020-06-23
2020/06/23
20200623
2020-06-23T10:00:00Z
2020-06-23 10:00
2020-06-23T10:00:00.123+03:00
23/06/2020
06/23/2020
23.06.2020
23-Jun-2020
Jun 23, 2020
Jun. 23, 2020
June 23rd, 2020
23 June 2020
the 23rd of June 2020
2020 June 23
Tuesday, June 23, 2020
Tue, 23 Jun 2020 10:00:00 +0000
June 23, 2020 at 10:45 PM EST
Jun 23, 2020 | 10:45
10:45, 23 June 2020
23 juin 2020
mardi 23 juin 2020
23 de junio de 2020
23. Juni 2020
23 giugno 2020
23 Haziran 2020 Salı
23 июня 2020
23 июня 2020 г.
вторник, 23 июня 2020, 14:05
23 червня 2020 року
23 حزيران 2020
23 يونيو 2020
23 جوان 2020
٢٣ حزيران/يونيو ٢٠٢٠
الثلاثاء، 23 حزيران 2020
۲۳ ژوئن ۲۰۲۰
"""

NO_DATE = """
May
May 10
May Day
Sat 2020
4th
4th Division
10:45
2 killed in May 2020
On June 23, 2020, gunmen attacked a checkpoint
March 15 Brigade 2012
Bulletin 121
31 June 2020
2020-02-30
2013-02-31
06/07/2020
23/06/20
23-JUN-20
June 1 2 2020
12 Feb 2020 - 14 Feb 2020
June or July 2020
10:00 12:00 1 June 2020
1990-1995
2003.05
+963 11 2020
12 June 0020
15 آب
June ² 2020
² June 2020
"""


@pytest.mark.parametrize("text", SAME_DAY.strip().splitlines())
def test_one_day_in_many_words(text: str) -> None:
    assert str(parse_published(text)) == "2020-06-23"


@pytest.mark.parametrize("text", NO_DATE.strip().splitlines())
def test_what_is_no_date_stays_text(text: str) -> None:
    assert parse_published(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("June 2020", "2020-06"),
        ("كانون الثاني 2021", "2021-01"),
        ("تشرين الأول 2021", "2021-10"),
        ("июнь 2020", "2020-06"),
        ("2020", "2020"),
        ("2020?", "2020?"),
        ("2020-06-01/2020-06-05", "2020-06-01/2020-06-05"),
        ("05/05/2020", "2020-05-05"),
        ("06.07.2020", "2020-07-06"),
        ("1 كانون الأول/ديسمبر 2012", "2012-12-01"),
    ],
)
def test_a_date_is_no_surer_than_its_line(text: str, read: str) -> None:
    assert str(parse_published(text)) == read


def test_only_years_of_newspapers_are_years() -> None:
    assert parse_published("1500") is None
    assert parse_published("12 June 9999") is None


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_every_name_of_a_month_is_read(day: date, name: str) -> None:
    day = day.replace(day=min(day.day, 28), month=MONTHS[name])
    assert str(parse_published(f"{day.day} {name} {day.year}")) == day.isoformat()
    assert str(parse_published(f"{name.upper()} {day.day}, {day.year}")) == day.isoformat()


@given(st.text(max_size=90) | st.text(st.sampled_from("0123456789 /-.,:apmMayJun"), max_size=30))
def test_nothing_fails_and_what_is_read_is_edtf(text: str) -> None:
    read = parse_published(text)
    assert read is None or parse_edtf(str(read)) == read


def test_names_fold_alike() -> None:
    assert fold_name("أيلول") == fold_name("ايلول")
    assert fold_name("Февраля.") == "февраля"
    assert [MONTHS[name.lower()] for name in ENGLISH_MONTHS] == list(range(1, 13))
