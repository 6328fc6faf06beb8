"""Queries of Whoosh's kind for what its own do not say, or say slowly.

They combine freely with its And, Or and Not. `evaluate` answers them from whole arrays; Whoosh's own searcher answers
them too, through what `plain` and `matcher` give it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query
from whoosh.matching import ListMatcher, NullMatcher

from index.codec.blocks import Numbers


class Forms(query.Query):
    """Any of these words, in any of these fields.

    Attributes:
        words: Each with its weight: 1 for the word itself, less for other forms of it.
    """

    def __init__(self, fields: Sequence[str], words: Iterable[tuple[str, float]]) -> None:
        self.fields = tuple(fields)
        self.words = tuple(words)

    def plain(self) -> query.Query:
        """The same in Whoosh's own terms."""
        return query.Or([query.Term(field, word) for field in self.fields for word, _ in self.words])

    def estimate_size(self, reader: Any) -> int:
        """How many articles there may be."""
        return int(self.plain().estimate_size(reader))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """For Whoosh's own searcher."""
        return self.plain().matcher(searcher, context)


class Beginning(query.Query):
    """Any word that begins so, in any of these fields."""

    def __init__(self, fields: Sequence[str], prefix: str) -> None:
        self.fields = tuple(fields)
        self.prefix = prefix

    def plain(self) -> query.Query:
        """The same in Whoosh's own terms."""
        return query.Or([query.Prefix(field, self.prefix) for field in self.fields])

    def estimate_size(self, reader: Any) -> int:
        """How many articles there may be."""
        return int(reader.doc_count_all())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """For Whoosh's own searcher."""
        return self.plain().matcher(searcher, context)


class Near(query.Query):
    """Words near each other, in one of these fields.

    Attributes:
        words: In order; the last may be the beginning of a word.
        slop: None: exactly in this order, one after the other. Else in any order with at most so many words among
            them.
        is_open: Whether the last word is only the beginning of one.
        slots: Each word, and whether it is only the beginning of one.
    """

    def __init__(self, fields: Sequence[str], words: Sequence[str], slop: int | None, is_open: bool = False) -> None:
        self.fields = tuple(fields)
        self.words = tuple(words)
        self.slop = slop
        self.is_open = is_open
        self.slots = [(word, False) for word in self.words]
        if is_open:
            self.slots[-1] = (self.words[-1], True)

    def plain(self) -> query.Query:
        """The same in Whoosh's own terms, where it has any: a sequence in order."""
        return query.Or([query.Sequence(self._parts(field), slop=1) for field in self.fields])

    def _parts(self, field: str) -> list[query.Query]:
        return [query.Prefix(field, word) if is_open else query.Term(field, word) for word, is_open in self.slots]

    def estimate_size(self, reader: Any) -> int:
        """How many articles there may be."""
        return int(reader.doc_count_all())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """For Whoosh's own searcher."""
        if self.slop is not None:
            raise NotImplementedError("Whoosh counts words between in another way")
        return self.plain().matcher(searcher, context)


class Among(query.Query):
    """These articles, by their numbers; what the archive itself knows the answer to."""

    def __init__(self, numbers: Iterable[int]) -> None:
        given = numbers if isinstance(numbers, array) else array("I", numbers)
        self.numbers: npt.NDArray[np.uint32] = np.array(given, np.uint32)

    def mask(self, numbers: Numbers) -> npt.NDArray[np.bool_]:
        """Which of some numbers are among these."""
        top = max(int(numbers.max(initial=0)), int(self.numbers.max(initial=0)))
        table = np.zeros(top + 1, bool)
        table[self.numbers] = True
        found: npt.NDArray[np.bool_] = table[numbers]
        return found

    def estimate_size(self, reader: Any) -> int:
        """How many articles there may be."""
        return min(len(self.numbers), int(reader.doc_count_all()))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """For Whoosh's own searcher."""
        del context
        reader = searcher.reader()
        own = set(self.numbers.tolist())
        places = [doc for doc in reader.all_doc_ids() if reader.stored_fields(doc)["n"] in own]
        return ListMatcher(places) if places else NullMatcher()
