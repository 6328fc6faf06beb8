"""What is told about an article: details and custody, versions, outline, addresses; and narrowing by facets."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from corpus.archive import Archive
from corpus.intake import update
from corpus.store.operation import Done
from tests.tui.conftest import TEXTS, MakeSession, acting, make_archive, write_articles
from tests.tui.fakes import FakeOutside
from tui import versions
from tui.drafts import Drafts
from tui.links import address_of, labels, links
from tui.outline import MOST_ENTRIES, outline
from tui.outside import NotOpened, Outside
from tui.query_terms import facet_terms
from tui.screens.pages import TextPage
from tui.troubles import gather
from tui.widgets.choices import ChoiceList
from tui.widgets.text_view import TextView

LONG = "\n".join(
    f"Chapter {word}\n"
    + "\n".join(f"The {word} report says what was seen on day {i} at the bridge." for i in range(30))
    for word in ("one", "two", "three")
)
LINKED = (
    "Where to look\n\n2031-05-09\n\nSee https://example.org/a/(b)?x=1, and www.example.net. Then"
    " (https://example.com/c).\n"
)


# Details and custody


def test_details_tell_fields_files_and_who_said_what(archive: Archive, make_session: MakeSession) -> None:
    n = archive.articles.order()[0]
    archive.edits.tag([n], ["river"])
    archive.edits.set_field([n], "outlet", "River Times [/b]")

    async def act() -> None:
        async with acting(make_session(archive), (100, 60)) as hand:
            await hand.press("D")
            article = archive.articles.get(n)
            for words in (
                article.id,
                article.current,
                "River Times [/b]  (set by a person)",
                "2031-05-06  (",
                "bridge.txt",
                "RK",
                "tags/river: yes",
            ):
                assert words in hand.text, words
            await hand.press("escape")
            assert hand.app.screen is hand.browse

    asyncio.run(act())


def test_details_of_an_article_whose_file_is_gone_and_changed(tmp_path: Path, make_session: MakeSession) -> None:
    archive = make_archive(tmp_path / "valley")
    write_articles(archive.root, {"bridge.txt": TEXTS["bridge.txt"] + "\nA correction was added.\n"})
    update(archive)
    (archive.root / "bridge.txt").unlink()
    update(archive)

    async def act() -> None:
        async with acting(make_session(archive), (100, 60)) as hand:
            await hand.press("D")
            assert "bridge.txt  (gone)" in hand.text
            assert "Version 2 of 2" in hand.text
            assert "Version 1 of 2" in hand.text
            assert "Nobody has said anything of it yet" in hand.text

    asyncio.run(act())
    archive.close()


def test_versions_are_compared_off_the_screens_thread(
    tmp_path: Path, make_session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make_archive(tmp_path / "valley")
    write_articles(archive.root, {"bridge.txt": TEXTS["bridge.txt"] + "\nA correction was added.\n"})
    update(archive)
    hold, threads = threading.Event(), []
    compare = versions.compare

    def slow(old: str, new: str) -> versions.Parts:
        threads.append(threading.current_thread())
        hold.wait(20)
        return compare(old, new)

    monkeypatch.setattr(versions, "compare", slow)

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            hand.app.post_message(key("V"))
            await hand.until(lambda: threads)
            hand.app.post_message(key("j"))
            await hand.until(lambda: hand.browse.list.at == 1)
            assert threads[0] is not threading.main_thread()
            hold.set()
            await hand.until(lambda: isinstance(hand.app.screen, TextPage))
            await hand.settle()
            assert "+ A correction was added." in hand.text

    asyncio.run(act())
    archive.close()


def key(name: str) -> events.Key:
    """A key press."""
    return events.Key(name, name)


# The outline


def test_an_outline_is_of_headings_and_else_of_paragraphs() -> None:
    assert [entry.words for entry in outline(LONG, 0, len(LONG))] == ["Chapter one", "Chapter two", "Chapter three"]
    marked = "# One\ntext here.\n## Two\nmore.\n"
    assert [(entry.words, entry.depth) for entry in outline(marked, 0, len(marked))] == [("One", 0), ("Two", 1)]
    plain = "First thing was said.\n\nSecond thing was said.\n"
    assert [entry.offset for entry in outline(plain, 0, len(plain))] == [0, plain.index("Second")]


@given(st.text("ab .\n#", max_size=200))
def test_an_outline_names_places_in_order_each_where_it_says(text: str) -> None:
    entries = outline(text, 0, len(text))
    assert [entry.offset for entry in entries] == sorted({entry.offset for entry in entries})
    assert all(text[entry.offset :].split()[:1] for entry in entries)


def test_an_outline_has_an_end() -> None:
    text = "A sentence of its own.\n" * 10_000
    assert 1 < len(outline(text, 0, len(text))) <= MOST_ENTRIES


def test_the_outline_leads_to_a_heading_and_counts_matches(tmp_path: Path, make_session: MakeSession) -> None:
    archive = make_archive(tmp_path / "valley", texts={"long.txt": f"A long report\n\n2031-05-04\n\n{LONG}\n"})

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("slash")
            await hand.type("three")
            await hand.press("enter", "enter", "O")
            assert "Chapter two" in hand.text
            assert "31 matches" in hand.text
            await hand.press("end", "enter")
            reader = hand.browse.reader
            assert "Chapter three" in hand.text
            assert reader.top_offset == reader._document.text.index("Chapter three")
            await hand.press("O")
            assert hand.app.screen.query_one(ChoiceList).cursor == 2

    asyncio.run(act())
    archive.close()


def test_a_short_article_has_no_outline(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("enter", "O")
            assert "too short" in hand.said

    asyncio.run(act())


# Addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.org/a, then", ["https://example.org/a"]),
        ("(www.example.net)", ["www.example.net"]),
        ("https://example.org/a_(b) x", ["https://example.org/a_(b)"]),
        ("“https://example.org/x?y=1&z=2”.", ["https://example.org/x?y=1&z=2"]),
        ("قال https://example.org/ar؟", ["https://example.org/ar"]),
        ("http:// and www. and httpx://no", []),
    ],
)
def test_addresses_are_found_without_the_signs_around_them(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in links(text, 0, len(text))] == found


@given(st.integers(0, 400))
def test_no_label_begins_another(count: int) -> None:
    found = labels(count)
    assert len(found) == len(set(found)) == count
    assert not any(a != b and b.startswith(a) for a in found for b in found) or count > 60


def test_letters_lie_over_addresses_and_one_is_copied_or_opened(tmp_path: Path, make_session: MakeSession) -> None:
    archive = make_archive(tmp_path / "valley", texts={"linked.txt": LINKED})
    outside = FakeOutside(tmp_path)

    async def act() -> None:
        async with acting(make_session(archive, outside=outside)) as hand:
            await hand.press("enter", "L")
            assert "attps://example.org/a/(b)?x=1" in hand.text
            assert "sww.example.net" in hand.text
            assert "Type the letters" in hand.text.splitlines()[-1]
            await hand.press("s", "c")
            assert outside.copied == ["https://www.example.net"]
            assert "www.example.net" in hand.text
            await hand.press("L", "escape")
            assert "attps" not in hand.text
            await hand.press("L", "a", "o")
            assert outside.addresses == ["https://example.org/a/(b)?x=1"]
            line = next(i for i, line in enumerate(hand.text.splitlines()) if "example.net" in line)
            await hand.pilot.click(offset=(hand.text.splitlines()[line].index("www") + 2, line))
            await hand.settle()
            assert "copy the address" in hand.look()
            await hand.press("escape", "L", "9")
            assert hand.app.screen is hand.browse

    asyncio.run(act())
    archive.close()


def test_without_an_address_in_sight_that_is_said(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("enter", "L")
            assert "no address" in hand.said

    asyncio.run(act())


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:x", "-x", "https://a b", "https://a\n"])
def test_only_addresses_of_the_web_are_opened(tmp_path: Path, address: str) -> None:
    with pytest.raises(NotOpened):
        Outside(tmp_path, {"PATH": "/usr/bin"}, "linux").open_address(address)
    assert address_of("www.example.org") == "https://www.example.org"
    assert address_of("HTTPS://example.org") == "HTTPS://example.org"


# Facets at any width


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["narrow", "wide"])
def test_facets_include_and_exclude_and_the_same_key_takes_it_back(
    archive: Archive, make_session: MakeSession, size: tuple[int, int]
) -> None:
    archive.edits.tag(archive.articles.order()[:2], ["river"])

    async def act() -> None:
        async with acting(make_session(archive), size) as hand:
            await hand.press("F")
            assert hand.browse.facets.has_focus
            await hand.press("enter")
            assert (hand.browse.view.query, len(hand.titles)) == ("tag:river", 2)
            await hand.press("enter", "minus")
            assert (hand.browse.view.query, len(hand.titles)) == ("-tag:river", 3)
            assert "left out" in hand.text
            assert "-tag:river" in hand.text.splitlines()[0]
            await hand.press("minus")
            assert (hand.browse.view.query, len(hand.titles)) == ("", 5)
            await hand.press("minus", "escape")
            assert hand.browse.list.has_focus
            assert hand.shows(hand.browse.list)
            await hand.press("left_square_bracket")
            assert hand.browse.view.query == ""

    asyncio.run(act())


def test_facets_on_a_narrow_terminal_give_way_to_everything(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            for leave in ("F", "escape", "tab", "shift+tab", "q"):
                await hand.press("F")
                assert hand.shows(hand.browse.facets)
                assert not hand.shows(hand.browse.list)
                await hand.press(leave)
                assert hand.shows(hand.browse.list), leave
                assert hand.browse.list.has_focus
            await hand.press("F", "slash")
            assert hand.shows(hand.browse.list)
            await hand.press("escape", "F")
            await hand.pilot.click(hand.browse.facets, offset=(5, 1))
            await hand.settle()
            assert hand.browse.view.query == "published:2031"

    asyncio.run(act())


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ('tag:river -source:"River Times" mortar', [("tag", "river"), ("outlet", "River Times")]),
        ("(tag:a OR tag:b)", []),
        ("published:2031 published:2031-05..2031-06", [("year", "2031"), ("year", "2031-05..2031-06")]),
        ('"tag:river"', []),
    ],
)
def test_values_in_a_query_are_told(query: str, terms: list[tuple[str, str]]) -> None:
    assert facet_terms(query) == terms or set(terms) < set(facet_terms(query))


# Drafts


def test_a_draft_outlives_the_program_and_goes_when_the_note_is_saved(
    archive: Archive, make_session: MakeSession
) -> None:
    async def write() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("a")
            await hand.type("half a thought")
            await hand.until(lambda: list((archive.folder / "drafts").glob("*.yaml")))
            # The program ends here without closing the dialog.

    async def go_on() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("a")
            assert "half a thought" in hand.text
            await hand.press("ctrl+o")
            (note,) = archive.articles.get(hand.browse.list.current).notes
            assert note.text == "half a thought"

    asyncio.run(write())
    (path,) = (archive.folder / "drafts").glob("*.yaml")
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text())["record"] in path.name
    asyncio.run(go_on())
    assert not list((archive.folder / "drafts").iterdir())


def test_a_note_that_cannot_be_saved_stays_as_a_draft(
    archive: Archive, make_session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(n: int, text: str) -> Done:
        raise OSError(28, "No space left on device")

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            monkeypatch.setattr(archive.edits, "add_note", full)
            await hand.press("a")
            await hand.type("precious")
            await hand.press("ctrl+o")
            assert "refused" in hand.said
            monkeypatch.undo()
            await hand.press("a")
            assert "precious" in hand.look()
            await hand.press("ctrl+o")
            assert [note.text for note in archive.articles.get(hand.browse.list.current).notes] == ["precious"]

    asyncio.run(act())


def test_a_disk_that_takes_no_draft_is_told_and_nothing_is_lost_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("in the way")
    drafts = Drafts(tmp_path)
    assert not drafts.keep("a-1", "text")
    assert drafts.get("a-1") == "text"


@pytest.mark.parametrize("content", ["", "[", '{"record": "a-2", "draft": "x"}', '{"record": "a-1", "draft": 3}', "1"])
def test_a_file_that_is_no_draft_of_this_record_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "note-a-1.yaml").write_text(content)
    assert Drafts(tmp_path).get("a-1") == ""


@given(st.text(st.characters(codec=None), max_size=50))
def test_whatever_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("drafts")
    assert Drafts(folder).keep("a-1", text)
    kept = Drafts(folder).get("a-1")
    assert kept == (text.encode("utf-8", "replace").decode() if text.strip() else "")


# Selecting by word


def test_words_are_selected_within_sentences_and_grow(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("enter", "w")
            reader = hand.browse.reader
            assert reader.passage == "Traffic"
            await hand.press("w", "v", "w", "w")
            assert reader.passage == "crossed the bridge"
            await hand.press("W")
            assert reader.passage == "crossed the"
            await hand.press("s")
            assert reader.passage == "Traffic crossed the bridge again on Tuesday."
            await hand.press("v", "w")
            assert reader.passage == "Traffic"
            assert isinstance(reader, TextView)

    asyncio.run(act())


# What needs looking after


def test_lost_passages_and_differing_words_are_listed_with_what_to_do(
    tmp_path: Path, make_session: MakeSession
) -> None:
    long = TEXTS["bridge.txt"] + " ".join(f"Lorry number {i} went over the bridge at dawn." for i in range(20)) + "\n"
    archive = make_archive(tmp_path / "valley", texts={**TEXTS, "bridge.txt": long})
    n = next(row.n for row in archive.articles.rows(archive.articles.order()) if row.title.startswith("Bridge"))
    quote = {"exact": "Traffic crossed the bridge again"}
    archive.records.create("passage", {"article": archive.articles.get(n).id, "quote": quote})
    quoted = long.replace("Traffic crossed the bridge again", "Nothing went over it")
    write_articles(archive.root, {"bridge.txt": quoted, "empty.txt": ""})
    update(archive)
    differ(archive, n)
    troubles = gather(archive, lambda: False)
    assert [each.kind for each in troubles] == ["file", "conflict", "passage"]
    assert [each.article for each in troubles] == [0, n, n]

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("p")
            assert "1 file could not be read, and 2 more to look after" in hand.text
            assert "1 word that people differ on" in hand.text
            assert "It is tried again when the file changes" in hand.text
            await hand.press("down")
            assert "outlet: Harbour Post / River Times" in hand.text
            assert "The first value counts" in hand.text
            await hand.press("down")
            assert "“Traffic crossed the bridge again”" in hand.text
            await hand.press("enter")
            assert hand.pane() == "reader"
            assert "Nothing went over it" in hand.text

    asyncio.run(act())
    archive.close()


def differ(archive: Archive, n: int) -> None:
    """Let two people say different outlets of an article, neither knowing of the other."""
    archive.edits.set_field([n], "outlet", "River Times")
    (mine,) = archive.log.operations(archive.articles.get(n).id, "outlet")
    theirs = replace(mine, id=b"\xff" * 16, value="Harbour Post", who="LA", stamp=mine.stamp + 1, batch=b"\xfe" * 16)
    archive.log.receive([theirs])


def test_an_archive_without_troubles_says_so(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("p")
            assert "Nothing needs looking after" in hand.text
            await hand.press("enter", "escape")
            assert hand.app.screen is hand.browse

    asyncio.run(act())
