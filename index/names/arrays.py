"""Arrays in a folder of their own: written once, mapped to be read, named and checked by one small manifest.

Replacing the manifest is the commit; files that it does not name are no part of the whole and are removed. Arrays are
stored as NumPy's own format without pickles. What they mean is not known here.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.disk.folder import make_private, unwritable, write_whole
from index.errors import IndexBroken

MANIFEST = "manifest.json"
_KINDS = frozenset("biuf")
Array = NDArray[Any]


def save(folder: Path, told: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Put arrays and what is to be known of them in a folder, in place of what was there.

    Raises:
        IndexBroken: They cannot be written; then what was there still stands.
    """
    make_private(folder)
    try:
        _save(folder, told, arrays)
    except OSError as error:
        raise unwritable(folder, error) from error


def _save(folder: Path, told: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    mark = secrets.token_hex(4)
    files = {}
    for name, array in arrays.items():
        path = folder / f"{name}.{mark}.npy"
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600), "wb"
        ) as handle:
            np.save(handle, np.ascontiguousarray(array), allow_pickle=False)
        files[name] = {"file": path.name, "crc": zlib.crc32(path.read_bytes()), "size": path.stat().st_size}
    write_whole(folder / MANIFEST, json.dumps({"facts": dict(told), "files": files}).encode())
    kept = {each["file"] for each in files.values()} | {MANIFEST}
    for path in folder.iterdir():
        if path.name not in kept:
            with suppress(OSError):  # a reader may still have it mapped: the next one removes it
                path.unlink()


def load(folder: Path) -> tuple[dict[str, Any], dict[str, Array]] | None:
    """What `save` put there; None if there is nothing.

    Raises:
        IndexBroken: What is there is not what was put there.
    """
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        arrays = {name: _load(folder, each) for name, each in told["files"].items()}
        return dict(told["facts"]), arrays
    except FileNotFoundError as error:
        if Path(error.filename or "").name == MANIFEST or not folder.exists():
            return None
        raise broken(folder, str(error)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise broken(folder, str(error)) from error


def _load(folder: Path, told: Mapping[str, Any]) -> Array:
    name = str(told["file"])
    if Path(name).name != name:
        raise ValueError(f"{name} is no name of a file")
    path = folder / name
    if path.stat().st_size != told["size"] or zlib.crc32(path.read_bytes()) != told["crc"]:
        raise ValueError(f"{name} is not as it was written")
    array: Array = np.load(path, mmap_mode="r", allow_pickle=False)
    if array.dtype.kind not in _KINDS or array.ndim != 1:
        raise ValueError(f"{name} holds something else than numbers")
    return array


def facts(folder: Path) -> dict[str, Any] | None:
    """What is to be known of the arrays in a folder, without looking at them; None if there are none.

    Raises:
        IndexBroken: The manifest cannot be read.
    """
    try:
        return dict(json.loads((folder / MANIFEST).read_bytes())["facts"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise broken(folder, str(error)) from error


def broken(folder: Path, why: str) -> IndexBroken:
    """The error of arrays that are not as they were written."""
    return IndexBroken(
        "The names of this archive cannot be used",
        detail=f"{folder}: {why}",
        hint="They are made anew from the articles by the next update.",
        path=folder,
    )
