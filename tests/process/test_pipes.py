"""Pipes, closed ends and old locales: output is UTF-8, whole, and quiet when nobody wants it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archives import write
from tests.process.conftest import LONGEST, dateline

COMMAND = [sys.executable, "-m", "tui.cli"]


@pytest.fixture
def arabic(folder: Path) -> Path:
    """An archive with an article in Arabic."""
    write(folder, {"خبر.txt": "انفجار لغم قرب الحاجز\n\nJul 4, 2020\n\nأصيب أربعة جنود بجروح عند الحاجز صباح السبت.\n"})
    assert dateline("update", "-q", "-a", folder).code == 0
    return folder


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LANG": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}])
def test_pipes_get_utf8_whatever_the_locale(arabic: Path, locale: dict[str, str]) -> None:
    ran = dateline(
        "search", "--archive", arabic, "published:2020-07-04", environment={"PYTHONCOERCECLOCALE": "0", **locale}
    )
    assert ran.code == 0
    assert "انفجار لغم قرب الحاجز" in ran.out
    asked = dateline("search", "--archive", arabic, "--json", "published:2020-07-04", environment=locale).json
    assert asked["hits"][0]["title"] == "انفجار لغم قرب الحاجز"


def test_who_reads_no_further_is_not_complained_to(folder: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "show", "-a", str(folder), "--json", next(iter(ids(folder)))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        cwd=Path.home(),
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(LONGEST) == 128 + signal.SIGPIPE


def ids(folder: Path) -> list[str]:
    """The ids of its articles."""
    from corpus.archive import Archive

    with Archive.open(folder, read_only=True) as archive:
        return [archive.articles.get(n).id for n in archive.articles.order()]


def test_a_full_disk_behind_the_pipe_is_a_failure(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [*COMMAND, "stats", "-a", str(folder)], stdout=full, stderr=subprocess.PIPE, cwd=Path.home(), check=False
        )
    assert ran.returncode == 1
    assert b"No space left" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_closed_ends_are_survived(folder: Path) -> None:
    script = " ".join([*COMMAND, "stats", "-a", str(folder), ">&-", "2>&-", "<&-"])
    assert subprocess.run(["sh", "-c", script], cwd=Path.home(), check=False).returncode == 0


INTERRUPT = "\x03"
UNHEARD = 10.0
"""Seconds of silence after which it is typed once more."""


def at_terminal(
    *arguments: str, asked: str = "", typed: str = "", environment: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run a command at a terminal of its own: its exit code, and all that it wrote.

    What is to be typed is typed once the words `asked` were written; an interrupt once more if nothing comes of
    it, as people do: one that comes when Python is just on its way to read a line is heard with the next key only.
    """
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(Path.home())
        # Who runs the tests in the background has them ignore interrupts, and they would hand that on.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execve(sys.executable, [*COMMAND, *arguments], {**os.environ, "TERM": "xterm", **(environment or {})})
    written, interrupted = b"", False
    while True:
        if not select.select([terminal], [], [], UNHEARD)[0] and interrupted:
            os.write(terminal, INTERRUPT.encode())
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:  # its end, on Linux
            break
        if not data:
            break
        written += data
        if typed and asked.encode() in written:
            os.write(terminal, typed.encode())
            interrupted, typed = typed == INTERRUPT, ""
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), written.decode("utf-8", "replace")


def test_at_a_terminal_there_is_progress_and_emphasis(folder: Path) -> None:
    code, out = at_terminal("update", "--rebuild", "-a", str(folder))
    assert code == 0
    assert "reading  3 of 3  100 %" in out
    assert "\x1b[1m" in at_terminal("search", "--archive", str(folder), "checkpoint")[1]
    plain = at_terminal("search", "--archive", str(folder), "checkpoint", environment={"NO_COLOR": "1"})[1]
    assert "\x1b" not in plain
    assert "Militia attacks checkpoint" in plain


def test_a_purge_asks_at_the_terminal(folder: Path) -> None:
    id_ = ids(folder)[0]
    code, out = at_terminal("purge", "-a", str(folder), id_, asked="type its id", typed="yes\n")
    assert (code, id_ in ids(folder)) == (1, True)
    assert "Nothing was erased" in out
    assert at_terminal("purge", "-a", str(folder), id_, asked="type its id", typed=f"{id_}\n")[0] == 0
    assert id_ not in ids(folder)


def test_a_purge_that_is_interrupted_at_the_question_erases_nothing(folder: Path) -> None:
    id_ = ids(folder)[0]
    assert at_terminal("purge", "-a", str(folder), id_, asked="type its id", typed=INTERRUPT)[0] == 130
    assert id_ in ids(folder)


def test_an_exported_text_moves_no_cursor(folder: Path) -> None:
    write(
        folder, {"evil.txt": "Evil \x1b[2J title\u202e\n\nJul 4, 2020\n\nA body with \x9b2J and \x1b]0;x\x07 in it.\n"}
    )
    dateline("update", "-q", "-a", folder)
    out = at_terminal("export", "--all", "--text", "-a", str(folder), environment={"NO_COLOR": "1"})[1]
    assert not set("\x1b\x9b\x07\u202e") & set(out)
