"""How far the articles of a list are coded, and which of them waits next. Numbers and states; nothing here draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.archive import Archive
from corpus.article import CODING_STATES

if TYPE_CHECKING:
    from tui.session import Session
    from tui.view import View

WAITING = ("needs help", "coding", "new", "later")
"""The states in which an article waits for a coder, the most urgent first."""
NOTHING = ("nothing to code", "out of scope")
"""The states of articles of which nothing will be coded."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How many articles of a list are coded, how many have nothing to code, and how many wait."""

    coded: int
    nothing: int
    waiting: int

    @property
    def total(self) -> int:
        """How many there are."""
        return self.coded + self.nothing + self.waiting

    def __str__(self) -> str:
        share = f", {100 * (self.total - self.waiting) // self.total} %" if self.total else ""
        return f"{self.coded:,} coded, {self.nothing:,} nothing to code, {self.waiting:,} wait{share}"


def by_state(archive: Archive, ns: Sequence[int]) -> dict[str, list[int]]:
    """The articles of a list by the state of their coding, in the order of the list; no state without articles."""
    wanted = set(ns)
    state = {n: each for each in CODING_STATES for n in archive.articles.where(f"coding:{each}") if n in wanted}
    found: dict[str, list[int]] = {}
    for n in ns:
        if n in state:
            found.setdefault(state[n], []).append(n)
    return found


def covered(states: Mapping[str, Sequence[int]]) -> Covered:
    """How far a list is coded whose articles have these states."""
    nothing = sum(len(states.get(each, ())) for each in NOTHING)
    waiting = sum(len(found) for each, found in states.items() if each not in (*NOTHING, "coded"))
    return Covered(len(states.get("coded", ())), nothing, waiting)


def articles_of(session: Session, view: View) -> Sequence[int]:
    """The articles of a view's list, in its order; may search."""
    if view.query.strip():
        return session.index().search(view.query, sort=view.sort, strict=False).ns
    return session.archive.articles.order("oldest" if view.sort == "oldest" else "newest")


def next_waiting(archive: Archive, ns: Sequence[int], after: int) -> int:
    """The next article of a list that waits to be coded, after one of its articles, then from the top; 0 for none."""
    at = ns.index(after) + 1 if after in ns else 0
    waiting = {n for state in WAITING for n in archive.articles.where(f"coding:{state}")} - {after}
    return next((n for n in (*ns[at:], *ns[:at]) if n in waiting), 0)
