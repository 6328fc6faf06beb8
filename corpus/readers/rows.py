"""Articles that are rows: which column or key means which field, and a row made into an article.

Shared by tables, spreadsheets and JSON. `COLUMNS` is the whole of what is known about names; a row needs a title or a
text to be an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.feed import plain
from corpus.readers.item import Item, own_bytes
from corpus.readers.layout import ONLY_A_TITLE, Found, cleaned, finish
from corpus.readers.reader import Named, has_words, one_line, signature

COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "heading", "subject", "titre", "titulo", "titel", "العنوان", "عنوان", "заголовок"),
    "text": (
        *("text", "body", "content", "article_content", "article_text", "full_text", "fulltext", "article_body"),
        *("articlebody", "content_text", "content_html", "html", "article", "story", "message", "post", "maintext"),
        *("description", "summary", "abstract", "excerpt", "texte", "texto", "نص", "النص", "المحتوى", "текст"),
    ),
    "published": (
        *("published", "date", "published_at", "publishedat", "publish_date", "published_date", "date_published"),
        *("datepublished", "date_publish", "publication_date", "publicationdate", "pubdate", "pub_date", "time"),
        *("timestamp", "datetime", "posted", "posted_at", "created_at", "created", "fecha", "datum", "التاريخ"),
        *("تاريخ", "تاريخ_النشر", "дата"),
    ),
    "outlet": (
        *("outlet", "publisher", "publication", "newspaper", "site", "site_name", "sitename", "media", "journal"),
        *("feed", "source_domain", "source", "source_name", "المصدر", "مصدر", "издание", "источник"),
    ),
    "author": ("author", "authors", "byline", "by", "creator", "writer", "autor", "auteur", "الكاتب", "كاتب", "автор"),
    "url": (
        *("url", "link", "href", "source_url", "article_url", "canonical_url", "original_url", "permalink", "web_url"),
        *("webpage", "uri", "source", "رابط", "الرابط", "ссылка"),
    ),
    "credit": ("credit", "agency", "wire", "news_agency"),
    "language": ("language", "lang", "langue", "idioma", "اللغة", "язык"),
    "retrieved": ("retrieved", "retrieved_at", "accessed", "crawled", "crawl_date", "date_download", "scraped_at"),
}
"""The names under which tables and JSON give a field, the surest first; in small letters, `_` between words."""

_DESCRIPTIONS = ("description", "summary", "abstract", "excerpt")

ROW_LIMIT = 1_000_000
"""A table with more rows is read as far as that."""

_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s.-]+")
_URL = re.compile(r"https?://[^\s<>\"']{3,2000}", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_KNOWN = {name: field for field, names in reversed(COLUMNS.items()) for name in reversed(names)}


def column(name: str) -> str:
    """A column's name as `COLUMNS` has it: `Publication Date` and `publicationDate` are `publication_date`."""
    return _BREAK.sub("_", name.strip().strip("\ufeff\"'")).lower()


def known(names: Iterable[str]) -> set[str]:
    """The fields that some columns give."""
    return {_KNOWN[name] for name in map(column, names) if name in _KNOWN}


def is_article(names: Iterable[str]) -> bool:
    """Whether columns are those of articles: there is a text, or a title and something else that we know.

    A description alone is none: programs and data sets have one too.
    """
    names = list(names)
    text = "text" in known(name for name in names if column(name) not in _DESCRIPTIONS)
    fields = known(names)
    return text or ("title" in fields and len(fields) >= 2)


def row_item(values: Mapping[str, Any], label: str, reader: Named) -> Item:
    """A row as an article, or why it is none.

    Args:
        values: What it holds, by the names of its columns.
        label: Where it stands.
        reader: Who reads it.
    """
    data = own_bytes({key: value for key, value in values.items() if value not in (None, "", [], {})})
    outcome: Reading | UnreadableArticle
    try:
        outcome = replace(read_row(values), reader=signature(reader))
    except UnreadableArticle as error:
        outcome = error
    return Item(None, data, outcome, label)


def read_row(values: Mapping[str, Any]) -> Reading:
    """What a row says.

    Raises:
        UnreadableArticle: It has neither a title nor a text.
    """
    by_name: dict[str, Any] = {}
    for key, value in values.items():
        by_name.setdefault(column(str(key)), value)
    found = Found()

    def first(field: str) -> tuple[Any, str]:
        names = (name for name in COLUMNS[field] if _words(by_name.get(name)))
        name = next(names, "")
        return by_name.get(name), f"column {name}"

    title, how = first("title")
    found.entitle(plain(_words(title)), how)
    for name in ("credit", "author"):
        value, how = first(name)
        found.put(name, plain(_words(value)), how)
    _take_sources(by_name, found)
    for name in ("published", "retrieved"):
        value, how = first(name)
        _take_day(value, name, how, found)
    value, how = first("language")
    code = _LANGUAGE.fullmatch(_words(value))
    found.put("language", code[1].lower() if code else "", how)
    # The longest, since a table often has a summary beside its text.
    body = max((plain(_lines(by_name.get(name))) for name in COLUMNS["text"]), key=len)
    body = cleaned(body)
    if not has_words(body):
        if not has_words(found.title):
            raise UnreadableArticle("It has neither a title nor a text")
        found.flags.append(ONLY_A_TITLE)
        body = ""
    return finish(body, found)


def _take_sources(by_name: Mapping[str, Any], found: Found) -> None:
    """Outlet and address: `source` may be either, and a thing with a name of its own."""
    for name in COLUMNS["outlet"]:
        value = _words(by_name.get(name))
        if not _URL.fullmatch(value):
            found.put("outlet", plain(value), f"column {name}")
    for name in COLUMNS["url"]:
        value = _words(by_name.get(name))
        if _URL.fullmatch(value):
            found.put("url", value, f"column {name}")


def _take_day(value: Any, name: str, how: str, found: Found) -> None:
    """A date as text, as a spreadsheet's own, or in seconds or milliseconds since 1970."""
    written = _words(value)
    if re.fullmatch(r"[0-9]{9,13}(?:\.0)?", written):
        seconds = float(written) / (1000 if float(written) > 1e11 else 1)
        written = datetime.fromtimestamp(seconds, UTC).date().isoformat()
    if not written:
        return
    found.put_date(written, how, name)
    if name not in found.fields and name == "published":
        found.flags.append(f"the date {written[:40]!r} is not clear")


def _words(value: Any) -> str:
    """A value on one line; of several, all; of a thing, its name."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, dict):
        return _words(value.get("name") or value.get("title"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value[:20])))
    return "" if value is None or isinstance(value, bool) else one_line(str(value))


def _lines(value: Any) -> str:
    """A text with its lines; of several, as paragraphs."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, (item if isinstance(item, str) else "" for item in value)))
    return value if isinstance(value, str) else ""
