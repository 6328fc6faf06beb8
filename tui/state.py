"""What is remembered between sessions, in the user's state folder and never in the archive.

One small file an archive: the places the user has been. It holds queries, but no text of any article; only its owner
can read it. A file that is missing or broken gives a fresh start and no error.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path

from tui.view import History


def state_folder() -> Path:
    """The user's own folder for state and logs; made for its owner alone when something is written."""
    import platformdirs

    return Path(platformdirs.user_state_path("dateline", appauthor=False))


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner can enter.

    Raises:
        OSError: It cannot be made.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


class SessionFile:
    """The file that keeps where the user was in one archive.

    Attributes:
        state: The folder of all that is remembered.
    """

    def __init__(self, uid: str, folder: Path | None = None) -> None:
        self.state = folder or state_folder()
        self._folder = self.state / "sessions"
        self._path = self._folder / (re.sub(r"[^0-9A-Za-z_-]", "_", uid)[:80] + ".json")

    def load(self) -> History | None:
        """Where the user was, None if that is not known."""
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return History.from_json(value)

    def save(self, history: History) -> None:
        """Keep where the user is. That it cannot be kept is no reason to disturb anyone."""
        with contextlib.suppress(OSError):
            private_folder(self._folder.parent)
            private_folder(self._folder)
            draft = self._path.with_suffix(f".{os.getpid()}.new")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(history.to_json(), file)
            draft.replace(self._path)
