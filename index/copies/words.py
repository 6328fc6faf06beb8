"""Texts as sets of five-word runs, in numbers, and as sketches of those: what near-copies are told by.

The same text gives the same numbers on every machine. What counts as a copy is decided in `index.copies`.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

RUN = 5
"""How many words a run has."""

KEPT = 32
"""How many of a text's runs its sketch keeps: those with the smallest hashes."""

Runs = NDArray[np.uint64]
Sketch = NDArray[np.uint32]

_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")
_MOST_WORDS = 500_000
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_FIRST = np.ones(1, dtype=bool)


class _Hashes(dict[str, int]):
    """The hashes of words, worked out once each."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        value = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        self[word] = value
        return value


_hashes = _Hashes()


def runs(text: str) -> Runs:
    """The runs of five words of a text, each once, in order of their hashes; none if it has fewer words."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    found = _WORD.findall(text.lower())
    if len(found) < RUN:
        return np.empty(0, dtype=np.uint64)
    words = np.fromiter(map(_hashes.__getitem__, found), dtype=np.uint64, count=len(found))
    count = len(words) - RUN + 1
    value = words[:count].copy()
    for place in range(1, RUN):
        value *= _MULTIPLIER
        value += words[place : place + count]
    value ^= value >> _HALF
    value *= _MIX
    value ^= value >> _HALF
    value.sort()
    each: Runs = value[np.concatenate((_FIRST, value[1:] != value[:-1]))]
    return each


def figures(text: str) -> Sketch:
    """The hashes of the numbers in a text, as they are written in digits, each once."""
    found = set(_FIGURE.findall(text))
    return np.fromiter((crc32(each.encode()) for each in found), dtype=np.uint32, count=len(found))


def sketch(found: Runs) -> Sketch:
    """The runs of a text that stand for all of them: whatever two sketches share, the texts do, but for chance."""
    return found[:KEPT].astype(np.uint32)  # the low half: it is even though the whole is small


def shared(a: Runs | Sketch, b: Runs | Sketch) -> int:
    """How many runs, or numbers, two texts have in common, from their hashes in order."""
    if len(a) > len(b):
        a, b = b, a
    places = np.searchsorted(b, a)
    places[places == len(b)] = 0
    return int(np.count_nonzero(b[places] == a)) if len(a) else 0
