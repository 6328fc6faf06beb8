"""Queries in which `name:` has become all spellings of the name; loads what knows names only where one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.errors import SearchCancelled
from index.tree import Node, Value, leaves

if TYPE_CHECKING:
    from index.names.asking import Answer, Names


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
