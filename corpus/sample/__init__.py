"""The sample archive: 45 short files about a war that never was, in a country that is not.

Tilmara, its towns, armies, newspapers and dead are invented, and every text was written for this project.
`README.md` beside this module lists the cast; `truth.yaml` says the same to machines.

Here live the articles and the means to copy them out. Reading them, and making an archive of them, is done elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from corpus.errors import ArchiveError, FolderMissing
from corpus.text import printable

QUERIES: tuple[str, ...] = (
    '"including two children"',
    "(landmine OR mortar) -ambulance",
    'title:market source:"Meridian Wire"',
    "Sweiran OR Suwayran",
    "السمكري OR Samkari",
    "مسيّرة",
    "abducted published:2031-04-01..2031-04-30",
)
"""Searches that show something of the sample: a phrase, OR and NOT, fields, one town spelt in two ways, a name in two
scripts, an Arabic word, a range of days."""

_STORE = ".dateline"


def articles() -> dict[PurePosixPath, Traversable]:
    """The files of the sample by their path below the archive's folder, in order."""
    return dict(_walk(files(__name__) / "articles", PurePosixPath()))


def copy_to(folder: Path) -> Path:
    """Copy the sample's files into a folder, which is made if need be; nothing but those files is written.

    A folder that already is an opened copy of the sample is left as it is, whatever has been done to it since; a
    copy that was cut off half way is completed.

    Args:
        folder: Where the archive shall be.

    Returns:
        The folder.

    Raises:
        FolderMissing: The path is that of something other than a folder.
        ArchiveError: The folder holds something other than the sample, or cannot be read or written.
    """
    sample = articles()
    try:
        if not folder.exists() and not folder.is_symlink():
            folder.mkdir(parents=True)
        elif not folder.is_dir():
            raise FolderMissing(f"{printable(str(folder))} is not a folder", hint="Name another folder.", path=folder)
        elif _is_opened_copy(folder, sample):
            return folder
        else:
            _refuse_strangers(folder, sample)
        for path, source in sample.items():
            _write(folder / path, source.read_bytes())
    except OSError as error:
        raise ArchiveError(
            f"The sample archive cannot be copied to {printable(str(folder))}",
            detail=error.strerror or str(error),
            hint="Name a folder that you can write to.",
            path=folder,
        ) from error
    return folder


def _walk(folder: Traversable, below: PurePosixPath) -> Iterator[tuple[PurePosixPath, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, below / entry.name)
        else:
            yield below / entry.name, entry


def _is_opened_copy(folder: Path, sample: dict[PurePosixPath, Traversable]) -> bool:
    """Whether somebody has worked here before: a store, and beside it at least one file just as the sample has it."""
    if not (folder / _STORE).is_dir():
        return False
    return any(
        (folder / path).is_file() and (folder / path).read_bytes() == entry.read_bytes()
        for path, entry in sample.items()
    )


def _refuse_strangers(folder: Path, sample: dict[PurePosixPath, Traversable]) -> None:
    """Raise an error that names the first thing in the folder that is not the sample's, in whole or in part."""
    parents = {parent for path in sample for parent in path.parents}
    for where, folders, names in os.walk(folder):
        here = PurePosixPath(Path(where).relative_to(folder).as_posix())
        strangers = [here / name for name in folders if here / name not in parents or Path(where, name).is_symlink()]
        strangers += [here / name for name in names if not _is_part_of(Path(where, name), sample.get(here / name))]
        if strangers:
            raise ArchiveError(
                f"{printable(str(folder))} holds something other than the sample archive",
                detail=f"for one, {printable(str(min(strangers)))}",
                hint="Name a folder that is empty or does not exist yet.",
                path=folder,
            )


def _is_part_of(file: Path, entry: Traversable | None) -> bool:
    """Whether a file is the sample's, or the beginning of it: what a copy that was cut off leaves behind."""
    if entry is None or file.is_symlink() or not file.is_file():
        return False
    return entry.read_bytes().startswith(file.read_bytes())


def _write(target: Path, data: bytes) -> None:
    if target.is_file() and target.read_bytes() == data:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
