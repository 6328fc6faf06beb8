"""How errors reach the user, and that reports of mistakes hold no text of an article."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.errors import ArchiveError, FolderEmptied, StoreForeign, StoreLocked
from index.errors import IndexBusy, QueryError
from tests.tui.conftest import MakeSession, acting
from tests.tui.fakes import FakeIndex
from tui import errors
from tui.app import refusal

SECRET = "the witness lives in the blue house"


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (QueryError("a OR", 2, 4, "a word"), "field"),
        (StoreForeign("The database is not dateline's", hint="Restore the backup."), "dialog"),
        (FolderEmptied("The folder is empty"), "dialog"),
        (StoreLocked("Another process writes"), "toast"),
        (IndexBusy(), "toast"),
        (ArchiveError("Anything else"), "toast"),
        (OSError(28, "No space left on device", "/some/where/x.yaml"), "toast"),
        (KeyError(SECRET), "toast"),
    ],
)
def test_every_error_has_its_place(error: Exception, place: str, own_home: Path) -> None:
    shown = errors.shown(error)
    assert shown.place == place
    assert shown.title
    assert SECRET not in shown.title + shown.text


def test_an_error_says_what_why_and_what_to_do() -> None:
    shown = errors.shown(StoreForeign("Not ours", detail="A trigger is in it.", hint="Restore the backup."))
    assert (shown.title, shown.text) == ("Not ours", "A trigger is in it.\nRestore the backup.")


def test_control_characters_of_an_error_are_made_visible() -> None:
    assert "\x1b" not in errors.shown(ArchiveError("odd \x1b[31m name", detail="\x07")).title


def fail(text: str) -> None:
    inner = text.upper()
    raise ValueError(f"{text} {inner}")


def test_a_report_tells_where_but_not_what(tmp_path: Path) -> None:
    try:
        try:
            fail(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        path = errors.report(error, tmp_path / "state")
    assert path is not None
    text = path.read_text()
    assert "RuntimeError" in text
    assert "ValueError" in text
    assert "in fail" in text
    assert SECRET not in text
    assert SECRET.upper() not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_report_that_cannot_be_written_is_no_further_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert errors.report(ValueError(), tmp_path / "file") is None


def test_a_dialog_tells_of_what_needs_a_decision(archive: Archive, make_session: MakeSession) -> None:
    index = FakeIndex(
        archive, fails=StoreForeign("The database was tampered with", hint="Restore the backup beside it.")
    )

    async def act() -> None:
        async with acting(make_session(archive, index=index)) as hand:
            await hand.press("slash", "x")
            assert "The database was tampered with" in hand.text
            assert "Restore the backup beside it." in hand.text
            await hand.press("enter")
            assert hand.app.screen is hand.browse

    asyncio.run(act())


def test_a_mistake_of_our_own_ends_without_text_of_an_article(
    archive: Archive, make_session: MakeSession, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crashes = []

    async def act() -> None:
        async with acting(make_session(archive)) as hand:
            crashes.append(hand.app)
            hand.browse.call_next(fail, SECRET)
            await hand.until(lambda: not hand.app.is_running or hand.app.crash)

    with pytest.raises(ValueError, match=SECRET):
        asyncio.run(act())
    assert "What you had confirmed is saved" in crashes[0].crash
    assert SECRET not in crashes[0].crash
    seen = capsys.readouterr()
    assert SECRET not in seen.out + seen.err
    (path,) = own_home.rglob("crash-*.txt")
    assert SECRET not in path.read_text()


@pytest.mark.parametrize(
    ("environment", "terminal", "words"),
    [
        ({"TERM": "xterm"}, True, ""),
        ({"TERM": "dumb"}, True, "TERM=dumb"),
        ({}, True, "TERM=dumb"),
        ({"TERM": "xterm"}, False, "need a terminal"),
    ],
)
def test_where_screens_cannot_be_shown_it_is_said(environment: dict[str, str], terminal: bool, words: str) -> None:
    said = refusal(environment, is_terminal=terminal)
    assert words in said
    assert bool(said) == bool(words)
