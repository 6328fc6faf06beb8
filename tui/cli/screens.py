"""The way from the command line into the screens."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from corpus.archive import Archive, is_archive
from corpus.errors import FolderMissing
from tui.cli.invocation import Invocation
from tui.cli.output import is_terminal, tell


def at_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin is not None and is_terminal(sys.stdin) and is_terminal(sys.stdout)


def browse(invocation: Invocation) -> int:
    """Open the screens, on an archive that is made first if the user wants that."""
    root = invocation.folder or Archive.find(Path.cwd()) or Path.cwd()
    if not at_terminal():
        tell("dateline: the screens need a terminal")
        tell("  Without one, use a command such as: dateline search WORDS. All of them: dateline --help")
        return 1
    if not root.is_dir():
        raise FolderMissing(f"There is no folder {root}", hint="Name the folder that holds your articles.", path=root)
    if not is_archive(root):
        tell(f"{root.absolute()} is no dateline archive yet.")
        tell("dateline would read the files below it, and change none of them.")
        tell("What it knows it would keep in a folder of its own there, .dateline.")
        if not click.confirm("Make it an archive?", default=False, err=True):
            return 1
        Archive.open(root, create=True).close()
    return open_screens(root, invocation.who())


def open_screens(root: Path, who: str) -> int:
    """Show the screens until the user leaves; the exit code."""
    # Nothing is garbage until the first paint; the app looks for some again after it.
    gc.disable()
    from tui.app import run

    return run(root, who=who)
