"""What Whoosh is told about our fields: their names, and how positions are kept.

Words come from `analysis`, never from an analyzer of Whoosh's, so that indexing and asking cannot differ.
"""

from __future__ import annotations

import sys
from array import array

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Positions

SCORED = ("title", "body")
"""The fields that a plain word is looked for in, and that rank."""

FIELDS = (*SCORED, "source", "author", "path", "lang")
"""All indexed fields. Titles and texts themselves are not in the index: they are in the store."""


def pack_small(positions: array[int]) -> bytes:
    """Positions below 65,536 as bytes, two for each."""
    packed = array("H", positions)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def pack(positions: array[int]) -> bytes:
    """Ascending positions as bytes: two for each where that is enough, else a zero byte and four for each."""
    if not positions or positions[-1] < 1 << 16:
        return pack_small(positions)
    packed = array("I", positions)
    if sys.byteorder == "big":
        packed.byteswap()
    return b"\0" + packed.tobytes()


def unpack(data: bytes) -> array[int]:
    """The positions that `pack` made bytes of."""
    small = len(data) % 2 == 0
    positions = array("H" if small else "I")
    positions.frombytes(data if small else data[1:])
    if sys.byteorder == "big":
        positions.byteswap()
    return positions


class PackedPositions(Positions):
    """Whoosh's format for positions, with numbers instead of pickles."""

    def encode(self, poslist: list[int]) -> bytes:
        """The positions as they are kept."""
        return pack(array("I", poslist))

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions again."""
        return list(unpack(valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        """How often the word occurs."""
        return len(valuestring) // 2 if len(valuestring) % 2 == 0 else len(valuestring) // 4


class Words(FieldType):
    """A field of words, each with its positions."""

    def __init__(self, scorable: bool) -> None:
        super().__init__(PackedPositions(), analyzer=None, scorable=scorable)


def make_schema() -> Schema:
    """The fields as Whoosh knows them."""
    return Schema(n=STORED(), **{name: Words(scorable=name in SCORED) for name in FIELDS})
