"""What a web page says of itself: title, date, author, outlet, address, language.

In this order of trust: JSON-LD, meta tags, marked elements of the page; but an author whom an element names comes
before a meta tag's, which is often the whole site's. Nothing is fetched and nothing guessed from the running text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from corpus.dates import parse_published
from corpus.readers.layout import Found
from corpus.readers.page_author import Claim, has_bylines, people, take_author
from corpus.readers.page_date import shown_date
from corpus.readers.page_title import Headings, take_title
from corpus.readers.reader import one_line

_ARTICLES = re.compile(
    r"(?:news|report\w*|analysis\w*|background\w*|opinion\w*|review\w*|blog|scholarly|satirical)?(?:article|posting)"
)
_CRUMBS = "BreadcrumbList"
_TITLED = re.compile(
    r"(?:^|[\s_-])(?:(?:page|entry|post|article|story|news|content)[_-]?(?:title|headline)|headline)(?:$|\s)",
    re.IGNORECASE,
)
"""How elements are called that hold the title, or a part of the main heading that is the title."""
_FEW = 8
"""What has more elements in it is no title."""
_JSON_LD_LIMIT = 512 * 1024
_DEEPEST = 6
_META_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "sailthru.title", "parsely-title")
_META_DATES = (
    *("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
    *("datepublished", "date_published", "publishdate", "publish_date", "publish-date", "pubdate", "pub_date"),
    *(
        "publication_date",
        "article.published",
        "published-date",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
    ),
    *("dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date", "dc.date.created", "dc:date"),
    *("rnews:datepublished", "article_date_original", "originalpublicationdate", "citation_publication_date"),
    *(
        "citation_date",
        "datecreated",
        "date.created",
        "created",
        "displaydate",
        "creationdatetime",
        "date",
        "article:post_date",
    ),
)
_META_AUTHORS = (
    *("author", "article:author", "dc.creator", "dcterms.creator", "dc:creator", "byl", "byline", "parsely-author"),
    *(
        "sailthru.author",
        "citation_author",
        "article_author",
        "articleauthor",
        "og:article:author",
        "cxenseparse:author",
    ),
)
_META_OUTLETS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_journal_title",
    "apple-mobile-web-app-title",
)
_META_URLS = ("og:url", "twitter:url", "parsely-link")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_URL = re.compile(r"https?://[^\s<>\"']{3,2000}", re.IGNORECASE)
_URL_DATE = re.compile(r"/((?:19|20|21)[0-9]{2})[/-]([0-9]{1,2})[/-]([0-9]{1,2})(?:/|-|_|$|\.)")
_SINGLE_FILE = re.compile(r"\s*(?:Page saved with SingleFile|Archive processed by SingleFile)(.{0,4000})", re.DOTALL)
_SAVED_URL = re.compile(r"\burl:\s*(\S+)")
_SAVED_DATE = re.compile(r"\bsaved date:\s*([^\n]+)")


@dataclass(slots=True)
class _Head:
    """What one walk over a page's elements finds."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    title: str = ""
    headings: list[str] = field(default_factory=list)
    lesser: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    authors: list[tuple[Any, str]] = field(default_factory=list)
    canonical: str = ""
    language: str = ""
    crumb: str = ""


def take_page_facts(tree: Any, found: Found) -> Claim | None:
    """Put what a page says of itself into the fields of an article.

    Args:
        tree: The page as lxml parsed it.
        found: What is known; it wins.

    Returns:
        The organisation that the page gives as its author, for when nobody better is found.
    """
    head = _walk(tree)
    claims: list[Claim] = []
    for thing in _described(head.json_ld):
        if not _is_article(thing):
            head.crumb = head.crumb or _last_crumb(thing)
            continue
        _take_json_ld(thing, found)
        author = thing.get("author")
        organisation = isinstance(author, dict) and "Organization" in str(author.get("@type"))
        claims.append(Claim(tuple(_names(author)), "JSON-LD", organisation))
    _take_meta(head, found)
    if head.authors:
        # Those beside the first: others are often of other articles, or of comments.
        first = head.authors[0][0]
        claims.append(Claim(tuple(name for parent, name in head.authors if parent is first), "author element"))
    claims += [Claim(tuple(head.meta[key]), "meta author") for key in _META_AUTHORS if key in head.meta]
    weak = take_author(claims, tree, found)
    called = [(head.meta[key][0], f"meta {key}") for key in _META_TITLES if key in head.meta]
    take_title([*called, (head.title, "title element")], Headings(head.headings, head.lesser, head.crumb), found)
    return weak


def take_saved_header(comment: str, found: Found) -> None:
    """Put what SingleFile wrote above a page it saved into the fields: the address and the day of saving."""
    saved = _SINGLE_FILE.match(comment)
    if not saved:
        return
    url, day = _SAVED_URL.search(saved[1]), _SAVED_DATE.search(saved[1])
    if url and _URL.fullmatch(url[1]):
        found.put("url", url[1], "SingleFile header")
    if day:
        read = parse_published(re.sub(r"\s*\(.*", "", day[1]).strip())
        found.put("retrieved", str(read) if read else "", "SingleFile header")


def _walk(tree: Any) -> _Head:
    """Collect the elements that tell something of the page."""
    head = _Head(language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    for element in tree.iter(
        *("meta", "script", "title", "h1", "h2", "h3", "time", "link", "a", "span", "abbr", "div")
    ):
        kind = element.tag
        if kind == "meta":
            key = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            content = element.get("content")
            if key and content:
                head.meta.setdefault(key.strip().lower(), []).append(content)
        elif kind == "script":
            if "ld+json" in (element.get("type") or "") and element.text:
                head.json_ld.append(element.text)
        elif kind == "title":
            head.title = head.title or (element.text or "")
        elif kind == "h1" and len(head.headings) < 20:
            head.headings.append(_heading(element))
        elif kind in ("h2", "h3", "div"):
            _walk_lesser(element, head)
        elif kind == "link":
            if (element.get("rel") or "").lower() == "canonical":
                head.canonical = head.canonical or (element.get("href") or "")
        else:
            _walk_marked(element, head)
    return head


def _heading(element: Any) -> str:
    """The words of a main heading: of the part that is marked as the headline, where there is one."""
    parts = (part for part in element.iter("span", "div", "em", "strong") if _TITLED.search(part.get("class") or ""))
    return one_line("".join(next(parts, element).itertext())) or one_line("".join(element.itertext()))


def _walk_lesser(element: Any, head: _Head) -> None:
    """Collect what may be a title but is no main heading: a lesser heading, or what is marked as one."""
    wanted = element.tag != "div" or _TITLED.search(f"{element.get('id') or ''} {element.get('class') or ''}")
    if wanted and len(head.lesser) < 60 and sum(1 for _ in zip(element.iter(), range(_FEW + 1), strict=False)) <= _FEW:
        head.lesser.append(one_line("".join(element.itertext())))


def _walk_marked(element: Any, head: _Head) -> None:
    """Collect a time, or an author that a link or a span is marked as."""
    marks = f"{element.get('rel') or ''} {element.get('itemprop') or ''}".lower().split()
    if (
        element.tag == "time"
        or "datepublished" in marks
        or (element.tag == "abbr" and "published" in (element.get("class") or ""))
    ):
        if len(head.times) < 20:
            head.times.append(
                element.get("datetime")
                or element.get("content")
                or element.get("title")
                or one_line("".join(element.itertext()))
            )
    elif "author" in marks and len(head.authors) < 10:
        head.authors.append((element.getparent(), one_line("".join(element.itertext()))))


def _described(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """The articles, and the way to this page, that a page's JSON-LD describes."""
    for script in scripts:
        if len(script) > _JSON_LD_LIMIT:
            continue
        try:
            # Line ends within strings are common, and not JSON.
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _things(data, 0)


def _things(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects within JSON-LD that are articles, or lists of what a page lies below."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data[:200]:
            yield from _things(item, depth + 1)
    elif isinstance(data, dict):
        if _is_article(data) or data.get("@type") == _CRUMBS:
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb"):
            yield from _things(data.get(key), depth + 1)


def _is_article(thing: dict[str, Any]) -> bool:
    return any(_ARTICLES.fullmatch(kind.lower()) for kind in _strings(thing.get("@type")))


def _last_crumb(thing: dict[str, Any]) -> str:
    """The name of the last element of a list of what a page lies below, which is the page itself."""
    steps = thing.get("itemListElement")
    last = steps[-1] if isinstance(steps, list) and steps else None
    if not isinstance(last, dict):
        return ""
    item = last.get("item")
    return unescape(next(iter(_names(last) or _names(item if isinstance(item, dict) else "")), ""))


def _take_json_ld(thing: dict[str, Any], found: Found) -> None:
    """Put what an article's JSON-LD says into the fields."""
    found.entitle(unescape(next(iter(_strings(thing.get("headline") or thing.get("name"))), "")), "JSON-LD")
    for key in ("datePublished", "dateCreated", "uploadDate"):
        found.put_date(next(iter(_strings(thing.get(key))), ""), "JSON-LD")
    found.put("outlet", unescape(next(iter(_names(thing.get("publisher"))), "")), "JSON-LD")
    found.put("language", _language(next(iter(_strings(thing.get("inLanguage"))), "")), "JSON-LD")
    url = next(
        (u for key in ("url", "mainEntityOfPage", "@id") for u in _strings(thing.get(key)) if _URL.fullmatch(u)), ""
    )
    found.put("url", url, "JSON-LD")


def _take_meta(head: _Head, found: Found) -> None:
    """Put what meta tags and marked elements say into the fields."""
    for key in _META_DATES:
        for value in head.meta.get(key, ()):
            found.put_date(value, f"meta {key}")
    for value in head.times:
        found.put_date(value, "time element")
    outlet = next((head.meta[key][0] for key in _META_OUTLETS if key in head.meta), "")
    found.put("outlet", unescape(outlet), "meta site name")
    urls = [head.canonical, *(value for key in _META_URLS for value in head.meta.get(key, ()))]
    url = next((url for url in urls if _URL.fullmatch(url.strip())), "")
    found.put("url", url, "canonical address")
    dated = _URL_DATE.search(str(found.fields.get("url", "")))
    if dated:
        found.put_date(f"{dated[1]}-{int(dated[2]):02}-{int(dated[3]):02}", "address")
    found.put("language", _language(head.language), "lang attribute")


def _strings(value: Any) -> list[str]:
    """The strings that a value is, holds, or is named by."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value[:20] for text in _strings(item) if not isinstance(item, list)]
    if isinstance(value, dict):
        named = value.get("@id") or value.get("@value")
        return [named] if isinstance(named, str) else []
    return []


def _names(value: Any) -> list[str]:
    """The names of persons or organisations in JSON-LD."""
    if isinstance(value, list):
        return [name for item in value[:20] if not isinstance(item, list) for name in _names(item)]
    if isinstance(value, dict):
        return [text for text in _strings(value.get("name")) if text.strip()]
    return [value] if isinstance(value, str) and value.strip() else []


def _language(value: str) -> str:
    """The language of a tag such as `en-GB`."""
    match = _LANGUAGE.fullmatch(value.strip())
    return match[1].lower() if match else ""


def take_guessed_facts(tree: Any, found: Found) -> None:
    """Put an author and a date that the page does not mark into the fields, as trafilatura and htmldate find them.

    Args:
        tree: The page as lxml parsed it.
        found: What is known; it wins. A guessed date is flagged.
    """
    if "published" not in found.fields:
        day = shown_date(tree)
        found.put("published", str(day) if day else "", "date beside the heading")
    unsigned = "author" not in found.fields and has_bylines(tree)
    if "published" in found.fields and not unsigned:
        return
    from trafilatura.metadata import extract_metadata

    dates = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
    guessed = extract_metadata(tree, date_config=dates, extensive=False)
    found.put("author", people(tuple((guessed.author or "").split("; "))), "trafilatura")
    found.put_date(guessed.date or "", "htmldate")
    if found.how.get("published") == "htmldate":
        found.flags.append("the date is guessed from the page")
