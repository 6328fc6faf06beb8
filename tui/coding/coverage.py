"""Which articles wait to be coded. Pure: numbers and states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.session import Session
    from tui.view import View

WAITING = ("new", "coding", "later", "needs help")
"""The states in which an article waits for a coder."""


def next_waiting(session: Session, view: View) -> int:
    """The number of the next article of a view's list that waits to be coded, from its article on; 0 for none."""
    articles = session.archive.articles
    if view.query.strip():
        ns: Sequence[int] = session.index().search(view.query, sort=view.sort, strict=False).ns
    else:
        ns = articles.order("oldest" if view.sort == "oldest" else "newest")
    at = ns.index(view.focus) + 1 if view.focus in ns else 0
    for start in (*range(at, len(ns), 50), *range(0, at, 50)):
        for row in articles.rows(ns[start : start + 50]):
            if row.coding in WAITING and row.n != view.focus:
                return row.n
    return 0
