"""The update in a process of its own: what it tells, how it is stopped, and what it may not do."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from corpus.archive import Archive
from tests.tui.conftest import MakeSession, acting
from tui.messages import UpdateEnded, UpdateProgressed
from tui.screens.updating import update_words
from tui.session import Session
from tui.settings import Settings
from tui.updater import Updater

Told = UpdateProgressed | UpdateEnded


def script(code: str) -> list[str]:
    """A child that runs some Python."""
    return [sys.executable, "-c", code]


def run(code: str) -> list[Told]:
    told: list[Told] = []
    asyncio.run(Updater(script(code), told.append).run())
    return told


WAITS = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})\n"
"""How a child begins that will wait for a signal, which then may come before it waits."""
GOES_ON = "signal.sigwait({signal.SIGUSR1})\n"
"""How it waits."""


def test_progress_and_the_report_are_told() -> None:
    lines = [{"stage": "reading", "done": 1, "total": 3}, {"report": {"new": 3}}]
    *progress, end = run(f"print({chr(10).join(map(json.dumps, lines))!r})")
    assert [(each.stage, each.done, each.total) for each in progress if isinstance(each, UpdateProgressed)] == [
        ("reading", 1, 3)
    ]
    assert isinstance(end, UpdateEnded)
    assert (end.report, end.problem, end.stopped) == ({"new": 3}, "", False)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import sys; sys.exit('The folder is empty')", "The folder is empty"),
        ("import sys; sys.exit('reading\\ndateline: No folder\\n  Name one.')", "No folder\nName one."),
        ("", "without a report"),
        ("print('no json'); print('[1]'); print('{\"stage\": 1}')", "without a report"),
        ("import os; os.abort()", "without a report"),
    ],
)
def test_a_child_that_fails_is_told_with_its_last_words(code: str, problem: str) -> None:
    end = run(code)[-1]
    assert isinstance(end, UpdateEnded)
    assert problem in end.problem
    assert end.report == {}


def test_a_program_that_is_not_there_is_told() -> None:
    told: list[Told] = []
    asyncio.run(Updater(["/no/such/program"], told.append).run())
    assert isinstance(told[0], UpdateEnded)
    assert "could not be started" in told[0].problem


def test_the_child_stands_outside_niced_and_safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = (
        "import json, os, sys\n"
        "found = [os.getcwd(), os.environ['PYTHONSAFEPATH'], sys.stdin.read(), os.getppid()]\n"
        "print(json.dumps({'report': {'found': found}}))"
    )
    end = run(code)[-1]
    assert isinstance(end, UpdateEnded)
    assert end.report["found"] == [str(Path.home().anchor), "1", "", os.getpid()]


def test_a_child_is_stopped_and_does_not_stay() -> None:
    async def act() -> list[Told]:
        told: list[Told] = []
        started = asyncio.Event()

        def hear(message: Told) -> None:
            told.append(message)
            started.set()

        code = (
            'import os, signal; print(\'{"stage": "reading", "done": %d}\' % os.getpid(), flush=True); signal.pause()'
        )
        updater = Updater(script(code), hear)
        running = asyncio.ensure_future(updater.run())
        await started.wait()
        updater.stop()
        await running
        return told

    first, end = asyncio.run(act())
    assert isinstance(first, UpdateProgressed)
    assert isinstance(end, UpdateEnded)
    assert end.stopped
    assert end.problem == ""
    with pytest.raises(ProcessLookupError):
        os.kill(first.done, 0)


def test_much_complaint_never_blocks() -> None:
    end = run("import sys; sys.stderr.write('x' * 1_000_000 + '\\nlast'); print('{\"report\": {\"new\": 1}}')")[-1]
    assert isinstance(end, UpdateEnded)
    assert end.report == {"new": 1}


def test_articles_appear_while_the_update_runs_and_the_cursor_stays(
    archive: Archive, make_session: MakeSession, tmp_path: Path
) -> None:
    code = WAITS + (
        "import json, os, pathlib\n"
        "from corpus.archive import Archive\n"
        "from corpus.intake import update\n"
        f"root, here = pathlib.Path({str(archive.root)!r}), pathlib.Path({str(tmp_path)!r})\n"
        "(here / f'waiter-{os.getpid()}').touch()\n"
        "print(json.dumps({'stage': 'reading', 'done': 1, 'total': 2}), flush=True)\n"
        "with Archive.open(root) as archive: report = update(archive)\n"
        f"{GOES_ON}"
        "print(json.dumps({'report': {'new': report.new, 'problems': 1}}), flush=True)\n"
    )
    (archive.root / "late.txt").write_text("A late report\n\n2031-06-01\n\nIt came late.\n")

    async def act() -> None:
        session = make_session(archive, settings=Settings(glyphs="unicode"), updater=script(code))
        async with acting(session) as hand:
            await hand.press("down")
            n = hand.browse.list.current
            await hand.until(lambda: "reading 1 of 2" in hand.text)
            await hand.until(lambda: "A late report" in hand.titles)
            assert hand.browse.list.current == n
            (pid,) = waiters(tmp_path)
            os.kill(pid, signal.SIGUSR1)
            await hand.until(lambda: "1 new" in hand.said)
            assert "1 file could not be read" in hand.said
            assert hand.browse.list.current == n

    asyncio.run(act())


def test_update_is_stopped_by_its_key_and_by_leaving(
    archive: Archive, make_session: MakeSession, tmp_path: Path
) -> None:
    code = 'import os, signal; print(\'{"stage": "reading", "done": %d}\' % os.getpid(), flush=True); signal.pause()'

    async def act() -> int:
        session = make_session(archive, settings=Settings(update_at_start=False), updater=script(code))
        async with acting(session) as hand:
            updater = hand.browse.updater
            assert updater is not None
            assert not updater.running
            await hand.press("R")
            await hand.until(lambda: "reading" in hand.browse.status.background)
            await hand.press("R")
            await hand.until(lambda: not updater.running)
            await hand.press("R")
            await hand.until(lambda: any(char.isdigit() for char in hand.browse.status.background))
            pid = int("".join(char for char in hand.browse.status.background if char.isdigit()))
            await hand.burst("ctrl+q")
            await hand.until(lambda: not hand.app.is_running)
            return pid

    pid = asyncio.run(act())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_an_update_that_is_ended_leaves_no_words_of_the_event_loop(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever else takes its end from the one who waits for it makes the loop warn, over whatever is on the screen."""

    async def act() -> None:
        for _ in range(20):
            told: list[Told] = []
            updater = Updater(["sh", "-c", 'echo \'{"stage": "reading"}\'; exec sleep 600'], told.append)
            running = asyncio.ensure_future(updater.run())
            while not told:
                await asyncio.sleep(0)
            await updater.end()
            await running
            ended = told[-1]
            assert isinstance(ended, UpdateEnded)
            assert (ended.report, ended.problem, ended.stopped) == ({}, "", True)

    asyncio.run(act())
    assert caplog.records == []


WAITER = (
    f"{WAITS}"
    "import json, os, pathlib, sys\n"
    "here = pathlib.Path(sys.argv[1])\n"
    "(here / f'waiter-{os.getpid()}').touch()\n"
    f"{GOES_ON}"
    "print(json.dumps({'stage': 'reading', 'done': 1, 'total': 2}), flush=True)\n"
    "print(json.dumps({'report': {'new': 7}}), flush=True)\n"
)


def waiters(folder: Path) -> list[int]:
    return [int(path.name.partition("-")[2]) for path in folder.glob("waiter-*")]


def test_what_comes_into_the_folder_later_is_read_by_itself(
    archive: Archive, make_session: MakeSession, tmp_path: Path
) -> None:
    once = script('print(\'{"report": {"new": 1}}\')')

    async def act() -> None:
        session = make_session(archive, updater=once, watcher=[*script(WAITER), str(tmp_path)])
        async with acting(session) as hand:
            await hand.until(lambda: "1 new" in hand.said)
            await hand.until(lambda: len(waiters(tmp_path)) == 1)
            updater = hand.browse.updater
            assert updater is not None
            assert not updater.running, "one that waits is no update that R would stop"
            os.kill(waiters(tmp_path)[0], signal.SIGUSR1)
            await hand.until(lambda: "7 new" in hand.said)
            await hand.until(lambda: len(waiters(tmp_path)) == 2)
            await hand.press("R")
            await hand.until(lambda: "1 new" in hand.said)
            await hand.until(lambda: len(waiters(tmp_path)) == 3)

    asyncio.run(act())
    for pid in waiters(tmp_path):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_nobody_waits_for_those_who_update_by_hand(archive: Archive, make_session: MakeSession, tmp_path: Path) -> None:
    once = script('print(\'{"report": {"new": 1}}\')')

    async def act() -> None:
        settings = Settings(update_at_start=False)
        session = make_session(archive, settings=settings, updater=once, watcher=[*script(WAITER), str(tmp_path)])
        async with acting(session) as hand:
            await hand.press("R")
            await hand.until(lambda: "1 new" in hand.said)

    asyncio.run(act())
    assert waiters(tmp_path) == []


def test_what_just_happened_is_said_in_full_beside_what_goes_on(session: Session) -> None:
    async def act() -> None:
        async with acting(session) as hand:
            status = hand.browse.status
            hand.browse._progress(UpdateProgressed("names", 3_500, 10_109))
            await hand.settle()
            assert "collecting names 3,500 of 10,109" in hand.text
            for words, beside in (("Nothing is selected now.", "collecting names 3,500"), ("It is said. " * 5, "")):
                hand.browse.say(words)
                await hand.settle()
                line = next(line for line in hand.text.splitlines() if words.strip() in line)
                assert beside in line
            hand.browse._progress(UpdateProgressed("names", 10_109, 10_109))
            assert status.background == "collecting names …", "all are collected, and it is not done"

    asyncio.run(act())


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ({"new": 0}, "nothing new"),
        ({"new": 1234, "gone": 2}, "1,234 new, 2 gone"),
        ({"problems": 2}, "2 files could not be read"),
        ({"problems": [1]}, "1 file could not be read"),
        (None, ""),
    ],
)
def test_what_an_update_did_is_said_in_words(report: object, words: str) -> None:
    assert words in update_words(report)
