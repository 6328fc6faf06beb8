"""PDF documents: the text of their pages as paragraphs. pypdf reads them; nothing in them is run or followed.

Lines that a page broke are joined again, what stands on every page (a running head, a page number) is left out, and
Arabic is put in order (`right_to_left`). Pages that cannot be read, and pages of pictures alone, are said.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import unicodedata
import zlib
from collections import Counter
from dataclasses import replace
from typing import Any

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.layout import Found, cleaned, read_layout, very_short
from corpus.readers.reader import has_words, one_line
from corpus.readers.right_to_left import DOUBTFUL, in_order, reads_right_to_left

MOST_PAGES = 600
"""Of longer documents only so many pages are read, and that is said."""

MOST_CONTENT = 4 * 1024 * 1024
"""Pages whose drawing takes more bytes than this are left out, and said."""

MOST_TEXT = 12 * 1024 * 1024

_MAGIC = re.compile(rb"\s*(?:.{0,1000}?\n)?%PDF-[0-9]", re.DOTALL)
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)\b.*|untitled.*|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|html?|txt)|print|slide \d+)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?؟۔:…][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_ITEM = re.compile(r"\s*(?:[-–—•*▪●]|\(?\d{1,3}[.)])\s+\S")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_GAPS = re.compile(r"[ \t]{2,}")
_NUMBER = re.compile(r"\d+")
_FAILS = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, AssertionError, OSError),
    *(NotImplementedError, EOFError, struct.error, zlib.error, MemoryError),
)


class PdfReader:
    """PDF documents."""

    name = "pdf"
    version = 1

    def accepts(self, head: bytes, _name: str, /) -> bool:
        """Whether a file begins as a PDF, perhaps behind a little of something else."""
        return _MAGIC.match(head[:1100]) is not None

    def read(self, data: bytes, _name: str, /) -> Reading:
        """What a document says.

        Raises:
            UnreadableArticle: It is broken, locked with a password, or its pages hold no text.
        """
        document = _opened(data)
        found = Found()
        pages = _pages(document, found)
        ordered = in_order("\n\f\n".join(pages))
        if ordered.doubtful:
            found.flags.append(DOUBTFUL)
        text = _paragraphs(_LIGATURES.sub(_unjoined, ordered.text).split("\f"))
        if not has_words(text):
            raise UnreadableArticle("It is a PDF without text, such as a scan; its words must be recognised first")
        title, author = _properties(document)
        if title and one_line(cleaned(title)).casefold() in one_line(text[:4000]).casefold():
            found.entitle(title, "properties")
        found.flags += very_short(text)
        reading = read_layout(text, found)
        if title and reading.how.get("title") == "first words":
            reading = replace(reading, title=title, how={**reading.how, "title": "properties"})
        if author and "author" not in reading.fields:
            fields, how = {**reading.fields, "author": author}, {**reading.how, "author": "properties"}
            reading = replace(reading, fields=fields, how=how)
        return reading


def _opened(data: bytes) -> Any:
    """The document, unlocked if it has no password."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it would print what it finds wrong
    try:
        document = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if document.is_encrypted and not document.decrypt(""):
            raise UnreadableArticle("It is a PDF that is locked with a password; save it without one first")
        document.get_num_pages()
    except (PyPdfError, *_FAILS) as error:
        raise UnreadableArticle("It is a PDF that is broken", detail=_reason(error)) from error
    except ImportError as error:
        raise UnreadableArticle("It is a PDF whose kind of encryption is not supported") from error
    return document


def _reason(error: BaseException) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:200]


def _pages(document: Any, found: Found) -> list[str]:
    """The text of every page; what could not be read is added to the flags."""
    from pypdf.errors import PyPdfError

    pages: list[str] = []
    failed: list[int] = []
    count = size = 0
    try:
        count = document.get_num_pages()
        for number in range(min(count, MOST_PAGES)):
            try:
                pages.append(_page(document.pages[number]))
            except (PyPdfError, *_FAILS):
                failed.append(number + 1)
            size += len(pages[-1]) if pages else 0
            if size > MOST_TEXT:
                count = MOST_PAGES + 1
                break
    except (PyPdfError, *_FAILS) as error:
        raise UnreadableArticle("It is a PDF that is broken", detail=_reason(error)) from error
    if failed and not any(map(has_words, pages)):
        raise UnreadableArticle("It is a PDF none of whose pages can be read")
    if failed:
        found.flags.append(f"pages that could not be read: {', '.join(map(str, failed[:20]))}")
    if count > MOST_PAGES:
        found.flags.append(f"only its first {len(pages):,} pages were read")
    empty = sum(not has_words(page) for page in pages)
    if empty and empty < len(pages):
        found.flags.append(f"{empty} of its {len(pages)} pages hold no text, only pictures perhaps")
    return pages


def _page(page: Any) -> str:
    """The text of a page."""
    content = page.get_contents()
    if content is not None and len(content.get_data()) > MOST_CONTENT:
        raise ValueError("too much is drawn on it")
    text = page.extract_text() or ""
    if reads_right_to_left(text):
        # In the order of the page from left to right, since pypdf's own guess mixes lines that have numbers in them.
        text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False) or text
    return cleaned(_GAPS.sub(" ", text))


def _unjoined(ligature: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", ligature[0])


def _properties(document: Any) -> tuple[str, str]:
    """The title and the author that the document states, `""` for what is no title."""
    from pypdf.errors import PyPdfError

    try:
        facts = document.metadata
        title, author = one_line(str(facts.title or "")), one_line(str(facts.author or ""))
    except (PyPdfError, *_FAILS):
        return "", ""
    return "" if _NO_TITLE.fullmatch(title) or not has_words(title) else title, author if has_words(author) else ""


def _paragraphs(pages: list[str]) -> str:
    """The pages as one text: what stands on every page left out, lines that the page broke joined."""
    split = [[line.strip() for line in page.strip("\n").split("\n")] for page in pages]
    running = _running(split)
    lines: list[str] = []
    for page in split:
        kept = [line for at, line in enumerate(page) if not (_edge(page, at) and _folded(line) in running)]
        while kept and not kept[-1]:
            kept.pop()
        lines += kept
    return _joined(lines)


def _edge(page: list[str], at: int) -> bool:
    """Whether a line is one of the first or last two of its page."""
    return at < 2 or at >= len(page) - 2


def _folded(line: str) -> str:
    return _NUMBER.sub("#", line)


def _running(pages: list[list[str]]) -> set[str]:
    """The heads and feet that stand on at least half of three or more pages, numbers apart."""
    counts = Counter(
        line for page in pages for line in {_folded(page[at]) for at in range(len(page)) if _edge(page, at)}
    )
    least = max(3, len(pages) / 2)
    return {line for line, count in counts.items() if line and count >= least}


def _joined(lines: list[str]) -> str:
    """Lines as paragraphs: one goes on in the next if it is about as long as lines here are and ends no sentence."""
    lengths = sorted(len(line) for line in lines if len(line) > 20)
    usual = lengths[int(len(lengths) * 0.75)] if lengths else 0
    blocks: list[list[str]] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            continue
        if goes_on and blocks and not _ITEM.match(line):
            pieces = blocks[-1]
            if _HYPHEN.search(pieces[-1]) and line[:1].islower():
                pieces[-1] = pieces[-1][:-1]
            else:
                pieces.append(" ")
            pieces.append(line)
        else:
            blocks.append([line])
        # A last line of a paragraph ends a sentence, and mostly before the margin.
        short = len(line) < 0.75 * usual
        goes_on = not (short or (len(line) < 0.9 * usual and _SENTENCE_END.search(line)))
    return "\n\n".join(map("".join, blocks))
