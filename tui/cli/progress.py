"""How a long command tells how far it is: a line that changes for people, JSON lines for programs, or nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol, TextIO

from tui.cli.output import as_json, is_terminal

Told = Callable[[str, int, int], None]
"""Takes a stage, how much of it is done, and how much there is to do (0: not known)."""

_EVERY = 0.1
_CLEAR = "\r\x1b[K"


class Amount(Protocol):
    """How far a stage is."""

    @property
    def stage(self) -> str:
        """Its name."""

    @property
    def done(self) -> int:
        """What is done."""

    @property
    def total(self) -> int:
        """What there is to do."""


class Meter:
    """Tells nobody; the ones below tell somebody."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note of how far a stage is."""

    def amount(self, amount: Amount) -> None:
        """The same, as one value."""
        self(amount.stage, amount.done, amount.total)

    def end(self) -> None:
        """Leave the line clean."""


class Line(Meter):
    """One line of a terminal that is written again and again, at most ten times a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._began = 0.0
        self._told = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show it, unless something was shown just now."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._told = stage, now, 0.0
        if now - self._told < _EVERY and done != total:
            return
        self._told = now
        text = progress_words(stage, done, total, now - self._began)
        width = shutil.get_terminal_size().columns - 1
        self._stream.write(_CLEAR + text[:width])
        self._stream.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._stage:
            self._stream.write(_CLEAR)
            self._stream.flush()


class JsonLines(Meter):
    """A JSON object a line, for the program that started us."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Write it at once."""
        self._stream.write(as_json({"stage": stage, "done": done, "total": total}, indent=None) + "\n")
        self._stream.flush()


def meter(*, json_lines: bool = False, quiet: bool = False) -> Meter:
    """The meter that suits whoever is listening."""
    if json_lines:
        return JsonLines(sys.stdout)
    if quiet or not is_terminal(sys.stderr) or os.environ.get("TERM", "dumb") == "dumb":
        return Meter()
    return Line(sys.stderr)


def progress_words(stage: str, done: int, total: int, seconds: float) -> str:
    """How far a stage is, in words: amount, share, speed and what is left."""
    text = f"{stage}  {done:,}"
    if total:
        text += f" of {total:,}  {100 * done // total} %"
    if done and seconds > 1:
        rate = done / seconds
        text += f"  {rate:,.0f}/s"
        left = round((total - done) / rate)
        if left > 0:
            text += f"  {left // 60}:{left % 60:02} left"
    return text


class Stopped:
    """Whether, and by which signal, a long command was asked to stop."""

    def __init__(self) -> None:
        self.signal = 0

    def __call__(self) -> bool:
        """Whether it shall stop."""
        return self.signal != 0

    @property
    def code(self) -> int:
        """The exit code that says so; 0 if nobody asked."""
        return 128 + self.signal if self.signal else 0


@contextmanager
def stopping() -> Iterator[Stopped]:
    """While this lasts, Ctrl-C and a friendly kill ask to stop at the next good moment; a second one stops at once."""
    stopped = Stopped()
    wanted = (signal.SIGINT, signal.SIGTERM)

    def note(number: int, _: FrameType | None) -> None:
        stopped.signal = number
        for each in wanted:
            signal.signal(each, before[each])

    before = {each: signal.getsignal(each) for each in wanted}
    for each in wanted:
        signal.signal(each, note)
    try:
        yield stopped
    finally:
        for each in wanted:
            signal.signal(each, before[each])
