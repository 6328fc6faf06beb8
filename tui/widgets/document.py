"""An article as one long text for the reader: its head, its body, its notes, and where each of them stands.

Pure: no widget, no style, only kinds of blocks and offsets. Every text is made printable here without moving an offset.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from corpus.article import Article
from corpus.text import printable
from tui.glyphs import Glyphs

Kind = Literal["title", "meta", "tags", "warning", "blank", "body", "heading", "note", "key", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document that is drawn in one way."""

    start: int
    end: int
    kind: Kind


@dataclass(slots=True)
class Document:
    """A text in blocks; consecutive blocks are parted by one newline.

    `title_at` and `body_at` say where the title and the body begin, -1 if there is none; `body_end` where it ends.
    """

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    title_at: int = -1
    body_at: int = -1
    body_end: int = -1

    def kind_at(self, offset: int) -> Kind:
        """The kind of block that an offset falls in."""
        at = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        return self.blocks[max(0, at)].kind if self.blocks else "body"


class _Builder:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []

    def add(self, text: str, kind: Kind) -> int:
        """Add a block; gives where it begins."""
        text = printable(text, newlines=True)
        start = self._length
        self._parts.append(text)
        self.blocks.append(Block(start, start + len(text), kind))
        self._length += len(text) + 1
        return start

    def document(self) -> Document:
        return Document("\n".join(self._parts), self.blocks)


def plain(parts: list[tuple[Kind, str]]) -> Document:
    """A document of these blocks."""
    builder = _Builder()
    for kind, text in parts:
        builder.add(text, kind)
    return builder.document()


def of_article(article: Article, body: str, glyphs: Glyphs, copies: str = "") -> Document:
    """An article with its head before it and its notes after it.

    Args:
        article: What is known about it.
        body: Its text.
        glyphs: The signs to write with.
        copies: What is told of its near-copies.
    """
    builder = _Builder()
    title_at = builder.add(_one_line(article.title) or "(no title)", "title")
    builder.add(f" {glyphs.dot} ".join(_facts(article)), "meta")
    if article.tags or article.coding != "new":
        words = [glyphs.tag + tag for tag in article.tags]
        if article.coding != "new":
            words.append(f"[{article.coding}]")
        builder.add("  ".join(words), "tags")
    for place in article.places[:3]:
        builder.add(place.display + ("" if place.present else "  (gone)"), "meta")
    if len(article.places) > 3:
        builder.add(f"and {len(article.places) - 3} more copies", "meta")
    if copies:
        builder.add(f"{glyphs.copies} {copies}", "meta")
    for warning in _warnings(article):
        builder.add(f"{glyphs.missing} {warning}", "warning")
    builder.add("", "blank")
    body_at = builder.add(body, "body") if body else builder.add("(This article has no text.)", "meta")
    if article.notes:
        builder.add("", "blank")
        builder.add("Notes", "heading")
        for note in article.notes:
            builder.add(f"{note.at[:10]} {note.who}".strip(), "meta")
            builder.add(note.text, "note")
    document = builder.document()
    document.title_at = title_at
    document.body_at = body_at if body else -1
    document.body_end = body_at + len(body) if body else -1
    return document


def _facts(article: Article) -> list[str]:
    fields = article.fields
    facts = [str(fields.get("published") or "undated")]
    for name in ("outlet", "credit", "author"):
        value = _one_line(str(fields.get(name) or ""))
        if value and value not in facts:
            facts.append(value)
    return facts


def _warnings(article: Article) -> list[str]:
    found: list[str] = []
    if article.missing:
        found.append("The file is gone from the folder; this is the text as it was read.")
    for version in article.versions:
        if version.sha256 == article.current:
            found += version.flags
    found += [f"People disagree about: {conflict.field}" for conflict in article.conflicts]
    return found


def _one_line(text: str) -> str:
    """The text on one line, each character kept, so that offsets stay right."""
    return text.replace("\n", " ")
