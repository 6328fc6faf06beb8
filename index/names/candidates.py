"""Records that may be one, and names that are no record yet: offered with reasons, decided by people."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass

from corpus.names.letters import folded
from corpus.names.reasons import why
from index.names.asking import Named, Names
from index.names.finding import spellings

_NEAREST = 12
_FREQUENT = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two records that may be one.

    Attributes:
        one, other: The records.
        names: The name of each that is like the other's.
        level: How sure the names are: `match` or `suggest`.
        why: Why, in a line.
        shared: How many articles hold names of both; two names that stand side by side are often of two.
    """

    one: Named
    other: Named
    names: tuple[str, str]
    level: str
    why: str
    shared: int


def may_be_one(
    names: Names, apart: Container[tuple[str, str]], *, cancelled: Callable[[], bool] = lambda: False
) -> list[Candidate]:
    """Pairs of actors, and pairs of places, whose names match or nearly do, the likest first.

    Args:
        names: The archive's names and records.
        apart: Pairs of ids that somebody said are two.
        cancelled: Asked now and then whether to stop with what there is.
    """
    named = names.records()
    table, owners = names.record_names()
    found: dict[tuple[str, str], tuple[float, Candidate]] = {}
    for one in named:
        if cancelled():
            break
        for text in one.names:
            for each in spellings(table, text, one.sort, nearest=_NEAREST):
                for at in owners[each.number]:
                    other = named[at]
                    if each.level not in ("match", "suggest") or not _comparable(one, other, text, each.text, apart):
                        continue
                    key = (min(one.id, other.id), max(one.id, other.id))
                    if key not in found or each.score > found[key][0]:
                        reason = why(text, each.text, each.likeness)
                        made = Candidate(one, other, (text, each.text), each.level, reason, _shared(names, one, other))
                        found[key] = (each.score, made)
    ordered = sorted(found.values(), key=lambda pair: (pair[1].level != "match", -pair[0]))
    return [candidate for _, candidate in ordered]


def _comparable(one: Named, other: Named, text: str, near: str, apart: Container[tuple[str, str]]) -> bool:
    return (
        one.id != other.id
        and one.id[:2] == other.id[:2]
        and (one.sort == other.sort or "any" in (one.sort, other.sort))
        and (one.id, other.id) not in apart
        and near not in one.refused
        and text not in other.refused
    )


def _shared(names: Names, one: Named, other: Named) -> int:
    table = names.table()
    held = [
        {n for name in each.names if (at := table.number.get(name)) is not None for n in table.articles_of(at).tolist()}
        for each in (one, other)
    ]
    return len(held[0] & held[1])


def unrecorded(names: Names, most: int = 50, least: int = 3) -> list[tuple[str, int]]:
    """The names that most articles hold and no record has, in any spelling, with how many those are."""
    table = names.table()
    order = (-table.counts).argsort(kind="stable")[:_FREQUENT].tolist()
    refused = {folded(name) for each in names.records() for name in each.refused}
    found: list[tuple[str, int]] = []
    for number in order:
        count = int(table.counts[number])
        if count < least or len(found) >= most:
            break
        text = table.names[number]
        if folded(text) not in refused and "" not in names.told_apart(text) and not names.known_as(text):
            found.append((text, count))
    return found
