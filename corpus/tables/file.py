"""A file that is there whole afterwards, or is as it was before; and that is never put in the place of another's."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from corpus.archive import FOLDER
from corpus.tables.cells import TableError


@contextlib.contextmanager
def whole_file(path: Path, starts: tuple[bytes, ...], *, private: bool) -> Iterator[IO[str]]:
    """A file to write to; it takes its name when this ends well.

    Args:
        path: Where to.
        starts: What a file of this kind begins with; only such, or an empty one, is replaced.
        private: Whether only its owner may read it.

    Raises:
        TableError: Something else is there, or it cannot be written.
    """
    path = Path(os.path.abspath(path))
    if FOLDER in path.parts:
        raise TableError(f"Nothing is written into {FOLDER}, which is dateline's own", path=path)
    if not path.parent.is_dir():
        raise TableError(f"There is no folder {path.parent}", path=path)
    if os.path.lexists(path) and not _replaceable(path, starts):
        hint = "Choose another name, or move it away."
        raise TableError(f"{path.name} is there already and was not written by an export like this", hint=hint)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if private else 0o666)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except OSError as error:
        raise TableError(f"{path.name} cannot be written", detail=f"The system says: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _replaceable(path: Path, starts: tuple[bytes, ...]) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(max(map(len, starts)))
    return not head or head.startswith(starts)
