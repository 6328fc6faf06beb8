"""All actors, places and incidents in memory, by their words and by what they say: derived, and kept up to date.

Asking goes through `record_query`; nothing here knows queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from threading import RLock
from typing import Any, Literal

from index.records.entry import Entry, Key
from index.source import RecordSets
from index.words.stems import stems

RecordSort = Literal["relevance", "newest", "oldest"]

_NONE: frozenset[str] = frozenset()


class RecordTable:
    """The records of one archive.

    Hold `guard` from `refresh` until the answer is there, so that nothing changes in between.

    Args:
        sets: Where the records come from.

    Attributes:
        entries: By id, those merged into others too.
    """

    def __init__(self, sets: RecordSets) -> None:
        self.guard = RLock()
        self._sets = sets
        self._mark: Any = None
        self._position = -1
        self._clear()
        self._numbers: tuple[int, dict[str, int]] = (-1, {})

    def _clear(self) -> None:
        self.entries: dict[str, Entry] = {}
        self._orders: dict[tuple[str, str], list[str]] = {}
        self._standing: dict[str, frozenset[str]] = {}
        self._found: dict[Key, set[str]] = {}
        self._words: dict[str, set[str]] = {}
        self._heads: dict[str, set[str]] = {}
        self._forms: dict[str, set[str]] = {}
        self._lines: dict[int, str] | None = None
        self._ties: dict[str, Sequence[tuple[str, str]]] = {}
        self._told: dict[str, set[str]] | None = None
        self._canonical: dict[str, str] = {}

    # Keeping up

    def refresh(self) -> None:
        """Take in what changed."""
        position = self._sets.position()
        if position == self._position:
            return
        changes = self._sets.changes(self._mark)
        if changes.whole:
            self._clear()
        for id_, found in changes.records.items():
            self._remove(id_)
            if found is not None:
                self._add(Entry(found))
        if changes.ties:
            self._ties.update(changes.ties)
            self._told = None
        if changes.records:
            self._canonical.clear()
            self._standing.clear()
            self._orders.clear()
            self._told = None
        self._mark, self._position = changes.mark, position

    @property
    def version(self) -> tuple[int, int]:
        """What is the same as long as no record, and no article that they name, changed."""
        return (self._position, self._sets.article_position())

    def _add(self, entry: Entry) -> None:
        self.entries[entry.id] = entry
        for key in entry.keys():  # noqa: SIM118 - these are not the keys of a dict
            self._found.setdefault(key, set()).add(entry.id)
        heads, everywhere = entry.words()
        for word in heads:
            self._heads.setdefault(word, set()).add(entry.id)
        for word in everywhere:
            holders = self._words.get(word)
            if holders is None:
                holders = self._words[word] = set()
                self._lines = None
                for stem in stems(word):
                    self._forms.setdefault(stem, set()).add(word)
            holders.add(entry.id)

    def _remove(self, id_: str) -> None:
        entry = self.entries.pop(id_, None)
        if entry is None:
            return
        for key in entry.keys():  # noqa: SIM118 - these are not the keys of a dict
            self._found[key].discard(id_)
        heads, everywhere = entry.words()
        for word in heads:
            self._heads[word].discard(id_)
        for word in everywhere:
            self._words[word].discard(id_)

    # Records that are one

    def canonical(self, id_: str) -> str:
        """The record that stands for one; where two were merged into each other, the smaller id does."""
        known = self._canonical.get(id_)
        if known is None:
            seen = [id_]
            while (entry := self.entries.get(seen[-1])) and (into := entry.merged_into):
                if into in seen:
                    seen.append(min(seen[seen.index(into) :]))
                    break
                seen.append(into)
            known = self._canonical[id_] = seen[-1]
        return known

    def everything(self, kind: str) -> frozenset[str]:
        """All records of a kind, without those for which others stand."""
        found = self._standing.get(kind)
        if found is None:
            found = frozenset(
                id_ for id_, entry in self.entries.items() if entry.kind == kind and self.canonical(id_) == id_
            )
            self._standing[kind] = found
        return found

    def standing(self, ids: Iterable[str]) -> set[str]:
        """The records that stand for these and are there."""
        return {into for id_ in ids if (into := self.canonical(id_)) in self.entries}

    def group(self, id_: str) -> set[str]:
        """All ids that a record goes by, itself among them."""
        found, rest = {id_}, [id_]
        while rest:
            more = self._found.get(("merged", rest.pop()), _NONE) - found
            found |= more
            rest += more
        return found

    def order(self, kind: str, sort: RecordSort) -> list[str]:
        """All records of a kind: by date with the undated last; actors and places by name, or by when they were made.

        By relevance is the newest first, or by name, since nothing else is known here.
        """
        known = self._orders.get((kind, sort))
        if known is None:
            entries = [self.entries[id_] for id_ in self.everything(kind)]
            known = self._orders[kind, sort] = [entry.id for entry in _ordered(entries, kind, sort)]
        return known

    # By what they say

    def by_key(self, kind: str, value: str) -> AbstractSet[str]:
        """The records with a key; as they are, merged or not."""
        return self._found.get((kind, value), _NONE)

    def values(self, kind: str) -> list[str]:
        """All values of a kind of key that records have."""
        return sorted(value for (own, value), ids in self._found.items() if own == kind and ids)

    # By words

    def holding(self, word: str, *, heads: bool = False) -> AbstractSet[str]:
        """The records that hold a word; only in titles and names, if so asked."""
        return (self._heads if heads else self._words).get(word, _NONE)

    def beginning(self, prefix: str) -> list[str]:
        """The words that begin so."""
        return [word for word, ids in self._words.items() if ids and word.startswith(prefix)]

    def forms(self, word: str) -> set[str]:
        """The word, and the words that share its stem."""
        surest, *others = stems(word)
        found = {word} | self._forms.get(surest, set())
        for stem in others:
            if self._words.get(stem):
                found |= self._forms.get(stem, set())
        return found

    def lines(self) -> Mapping[int, str]:
        """All words by their length, one a line."""
        if self._lines is None:
            lengths: dict[int, list[str]] = {}
            for word in self._words:
                lengths.setdefault(len(word), []).append(word)
            self._lines = {length: "\n".join(words) for length, words in lengths.items()}
        return self._lines

    # Articles

    @property
    def articles_of(self) -> Mapping[str, set[str]]:
        """For each incident, the ids of the articles that passages and links tie to it."""
        if self._told is None:
            self._told = {}
            for ties in self._ties.values():
                for incident, article in ties:
                    into = self.canonical(incident)
                    if into in self.entries:
                        self._told.setdefault(into, set()).add(article)
        return self._told

    def numbers(self, incidents: Iterable[str]) -> set[int]:
        """The articles of these incidents, by their numbers."""
        told = self.articles_of
        articles = set[str]().union(*(told.get(incident, ()) for incident in incidents))
        position = self._sets.article_position()
        if self._numbers[0] != position:
            self._numbers = (position, {})
        known = self._numbers[1]
        if unknown := articles - known.keys():
            found = self._sets.numbers(unknown)
            known.update({article: found.get(article, 0) for article in unknown})
        return {n for article in articles if (n := known[article])}


def _ordered(entries: list[Entry], kind: str, sort: RecordSort) -> list[Entry]:
    newest_first = sort != "oldest"
    if kind == "incident":
        dated = [entry for entry in entries if entry.days]
        undated = [entry for entry in entries if not entry.days]
        dated.sort(key=lambda entry: (entry.days or (0, 0), entry.id), reverse=newest_first)
        undated.sort(key=lambda entry: entry.id, reverse=newest_first)
        return dated + undated
    if sort == "relevance":
        return sorted(entries, key=lambda entry: (entry.label.casefold(), entry.id))
    return sorted(entries, key=lambda entry: entry.id, reverse=newest_first)
