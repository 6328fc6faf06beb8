"""Saved pages: the article without its surroundings, what the page says of itself, and pages that are broken."""

from __future__ import annotations

import json

import pytest

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers import read
from corpus.readers.html import MOST_CHARACTERS, TOO_BIG, TOO_DEEP
from corpus.readers.page_text import all_text

PARAGRAPHS = (
    "A crane driver died at the gates of the port on Friday afternoon, at the end of the largest march in years.",
    "His colleagues say that the naval police shot him. The management of the port says that he fell from a fence.",
    "A doctor at the harbour hospital said he had seen a bullet wound, and three other patients with such wounds.",
    "The opposition network also reports one dead and three wounded. It gives the number of marchers as 800.",
)
TEXT = "\n\n".join(PARAGRAPHS)
ARTICLE = "".join(f"<p>{text}</p>\n" for text in PARAGRAPHS)
AROUND = """<header><nav><ul><li><a href="/">News</a><li><a href="/tides">Tides</a></ul></nav></header>
<div id="cookie-notice">This site sets cookies.</div>{}
<footer><ul><li><a href="/a">Also read: prices of fish</a></ul>Imprint</footer>
<script>track("words of a script")</script>"""


def page(head: str = "", body: str = ARTICLE, lang: str = "en") -> Reading:
    article = AROUND.format(f"<main><article><h1>One march, two accounts</h1>{body}</article></main>")
    text = f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{article}</body></html>'
    return read(text.encode(), "saved.html")


def json_ld(thing: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def test_the_article_without_what_surrounds_it() -> None:
    reading = page("<title>One march, two accounts | Harbour Post</title>")
    assert (reading.title, reading.text) == ("One march, two accounts", TEXT)
    assert reading.fields["language"] == "en"
    assert reading.flags == ()
    assert reading.reader.startswith("html/")


def test_a_closing_credit_is_kept_as_one() -> None:
    reading = page(body=f"{ARTICLE}<p>- Call Syria</p>")
    assert reading.fields["credit"] == "Call Syria"
    assert reading.text == TEXT


def test_json_ld() -> None:
    article = {
        "@type": ["NewsArticle"],
        "headline": "Something else entirely",
        "datePublished": "2031-05-17T18:20:00+03:00",
        "dateModified": "2031-05-18",
        "author": [{"@type": "Person", "name": "Lamis Haddum"}, {"name": "Jon Field"}],
        "publisher": {"@type": "Organization", "name": "Harbour &amp; Post"},
        "mainEntityOfPage": {"@id": "https://harbourpost.example/1"},
        "inLanguage": "en-GB",
    }
    for data in (article, [article], {"@graph": [{"@type": "WebSite", "name": "No"}, article]}):
        reading = page(json_ld(data))
        assert reading.fields == {
            "published": "2031-05-17",
            "author": "Lamis Haddum, Jon Field",
            "outlet": "Harbour & Post",
            "url": "https://harbourpost.example/1",
            "language": "en",
        }


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="article:published_time" content="2031-05-17T18:20:00Z">', "published", "2031-05-17"),
        ('<meta name="DC.date.issued" content="2031-05-17">', "published", "2031-05-17"),
        ('<meta itemprop="datePublished" content="17 May 2031">', "published", "2031-05-17"),
        ('<meta name="pubdate" content="not a day">', "published", None),
        ('<meta property="og:site_name" content="Harbour Post">', "outlet", "Harbour Post"),
        ('<meta name="author" content="By Lamis Haddum">', "author", "Lamis Haddum"),
        ('<meta name="author" content="https://social.example/lamis">', "author", None),
        ('<meta name="author" content="admin">', "author", None),
        ('<link rel="canonical" href="https://harbourpost.example/1">', "url", "https://harbourpost.example/1"),
        ('<link rel="canonical" href="javascript:alert(1)">', "url", None),
        ('<meta property="og:url" content="https://harbourpost.example/2031/05/17/x">', "published", "2031-05-17"),
        ('<meta property="og:title" content="Post: One march, two accounts">', "title", "One march, two accounts"),
    ],
)
def test_meta_tags(head: str, field: str, value: str | None) -> None:
    reading = page(head)
    assert {"title": reading.title, **reading.fields}.get(field) == value


def test_marked_elements() -> None:
    byline = '<p>By <a rel="author" href="/l">Lamis Haddum</a> <time datetime="2031-05-17T18:20">17 May</time></p>'
    reading = page(body=byline + ARTICLE)
    assert (reading.fields["author"], reading.fields["published"]) == ("Lamis Haddum", "2031-05-17")


@pytest.mark.parametrize(
    ("title", "heading", "read_as"),
    [
        ("Bridge closed again | Harbour Post", "", "Bridge closed again"),
        ("Harbour Post – Bridge closed again", "", "Bridge closed again"),
        ("Bridge closed again - a report - Harbour Post", "", "Bridge closed again - a report"),
        ("Bridge closed again - Elsewhere", "", "Bridge closed again - Elsewhere"),
        ("Bridge closed again - Elsewhere", "Bridge closed again", "Bridge closed again"),
        ("Bridge closed &amp; open", "", "Bridge closed & open"),
        ("", "Bridge closed again", "Bridge closed again"),
        ("Bridge closed again", "Harbour Post", "Bridge closed again"),
    ],
)
def test_titles(title: str, heading: str, read_as: str) -> None:
    head = f'<meta property="og:site_name" content="Harbour Post"><title>{title}</title>'
    text = f"<html><head>{head}</head><body><h1>{heading}</h1><article>{ARTICLE}</article></body></html>"
    assert read(text.encode(), "x.html").title == read_as


@pytest.mark.parametrize(
    ("called", "heading", "read_as"),
    [
        ("Bridge closed to lorries", "Transport Bridge closed to lorries", "Bridge closed to lorries"),
        ("Bridge closed to lorries", "Bridge closed to lorries The ferry runs at night", "Bridge closed to lorries"),
        ("Bridge closed to lorries", "Bridge closed to lorries and to buses", "Bridge closed to lorries and to buses"),
        ("Bridge closed to lorries - Transport", "TransportBridge closed to lorries", "Bridge closed to lorries"),
        ("Transport: bridge closed", "Transport: bridge closed", "Transport: bridge closed"),
        ("Bridge closed to lorries - Harbour Post", "Harbour Post", "Bridge closed to lorries"),
    ],
)
def test_a_heading_is_read_without_what_is_no_title_in_it(called: str, heading: str, read_as: str) -> None:
    head = f'<meta property="og:site_name" content="Harbour Post"><meta property="og:title" content="{called}">'
    text = f"<html><head>{head}</head><body><h1>{heading}</h1><article>{ARTICLE}</article></body></html>"
    reading = read(text.encode(), "x.html")
    assert reading.title == read_as
    assert reading.text == TEXT


CRUMBS = (
    '<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": ['
    '{"@type": "ListItem", "name": "Home"}, {"@type": "ListItem", "name": "Ten days without a ferry"}]}</script>'
)


@pytest.mark.parametrize(
    ("head", "headings", "read_as"),
    [
        (
            "<title>Saltlog.org » Archive » A day at the ferry</title>",
            "<h1>Saltlog.org</h1><h2>A day at the ferry</h2>",
            "A day at the ferry",
        ),
        (
            "<title>Ferry days - Salt Log in words</title>",
            '<h1>Salt Log in words</h1><div id="page-title">Ferry days</div>',
            "Ferry days",
        ),
        (f"<title>Guide | Salt Log</title>{CRUMBS}", "<h1>Ten days without a ferry</h1>", "Ten days without a ferry"),
        ("<title>Guide | Salt Log</title>", "<h1>Ten days without a ferry</h1>", "Guide | Salt Log"),
        (
            "<title>Harbour: A day at the ferry</title>",
            '<h1><span>Harbour</span><span>: </span><span class="headline">A day at the ferry</span></h1>',
            "A day at the ferry",
        ),
        ("<title>A day at the ferry</title>", "<h1>A day at the ferry</h1><h2>The ferry</h2>", "A day at the ferry"),
    ],
)
def test_lesser_headings_marks_and_the_way_to_a_page_tell_its_title(head: str, headings: str, read_as: str) -> None:
    text = f"<html><head>{head}</head><body>{headings}<article>{ARTICLE}</article></body></html>"
    assert read(text.encode(), "x.html").title == read_as


@pytest.mark.parametrize(
    ("head", "byline", "author"),
    [
        ("", '<p class="byline">By Lamis Haddum and Jon Field</p>', "Lamis Haddum, Jon Field"),
        ("", '<span class="author-name">Lamis Haddum</span>', "Lamis Haddum"),
        ("", "<p>Von Lamis Haddum | 17. Mai 2031</p>", "Lamis Haddum"),
        ("", "<p>17.05.2031 | 18:20 | Lamis Haddum</p>", "Lamis Haddum"),
        ("", "<p>Verfasst von: lamis | 17. Mai 2031</p>", "lamis"),
        ('<meta name="author" content="Jon Field">', '<a rel="author" href="/l">Lamis Haddum</a>', "Lamis Haddum"),
        ("", "<p>Автор: Анна Мост</p>", "Анна Мост"),
        ("", "<p>بقلم: سامي حداد</p>", "سامي حداد"),
        ("", "<p>By the bridge stood many lorries on Friday</p>", None),
        ("", '<p class="author">More articles</p>', None),
        ("", '<div id="comments"><p class="author-name">Some Body</p></div>', None),
        ('<meta name="author" content="Harbour Post">', '<p class="byline">By Lamis Haddum</p>', "Lamis Haddum"),
        ('<meta name="author" content="Harbour Post">', "", "Harbour Post"),
        ('<meta name="author" content="Jon Field">', '<p class="byline">By Lamis Haddum</p>', "Jon Field"),
    ],
)
def test_who_wrote_a_page(head: str, byline: str, author: str | None) -> None:
    reading = page(f'<meta property="og:site_name" content="Harbour Post">{head}', byline + ARTICLE)
    assert reading.fields.get("author") == author


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("<p>17 May 2031</p>", "2031-05-17"),
        ("<div><span>Veröffentlicht am 17.05.2031</span> | <span>18:20 Uhr</span></div>", "2031-05-17"),
        ("<p>17 مايو 2031</p>", "2031-05-17"),
        ("<p>On 17 May 2031 the bridge was closed by the naval police.</p>", None),
        ('<div class="related"><p>17 May 2031</p></div>', None),
    ],
)
def test_a_date_beside_the_heading(shown: str, day: str | None) -> None:
    assert page(body=shown + ARTICLE).fields.get("published") == day


def test_paragraphs_that_are_links_to_something_else_are_left_out() -> None:
    links = '<p><a href="/1">Read more: the ferry runs at night</a></p>'
    credit = '<p>- <a href="/cs">Call Syria</a></p>'
    reading = page(body=f"{ARTICLE.replace('</p>', f'</p>{links}', 1)}{credit}")
    assert (reading.text, reading.fields["credit"]) == (TEXT, "Call Syria")


def test_what_single_file_writes() -> None:
    lines = (
        "Page saved with SingleFile",
        "url: https://harbourpost.example/1",
        "saved date: Sat May 17 2031 20:01:12 GMT+0300 (EEST)",
    )
    comment = "<!--\n {} \n-->".format(" \n ".join(lines))
    reading = read(f"<!DOCTYPE html> <html><!-- x -->{comment}<body>{ARTICLE}</body></html>".encode(), "x.html")
    assert "url" not in reading.fields
    reading = read(f"<!DOCTYPE html> <html>{comment}<body>{ARTICLE}</body></html>".encode(), "x.html")
    assert reading.fields["url"] == "https://harbourpost.example/1"
    assert reading.fields["retrieved"] == "2031-05-17"
    assert "published" not in reading.fields


def test_arabic_and_its_declared_encoding() -> None:
    text = "قال سكان من المنطقة إن مسلحين هاجموا الحاجز مساء الاثنين بعد أن أوقف عناصره سيارات إسعاف تقل جرحى."
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256"><title>هجوم على حاجز</title>'
    data = f'<html lang="ar" dir="rtl"><head>{head}</head><body><article><p>{text}</p></article></body></html>'
    reading = read(data.encode("windows-1256"), "x.htm")
    assert (reading.title, reading.text, reading.fields["language"]) == ("هجوم على حاجز", text, "ar")
    assert reading.flags == ()


def test_a_template_does_not_decide_the_language() -> None:
    text = "قال سكان من المنطقة إن مسلحين هاجموا الحاجز مساء الاثنين بعد أن أوقف عناصره سيارات إسعاف تقل جرحى."
    assert page("<title>هجوم على حاجز</title>", f"<p>{text}</p>", lang="en-US").fields["language"] == "ar"
    assert page(lang="xx").fields["language"] == "en"
    assert page(body="<p>Rjeim Ostrel 12</p>", lang="sr-Latn").fields["language"] == "sr"


def test_a_page_is_known_by_its_content() -> None:
    text = f"<!-- saved --> <!DOCTYPE html><title>One march, two accounts</title>{ARTICLE}"
    assert read(text.encode(), "cutting.txt").reader.startswith("html/")
    assert read(text.encode("utf-16"), "cutting").reader.startswith("html/")
    assert read(b"Plain words in a file.\n\nAnd more words.", "cutting.html").reader.startswith("plain/")


def test_a_short_page_is_read_too() -> None:
    reading = read(b"<title>Note to all</title><p>The bridge is closed.</p><p>- Vale Monitor</p>", "x.html")
    assert (reading.title, reading.text) == ("Note to all", "The bridge is closed.")
    assert reading.fields["credit"] == "Vale Monitor"


def test_a_page_without_words() -> None:
    with pytest.raises(UnreadableArticle, match="no words"):
        read(b"<html><head><script>words()</script></head><body><img src=x></body></html>", "x.html")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("<p>one <b>bold</b> two</p>", "one bold two"),
        ("<script>if (a < b) x()</script>after", "after"),
        ("<style>p {}</style><noscript>none</noscript>after", "after"),
        ("before<!-- <p>hidden</p> -->after", "beforeafter"),
        ('<a title="a > b">words</a>', "words"),
        ("5 &lt; 6 &amp; 7", "5 < 6 & 7"),
        ("2 < 3 words", "2 < 3 words"),
        ("<p>unclosed <b>words", "unclosed words"),
        ("words <script>never closed", "words"),
        ("words <!-- never closed", "words"),
        ("words <a href='never closed", "words"),
        ("<svg>words that are seen", "words that are seen"),
        ("", ""),
    ],
)
def test_all_text_of_a_page(page: str, text: str) -> None:
    assert all_text(page) == text


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        ("<div>" * 100_000 + "deep words" + "</div>" * 100_000, TOO_BIG),
        ("<div>" * 15_000 + "deep words" + "</div>" * 15_000, TOO_DEEP),
        ("<p>words of a paragraph\n" * 50_000, TOO_BIG),
        ("<p " + " ".join(f"a{n}=1" for n in range(60_000)) + f">{TEXT}</p>", ""),
        ("".join(f"<p {'a=1 ' * 300}>words</p>" for _ in range(600)), TOO_BIG),
        ("<table><tr><td>some words" * 5_000, TOO_DEEP),
        ("<p>words " + "<!--" * 500_000, ""),
        ("<p>words " + "<a b='" * 300_000, TOO_BIG),
        ("<p>words " + "&" * 1_000_000, ""),
        ("<img src='data:image/png;base64," + "A" * 12_000_000 + f"'>{ARTICLE}", ""),
        (
            "<!DOCTYPE html ["
            + "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
            + "]><p>words &x11;",
            "",
        ),
    ],
)
def test_hostile_pages_cost_little(body: str, flag: str) -> None:
    reading = read(f"<html><body>{body}".encode(), "x.html")
    assert "words" in reading.text or PARAGRAPHS[0] in reading.text
    assert len(reading.text) < 2_000_000
    if flag:
        assert reading.flags == (flag,)


def test_a_page_without_end_is_refused() -> None:
    with pytest.raises(UnreadableArticle, match="million characters"):
        read(b"<html><body>" + b"<p>words</p>" * (MOST_CHARACTERS // 10), "x.html")


@pytest.mark.parametrize("depth", [10, 5_000, 200_000])
def test_json_ld_of_any_depth(depth: int) -> None:
    reading = page(f'<script type="application/ld+json">{"[" * depth}{"]" * depth}</script><title>One march</title>')
    assert reading.text == TEXT


def test_a_page_of_menus_around_a_short_article_is_read_as_the_article() -> None:
    menu = "".join(f'<li><a href="/{n}">Department {n} of the town</a></li>' for n in range(120))
    text = f"<html><body><ul>{menu}</ul><div><h1>Cars broken into</h1><p>{TEXT}</p></div><ul>{menu}</ul></body></html>"
    reading = read(text.encode(), "x.html")
    assert " ".join(TEXT.split()) in " ".join(reading.text.split())
    assert "Department 7" not in reading.text
