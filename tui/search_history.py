"""What was searched for in an archive: remembered for the user alone, in their state folder and never in the archive.

A line of JSON a query, the newest last. A file that is missing or broken is an empty history and no error. Turned off
by the setting `search_history`; then nothing is written, and what was kept can be forgotten.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

from tui.state import private_folder, state_folder

MOST = 200
"""So many queries are remembered."""

LONGEST = 1_000
"""Longer queries are not remembered, in characters."""

_LARGEST_FILE = 2_000_000


class SearchHistory:
    """The queries of one archive.

    Args:
        uid: The archive's own id.
        folder: Where state is kept; the user's state folder by default.
        on: Whether anything is remembered.
    """

    def __init__(self, uid: str, folder: Path | None = None, *, on: bool = True) -> None:
        self._folder = (folder or state_folder()) / "searches"
        self._path = self._folder / (re.sub(r"[^0-9A-Za-z_-]", "_", uid)[:80] + ".jsonl")
        self._on = on

    def all(self) -> list[str]:
        """Every query that is remembered, once each, the newest first."""
        return self._load()[::-1] if self._on else []

    def like(self, begun: str, limit: int = 20) -> list[str]:
        """The queries that begin so, then those that hold this; the newest of each first."""
        wanted = begun.strip().casefold()
        found = [query for query in self.all() if wanted in query.casefold()]
        return sorted(found, key=lambda query: not query.casefold().startswith(wanted))[:limit]

    def add(self, query: str) -> None:
        """Remember a query. That it cannot be kept is no reason to disturb anyone."""
        query = " ".join(query.split())
        if not self._on or not query or len(query) > LONGEST:
            return
        with contextlib.suppress(OSError, UnicodeError):
            self._save([*(each for each in self._load() if each != query), query][-MOST:])

    def forget(self) -> None:
        """Forget all of it, also when nothing is remembered any more.

        Raises:
            OSError: The file is there and cannot be removed.
        """
        self._path.unlink(missing_ok=True)

    def _load(self) -> list[str]:
        try:
            if self._path.stat().st_size > _LARGEST_FILE:
                return []
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return []
        found: list[str] = []
        for line in lines:
            with contextlib.suppress(ValueError, RecursionError):
                query = json.loads(line)
                if isinstance(query, str) and query and len(query) <= LONGEST:
                    found.append(query)
        return list(dict.fromkeys(reversed(found)))[::-1][-MOST:]

    def _save(self, queries: Sequence[str]) -> None:
        private_folder(self._folder.parent)
        private_folder(self._folder)
        draft = self._path.with_suffix(f".{os.getpid()}.new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(query) + "\n" for query in queries)
        draft.replace(self._path)
