"""Feeds: RSS, Atom and RDF as saved from the network, an entry an article.

feedparser reads them, from bytes alone: it is given no address, and fetches nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.item import Item, own_bytes
from corpus.readers.layout import ONLY_A_TITLE, Found, cleaned, finish
from corpus.readers.page_text import all_text
from corpus.readers.reader import MAX_BYTES, has_words, head_text, one_line, signature

_ROOT = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE\s+(?:rss|rdf|feed)\b[^\[>]*(?:\[[^\]]*\]\s*)?>\s*)*"
    r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b",
    re.DOTALL | re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_URL = re.compile(r"https?://[^\s<>\"']{3,2000}", re.IGNORECASE)


class FeedReader:
    """RSS, Atom and RDF feeds."""

    name = "feed"
    version = 1

    def accepts(self, head: bytes, _name: str, /) -> bool:
        """Whether a file begins as a feed."""
        return bool(_ROOT.match(head_text(head)))

    def items(self, data: bytes, _name: str, /) -> Iterator[Item]:
        """The entries of the feed.

        Raises:
            UnreadableArticle: It is too large, or has no entries.
        """
        if len(data) > MAX_BYTES:
            raise UnreadableArticle(f"It is a feed of more than {MAX_BYTES // 1024 // 1024} MiB")
        parsed = _parsed(data)
        entries = parsed.get("entries") or []
        if not entries:
            raise UnreadableArticle("It is a feed without entries")
        of = parsed.get("feed") or {}
        for count, entry in enumerate(entries, 1):
            yield _item(entry, of, f"entry {count}")


def _parsed(data: bytes) -> Mapping[str, Any]:
    """The feed as feedparser reads it; never by an address."""
    import feedparser

    try:
        parsed: Mapping[str, Any] = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise UnreadableArticle("It is a feed that is broken", detail=type(error).__name__) from error
    return parsed


def _item(entry: Mapping[str, Any], of: Mapping[str, Any], label: str) -> Item:
    """One entry."""
    values = {
        "title": _text(entry, "title"),
        "id": _text(entry, "id"),
        "link": _text(entry, "link"),
        "published": _text(entry, "published") or _text(entry, "updated"),
        "author": _text(entry, "author"),
        "text": _longest(entry),
        "feed": _text(of, "title"),
        "language": _text(of, "language"),
    }
    data = own_bytes({name: value for name, value in values.items() if value})
    outcome: Reading | UnreadableArticle
    try:
        outcome = replace(_reading(values, entry), reader=signature(FeedReader()))
    except UnreadableArticle as error:
        outcome = error
    return Item(_key(values, of), data, outcome, label)


def _key(values: Mapping[str, str], of: Mapping[str, Any]) -> str | None:
    """An entry's guid; one that is no address is only known within its feed, and none at all falls back to the link."""
    guid = values["id"] or values["link"]
    if not guid or ":" in guid:
        return guid or None
    home = _text(of, "id") or _text(of, "link") or values["feed"]
    return f"{home} {guid}" if home else None


def _longest(entry: Mapping[str, Any]) -> str:
    """What an entry says: the longer of its content and its summary, with its mark-up."""
    contents = entry.get("content") or []
    texts = [str(part.get("value") or "") for part in contents if isinstance(part, Mapping)]
    return max([*texts, _text(entry, "summary")], key=len)


def _reading(values: Mapping[str, str], entry: Mapping[str, Any]) -> Reading:
    """What an entry says."""
    found = Found()
    found.entitle(plain(values["title"]), "feed entry")
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    if not _own_day(values["published"], found) and day and 1970 <= day.tm_year <= 2199:
        found.put("published", f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}", "feed entry")
    found.put("author", plain(values["author"]), "feed entry")
    found.put("outlet", plain(values["feed"]), "title of the feed")
    found.put("url", values["link"] if _URL.fullmatch(values["link"]) else "", "feed entry")
    body = cleaned(plain(values["text"]))
    if not has_words(body):
        if not has_words(found.title):
            raise UnreadableArticle("It is an entry that holds no words")
        found.flags.append(ONLY_A_TITLE)
        body = ""
    return finish(body, found)


def _own_day(written: str, found: Found) -> bool:
    """Keep the day as the feed wrote it: that of its outlet, where feedparser's is that of Greenwich."""
    found.put_date(written, "feed entry")
    return "published" in found.fields


def plain(text: str) -> str:
    """The text of a value that may hold mark-up."""
    return all_text(text) if _MARKUP.search(text) else text


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return one_line(value) if isinstance(value, str) and name not in ("summary", "title") else str(value or "")
