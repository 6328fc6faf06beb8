"""Quotes held against the texts of articles that were read again: those that are found nowhere any more are listed.

Where a quote is now is worked out whenever it is shown (`corpus.passages.anchor`), so one that is found needs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.archive import Archive
from corpus.intake.work import batched


def lost_quotes(archive: Archive, numbers: Iterable[int]) -> list[tuple[str, str]]:
    """The passages of these articles whose words are not in them any more, as (passage, article)."""
    lost: list[tuple[str, str]] = []
    for part in batched(sorted(set(numbers)), 200):
        marks = ",".join("?" * len(part))
        rows = archive.database.rows(
            "SELECT p.id, p.article, p.part, a.n, a.title FROM passage p JOIN article a ON a.id = p.article"
            f" WHERE a.n IN ({marks}) ORDER BY p.id",
            part,
        )
        for passage, article, where, n, title in rows:
            text = title if where == "title" else archive.articles.text(n)
            if not _is_in(archive.records.values(passage).get("quote"), text):
                lost.append((passage, article))
    return lost


def _is_in(quote: object, text: str) -> bool:
    from corpus.passages.anchor import Quote, place

    return not isinstance(quote, dict) or place(Quote.read(quote), text) is not None
