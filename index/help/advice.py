"""What to say when nothing was found: which part of the query had none, and what would have some.

Also what to say when hardly anything was found, for a word that another one like it is far more frequent than.

Words come from the archive itself. How things are counted is handed in; nothing here knows the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.text import fold_spaces, printable
from index.query import tree
from index.query.tree import And, Node, Not, Or, Phrase, Value, Word
from index.words.analysis import pieces

MOST_PARTS = 8
"""Of longer queries only so many parts are looked at."""

MOST_INSTEAD = 3
"""So many other words are named for one."""

FAR_MORE = 100
"""A word that has so many times more hits than one like it may have been meant: that one may be misspelt both where it
was written and where it was typed."""

_LONG = 5


@dataclass(frozen=True, slots=True)
class Instead:
    """Something that would be found: as it is typed, and how many hits it has."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query that must match.

    Attributes:
        text: As it is typed.
        start, end: Where it stands in the query.
        count: How many hits it has by itself.
        without: How many hits the rest of the query has without it.
        instead: What is like it and has some, the likeliest first.
    """

    text: str
    start: int
    end: int
    count: int
    without: int
    instead: tuple[Instead, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Why nothing was found.

    Attributes:
        parts: The parts of the query, in order.
        query: A query like this one that finds something; "" if none is known.
        count: How many hits that has.
        sentences: All this in words, a line each.
    """

    parts: tuple[Part, ...]
    query: str
    count: int
    sentences: tuple[str, ...]


def advise(
    node: Node,
    query: str,
    count: Callable[[Node], int],
    similar: Callable[[Node], Sequence[Node]],
    one: str = "article",
) -> Advice:
    """Say why a query found nothing.

    Args:
        node: The query as it was understood.
        query: The query as it was typed.
        count: How many hits a tree has.
        similar: Trees that might stand in for a leaf, the likeliest first; they may have no hits.
        one: What is looked for, in a sentence.
    """
    items = node.items[:MOST_PARTS] if isinstance(node, And) else (node,)
    parts = []
    for item in items:
        hits = 0 if len(items) == 1 else count(item)
        rest = tuple(other for other in items if other is not item)
        without = count(rest[0] if len(rest) == 1 else And(rest)) if rest else 0
        found: tuple[Instead, ...] = ()
        if not hits:
            counted = (Instead(str(other), count(other)) for other in similar(item))
            some = [each for each in counted if each.count]
            if isinstance(item, Word):
                # All are as near as the nearest: the more frequent, the likelier.
                some.sort(key=lambda each: -each.count)
            found = tuple(some[:MOST_INSTEAD])
        parts.append(Part(query[item.start : item.end], item.start, item.end, hits, without, found))
    other, hits = _other_query(query, parts, count)
    return Advice(tuple(parts), other, hits, tuple(_sentences(parts, other, hits, one)))


def advise_better(
    node: Node, query: str, count: Callable[[Node], int], similar: Callable[[Node], Sequence[Node]], whole: int
) -> Advice | None:
    """Say which words of a query that found something may be misspelt all the same; None if none.

    Args:
        node: The query as it was understood.
        query: The query as it was typed.
        count: How many hits a tree has.
        similar: Trees that might stand in for a leaf, the likeliest first.
        whole: How many articles there are.
    """
    parts = []
    for item in node.items[:MOST_PARTS] if isinstance(node, And) else (node,):
        if not isinstance(item, Word) or item.field or len(item.text) < _LONG:
            continue
        hits = count(item)
        if not 0 < hits <= whole // FAR_MORE:
            continue
        # Of words with another first letter, most are another word.
        others = [each for each in similar(item) if isinstance(each, Word) and each.text[:1] == item.text[:1].lower()]
        best = max((Instead(str(each), count(each)) for each in others), key=lambda each: each.count, default=None)
        if best and best.count >= FAR_MORE * hits:
            parts.append(Part(query[item.start : item.end], item.start, item.end, hits, 0, (best,)))
    if not parts:
        return None
    text = query
    for part in reversed(parts):
        text = text[: part.start] + part.instead[0].text + text[part.end :]
    other, hits = _first_with_hits([text], count)
    if not other:
        return None
    said = [
        f"{_quoted(part.text)} has {part.count:,}, {part.instead[0].text} has {part.instead[0].count:,}"
        for part in parts
    ]
    said += [f"try: {other} ({hits:,})"] if isinstance(node, And) else []
    return Advice(tuple(parts), other, hits, tuple(map(printable, said)))


def _other_query(query: str, parts: Sequence[Part], count: Callable[[Node], int]) -> tuple[str, int]:
    """A query with what has no hits replaced or left out; else without the part that is most in the way."""
    text = query
    for part in sorted(parts, key=lambda part: -part.start):
        if not part.count:
            text = text[: part.start] + (part.instead[0].text if part.instead else "") + text[part.end :]
    candidates = [] if text == query else [text]
    best = max(parts, key=lambda part: part.without)
    if best.without:
        candidates.append(query[: best.start] + query[best.end :])
    return _first_with_hits(candidates, count)


def _first_with_hits(candidates: Sequence[str], count: Callable[[Node], int]) -> tuple[str, int]:
    """The first of some queries that finds something, and how much; "" and 0 if none does."""
    from index.query.parsing import parse

    for each in candidates:
        each = fold_spaces(each)
        read = parse(each, tolerant=True) if each else tree.Everything()
        if not isinstance(read, tree.Everything) and (hits := count(read)):
            return each, hits
    return "", 0


def _sentences(parts: Sequence[Part], other: str, hits: int, one: str) -> list[str]:
    said = []
    for part in parts:
        if part.count:
            continue
        named = ", ".join(f"{each.text} has {each.count:,}" for each in part.instead)
        said.append(f"no {one} has {_quoted(part.text)}" + (f"; {named}" if named else ""))
    if not said and len(parts) > 1:
        counts = ", ".join(f"{_quoted(part.text)} has {part.count:,}" for part in parts)
        said.append(f"no {one} has all of these: {counts}")
        without = max(parts, key=lambda part: part.without)
        if without.without:
            said.append(f"without {_quoted(without.text)}: {without.without:,}")
    elif other and len(parts) > 1:
        said.append(f"try: {other} ({hits:,})")
    return [printable(each) for each in said]


def _quoted(text: str) -> str:
    return text if text[:1] in '"“«' else f"“{text}”"


def others_of(
    leaf: Node, words: Callable[[str, tuple[str, ...]], Sequence[str]], values: Callable[[Value], Sequence[str]]
) -> list[Node]:
    """What might stand in for a leaf.

    Args:
        leaf: A part of a query that has no hits.
        words: Words of the archive like a word, in these fields or in any.
        values: Values of a field like a value.
    """
    if isinstance(leaf, Or):
        return [each for item in leaf.items for each in others_of(item, words, values)]
    if isinstance(leaf, Value):
        return [Value(leaf.field, text) for text in values(leaf)]
    if isinstance(leaf, Not | And | tree.Everything):
        return []
    found = [word for piece in pieces(leaf.text) for word in piece.words]
    if len(found) == 1:
        like = [Word(word, leaf.field) for word in words(found[0], (leaf.field,) if leaf.field else ())]
        return [*like, Word(leaf.text)] if leaf.field else [*like]
    apart = And(tuple(dict.fromkeys(Word(word, leaf.field) for word in found)))
    near = [Phrase(leaf.text, 3, False, leaf.field)] if isinstance(leaf, Phrase) and leaf.slop is None else []
    return [*near, *([apart] if len(apart.items) > 1 else apart.items)]
