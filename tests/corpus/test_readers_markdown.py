"""Clipped notes: front matter is read as text and never trusted, and nothing of a note is dropped."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Reading
from corpus.readers import read
from corpus.readers.front_matter import LINE_BY_LINE, read_front_matter, split_front_matter
from corpus.readers.layout import ONLY_A_TITLE

BODY = """On Monday two of our ambulances were stopped at the Rujaym checkpoint and held for ninety-four minutes.

We ask the Directorate, in writing and for the third time this year, to let ambulances pass."""


def note(front: str, body: str = BODY, name: str = "note.md") -> Reading:
    return read(f"---\n{front}\n---\n\n{body}\n".encode(), name)


def test_what_a_clipper_writes() -> None:
    reading = note(
        """title: "Ninety minutes at Rujaym: a statement"
source: "https://bluelantern.example/1"
site: "Blue Lantern"
author:
  - "[[Hanan al-Mubayyid]]"
  - "[[People/K|K. Sallum]]"
published: 2031-03-13
created: 2031-03-15
description: "Something short."
tags:
  - "clippings"
"""
    )
    assert (reading.title, reading.text) == ("Ninety minutes at Rujaym: a statement", BODY)
    assert reading.fields == {
        "url": "https://bluelantern.example/1",
        "outlet": "Blue Lantern",
        "author": "Hanan al-Mubayyid, K. Sallum",
        "published": "2031-03-13",
        "retrieved": "2031-03-15",
        "language": "en",
    }
    assert set(reading.how) == {*reading.fields, "title"}
    assert reading.how["published"] == "front matter"
    assert reading.flags == ()
    assert reading.reader.startswith("markdown/")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("headline: The bridge is closed", "title", "The bridge is closed"),
        ("TITLE: The bridge is closed", "title", "The bridge is closed"),
        ("date: 2031-03-13T10:00:00+03:00", "published", "2031-03-13"),
        ("date: 13 March 2031", "published", "2031-03-13"),
        ("Date Published: '2031-03-13'", "published", "2031-03-13"),
        ("pubDate: Thu, 13 Mar 2031 10:00:00 +0000", "published", "2031-03-13"),
        ("published: 2031-03", "published", "2031-03"),
        ("source: Harbour Post", "outlet", "Harbour Post"),
        ("publisher: Harbour Post", "outlet", "Harbour Post"),
        ("source: https://harbourpost.example/1", "url", "https://harbourpost.example/1"),
        ("link: https://harbourpost.example/1", "url", "https://harbourpost.example/1"),
        ("author: Lamis Haddum", "author", "Lamis Haddum"),
        ("authors: [Lamis Haddum, Jon Field]", "author", "Lamis Haddum, Jon Field"),
        ("lang: en-GB", "language", "en"),
        ("language: AR", "language", "ar"),
        ("agency: Meridian Wire", "credit", "Meridian Wire"),
        ("country: NO", "country", None),
        ("tags: [NO, 12:30]", "tags", None),
        ("published: null", "published", None),
        ("author: ~", "author", None),
    ],
)
def test_names_of_fields(line: str, field: str, value: str | None) -> None:
    reading = note(line)
    fields = {"title": reading.title, **reading.fields}
    assert fields.get(field) == value
    assert reading.flags == ()


def test_values_stay_the_text_that_was_written() -> None:
    matter = read_front_matter(
        "country: NO\ntime: 12:30:45\nold: 010\nversion: 1.10\nday: 2013-02-31\nflag: off\nx: 1e5\n"
    )
    assert matter.values == {
        "country": ["NO"],
        "time": ["12:30:45"],
        "old": ["010"],
        "version": ["1.10"],
        "day": ["2013-02-31"],
        "flag": ["off"],
        "x": ["1e5"],
    }


@pytest.mark.parametrize(
    "front",
    [
        "title: Rujaym: what is known\nauthor: Wren\ntags:\n  - clippings",
        "title: 'an open quote\nauthor: Wren",
        "title: \x1b[31mred\nauthor: Wren",
        "title: x\n\tauthor: y\nauthor: Wren",
        "title: x\nbad: *alias\nauthor: Wren",
        "title: x\nauthor: Wren\nlist: [a, b",
        "title: @x\nauthor: Wren",
    ],
)
def test_broken_yaml_is_read_line_by_line_and_flagged(front: str) -> None:
    reading = note(front)
    assert reading.fields["author"] == "Wren"
    assert reading.title
    assert reading.text == BODY
    assert reading.flags == (LINE_BY_LINE,)


def test_a_colon_in_a_title_costs_nothing() -> None:
    assert note("title: Who shelled the market: four answers").title == "Who shelled the market: four answers"


def test_the_first_of_two_keys_wins_and_is_said() -> None:
    reading = note("date: 2013-08-21\ndate: 2014-01-01")
    assert reading.fields["published"] == "2013-08-21"
    assert len(reading.flags) == 1
    assert "date" in reading.flags[0]


@pytest.mark.parametrize("written", ["06/07/2020", "2013-02-31", "last Monday"])
def test_a_date_that_is_not_clear_is_said(written: str) -> None:
    reading = note(f"title: x y\npublished: {written}")
    assert "published" not in reading.fields
    assert any(written in flag for flag in reading.flags)


@pytest.mark.parametrize("front", ["- a\n- b", "just text", "", "# only a remark"])
def test_what_is_no_mapping_is_part_of_the_text(front: str) -> None:
    reading = note(front)
    assert reading.text.endswith(BODY)
    assert front.strip("# ") in reading.text or not front.strip("# ") or front.startswith("#")


def test_rulers_are_no_front_matter() -> None:
    text = "A title\n---\nThe first words after a ruler.\n---\nMore words."
    reading = read(text.encode(), "x.md")
    assert (reading.title, reading.text) == ("A title", "The first words after a ruler.\n---\nMore words.")


def test_unfinished_front_matter_is_text() -> None:
    text = "---\ntitle: never closed\nbody " * 3
    assert split_front_matter(text) is None
    assert read(b"---\ntitle: never closed\nand a body", "x.md").text.startswith("---\ntitle: never closed")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_ends_and_marks_of_every_kind(ends: str, mark: str, encoding: str) -> None:
    text = f"---{ends}title: A bridge is closed{ends}---{ends}{BODY.replace(chr(10), ends)}{ends}"
    reading = read(((mark if encoding == "utf-8" else "") + text).encode(encoding), "cutting")
    assert (reading.title, reading.text) == ("A bridge is closed", BODY)
    assert reading.reader.startswith("markdown/")


def test_a_repeated_title_is_taken_off_the_text() -> None:
    for heading in ("# A bridge is closed", "A BRIDGE IS CLOSED", "## A bridge is closed ##"):
        assert note("title: A bridge is closed", f"{heading}\n\n{BODY}").text == BODY
    assert note("title: Other", f"# A bridge is closed\n\n{BODY}").text == f"# A bridge is closed\n\n{BODY}"


def test_a_note_without_front_matter() -> None:
    reading = read(f"# **A bridge is closed**\n\n13 March 2031\n\n{BODY}\n\n- Vale Monitor".encode(), "x.md")
    assert (reading.title, reading.text) == ("A bridge is closed", BODY)
    assert reading.fields == {"published": "2031-03-13", "credit": "Vale Monitor", "language": "en"}
    assert reading.how["title"] == "heading"


def test_a_note_that_is_all_front_matter() -> None:
    reading = note("title: A video of the bridge", "")
    assert (reading.title, reading.text) == ("A video of the bridge", "")
    assert reading.flags == (ONLY_A_TITLE,)


def test_a_title_is_one_short_line() -> None:
    reading = note('title: "a\\nb\\tc\\e[31m\\x07"\nsource: "x\\u0085y\\u2028z"')
    assert reading.title == "a b c [31m"
    assert reading.fields["outlet"] == "x y z"
    assert len(note(f"title: {'long ' * 5000}").title) <= 1000
    assert note('title: "bad \\ud800 half"').title.encode("utf-8")


@given(st.text(max_size=200) | st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@`,?~ \n\t\\\x1b"), max_size=80))
def test_front_matter_never_fails(front: str) -> None:
    matter = read_front_matter(front)
    for key, values in matter.values.items():
        assert isinstance(key, str)
        assert all(isinstance(value, str) for value in values)


@given(
    st.dictionaries(
        st.sampled_from(["title", "author", "site", "agency"]),
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30).filter(str.strip),
        min_size=1,
    ),
    st.booleans(),
)
def test_json_strings_are_read_as_they_are(values: dict[str, str], ascii_only: bool) -> None:
    block = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=ascii_only)}" for key, value in values.items())
    matter = read_front_matter(block)
    for key, value in values.items():
        if "[[" not in value:
            assert matter.first(key) == value


def test_what_joplin_writes_below_a_note() -> None:
    below = f"id: {'0f' * 16}\nparent_id: \ncreated_time: 2031-03-11T10:00:00.000Z\nauthor: Ana Moreno\ntype_: 1"
    reading = read(f"# Bridge closed\n\nNobody may cross it.\n\n{below}".encode(), "x.md")
    assert (reading.title, reading.text) == ("Bridge closed", "Nobody may cross it.")
    assert reading.fields["author"] == "Ana Moreno"
    assert reading.fields["retrieved"] == "2031-03-11"


def test_what_notion_writes_above_a_page() -> None:
    above = "Author: Ana Moreno\nCreated: March 11, 2031 10:00 AM\nURL: https://post.example/1"
    reading = read(f"# Bridge closed\n\n{above}\n\nNobody may cross it until Monday.".encode(), "x.md")
    assert reading.text == "Nobody may cross it until Monday."
    assert reading.fields["url"] == "https://post.example/1"
    assert reading.fields["retrieved"] == "2031-03-11"


def test_a_day_with_its_zone_in_brackets() -> None:
    reading = read(b"---\ncreated: 2031-03-11T20:20:18 (UTC +02:00)\n---\n# Bridge\n\nClosed.", "x.md")
    assert reading.fields["retrieved"] == "2031-03-11"
