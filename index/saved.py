"""What a saved search finds that is new since somebody last looked, and what of that is coded."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from index.query.values import DECIDED
from index.source import Articles


@dataclass(frozen=True, slots=True)
class News:
    """What is new among the hits of a search.

    Attributes:
        total: How many hits there are.
        new: Those that came since, in the order of the hits.
        coded: How many of the new ones need no coding any more.
        coded_of_all: The same of all hits.
    """

    total: int
    new: array[int]
    coded: int
    coded_of_all: int


def news(hits: Sequence[int], articles: Articles, seen_up_to: int) -> News:
    """What is new among hits for who has seen the articles up to a number."""
    coded = {n for state in DECIDED for n in articles.where(f"coding:{state}")}
    new = array("I", (n for n in hits if n > seen_up_to))
    return News(len(hits), new, sum(n in coded for n in new), sum(n in coded for n in hits))
