from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.names import compare, why
from corpus.names.align import align, best_sum
from corpus.names.cyrillic import stems
from corpus.names.letters import LONGEST, folded, split
from corpus.names.likeness import Sort, name_words, same_but_endings
from corpus.names.reading import MOST_READINGS, MOST_UNITS, read
from corpus.names.tables import NOTHING, tables

LETTERS = "abdefghijklmnoqrstuwyz' -عبدالرحمنقسشطكتجخАбвгдежзиклмнорстухшчьэюя0123٣\u200b\u202eāḩţ"


def level(one: str, other: str, sort: Sort = "any") -> str:
    return compare(one, other, sort).level


@pytest.mark.parametrize(
    ("one", "other", "sort"),
    [
        ("Deir el-Zour", "Deir ez-Zor", "place"),
        ("Dayr az-Zawr", "Deir ez-Zor", "any"),
        ("Deir ez-Zor", "دير الزور", "place"),
        ("Deir ez-Zor", "Дейр-эз-Зор", "place"),
        ("Rjeim", "رجيم", "place"),
        ("Hreibsha", "Khreibsheh", "place"),
        ("Abdulrahman Nasif", "Abd ar-Rahman Nassif", "person"),
        ("محمد العلي", "Mohammed Al Ali", "person"),
        ("Liwa al-Quds", "Al-Quds Brigade", "group"),
        ("Liwa al-Quds", "لواء القدس", "any"),
        ("17th Division", "الفرقة 17", "group"),
        ("Jabal Hermon", "Mount Hermon", "place"),
        ("alrwdt", "Ar Rawḑah", "place"),
    ],
)
def test_other_spellings_of_one_name_match(one: str, other: str, sort: Sort) -> None:
    assert level(one, other, sort) == "match"
    assert level(other, one, sort) == "match"


@pytest.mark.parametrize(
    ("one", "other", "sort"),
    [
        ("Deir Hafer", "Deir ez-Zor", "place"),
        ("17th Division", "25th Division", "any"),
        ("Kata'ib al-Quds", "Liwa al-Quds", "any"),
        ("Suleiman al-Shawakh", "Mohammed al-Shawakh", "person"),
        ("أحمد خليل الحمدان", "Mustafa Khalil al-Hamdan", "person"),
        ("East Sarmin", "West Sarmin", "place"),
        ("Checkpoint 4", "Checkpoint 14", "any"),
        ("", "Sarmin", "any"),
        ("123", "124", "any"),
        ("a", "b", "any"),
    ],
)
def test_names_of_two_do_not_match(one: str, other: str, sort: Sort) -> None:
    assert level(one, other, sort) != "match"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Khirbat Ghazaleh", "Ghazaleh"), ("Sarmin", "Sarmin Bridge"), ("Quds", "Liwa al-Quds")],
)
def test_a_longer_form_is_called_one(one: str, other: str) -> None:
    assert level(one, other, "place") == "contains"


def test_a_qualifier_on_one_side_only_is_never_a_match() -> None:
    assert level("Sarmin al-Jadida", "Sarmin", "place") != "match"
    assert level("Upper Nubl", "Lower Nubl", "place") != "match"


def test_a_match_says_what_differs_as_it_is_written() -> None:
    one, other = "Deir el-Zour", "Deir ez-Zor"
    assert why(one, other, compare(one, other, "place")) == "el- ≈ ez-, ou ≈ o"


@pytest.mark.parametrize(
    ("one", "other", "sort", "told"),
    [
        ("Khashaba as-Sufla", "Lower Khashaba", "place", "both say lower"),
        ("Nahiyat Sarmin", "Sarmin", "place", "without nahiyat"),
        ("Rujaym, Orvand", "Rujaym", "place", "without orvand"),
        ("17th Division", "الفرقة 17", "group", "the same number and kind"),
        ("Liwa al-Quds", "Al-Quds Brigade", "group", "sounds the same"),
    ],
)
def test_a_match_says_what_was_left_out(one: str, other: str, sort: Sort, told: str) -> None:
    assert why(one, other, compare(one, other, sort)) == told


def test_no_script_is_put_into_another() -> None:
    for one, other in (("Rjeim", "رجيم"), ("حريبشة", "Khreibsheh"), ("Алеппо", "Aleppo")):
        found = compare(one, other, "place")
        told = why(one, other, found)
        letters = {char for char in told if char.isalpha()}
        assert found.level
        assert letters <= set((one + other).lower()) | set("soundstheame")


def test_endings_of_russian_cases_are_cut() -> None:
    assert same_but_endings("Дамаска", "Дамаск")
    assert same_but_endings("Сергеем Петровым", "Сергей Петров")
    assert not same_but_endings("Дамаск", "Донецк")
    assert "Дамаск".lower() in stems("дамаском")


def test_marks_that_nobody_sees_change_nothing() -> None:
    assert level("R\u200bja\u202eim", "Rjaim") == "match"
    assert split("\u200e\u200f") == ()


def test_ten_thousand_characters_are_read_as_far_as_a_name_goes() -> None:
    long = "Rujaym " * 1500
    assert len(" ".join(split(long))) <= LONGEST
    assert level(long, "Rujaym") in ("", "contains")


@settings(max_examples=150, deadline=None)
@given(st.text(LETTERS, max_size=30), st.text(LETTERS, max_size=30))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert level(one, other) == level(other, one)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_and_is_like_itself(text: str) -> None:
    name = read(text)
    found = compare(text, text)
    assert found.level == ("match" if folded(text) else "")
    assert all(reading.units for reading in name.readings) or not name.readings


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from("abdklmnrst"), min_size=1, max_size=8), st.lists(st.sampled_from("abdklmnrst"), max_size=8)
)
def test_an_alignment_is_whole_and_no_sum_is_better(a: list[str], b: list[str]) -> None:
    table = tables()["latin", "latin"]
    steps = align(a, b, table).steps
    assert [i for i, _, _ in steps if i >= 0] == list(range(len(a)))
    assert [j for _, j, _ in steps if j >= 0] == list(range(len(b)))
    apart = sum(table.tells(unit, NOTHING) for unit in a) + sum(table.tells(NOTHING, unit) for unit in b)
    assert best_sum(a, b, table.telling, table) >= apart - 1e-9


def test_families_are_told_apart_by_the_first_word() -> None:
    same = name_words(read("Abu Bakr al-Nasif").readings[0])
    assert len(same) == 2
    assert level("Yusuf al-Nasif", "Karim al-Nasif", "person") != "match"
    assert level("Yusuf al-Nasif", "Youssef el-Nassif", "person") == "match"


@pytest.mark.skipif(not os.environ.get("DATELINE_DATA"), reason="DATELINE_DATA names no folder of real data")
def test_real_mentions_in_russian_meet_their_base_form() -> None:
    from bench.name_data import russian_mentions

    assert (Path(os.environ["DATELINE_DATA"]) / "C_russian_factrueval").is_dir()
    pairs = list(russian_mentions())
    met = sum(a.casefold() == b.casefold() or same_but_endings(a, b) for a, b in pairs)
    assert met >= 0.85 * len(pairs)


HOSTILE = {
    "empty": "",
    "spaces": " \t\n",
    "one letter": "a",
    "one Arabic letter": "ا",
    "digits": "123",
    "Arabic digits": "١٢٣",
    "three scripts": "Rjeim رجيم Режим",
    "two scripts in one word": "Rjeimرجيم",
    "nothing visible": "\u200b\u200d\ufeff",
    "direction marks": "\u200f\u202e\u2066",
    "one letter for ever": "x" * 10_000,
    "one word for ever": "رجيم " * 2_000,
    "signs": "' - ' -",
    "a terminal's": "\0\x1b[31m",
    "a script that is not read": "名前",
    "brackets only": "(((,",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("sort", ["place", "person", "group", "any"])
def test_what_is_hardly_a_name_has_a_clear_answer_in_bounded_work(text: str, sort: Sort) -> None:
    name = read(text)
    assert len(name.readings) <= MOST_READINGS
    assert all(len(reading.units) <= MOST_UNITS for reading in name.readings)
    for other in ("Rujaym", "رجيم", "12", text):
        found, back = compare(text, other, sort), compare(other, text, sort)
        assert found.level == back.level
        assert found.level in ("", "contains") or folded(text) == folded(other) != ""
        assert len(why(text, other, found)) < 400
        assert bool(why(text, other, found)) == bool(found.level)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khashaba as-Sufla", "Lower Khashaba"),
        ("Rujaym, Orvand", "Rjeim"),
        ("رجيم، أورفند", "Rujaym"),
        ("qryt rjym", "رجيم"),
        ("Ehz-Zarqa", "الزرقا"),
        ("Rabia", "ربيعة"),
    ],
)
def test_what_is_no_part_of_the_name_keeps_nothing_apart(one: str, other: str) -> None:
    assert level(one, other, "place") in ("match", "suggest")
