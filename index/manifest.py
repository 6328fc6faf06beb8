"""The one small file that says what an index consists of and how far it reaches; replacing it is the commit.

A file of the index that it does not name does not exist; one that is not as it says makes the index broken.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import IndexBroken
from index.folder import write_whole

NAME = "manifest.json"

LAYOUT = 1
"""Changes whenever files would be read differently; an index of another layout is made again."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file must be: written once, it never changes."""

    size: int
    crc: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class SegmentState:
    """A part of the index.

    Attributes:
        id: The name that its files begin with.
        count: How many articles it holds, deleted ones too.
        deleted: Its articles that are no longer, or elsewhere, by their place in it.
        files: Its files by name.
    """

    id: str
    count: int
    deleted: frozenset[int]
    files: dict[str, FileState]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole index at one moment.

    Attributes:
        uid: The archive that it is of.
        analysis: What words are, as a version; another one means another index.
        position: Up to which change of articles it reaches.
        generation: Rises with every commit.
    """

    uid: str
    analysis: str
    position: int = -1
    generation: int = 0
    segments: tuple[SegmentState, ...] = ()


def read(folder: Path) -> Manifest | None:
    """The manifest of the index in a folder; None if there is no index.

    Raises:
        IndexBroken: There is one that cannot be read, or it is of another layout.
    """
    path = folder / NAME
    try:
        value = json.loads(path.read_bytes())
        if value["layout"] != LAYOUT:
            raise broken(path, f"its layout is {value['layout']}, not {LAYOUT}")
        return _manifest(value)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise broken(path, "its list of parts cannot be read") from error


def signature(folder: Path) -> tuple[int, int, int] | None:
    """What changes with every commit; None if there is no index."""
    try:
        found = (folder / NAME).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def broken(path: Path, why: str) -> IndexBroken:
    """The error that says why an index cannot be used as it is."""
    return IndexBroken(
        "The index of this archive cannot be used", detail=why, hint="It is made again from the archive.", path=path
    )


def write(folder: Path, manifest: Manifest) -> None:
    """Make this the index of the folder. Its files must be on the disk already."""
    value = {
        "layout": LAYOUT,
        "uid": manifest.uid,
        "analysis": manifest.analysis,
        "position": manifest.position,
        "generation": manifest.generation,
        "segments": [
            {
                "id": segment.id,
                "count": segment.count,
                "deleted": sorted(segment.deleted),
                "files": {name: [state.size, state.crc, state.mtime_ns] for name, state in segment.files.items()},
            }
            for segment in manifest.segments
        ],
    }
    write_whole(folder / NAME, json.dumps(value, separators=(",", ":")).encode())


def _manifest(value: dict[str, Any]) -> Manifest:
    segments = tuple(
        SegmentState(
            str(each["id"]),
            int(each["count"]),
            frozenset(map(int, each["deleted"])),
            {str(name): FileState(*map(int, state)) for name, state in each["files"].items()},
        )
        for each in value["segments"]
    )
    if any("/" in name or "\\" in name or ".." in name for segment in segments for name in segment.files):
        raise ValueError("a file outside the folder")
    return Manifest(
        str(value["uid"]), str(value["analysis"]), int(value["position"]), int(value["generation"]), segments
    )


def state_of(path: Path) -> FileState:
    """What a file is now."""
    found = path.stat()
    return FileState(found.st_size, crc_of(path), found.st_mtime_ns)


def crc_of(path: Path) -> int:
    """The CRC-32 of a file."""
    crc = 0
    with path.open("rb") as opened:
        while chunk := opened.read(1 << 20):
            crc = zlib.crc32(chunk, crc)
    return crc


def verify(folder: Path, segment: SegmentState, *, thoroughly: bool = False) -> None:
    """Make sure that a part's files are what was written.

    Sizes and times are compared always; contents where the time differs, as after a copy, or when asked.

    Raises:
        IndexBroken: A file is not.
    """
    for name, state in segment.files.items():
        path = folder / name
        try:
            found = path.stat()
            same_size = found.st_size == state.size
            trusted = same_size and found.st_mtime_ns == state.mtime_ns and not thoroughly
            if not same_size or not (trusted or crc_of(path) == state.crc):
                raise broken(path, f"{name} is not as it was written")
        except OSError as error:
            raise broken(path, f"{name} cannot be read: {error.strerror}") from error


def without(manifest: Manifest, gone: dict[str, set[int]]) -> tuple[SegmentState, ...]:
    """The parts with more articles deleted, by part; parts with nothing left are left out."""
    kept = []
    for segment in manifest.segments:
        deleted = segment.deleted | gone.get(segment.id, set())
        if len(deleted) < segment.count:
            kept.append(replace(segment, deleted=deleted))
    return tuple(kept)
