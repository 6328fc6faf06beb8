"""A program in a pseudo-terminal, driven key by key and timed to the byte."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

SIZE = (40, 120)
PATIENCE = 30.0
QUIET = 0.15


class PseudoTerminal:
    """Runs a program and reads what it paints. Seconds throughout."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], size: tuple[int, int] = SIZE) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
            os.chdir("/")
            os.execvpe(command[0], list(command), environment)
        self.seen = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        os.close(self._fd)
        os.waitpid(self.pid, 0)

    def _read(self, patience: float) -> bytes:
        ready, _, _ = select.select([self._fd], [], [], max(0.0, patience))
        if not ready:
            return b""
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return b""
        for asked in re.findall(rb"\x1b\[\?(\d+)\$p", data):  # a terminal answers what modes it knows
            os.write(self._fd, b"\x1b[?" + asked + b";0$y")
        self.seen += data
        return data

    def wait_for(self, wanted: bytes) -> float:
        """Wait until these bytes have been painted; the time since the start."""
        while wanted not in self.seen:
            if time.perf_counter() - self.started > PATIENCE:
                raise TimeoutError(f"{wanted!r} never was painted")
            self._read(1.0)
        return time.perf_counter() - self.started

    def settle(self, patience: float = 5.0) -> None:
        """Read until nothing has been painted for a moment, or patience ends."""
        until = time.perf_counter() + patience
        while time.perf_counter() < until and self._read(QUIET):
            pass

    def press(self, key: bytes) -> float:
        """Press a key; the time to the first byte painted after it."""
        started = time.perf_counter()
        os.write(self._fd, key)
        while time.perf_counter() - started < PATIENCE:
            if self._read(1.0):
                return time.perf_counter() - started
        raise TimeoutError(f"nothing was painted after {key!r}")

    def press_until(self, key: bytes, wanted: bytes) -> float:
        """Press a key; the time until these bytes have been painted after it."""
        self.seen = b""
        started = time.perf_counter()
        os.write(self._fd, key)
        while wanted not in self.seen:
            if time.perf_counter() - started > PATIENCE:
                raise TimeoutError(f"{wanted!r} was not painted after {key!r}")
            self._read(1.0)
        return time.perf_counter() - started

    def cpu_ms(self) -> float:
        """The processor time that the program has taken so far, where the system tells it, to ten milliseconds."""
        status = Path(f"/proc/{self.pid}/stat")
        if not status.is_file():
            return 0.0
        fields = status.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> tuple[float, float]:
        """The program's own memory, and pages of files that the system maps for it and takes back when it likes."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.is_file():
            return 0.0, 0.0
        found = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        own, mapped = (int(found[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile"))
        return own, mapped
