"""Deciding of names on the screens: spellings, records that may be one, new names, mentions. On the real index."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style

from corpus.archive import Archive
from index import Index
from tests.tui.conftest import Stagehand, acting, make_archive
from tui.names.listing import not_linked
from tui.screens.naming import NamesScreen
from tui.session import Session
from tui.settings import Settings
from tui.state import SessionFile
from tui.widgets.reader import ReaderView

WIDE = (140, 40)
TEXTS = {
    "one.txt": "Shells at night\n\n2031-03-02\n\nShells fell on Rujaym at night. Nobody was hurt.\n",
    "two.txt": "A quiet day\n\n2031-03-04\n\nThey left Rjeim, and Rjeim was quiet, unlike Zerba.\n",
    "three.txt": "Rain\n\n2031-03-06\n\nIt rained in Zerba, and Rujaym stayed dry.\n",
    "four.txt": "Wind\n\n2031-03-07\n\nA storm reached Zerba and Rujaym.\n",
}

Play = Callable[[Stagehand], Coroutine[Any, Any, None]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that has read its articles and collected their names, to be copied."""
    folder = tmp_path_factory.mktemp("whole") / "named"
    with make_archive(folder, texts=TEXTS) as opened:
        index = Index(opened)
        index.catch_up()
        index.names.catch_up()
        index.close()
    return folder


@pytest.fixture
def archive(whole: Path, tmp_path: Path) -> Iterator[Archive]:
    shutil.copytree(whole, tmp_path / "named")
    with Archive.open(tmp_path / "named", who="RK") as opened:
        yield opened


def open_session(archive: Archive, state: Path, *, mark_names: bool = True) -> Session:
    chosen = Settings(glyphs="unicode", theme="dark", update_at_start=False, mark_names=mark_names)
    return Session(archive, lambda: Index(archive), settings=chosen, memory=SessionFile(archive.uid, state))


def play(archive: Archive, tmp_path: Path, act: Play, size: tuple[int, int] = WIDE) -> None:
    session = open_session(archive, tmp_path / "state")

    async def run() -> None:
        async with acting(session, size) as hand:
            await act(hand)

    asyncio.run(run())


def made(archive: Archive, kind: Any, *names: str, **values: Any) -> str:
    rows = [{"text": text, "kind": "name"} for text in names]
    return archive.records.create(kind, {"names": rows, **values})


def names_of(archive: Archive, record: str) -> list[str]:
    return [row["text"] for row in archive.records.values(record)["names"]]


def names_screen(hand: Stagehand) -> NamesScreen:
    return next(each for each in hand.app.screen_stack if isinstance(each, NamesScreen))


def rows(hand: Stagehand) -> list[str]:
    return [row.text for row in names_screen(hand).listing.rows]


async def search(hand: Stagehand, query: str) -> None:
    await hand.press("slash")
    await hand.type(query)
    await hand.press("enter")


# In a search


def test_accepting_a_spelling_makes_the_record_once_and_then_asks_nothing(archive: Archive, tmp_path: Path) -> None:
    async def act(hand: Stagehand) -> None:
        await search(hand, "rjeim quiet")
        assert "also spelled Rujaym (3)" in hand.said
        await hand.press("equals_sign", "down", "y")
        assert "Rujaym is a name of" in hand.text
        await hand.press("enter")
        (place,) = archive.records.all("place")
        assert names_of(archive, place) == ["Rjeim", "Rujaym"]
        assert "a name of it" in hand.text
        await hand.press("escape", "u")
        assert archive.records.all("place") == []
        await hand.press("equals_sign", "down", "y", "escape", "escape", "t")
        await hand.type("seen")
        await hand.press("enter", "enter")
        assert "Spellings of" not in hand.text

    play(archive, tmp_path, act)


def test_an_alias_is_one_key_where_the_record_is_there(archive: Archive, tmp_path: Path) -> None:
    place = made(archive, "place", "Rjeim")

    async def act(hand: Stagehand) -> None:
        await search(hand, "rjeim")
        await hand.press("equals_sign", "down", "y")
        assert names_of(archive, place) == ["Rjeim", "Rujaym"]

    play(archive, tmp_path, act)


def test_a_spelling_is_refused_for_good_without_any_record(archive: Archive, tmp_path: Path) -> None:
    async def act(hand: Stagehand) -> None:
        await search(hand, "name:rjeim")
        assert len(hand.titles) == 4
        await hand.press("equals_sign", "down", "down", "x")
        assert "Rjeim is that name itself" in hand.said
        await hand.press("equals_sign", "down", "x")
        assert "Rujaym is not rjeim" in hand.said
        assert hand.titles == ["A quiet day"]
        assert archive.record_sets.distinctions() == [("rjeim", "Rujaym")]
        await hand.press("escape", "u")
        assert len(hand.titles) == 4
        await hand.press("equals_sign", "equals_sign")
        assert hand.browse.box.value == '"rjeim"'

    play(archive, tmp_path, act)


# The screen of names


def test_all_names_and_the_spellings_of_one(archive: Archive, tmp_path: Path) -> None:
    async def act(hand: Stagehand) -> None:
        await hand.press("9")
        assert rows(hand)[:2] == ["Rujaym", "Zerba"]
        assert "Names" in hand.text
        assert "“Shells fell on Rujaym at night.”" in hand.text
        await hand.press("enter")
        assert rows(hand) == ["Spelled: 2", "Rujaym", "Rjeim"]
        assert "the same" in hand.text
        await hand.press("down", "o")
        assert hand.browse.box.value == "name:Rjeim"
        await hand.press("left_square_bracket", "left_square_bracket")
        assert rows(hand)[:2] == ["Rujaym", "Zerba"]
        await hand.press("down", "9", "8", "left_square_bracket")
        assert names_screen(hand).list.current == names_screen(hand).listing.rows[1]
        await hand.press("slash")
        await hand.type("rujeim")
        await hand.press("enter")
        assert rows(hand)[1:] == ["Rujaym", "Rjeim"]
        await hand.press("escape", "escape")
        assert hand.browse.view.place == "articles"

    play(archive, tmp_path, act)


def test_two_records_are_merged_or_kept_apart(archive: Archive, tmp_path: Path) -> None:
    one, other = made(archive, "place", "Rujaym"), made(archive, "place", "Rjeim")

    async def act(hand: Stagehand) -> None:
        await hand.press("9", "d")
        assert len(rows(hand)) == 1
        assert "Their names match" in hand.text
        await hand.press("y", "enter")
        assert rows(hand) == []
        assert len(archive.records.all("place")) == 1
        await hand.press("u")
        assert sorted(archive.records.all("place")) == sorted([one, other])
        await hand.press("x")
        assert rows(hand) == []
        assert "They are two" in hand.said
        assert sorted(archive.records.all("place")) == sorted([one, other])

    play(archive, tmp_path, act)


def test_frequent_names_become_records_only_when_asked_or_go_for_good(archive: Archive, tmp_path: Path) -> None:
    async def act(hand: Stagehand) -> None:
        await hand.press("9", "n")
        assert rows(hand) == ["Rujaym", "Zerba"]
        assert archive.records.count()["place"] == archive.records.count()["actor"] == 0
        await hand.press("y", "enter")
        assert rows(hand) == ["Zerba"]
        assert "New place: Rujaym" in hand.said
        await hand.press("x")
        assert rows(hand) == []
        assert archive.record_sets.distinctions() == [("Zerba", "")]

    play(archive, tmp_path, act, (80, 24))


# Mentions


def mentioned(archive: Archive, place: str) -> dict[str, str]:
    found = {}
    for link in archive.records.all("link"):
        values = archive.records.values(link)
        assert values["to"] == place
        found[archive.articles.rows([archive.articles.find(values["from"])])[0].title] = values["relation"]
    return found


def test_mentions_are_counted_on_the_page_and_decided_one_by_one_or_all(archive: Archive, tmp_path: Path) -> None:
    place = made(archive, "place", "Rujaym")

    async def act(hand: Stagehand) -> None:
        await hand.press("4")
        assert "Mentioned, not linked: 3 articles" in hand.text
        assert "“It rained in Zerba, and Rujaym stayed dry.”" in hand.text
        await hand.press("m")
        assert len(rows(hand)) == 3
        await hand.press("y", "x")
        assert sorted(mentioned(archive, place).values()) == ["does not mention", "mentions"]
        await hand.press("u", "Y")
        assert "Yes, link 2 articles" in hand.text
        await hand.press("escape")
        assert len(mentioned(archive, place)) == 1
        await hand.press("Y", "enter")
        assert set(mentioned(archive, place).values()) == {"mentions"}
        assert len(mentioned(archive, place)) == 3
        assert rows(hand) == []
        await hand.press("u")
        assert len(rows(hand)) == 2
        await hand.press("enter")
        assert hand.browse.reader.has_focus
        await hand.press("left_square_bracket", "escape")
        assert hand.browse.view.place == "places"

    play(archive, tmp_path, act)


def test_what_may_mean_another_says_so(archive: Archive, tmp_path: Path) -> None:
    made(archive, "place", "Zerba")
    made(archive, "actor", "Zerba", type="group")

    async def act(hand: Stagehand) -> None:
        await hand.press("3", "m")
        assert "ambiguous" in hand.text
        assert "also a name of Zerba" in hand.text

    play(archive, tmp_path, act)


def test_records_are_found_by_a_name_in_any_spelling(archive: Archive, tmp_path: Path) -> None:
    made(archive, "place", "Rujaym")
    made(archive, "place", "Zerba")

    async def act(hand: Stagehand) -> None:
        await hand.press("4", "slash")
        await hand.type("name:rjeim")
        await hand.press("enter")
        assert "1 of 2" in hand.text

    play(archive, tmp_path, act)


# In the reader


def drawn(reader: ReaderView, word: str) -> list[Style]:
    """The styles in which a word is drawn."""
    found = []
    for y in range(reader.size.height):
        at = 0
        strip = reader.render_line(y)
        for segment in strip:
            if word in segment.text and segment.style is not None:
                found.append(segment.style)
            at += len(segment.text)
    return found


def test_known_names_are_marked_by_shape_and_colour_and_can_be_left_plain(archive: Archive, tmp_path: Path) -> None:
    made(archive, "place", "Rujaym")
    made(archive, "place", "Zerba")
    made(archive, "actor", "Zerba", type="group")

    async def act(hand: Stagehand) -> None:
        await search(hand, "dry")
        await hand.press("enter")
        reader = hand.browse.reader
        plain = reader.ground
        (sure,), (unsure,) = drawn(reader, "Rujaym"), drawn(reader, "Zerba")
        assert sure.underline
        assert not sure.italic
        assert sure.color != plain.color
        assert unsure.underline
        assert unsure.italic
        assert not any(style.underline for style in drawn(reader, "rained"))
        await hand.press("M")
        assert not any(style.underline for style in drawn(reader, "Rujaym"))
        await hand.press("M", "at")
        assert "ambiguous: or Zerba" not in hand.text
        assert hand.text.count("ambiguous") == 2

    play(archive, tmp_path, act)


def test_names_are_looked_for_only_in_rows_that_are_drawn(archive: Archive, tmp_path: Path) -> None:
    made(archive, "place", "Rujaym")
    session = open_session(archive, tmp_path / "state")

    async def run() -> None:
        async with acting(session, (80, 24)) as hand:
            await search(hand, "dry")
            await hand.press("enter")
            reader = hand.browse.reader
            asked: list[str] = []

            def look(text: str) -> list[tuple[int, int, bool]]:
                asked.append(text)
                return []

            reader.know(look)
            first = len(reader.render_line(0).text) and [reader.render_line(y) for y in range(10)]
            assert first
            once = len(asked)
            assert 0 < once <= 10
            for y in range(10):
                reader.render_line(y)
            assert len(asked) == once

    asyncio.run(run())


def test_a_setting_leaves_names_plain(archive: Archive, tmp_path: Path) -> None:
    made(archive, "place", "Rujaym")
    session = open_session(archive, tmp_path / "state", mark_names=False)

    async def run() -> None:
        async with acting(session, (80, 24)) as hand:
            await search(hand, "dry")
            await hand.press("enter")
            assert not any(style.underline for style in drawn(hand.browse.reader, "Rujaym"))

    asyncio.run(run())


def test_an_article_with_a_passage_about_it_is_linked_already(archive: Archive, tmp_path: Path) -> None:
    place = made(archive, "place", "Rujaym")
    article = next(row for row in archive.articles.rows(archive.articles.order()) if row.title == "Wind")
    archive.records.create(
        "passage",
        {
            "article": article.id,
            "in": "text",
            "quote": {"exact": "A storm reached Zerba and Rujaym.", "start": 0},
            "points": [{"record": place, "field": "names", "value": "Rujaym", "stance": "says"}],
        },
    )
    index = Index(archive)
    counts = not_linked(index.names.mentions(), archive, place)
    index.close()
    assert sorted(row.title for row in archive.articles.rows(list(counts))) == ["Rain", "Shells at night"]
