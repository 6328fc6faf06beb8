"""The passages of an article as its reader lists them: where their words are, and what each supports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from corpus.archive import Archive

LONGEST = 70
"""How much of a passage's words is shown, in characters."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A passage of an article.

    Attributes:
        passage: Its id.
        part: `title` or `text`.
        words: Its words, shortened.
        supports: What it supports, in words.
        span: Where its words are in that part; None if they are lost.
    """

    passage: str
    part: str
    words: str
    supports: str
    span: tuple[int, int] | None


def spans(archive: Archive, article: str) -> dict[str, list[tuple[int, int]]]:
    """Where the passages of an article are, by its part; those that are lost are nowhere."""
    found: dict[str, list[tuple[int, int]]] = {"title": [], "text": []}
    for placed in archive.claims.passages(article):
        if placed.where is not None:
            found.setdefault(placed.part, []).append((placed.where.start, placed.where.end))
    return found


def passages(archive: Archive, article: str) -> list[Taken]:
    """The passages of an article, in the order of its words, those that are lost last."""
    placed = archive.claims.passages(article)
    points = {each.passage: archive.records.values(each.passage).get("points", ()) for each in placed}
    labels = archive.records.rows_of.labels(str(point["record"]) for told in points.values() for point in told)
    found = []
    for each in placed:
        told = Counter(labels.get(str(point["record"]), "") or "a record" for point in points[each.passage])
        supports = (
            ", ".join(f"{label} ({n})" if n > 1 else label for label, n in told.items()) or "supports nothing yet"
        )
        words = " ".join(each.quote.exact.split())
        short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
        span = (each.where.start, each.where.end) if each.where is not None else None
        found.append(Taken(each.passage, each.part, short, supports, span))
    return sorted(found, key=lambda each: each.span is None)
