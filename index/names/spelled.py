"""Queries that ask for names: `name:` becomes all spellings, and a plain query that is a name is offered them.

Loads what knows names only where one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import QueryError, SearchCancelled
from index.query.parsing import parse
from index.query.tree import And, Node, Phrase, Value, Word, leaves

if TYPE_CHECKING:
    from index.names.asking import Answer, Names, Shown


def spelled_out(
    tree: Node, names: Callable[[], Names], cancelled: Callable[[], bool] | None
) -> tuple[Node, tuple[Answer, ...]]:
    """A query with every `name:` in all its spellings, and what was found for each.

    Names are collected first where they are behind the articles.

    Raises:
        SearchCancelled: As asked.
    """
    if not any(isinstance(leaf, Value) and leaf.field == "name" for leaf in leaves(tree)):
        return tree, ()
    stopped = cancelled or (lambda: False)
    known = names()
    if known.behind():
        known.catch_up(cancelled=stopped)
    if stopped():
        raise SearchCancelled
    return known.spelled_out(tree, cancelled=stopped)


MOST_WORDS = 6
"""The most words of a query that are taken for one name."""

LONGEST_NAME = 60
"""The longest part of a query that is taken for a name, in characters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The name in a query.

    Attributes:
        name: The name.
        before, after: The rest of the query, on either side of it.
        everywhere: Whether it is asked for in every spelling already.
    """

    name: str
    before: str
    after: str
    everywhere: bool

    def every(self) -> str:
        """The query with the name in every spelling."""
        return f"{self.before}{Value('name', self.name)}{self.after}"

    def only(self, spelling: str) -> str:
        """The query with one spelling of it, as it is written."""
        phrase = Phrase(spelling.replace('"', " "))
        return f"{self.before}{phrase}{self.after}"


@dataclass(frozen=True, slots=True)
class Offer:
    """Other spellings of the name that stands in a plain query.

    Attributes:
        name: The name.
        query: The query that finds them all.
        others: The other spellings, those that most articles hold first.
    """

    name: str
    query: str
    others: tuple[Shown, ...]

    def __str__(self) -> str:
        """The offer in words."""
        return self.words(5)

    def words(self, most: int) -> str:
        """The offer in words, with so many spellings at most."""
        listed = ", ".join(f"{each.text} ({each.articles:,})" for each in self.others[:most])
        more = len(self.others) - most
        return f"also spelled {listed}" + (f" and {more:,} more" if more > 0 else "")


def offer(query: str, names: Names) -> Offer | None:
    """What other spellings a query may be offered; None if no name that the archive knows stands in it plainly.

    Args:
        query: As it was typed; words in a row, or a phrase, are taken for a name.
        names: The archive's names as they were last collected.
    """
    from corpus.names.letters import folded

    asked = asked_name(query, names)
    if asked is None or asked.everywhere or not (names.has(asked.name) or names.known_as(asked.name)):
        return None
    plain = folded(asked.name)
    others = [each for each in names.ask(asked.name).at("match") if each.articles and folded(each.text) != plain]
    return Offer(asked.name, asked.every(), tuple(others)) if others else None


def asked_name(query: str, names: Names) -> Asked | None:
    """The name that a query asks for: that of its one `name:`, else the longest that stands in it, else all of it.

    Args:
        query: As it was typed.
        names: The archive's names: they say which words are one.
    """
    try:
        tree = parse(query)
    except QueryError:
        return None
    if named := [leaf for leaf in leaves(tree) if isinstance(leaf, Value) and leaf.field == "name"]:
        return _cut(query, named, named[0].text, everywhere=True) if len(named) == 1 else None
    runs = list(_runs(tree))
    windows = sorted((w for run in runs for w in _windows(run)), key=lambda window: -len(_words(window)))
    whole = runs[0] if len(runs) == 1 and len(runs[0]) == len(_items(tree)) else None
    for window in windows:
        if len(text := _words(window)) <= LONGEST_NAME and names.has(text):
            return _cut(query, window, text)
    return _cut(query, whole, _words(whole)) if whole and len(_words(whole)) <= LONGEST_NAME else None


def _cut(query: str, items: Sequence[Node], name: str, *, everywhere: bool = False) -> Asked:
    return Asked(name, query[: items[0].start], query[items[-1].end :], everywhere)


def _items(tree: Node) -> Sequence[Node]:
    return tree.items if isinstance(tree, And) else (tree,)


def _runs(tree: Node) -> Iterator[list[Word | Phrase]]:
    """The plain words that stand in a row, and the plain phrases, each by itself."""
    run: list[Word | Phrase] = []
    for item in _items(tree):
        if isinstance(item, Word) and not item.field:
            run.append(item)
            continue
        if run:
            yield run
            run = []
        if isinstance(item, Phrase) and not item.field and item.slop is None:
            yield [item]
    if run:
        yield run


def _windows(run: Sequence[Word | Phrase]) -> Iterator[Sequence[Word | Phrase]]:
    for first in range(len(run)):
        for end in range(first + 1, min(len(run), first + MOST_WORDS) + 1):
            yield run[first:end]


def _words(items: Sequence[Word | Phrase]) -> str:
    return " ".join(item.text for item in items)
