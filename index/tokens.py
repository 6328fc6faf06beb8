"""The words of many texts as numbers, in bulk: the same words at the same positions as `analysis.words` gives.

No word reaches over a space that `analysis` sees, and what stands between two spaces gives the same words wherever
it stands. So a text is cut at its spaces, and what each piece stands for is looked up: it was analysed once.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.analysis import LINE, spaced, words_of
from index.codec.blocks import Numbers
from index.codec.listing import selection

_KEPT = 300_000
_MOST_WORDS = 2_000_000


class _Pieces(dict[str, int]):
    """What stands between spaces, with a number for each."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        super().__init__()
        self._tokeniser = tokeniser

    def __missing__(self, piece: str) -> int:
        number = self[piece] = self._tokeniser.analyse(piece)
        return number


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of some texts, one text after the other.

    Attributes:
        words: The words as numbers; a word's place here is its position, counted over all texts.
        joined: The joined forms of compounds.
        joined_at: The place of each of `joined` among `words`.
        lengths: How many of `words` each text has.
    """

    words: npt.NDArray[np.int32]
    joined: npt.NDArray[np.int32]
    joined_at: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]


class Tokeniser:
    """Gives words numbers and remembers them.

    Attributes:
        known: The words by their number.
    """

    def __init__(self) -> None:
        self.known: list[str] = []
        self._numbers: dict[str, int] = {}
        self._pieces = _Pieces(self)
        self._plain = _Table()
        self._joined = _Table()
        # For each joined form, at which of its piece's words it stands.
        self._offsets = array("i")
        self._end = self._pieces[LINE]

    @property
    def is_full(self) -> bool:
        """Whether so much is remembered that a new one should take over."""
        return len(self._pieces) > _KEPT or len(self._plain.flat) > _MOST_WORDS

    def analyse(self, piece: str) -> int:
        """A number for a piece that was not met before."""
        whole, joined = words_of(piece) if piece != LINE else ([], [])
        self._joined.add([self._number(word) for _, word in joined])
        self._offsets.extend([at for at, _ in joined])
        return self._plain.add([self._number(word) for word in whole])

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.known)
            self.known.append(word)
        return number

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """The words of these texts."""
        pieces = spaced(texts)
        codes = np.fromiter(map(self._pieces.__getitem__, pieces), np.int32, len(pieces))
        counts, starts, flat = self._plain.arrays()
        own = counts[codes]
        before = np.cumsum(own, dtype=np.int64) - own
        joined_counts, joined_starts, joined = self._joined.arrays()
        compounds = np.flatnonzero(joined_counts[codes])
        again = joined_counts[codes[compounds]]
        which = selection(joined_starts[codes[compounds]], again)
        return Tokens(
            flat[selection(starts[codes], own)],
            joined[which],
            np.repeat(before[compounds], again) + _view(self._offsets)[which],
            np.diff(before[np.flatnonzero(codes == self._end)], prepend=0),
        )


class _Table:
    """Lists of numbers, one after the other.

    Attributes:
        flat: All their numbers.
    """

    def __init__(self) -> None:
        self.flat = array("i")
        self._counts = array("q")
        self._starts = array("q")

    def add(self, numbers: list[int]) -> int:
        """Add a list; its place."""
        self._starts.append(len(self.flat))
        self._counts.append(len(numbers))
        self.flat.extend(numbers)
        return len(self._counts) - 1

    def arrays(self) -> tuple[Numbers, Numbers, Numbers]:
        """How long each list is, where it begins, and all their numbers; to be let go of before more are added."""
        return np.frombuffer(self._counts, np.int64), np.frombuffer(self._starts, np.int64), _view(self.flat)


def _view(numbers: array[int]) -> Numbers:
    return np.frombuffer(numbers, np.int32) if numbers else np.empty(0, np.int32)
