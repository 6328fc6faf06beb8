"""Who makes parts: this process, or several beside it where there is much to do.

Each of those is a process of its own, started afresh, that reads the archive's texts by itself. They stand outside the
archive, import nothing from where they stand, and are told what to do, and tell what they did, in lines of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self

from index.building.builder import Builder
from index.codec.join import join
from index.disk.manifest import PartState, part_state, part_value
from index.disk.snapshot import living, open_part
from index.errors import SearchCancelled
from index.source import Source

WORTH_IT = 6_000
"""From so many articles on, other processes help."""

MOST = 4
"""No more processes than this."""

_BATCH = 250
_WAIT = 0.05

Told = Callable[[int], None]


class Makers:
    """Makes and joins parts; in a `with`, which ends the processes.

    Args:
        folder: Where parts are.
        source: The archive.
        processes: The most processes; None for as many as there are cores, 1 for only this one.
        cancelled: Asked now and then whether to stop.
    """

    def __init__(self, folder: Path, source: Source, processes: int | None, cancelled: Callable[[], bool]) -> None:
        self._folder = folder
        self._source = source
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._most = min(MOST, cores) if processes is None else processes
        self._cancelled = cancelled
        self._helpers: Helpers | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._helpers is not None:
            self._helpers.end()

    def make(self, wanted: Sequence[Sequence[int]], told: Told) -> Iterator[list[PartState]]:
        """Make parts of articles, list by list, in order.

        Args:
            wanted: The numbers of the articles.
            told: Told how many of all are done.

        Raises:
            SearchCancelled: As asked.
        """
        if self._most > 1 and sum(map(len, wanted)) >= WORTH_IT and self._source.folder.is_dir():
            self._helpers = self._helpers or Helpers(self._folder, self._source.root, self._most)
            yield from self._made_beside(self._helpers, wanted, told)
            return
        builder = Builder(self._folder)
        done = 0
        for numbers in wanted:
            self._check()
            for i, entry in enumerate(self._source.articles.for_index(numbers), 1):
                builder.add(entry)
                if i % _BATCH == 0:
                    told(done + i)
                    self._check()
            self._check()
            yield builder.finish()
            done += len(numbers)
            told(done)

    def _made_beside(self, helpers: Helpers, wanted: Sequence[Sequence[int]], told: Told) -> Iterator[list[PartState]]:
        done = 0
        for numbers, made in zip(wanted, self._beside(helpers, [{"make": list(each)} for each in wanted]), strict=True):
            yield made if made is not None else self._made_here(numbers)
            done += len(numbers)
            told(done)

    def _made_here(self, numbers: Sequence[int]) -> list[PartState]:
        builder = Builder(self._folder)
        for entry in self._source.articles.for_index(numbers):
            builder.add(entry)
        return builder.finish()

    def join(self, groups: Sequence[Sequence[PartState]]) -> Iterator[PartState | None]:
        """Make one part of each group; None where no article of it lives.

        Raises:
            SearchCancelled: As asked.
        """
        if self._helpers is not None and len(groups) > 1:
            # Afresh: what they remember of making parts takes memory, and is of no use for joining them.
            self._helpers.end()
            self._helpers = Helpers(self._folder, self._source.root, min(self._most, len(groups)))
            jobs = [{"join": [part_value(part) for part in group]} for group in groups]
            for group, made in zip(groups, self._beside(self._helpers, jobs), strict=True):
                yield (made[0] if made else None) if made is not None else self._joined_here(group)
            return
        for group in groups:
            yield self._joined_here(group)

    def _joined_here(self, group: Sequence[PartState]) -> PartState | None:
        parts = [(open_part(self._folder, state), living(state)) for state in group]
        return join(self._folder, parts, self._check)

    def _check(self) -> None:
        if self._cancelled():
            raise SearchCancelled

    def _beside(self, helpers: Helpers, jobs: Sequence[dict[str, Any]]) -> Iterator[list[PartState] | None]:
        """The answers to jobs, in order; None where a process could not give one. A few are always under way."""
        left = iter(jobs)
        under_way = [helpers.ask(job) for job in islice(left, 2 * self._most)]
        while under_way:
            first = under_way.pop(0)
            while not first.done():
                self._check()
                time.sleep(_WAIT)
            self._check()
            yield first.result()
            under_way += [helpers.ask(job) for job in islice(left, 1)]


class Helpers:
    """Processes that make parts.

    Args:
        folder: Where parts are.
        root: The archive's folder.
        count: How many.
    """

    def __init__(self, folder: Path, root: Path, count: int) -> None:
        command = [sys.executable, "-m", "index.building.worker", os.path.abspath(root), os.path.abspath(folder)]
        self._processes = [
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(sys.executable).anchor,
                env={**os.environ, "PYTHONSAFEPATH": "1"},
            )
            for _ in range(count)
        ]
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for process in self._processes:
            self._free.put(process)
        self._threads = ThreadPoolExecutor(count, "index-helper")

    def ask(self, job: dict[str, Any]) -> Future[list[PartState] | None]:
        """Have a process do something."""
        return self._threads.submit(self._do, json.dumps(job).encode() + b"\n")

    def _do(self, line: bytes) -> list[PartState] | None:
        process = self._free.get()
        try:
            if not process.stdin or not process.stdout:
                return None
            process.stdin.write(line)
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            return [part_state(value) for value in answer["parts"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        finally:
            self._free.put(process)

    def end(self) -> None:
        """End the processes, whatever they do."""
        for process in self._processes:
            with contextlib.suppress(OSError):
                process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if pipe:
                        pipe.close()
