"""Small numbers as bytes: nearly all counts of an index are below 255; the few that are not lie beside, in order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.codec.blocks import BlockFile, BlockWriter, Damaged, Numbers

_LARGE = 255

Counts = npt.NDArray[np.uint32]


def add_counts(blocks: BlockWriter, name: str, counts: Numbers) -> None:
    """Write counts below 2^32."""
    blocks.add(name, np.minimum(counts, _LARGE), np.uint8)
    blocks.add(name + "+", counts[counts >= _LARGE], np.uint32)


def read_counts(blocks: BlockFile, name: str, expected: int) -> Counts:
    """All of them again.

    Raises:
        Damaged: They are not as many, or not what was written.
    """
    small = blocks.column(name, np.uint8).all()
    large = blocks.column(name + "+", np.uint32).all()
    counts = small.astype(np.uint32)
    places = np.flatnonzero(small == _LARGE)
    if len(small) != expected or len(places) != len(large):
        raise Damaged(f"{name} are not as many as they should be")
    counts[places] = large
    return counts


def starts(counts: Numbers, total: int) -> npt.NDArray[np.int64]:
    """Where each of them begins in what they count, and where the last ends.

    Raises:
        Damaged: They are not as many as what they count.
    """
    bounds = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=bounds[1:])
    if int(bounds[-1]) != total:
        raise Damaged("counts that do not fit")
    return bounds
