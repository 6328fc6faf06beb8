"""Reading: finding within an article, ticks beside the scrollbar, what is selected and taken away."""

from __future__ import annotations

import asyncio
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.conftest import MakeSession, acting, make_archive
from tui.finding import find_all
from tui.session import Session

LONG = "The long road\n\n2032-01-01\n\n" + "\n\n".join(
    f"Paragraph {i} speaks of the road. {'A lantern hung there. ' if i % 20 == 7 else ''}It was quiet."
    for i in range(100)
)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Cafés in Sao Paulo; CAFE", "cafe", ["Café", "CAFE"]),
        ("Deir\nel-Zour", "deir el", ["Deir\nel"]),
        ("كَتَبَ الكاتب", "كتب", ["كَتَبَ"]),
        ("إلى أحمد", "احمد", ["أحمد"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("[/b] (x)", "[/b]", ["[/b]"]),
        ("anything", "  ", []),
    ],
)
def test_case_accents_and_line_ends_do_not_matter(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_all(text, wanted)] == found


@given(st.text(max_size=60), st.text(max_size=6))
def test_what_is_found_reads_like_what_was_wanted(text: str, wanted: str) -> None:
    places = find_all(text, wanted)
    assert all(start < end for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    if wanted.strip() and wanted.isascii() and wanted in text:
        assert places


def test_accents_that_stand_alone_are_found_with_their_letter() -> None:
    decomposed = unicodedata.normalize("NFD", "résumé")
    assert find_all(f"a {decomposed} b", "resume") == [(2, 2 + len(decomposed))]


def test_finding_marks_walks_and_ends(tmp_path: Path, make_session: MakeSession) -> None:
    archive = make_archive(tmp_path / "valley", texts={"long.txt": LONG})

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            reader = hand.browse.reader
            await hand.press("slash")
            await hand.type("quiet")
            await hand.press("enter", "enter")
            assert len(reader.matches) == 100
            await hand.burst("f", *"LANTERN")
            assert len(reader.matches) == 5
            assert "1 of 5" in hand.text
            assert "lantern" in hand.text
            await hand.press("down")
            assert "2 of 5" in hand.text
            await hand.press("enter")
            assert reader.has_focus
            await hand.press("n")
            assert hand.said == "match 3 of 5"
            await hand.press("escape")
            assert hand.pane() == "reader"
            assert len(reader.matches) == 100
            assert "Find" not in hand.text
            await hand.press("f")
            await hand.type("xyzzy")
            assert "not here" in hand.text
            await hand.press("escape")
            assert reader.has_focus

    asyncio.run(act())
    archive.close()


def test_ticks_beside_the_scrollbar_show_where_matches_are(tmp_path: Path, make_session: MakeSession) -> None:
    archive = make_archive(tmp_path / "valley", texts={"long.txt": LONG})

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("enter", "f")
            await hand.type("lantern")
            await hand.press("enter")
            rows = [line for line in hand.text.splitlines() if "▐" in line]
            assert len(rows) == 5
            assert {line.index("▐") for line in rows} == {78}
            await hand.press("escape")
            assert "▐" not in hand.text

    asyncio.run(act())
    archive.close()


def test_finding_goes_on_in_the_next_article(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("enter", "f")
            await hand.type("bridge")
            await hand.press("enter")
            assert len(hand.browse.reader.matches) == 3  # The path of the file is searched too.
            await hand.press("J", "J")
            assert hand.browse.reader.finding == "bridge"
            assert len(hand.browse.reader.matches) == 1

    asyncio.run(act())
