"""The title of a web page, out of all that it calls itself: JSON-LD, meta tags, the title element, its headings.

The heading is what a reader sees, so it is taken where the page calls itself that elsewhere too; but not where it is
the name of the site, and without what stands above or below the title in one heading with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from itertools import islice

from corpus.readers.layout import Found
from corpus.readers.reader import one_line
from corpus.text import words

_SEPARATED = re.compile(r"\s+[|–—•·»:-]\s+")
_JOINED = re.compile(r"\s+[|–—•·»-]\s+|\s*\|\s*")
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]{3,}(?:\.[a-z]{2,10}){1,2}", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")
_ALIKE = 0.5
_SUBSTANTIAL = 0.3
"""The share of a heading's letters that a title within it must have."""


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands in a page as a heading.

    Attributes:
        main: Its main headings.
        lesser: Lesser ones, and elements that are marked as holding a title.
        crumb: What the page calls itself at the end of the way to it, `""` if it shows none.
    """

    main: list[str]
    lesser: list[str]
    crumb: str = ""


def take_title(called: list[tuple[str, str]], headings: Headings, found: Found) -> None:
    """Put the title of a page into what is found of it.

    Args:
        called: What the page calls itself, the surest first, each with how it was found.
        headings: What stands in it as a heading.
        found: What is known; a title in it is the page's own word too.
    """
    if found.title:
        called = [(found.title, found.how.get("title", "")), *called]
    called = [(one_line(unescape(title)), how) for title, how in called if title.strip()]
    best, share = "", 0.0
    for heading in headings.main:
        crumb = bool(headings.crumb) and _letters(headings.crumb) == _letters(heading)
        alike = 1.0 if crumb else max((_alike(heading, title) for title, _ in called), default=_ALIKE)
        if alike > share and not _is_site(heading, called, found, headings.lesser):
            best, share = heading, alike
    if share >= _ALIKE:
        found.title, found.how["title"] = "", ""
        found.entitle(*_within(best, called))
    elif part := _lesser(called, headings.lesser):
        found.title, found.how["title"] = "", ""
        found.entitle(part, "heading")
    sites = [heading for heading in headings.main if _is_site(heading, called, found, headings.lesser)]
    for title, how in called:
        found.entitle(_bare(title, headings.main, sites, found), how)
    found.entitle(next(iter(filter(None, headings.main)), ""), "heading")


def _lesser(called: list[tuple[str, str]], headings: list[str]) -> str:
    """The lesser heading that what the page calls itself begins or ends with, up to a bar or dash; else `""`."""
    ends = {_letters(part) for title, _ in called for cut in _SEPARATED.finditer(title) for part in _sides(title, cut)}
    return next((each for each in headings if len(words(each)) > 1 and _letters(each) in ends), "")


def _sides(title: str, cut: re.Match[str]) -> tuple[str, str]:
    return title[: cut.start()], title[cut.end() :]


def _alike(heading: str, title: str) -> float:
    """The share of a heading's words that a title has too."""
    mine, its = words(heading), set(words(title))
    return sum(word in its for word in mine) / len(mine) if len(mine) > 1 else 0.0


def _letters(text: str) -> str:
    return _NO_WORD.sub("", text).casefold()


def _is_site(heading: str, called: list[tuple[str, str]], found: Found, lesser: list[str]) -> bool:
    """Whether a heading is the name of the site: a part beside the title in what the page calls itself.

    What stands beside it is the title if the page calls itself that elsewhere, or has a lesser heading of it.
    """
    name = _letters(heading)
    if not name or any(_letters(title) == name for title, how in called if how != "title element"):
        return False
    host = _HOST.match(str(found.fields.get("url", "")))
    names = {_letters(str(found.fields.get("outlet", ""))), _letters(host[1].rpartition(".")[0]) if host else ""}
    known = name in names or _DOMAIN.fullmatch(heading.strip()) is not None
    whole = {_letters(title) for title in (*(title for title, _ in called), *lesser)}
    for title, _ in called:
        for cut in _SEPARATED.finditer(title):
            left, right = _letters(title[: cut.start()]), _letters(title[cut.end() :])
            if name in (left, right) and (known or (name == right and left in whole)):
                return True
    return False


def _within(heading: str, called: list[tuple[str, str]]) -> tuple[str, str]:
    """A heading without what stands in it above or below the title, and how that was found.

    What the page calls itself elsewhere is the title, if it is the beginning or the end of the heading; of two that it
    parts elsewhere and the heading does not, the latter is.
    """
    whole = _letters(heading)
    if any(one_line(title) == heading for title, _ in called):
        return heading, "heading"
    for title, how in called:
        mine = _letters(title)
        if len(words(title)) > 2 and _SUBSTANTIAL * len(whole) <= len(mine) < len(whole) and _parted(heading, mine):
            return title, how
    for title, how in called:
        for cut in _JOINED.finditer(title):
            parts = title[: cut.start()], title[cut.end() :]
            for first, last in (parts, parts[::-1]):
                joined = not _JOINED.search(heading) and _letters(first) + _letters(last) == whole
                if joined and _letters(first) and len(words(last)) > 2:
                    return last, how
    return heading, "heading"


def _parted(heading: str, mine: str) -> bool:
    """Whether letters are the beginning or the end of a heading, and what they part begins no small letter."""
    whole = _letters(heading)
    if whole.startswith(mine):
        return not _behind(heading, len(mine)).islower()
    return whole.endswith(mine) and not _behind(heading, len(whole) - len(mine)).islower()


def _behind(heading: str, count: int) -> str:
    """The letter of a heading that stands behind so many of its letters."""
    letters = (char for char in heading if char.isalnum())
    return next(islice(letters, count, None), "")


def _bare(title: str, headings: list[str], sites: list[str], found: Found) -> str:
    """A title without what stands before or after a bar or dash, where that is the outlet or the rest is a heading."""
    outlets = {name.casefold() for name in (str(found.fields.get("outlet", "")), *sites) if name}
    known = {heading.casefold() for heading in headings if heading and heading not in sites}
    cuts = [(title[: cut.start()], title[cut.end() :]) for cut in _SEPARATED.finditer(title)]
    for left, right in reversed(cuts):
        if left.casefold() in known or right.casefold() in outlets:
            return left
        if right.casefold() in known or left.casefold() in outlets:
            return right
    return title
