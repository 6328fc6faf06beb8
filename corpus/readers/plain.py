"""Plain text: the title, date, byline and credit lines that people leave around a saved article, and its body.

A line is taken out of the body only when all of it is one of these; a guess leaves the text whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from corpus.article import Reading
from corpus.dates import parse_published
from corpus.errors import UnreadableArticle
from corpus.readers.dateline import find_dateline
from corpus.readers.encodings import decode
from corpus.readers.language import language_of
from corpus.readers.lines import Label, byline_of, credit_of, label_of
from corpus.readers.reader import first_words, has_words
from corpus.text import clean_body, fold_spaces, well_formed

LONGEST_TITLE = 300
"""Longer first lines are a paragraph, not a title."""

_PLAIN_TITLE = 200
_HEADER_LINES = 8
_SENTENCES = re.compile(r"[.!?؟۔]['\"”’»)]?\s+\S")
_STOP = tuple(".!?؟۔,،;؛:")


class PlainReader:
    """Text files: the layout of the founding article, and those near it."""

    name = "plain"
    version = 1

    def accepts(self, _head: bytes, _name: str, /) -> bool:
        """Anything may be plain text; it is asked last."""
        return True

    def read(self, data: bytes, _name: str, /) -> Reading:
        """What a text file says.

        Raises:
            UnreadableArticle: It is in no encoding that makes text of it, or holds no words.
        """
        decoded = decode(data)
        flags = (decoded.doubt,) if decoded.doubt else ()
        return read_plain(decoded.text, flags)


@dataclass(slots=True)
class Header:
    """What stood above the body: fields with how each was found, and the line that the body begins with."""

    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    body: int = 0

    def put(self, name: str, value: str, how: str) -> bool:
        """Keep a field unless it is known; says whether it was kept."""
        if name in self.fields or not value:
            return False
        self.fields[name] = value
        self.how[name] = how
        return True


def read_plain(text: str, flags: tuple[str, ...] = ()) -> Reading:
    """What a text without any mark-up says.

    Raises:
        UnreadableArticle: It holds no words.
    """
    text = well_formed(clean_body(text))
    if not has_words(text):
        raise UnreadableArticle("It holds no words")
    lines = text.split("\n")
    header = _header(lines)
    lines = lines[header.body :]
    credit = credit_of(lines)
    if credit:
        header.put("credit", credit.value, "closing line")
        lines = lines[: credit.line]
    body = clean_body("\n".join(lines))
    if not has_words(body):
        return _only_header(text, flags)
    return finish(header.title, body, header.fields, header.how, flags)


def finish(title: str, body: str, fields: dict[str, Any], how: dict[str, str], flags: tuple[str, ...]) -> Reading:
    """The reading of a clean body: what the body itself tells is added to what was found around it."""
    if title:
        how.setdefault("title", "first line")
    else:
        title = first_words(body)
        how["title"] = "first words"
    found = find_dateline(body, fields.get("published"))
    if found:
        if found.place:
            fields.setdefault("dateline", found.as_field())
            how.setdefault("dateline", "start of the text")
        if found.agency and "credit" not in fields:
            fields["credit"] = found.agency
            how["credit"] = "dateline"
    if "language" not in fields:
        language = language_of(f"{title}\n{body}")
        if language:
            fields["language"] = language
            how["language"] = "script and common words"
    return Reading(title=title, text=body, fields=fields, how=how, flags=flags)


def _only_header(text: str, flags: tuple[str, ...]) -> Reading:
    """The reading of a text of which no body was left: all of it is body then."""
    return finish("", text, {}, {}, flags)


def _header(lines: list[str]) -> Header:
    """The title and the lines below it that are no part of the body."""
    header = Header()
    at = _take(lines, 0, header, _HEADER_LINES)
    title_at = _next(lines, at)
    if title_at < len(lines) and _is_title(lines, title_at):
        header.title = fold_spaces(lines[title_at])
        at = _take(lines, title_at + 1, header, _HEADER_LINES)
    header.body = at
    return header


def _take(lines: list[str], at: int, header: Header, limit: int) -> int:
    """Take date lines, bylines and labelled lines from `at` on; gives the line where the body begins."""
    for _ in range(limit):
        here = _next(lines, at)
        if here >= len(lines) or not _take_line(lines[here].strip(), header):
            break
        at = here + 1
    return at


def _take_line(line: str, header: Header) -> bool:
    """Whether a line is a date, a byline or a labelled value, which is then kept."""
    if len(line) > 160:
        return False
    published = parse_published(line)
    if published and published.precision in ("day", "month"):
        return header.put("published", str(published), "date line")
    byline = byline_of(line)
    if byline:
        return header.put("author", byline, "byline")
    label: Label | None = label_of(line)
    return label is not None and header.put(label.field, label.value, "labelled line")


def _next(lines: list[str], at: int) -> int:
    """The first line from `at` on that is not blank."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _is_title(lines: list[str], at: int) -> bool:
    """Whether a line is a title: short, a line of its own, with something below it."""
    line = lines[at].strip()
    after = _next(lines, at + 1)
    if after >= len(lines) or len(line) > LONGEST_TITLE or not has_words(line):
        return False
    below = Header()
    if _take_line(lines[after].strip(), below):
        return True
    if _SENTENCES.search(line) and line.endswith(_STOP):
        return False
    if after > at + 1:
        return len(line) <= _PLAIN_TITLE or not line.endswith(_STOP)
    # Without a blank line below, a hard-wrapped paragraph looks the same but for the length of its lines.
    next_line = lines[after].strip()
    return len(line) <= _PLAIN_TITLE and not line.endswith(_STOP) and len(next_line) > len(line) * 1.3
