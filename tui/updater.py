"""The update of an archive as a process of its own, so that reading ten thousand files never makes a key slow.

It is told by JSON lines what the process does. The process is niced, stands outside the archive, cannot be made to
import anything from where it stands, and ends when it is no longer wanted. Another command may be started as a
process that waits until there is something to do. Nothing about files or the index is known here.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from tui.messages import UpdateEnded, UpdateProgressed

LONGEST_LINE = 16 * 1024 * 1024
"""The longest line that is taken from the process, in bytes: a report may list many files."""

PATIENCE = 2.0
"""How long a process that was told to end is waited for, in seconds."""

NICE = 10
LAST_WORDS = 2_000
"""How much of what the process complains about is kept, in bytes."""


class Updater:
    """Runs one update at a time.

    Args:
        command: The command line of the process.
        post: Takes the messages.
        waiting: The command line of one that first waits for something to change; None if nothing is to be waited for.

    Attributes:
        running: Whether an update goes on; one that waits does not.
    """

    def __init__(
        self,
        command: Sequence[str],
        post: Callable[[UpdateProgressed | UpdateEnded], object],
        waiting: Sequence[str] | None = None,
    ) -> None:
        self._command = tuple(command)
        self._waiting = tuple(waiting or ())
        self._post = post
        self._process: asyncio.subprocess.Process | None = None
        self._stopped = False
        self._heard = False
        self._over = asyncio.Event()
        self._over.set()
        self.running = False

    async def run(self) -> None:
        """Run the process to its end, and tell what it does; one that still waits gives way to it."""
        if self.running:
            return
        self.running = True
        if not self._over.is_set():
            await self.end()
        self.running = True
        self._stopped = self._heard = False
        self._over.clear()
        try:
            self._post(await self._run(self._command))
        finally:
            self._done()

    async def wait(self) -> None:
        """Wait until something changes and run the update that reads it; the waiting itself is not told of."""
        if not self._waiting or self.running or not self._over.is_set():
            return
        self._stopped = self._heard = False
        self._over.clear()
        try:
            ended = await self._run(self._waiting)
            if self._heard or ended.report:
                self._post(ended)
        finally:
            self._done()

    def _done(self) -> None:
        self.running = False
        self._process = None
        self._over.set()

    def stop(self) -> None:
        """End the process, if it runs; what it had confirmed stays."""
        self._stopped = True
        if self._process is not None:
            _tell(self._process, signal.SIGTERM)

    async def end(self) -> None:
        """End the process, and wait until it is gone; one that does not go is killed."""
        self.stop()
        if self._over.is_set():
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._over.wait()
                return
        if self._process is not None:
            _tell(self._process, signal.SIGKILL)
            await self._over.wait()

    async def _run(self, command: Sequence[str]) -> UpdateEnded:
        report: dict[str, Any] = {}
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=Path.home().anchor,
                env={**os.environ, "PYTHONSAFEPATH": "1"},
                limit=LONGEST_LINE,
            )
        except OSError as error:
            return UpdateEnded({}, f"The update could not be started: {error.strerror}")
        self._process = process
        if self._stopped:
            _tell(process, signal.SIGTERM)
        _be_nice(process.pid)
        complaint = asyncio.ensure_future(_last_words(process))
        try:
            async for told in _told(process):
                if isinstance(told.get("report"), dict):
                    report = told["report"]
                elif "stage" in told:
                    self.running = self._heard = True
                    self._post(_progress(told))
        finally:
            _tell(process, signal.SIGTERM)
            await process.wait()
        problem = "" if report or self._stopped else await complaint
        complaint.cancel()
        return UpdateEnded(report, problem, self._stopped and not report)


def _tell(process: asyncio.subprocess.Process, what: signal.Signals) -> None:
    """Send a process a signal, if it still runs.

    Not by asyncio, which looks first whether the process has ended, and so may take its end from the thread that waits
    for that: then nobody knows how it ended, and a warning is written over the terminal.
    """
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, what)


def _be_nice(pid: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, pid, NICE)


def _progress(told: dict[str, Any]) -> UpdateProgressed:
    done, total = told.get("done"), told.get("total")
    return UpdateProgressed(
        str(told["stage"]), done if isinstance(done, int) else 0, total if isinstance(total, int) else 0
    )


async def _told(process: asyncio.subprocess.Process) -> AsyncIterator[dict[str, Any]]:
    """Each JSON object that the process writes, a line each; anything else is passed over."""
    stream = process.stdout or asyncio.StreamReader()
    while line := await stream.readline():
        with contextlib.suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, dict):
                yield value


async def _last_words(process: asyncio.subprocess.Process) -> str:
    """The last thing that the process complained of, with what it says to do; reads on so that it never blocks."""
    stream = process.stderr or asyncio.StreamReader()
    kept = b""
    while chunk := await stream.read(4096):
        kept = (kept + chunk)[-LAST_WORDS:]
    lines = kept.decode("utf-8", "replace").strip().splitlines()
    # An error takes a line, and each line about it that follows is indented.
    begin = max((at for at, line in enumerate(lines) if not line.startswith(" ")), default=0)
    words = "\n".join(line.strip() for line in lines[begin:]).removeprefix("dateline: ")
    return words or "The update ended without a report"
