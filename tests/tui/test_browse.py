"""Browsing as a user does it: searching, reading, selecting, tagging, going back and forth."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from corpus.archive import Archive
from tests.tui.conftest import MakeSession, acting, make_archive
from tests.tui.fakes import FakeIndex
from tui.session import Session
from tui.view import View


def test_the_list_begins_with_the_newest_and_says_how_many(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            assert hand.titles[0] == "Bridge reopens after the ambush"
            assert "5 articles" in hand.text
            assert "newest first" in hand.text

    asyncio.run(act())


def test_results_come_while_typing_and_enter_goes_to_them(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("ambush")
            assert sorted(hand.titles) == ["Ambush on the river road", "Bridge reopens after the ambush"]
            assert "2 of 5" in hand.text
            assert hand.browse.box.has_focus
            await hand.press("enter")
            assert hand.browse.list.has_focus

    asyncio.run(act())


def test_a_mistake_is_forgiven_while_typing_and_pointed_at_on_enter(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type('river "road')
            assert hand.browse.field_note.text == ""
            await hand.press("enter")
            assert 'a closing "' in hand.browse.field_note.text
            assert hand.browse.box.has_focus
            line = hand.text.splitlines()
            assert line[1].index("▲") == line[0].index('"')
            await hand.press("end")
            await hand.type("x")
            assert hand.browse.field_note.text == ""

    asyncio.run(act())


def test_escape_drops_what_was_typed_and_never_quits(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("bridge")
            await hand.press("escape")
            assert hand.browse.view.query == ""
            assert len(hand.titles) == 5
            for _ in range(6):
                await hand.press("escape")
            assert hand.running()
            assert hand.app.return_value is None

    asyncio.run(act())


def test_reading_marks_matches_and_walks_through_them(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("bridge")
            await hand.press("enter", "enter")
            reader = hand.browse.reader
            assert reader.has_focus
            assert len(reader.matches) == 2
            assert "2 matches" in hand.said
            await hand.press("n")
            assert hand.said == "match 1 of 2"
            await hand.press("n", "n")
            assert hand.said == "match 1 of 2"
            await hand.press("N")
            assert hand.said == "match 2 of 2"

    asyncio.run(act())


def test_opening_marks_as_read_and_m_turns_it_back(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            n = hand.browse.list.current
            rows = session.archive.articles.rows
            assert not rows([n])[0].read
            await hand.press("enter")
            assert rows([n])[0].read
            await hand.press("m")
            assert not rows([n])[0].read

    asyncio.run(act())


def test_forty_at_once_are_tagged_and_undone_in_one_step(big_archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(big_archive)) as hand:
            await hand.press("end", "v", *["up"] * 39, "v")
            assert len(hand.browse.list.selected) == 40
            assert "40 selected" in hand.text
            await hand.press("t")
            assert "40 articles" in hand.text
            await hand.type("patrol")
            assert "new tag: patrol" in hand.text
            await hand.press("enter")
            assert "add patrol" in hand.text
            await hand.press("enter")
            assert dict(big_archive.tags.all()) == {"patrol": 40}
            await hand.press("u")
            assert big_archive.tags.all() == []
            assert "Undone" in hand.said
            await hand.press("U")
            assert dict(big_archive.tags.all()) == {"patrol": 40}

    asyncio.run(act())


def test_select_all_invert_and_clear(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            selected = hand.browse.list.selected
            await hand.press("asterisk")
            assert len(hand.browse.list.selected) == 5
            await hand.press("space", "i")
            assert len(hand.browse.list.selected) == 1
            await hand.press("escape")
            assert not hand.browse.list.selected
            await hand.press("shift+down", "shift+down")
            assert len(hand.browse.list.selected) == 3
            assert isinstance(selected, set)

    asyncio.run(act())


def test_a_tri_state_tag_is_seen_completed_and_taken_off(archive: Archive, make_session: MakeSession) -> None:
    order = archive.articles.order()
    archive.edits.tag(order[:2], ["ambush"])

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("asterisk", "t")
            assert "[-] ambush" in hand.text
            assert "2 of 5 here" in hand.text
            await hand.type("amb")
            await hand.press("enter")
            assert "[✓] ambush" in hand.text
            await hand.press("down", "up", "escape")
            assert dict(archive.tags.all()) == {"ambush": 2}
            await hand.press("t")
            await hand.type("amb")
            await hand.press("enter", "enter")
            assert dict(archive.tags.all()) == {"ambush": 5}

    asyncio.run(act())


def test_back_and_forward_go_through_places(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("ambush")
            await hand.press("enter", "down", "enter")
            assert hand.pane() == "reader"
            read = hand.browse.reader.n
            await hand.press("left_square_bracket")
            assert hand.pane() == "list"
            assert hand.browse.list.current == read
            await hand.press("left_square_bracket")
            assert hand.browse.view.query == ""
            assert len(hand.titles) == 5
            await hand.press("right_square_bracket", "right_square_bracket")
            assert hand.browse.reader.n == read
            assert hand.browse.reader.has_focus

    asyncio.run(act())


def test_a_session_is_restored_where_it_was_left(archive: Archive, make_session: MakeSession, tmp_path: Path) -> None:
    async def first() -> int:
        session = make_session(archive)
        async with acting(session) as hand:
            await hand.press("slash")
            await hand.type("ambush")
            await hand.press("enter", "down")
            n = hand.browse.list.current
            await hand.press("ctrl+q")
        session._memory.save(session.history)
        return n

    async def second(n: int) -> None:
        async with acting(make_session(archive)) as hand:
            assert hand.browse.view.query == "ambush"
            assert hand.browse.list.current == n
            assert hand.browse.box.value == "ambush"

    n = asyncio.run(first())
    kept = "".join(path.read_text() for path in (tmp_path / "state").rglob("*.json"))
    assert "river road" not in kept
    assert not list((archive.root / ".dateline").glob("*.json"))
    asyncio.run(second(n))


def test_one_search_at_a_time_and_stale_answers_are_dropped(archive: Archive, make_session: MakeSession) -> None:
    index = FakeIndex(archive, hold=threading.Event())

    async def act() -> None:
        async with acting(make_session(archive, index=index)) as hand:
            await hand.pilot.press("slash", "b")
            await hand.until(lambda: "b" in index.asked)
            await hand.pilot.press("r", "i")
            await hand.until(lambda: "bri" in index.asked)
            assert index.hold is not None
            index.hold.set()
            await hand.settle()
            assert "b" in index.cancelled
            assert index.most_at_once == 1
            assert hand.titles == ["Bridge reopens after the ambush", "Ambush on the river road"]

    asyncio.run(act())


def test_a_search_that_fails_leaves_the_list_and_says_so(archive: Archive, make_session: MakeSession) -> None:
    index = FakeIndex(archive, fails=KeyError("secret words of an article"))

    async def act() -> None:
        async with acting(make_session(archive, index=index)) as hand:
            await hand.press("slash", "x")
            assert len(hand.titles) == 5
            assert "went wrong" in hand.said
            assert "secret" not in hand.text

    asyncio.run(act())


def test_facets_narrow_and_widen_the_query(big_archive: Archive, make_session: MakeSession) -> None:
    big_archive.edits.tag(big_archive.articles.order()[:3], ["river"])

    async def act() -> None:
        async with acting(make_session(big_archive), (160, 45)) as hand:
            assert "Tags" in hand.text
            hand.browse.facets.focus()
            await hand.press("home", "enter")
            assert hand.browse.view.query == "tag:river"
            assert len(hand.titles) == 3
            await hand.press("enter")
            assert hand.browse.view.query == ""
            await hand.press("minus")
            assert hand.browse.view.query == "-tag:river"
            assert len(hand.titles) == 62

    asyncio.run(act())


def test_filters_narrow_the_list_and_escape_widens_it(archive: Archive, make_session: MakeSession) -> None:
    archive.edits.mark_read(archive.articles.order()[:4], True)

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("f", "down", "enter")
            assert hand.browse.view.filters == ("unread",)
            assert "1 of 5" in hand.text
            await hand.press("escape")
            assert len(hand.titles) == 5

    asyncio.run(act())


def test_the_order_turns_and_the_cursor_stays_on_its_article(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.press("down")
            n = hand.browse.list.current
            newest = hand.titles
            await hand.press("o")
            assert hand.titles == newest[::-1]
            assert hand.browse.list.current == n

    asyncio.run(act())


def test_coding_states_and_nothing_to_code(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            first = hand.browse.list.current
            await hand.press("x")
            assert session.archive.articles.get(first).coding == "nothing to code"
            assert hand.browse.list.current != first
            second = hand.browse.list.current
            await hand.press("C", "down", "enter")
            assert session.archive.articles.get(second).coding == "coding"
            await hand.press("asterisk", "x")
            assert "5 articles" in hand.text
            await hand.press("down", "enter")
            assert session.archive.articles.get(second).coding == "coding"

    asyncio.run(act())


def test_a_note_is_written_and_read(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            n = hand.browse.list.current
            await hand.press("a")
            await hand.type("ask the guard")
            await hand.press("ctrl+o")
            assert [note.text for note in session.archive.articles.get(n).notes] == ["ask the guard"]
            await hand.press("enter")
            assert "ask the guard" in hand.text

    asyncio.run(act())


def test_what_another_process_changes_is_noticed(archive: Archive, make_session: MakeSession) -> None:
    async def act() -> None:
        async with acting(make_session(archive), (160, 45)) as hand:
            await hand.press("down")
            n = hand.browse.list.current
            with Archive.open(archive.root, who="LM") as other:
                other.edits.tag([n], ["seen-elsewhere"])
            await hand.until(lambda: "seen-elsewhere" in hand.text)
            assert hand.browse.list.current == n

    asyncio.run(act())


def test_an_empty_archive_explains_itself(tmp_path: Path, make_session: MakeSession) -> None:
    empty = Archive.open(tmp_path, create=True)

    async def act() -> None:
        async with acting(make_session(empty)) as hand:
            assert "No articles yet" in hand.text
            assert "press R" in hand.text
            for key in ("enter", "t", "e", "m", "C", "x", "u", "space", "v", "asterisk", "n", "p", "escape"):
                await hand.press(key)
            assert hand.running()

    asyncio.run(act())
    empty.close()


def test_a_query_that_finds_nothing_says_what_to_do(session: Session) -> None:
    async def act() -> None:
        async with acting(session, (160, 45)) as hand:
            await hand.press("slash")
            await hand.type("zzz")
            assert "No article matches" in hand.text
            assert "0 of 5" in hand.text
            assert hand.browse.reader.n == 0

    asyncio.run(act())


def test_wide_terminals_preview_and_narrow_ones_switch(session: Session) -> None:
    async def act() -> None:
        async with acting(session, (160, 45)) as hand:
            assert hand.shows(hand.browse.reader)
            assert hand.shows(hand.browse.facets)
            await hand.press("down")
            assert hand.browse.reader.n == hand.browse.list.current
            assert not session.archive.articles.get(hand.browse.reader.n).read
            await hand.pilot.resize_terminal(80, 24)
            await hand.settle()
            assert not hand.shows(hand.browse.facets)
            await hand.press("enter")
            assert hand.shows(hand.browse.reader)
            assert not hand.shows(hand.browse.list)
            await hand.press("J")
            assert hand.browse.reader.n == hand.browse.list.current
            await hand.press("q")
            assert hand.browse.list.has_focus
            await hand.press("q")
            await hand.until(lambda: not hand.app.is_running)

    asyncio.run(act())


def test_the_view_to_start_with_is_shown(archive: Archive, make_session: MakeSession) -> None:
    n = archive.articles.order()[2]

    async def act() -> None:
        async with acting(make_session(archive, start=View(focus=n, pane="reader"))) as hand:
            assert hand.browse.reader.n == n
            assert hand.browse.reader.has_focus

    asyncio.run(act())


def test_a_read_only_archive_is_browsed_and_says_so(tmp_path: Path, make_session: MakeSession) -> None:
    make_archive(tmp_path / "valley").close()
    archive = Archive.open(tmp_path / "valley", read_only=True)

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("enter", "escape")
            for key in ("t", "a", "C", "x", "m", "u", "U", "R"):
                await hand.press(key)
                assert "read" in hand.said
            assert hand.app.screen is hand.browse

    asyncio.run(act())
    archive.close()


def test_keys_that_come_in_one_burst_reach_what_the_first_of_them_opened(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            await hand.burst("slash", *"ambush")
            assert hand.browse.box.value == "ambush"
            assert len(hand.titles) == 2
            await hand.burst("escape")
            await hand.burst("t", *"axmex")
            await hand.burst("enter")
            await hand.burst("enter")
            assert dict(session.archive.tags.all()) == {"axmex": 1}
            assert {row.coding for row in session.archive.articles.rows(hand.browse.list.ns)} == {"new"}

    asyncio.run(act())


def test_the_list_is_grouped_by_day_and_outlet_with_counts(archive: Archive, make_session: MakeSession) -> None:
    order = archive.articles.order()
    archive.edits.set_field(order[:3], "outlet", "Valley [/b] Post")
    archive.edits.set_field(order[3:4], "outlet", "River Times")
    archive.edits.set_field(order[1:2], "published", "2031-05-06")

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            await hand.press("O")
            rows = [line.strip() for line in hand.text.splitlines()]
            assert "2031-05-06  2" in rows
            assert "2031-05-04  1" in rows
            assert hand.browse.list.current == order[0]
            await hand.press("down", "down")
            assert hand.browse.list.current == order[2]
            assert "3 / 5" in hand.text
            await hand.press("end", "v", "home", "v")
            assert hand.browse.list.selected == set(order)
            await hand.press("escape", "O")
            rows = [line.strip() for line in hand.text.splitlines()]
            heads = [line for line in rows if line in ("Valley [/b] Post  3", "River Times  1", "no outlet  1")]
            assert heads == ["Valley [/b] Post  3", "River Times  1", "no outlet  1"]
            await hand.press("slash")
            await hand.type("market")
            await hand.press("enter")
            assert "River Times  1" in hand.text
            assert hand.titles == ["Shelling hits a market"]
            await hand.press("O")
            assert "no near-copies  1" in hand.text
            await hand.press("O")
            assert "near-copies" not in hand.text
            assert "River Times  1" not in hand.text

    asyncio.run(act())
