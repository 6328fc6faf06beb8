"""Xapian among the engines: in a process of its own, since its module is often only there for the system's Python."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bench.engines.base import TOP, Ask, Engine, Item, is_cpu_time, items
from corpus.archive import Archive

_PEER = Path(__file__).with_name("xapian_peer.py")
_AT_ONCE = 200


@cache
def python() -> str:
    """A Python that has the module; "" if there is none."""
    for each in dict.fromkeys((sys.executable, "/usr/bin/python3")):
        if Path(each).exists() and subprocess.run([each, "-c", "import xapian"], capture_output=True).returncode == 0:
            return each
    return ""


class Xapian(Engine):
    """Xapian with English stems, titles weighed."""

    def __init__(self, work: Path) -> None:
        self.path = work / "xapian"
        self._seconds = 0.0
        command = [python(), "-I", str(_PEER), str(self.path), str(TOP)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def clock(self) -> float:
        """Seconds that the other process told of."""
        return self._seconds

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        self._seconds += answer["cpu" if is_cpu_time() else "wall"]
        return answer

    def _put(self, some: Sequence[Item], title: str = "") -> dict[str, Any]:
        """Hand articles over, and have them on the disk."""
        self._ask({"put": [vars(item) | ({"title": title} if title else {}) for item in some]})
        return self._ask({"commit": True})

    def build(self, archive: Archive, limit: int) -> None:
        """Index the articles."""
        waiting: list[dict[str, Any]] = []
        answers = []
        for item in items(archive, limit):
            waiting.append(vars(item))
            if len(waiting) >= _AT_ONCE:
                answers.append(self._ask({"put": waiting}))
                waiting = []
        answers += [self._ask({"put": waiting}), self._ask({"commit": True})]
        self.told = {
            "seconds": sum(each["wall"] for each in answers),
            "cpu": sum(each["cpu"] for each in answers),
            "peak_mb": answers[-1]["peak_mb"],
        }

    def open(self, archive: Archive) -> None:
        """It is open."""

    def ask(self, ask: Ask) -> int | None:
        """Count all hits and name the best."""
        found: int | None = self._ask({"kind": ask.kind, "words": ask.words, "days": ask.days})["answer"]
        return found

    def change(self, archive: Archive, some: Sequence[Item], word: str) -> int:
        """Take in changed articles, and count how many are found."""
        began = self.clock()
        self._put(some, f"The {word}")
        found = self.ask(Ask("word", (word,)))
        self.took = self.clock() - began
        return found or 0

    def size(self) -> int:
        """How many bytes the index takes."""
        return sum(path.stat().st_size for path in self.path.iterdir())

    def close(self) -> None:
        """End the process."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()
