"""Texts: what may be shown, what is kept, and when two are the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import MARKS_A_LETTER, clean_body, fold_spaces, printable, same_text, well_formed, word_set, words

ANY = st.text(st.characters(exclude_categories=()), max_size=200)
"""Any string that Python can hold, lone surrogates and all."""

NOISY = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("\x00", "\x07", "\t", "\n", "\r", "\r\n", "\x1b", "\x1b[31m", "\x7f", "\x85", "\x9b", "\u2028"),
                *(
                    "\u202e",
                    "\u2066",
                    "\u200b",
                    "\u200c",
                    "\u200e",
                    "\u00ad",
                    "\u0301",
                    "\ud800",
                    "\U000e0041",
                    "\ue000",
                ),
            ]
        ),
        st.text(max_size=4),
    ),
    max_size=40,
).map("".join)
"""Strings in which what must not be shown is common."""

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

REPORT = (
    "Seven people were killed on Saturday when a missile struck the market of Ostrel, the Vale Monitor said, and the "
    "road to the harbour was closed until the evening because of unexploded shells."
)


@given(ANY | NOISY)
def test_what_is_shown_moves_nothing(text: str) -> None:
    for shown in (printable(text), printable(text, newlines=True).replace("\n", "")):
        kinds = {unicodedata.category(char) for char in shown}
        assert not kinds & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
        assert not set(shown) & set(BIDI)
        shown.encode("utf-8")


@given(ANY | NOISY, st.booleans())
def test_what_is_shown_keeps_every_place(text: str, newlines: bool) -> None:
    assert len(printable(text, newlines=newlines)) == len(text)


@given(ANY | NOISY, st.booleans())
def test_showing_twice_is_showing_once(text: str, newlines: bool) -> None:
    once = printable(text, newlines=newlines)
    assert printable(once, newlines=newlines) == once


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ostrel", "Ostrel"),
        ("‘Ayn Müller — لواء القدس", "‘Ayn Müller — لواء القدس"),
        ("a\x1b[31mred", "a␛[31mred"),
        ("killed 40\rkilled 00", "killed 40␍killed 00"),
        ("new\nline", "new␊line"),
        ("a\tb", "a␉b"),
        ("\x9b31m", "\ufffd31m"),
        ("report\u202egnp.exe", "report\ufffdgnp.exe"),
        ("bad\udcff.md", "bad\ufffd.md"),
        ("می\u200cشود", "می\u200cشود"),
        ("soft\u00adhyphen", "soft\u200chyphen"),
        ("\u200fمعركة\u200e", "\u200cمعركة\u200c"),
        ("no\xa0break", "no\xa0break"),
        ("\u0661\u0660 \u06dd", "\u0661\u0660 \u06dd"),
    ],
)
def test_each_kind_of_character_is_shown_as_documented(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_stay_where_they_are_asked_for() -> None:
    assert printable("a\nb\tc\rd\u2028e", newlines=True) == "a\nb c␍d\u2424e"


def test_no_letter_grows_over_other_lines() -> None:
    shown = printable("a" + "\u0301" * 1000)
    assert shown.count("\u0301") == MARKS_A_LETTER
    assert printable("ą̄́") == "ą̄́"


@given(ANY | NOISY)
def test_well_formed_text_can_be_written(text: str) -> None:
    fixed = well_formed(text)
    fixed.encode("utf-8")
    assert len(fixed) == len(text)


@given(ANY | NOISY)
def test_a_clean_body_stays_as_it_is(text: str) -> None:
    body = clean_body(text)
    assert clean_body(body) == body
    assert not set(body) & set("\x00\r\x85\u2028\u2029")
    lines = body.split("\n")
    assert body == "" or (lines[0].strip() and lines[-1].strip())


@given(st.text(st.sampled_from("ab \t\n.é\u200f\ufeff"), max_size=60))
def test_cleaning_takes_only_blank_lines_from_the_ends(text: str) -> None:
    body = clean_body(text)
    assert body in text
    before, _, after = text.partition(body) if body else (text, "", "")
    assert not before.strip()
    assert not after.strip()


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("a\r\nb\rc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("\n \n  indented  \n\n", "  indented  "),
        ("nul\x00s", "nuls"),
        ("\r\n \r\n", ""),
        ("   ", ""),
        ("", ""),
        ("two  spaces\tand a tab", "two  spaces\tand a tab"),
    ],
)
def test_cleaning(text: str, body: str) -> None:
    assert clean_body(text) == body


@given(ANY | NOISY)
def test_folded_text_is_one_line(text: str) -> None:
    folded = fold_spaces(text)
    assert folded == folded.strip()
    assert "  " not in folded
    assert len(folded.splitlines()) <= 1


def test_words_have_no_case_and_no_punctuation() -> None:
    assert words("Don’t SHELL Ostrel-Süd!") == ["don", "t", "shell", "ostrel", "süd"]
    assert words("Cafe\u0301") == words("Café")
    assert words("市场遭袭") == ["市", "场", "遭", "袭"]


@given(st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six", "سبعة", "восемь"]), max_size=40))
def test_a_word_set_holds_every_run_once(listed: list[str]) -> None:
    runs = {tuple(listed[at : at + 5]) for at in range(max(len(listed) - 4, 1))} if listed else set()
    assert len(word_set(" ".join(listed))) == len(runs)


@given(ANY, ANY)
def test_sameness_has_no_direction(a: str, b: str) -> None:
    assert same_text(a, b) == same_text(b, a)
    assert same_text(a, a)


def test_an_edited_report_is_the_same() -> None:
    assert same_text(REPORT, REPORT.replace("Seven", "Eight"))
    assert same_text(REPORT, "UPDATE. " + REPORT + " A curfew was announced at nightfall.")
    assert same_text(REPORT, REPORT.upper())
    assert same_text(REPORT, REPORT.replace(" ", "\n"))


def test_another_report_is_not_the_same() -> None:
    other = (
        "The harbour of Ostrel was calm on Sunday, its master said, and ships that had waited outside came in one after"
        " the other while the crews of the Blue Lantern went home to sleep."
    )
    assert not same_text(REPORT, other)


def test_half_of_the_smaller_is_enough() -> None:
    nine = [f"w{n}" for n in range(9)]
    assert same_text(" ".join(nine), " ".join([*nine[:7], "x", "y"]))
    assert not same_text(" ".join(nine), " ".join([*nine[:6], "x", "y", "z"]))


def test_short_texts_are_the_same_by_their_words() -> None:
    assert same_text("Four killed.", "four killed")
    assert not same_text("Four killed", "Five killed")
    assert not same_text("Four killed", REPORT)
    assert not same_text("", REPORT)
    assert not same_text("…", "!")
