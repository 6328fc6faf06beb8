"""The reading processes, from the update's side: they are started, given files, timed, and replaced when they die.

A process that dies takes nothing with it but the answer it owed: the file it was reading is tried once more by
another one, and if that dies too, the file is at fault and is said to be. What the answers mean is not known here.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import ReadersFailing
from corpus.reading.exchange import Answer, Ask, Fault, read_answer, write_ask

PATIENCE = 30.0
"""How many seconds a process may be silent; its own processor time is bounded far below that."""

AHEAD = 12
"""How many files a process has before it, so that it never waits for us."""

MOST_HELD = 24 * 1024 * 1024
"""How many bytes of answers are held at most that came before those to earlier questions."""

MOST_DEATHS = 40
"""After so many deaths without a single answer between them, the fault is not with the files."""

_AHEAD_BYTES = 16 * 1024
_FILES_EACH = 40
"""So many files make one more process worth its start."""

_TICK = 0.1
_CHUNK = 1024 * 1024
_COMMAND = ("-P", "-m", "corpus.reading.child")

_CRASHED = Fault("its reader crashed", "It is broken, or made to break readers.")
_SIGNALS = {
    signal.SIGXCPU: Fault("reading it takes longer than 10 seconds"),
    signal.SIGKILL: Fault("the process that read it was ended by the system", "Most often for want of memory."),
    **dict.fromkeys((signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE), _CRASHED),
}
_SILENT = Fault(f"reading it was given up after {PATIENCE:.0f} seconds", "Is the disk slow, or gone?")


@dataclass(slots=True)
class _Job:
    number: int
    ask: Ask
    again: bool = False

    @property
    def weight(self) -> int:
        """About how many bytes the question takes."""
        return len(self.ask.root) + len(self.ask.path) + 100


@dataclass(slots=True, eq=False)
class _Child:
    process: subprocess.Popen[bytes]
    output: int
    jobs: deque[_Job] = field(default_factory=deque)
    begun: bool = False
    """Whether a part of the answer to the first of them is here."""
    heard: float = 0.0
    unread: bytearray = field(default_factory=bytearray)

    def give(self, job: _Job) -> None:
        """Have it read one more file."""
        if not self.jobs:
            self.heard = time.monotonic()
        self.jobs.append(job)
        assert self.process.stdin is not None  # noqa: S101 -- it was started with a pipe
        # One that died is noticed by the end of its output; what it was given is then given to another one.
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(write_ask(job.number, job.ask))
            self.process.stdin.flush()

    def end(self) -> int:
        """End it, and say how it ended."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        if self.process.poll() is None:
            self.process.kill()
        return self.process.wait()


class Crew:
    """Processes that read files.

    Args:
        most: How many processes at most.
        command: What comes after the interpreter in the command line of a process; for tests of misbehaving ones.
        patience: How many seconds a process may be silent.
    """

    def __init__(self, most: int, command: tuple[str, ...] = _COMMAND, patience: float = PATIENCE) -> None:
        self.most = max(1, most)
        self._command = command
        self._patience = patience
        self._deaths = 0
        self._children: list[_Child] = []
        self._selector = selectors.DefaultSelector()
        self._waiting: Iterator[_Job] = iter(())
        self._all_asked = False
        self._again: deque[_Job] = deque()
        self._held: dict[int, list[tuple[Ask, Answer]]] = {}
        self._weight = 0
        self._next = 0

    def close(self) -> None:
        """End all processes."""
        for child in list(self._children):
            self._part_with(child)
        self._selector.close()

    def look_into(
        self, asks: Iterable[Ask], total: int, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Ask, Answer] | None]:
        """What is in files, in the order of the questions; None now and then while nothing comes.

        Args:
            asks: The files.
            total: About how many there are, for how many processes are worth their start.
            cancelled: Once true, no more is asked or told.

        Raises:
            ReadersFailing: No process can be kept alive.
        """
        self._waiting = (_Job(number, ask) for number, ask in enumerate(asks))
        self._again, self._held, self._weight, self._next, self._all_asked = deque(), {}, 0, 0, False
        wanted = min(self.most, 1 + total // _FILES_EACH)
        try:
            while not cancelled():
                self._hand_out(wanted)
                if not any(child.jobs for child in self._children):
                    return
                self._hear()
                yield from self._tell()
                yield None
        finally:
            for child in [child for child in self._children if child.jobs]:
                self._part_with(child)

    # Asking

    def _hand_out(self, wanted: int) -> None:
        """Give every process enough to do."""
        while len(self._children) < wanted and (self._again or not self._all_asked):
            self._start()
        if self._again and self._weight > MOST_HELD and all(child.jobs for child in self._children):
            self._start()  # those here wait for the answer that is owed
        for child in sorted(self._children, key=lambda each: len(each.jobs)):
            size = sum(job.weight for job in child.jobs)
            while len(child.jobs) < AHEAD and size < _AHEAD_BYTES:
                if self._again and child.jobs:
                    break  # what may be at fault is given to a process that has nothing else
                job = self._again.popleft() if self._again else next(self._waiting, None)
                if job is None:
                    self._all_asked = True
                    return
                child.give(job)
                size += job.weight

    def _start(self) -> None:
        process = subprocess.Popen(
            [sys.executable, *self._command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path.home().anchor,
            env={**os.environ, "PYTHONSAFEPATH": "1"},
            process_group=0,  # a Ctrl-C is for the update, which ends its processes itself
        )
        assert process.stdout is not None  # noqa: S101 -- it was started with a pipe
        child = _Child(process, process.stdout.fileno())
        os.set_blocking(child.output, False)
        self._selector.register(child.output, selectors.EVENT_READ, child)
        self._children.append(child)

    def _part_with(self, child: _Child) -> int:
        self._selector.unregister(child.output)
        self._children.remove(child)
        return child.end()

    # Listening

    def _is_full(self, child: _Child) -> bool:
        """Whether nothing is to be heard of a process for now, since too much is held that came too early."""
        return self._weight > MOST_HELD and not (child.jobs and child.jobs[0].number == self._next)

    def _hear(self) -> None:
        ready = {key.data for key, _ in self._selector.select(_TICK)}
        if ready and all(self._is_full(child) for child in ready):
            time.sleep(_TICK)
        now = time.monotonic()
        for child in list(self._children):
            if self._is_full(child):
                child.heard = now
                continue
            chunk = _chunk(child.output) if child in ready else None
            if chunk is not None:
                child.heard = now
                if chunk:
                    self._take(child, chunk)
                else:
                    self._bury(child, None)
            elif child.jobs and now - child.heard > self._patience:
                self._bury(child, _SILENT)

    def _take(self, child: _Child, chunk: bytes) -> None:
        child.unread += chunk
        if b"\n" not in chunk:
            return
        lines = child.unread.split(b"\n")
        child.unread = lines.pop()
        for line in lines:
            answer = read_answer(bytes(line))
            if child.jobs and child.jobs[0].number == answer.number:
                self._deaths = 0
                self._hold(child.jobs[0].ask, answer)
                child.begun = not answer.last
                if answer.last:
                    child.jobs.popleft()

    def _hold(self, ask: Ask, answer: Answer) -> None:
        self._held.setdefault(answer.number, []).append((ask, answer))
        self._weight += answer.weight

    def _tell(self) -> Iterator[tuple[Ask, Answer]]:
        """What is next in the order of the questions, as far as it is here."""
        while held := self._held.pop(self._next, None):
            for ask, answer in held:
                self._weight -= answer.weight
                self._next += answer.last
                yield ask, answer

    def _bury(self, child: _Child, fault: Fault | None) -> None:
        """Give what a dead process had before it to others; the file it died of is told of."""
        code = self._part_with(child)
        self._deaths += code != 0
        if self._deaths > MOST_DEATHS:
            raise ReadersFailing(
                "No file can be read: the processes that read them die at once",
                detail=_fault(code).detail,
                hint="Is dateline installed whole, and is there memory left?",
            )
        if child.jobs and (code != 0 or fault is not None or child.begun):
            first = child.jobs.popleft()
            if fault is None and code != -signal.SIGXCPU and not first.again and not child.begun:
                self._again.append(_Job(first.number, first.ask, again=True))
            else:
                self._hold(first.ask, Answer(first.number, fault=fault or _fault(code), last=True))
        self._again.extend(child.jobs)  # all of them, if it ended by itself, having grown large


def _chunk(output: int) -> bytes | None:
    """What can be read; nothing at the end, None if there is nothing yet."""
    try:
        return os.read(output, _CHUNK)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _fault(code: int) -> Fault:
    if code < 0:
        with contextlib.suppress(ValueError):
            ended_by = signal.Signals(-code)
            return _SIGNALS.get(ended_by) or Fault("the process that read it died", f"By signal {ended_by.name}.")
    return Fault("the process that read it died", f"Its exit code is {code}.")


_kept: list[Crew] = []


@contextlib.contextmanager
def crew(most: int) -> Iterator[Crew]:
    """Processes that read files; they stay for the next update of ours, and end with us."""
    mine = _kept.pop() if _kept else Crew(most)
    mine.most = max(1, most)
    try:
        yield mine
    except BaseException:
        mine.close()
        raise
    if _kept:
        mine.close()
    else:
        _kept.append(mine)


@atexit.register
def _close_all() -> None:
    while _kept:
        _kept.pop().close()
