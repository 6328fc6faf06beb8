"""The words of many texts as numbers, in bulk: the same words at the same positions as `analysis.words` gives.

No word reaches over a space that `analysis` sees, and what stands between two spaces gives the same words wherever
it stands. So texts are cut at their spaces, and what each piece stands for is looked up: it was analysed once.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.codec.blocks import Numbers
from index.codec.listing import selection
from index.words.analysis import counts_as, prepared, words_of
from index.words.runs import PADDING, Runs

_KEPT = 300_000
_MOST_WORDS = 2_000_000
_SPACE = 0x20
_CHARACTERS = 0x110000
_ASCII = bytes(ord(counts_as(code)) if code < 0x80 else code for code in range(0x100))


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


class _Words(dict[str, int]):
    """Words with their numbers, which they get when they are asked for.

    Args:
        known: Takes them by their numbers.
    """

    def __init__(self, known: list[str]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self._known)
        self._known.append(word)
        return number


class Tokeniser:
    """Gives words numbers and remembers them.

    Attributes:
        known: The words by their number.
    """

    def __init__(self) -> None:
        self.known: list[str] = []
        self._numbers = _Words(self.known)
        self._runs = Runs(self._analysed)
        # For each piece, its only word; or, below nought, which of those of no or of several words it is.
        self._only = array("i")
        self._several = _Table()
        self._joined = _Table()
        # For each joined form, at which of its piece's words it stands.
        self._offsets = array("i")

    @property
    def is_full(self) -> bool:
        """Whether so much is remembered that a new one should take over."""
        return len(self._runs) > _KEPT or len(self._several.flat) > _MOST_WORDS

    def _analysed(self, piece: str) -> int:
        """A number for a piece that was not met before."""
        whole, joined = words_of(piece)
        if len(whole) == 1:
            self._only.append(self._numbers[whole[0]])
        else:
            self._joined.add([self._numbers[word] for _, word in joined])
            self._offsets.extend([at for at, _ in joined])
            self._only.append(-1 - self._several.add([self._numbers[word] for word in whole]))
        return len(self._only) - 1

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """The words of these texts."""
        data, begins = _laid_out(texts)
        edges = np.flatnonzero(np.diff(data[:-PADDING] == _SPACE)) + 1
        pieces = edges[::2]
        numbers = self._runs.numbers(data, pieces, edges[1::2])
        only = _view(self._only)[numbers]
        several = np.flatnonzero(only < 0)
        which = -1 - only[several]
        counts, starts, flat = self._several.arrays()
        ends = np.ones(len(only) + 1, np.int64)
        ends[0], ends[several + 1] = 0, counts[which]
        np.cumsum(ends, out=ends)
        words = np.empty(ends[-1], np.int32)
        words[ends[:-1][only >= 0]] = only[only >= 0]
        words[selection(ends[several], counts[which])] = flat[selection(starts[which], counts[which])]
        counts, starts, flat = self._joined.arrays()
        joined = selection(starts[which], counts[which])
        return Tokens(
            words,
            flat[joined],
            np.repeat(ends[several], counts[which]) + _view(self._offsets)[joined],
            np.diff(ends[np.searchsorted(pieces, begins)], append=ends[-1]),
        )


def _laid_out(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Texts as UTF-8 of what their characters count as, a space before and behind each, and where each begins."""
    raw = [text.encode() if text.isascii() else _letters.aligned(text) for text in texts]
    lengths = np.fromiter(map(len, raw), np.int64, len(raw)) + 1
    # What is aligned already stays as it is.
    whole = b" ".join([b"", *raw, b""]).translate(_ASCII) + bytes(PADDING)
    return np.frombuffer(whole, np.uint8), np.cumsum(lengths) - lengths


class _Letters:
    """What every character counts as, in an array: for texts that are not plain ASCII."""

    def __init__(self) -> None:
        # 0 where it is not known yet.
        self._table: npt.NDArray[np.uint32] = np.zeros(_CHARACTERS, "<u4")

    def aligned(self, text: str) -> bytes:
        codes = np.frombuffer(prepared(text).encode("utf-32-le", "surrogatepass"), "<u4")
        found = self._table.take(codes)
        if not found.all():
            new = np.unique(codes[found == 0]).tolist()
            self._table[new] = [ord(counts_as(code)) for code in new]
            found = self._table.take(codes)
        return str(found.data, "utf-32-le").encode()


_letters = _Letters()


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
