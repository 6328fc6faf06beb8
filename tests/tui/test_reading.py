"""Reading: finding within an article, ticks beside the scrollbar, what is selected and taken away."""

from __future__ import annotations

import asyncio
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.article import Place
from corpus.intake import update
from tests.tui.conftest import TEXTS, MakeSession, acting, make_archive
from tests.tui.fakes import FakeOutside
from tui.finding import find_all
from tui.outside import Outside
from tui.passages import after, before, sentences, unit_at
from tui.screens.copying import original_of
from tui.session import Session
from tui.versions import compare
from tui.widgets.reader import overlaid

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


SENTENCES = [
    ("One here. Two there! Three?", ["One here.", "Two there!", "Three?"]),
    ("Gen. Ali and Dr. Omar met J. Smith. They left.", ["Gen. Ali and Dr. Omar met J. Smith.", "They left."]),
    ("He said “Stop.” Then 3.5 km followed.", ["He said “Stop.”", "Then 3.5 km followed."]),
    ("قال شهود. هل عادوا؟ نعم.", ["قال شهود.", "هل عادوا؟", "نعم."]),
    ("no end", ["no end"]),
    ("   ", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_readers_say(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == expected


@given(st.text(alphabet="ab. !\n“”A", max_size=60))
def test_sentences_leave_only_white_space_out_and_stepping_reaches_the_end(text: str) -> None:
    for start, end in pairwise([0, *(i + 1 for i, char in enumerate(text) if char == "\n"), len(text) + 1]):
        at = start
        for first, last in sentences(text, start, end - 1):
            assert not text[at:first].strip()
            assert first < last
            at = last
        assert not text[at : end - 1].strip()
    within = (0, len(text))
    span = unit_at(text, 0, "sentence", within)
    for _ in range(len(text) + 1):
        following = after(text, span, "sentence", within)
        assert following == span or following[0] >= span[1]
        if following != span:
            assert before(text, following, "sentence", within) == span
        span = following
    assert not text[span[1] :].strip()


SPANS = st.lists(st.integers(0, 30), max_size=8, unique=True).map(
    lambda ends: [(a, b, "match") for a, b in zip(*[iter(sorted(ends))] * 2, strict=False)]
)


@given(SPANS, st.integers(0, 30), st.integers(1, 12))
def test_a_passage_laid_over_matches_covers_exactly_both(
    spans: list[tuple[int, int, str]], start: int, size: int
) -> None:
    found = overlaid(spans, (start, start + size), "picked")
    assert all(before_[1] <= after_[0] for before_, after_ in pairwise(found))
    for at in range(45):
        names = {name for first, last, names in found if first <= at < last for name in names.split()}
        expected = {"match"} if any(first <= at < last for first, last, _ in spans) else set()
        assert names == expected | ({"picked"} if start <= at < start + size else set())


def outside_of(session: Session) -> FakeOutside:
    """What tests see of the programs around."""
    assert isinstance(session.outside, FakeOutside)
    return session.outside


def test_sentences_are_selected_extended_and_copied(archive: Archive, make_session: MakeSession) -> None:
    session = make_session(archive)

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("guards")
            await hand.press("enter", "enter")
            await hand.press("s")
            assert hand.browse.reader.passage == "Gunmen ambushed a convoy near the bridge."
            assert "7 words selected" in hand.said
            await hand.press("s", "y", "t")
            assert outside_of(session).copied == ["Two guards died."]
            assert hand.said == "Copied: Two guards died."
            await hand.press("S", "v", "s", "y", "q")
            passage, citation = outside_of(session).copied[1].splitlines()
            assert passage == "“Gunmen ambushed a convoy near the bridge. Two guards died.”"
            assert citation.startswith("“Ambush on the river road”. 2031-05-04. a-")
            await hand.press("escape")
            assert hand.browse.reader.picked is None
            assert hand.pane() == "reader"
            await hand.press("n", "y", "t")
            assert outside_of(session).copied[2] == "Two guards died."
            await hand.press("escape")
            assert hand.pane() == "list"

    asyncio.run(act())


def test_citations_and_ids_of_all_that_is_selected_are_copied(archive: Archive, make_session: MakeSession) -> None:
    session = make_session(archive)

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("space", "space", "y")
            assert "citation of 2 articles" in hand.look()
            assert "sentence" not in hand.look()
            await hand.press("i")
            ids = [archive.articles.get(n).id for n in archive.articles.order()[:2]]
            assert outside_of(session).copied == ["\n".join(ids)]
            await hand.press("escape")
            await hand.press("y", "escape", "y", "c")
            assert outside_of(session).copied[1].startswith("“Ambush on the river road”. 2031-05-04. a-")

    asyncio.run(act())


def test_what_is_copied_cannot_steer_a_terminal(archive: Archive, make_session: MakeSession) -> None:
    session = make_session(archive)

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("end", "y", "t")
            await hand.press("y", "c")
            for text in outside_of(session).copied:
                assert not any(ord(char) < 32 and char != "\n" for char in text)
            assert "[brackets [" in outside_of(session).copied[0]

    asyncio.run(act())


def program(folder: Path, name: str, script: str) -> None:
    """A program for a PATH of our own."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)


def test_a_clipboard_tool_gets_the_text_and_else_a_file_of_the_users_own(tmp_path: Path) -> None:
    program(tmp_path / "bin", "wl-copy", f"exec /bin/cat > {tmp_path}/clip")
    path = {"PATH": f".:relative:{tmp_path}/bin"}
    with_tool = Outside(tmp_path / "state", {**path, "WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert with_tool.copy("كمين; $(touch x)") == ""
    assert (tmp_path / "clip").read_text(encoding="utf-8") == "كمين; $(touch x)"
    program(tmp_path / "bin", "wl-copy", "exit 1")
    for outside in (with_tool, Outside(tmp_path / "state", path, "linux")):
        written = Path(outside.copy("words"))
        assert written.read_text(encoding="utf-8") == "words"
        assert written.stat().st_mode & 0o777 == 0o600


def test_tools_of_a_relative_folder_are_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    program(tmp_path / "here", "xclip", "exit 0")
    assert Outside(tmp_path, {"PATH": "here:.", "DISPLAY": ":0"}, "linux").clipboard_tools() == []


def test_versions_say_what_changed(tmp_path: Path, make_session: MakeSession) -> None:
    text = "Shelling hits a market\n\n2031-04-02\n\nShells fell on the market of the old town in the early morning, "
    text += "when most of the stalls were still closed and the streets were empty. Three people were hurt. [/b]\n"
    archive = make_archive(tmp_path / "valley", texts={**TEXTS, "market.txt": text})
    (archive.root / "market.txt").write_text(text.replace("Three", "Five"), encoding="utf-8")
    update(archive)

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("V")
            assert "never changed" in hand.said
            await hand.press("slash")
            await hand.type("market")
            await hand.press("enter", "V")
            look = hand.look()
            assert "Version 2 of 2" in look
            assert look.count("1 sentence unchanged") == 2
            assert "- Three people were hurt." in look
            assert "+ Five people were hurt." in look
            await hand.press("escape")
            assert hand.app.screen is hand.browse

    asyncio.run(act())
    archive.close()


def test_comparing_names_everything_once() -> None:
    assert compare("", "") == [("meta", "No text in either.")]
    assert compare("A b.\nC d.", "A b.\nE f.") == [
        ("meta", "  1 sentence unchanged"),
        ("removed", "- C d."),
        ("added", "+ E f."),
    ]


def test_the_original_is_opened_only_after_asking(archive: Archive, make_session: MakeSession) -> None:
    session = make_session(archive)

    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("ctrl+o", "down", "enter")
            assert outside_of(session).opened == []
            await hand.press("ctrl+o")
            assert "network" in hand.look()
            await hand.press("enter")
            assert outside_of(session).opened == [archive.root.resolve() / "bridge.txt"]

    asyncio.run(act())


def test_nothing_that_runs_or_lies_outside_is_opened(archive: Archive, tmp_path: Path) -> None:
    article = archive.articles.get(archive.articles.order()[0])
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (archive.root / "run.desktop").write_text("x", encoding="utf-8")
    (archive.root / "link.txt").symlink_to(tmp_path / "secret.txt")
    for display in ("../secret.txt", "run.desktop", "link.txt", str(tmp_path / "secret.txt"), "gone.txt"):
        assert original_of(archive.root, replace(article, places=(Place(display, "0" * 64, True),))) is None
    assert original_of(archive.root, article) == archive.root.resolve() / "bridge.txt"


def test_an_arabic_article_has_its_rows_to_itself(session: Session) -> None:
    async def act() -> None:
        async with acting(session, (160, 45)) as hand:
            await hand.press("enter")
            assert hand.shows(hand.browse.list)
            await hand.press("J")
            assert hand.browse.reader.is_rtl
            assert not hand.shows(hand.browse.list)
            assert not hand.shows(hand.browse.facets)
            await hand.press("escape")
            assert hand.shows(hand.browse.list)

    asyncio.run(act())
