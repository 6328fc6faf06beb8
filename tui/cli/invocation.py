"""What every command is told besides its own: which archive, and who is at work. Both may stand before or after it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from corpus.archive import Archive
from corpus.errors import ArchiveError, FolderMissing, StoreReadOnly
from corpus.text import printable
from tui.copies import know_copies

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

LONGEST_NAME = 60
LARGEST_FILE = 100_000

VARIABLE = "DATELINE_WHO"


@dataclass(slots=True)
class Invocation:
    """What the options that all commands share said.

    Attributes:
        folder: The archive's folder, if one was named.
        name: The pseudonym, if one was given.
    """

    folder: Path | None = None
    name: str | None = None

    def root(self) -> Path:
        """The folder of the archive to work on: the one named, else the nearest upwards that is one.

        Raises:
            FolderMissing: No folder upwards is an archive.
        """
        if self.folder is not None:
            return self.folder
        here = Path.cwd()
        found = Archive.find(here)
        if found is None:
            raise FolderMissing(
                f"{here} is in no dateline archive",
                hint="Make one of a folder of articles with: dateline update -a FOLDER\n"
                "Or name one with -a FOLDER. To look around in a sample: dateline demo",
                path=here,
            )
        return found

    def who(self) -> str:
        """The pseudonym to sign edits with: as given, else as the user's `settings.toml` says, else none.

        Raises:
            ArchiveError: The file cannot be read.
        """
        return self.name if self.name is not None else _configured()

    def open(self, *, create: bool = False, read_only: bool = False, to_write: bool = False) -> Archive:
        """Open the archive.

        Args:
            create: Make the folder that was named an archive if it is none.
            read_only: Open it for reading only.
            to_write: Refuse an archive that cannot be written to.

        Raises:
            ArchiveError: It cannot be opened.
        """
        root = self.root()
        archive = Archive.open(
            root,
            create=create and self.folder is not None,
            read_only=read_only,
            who="" if read_only else self.who(),
        )
        know_copies(archive)
        if to_write and archive.read_only:
            archive.close()
            raise StoreReadOnly(
                f"{root} can only be read here",
                hint="Copy the archive to where it can be written, and open it there.",
                path=root,
            )
        return archive


pass_invocation = click.make_pass_decorator(Invocation, ensure=True)


def config_file() -> Path:
    """Where the user says who they are: `who = "RK"`."""
    import platformdirs

    return Path(platformdirs.user_config_path("dateline", appauthor=False)) / "settings.toml"


def _configured() -> str:
    path = config_file()
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return ""
        value = tomllib.loads(path.read_text(encoding="utf-8")).get("who", "")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not TOML"
        raise ArchiveError(
            f"{path} cannot be read",
            detail=f"{reason}.",
            hint='It may hold one line: who = "YOUR PSEUDONYM"',
            path=path,
        ) from error
    if problem := unfit(value):
        raise ArchiveError(f"{path} gives a name that cannot be used", detail=f"who {problem}.", path=path)
    return str(value)


def unfit(name: object) -> str:
    """Why a name cannot sign edits; empty if it can."""
    if not isinstance(name, str):
        return "must be text"
    if len(name) > LONGEST_NAME:
        return f"has more than {LONGEST_NAME} characters"
    if printable(name) != name or name != name.strip():
        return "has characters that cannot be shown, or spaces around it"
    return ""


def _take_folder(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.ensure_object(Invocation).folder = value


def _take_name(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        if problem := unfit(value):
            raise click.BadParameter(f"it {problem}", context, parameter)
        context.ensure_object(Invocation).name = value


def shared_options(*, short: bool = True, top: bool = False) -> Callable[[Decorated], Decorated]:
    """Add the options that all commands share.

    Args:
        short: Whether `-a` works besides `--archive`.
        top: Whether this is the program itself, where the environment counts too.
    """

    def add(command: Decorated) -> Decorated:
        names = ("-a", "--archive") if short else ("--archive",)
        archive = click.option(
            *names,
            metavar="DIR",
            type=click.Path(file_okay=False, path_type=Path),
            expose_value=False,
            callback=_take_folder,
            help="The archive's folder; else the nearest upwards that is one.",
        )
        who = click.option(
            "--who",
            metavar="NAME",
            envvar=VARIABLE if top else None,
            expose_value=False,
            callback=_take_name,
            help="The pseudonym to sign edits with.",
        )
        return archive(who(command))

    return add
