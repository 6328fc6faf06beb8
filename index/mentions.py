"""Where known actors and places are mentioned: their recorded names, found in all articles and kept up to date.

A longer name covers a shorter one in it, so "Al-Quds Hospital" does not mention the city. A name that several records
have is ambiguous, and says so. A nickname counts only in an article that also names what its bearer belongs to. Only
what people recorded is looked for; other spellings are offered by `index.names`. Derived: it can be deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexBroken
from index.names import arrays
from index.names.asking import Named
from index.source import Source
from index.words.analysis import tokens, words

VERSION = 1
FOLDER = "mentions"

_AT_ONCE = 500
_MANY = 300
_ARABIC_PREFIXES = ("و", "ب", "ل", "ف")
_NEVER: Callable[[], bool] = lambda: False  # noqa: E731 - a name for what is asked nothing

Ints = NDArray[np.int32]
Words = tuple[str, ...]
Related = Mapping[str, AbstractSet[str]]
"""The records that a record belongs to or is tied to, by its id."""


@dataclass(frozen=True, slots=True)
class Span:
    """A mention in a text, from `start` to `end`; `records` are all that it may mean, `nickname` for all of them."""

    start: int
    end: int
    records: tuple[str, ...]
    nickname: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it can only mean one record, whoever reads it."""
        return len(self.records) == 1 and not self.nickname


class Patterns:
    """The names that are looked for.

    Args:
        named: The records.
    """

    def __init__(self, named: Iterable[Named]) -> None:
        self.owners: dict[Words, list[str]] = {}
        self.nick: set[tuple[Words, str]] = set()
        for each in named:
            for name in each.names:
                if (found := tuple(words(name)[0])) and sum(map(len, found)) > 2:
                    owners = self.owners.setdefault(found, [])
                    if each.id not in owners:
                        owners.append(each.id)
                    if name in each.nicknames:
                        self.nick.add((found, each.id))
        self.texts = sorted(self.owners)
        self.number = {pattern: at for at, pattern in enumerate(self.texts)}
        self._by_first: dict[str, list[tuple[Words, int]]] = {}
        for at, pattern in enumerate(self.texts):
            self._add(pattern, at)
        for listed in self._by_first.values():
            listed.sort(key=lambda pair: -len(pair[0]))

    def _add(self, pattern: Words, at: int) -> None:
        self._by_first.setdefault(pattern[0], []).append((pattern, at))
        if "\u0621" <= pattern[0][0] <= "\u064a":
            for prefix in _ARABIC_PREFIXES:
                self._by_first.setdefault(prefix + pattern[0], []).append(((prefix + pattern[0], *pattern[1:]), at))

    def found(self, sequence: Sequence[str]) -> list[tuple[int, int, int]]:
        """Where names stand in a sequence of words: the first word, the one behind the last, and which name."""
        by_first = self._by_first
        hits: list[tuple[int, int, int]] = []
        behind = 0
        for at, word in enumerate(sequence):
            if word in by_first and at >= behind:
                for pattern, number in by_first[word]:
                    end = at + len(pattern)
                    if len(pattern) == 1 or tuple(sequence[at:end]) == pattern:
                        hits.append((at, end, number))
                        behind = end
                        break
        return hits


@dataclass(frozen=True)
class State:
    """What was found, in rows of an article, a name and how often it stands there; by article, then name.

    Attributes:
        position: Up to which change of articles it reaches.
        patterns: The names, as words with blanks between them.
        article, pattern, count: The rows.
    """

    position: int
    patterns: tuple[str, ...]
    article: Ints
    pattern: Ints
    count: Ints

    @cached_property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.article)


_NONE = np.empty(0, np.int32)
EMPTY = State(-1, (), _NONE, _NONE, _NONE)


def read(folder: Path, uid: str) -> State:
    """What was found before; nothing where that is of another archive, or damaged."""
    try:
        loaded = arrays.load(folder / FOLDER)
    except IndexBroken:
        return EMPTY
    if loaded is None or loaded[0].get("version") != VERSION or loaded[0].get("uid") != uid:
        return EMPTY
    facts, held = loaded
    try:
        text = bytes(held["text"]).decode("utf-8", "surrogatepass")
        state = State(
            int(facts["position"]),
            tuple(text.split("\0")) if text else (),
            held["article"],
            held["pattern"],
            held["count"],
        )
    except (KeyError, ValueError):
        return EMPTY
    fits = state.rows == len(state.pattern) == len(state.count)
    return state if fits and (not state.rows or int(state.pattern.max()) < len(state.patterns)) else EMPTY


def _write(folder: Path, uid: str, state: State) -> None:
    arrays.save(
        folder / FOLDER,
        {"version": VERSION, "uid": uid, "position": state.position},
        {
            "text": np.frombuffer("\0".join(state.patterns).encode("utf-8", "surrogatepass"), np.uint8),
            "article": state.article,
            "pattern": state.pattern,
            "count": state.count,
        },
    )


class Mentions:
    """The mentions of an archive's actors and places.

    Args:
        source: The archive.
        folder: The folder of its index.
        find: The numbers of the articles that hold some words in a row; None where only a look at all articles tells.
    """

    def __init__(self, source: Source, folder: Path, find: Callable[[str], Iterable[int]] | None = None) -> None:
        self.source = source
        self.folder = folder
        self._find = find
        self.scanned = 0

    def catch_up(
        self,
        named: Sequence[Named],
        *,
        told: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = _NEVER,
    ) -> Found:
        """Look through the articles that changed, and through those that hold a name which came or went.

        Args:
            named: The records as they are now.
            told: Called now and then with how many articles are done, of how many.
            cancelled: Asked now and then whether to stop; nothing is then written.

        Raises:
            IndexBroken: What was found cannot be kept.
        """
        patterns = Patterns(named)
        old = read(self.folder, self.source.uid)
        texts = tuple(" ".join(pattern) for pattern in patterns.texts)
        changes = self.source.articles.changed_since(old.position, 1 << 30)
        gone = {change.n for change in changes if not change.exists}
        wanted = {change.n for change in changes if change.exists}
        wanted |= self._touched(old, texts) - gone
        if not changes and texts == old.patterns:
            return Found(old, patterns)
        position = changes[-1].position if changes else old.position
        kept = self._kept(old, texts, wanted | gone)
        new = self._scan(patterns, sorted(wanted), told, cancelled)
        if new is None:
            return Found(old, patterns)
        rows = np.concatenate([kept, new])
        rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
        state = State(position, texts, *(np.ascontiguousarray(rows[:, column]) for column in range(3)))
        _write(self.folder, self.source.uid, state)
        return Found(state, patterns)

    def _touched(self, old: State, texts: tuple[str, ...]) -> set[int]:
        """The articles that may hold a name which was added or taken away."""
        if texts == old.patterns:
            return set()
        added = set(texts) - set(old.patterns)
        removed = set(old.patterns) - set(texts)
        if len(added) > _MANY or (added and self._find is None):
            columns = self.source.articles.columns()
            return set(columns.n)
        touched: set[int] = set()
        for text in added:
            touched.update(self._find(text) if self._find else ())
        lost = [at for at, text in enumerate(old.patterns) if text in removed]
        return touched | set(old.article[np.isin(old.pattern, lost)].tolist())

    @staticmethod
    def _kept(old: State, texts: tuple[str, ...], away: set[int]) -> Ints:
        """The old rows that still hold, with the names' new numbers."""
        number = {text: at for at, text in enumerate(texts)}
        renumbered = np.array([number.get(text, -1) for text in old.patterns] or [0], np.int32)
        pattern = renumbered[old.pattern] if old.rows else _NONE
        stays = (pattern >= 0) & ~np.isin(old.article, np.fromiter(away, np.int32, len(away)))
        return np.stack([old.article[stays], pattern[stays], old.count[stays]], axis=1).astype(np.int32)

    def _scan(
        self,
        patterns: Patterns,
        wanted: list[int],
        told: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool],
    ) -> Ints | None:
        rows: list[tuple[int, int, int]] = []
        for start in range(0, len(wanted), _AT_ONCE):
            if cancelled():
                return None
            for entry in self.source.articles.for_index(wanted[start : start + _AT_ONCE]):
                self.scanned += 1
                hits = Counter(number for _, _, number in patterns.found(words(entry.text)[0]))
                hits.update(number for _, _, number in patterns.found(words(entry.title)[0]))
                rows += [(entry.n, number, count) for number, count in hits.items()]
            if told:
                told(min(len(wanted), start + _AT_ONCE), len(wanted))
        return np.array(rows, np.int32).reshape(-1, 3)


class Found:
    """What is known of mentions, by record and by article.

    Args:
        state: What was found.
        patterns: The names that were looked for.
    """

    def __init__(self, state: State, patterns: Patterns) -> None:
        self.state = state
        self.patterns = patterns

    @cached_property
    def _of_record(self) -> dict[str, list[int]]:
        """The names of each record, as numbers."""
        found: dict[str, list[int]] = {}
        for at, pattern in enumerate(self.patterns.texts):
            for id_ in self.patterns.owners[pattern]:
                found.setdefault(id_, []).append(at)
        return found

    def articles(self, id_: str, related: Related | None = None) -> dict[int, int]:
        """The numbers of the articles that mention a record, with how often.

        Args:
            id_: The record.
            related: What records belong to; without it, nicknames count for nothing.
        """
        found: Counter[int] = Counter()
        for number in self._of_record.get(id_, ()):
            rows = self.state.pattern == number
            hits = dict(zip(self.state.article[rows].tolist(), self.state.count[rows].tolist(), strict=True))
            if (self.patterns.texts[number], id_) in self.patterns.nick:
                near = self._naming((related or {}).get(id_, frozenset()))
                hits = {n: count for n, count in hits.items() if n in near}
            found.update(hits)
        return dict(found)

    def _naming(self, ids: AbstractSet[str]) -> set[int]:
        """The articles that have a name of one of these records which is no nickname."""
        numbers = [
            number
            for id_ in ids
            for number in self._of_record.get(id_, ())
            if (self.patterns.texts[number], id_) not in self.patterns.nick
        ]
        return set(self.state.article[np.isin(self.state.pattern, numbers)].tolist())

    def surely(self, id_: str) -> set[int]:
        """The numbers of the articles that have a name of a record which no other has, and which is no nickname."""
        owners, texts = self.patterns.owners, self.patterns.texts
        numbers = [
            number
            for number in self._of_record.get(id_, ())
            if len(owners[texts[number]]) == 1 and (texts[number], id_) not in self.patterns.nick
        ]
        return set(self.state.article[np.isin(self.state.pattern, numbers)].tolist())

    def ambiguous(self, id_: str) -> dict[str, tuple[str, ...]]:
        """The names of a record that others have too, with those."""
        found = {}
        for number in self._of_record.get(id_, ()):
            pattern = self.patterns.texts[number]
            others = tuple(other for other in self.patterns.owners[pattern] if other != id_)
            if others:
                found[" ".join(pattern)] = others
        return found

    def counts(self) -> dict[str, int]:
        """In how many articles each record's names stand; nicknames count for nothing."""
        return {id_: len(self.articles(id_)) for id_ in self._of_record}

    def spans(self, text: str) -> list[Span]:
        """Where records are named in a text, in order."""
        return spans(self.patterns, text)


def spans(patterns: Patterns, text: str) -> list[Span]:
    """Where records are named in a text, in order; nicknames too."""
    places: dict[int, tuple[str, int, int]] = {}
    for word, position, start, end in tokens(text):
        # The joined form of a compound stands before its parts, at the same position: the parts count.
        places[position] = (word, start, end)
    ordered = [places[position] for position in sorted(places)]
    found = []
    for first, behind, number in patterns.found([word for word, _, _ in ordered]):
        pattern = patterns.texts[number]
        owners = tuple(patterns.owners[pattern])
        nickname = all((pattern, owner) in patterns.nick for owner in owners)
        found.append(Span(ordered[first][1], ordered[behind - 1][2], owners, nickname))
    return found
