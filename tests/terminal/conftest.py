"""A terminal of our own: a pseudo-terminal whose other end a test holds."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.conftest import make_archive

PATIENCE = 30.0
"""How long something is waited for before a test gives up, in seconds."""

ESCAPES = re.compile(
    r"\x1b(?:\[[0-9;:?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^][^\x1b]*\x1b\\|[()][A-Z0-9]|[=>78])"
)

PROGRAM = "import sys; from pathlib import Path; from tui.app import run; sys.exit(run(Path(sys.argv[1])))"


class Terminal:
    """A program in a terminal of its own.

    Args:
        command: What runs in it.
        environment: Laid over this process's environment; None takes a variable away.
        size: Columns and rows.
    """

    def __init__(
        self, command: list[str], environment: dict[str, str | None], size: tuple[int, int] = (80, 24)
    ) -> None:
        self.master, self._slave = pty.openpty()
        self.resize(*size)
        self.before = termios.tcgetattr(self._slave)
        # A test runner may fix these two, and then no program sees the terminal's own size.
        environment = {"COLUMNS": None, "LINES": None, **environment}
        found = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **environment}
        self.process = subprocess.Popen(
            command,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={name: value for name, value in found.items() if value is not None},
            start_new_session=True,
            preexec_fn=self._take_terminal,
        )
        self.raw = ""

    def _take_terminal(self) -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self.master, keys.encode())

    def unread(self) -> int:
        """How many bytes that were sent the program has not taken yet."""
        return int.from_bytes(fcntl.ioctl(self._slave, termios.FIONREAD, b"\0" * 4), sys.byteorder)

    def read(self, seconds: float = 0.05) -> str:
        """What came within some time, if anything."""
        if not select.select([self.master], [], [], seconds)[0]:
            return ""
        try:
            came = os.read(self.master, 65536).decode("utf-8", "replace")
        except OSError:
            return ""
        self.raw += came
        return came

    @property
    def text(self) -> str:
        """All that came, without escape sequences."""
        return ESCAPES.sub("", self.raw)

    def wait_for(self, words: str) -> None:
        """Read until some words have come since the last `forget`; the test fails if they never do."""
        end = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < end, f"{words!r} never came; the last that did: {self.text[-2000:]!r}"
            self.read()

    def forget(self) -> None:
        """Forget what came."""
        while self.read(0.02):
            pass
        self.raw = ""

    def wait_end(self) -> int:
        """Read until the program ends; its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it does not end: {self.text[-1000:]!r}"
            self.read()
        while self.read(0.02):
            pass
        return self.process.returncode

    def attributes(self) -> list[object]:
        """How the terminal is set now."""
        return list(termios.tcgetattr(self._slave))

    def close(self) -> None:
        """End whatever still runs."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.master)
        os.close(self._slave)


@pytest.fixture
def valley(tmp_path: Path, own_home: Path) -> Path:
    """The folder of an archive of five articles, and settings that leave it alone at the start."""
    settings = own_home / "config" / "dateline" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("update_at_start = false\n")
    make_archive(tmp_path / "valley").close()
    return tmp_path / "valley"


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Terminals that are closed after the test."""
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


def start(
    terminals: list[Terminal],
    valley: Path,
    size: tuple[int, int] = (80, 24),
    program: str = PROGRAM,
    **environment: str | None,
) -> Terminal:
    """Start the screens in a terminal."""
    terminal = Terminal([sys.executable, "-c", program, str(valley)], environment, size)
    terminals.append(terminal)
    return terminal
