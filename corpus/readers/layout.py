"""The layout of a saved text: title, date, byline and credit lines around a body, and what the body itself opens with.

Shared by every reader whose text is lines. A line is taken out of the body only when all of it is one of these; a
guess leaves the text whole. What the reader already knows from elsewhere, such as front matter, wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from corpus.article import Reading
from corpus.dates import parse_published
from corpus.errors import UnreadableArticle
from corpus.readers.dateline import find_dateline
from corpus.readers.language import language_of
from corpus.readers.lines import byline_of, credit_of, label_of
from corpus.readers.reader import LONGEST_VALUE, first_words, has_words, one_line
from corpus.text import clean_body, well_formed

LONGEST_TITLE = 300
"""Longer first lines are a paragraph, not a title."""

SHORTEST = 15
"""Pages and documents of fewer words are flagged."""

ONLY_A_TITLE = "there is a title and no text"

_PLAIN_TITLE = 200
_WRAPPED = 100  # Hard-wrapped lines are no longer than this.
_LONGEST_LINE = 300
_HEADER_LINES = 8
_SENTENCES = re.compile(r"[.!?؟۔]['\"”’»)]?\s+\S")
_FULL_STOP = tuple(f"{stop}{quote}" for stop in ".۔।。" for quote in ("", *"'\"”’»)"))
_STOP = tuple(".!?؟۔,،;؛:")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t]*#*")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(.+)\1")


_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_PAGES = str.maketrans({"\x0b": "\n", "\x0c": "\n"})
_ESCAPES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\\\))")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def cleaned(text: str) -> str:
    """A body as it is kept: no control characters and no terminal's escapes, a new page on a new line, well formed."""
    if _UNWANTED.search(text):
        text = _CONTROLS.sub("", _ESCAPES.sub("", text.translate(_PAGES)))
    return well_formed(clean_body(text))


@dataclass(slots=True)
class Found:
    """What is known of an article so far: its title and fields, and how each was found."""

    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)

    def put(self, name: str, value: str, how: str) -> bool:
        """Keep a field unless another value is known; says whether this is the value now."""
        value = one_line(value)
        if not value:
            return False
        if name in self.fields:
            return bool(self.fields[name] == value)
        self.fields[name] = value
        self.how[name] = how
        return True

    def put_date(self, value: str, how: str, name: str = "published") -> None:
        """Keep a date if a value is one, whatever stands around it of times and zones."""
        plain = _IN_BRACKETS.sub("", one_line(value))
        read = parse_published(plain) if plain and name not in self.fields else None
        if read:
            self.put(name, str(read), how)

    def entitle(self, title: str, how: str) -> bool:
        """Keep a title unless there is another; says whether this is the title now."""
        title = one_line(title)
        if not self.title and title:
            self.title = title
            self.how["title"] = how
        return bool(title) and self.title == title


def read_layout(text: str, known: Found | None = None, *, markdown: bool = False) -> Reading:
    """What a text says whose lines are all that it has.

    Args:
        text: The text, decoded, with any line ends.
        known: What was found elsewhere; it is added to.
        markdown: Whether a heading's marks are taken off a title.

    Raises:
        UnreadableArticle: There is neither a word of text nor a title.
    """
    found = known or Found()
    entitled, doubts = bool(found.title), list(found.flags)
    text = cleaned(text)
    if not has_words(text):
        if not entitled:
            raise UnreadableArticle("It holds no words")
        return _without_text(found)
    lines = text.split("\n")
    at = _title(lines, found, markdown)
    lines = lines[_take(lines, at, found) :]
    credit = credit_of(lines)
    if credit and found.put("credit", credit.value, "closing line"):
        lines = lines[: credit.line]
    body = clean_body("\n".join(lines))
    if has_words(body):
        return finish(body, found)
    # Nothing but lines of a header: they are the text, unless there is a title from elsewhere.
    return _without_text(found) if entitled else finish(text, Found(flags=doubts))


def very_short(text: str) -> list[str]:
    """A flag for a page or document of fewer than `SHORTEST` words, as when most of it was left behind."""
    count = len(text.split(maxsplit=SHORTEST))
    return [f"the text is very short: {count} words"] if 0 < count < SHORTEST else []


def _without_text(found: Found) -> Reading:
    found.flags.append(ONLY_A_TITLE)
    return finish("", found)


def finish(body: str, found: Found) -> Reading:
    """The reading of a clean body: what it opens with and its language are added to what was found around it."""
    if not found.title:
        found.entitle(first_words(body), "first words")
    dateline = find_dateline(body, found.fields.get("published"))
    if dateline:
        found.fields.setdefault("dateline", dateline.as_field())
        found.how.setdefault("dateline", "start of the text")
        if dateline.agency and dateline.agency != found.fields.get("outlet"):
            found.put("credit", dateline.agency, "dateline")
    if found.how.get("language") != "front matter":
        # What a page declares is often its template's language; the text knows better where it is long enough.
        detected = language_of(f"{found.title}\n{body}")
        if detected and detected != found.fields.get("language"):
            found.fields["language"], found.how["language"] = detected, "script and common words"
    return Reading(found.title, body, found.fields, found.how, tuple(found.flags))


def _title(lines: list[str], found: Found, markdown: bool) -> int:
    """Find the title and take it off; gives the line after it, or the first line when it stays."""
    at = _next(lines, 0)
    heading = _heading(lines[at]) if markdown else ""
    if not heading and not found.title:
        # A date and labelled values may stand above the title, or name it.
        at = _next(lines, _take(lines, at, found, bylines=False))
        if at < len(lines) and markdown:
            heading = _heading(lines[at])
    if at >= len(lines):
        return at
    line = heading or lines[at]
    if not found.title and (heading or _is_title(lines, at)):
        found.entitle(line, "heading" if heading else "first line")
        return _below(lines, at)
    same = len(line) <= LONGEST_VALUE and one_line(line).casefold() == found.title.casefold()
    return _below(lines, at) if same else at


def _heading(line: str) -> str:
    """The words of a Markdown heading, `""` for other lines."""
    match = _HEADING.fullmatch(line.strip()) if len(line) <= _LONGEST_LINE else None
    if not match:
        return ""
    plain = _EMPHASIS.fullmatch(match[1])
    return plain[2] if plain else match[1]


def _below(lines: list[str], at: int) -> int:
    """The line below a title and the rule that may underline it."""
    below = at + 1
    return below + 1 if below < len(lines) and _UNDERLINE.fullmatch(lines[below].strip()) else below


def _take(lines: list[str], at: int, found: Found, *, bylines: bool = True) -> int:
    """Take date lines, bylines and labelled lines from `at` on; gives the line where the body begins."""
    for _ in range(_HEADER_LINES):
        here = _next(lines, at)
        if here >= len(lines) or not _take_line(lines[here], found, bylines=bylines):
            break
        at = here + 1
    return at


def _take_line(line: str, found: Found, *, bylines: bool = True) -> bool:
    """Whether a line is a date, a byline or a labelled value, which is then kept."""
    if len(line) > _LONGEST_LINE:
        return False
    published = parse_published(line)
    if published and published.precision in ("day", "month"):
        return found.put("published", str(published), "date line")
    byline = byline_of(line) if bylines else ""
    if byline:
        return found.put("author", byline, "byline")
    label = label_of(line)
    if label and label.field == "title":
        return found.entitle(label.value, "labelled line")
    return label is not None and found.put(label.field, label.value, "labelled line")


def _next(lines: list[str], at: int) -> int:
    """The first line from `at` on that is not blank."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _is_title(lines: list[str], at: int) -> bool:
    """Whether a line is a title: short, a line of its own, with something below it."""
    line = lines[at].strip()
    after = _next(lines, _below(lines, at))
    if after >= len(lines) or len(line) > LONGEST_TITLE or not has_words(line):
        return False
    if _below(lines, at) > at + 1 or _take_line(lines[after], Found()):
        return True
    if line.endswith(_FULL_STOP) or (line.endswith(_STOP) and _SENTENCES.search(line)):
        return False  # A sentence of the text; its words make the title all the same, and it stays.
    if after > at + 1:
        return len(line) <= _PLAIN_TITLE or not line.endswith(_STOP)
    # Without a blank line below, a hard-wrapped paragraph looks the same but for the length of its lines.
    below = lines[after].strip()
    longer = len(below) > len(line) * 1.3 or len(below) > max(len(line), _WRAPPED)
    return len(line) <= _PLAIN_TITLE and not line.endswith(_STOP) and longer
