"""The one small file that says what an index consists of and how far it reaches; replacing it is the commit.

A file of the index that it does not name does not exist; one that is not as it says makes the index broken.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import StoreForeign
from corpus.store.plain import demand_file
from index.disk.folder import write_whole
from index.errors import IndexBroken

NAME = "manifest.json"

LAYOUT = 3
"""Changes whenever files would be read differently; an index of another layout is made again."""

ENDING = ".part"
"""How the name of a part's file ends; before it stands the part's id."""

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class PartState:
    """A part of the index.

    Attributes:
        id: The name of its file.
        count: How many articles it holds, deleted ones too.
        dead: How many of them are deleted: no longer there, or elsewhere in a newer state.
        deleted: Which, a bit for each by its place in the part, the lowest bit first; empty for none.
        size: How many bytes its file has.
        crc: The checksum of the file's table, which holds those of all the rest.
    """

    id: str
    count: int
    dead: int
    deleted: bytes
    size: int
    crc: int

    @property
    def live(self) -> int:
        """How many articles it holds that are not deleted."""
        return self.count - self.dead


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole index at one moment.

    Attributes:
        uid: The archive that it is of.
        analysis: What words are, as a version; another one means another index.
        position: Up to which change of articles it reaches.
        session: What the archive reached that position by.
        generation: Rises with every commit.
    """

    uid: str
    analysis: str
    position: int = -1
    session: str = ""
    generation: int = 0
    parts: tuple[PartState, ...] = ()


def read(folder: Path) -> Manifest | None:
    """The manifest of the index in a folder; None if there is no index.

    Raises:
        IndexBroken: There is one that cannot be read, or it is of another layout.
    """
    path = folder / NAME
    try:
        demand_file(path)
        value = json.loads(path.read_bytes())
        if value["layout"] != LAYOUT:
            raise broken(path, f"its layout is {value['layout']}, not {LAYOUT}")
        if value["checksum"] != _checksum(value["index"]):
            raise broken(path, "its list of parts is not what was written")
        return _manifest(value["index"])
    except FileNotFoundError:
        return None
    except StoreForeign as error:
        raise broken(path, error.summary) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, zlib.error) as error:
        raise broken(path, "its list of parts cannot be read") from error


def signature(folder: Path) -> tuple[int, int, int] | None:
    """What changes with every commit; None if there is no index."""
    try:
        found = (folder / NAME).lstat()
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
    index = {
        "uid": manifest.uid,
        "analysis": manifest.analysis,
        "position": manifest.position,
        "session": manifest.session,
        "generation": manifest.generation,
        "parts": [part_value(part) for part in manifest.parts],
    }
    value = {"layout": LAYOUT, "checksum": _checksum(index), "index": index}
    write_whole(folder / NAME, json.dumps(value, separators=(",", ":")).encode())


def part_value(part: PartState) -> dict[str, Any]:
    """A part as JSON has it."""
    deleted = b64encode(zlib.compress(part.deleted)).decode() if part.dead else ""
    return {"id": part.id, "count": part.count, "deleted": deleted, "size": part.size, "crc": part.crc}


def part_state(value: Mapping[str, Any]) -> PartState:
    """A part from its JSON.

    Raises:
        ValueError, KeyError, TypeError, zlib.error: It is none.
    """
    id_, count = str(value["id"]), int(value["count"])
    if not _ID.fullmatch(id_) or not 0 < count < 1 << 32:
        raise ValueError("not a part")
    deleted = b""
    if value["deleted"]:
        room = -(-count // 8)
        unpacking = zlib.decompressobj()
        deleted = unpacking.decompress(b64decode(value["deleted"], validate=True), room + 1)
        if len(deleted) != room or not unpacking.eof:
            raise ValueError("not a list of deleted articles")
    dead = int.from_bytes(deleted, "little").bit_count()
    if int.from_bytes(deleted, "little").bit_length() > count:
        raise ValueError("deleted articles that are not there")
    return PartState(id_, count, dead, deleted, int(value["size"]), int(value["crc"]))


def _checksum(index: Any) -> int:
    return zlib.crc32(json.dumps(index, separators=(",", ":"), sort_keys=True).encode())


def _manifest(value: Mapping[str, Any]) -> Manifest:
    parts = tuple(map(part_state, value["parts"]))
    if len({part.id for part in parts}) != len(parts):
        raise ValueError("one part twice")
    return Manifest(
        str(value["uid"]),
        str(value["analysis"]),
        int(value["position"]),
        str(value["session"]),
        int(value["generation"]),
        parts,
    )


def verify(folder: Path, part: PartState) -> None:
    """Make sure that a part's file is there, at its size.

    Raises:
        IndexBroken: It is not.
    """
    path = folder / (part.id + ENDING)
    try:
        demand_file(path)
        if path.stat().st_size != part.size:
            raise broken(path, f"{path.name} is not as it was written")
    except OSError as error:
        raise broken(path, f"{path.name} cannot be read: {error.strerror}") from error
    except StoreForeign as error:
        raise broken(path, error.summary) from error


def with_deleted(part: PartState, deleted: bytes) -> PartState:
    """A part in which these articles are deleted."""
    return replace(part, deleted=deleted, dead=int.from_bytes(deleted, "little").bit_count())
