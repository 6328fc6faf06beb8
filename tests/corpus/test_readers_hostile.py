"""Whatever bytes a folder holds: an answer or a reason, soon, and never a word of it to be obeyed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers import CONTAINERS, READERS, read_all
from corpus.readers.reader import MAX_BYTES

NAMES = {reader.name for reader in READERS} | {reader.name for reader in CONTAINERS}


def outcome(data: bytes, name: str) -> Reading | UnreadableArticle:
    """The first reading of a file, or why there is none; every item is held to what all of them promise."""
    try:
        items = list(read_all(data, name))
    except UnreadableArticle as refused:
        return _held(refused)
    for item in items:
        assert item.label.isprintable()
        if isinstance(item.outcome, UnreadableArticle):
            _held(item.outcome)
        else:
            _read_well(item.outcome)
    return items[0].outcome


def _read_well(reading: Reading) -> None:
    assert reading.title.strip()
    assert len(reading.title) <= 1000
    for value in (reading.title, *reading.how.values(), *reading.flags):
        assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in value)
    for text in (reading.title, reading.text, *map(str, reading.fields.values())):
        text.encode("utf-8")
    assert "\x00" not in reading.text
    assert {one.partition("/")[0] for one in reading.reader.split(" in ")} <= NAMES


def _held(refused: UnreadableArticle) -> UnreadableArticle:
    assert len(refused.summary.splitlines()) == 1
    assert refused.summary.isprintable()
    return refused


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "x.txt", "empty"),
        (b"\x00" * 4096, "x.md", "nothing but zero bytes"),
        (b" \r\n\t \n", "x.txt", "no words"),
        ("—…!\u200f".encode(), "x.txt", "no words"),
        (b"x" * (MAX_BYTES + 1), "x.txt", "32 MiB"),
        (b"%PDF-1.7\n%...", "x.txt", "a PDF that is broken"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "x.txt", "a picture (JPEG)"),
        (b"\x89PNG\r\n\x1a\n\x00", "x.html", "a picture (PNG)"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "x.txt", "a picture (WebP)"),
        (b"\x00\x00\x00\x20ftypisom", "x.txt", "a video (MP4 or QuickTime)"),
        (b"PK\x03\x04\x14\x00", "x.docx", "a ZIP archive that is broken"),
        (b"\x1f\x8b\x08\x00", "x.html.gz", "a gzip archive"),
        (b"SQLite format 3\x00", "x.db", "an SQLite database"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo", "x", "a web archive without a page"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "x.xml", "a feed without entries"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "x", "a feed without entries"),
        (b'<?xml version="1.0"?><data/>', "x.xml", "XML data"),
        (b"From a@b.example Sat May 17 20:01:12 2031\nFrom: a@b.example\n", "x", "a mail that holds no words"),
        (b"From: a@b.example\r\nSubject: -\r\nMIME-Version: 1.0\r\n\r\n-", "x", "a mail that holds"),
        (b'{"title": "bad \\ud800 surrogate"}', "x.json", "JSON data"),
        (b"title,note\n=1+1,-1", "x.csv", "a table"),
        (b"body { color: red }", "x.css", "a part of a web page"),
        (bytes(range(1, 32)) * 100, "x.bin", "binary data"),
    ],
)
def test_a_refusal_says_what_a_file_is(data: bytes, name: str, reason: str) -> None:
    refused = outcome(data, name)
    assert isinstance(refused, UnreadableArticle)
    assert reason in refused.summary


def test_content_goes_before_the_name() -> None:
    for name in ("x.pdf", "x.jpg", "x.zip", "x", "x.bin"):
        assert isinstance(outcome(b"A bridge is closed\n\nNobody may cross it until Monday.", name), Reading)


@given(st.binary(max_size=400), st.sampled_from(["x.txt", "x.md", "x.html", "x"]))
def test_any_bytes(data: bytes, name: str) -> None:
    outcome(data, name)


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    b"---\n",
                    b"title: ",
                    b"<html>",
                    b"<p>",
                    b"<!--",
                    b"-->",
                    b"<script>",
                    b"</p>",
                    b"&amp;",
                    b"<a href='",
                ),
                *(
                    b"\xef\xbb\xbf",
                    b"\xff\xfe",
                    b"\x00",
                    b"\r\n",
                    b"- ",
                    b"Source: ",
                    b"words ",
                    b"\x1b[31m",
                    b"]]>",
                    b"{",
                ),
                *(
                    b"\xc7\xe1",
                    b"<?xml ",
                    b"<meta charset=",
                    b"utf-7>",
                    b"2031-03-11\n",
                    b"By ",
                    b"<title>",
                    b": ",
                    b"\n\n",
                ),
            ]
        ),
        max_size=30,
    ).map(b"".join),
    st.sampled_from(["x.txt", "x.md", "x.html", "x"]),
)
def test_pieces_of_every_format(data: bytes, name: str) -> None:
    outcome(data, name)


@pytest.mark.parametrize(
    "data",
    [
        b"word " * 1_000_000,
        b"x" * 5_000_000,
        b"\n" * 5_000_000 + b"x",
        b" " * 5_000_000 + b"x",
        b"Title\n\n" + b"- a\n" * 1_000_000,
        "слово ".encode("windows-1251") * 500_000,
        "كلمات ".encode("utf-16-le") * 300_000,
        b"a:\n" * 500_000,
        b"---\ntitle: x\n" + b"a: [" * 15_000 + b"\n---\nbody",
        b"---\ntitle: x\n" + b"k: v\n" * 12_000 + b"---\nbody",
        b"---\n" + b"a: &a [" * 100 + b"\n---\nbody",
        b"Title\n\n" + b"A" * 200 + b"( " * 200_000,
        ("a" + "\u0301" * 100_000).encode(),
        b"Title\n\nbody\n\n- " + b"A " * 100_000,
    ],
)
def test_long_and_odd_texts(data: bytes) -> None:
    assert isinstance(outcome(data, "x.txt"), Reading)


def test_noise() -> None:
    for seed in range(12):
        noise = random.Random(seed).randbytes(8_000)
        outcome(noise, "x.txt")
        outcome(b"<html>" + noise, "x.html")
        outcome(b"---\ntitle: x\n---\n" + noise, "x.md")
        outcome(bytes(byte | 0x80 for byte in noise), "x")
