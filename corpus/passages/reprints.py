"""Articles that carry one text: who published it, who first, and where it is from. "5 outlets, 1 origin".

Which articles are copies of one another is not known here; `index.copies` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.article import Row
from corpus.passages.claims import Carriers, Origins, chain_of
from corpus.store.record_queries import ArticleRow, RecordQueries

if TYPE_CHECKING:
    from corpus.archive import Archive
    from corpus.store.articles import Articles

_MOST_PASSAGES = 50


@dataclass(frozen=True, slots=True)
class Reprints:
    """One text in several articles.

    Attributes:
        rows: The articles, the first published first.
        outlets: Who published it, each once, in that order; those who name nobody count by their credit.
        origin: Whom it goes back to: who the last link of a passage's chain names, else who is credited, else the
            first outlet; "" if nobody is named.
    """

    rows: tuple[Row, ...]
    outlets: tuple[str, ...]
    origin: str

    def __str__(self) -> str:
        count = len(self.outlets)
        named = f"{count} outlet{'' if count == 1 else 's'}, 1 origin" if count else "1 origin"
        return f"{named}: {self.origin}" if self.origin else named

    @property
    def first(self) -> str:
        """Who published it first, and when; "" if that is not known."""
        row = next((row for row in self.rows[:1] if row.published), None)
        return f"first {row.outlet or row.credit or row.title}, {row.published}" if row else ""


def reprints(archive: Archive, numbers: Sequence[int]) -> Reprints:
    """What is known of articles that carry one text, given in order of publication."""
    rows = archive.articles.rows(numbers)
    outlets = dict.fromkeys(name for row in rows if (name := row.outlet or row.credit))
    return Reprints(tuple(rows), tuple(outlets), _origin(archive, rows))


def carriers(articles: Articles, copies: Callable[[int], Sequence[int]]) -> Carriers:
    """What counts articles that carry one text as one source.

    Args:
        articles: The articles.
        copies: Gives the numbers of all articles that carry the text of one, the first published first.
    """

    def carry(article: str) -> Sequence[ArticleRow]:
        n = articles.number(article)
        return [] if n is None else [_as_source(row) for row in articles.rows(copies(n))]

    return carry


def _as_source(row: Row) -> ArticleRow:
    return ArticleRow(row.id, row.title, row.published, None, row.outlet, row.credit)


def _origin(archive: Archive, rows: Sequence[Row]) -> str:
    articles = list(map(_as_source, rows))
    origins = Origins(archive.records, RecordQueries(archive.database), articles)
    for article in articles:
        for pointer in archive.records.points_to(article.id, limit=_MOST_PASSAGES):
            if pointer.source.startswith("e-"):
                chain = chain_of(archive.records.values(pointer.source).get("via"))
                if any(step.actor for step in chain):
                    return origins.of(chain, article).label
    credited = next((each for each in articles if each.credit), next((each for each in articles if each.outlet), None))
    return origins.of((), credited).label if credited else ""
