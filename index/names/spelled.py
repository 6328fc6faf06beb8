"""Queries that ask for names: `name:` becomes all spellings, and a plain query that is a name is offered them.

Loads what knows names only where one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import QueryError, SearchCancelled
from index.query import parse
from index.tree import And, Node, Phrase, Value, Word, leaves

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


@dataclass(frozen=True, slots=True)
class Offer:
    """Other spellings of the name that a plain query is.

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
        listed = ", ".join(f"{each.text} ({each.articles:,})" for each in self.others[:5])
        more = len(self.others) - 5
        return f"also spelled {listed}" + (f" and {more:,} more" if more > 0 else "")


def offer(query: str, names: Names) -> Offer | None:
    """What other spellings a plain query may be offered; None if it is no name that the archive knows.

    Args:
        query: As it was typed; nothing but words or one phrase is taken for a name.
        names: The archive's names as they were last collected.
    """
    from corpus.names.letters import folded

    try:
        name = _plain(parse(query))
    except QueryError:
        return None
    if not name or len(name) > 60:
        return None
    table = names.table()
    plain = folded(name)
    if f" {plain} \n" not in table.lines[0] and not names.known_as(name):
        return None
    others = [each for each in names.ask(name).at("match") if each.articles and folded(each.text) != plain]
    return Offer(name, as_query(name), tuple(others)) if others else None


def asked_name(query: str) -> str:
    """The name that a query asks for: that of its one `name:`, or all of it where it is nothing but a name."""
    try:
        tree = parse(query)
    except QueryError:
        return ""
    named = [leaf.text for leaf in leaves(tree) if isinstance(leaf, Value) and leaf.field == "name"]
    return named[0] if len(named) == 1 else "" if named else _plain(tree)


def as_query(name: str) -> str:
    """The query that finds a name in every spelling."""
    return str(Value("name", name))


def as_phrase(name: str) -> str:
    """The query that finds a name as it is written."""
    return str(Phrase(name.replace('"', " ")))


def _plain(tree: Node) -> str:
    """The words of a query that is nothing but words, or one phrase."""
    items = tree.items if isinstance(tree, And) else (tree,)
    if len(items) == 1 and isinstance(items[0], Phrase) and not items[0].field and items[0].slop is None:
        return items[0].text
    if all(isinstance(item, Word) and not item.field for item in items):
        return " ".join(item.text for item in items if isinstance(item, Word))
    return ""
