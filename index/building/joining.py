"""Which parts of an index are better one: so that there are few, however often a little is added. No files here."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from index.disk.manifest import PartState

MOST_OF_A_SIZE = 4
"""So many parts of about one size may lie side by side."""

LARGE = 1 << 15
"""A part with so many articles is joined no more, unless it is worn."""

LARGEST = 1 << 16
"""A joined part has no more articles than this."""

LARGEST_BYTES = 160_000_000
"""Nor do the files that are joined have more bytes, which bounds the memory that it takes."""

WORN = 0.4
"""A part of whose articles so many are deleted is written again without them."""

_TIMES = 8


def to_join(parts: Sequence[PartState], most: int | None = None) -> list[list[PartState]]:
    """The parts that should become one, in groups.

    Args:
        parts: All parts.
        most: The most articles that a group may have now; None for no such bound.
    """
    bound = LARGEST if most is None else min(most, LARGEST)
    worn = [[part] for part in parts if part.dead > WORN * part.count and part.live <= bound]
    if worn:
        return worn
    by_size: defaultdict[int, list[PartState]] = defaultdict(list)
    for part in parts:
        if part.live < LARGE:
            by_size[int(math.log(part.live, _TIMES))].append(part)
    for _, same in sorted(by_size.items()):
        if len(same) > MOST_OF_A_SIZE:
            groups = [group for group in _even_groups(same) if len(group) > 1]
            if groups and all(sum(part.live for part in group) <= bound for group in groups):
                return groups
    return []


def _even_groups(parts: Sequence[PartState]) -> list[list[PartState]]:
    """Parts in order, in as few groups as the bounds allow, all of about one size."""
    articles, size = sum(part.live for part in parts), sum(part.size for part in parts)
    count = max(math.ceil(articles / LARGEST), math.ceil(size / LARGEST_BYTES))
    groups: list[list[PartState]] = []
    held = taken = 0
    for part in parts:
        is_over = held + part.live > LARGEST or taken + part.size > LARGEST_BYTES
        if not groups or is_over or held >= articles / count:
            groups.append([])
            held = taken = 0
        groups[-1].append(part)
        held += part.live
        taken += part.size
    return groups
