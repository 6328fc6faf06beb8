"""The date that a web page shows beside its heading, where it marks none.

Only a short element whose text is a date, and perhaps a word before it, a time or a name beside it, is taken for one;
never a date or a year in running text, which is as often the date of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.dates import parse_published
from corpus.dates.edtf import Edtf
from corpus.readers.page_author import stands_elsewhere
from corpus.readers.reader import one_line

_LONGEST = 90
_AFTER, _BEFORE = 80, 25
"""Within how many elements behind the heading, and before it, a date is looked for."""

_PARTS = re.compile(
    r"\s*[|•·/]\s*|\s+[–—-]\s+|\s*,?\s+(?=\d{1,2}[:.]\d{2}\s*(?:uhr|h)\b)|\s+(?:um|at|à|uhr)\s+", re.IGNORECASE
)
_WORDS_BEFORE = re.compile(
    r"^(?:[^\W\d_]+\s+){0,3}"
    r"(?:am|on|le|el|il|vom|from|date|datum|published|posted|stand|erstellt|veröffentlicht|publié|publicado|pubblicato"
    r"|geplaatst|опубликовано|дата|نشر في|تاريخ النشر|التاريخ)"
    r"\s*[:：]?\s+(?=\d|[^\W\d_]+\.?,?\s+\d)",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d.*\d|\d\D{2,}")


def shown_date(tree: Any) -> Edtf | None:
    """The day that stands beside the main heading of a page, None if none does.

    Args:
        tree: The page as lxml parsed it.
    """
    elements = [one for one in tree.iter() if isinstance(one.tag, str)]
    at = next((place for place, one in enumerate(elements) if one.tag == "h1"), None)
    if at is None:
        return None
    near = (*elements[at + 1 : at + _AFTER], *reversed(elements[max(at - _BEFORE, 0) : at]))
    for element in near:
        day = next(_days(element), None)
        if day and not stands_elsewhere(element):
            return day
    return None


def _days(element: Any) -> Iterator[Edtf]:
    """The days that the text of an element is, or has as one of its parts."""
    if element.tag in ("script", "style", "option", "select") or sum(1 for _ in element.iter()) > 6:
        return
    text = one_line(" ".join(element.itertext())) if len(element) else one_line(element.text or "")
    if not 6 <= len(text) <= _LONGEST or not _DAY.search(text):
        return
    for part in (text, *_PARTS.split(text)):
        read = parse_published(_WORDS_BEFORE.sub("", part).strip(" ,;()"))
        if read and read.precision == "day":
            yield read
