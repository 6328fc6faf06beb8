"""A text as it is kept: its name, which is the SHA-256 of its UTF-8, and its bytes, compressed."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

LIMIT = 160 * 1024 * 1024
"""The most bytes that a text may have: far more than the largest file gives, so what claims more is damaged."""

_LEVEL = 3


def pack(text: str) -> tuple[bytes, bytes]:
    """A text's name and its packed bytes."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).digest(), zlib.compress(data, _LEVEL)


def unpack(body: Any) -> bytes | None:
    """What was packed; None if it cannot be unpacked, is cut short or is larger than any text."""
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(body, LIMIT)
    except (zlib.error, TypeError):
        return None
    return data if unpacking.eof else None


def unpack_text(body: Any) -> str | None:
    """The text that was packed; None if it is damaged."""
    data = unpack(body)
    try:
        return None if data is None else data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
