"""What was begun to be written and is not saved yet: kept in the archive's own folder, so that it outlives a crash.

A draft is a small file beside the drafts of the command line, for its owner alone; it names its record, so that
erasing the record erases it too. JSON, which is YAML.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path

FOLDER = "drafts"
LARGEST = 1 << 20
"""A larger file is no draft of ours, in bytes."""


class Drafts:
    """The drafts of one archive, one a record.

    Args:
        folder: The archive's own folder, `.dateline`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._kept: dict[str, str] = {}

    def get(self, record: str) -> str:
        """What was written about a record and not saved, empty if nothing was."""
        if record not in self._kept:
            self._kept[record] = self._read(record)
        return self._kept[record]

    def keep(self, record: str, text: str) -> bool:
        """Keep what is written so far, or forget it if that is nothing; says whether it is safe on the disk.

        It is kept while the program runs in any case.
        """
        self._kept[record] = text
        path = self._path(record)
        try:
            if not text.strip():
                path.unlink(missing_ok=True)
                return True
            if self._folder.is_symlink():
                return False
            self._folder.mkdir(mode=0o700, exist_ok=True)
            new = path.with_suffix(".new")
            new.unlink(missing_ok=True)
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                json.dump({"record": record, "draft": text}, file, ensure_ascii=False)
            new.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                path.with_suffix(".new").unlink(missing_ok=True)
            return False
        return True

    def _path(self, record: str) -> Path:
        return self._folder / f"note-{re.sub(r'[^0-9a-z-]', '_', record)[:60]}.yaml"

    def _read(self, record: str) -> str:
        path = self._path(record)
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
                return ""
            value = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return ""
        mine = isinstance(value, dict) and value.get("record") == record and isinstance(value.get("draft"), str)
        return str(value["draft"]) if mine else ""
