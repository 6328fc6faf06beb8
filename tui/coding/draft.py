"""Where a coder was in an article, and the line being typed: kept beside the archive, so that nothing cuts it off.

Values are acts of the log and need no draft; this file holds the rest. Only its owner can read it; one that is broken
or missing gives a fresh start.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.coding.desk import Desk
from tui.coding.units import Unit

MOST = 50
"""Of how many articles it is remembered where somebody was."""

_FOLDER, _FILE = "drafts", "coding.json"


class Drafts:
    """The file of an archive.

    Args:
        folder: The folder that is dateline's own.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FOLDER / _FILE

    def _all(self) -> dict[str, Any]:
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def load(self, article: str) -> Mapping[str, Any]:
        """What is remembered of an article."""
        found = self._all().get(article)
        return found if isinstance(found, dict) else {}

    def save(self, article: str, state: Mapping[str, Any]) -> None:
        """Remember it. That it cannot be is no reason to disturb anyone."""
        with contextlib.suppress(OSError):
            kept = {key: each for key, each in self._all().items() if key != article}
            kept[article] = dict(state)
            kept = dict(list(kept.items())[-MOST:])
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            new = self._path.with_suffix(f".{os.getpid()}.new")
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file, ensure_ascii=False)
            new.replace(self._path)


def state_of(desk: Desk, label: str = "", typed: str = "") -> dict[str, Any]:
    """What is to be remembered of a session.

    Args:
        desk: The session.
        label: The line that is being typed, by the path of its field; "" for none.
        typed: What of it was typed.
    """
    quote = desk.quote if desk.is_narrowed else None
    return {
        "at": desk.at,
        "quote": [quote.start, quote.end] if quote else [],
        "via": [dict(step) for step in desk.via],
        "attaches": desk.attaches,
        "record": desk.record,
        "incidents": list(desk.incidents),
        "line": label,
        "typed": typed,
    }


def restore(desk: Desk, state: Mapping[str, Any]) -> tuple[str, str]:
    """Be again where a session was left; the line that was being typed, and what of it.

    What is not understood, or fits the article no longer, is left as it is in a fresh session.
    """
    at, quote, via = state.get("at"), state.get("quote"), state.get("via")
    if isinstance(at, int) and 0 <= at < len(desk.units):
        desk.at = at
        unit = desk.units[at]
        if isinstance(quote, list) and len(quote) == 2 and all(isinstance(each, int) for each in quote):
            start, end = quote
            if unit.start <= start < end <= unit.end:
                desk.narrow(Unit(unit.part, start, end))
    if isinstance(via, list) and all(isinstance(step, dict) for step in via):
        desk.via = tuple(via)
    desk.attaches = state.get("attaches") is not False
    there = desk.records.rows_of.is_there
    incidents = [each for each in state.get("incidents") or () if isinstance(each, str) and there(each)]
    desk.incidents = list(dict.fromkeys([*incidents, *desk.incidents]))
    record = state.get("record")
    if isinstance(record, str) and record and there(record):
        desk.record = record
    line, typed = state.get("line"), state.get("typed")
    return (line, typed) if isinstance(line, str) and isinstance(typed, str) else ("", "")
