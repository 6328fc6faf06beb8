"""Where words stand in a row, or near each other, given the positions of each. Plain numbers, no index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


def rows(positions: Sequence[Iterable[int]]) -> list[int]:
    """Where the words stand one after the other: the positions of the first.

    Args:
        positions: For each word in order, all its positions.
    """
    starts = set(positions[0])
    for offset, places in enumerate(positions[1:], 1):
        starts &= {place - offset for place in places}
        if not starts:
            return []
    return sorted(starts)


def windows(words: Sequence[str], positions: Sequence[Iterable[int]], slop: int) -> list[tuple[int, int]]:
    """Where all the words stand, in any order, with at most `slop` positions among them that are none of theirs.

    A word that is asked for twice must stand there twice. Each stretch is as short as it can be for where it ends.

    Returns:
        The first and last position of each stretch.
    """
    need = Counter(words)
    events = sorted({(place, word) for word, places in zip(words, positions, strict=True) for place in places})
    have: Counter[str] = Counter()
    missing = len(words)
    found = []
    left = 0
    for place, word in events:
        missing -= have[word] < need[word]
        have[word] += 1
        while have[events[left][1]] > need[events[left][1]]:
            have[events[left][1]] -= 1
            left += 1
        if not missing:
            first, gone = events[left]
            if place - first + 1 - len(words) <= slop:
                found.append((first, place))
            have[gone] -= 1
            missing += 1
            left += 1
    return found
