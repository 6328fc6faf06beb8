"""Wrapping, documents and drawn cells: offsets stay exact, widths hold, nothing of a text is lost."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from corpus.text import printable
from tui.bidi import has_rtl, is_rtl, isolated
from tui.query_terms import facet_term, has_term, toggled
from tui.widgets.drawing import fitted
from tui.widgets.wrapping import EVEN, Lines, wrap

ALPHABET = "ab  \u3000\n\n-“”éж日本كميَن\u200c\u0301\u200dक्ष🙂ß…—"
TEXTS = st.text(alphabet=ALPHABET, max_size=120).map(lambda text: printable(text, newlines=True))
WIDTHS = st.integers(2, 30)


def pieces(text: str, lines: Lines) -> list[str]:
    return [text[start:end] for start, end in zip(lines.starts, lines.ends, strict=True)]


@given(TEXTS, WIDTHS)
def test_no_line_is_wider_than_the_measure(text: str, width: int) -> None:
    for line in pieces(text, wrap(text, width)):
        assert cell_len(line) <= width
        assert "\n" not in line


@given(TEXTS, WIDTHS)
def test_only_white_space_falls_between_lines(text: str, width: int) -> None:
    lines = wrap(text, width)
    at = 0
    for start, end in zip(lines.starts, lines.ends, strict=True):
        assert at <= start <= end
        assert text[at:start].strip() == ""
        at = end
    assert text[at:].strip() == ""


@given(TEXTS, WIDTHS)
def test_every_offset_is_found_on_its_line(text: str, width: int) -> None:
    lines = wrap(text, width)
    for offset in range(len(text)):
        line = lines.line_of(offset)
        assert lines.starts[line] <= offset or line == 0
        assert line + 1 == len(lines) or offset < lines.starts[line + 1]


@given(TEXTS, WIDTHS)
def test_every_paragraph_has_lines_of_its_own(text: str, width: int) -> None:
    starts = list(wrap(text, width).starts)
    assert len(starts) >= len(text.split("\n"))
    at = 0
    for paragraph in text.split("\n"):
        assert any(at <= start <= at + len(paragraph) for start in starts)
        at += len(paragraph) + 1


def test_a_long_word_is_cut_and_words_are_kept_whole() -> None:
    def wrapped(text: str, width: int) -> list[str]:
        return pieces(text, wrap(text, width))

    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("abcdefghij k", 4) == ["abcd", "efgh", "ij k"]
    assert wrapped("日本語テキスト", 4) == ["日本", "語テ", "キス", "ト"]


def test_the_characters_taken_as_one_cell_are() -> None:
    for code in range(0x20, 0x3000):
        char = chr(code)
        if re.fullmatch(EVEN, char):
            assert cell_len(char) == 1, hex(code)
            assert unicodedata.combining(char) == 0, hex(code)


@given(st.text(max_size=40), st.integers(0, 30), st.booleans())
def test_a_cell_is_exactly_as_wide_as_asked(text: str, width: int, right: bool) -> None:
    drawn = fitted(text, width, right=right)
    assert cell_len(drawn) == width
    assert printable(drawn.replace("\u2068", "").replace("\u2069", "").replace("\u200e", "")) == drawn.replace(
        "\u2068", ""
    ).replace("\u2069", "").replace("\u200e", "")


@given(st.text(alphabet="\x1b[31m\x07\x9b\u202e\u2066abc", max_size=20))
def test_no_control_character_reaches_a_cell(text: str) -> None:
    drawn = fitted(text, 40)
    assert not set(drawn) & set("\x1b\x07\x9b\u202e\u2066")


def test_right_to_left_is_told_and_isolated() -> None:
    assert is_rtl("كمين على الطريق")
    assert not is_rtl("Ambush كمين")
    assert is_rtl("«كمين» ambush")
    assert has_rtl("Ambush كمين")
    assert isolated("plain") == "plain"
    wrapped = isolated("كمين")
    assert wrapped != "كمين"
    assert cell_len(wrapped) == cell_len("كمين")


QUERIES = st.lists(st.sampled_from(["checkpoint", '"two words"', "tag:a/b", "-x", "(a OR b)", "OR"]), max_size=4).map(
    " ".join
)
TERMS = st.sampled_from([facet_term("tag", "ambush"), facet_term("outlet", "Call Syria"), "-published:2020"])


@given(QUERIES, TERMS)
def test_a_term_is_put_in_and_taken_out(query: str, term: str) -> None:
    narrowed = toggled(query, term)
    assert has_term(narrowed, term)
    assert not has_term(toggled(narrowed, term), term)


@pytest.mark.parametrize(
    ("query", "term", "result"),
    [
        ("", "tag:x", "tag:x"),
        ("a b", "tag:x", "a b tag:x"),
        ("a tag:x b", "tag:x", "a b"),
        ("a OR b", "tag:x", "(a OR b) tag:x"),
        ('"a OR b"', "tag:x", '"a OR b" tag:x'),
        ("a tag:x", "-tag:x", "a -tag:x"),
        ("a -tag:x", "tag:x", "a tag:x"),
        ('"says tag:x here"', "tag:x", '"says tag:x here" tag:x'),
        ("tag:xy", "tag:x", "tag:xy tag:x"),
    ],
)
def test_terms_by_example(query: str, term: str, result: str) -> None:
    assert toggled(query, term) == result


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("tag", "ambush", "tag:ambush"),
        ("tag", "a/b", "tag:a/b"),
        ("outlet", "Call Syria", 'source:"Call Syria"'),
        ("outlet", 'The "Daily"', 'source:"The Daily"'),
        ("outlet", "كميت", "source:كميت"),
        ("year", "2020", "published:2020"),
        ("outlet", "(x OR y)", 'source:"(x OR y)"'),
    ],
)
def test_a_value_becomes_a_term(kind: str, value: str, term: str) -> None:
    assert facet_term(kind, value) == term
