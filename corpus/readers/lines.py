"""Lines around an article's body that are no part of it: bylines, labelled values, the closing credit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.dates import parse_published
from corpus.dates.names import MONTHS, WEEKDAYS, fold_name
from corpus.text import fold_spaces

_BYLINE = re.compile(r"(?:by|par|por|von|بقلم|كتب|كتبت|نوشته|автор|автори|текст)\s*[:：]?\s+(.{2,80})", re.IGNORECASE)
_LABELS: dict[str, str] = {
    "title": "title",
    "headline": "title",
    "العنوان": "title",
    "заголовок": "title",
    "published": "published",
    "published on": "published",
    "publication date": "published",
    "date": "published",
    "date published": "published",
    "posted": "published",
    "posted on": "published",
    "تاريخ النشر": "published",
    "التاريخ": "published",
    "نشر في": "published",
    "дата": "published",
    "опубликовано": "published",
    "дата публикации": "published",
    "опубліковано": "published",
    "created": "retrieved",
    "created time": "retrieved",
    "clipped": "retrieved",
    "accessed": "retrieved",
    "retrieved": "retrieved",
    "author": "author",
    "byline": "author",
    "الكاتب": "author",
    "автор": "author",
    "source": "outlet",
    "outlet": "outlet",
    "publisher": "outlet",
    "المصدر": "outlet",
    "источник": "outlet",
    "джерело": "outlet",
    "url": "url",
    "link": "url",
    "original url": "url",
    "رابط": "url",
    "ссылка": "url",
}
_LABELLED = re.compile(r"([^\W\d_][^:：\n]{1,20}?)\s*[:：]\s*(\S.{0,300})")
_URL = re.compile(r"https?://[^\s<>\"]{3,2000}")
_SENTENCE_END = tuple(".!?؟۔…;؛,،:")
_CREDIT = re.compile(r"[-–—―‒−]{1,3}\s*([^\s\-–—―].{0,59})")
_CLOSING_SOURCE = re.compile(
    r"[(\[]?(?:source|المصدر|источник|джерело|quelle|fuente)\s*[:：]\s*([^)\]]{2,60})[)\]]?", re.IGNORECASE
)
_CREDIT_WORDS = 8
_DASHES = tuple("-–—―‒−•*")


@dataclass(frozen=True, slots=True)
class Label:
    """A value that its line names: the field of an article, and what it is."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Credit:
    """A closing credit and the line it stands on."""

    value: str
    line: int


def byline_of(line: str) -> str:
    """The author that a byline ("By Ana Moreno") names, or `""` when the line is anything else."""
    found = _BYLINE.fullmatch(fold_spaces(line))
    if not found:
        return ""
    who = found[1].strip()
    first = fold_name(who.split()[0])
    if who.endswith(_SENTENCE_END) or len(who.split()) > 10 or not _named(who) or first in MONTHS or first in WEEKDAYS:
        return ""
    return who


def label_of(line: str) -> Label | None:
    """The field and value of a line such as `Source: Harbour Post` or of a bare address, else None."""
    line = fold_spaces(line)
    if _URL.fullmatch(line):
        return Label("url", line)
    found = _LABELLED.fullmatch(line)
    name = _LABELS.get(found[1].casefold().strip()) if found else None
    if not found or not name:
        return None
    value = found[2].strip()
    if name in ("published", "retrieved"):
        published = parse_published(value)
        return Label(name, str(published)) if published else None
    if _URL.fullmatch(value):
        return Label("url", value) if name in ("url", "outlet") else None
    if name == "title":
        return Label(name, value)
    if name == "url" or value.endswith(_SENTENCE_END) or len(value) > 80:
        return None
    return Label(name, value)


def credit_of(lines: list[str]) -> Credit | None:
    """The credit that closes a text ("- Call Syria"), or None.

    It is the last line that is not blank, begins with a dash, is a name and not a sentence, and is not one of
    several lines that begin so, as in a list or a dialogue.
    """
    last = len(lines) - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    if last < 1:
        return None
    line = fold_spaces(lines[last]) if len(lines[last]) <= 120 else ""
    source = _CLOSING_SOURCE.fullmatch(line)
    if source and not source[1].strip().endswith(_SENTENCE_END):
        return Credit(source[1].strip(), last)
    found = _CREDIT.fullmatch(line)
    if not found:
        return None
    who = found[1].strip()
    before = last - 1
    while before >= 0 and not lines[before].strip():
        before -= 1
    if before < 0 or lines[before].lstrip().startswith(_DASHES) or lines[before].rstrip().endswith(":"):
        return None
    if who.endswith(_SENTENCE_END) or len(who.split()) > _CREDIT_WORDS or not _named(who):
        return None
    return Credit(who, last)


def _named(who: str) -> bool:
    """Whether words may be a name: they begin with a letter that is no small one, in scripts that have such."""
    first = next((char for char in who if char.isalnum()), "")
    return first.isalpha() and not first.islower()
