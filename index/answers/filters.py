"""What the archive itself knows, as sets of articles that are kept until it changes: dates, states, tags."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import date
from threading import Lock

from index.source import Source

_KEPT = 64


class Filters:
    """Sets of articles of one archive.

    Args:
        source: The archive.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._guard = Lock()
        self._kept: dict[tuple[object, ...], tuple[int, array[int]]] = {}

    def between(self, first: date | None, last: date | None) -> array[int]:
        """The articles published within these days."""
        articles = self._source.articles
        return self._get(("between", first, last), articles.position(), lambda: articles.between(first, last))

    def where(self, what: str) -> array[int]:
        """The articles in a state."""
        return self._get(("where", what), self._source.position(), lambda: self._source.articles.where(what))

    def tagged(self, tag: str) -> array[int]:
        """The articles that carry a tag, or one below it; the archive keeps these."""
        return self._source.tags.articles(tag)

    def _get(self, key: tuple[object, ...], position: int, make: Callable[[], array[int]]) -> array[int]:
        with self._guard:
            kept = self._kept.get(key)
        if kept is None or kept[0] != position:
            kept = (position, make())
            with self._guard:
                if len(self._kept) >= _KEPT:
                    self._kept.clear()
                self._kept[key] = kept
        return kept[1]
