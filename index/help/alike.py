"""What of an archive is like something that nobody finds in it: words, tags, outlets, names, terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from corpus.article import CODING_STATES
from index.disk.snapshot import Snapshot
from index.errors import SearchCancelled
from index.help.advice import others_of
from index.query.tree import Node, Value
from index.records.table import RecordTable
from index.schema import SCORED
from index.source import Source
from index.words.spelling import similar

MOST_LIKE = 6
"""So many words like a word are tried."""

_LIKE_ENOUGH = 0.6
_LONG = 5
_TRIED = 200


class Helper:
    """Looks for what is alike.

    Args:
        source: The archive.
        snapshot: Gives the index.
        table: Gives the records.
        cancelled: Asked now and then whether to stop.
        edits: How many letters a word may differ by, if none differs by fewer.
    """

    def __init__(
        self,
        source: Source,
        snapshot: Callable[[], Snapshot],
        table: Callable[[], RecordTable],
        cancelled: Callable[[], bool] | None,
        edits: int = 2,
    ) -> None:
        self._source = source
        self._snapshot = snapshot
        self._table = table
        self._cancelled = cancelled or (lambda: False)
        self._edits = edits

    def others(self, leaf: Node) -> Sequence[Node]:
        """What might stand in for a leaf of a query, the likeliest first."""
        return others_of(leaf, self._words, self._values)

    def _check(self) -> None:
        if self._cancelled():
            raise SearchCancelled

    def _words(self, word: str, fields: tuple[str, ...]) -> Sequence[str]:
        if len(word) < 3:
            return []
        snapshot = self._snapshot()
        fields = fields or SCORED

        def unlikely(other: str) -> tuple[bool, int]:
            return other[0] != word[0], -sum(snapshot.held(other, field) for field in fields)

        for edits in range(1, self._edits + 1) if len(word) >= _LONG else (1,):
            found = similar(snapshot, word, edits, fields, self._check)
            if found := [each for each in found if each != word and not each.isdecimal()]:
                # Of words equally near, those that begin alike are the likelier, and the frequent ones.
                return sorted(found[:_TRIED], key=unlikely)[:MOST_LIKE]
        return []

    def _values(self, value: Value) -> Sequence[str]:
        known = self._known(value.field)
        folded = {each.casefold(): each for each in known}
        near = get_close_matches(value.text.casefold(), folded, MOST_LIKE, _LIKE_ENOUGH)
        return [folded[each] for each in near]

    def _known(self, field: str) -> list[str]:
        if field == "tag":
            return [tag for tag, _ in self._source.tags.all()]
        if field == "coding":
            return list(CODING_STATES)
        table = self._table()
        with table.guard:
            if field in ("event", "role", "status"):
                return table.values(field)
            if field in ("actor", "place", "incident"):
                return [name for id_ in table.everything(field) for name in table.entries[id_].heads]
        return []
