"""Right-to-left text: put in the order in which it is seen, joined, isolated, and previewed while it is typed."""

from __future__ import annotations

import asyncio
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from corpus.archive import Archive
from tests.tui.conftest import MakeSession, acting
from tui.bidi import FSI, LRI, LRM, PDI, RLI, isolated, left_to_right_parts, who_reorders
from tui.reordering import VisualOrder, resolved, reversed_runs, shaped, visual
from tui.settings import Settings

ARABIC = "كمين على طريق النهر"


@pytest.mark.parametrize(
    ("text", "rtl", "seen"),
    [
        ("plain", False, "plain"),
        ("אבג", True, "גבא"),
        ("אבג abc", True, "abc גבא"),
        ("abc אבג def", False, "abc גבא def"),
        ("אבג 123 דה", True, "הד 123 גבא"),
        ("אבג (דה)", True, "(הד) גבא"),
        ("20% אבג", True, "גבא 20%"),
        ("abc אבג.", False, "abc גבא."),
        ("אבג.", True, ".גבא"),
        ("1-2 אב", True, "בא 1-2"),
    ],
)
def test_lines_are_put_in_the_order_in_which_they_are_seen(text: str, rtl: bool, seen: str) -> None:
    assert visual(text, rtl=rtl) == seen


def test_numbers_after_arabic_letters_keep_their_digits_in_order() -> None:
    levels = resolved(list("ب 12"), rtl=True)
    assert [levels[at] for at in (0, 2, 3)] == [1, 2, 2]


ALPHABET = "abc 12.,-%()אבגدهولاأ١٢\u064b\u0301\u200c"


@given(st.text(ALPHABET, max_size=30), st.booleans())
def test_nothing_is_lost_or_widened(text: str, rtl: bool) -> None:
    seen = visual(text, rtl=rtl)
    assert cell_len(seen) == cell_len(text)
    assert letters(seen) == letters(text)


def letters(text: str) -> list[str]:
    """The letters of a text without their joined forms, mirroring and spaces."""
    return sorted("".join(unicodedata.normalize("NFKC", char) for char in text).replace(")", "(").replace(" ", ""))


@given(st.lists(st.integers(0, 3), max_size=20))
def test_reordering_is_a_permutation_and_undoes_itself_at_one_level(levels: list[int]) -> None:
    order = reversed_runs(levels)
    assert sorted(order) == list(range(len(levels)))
    if set(levels) <= {1}:
        assert order == list(range(len(levels)))[::-1]


def test_arabic_letters_join_their_neighbours() -> None:
    assert shaped(list("بيت")) == ["ﺑ", "ﻴ", "ﺖ"]
    assert shaped(list("دار")) == ["ﺩ", "ﺍ", "ﺭ"]
    assert shaped(["ب", "\u200c", "ت"]) == ["ﺏ", "\u200c", "ﺕ"]
    assert shaped(list("ab")) == ["a", "b"]


def test_arabic_is_drawn_joined_in_the_order_in_which_it_is_seen() -> None:
    assert visual("بيت", rtl=True) == "ﺖﻴﺑ"
    assert visual("in بيت", rtl=False) == "in ﺖﻴﺑ"


def test_lam_and_alef_are_one_letter_and_the_line_keeps_its_width_and_beginning() -> None:
    assert visual("لا", rtl=True) == " ﻻ"
    assert visual("السلام", rtl=True) == " ﻡﻼﺴﻟﺍ"
    assert visual("قال لأن", rtl=True) == " ﻥﻷ ﻝﺎﻗ"
    assert visual("it لا ok", rtl=False) == "it ﻻ ok "
    assert visual("لَا", rtl=True) == " ﻻ\u064e", "the mark stays on the letter"
    assert visual("ل\u200cا", rtl=True) == "ﺍ\u200cﻝ", "who parts them means it"


def test_only_isolates_of_a_drawn_line_are_reordered_and_styles_go_with_their_letters() -> None:
    bold = Style(bold=True)
    line = [Segment("| "), Segment(f"{FSI}אב"), Segment("ג", bold), Segment(f"{PDI}{LRM} |")]
    drawn = VisualOrder().apply(line, Color(0, 0, 0))
    assert "".join(text for text, _, _ in drawn) == "| גבא |"
    assert [text for text, style, _ in drawn if style == bold] == ["ג"]
    plain = [Segment("nothing here")]
    assert VisualOrder().apply(plain, Color(0, 0, 0)) is plain


def test_isolates_within_isolates_keep_their_order_and_one_that_was_cut_off_hurts_nothing() -> None:
    line = [Segment(f"{RLI}אב {LRI}2031-05-04{PDI} גד{PDI}")]
    drawn = "".join(text for text, _, _ in VisualOrder().apply(line, Color(0, 0, 0)))
    assert drawn == "דג 2031-05-04 בא"
    cut = VisualOrder().apply([Segment(f"{RLI}אב {LRI}20")], Color(0, 0, 0))
    assert "".join(text for text, _, _ in cut) == "20 בא"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("يوم 2031-05-04 قال", ["2031-05-04"]),
        ("انظر https://example.org/a-b هنا", ["https://example.org/a-b"]),
        ("لا شيء", []),
        ("2031-05/2031-06", ["2031-05/2031-06"]),
    ],
)
def test_dates_and_addresses_keep_their_order(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in left_to_right_parts(text)] == parts


@pytest.mark.parametrize(
    ("setting", "term", "who"),
    [
        ("auto", "xterm-256color", "terminal"),
        ("auto", "alacritty", "app"),
        ("auto", "linux", "app"),
        ("terminal", "linux", "terminal"),
        ("app", "xterm", "app"),
        ("off", "linux", "off"),
    ],
)
def test_who_reorders_is_set_or_told_by_the_terminal(setting: str, term: str, who: str) -> None:
    assert who_reorders(setting, {"TERM": term}) == who


def test_the_app_reorders_lists_and_articles_and_leaves_no_mark(archive: Archive, make_session: MakeSession) -> None:
    seen = visual(ARABIC, rtl=True)

    async def act() -> None:
        session = make_session(archive, settings=Settings(glyphs="unicode", theme="dark", direction="app"))
        async with acting(session, (160, 45)) as hand:
            await hand.press("down")
            assert hand.text.count(seen) == 2
            assert not set(hand.text) & {FSI, PDI, RLI, LRI, LRM}
            await hand.press("enter")
            assert hand.shows(hand.browse.list), "panes may stand beside it, since no terminal swaps them"
            await hand.press("y", "h")
            assert hand.said == f"Copied: {ARABIC}"

    asyncio.run(act())


def test_a_terminal_that_reorders_gets_the_direction_of_the_paragraph(
    archive: Archive, make_session: MakeSession
) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("down", "enter")
            assert f"{RLI}{ARABIC}{PDI}{LRM}" in hand.text

    asyncio.run(act())


def test_what_is_typed_from_right_to_left_is_shown_as_it_reads(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("slash")
            await hand.type("كمين")
            assert hand.text.splitlines()[1].strip() == isolated("كمين")
            await hand.press("enter", "enter", "f")
            await hand.type("النهر")
            assert hand.said == "النهر"
            assert isolated("النهر") in hand.text.splitlines()[-2]

    asyncio.run(act())
