"""Who wrote a web page: what it states, its marked elements, the bylines that it shows; the site's own name comes last.

A page's statement of its author is often its publisher's name, so a person in a byline is taken before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

from corpus.dates import parse_published
from corpus.readers.layout import Found
from corpus.readers.reader import one_line

LONGEST_BYLINE = 100
"""How many characters a line may have in which an author is looked for."""

_BY = (
    r"by|written by|posted by|reported by|words by|story by|author|authors|von|verfasst von|geschrieben von"
    r"|erstellt von|(?:ein )?(?:artikel|beitrag|bericht) von|text|autor|autorin|autoren|par|écrit par|publié par|auteur"
    r"|por|escrito por|redacción|di|scritto da|autore|door|av|skrevet av|af|yazan|autors|автор|авторы|текст|автори"
    r"|بقلم|كتب|كتبت|الكاتب"
)
_PREFIX = re.compile(rf"^(?:{_BY})(?:\s*[:：]\s*|\s+)(?=\S)", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:by|von|par|por|di|door|artikel von|autor(?:in)?:|author:|текст:|автор:|بقلم)\s*:?\s+", re.IGNORECASE
)
_STOP = re.compile(
    r"\s*(?:[|•·–—/@(\n]|\s-\s|\b(?:am|on|le|el|il|veröffentlicht|updated|aktualisiert|published)\b|\d|"
    r"(?:\b[A-Z]\w+ )?\bStaff\b).*$",
    re.DOTALL,
)
_NO_NAME = re.compile(
    r"https?://|@|→|»|[=<>{}\[\]?!#*]|\d{2}|^\W*$|^\(|(?:getty|image|photo|foto|bild)\b"
    r"|^(?:admin|administrator|editor|editors|webmaster|unknown|none|null|author|authors|autor|name|no author|anonymous"
    r"|archiv.*|alle .*|alles .*|all .*|more .*|mehr .*|about .*|über .*|view .*|follow.*|share.*|posts? .*|profil.*)$",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(
    r"\be\.\s?v\.|\bgmbh\b|\bag$|\binc\b\.?|\bltd\b|\bllc\b|redaktion|stiftung|magazin|landesanstalt|zeitung|verlag|verband"
    r"|\bnews\b|newsroom|\bteam\b|agency|\bstaff\b|ministeri|universit|\.(?:de|com|net|org|at|ch|fr|tv|co\.uk|info|eu|ru)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"author|byline|autor|writer|written|wrote|contributor|reporter", re.IGNORECASE)
_NAMED = re.compile(r"(?:author|byline|autor|writer)[-_]*(?:name|link)|^author$|^byline$|\bvcard\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"comment|related|sidebar|widget|footer|recommend|teaser|popular|menu|nav\b", re.IGNORECASE)
_AND = re.compile(r"\s*[,;،]\s*|\s+(?:and|und|et|y|e|och|og|en|ve|и|و|&)\s+")
_WITH = re.compile(r"\s+(?:im (?:gespräch|interview) mit|in conversation with|interviewed by)\s+", re.IGNORECASE)
_PARTED = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_DAY = re.compile(r"\d{1,2}[. /-]+(?:\d{1,2}|[^\W\d_]{3,12})[. /-]+\d{4}")
_NO_WORD = re.compile(r"[\W_]+")
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """Names that a page gives as its author's, how it does, and whether it says that they are an organisation."""

    names: tuple[str, ...]
    how: str
    organisation: bool = False


def take_author(claims: list[Claim], tree: Any, found: Found) -> Claim | None:
    """Put the author of a page into what is found of it.

    Args:
        claims: What the page states, the surest first.
        tree: The page as lxml parsed it.
        found: What is known; it wins.

    Returns:
        The statement that names the site or some organisation, for when nothing better is found.
    """
    weak: Claim | None = None
    for claim in claims:
        names = people(claim.names)
        if not names:
            continue
        if not claim.organisation and not _is_site(names, found):
            found.put("author", names, claim.how)
            return None
        weak = weak or Claim((names,), claim.how)
    shown = next((name for name in bylines(tree) if not _is_site(name, found)), "")
    found.put("author", shown, "byline of the page")
    return weak


def people(names: tuple[str, ...]) -> str:
    """Names on one line, without what is no name."""
    kept: list[str] = []
    for name in (_WITH.sub(", ", one_line(unescape(name))) for name in names):
        name = _LEAD.sub("", name).strip(" ,;|·•-–—")
        if name and len(name) <= 120 and not _NO_NAME.search(name) and name not in kept:
            kept.append(name)
    return ", ".join(kept)


def _letters(text: str) -> str:
    return _NO_WORD.sub("", text).casefold()


def _is_site(names: str, found: Found) -> bool:
    """Whether names are those of the site or of some organisation, not of a person."""
    if _SOMEBODY_ELSE.search(names):
        return True
    host = _HOST.match(str(found.fields.get("url", "")))
    site = {_letters(str(found.fields.get("outlet", ""))), _letters(host[1].rpartition(".")[0]) if host else ""}
    return _letters(names) in site


def bylines(tree: Any) -> Iterator[str]:
    """The names in the bylines that a page shows, the best marked first; none in comments and beside the article."""
    marked = [one for one in tree.iter("a", "span", "p", "div", "address", "small", "strong", "li") if _marks(one)]
    named = [one for one in marked if _NAMED.search(_marks(one))]
    for element in (*named, *marked):
        if not stands_elsewhere(element):
            name = _name(_shown(element))
            if name:
                yield name
    for element in tree.iter("p", "span", "div", "small", "h4", "h5", "h6", "strong", "em"):
        text = _shown(element, within=4)
        if not text or stands_elsewhere(element):
            continue
        if _PREFIX.match(text):
            name = _name(text)
            if name and (" " in name or _has_day(text)):
                yield name
        elif _has_day(text):
            yield from (part for part in _PARTED.split(text) if " " in part and _name(part) == part)


def _has_day(text: str) -> bool:
    """Whether a line has a day as one of its parts, as bylines do."""
    days = (parse_published(part.strip(" ,")) for part in (*_PARTED.split(text), *_DAY.findall(text)))
    return any(day and day.precision == "day" for day in days)


def has_bylines(tree: Any) -> bool:
    """Whether anything on a page is marked as an author's."""
    return any(_marks(one) for one in tree.iter("a", "span", "p", "div", "address", "small", "strong", "li"))


def _marks(element: Any) -> str:
    """The classes and the id of an element, if they speak of an author."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return marks.strip() if _BYLINE.search(marks) else ""


def stands_elsewhere(element: Any) -> bool:
    """Whether an element stands in comments, beside the article, or in what leads to others."""
    while element is not None:
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in ("aside", "footer", "nav") or (
            _ELSEWHERE.search(marks) and element.tag not in ("body", "html")
        ):
            return True
        element = element.getparent()
    return False


def _shown(element: Any, within: int = 5) -> str:
    """The text of an element with few others in it, `""` if it is too long for a byline."""
    if not len(element):
        text = element.text or ""
        return one_line(text) if len(text) <= LONGEST_BYLINE * 2 else ""
    if next(islice(element.iter(), within + 1, None), None) is not None:
        return ""
    text = one_line(" ".join(element.itertext()))
    return text if len(text) <= LONGEST_BYLINE else ""


def _name(text: str) -> str:
    """The names in a byline, without what stands before and behind them."""
    bare = _STOP.sub("", _PREFIX.sub("", text))
    if _PREFIX.match(f"{bare} x"):
        return ""
    names: list[str] = []
    for name in (piece.strip(" ,;:|·•-–—") for piece in _AND.split(bare)[:8]):
        if not _is_name(name, alone=not names):
            break
        names.append(name)
    return ", ".join(names)


def _is_name(name: str, *, alone: bool) -> bool:
    """Whether words may be a name; one word only where it stands alone, and more with capitals where there are such."""
    words = name.split()
    if not 1 <= len(words) <= 5 or _NO_NAME.search(name) or len(name) < 2 or name.endswith("."):
        return False
    if len(words) == 1:
        return alone or name.isupper()
    return not any(word[:1].islower() and len(word) > 3 for word in words) and not _SOMEBODY_ELSE.search(name)
