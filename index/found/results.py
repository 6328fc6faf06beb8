"""What a search of articles found: which, in order, how many of each kind, and their best passages."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from index.found.facets import KINDS, Facets
from index.found.marks import Marks
from index.found.snippets import LENGTH, Snippet, snippet
from index.source import Source

if TYPE_CHECKING:
    from index.help.advice import Advice
    from index.names.asking import Answer


class Results:
    """What a search found.

    Attributes:
        query: What was asked.
        understood: What was understood, in words.
        ns: The numbers of all hits, in order.
        scores: How well each hit fits, where words say anything about it.
        took_ms: How long it took, in milliseconds.
        marks: What to mark in a text.
        rebuilt: Why the index was made anew before it could answer; "" if it was not.
        named: The spellings that every `name:` of the query stood for.
    """

    def __init__(
        self,
        query: str,
        understood: str,
        ns: array[int],
        *,
        source: Source,
        facets: Facets,
        took_ms: float,
        scores: Mapping[int, float] | None = None,
        marks: Marks | None = None,
        rebuilt: str = "",
        named: tuple[Answer, ...] = (),
        advise: Callable[[], Advice | None] = lambda: None,
    ) -> None:
        self.query = query
        self.understood = understood
        self.ns = ns
        self.scores = scores or {}
        self.marks = marks or Marks()
        self.took_ms = took_ms
        self.rebuilt = rebuilt
        self.named = named
        self._source = source
        self._facets = facets
        self._advise = advise

    @cached_property
    def advice(self) -> Advice | None:
        """If nothing was found, why, and what would find something; if hardly anything, which words may be misspelt.

        None if nothing is known.

        Raises:
            SearchCancelled: As the search was to be.
        """
        return self._advise()

    @property
    def total(self) -> int:
        """How many hits there are, exactly."""
        return len(self.ns)

    def facets(self, kinds: Sequence[str] = KINDS) -> dict[str, list[tuple[str, int]]]:
        """How many hits have each tag, outlet and year, and what else is asked for; see `index.facets`."""
        return self._facets.count(self.ns, kinds)

    def snippet(self, n: int, length: int = LENGTH) -> Snippet:
        """The best passage of a hit, from the stored text."""
        return snippet(self._source.articles.text(n), self.marks, length)
