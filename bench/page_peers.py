"""Who reads pages beside us: bare trafilatura, readability-lxml, newspaper4k. Each as its own manual has it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping

from bench.page_cases import Case
from bench.page_scores import Told
from corpus.errors import UnreadableArticle
from corpus.readers import read


def dateline(case: Case) -> Told:
    """Our own readers."""
    try:
        reading = read(case.data, case.name)
    except UnreadableArticle:
        return Told()
    fields = reading.fields
    return Told(reading.title, str(fields.get("published", "")), str(fields.get("author", "")), reading.text)


def trafilatura(case: Case) -> Told:
    """The bare library trafilatura."""
    from trafilatura import bare_extraction

    found = bare_extraction(case.data, with_metadata=True, include_comments=False)
    if found is None:
        return Told()
    return Told(found.title or "", found.date or "", found.author or "", found.text or "")


def readability(case: Case) -> Told:
    """readability-lxml as it is; it knows titles and texts."""
    from lxml import html  # type: ignore[import-untyped]
    from readability import Document

    document = Document(case.data)
    summary = html.fromstring(document.summary())
    return Told(document.short_title(), "", "", "\n".join(summary.itertext()))


def newspaper(case: Case) -> Told:
    """newspaper4k as it is, its downloads off."""
    import newspaper
    from newspaper.exceptions import ArticleException

    article = newspaper.Article(case.url or "https://page.example/", fetch_images=False)
    article.download(input_html=case.data)
    with contextlib.suppress(ArticleException):
        article.parse()
    day = str(article.publish_date or "")[:10]
    return Told(article.title or "", day, " ".join(article.authors), article.text or "")


READERS: Mapping[str, Callable[[Case], Told]] = {
    "dateline": dateline,
    "trafilatura": trafilatura,
    "readability": readability,
    "newspaper4k": newspaper,
}
"""Everybody who is scored, ourselves first."""


def read_by(who: str, case: Case) -> Told:
    """What one of them makes of a page; nothing at all where it fails."""
    try:
        return READERS[who](case)
    except Exception as error:  # noqa: BLE001 -- a peer that fails on a page has read nothing of it
        logging.getLogger(__name__).debug("%s failed on %s: %s", who, case.name, error)
        return Told()
