"""Where words stand in a row, or near each other, in many articles at once; as `nearness` tells it for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from index.answers.standing import Places
from index.codec.blocks import Numbers

_FAR = 1 << 62


def rows(places: Sequence[Places]) -> Numbers:
    """Where the words stand one after the other: the places of the first.

    Args:
        places: For each word in order, all its places; as many words as fit between two articles at most.
    """
    in_order = sorted(range(len(places)), key=lambda i: len(places[i]))
    found = places[in_order[0]].all() - in_order[0]
    for i in in_order[1:]:
        found = found[places[i].holds(found + i)]
        if not len(found):
            break
    return found


def windows(
    words: Sequence[str], places: Sequence[Places], slop: int, check: Callable[[], None] = lambda: None
) -> tuple[Numbers, Numbers]:
    """Stretches in which all the words stand, in any order, with at most `slop` places among them that are not theirs.

    A word that is asked for twice must stand there twice. They are those that `nearness.windows` finds in an article,
    and such that lead from one article into another.

    Args:
        words: The words, in order.
        places: For each of them, all its places.
        slop: How many places of a stretch may be none of theirs.
        check: Called now and then; may raise to stop.

    Returns:
        The first and the last place of each stretch.
    """
    needed = Counter(words)
    by_word = dict(zip(words, places, strict=True))
    each = [by_word[word] for word in needed]
    if len(words) == len(each) == 2:
        first, last = _pairs(each[0], each[1])
    else:
        first, last = _stretches(_around_rarest(each, slop + len(words)), list(needed.values()), check)
    is_near = last - first + 1 - len(words) <= slop
    return first[is_near], last[is_near]


def _pairs(one: Places, other: Places) -> tuple[Numbers, Numbers]:
    """The neighbours that are of two words, with no other place of either between them; of one place, `one` first."""
    is_swapped = len(one) > len(other)
    rarer, more = (other, one) if is_swapped else (one, other)
    keys, others = rarer.all().astype(np.int64), more.all()
    ties = int(is_swapped)
    at = more.before(keys + ties)
    found = []
    ahead = np.flatnonzero(at < len(others))
    following = others[at[ahead]].astype(np.int64)
    is_next = np.append(keys[1:] + ties, _FAR)[ahead] > following
    found.append((keys[ahead[is_next]], following[is_next]))
    behind = np.flatnonzero(at > 0)
    leading = others[at[behind] - 1].astype(np.int64)
    is_last = np.insert(keys[:-1], 0, -_FAR)[behind] < leading + 1 - ties
    found.append((leading[is_last], keys[behind[is_last]]))
    first, last = (np.concatenate(each) for each in zip(*found, strict=True))
    return first, last


def _stretches(own: Sequence[Numbers], needed: Sequence[int], check: Callable[[], None]) -> tuple[Numbers, Numbers]:
    """The stretches with so many of each word of which none begins within another, however long."""
    # A place and a word in one number: a sort puts them as `nearness` has them.
    shift = (len(own) - 1).bit_length()
    events = np.concatenate([keys.astype(np.int64) << shift | i for i, keys in enumerate(own)])
    check()
    events.sort()
    check()
    begins = _latest_begins((events & (1 << shift) - 1).astype(np.uint8), needed)
    check()
    ends = np.flatnonzero(begins >= 0)
    begins = begins[ends]
    # Of stretches that begin alike, only the shortest is one.
    is_first = np.ones(len(begins), bool)
    np.not_equal(begins[1:], begins[:-1], out=is_first[1:])
    return events[begins[is_first]] >> shift, events[ends[is_first]] >> shift


def _around_rarest(places: Sequence[Places], far: int) -> list[Numbers]:
    """Of the places of each word, those that are not too far from any of the rarest word: no other can matter."""
    rarest = min(places, key=len)
    if not len(rarest) or 2 * len(rarest) > max(map(len, places)):
        return [each.all() for each in places]
    keys = rarest.all().astype(np.int64)
    starts, ends = np.maximum(keys - far, 0), keys + far + 1
    return [each.all() if each is rarest else each.between(starts, ends) for each in places]


def _latest_begins(kinds: Numbers, needed: Sequence[int]) -> npt.NDArray[np.int64]:
    """For each event, the latest at which a stretch may begin that ends here and has enough of each kind; or -1."""
    begins = np.full(len(kinds), len(kinds), np.int64)
    for i, count in enumerate(needed):
        is_own = kinds == i
        so_far = np.cumsum(is_own)
        latest = np.concatenate([np.full(count, -1), np.flatnonzero(is_own)])[so_far]
        np.minimum(begins, latest, out=begins)
    return begins
