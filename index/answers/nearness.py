"""Where words stand in a row, or near each other, given the positions of each. Plain numbers, no index."""

from __future__ import annotations

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
    kinds = list(dict.fromkeys(words))
    count = len(kinds)
    need = [words.count(kind) for kind in kinds]
    have = [0] * count
    # One number for a place and the word there, so that sorting and looking are plain arithmetic.
    places = dict(zip(words, positions, strict=True))
    events = sorted(place * count + i for i, kind in enumerate(kinds) for place in set(places[kind]))
    missing, left = len(words), 0
    found = []
    for event in events:
        kind = event % count
        missing -= have[kind] < need[kind]
        have[kind] += 1
        while have[events[left] % count] > need[events[left] % count]:
            have[events[left] % count] -= 1
            left += 1
        if not missing:
            first, last = events[left] // count, event // count
            if last - first + 1 - len(words) <= slop:
                found.append((first, last))
            have[events[left] % count] -= 1
            missing += 1
            left += 1
    return found
