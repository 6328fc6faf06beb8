"""The user's own editor, and drafts that outlive whatever goes wrong with what was typed in it.

Which editor it is, the user's environment says, and never an archive. It runs outside the archive's folder, since an
editor may take settings from the folder that it is started in.
"""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from corpus.archive import Archive
from corpus.entry.fault import EntryError, Fault
from corpus.entry.shown import told_lines, with_faults, without_faults
from corpus.errors import ArchiveError
from tui.cli.output import many, tell

DRAFTS = "drafts"
_USUAL = ("nano", "vi")
LARGEST = 64 << 20


class Unchanged(Exception):
    """The text was closed as it was."""


def command() -> list[str]:
    """The editor to run, as words.

    Raises:
        ArchiveError: None is named, or what is named is no command.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        words = []
    if words and shutil.which(words[0]):
        return words
    if not named and (found := next((each for each in _USUAL if shutil.which(each)), None)):
        return [found]
    raise ArchiveError(
        f"There is no editor {named}" if named else "No editor is known",
        hint="Say which in EDITOR, as in: EDITOR=nano. Or give a file, or - for standard input.",
    )


def typed(archive: Archive, text: str, take: Callable[[bytes], str]) -> str:
    """Have somebody edit a text until it can be taken, or until they give up.

    What is wrong is written above the line where it is, and the text is opened again; nothing typed is lost: the
    draft is kept wherever this ends without its having been taken.

    Args:
        archive: The archive, whose folder keeps the draft meanwhile.
        text: The text to begin with.
        take: Takes the text; what it raises as an EntryError is told in the text.

    Returns:
        What `take` did.

    Raises:
        Unchanged: The text was closed as it was opened first; nothing was to be done.
        EntryError: It was closed with faults in it.
        ArchiveError: The editor failed, or what it left cannot be read.
    """
    words, path = command(), _draft(archive)
    _write(path, text)
    try:
        done = _until_taken(words, path, text, take)
        path.unlink()
        return done
    except Unchanged:
        path.unlink()
        raise
    finally:
        if path.exists():
            tell(f"What was typed is kept in {path}")


def _until_taken(words: list[str], path: Path, text: str, take: Callable[[bytes], str]) -> str:
    last, refused = text, None
    while True:
        _run(words, path)
        now = without_faults(_read(path), told_lines(last, refused.faults) if refused else ())
        if now == last:
            raise refused or Unchanged
        try:
            return take(now.encode("utf-8"))
        except EntryError as error:
            last, refused = now, error
            _write(path, with_faults(now, error.faults))
            tell(f"{many(len(error.faults), 'fault')}, told in the text above the lines that they are in.")


def _draft(archive: Archive) -> Path:
    folder = archive.folder / DRAFTS
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink():
        raise ArchiveError(f"{folder} is no folder of dateline's own", hint="Take the link away.", path=folder)
    return folder / f"{secrets.token_hex(4)}.yaml"


def _write(path: Path, text: str) -> None:
    """Write a draft, for its owner alone."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ArchiveError("The editor left no text", hint="Nothing was saved.", path=path) from error
    if len(data) > LARGEST:
        raise ArchiveError("The text is too large to be taken", path=path)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise EntryError([Fault(line, "", "this is not UTF-8", "Save it as UTF-8.")]) from error


def _run(words: list[str], path: Path) -> None:
    try:
        home = Path.home()
        outside = home if home.is_dir() else Path(home.anchor)
        ended = subprocess.run([*words, str(path)], cwd=outside, check=False)
    except OSError as error:
        raise ArchiveError(f"{words[0]} cannot be run", detail=f"The system says: {error.strerror}.") from error
    if ended.returncode:
        raise ArchiveError(f"{words[0]} ended with code {ended.returncode}", hint="Nothing was saved.")
