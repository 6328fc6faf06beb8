"""Markdown notes, with front matter as web clippers write it.

The body is kept as it was written, marks and all. A clipper's tags are left where they are: tags of an archive are
given by the people who work with it.
"""

from __future__ import annotations

import re

from corpus.article import Reading
from corpus.readers.encodings import decode
from corpus.readers.front_matter import FrontMatter, read_front_matter, split_front_matter
from corpus.readers.layout import Found, read_layout
from corpus.readers.reader import head_text, one_line
from corpus.text import clean_body, well_formed

_NAMES = (".md", ".markdown", ".mdown", ".mkd")
_FRONT_MATTER = "front matter"
_URL = re.compile(r"https?://\S+")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")

# What Joplin writes below a note that it exports raw.
_JOPLIN = re.compile(r"\n\nid: [0-9a-f]{32}\n(?:[a-z_]{2,40}:[^\n]*\n?){3,40}\Z")

KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "published": (
        *("published", "published_at", "published_time", "date_published", "datepublished", "publish_date"),
        *("publication_date", "pubdate", "pub_date", "date"),
    ),
    "outlet": ("outlet", "site", "site_name", "sitename", "publisher", "publication", "newspaper", "website", "source"),
    "url": ("url", "link", "source_url", "original_url", "canonical_url", "canonical", "permalink", "uri", "source"),
    "author": ("author", "authors", "byline", "by", "creator"),
    "credit": ("credit", "agency", "wire"),
    "language": ("language", "lang", "locale"),
    "retrieved": ("retrieved", "accessed", "clipped", "saved", "created", "created_time", "date_saved"),
}
"""The names under which front matter gives a field, the surest first. `source` is an outlet or an address."""


class MarkdownReader:
    """Files with front matter, whatever their name, and those named as Markdown."""

    name = "markdown"
    version = 1

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file begins like front matter or is named like Markdown."""
        return name.lower().endswith(_NAMES) or head_text(head).lstrip("\n\r").startswith("---")

    def read(self, data: bytes, _name: str, /) -> Reading:
        """What a note says.

        Raises:
            UnreadableArticle: It is in no encoding that makes text of it, or holds no words.
        """
        decoded = decode(data)
        found = Found(flags=[decoded.doubt] if decoded.doubt else [])
        text = well_formed(clean_body(decoded.text))
        parts = split_front_matter(text)
        if parts:
            block, text = parts
            take_front_matter(read_front_matter(block), found)
        joplin = _JOPLIN.search(text)
        if joplin:
            take_front_matter(read_front_matter(joplin[0]), found)
            text = text[: joplin.start()]
        return read_layout(text, found, markdown=True)


def take_front_matter(matter: FrontMatter, found: Found) -> None:
    """Put what front matter gives into the fields of an article."""
    found.flags += matter.flags
    found.entitle(matter.first(*KEYS["title"]), _FRONT_MATTER)
    for name in ("outlet", "credit"):
        value = next((v for key in KEYS[name] if (v := matter.first(key)) and not _URL.match(v)), "")
        found.put(name, value, _FRONT_MATTER)
    url = next((v for key in KEYS["url"] if (v := matter.first(key)) and _URL.match(v)), "")
    found.put("url", url, _FRONT_MATTER)
    authors = next((matter.values[key] for key in KEYS["author"] if matter.first(key)), [])
    found.put("author", ", ".join(one_line(author) for author in authors if author.strip()), _FRONT_MATTER)
    language = _LANGUAGE.fullmatch(matter.first(*KEYS["language"]))
    found.put("language", language[1].lower() if language else "", _FRONT_MATTER)
    for name in ("published", "retrieved"):
        _take_date(matter, name, found)


def _take_date(matter: FrontMatter, name: str, found: Found) -> None:
    """Put a date into a field; one that cannot be read for sure is said."""
    written = matter.first(*KEYS[name])
    if not written:
        return
    found.put_date(written, _FRONT_MATTER, name)
    if name not in found.fields and name == "published":
        found.flags.append(f"the date {one_line(written)[:40]!r} in the front matter is not clear")
