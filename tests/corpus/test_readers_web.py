"""Feeds and web archives: an entry or a page an article, broken ones as far as they go, and what was left out."""

from __future__ import annotations

import gzip
import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers import Item, read_all
from corpus.readers.item import left_out
from corpus.readers.web_archive import BREAKS_OFF
from tests.corpus.reader_files import packed, record, zipped

TEXT = "Six shells fell on the market of Sarn in the morning, and the bridge at Old Mill was closed again."
PAGE = f"<html><head><title>Market</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Valley Watch</title><link>https://watch.example/</link>
<item><title>Market &amp; bridge</title><guid isPermaLink="false">77</guid><link>https://watch.example/77</link>
<pubDate>Tue, 11 Mar 2031 23:30:00 +0300</pubDate><dc:creator>Lamis Haddum</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>{TEXT}</p><p>More <b>words</b>.</p>]]></content:encoded></item>
<item><title>Only a title</title><guid>https://watch.example/78</guid></item>
<item><guid>https://watch.example/79</guid></item></channel></rss>"""


def readings(items: list[Item]) -> list[Reading]:
    return [item.outcome for item in items if isinstance(item.outcome, Reading)]


def reasons(items: list[Item]) -> list[str]:
    return [str(item.outcome) for item in items if isinstance(item.outcome, UnreadableArticle)]


def test_a_feed() -> None:
    first, second, third = read_all(RSS.encode(), "saved")
    assert first.key == "https://watch.example/ 77"
    assert second.key == "https://watch.example/78"
    assert isinstance(first.outcome, Reading)
    assert (first.outcome.title, first.outcome.text) == ("Market & bridge", f"{TEXT}\n\nMore words.")
    assert first.outcome.fields == {
        "published": "2031-03-11",
        "author": "Lamis Haddum",
        "outlet": "Valley Watch",
        "url": "https://watch.example/77",
        "language": "en",
    }
    assert isinstance(second.outcome, Reading)
    assert second.outcome.flags
    assert isinstance(third.outcome, UnreadableArticle)


def test_an_entry_keeps_its_bytes_when_others_come() -> None:
    more = RSS.replace("<item><title>Market", "<item><title>New</title></item><item><title>Market")
    before, after = list(read_all(RSS.encode(), "x")), list(read_all(more.encode(), "x"))
    assert (after[1].key, after[1].data) == (before[0].key, before[0].data)


def test_atom_in_another_encoding() -> None:
    feed = """<?xml version="1.0" encoding="windows-1251"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Мост</title>
    <entry><id>tag:a.example,2031:1</id><title>Мост закрыт</title><updated>2031-03-11T10:00:00Z</updated>
    <content type="text">Мост закрыт до понедельника.</content></entry></feed>"""
    [item] = read_all(feed.encode("windows-1251"), "x.xml")
    [reading] = readings([item])
    assert (reading.title, reading.text) == ("Мост закрыт", "Мост закрыт до понедельника.")
    assert item.key == "tag:a.example,2031:1"


def test_an_entity_of_a_feed_opens_no_file() -> None:
    feed = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{__file__}">]><rss version="2.0"><channel><title>t</title><item>'
    items = list(read_all((feed + "<title>A &x; b</title></item></channel></rss>").encode(), "x.xml"))
    assert all("An entry" not in reading.title and len(reading.title) < 20 for reading in readings(items))


ARCHIVE = (
    record("warcinfo", "", b"software: made", mime="application/warc-fields"),
    record("response", "https://post.example/1", PAGE, key="a"),
    record("request", "https://post.example/1", b"GET / HTTP/1.1\r\n\r\n", key="b", mime="application/http"),
    record("response", "https://post.example/a.png", b"\x89PNG", key="c", mime="image/png"),
    record("response", "https://post.example/gone", PAGE, key="d", status=404),
    record("response", "https://post.example/2.txt", b"A note\n\nThe bridge is closed.", key="e", mime="text/plain"),
)


@pytest.mark.parametrize("data", [b"".join(ARCHIVE), packed(ARCHIVE), gzip.compress(b"".join(ARCHIVE))])
def test_a_web_archive(data: bytes) -> None:
    page, note, left = read_all(data, "crawl")
    assert (page.key, note.key, left.key) == ("<urn:uuid:a>", "<urn:uuid:e>", None)
    assert page.data == PAGE
    first, second = readings([page, note])
    assert (first.title, first.text) == ("Market", TEXT)
    assert (first.fields["url"], first.fields["retrieved"]) == ("https://post.example/1", "2031-03-11")
    assert first.reader == "html/1 in warc/1"
    assert second.title == "A note"
    assert reasons([left]) == ["No articles: 1 picture, 1 error page"]


def test_a_servers_encoding_counts_where_the_page_names_none() -> None:
    page = "<html><body><p>Мост закрыт до понедельника, и никто не может его перейти.</p></body></html>"
    data = record("response", "https://a.example/", page.encode("koi8-r"), mime="text/html; charset=koi8-r")
    [reading] = readings(list(read_all(data, "x.warc")))
    assert reading.text.startswith("Мост закрыт")


def test_an_archive_that_breaks_off() -> None:
    whole = b"".join(ARCHIVE)
    cut = whole.index(b"Six shells") + 20
    [page, rest] = read_all(whole[:cut], "x.warc")
    assert BREAKS_OFF in readings([page])[0].flags
    assert "shorter than it says" in reasons([rest])[0]


def test_what_lies_behind_damage_is_read() -> None:
    parts = [gzip.compress(each, mtime=0) for each in ARCHIVE]
    parts[3] = parts[3][:20] + b"\xff" * 10 + parts[3][30:]
    items = list(read_all(b"".join(parts), "x.warc.gz"))
    assert [reading.title for reading in readings(items)] == ["Market", "A note"]
    assert any("broken" in reason for reason in reasons(items))


@given(st.integers(0, len(packed(ARCHIVE))), st.binary(min_size=1, max_size=8))
def test_damage_costs_no_more_than_the_records_that_it_hits(at: int, junk: bytes) -> None:
    data = packed(ARCHIVE)
    ends = [len(packed(ARCHIVE[: count + 1])) for count in range(len(ARCHIVE))]
    whole = [at >= end or at + len(junk) <= begin for begin, end in itertools.pairwise([0, *ends])]
    try:
        items = list(read_all((data[:at] + junk + data[at + len(junk) :])[: len(data)], "x.warc.gz"))
    except UnreadableArticle:
        items = []
    keys = {item.key for item in items if isinstance(item.outcome, Reading)}
    if whole[0]:
        assert not whole[1] or "<urn:uuid:a>" in keys
        assert not whole[5] or "<urn:uuid:e>" in keys


def test_a_wacz() -> None:
    files: dict[str, bytes | str] = {
        "archive/data.warc.gz": packed(ARCHIVE),
        "pages/pages.jsonl": "{}",
        "datapackage.json": "{}",
    }
    page, note, left = read_all(zipped(files, packed=False), "x.wacz")
    assert [reading.title for reading in readings([page, note])] == ["Market", "A note"]
    assert left.label == "data.warc.gz left out"


def test_a_wacz_without_an_archive() -> None:
    with pytest.raises(UnreadableArticle):
        list(read_all(zipped({"pages/pages.jsonl": "{}"}), "x.wacz"))


def test_an_old_arc() -> None:
    http = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    info = b"1 0 Made\nURL IP-address Archive-date Content-type Archive-length\n\n"
    data = b"filedesc://made.arc 0.0.0.0 20310311100000 text/plain %d\n%s\n" % (len(info), info)
    data += b"https://post.example/1 1.2.3.4 20310311100000 text/html %d\n%s\n" % (len(http), http)
    [reading] = readings(list(read_all(data, "made.arc")))
    assert (reading.title, reading.fields["retrieved"]) == ("Market", "2031-03-11")


def test_what_is_left_out_is_told_in_whole_words() -> None:
    left = Counter({"record|s of the program that made it": 1, "picture|s": 12, "of the type x/y": 1})
    assert left_out(left) == "12 pictures, 1 record of the program that made it, 1 of the type x/y"
