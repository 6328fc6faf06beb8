"""The main text of a web page, its paragraphs kept apart, without what surrounds it on the page.

trafilatura finds it. Where that finds nothing, or a page is too big or too deep to give to it, all the text of the
page can be taken, in a time that grows with its length.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from corpus.readers.lines import credit_of
from corpus.readers.reader import has_words
from corpus.text import fold_spaces

SHORT = 1000
"""Texts of fewer characters that trafilatura finds may hold what surrounds a short article."""

_PARAGRAPH, _BEGINNING = 80, 40
"""How long a paragraph of running text is at least, and by how many of its first characters it is known again."""

_RUNNING = 0.33
"""The share of its characters that a text has in longer lines at least, if it is one."""

_ENOUGH, _HARDLY = 500, 0.1
_LINKED = 0.8
"""The share of a paragraph's characters from which it is a link to something else and no part of the text."""

_LONGEST_LINK = 150
"""Paragraphs of more characters are text, linked or not."""

_CREDITS = tuple("-–—―‒−([")

ALL_OF_THE_PAGE = "no main text was found; this is all the text of the page"

_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "head", "title", "iframe", "object", "select"))
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_RAW = frozenset(("script", "style", "title", "template", "iframe"))
_PARAGRAPHS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "article", "section", "table", "ul", "ol")
)
_LONGEST_QUOTE = 4096
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})")
_BLANK_LINES = re.compile(r"\n{3,}")


def article_text(tree: Any) -> str:
    """The text of an article in a page, `""` when none is found.

    Args:
        tree: The page as lxml parsed it.
    """
    text = _main_text(tree, fast=True)
    if not text or _is_scattered(text) or _misses_the_paragraphs(tree, text):
        text = _main_text(tree, fast=False) or text
    if len(text) < SHORT:
        marked = _marked_text(tree, with_heading=bool(text))
        if marked and (not text or len(marked) < len(text)):
            text = marked
    return _with_credit(tree, _without_heading(tree, text))


def _with_credit(tree: Any, text: str) -> str:
    """A text with the credit that closes it on the page ("- Call Syria"), which is left out where it is a link."""
    last = fold_spaces(text.rpartition("\n\n")[2])
    closing = False
    for element in tree.iter("p"):
        shown = fold_spaces("".join(element.itertext()))
        if closing and shown:
            lines = [last, shown]
            return f"{text}\n\n{shown}" if credit_of(lines) else text
        closing = closing or (bool(last) and shown == last)
    return text


def _without_heading(tree: Any, text: str) -> str:
    """A text without the page's main heading above it, in whatever words the page calls itself elsewhere."""
    headings = {fold_spaces("".join(one.itertext())) for one in tree.iter("h1")}
    first, _, rest = text.partition("\n\n")
    return rest if rest and fold_spaces(first) in headings else text


def _main_text(tree: Any, *, fast: bool) -> str:
    """The text that trafilatura finds; by its own rules alone if fast, else compared with what other programs find."""
    import trafilatura

    found = trafilatura.bare_extraction(
        tree, fast=fast, include_comments=False, include_tables=True, include_links=True, with_metadata=False
    )
    body = getattr(found, "body", None)
    if body is None:
        return ""
    blocks: list[str] = []
    _gather(body, blocks)
    return "\n\n".join(blocks)


def _is_scattered(text: str) -> bool:
    """Whether a longer text is nearly all short lines, as menus and lists of places are."""
    running = sum(len(line) for line in text.split("\n") if len(line) >= _PARAGRAPH)
    return len(text) >= SHORT and running < _RUNNING * len(text)


def _misses_the_paragraphs(tree: Any, text: str) -> bool:
    """Whether a text has hardly anything of the paragraphs that a page marks as such."""
    paragraphs = [fold_spaces("".join(one.itertext())) for one in tree.iter("p")]
    paragraphs = [one for one in paragraphs if len(one) >= _PARAGRAPH]
    long = sum(map(len, paragraphs))
    if long < _ENOUGH or len(text) > long:
        return False
    folded = fold_spaces(text)
    return sum(len(one) for one in paragraphs if one[:_BEGINNING] in folded) < _HARDLY * long


def _marked_text(tree: Any, *, with_heading: bool) -> str:
    """The text of the one element that is marked as the article, and holds its heading if asked; else `""`."""
    for path in (".//*[@itemprop='articleBody']", ".//article", ".//main", ".//*[@role='main']"):
        elements = tree.findall(path)
        if len(elements) == 1 and not (with_heading and elements[0].find(".//h1") is None):
            from lxml import etree  # type: ignore[import-untyped]

            return all_text(etree.tostring(elements[0], encoding="unicode", method="html", with_tail=False))
    return ""


def _gather(element: Any, blocks: list[str]) -> None:
    """Add the blocks of text below an element of trafilatura's own mark-up."""
    _add(element.text, blocks)
    for child in element:
        if child.tag == "list":
            _add("\n".join(f"- {line}" for item in child if (line := _inline(item))), blocks, fold=False)
        elif child.tag == "table":
            rows = ([text for cell in row if (text := _inline(cell))] for row in child.iter("row"))
            _add("\n".join(" | ".join(row) for row in rows if row), blocks, fold=False)
        elif child.tag in ("quote", "div", "section", "body", "main"):
            _gather(child, blocks)
        elif isinstance(child.tag, str) and not (child.tag == "p" and _is_link(child)):
            _add(_inline(child), blocks, fold=False)
        _add(child.tail, blocks)


def _is_link(paragraph: Any) -> bool:
    """Whether a paragraph is nothing but a link to something else, and no closing credit."""
    linked = sum(len("".join(link.itertext()).strip()) for link in paragraph.iter("ref"))
    if not linked:
        return False
    text = "".join(paragraph.itertext()).strip()
    return len(text) <= _LONGEST_LINK and linked >= _LINKED * len(text) and not text.startswith(_CREDITS)


def _add(text: str | None, blocks: list[str], *, fold: bool = True) -> None:
    text = fold_spaces(text or "") if fold else text or ""
    if has_words(text):
        blocks.append(text)


def _inline(element: Any) -> str:
    """The text of one block on as many lines as it has line breaks."""
    parts: list[str] = []
    _gather_inline(element, parts)
    return "\n".join(line for part in "".join(parts).split("\n") if (line := fold_spaces(part)))


def _gather_inline(element: Any, parts: list[str]) -> None:
    """Add the pieces of text of an element; a break, and a block within it, begin a new line."""
    breaks = element.tag in ("lb", "p", "item", "row", "head")
    parts += ("\n" if breaks else "", element.text or "")
    for child in element:
        _gather_inline(child, parts)
        parts.append(child.tail or "")
    if breaks:
        parts.append("\n")


def all_text(page: str) -> str:
    """All text of a page that a browser would show, in the order of its source, in a time that grows with its length.

    The standard parser is not used: unclosed comments and quotes cost it the square of a page's length.
    """
    parts: list[str] = []
    at = 0
    while at >= 0:
        tag = page.find("<", at)
        parts.append(unescape(page[at : tag if tag >= 0 else len(page)]))
        at = _past_tag(page, tag, parts) if tag >= 0 else -1
    lines = (fold_spaces(line) for line in "".join(parts).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _past_tag(page: str, start: int, parts: list[str]) -> int:
    """Add the line ends that a tag means; gives the place behind it, or -1 when nothing to be shown follows."""
    if page.startswith("<!--", start):
        return _behind(page, "-->", start + 4)
    if page.startswith(("<!", "<?"), start):
        return _behind(page, ">", start)
    tag = _TAG.match(page, start)
    if not tag:
        parts.append("<")
        return start + 1
    name = tag[2].lower()
    if name in _SILENT and not tag[1]:
        closing = re.compile(f"</{name}", re.IGNORECASE).search(page, start)
        if closing:
            return _behind(page, ">", closing.start())
        if name in _RAW:
            return -1
    if name not in _INLINE:
        parts.append("\n\n" if name in _PARAGRAPHS else "\n")
    end = page.find(">", start)
    quotes = page.count('"', start, end)
    if end >= 0 and quotes % 2:
        closing_quote = page.find('"', end, end + _LONGEST_QUOTE)
        end = page.find(">", closing_quote) if closing_quote >= 0 else end
    return end + 1 if end >= 0 else -1


def _behind(page: str, mark: str, start: int) -> int:
    """The place behind the next such mark, or -1 when there is none."""
    end = page.find(mark, start)
    return end + len(mark) if end >= 0 else -1
