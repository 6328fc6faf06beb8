"""Word documents (DOCX): the paragraphs and tables of the body, with what the document says of itself.

The parts are read with a parser that takes no entities, from a ZIP file within bounds; pictures, macros and what is
linked to are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.bounded import ZIP, Zip, begins_zip_of, open_zip
from corpus.readers.layout import Found, read_layout
from corpus.readers.reader import one_line

MOST_XML = 48 * 1024 * 1024
"""A document whose body is longer than this, unpacked, is refused."""

BODY = "word/document.xml"
"""The part that makes a ZIP file a Word document."""

_CORE = "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NO_TITLE = re.compile(r"(?:microsoft word\b.*|untitled.*|document\s*\d*|.*\.(?:docx?|odt|rtf))", re.IGNORECASE)
_NOBODY = ("python-docx", "Unknown", "User", "Windows User", "Microsoft Office User", "Admin", "Administrator")
_LEFT = ("del", "moveFrom", "instrText", "delText", "footnoteReference", "commentReference", "AlternateContent")


class WordReader:
    """Word documents of the kind that Word and LibreOffice write."""

    name = "docx"
    version = 1

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file begins as a Word document, or is a ZIP file that is named as one."""
        return begins_zip_of(head, "word/") or (head.startswith(ZIP) and name.lower().endswith((".docx", ".docm")))

    def read(self, data: bytes, _name: str, /) -> Reading:
        """What a document says.

        Raises:
            UnreadableArticle: It is broken, too large unpacked, or holds no words.
        """
        packed = open_zip(data)
        body = _tree(packed.read(BODY, MOST_XML))
        found = Found()
        called, creator = _properties(packed, found)
        blocks: list[str] = []
        found.entitle(_gather(body, blocks), "title of the document")
        text = "\n\n".join(blocks)
        if called and called.casefold() in text[:2000].casefold():
            found.entitle(called, "properties")
        reading = read_layout(text, found)
        if creator and "author" not in reading.fields:
            fields, how = {**reading.fields, "author": creator}, {**reading.how, "author": "properties"}
            reading = replace(reading, fields=fields, how=how)
        if called and reading.how.get("title") == "first words":
            return replace(reading, title=called, how={**reading.how, "title": "properties"})
        return reading


def _properties(packed: Zip, found: Found) -> tuple[str, str]:
    """The title and the creator in a document's properties: often a template's, so the text knows better."""
    if _CORE not in packed.names:
        return "", ""
    core = _tree(packed.read(_CORE, 1024 * 1024))
    language = core.findtext(f".//{_DC}language") or ""
    found.put("language", language[:2].lower() if re.match(r"[A-Za-z]{2}\b", language) else "", "properties")
    title = one_line(core.findtext(f".//{_DC}title") or "")
    creator = one_line(core.findtext(f".//{_DC}creator") or "")
    return "" if _NO_TITLE.fullmatch(title) else title, "" if creator in _NOBODY else creator


def _tree(data: bytes) -> Any:
    """A part's tree, by a parser that takes no entities and no network."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableArticle("It is a Word document that is broken", detail=one_line(str(error))[:200]) from error
    if tree is None:
        raise UnreadableArticle("It is a Word document that is broken")
    return tree


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _gather(body: Any, blocks: list[str]) -> str:
    """Add the paragraphs and tables below an element; gives the paragraph that has the style of a title, if any."""
    titled = ""
    listed = False
    for element in _blocks(body):
        if _local(element) == "tbl":
            rows = [" | ".join(filter(None, map(_cell, _named(row, "tc")))) for row in _named(element, "tr")]
            blocks.append("\n".join(filter(None, rows)))
            listed = False
            continue
        text = "\n".join(line for line in "".join(_pieces(element)).split("\n") if line.strip())
        style, item = _style(element)
        if style == "title" and not titled:
            titled = one_line(text)
        elif text and item and listed:
            blocks[-1] += f"\n- {text}"
        elif text:
            blocks.append(f"- {text}" if item else text)
        listed = item and bool(text)
    return titled


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those within content controls and sections too."""
    for child in element:
        name = _local(child)
        if name in ("p", "tbl"):
            yield child
        elif name in ("body", "sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _blocks(child)


def _named(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element.iter() if _local(child) == name)


def _cell(cell: Any) -> str:
    return one_line(" ".join("".join(_pieces(paragraph)) for paragraph in _named(cell, "p")))


def _style(paragraph: Any) -> tuple[str, bool]:
    """The name of a paragraph's style, and whether it is an item of a list."""
    properties = next((child for child in paragraph if _local(child) == "pPr"), None)
    if properties is None:
        return "", False
    styles = (child for child in properties if _local(child) == "pStyle")
    style = next((value for child in styles for key, value in child.attrib.items() if key.endswith("}val")), "")
    return style.lower(), any(_local(child) == "numPr" for child in properties)


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph, without what was deleted in it and the code of its fields."""
    for child in element:
        name = _local(child)
        if name == "t":
            yield child.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "tab":
            yield "\t"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in (*_LEFT, "pPr", "rPr"):
            yield from _pieces(child)
