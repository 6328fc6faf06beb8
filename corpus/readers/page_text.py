"""The main text of a web page, its paragraphs kept apart, without what surrounds it on the page.

trafilatura finds it. Where that finds nothing, or a page is too big or too deep to give to it, all the text of the
page is taken, which is said.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from corpus.text import fold_spaces

MOST_ELEMENTS = 40_000
"""Pages with more are not given to trafilatura, whose time grows faster than the page."""

ALL_OF_THE_PAGE = "no main text was found; this is all the text of the page"

_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "head", "title", "iframe", "object", "select"))
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_BLANK_LINES = re.compile(r"\n{3,}")


def main_text(tree: Any) -> str:
    """The text of an article in a page, `""` when none is found.

    Args:
        tree: The page as lxml parsed it.
    """
    import trafilatura

    found = trafilatura.bare_extraction(
        tree, favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(found, "body", None)
    if body is None:
        return ""
    blocks: list[str] = []
    _gather(body, blocks)
    return "\n\n".join(blocks)


def marked_text(tree: Any) -> str:
    """The text of the one element of a page that is marked as its article, `""` when none or several are."""
    for path in (".//*[@itemprop='articleBody']", ".//article", ".//main", ".//*[@role='main']"):
        elements = tree.findall(path)
        if len(elements) == 1:
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
        elif isinstance(child.tag, str):
            _add(_inline(child), blocks, fold=False)
        _add(child.tail, blocks)


def _add(text: str | None, blocks: list[str], *, fold: bool = True) -> None:
    text = fold_spaces(text or "") if fold else text
    if text:
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


class _AllText(HTMLParser):
    """Collects all text of a page that is shown, a line a block, however broken or deep the page is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]], /) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag == "p":
            self.parts.append("\n\n")
        elif tag not in _INLINE:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]], /) -> None:
        if tag not in _INLINE and tag not in _SILENT:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def all_text(page: str) -> str:
    """All text of a page that a browser would show, in the order of its source."""
    parser = _AllText()
    parser.feed(page)
    parser.close()
    lines = (fold_spaces(line) for line in "".join(parser.parts).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
