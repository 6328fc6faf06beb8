"""What leads from a stem to the words that have it, for writing; a word's stems are worked out once a process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from index.codec.blocks import Numbers
from index.words.stems import stems

_KEPT = 300_000
_SHIFT = 32
_LOW = (1 << _SHIFT) - 1


@dataclass(frozen=True, slots=True)
class Forms:
    """The stems of some words, without those that are just their only word.

    Attributes:
        stems: In the order of their letters.
        counts: How many words have each.
        places: The places of these words, stem after stem, ascending.
    """

    stems: list[str]
    counts: Numbers
    places: Numbers


class _Stems(dict[str, int]):
    """For each word its only stem, or, below nought, which of the lists in `several` it has.

    A stem is told as twice its number, and one more where it is not the word itself.

    Attributes:
        names: The stems by their numbers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.forget()

    def forget(self) -> None:
        """Begin from nothing, with new lists."""
        self.clear()
        self.names: list[str] = []
        self.several: list[list[int]] = []
        self._numbers: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        own = [2 * self._number(stem) + (stem != word) for stem in stems(word)]
        if len(own) > 1:
            self.several.append(own)
        code = self[word] = own[0] if len(own) == 1 else -len(self.several)
        return code

    def _number(self, stem: str) -> int:
        number = self._numbers.get(stem)
        if number is None:
            number = self._numbers[stem] = len(self.names)
            self.names.append(stem)
        return number


_guard = Lock()
_stems = _Stems()


def forms_of(words: Sequence[str], places: Numbers) -> Forms:
    """Find which words are forms of one another.

    Args:
        words: Each once.
        places: Where each of them is; below 2^32.
    """
    with _guard:
        if len(_stems) > _KEPT:
            _stems.forget()
        codes = np.fromiter(map(_stems.__getitem__, words), np.int64, len(words))
        lists = [_stems.several[-1 - code] for code in codes[codes < 0].tolist()]
        names = _stems.names
        count = len(names)
    at = np.concatenate([places[codes >= 0], np.repeat(places[codes < 0], np.array(list(map(len, lists)), np.int64))])
    codes = np.concatenate([codes[codes >= 0], np.array([code for each in lists for code in each], np.int64)])
    stem = codes >> 1
    is_kept = np.bincount(stem, minlength=count) > 1
    is_kept[stem[codes & 1 == 1]] = True
    in_order = sorted(np.flatnonzero(is_kept).tolist(), key=names.__getitem__)
    ranks = np.zeros(count, np.int64)
    ranks[in_order] = np.arange(len(in_order))
    keys = (ranks[stem] << _SHIFT | at)[is_kept[stem]]
    keys.sort()
    return Forms(
        [names[number] for number in in_order],
        np.bincount(keys >> _SHIFT, minlength=len(in_order)),
        keys & _LOW,
    )
