"""What is handed to other programs: text to the clipboard's tools, a file to the system's viewer. Never by a shell.

Programs are looked for in absolute folders of PATH only, and started outside of the archive, so that nothing of a
stranger's archive is ever run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import ArchiveError
from corpus.text import printable
from tui.state import private_folder

PATIENCE = 5.0
"""How long a clipboard tool may take, in seconds."""


class NotOpened(ArchiveError):
    """A file could not be shown by the system's viewer."""


class Outside:
    """The programs around this one.

    Args:
        state: The user's own folder, for what cannot be put on a clipboard.
        environment: The environment to look at, this process's by default.
        platform: What `sys.platform` says.
    """

    def __init__(self, state: Path, environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> None:
        self._state = state
        self._environment = dict(os.environ if environment is None else environment)
        self._platform = platform

    def copy(self, text: str) -> str:
        """Put a text on the clipboard by a tool of this computer, or into a file; gives the file, "" if a tool did it.

        Raises:
            OSError: The file cannot be written.
        """
        for command in self.clipboard_tools():
            try:
                subprocess.run(
                    command,
                    input=text.encode(),
                    timeout=PATIENCE,
                    check=True,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd=Path.home().anchor,
                )
            except (OSError, subprocess.SubprocessError):
                continue
            return ""
        path = private_folder(self._state) / "copied.txt"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(text.encode("utf-8", "replace"))
        return str(path)

    def clipboard_tools(self) -> list[list[str]]:
        """The commands that take a text for the clipboard here, the best first."""
        wanted: list[list[str]] = []
        if self._platform == "darwin":
            wanted.append(["pbcopy"])
        if self._environment.get("WAYLAND_DISPLAY"):
            wanted.append(["wl-copy"])
        if self._environment.get("DISPLAY"):
            wanted += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
        return self._found(wanted)

    def open(self, path: Path) -> None:
        """Let the system's viewer show a file.

        Raises:
            NotOpened: There is no such viewer, or no such file.
        """
        if not path.is_file():
            raise NotOpened("The file is not there any more", hint="Press R to read the folder again.", path=path)
        self._view(str(path.absolute()), path)

    def _view(self, what: str, path: Path | None) -> None:
        viewers = self._found([["open"] if self._platform == "darwin" else ["xdg-open"]])
        if not viewers:
            raise NotOpened("No viewer was found here", hint="On Linux, install xdg-utils.", path=path)
        try:
            subprocess.Popen(
                [*viewers[0], what],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd=Path.home().anchor,
            )
        except OSError as error:
            raise NotOpened("The viewer could not be started", detail=error.strerror or "", path=path) from error

    def open_address(self, address: str) -> None:
        """Let the system's browser show an address of the web.

        Raises:
            NotOpened: There is no such program, or this is no address of the web.
        """
        if not address.startswith(("http://", "https://")) or any(char.isspace() or char < " " for char in address):
            raise NotOpened("This is no address that can be opened", detail=printable(address[:200]))
        self._view(address, None)

    def _found(self, commands: list[list[str]]) -> list[list[str]]:
        """Those commands whose program is there, by its absolute path."""
        folders = self._environment.get("PATH", "").split(os.pathsep)
        safe = os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())
        found = []
        for name, *words in commands:
            path = shutil.which(name, path=safe) if safe else None
            if path is not None:
                found.append([path, *words])
        return found
