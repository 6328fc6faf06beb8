"""Saved web pages, as browsers and SingleFile save them."""

from __future__ import annotations

import re
from typing import Any

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.encodings import decode
from corpus.readers.layout import Found, read_layout, very_short
from corpus.readers.page_facts import take_guessed_facts, take_page_facts, take_saved_header
from corpus.readers.page_text import ALL_OF_THE_PAGE, all_text, article_text
from corpus.readers.reader import head_text
from corpus.text import well_formed

MOST_CHARACTERS = 8 * 1024 * 1024
"""Pages longer than this, not counting what is embedded in them, are refused."""

MOST_TAGS = 40_000
MOST_ATTRIBUTES = 150_000
"""Pages with more, by a rough count, are not given to trafilatura, whose time and memory grow faster than the page."""

TOO_DEEP = "the page is too deeply nested to tell its main text; this is all of it"
TOO_BIG = "the page is too big to tell its main text; this is all of it"

_HEAD_OF_BIG = 64 * 1024
_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,3000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|article|div|p|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_EMBEDDED = re.compile(
    r"data:[\w/+.;=-]{0,100}base64,[A-Za-z0-9+/=\s]{64,}|data:(?:image|font|application)/[^\"'()\s>]{256,}"
)
# A tag with thousands of attributes takes the parser a time that grows with their square.
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:-]{0,30})(?=[\s/])[^<>]{4096,}>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


class HtmlReader:
    """Web pages."""

    name = "html"
    version = 1

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file begins like a page, or is named as one and has mark-up."""
        text = head_text(head)
        return bool(_OPENING.match(text)) or (name.lower().endswith(_NAMES) and "<" in text)

    def read(self, data: bytes, _name: str, /) -> Reading:
        """What a page says.

        Raises:
            UnreadableArticle: It is in no encoding that makes text of it, is too long, or holds no words.
        """
        decoded = decode(data)
        found = Found(flags=[decoded.doubt] if decoded.doubt else [])
        page = _slimmed(decoded.text)
        if len(page) > MOST_CHARACTERS:
            raise UnreadableArticle(
                f"It is a web page of more than {MOST_CHARACTERS // 1024 // 1024} million characters"
            )
        comment = _COMMENT.search(page, 0, 8192)
        if comment:
            take_saved_header(comment[1], found)
        return read_layout(_text(page, found), found)


def _text(page: str, found: Found) -> str:
    """The text of a page; what the page says of itself, and why it is not its main text, are added to what is found."""
    big = page.count("<") > MOST_TAGS or page.count("=") > MOST_ATTRIBUTES
    tree, deep = _parsed(page[:_HEAD_OF_BIG] if big else page)
    if tree is not None:
        weak = take_page_facts(tree, found)
        if not deep and not big:
            take_guessed_facts(tree, found)
        if weak:
            found.put("author", weak.names[0], weak.how)
        if not deep and not big:
            text = article_text(tree)
            if text:
                found.flags += very_short(text)
                return text
    text = all_text(page)
    if text:
        found.flags.append(TOO_BIG if big else TOO_DEEP if deep else ALL_OF_THE_PAGE)
    return text


def _slimmed(page: str) -> str:
    """A page without what is embedded in it, and without attributes where a tag has far too many."""
    page = well_formed(page.replace("\x00", ""))
    if "data:" in page:
        page = _EMBEDDED.sub("data:,", page)
    return _LONG_TAG.sub(r"<\1>", page)


def _parsed(page: str) -> tuple[Any, bool]:
    """The page's tree, None when there is none, and whether the parser gave up on its depth."""
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(
        encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        tree = html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    return tree, deep
