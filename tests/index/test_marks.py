"""What of a text is marked, and the passage that shows why it was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from index.found.marks import Marks, Sought
from index.found.snippets import LENGTH, snippet
from index.words.analysis import tokens
from tests.index.fakes import FakeArchive, FakeEntry

TEXT = (
    "Gunmen of the ‘Al-Quds Brigade’ attacked a checkpoint near Deir el-Zour on Monday. The brigade’s ambulances\n\n"
    "had been stopped there, Call Karsan reported; landmines were found. The checkpoint’s guards attack nobody else."
)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    archive = FakeArchive(
        FakeEntry(1, title="Attack at Deir el-Zour", text=TEXT),
        FakeEntry(2, text="قُوّات النظام والقوات الأخرى في مدينة دير الزور"),
        FakeEntry(3, text="Военные сообщили, что военных ранило. Ёлка."),
    )
    index = Index(archive, tmp_path)
    index.catch_up()
    return index


def marked(index: Index, query: str, text: str, field: str = "body") -> list[str]:
    return [text[start:end] for start, end in index.search(query).marks.spans(text, field)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("attack", ["attacked", "attack"]),
        ('"attack"', ["attack"]),
        ("attack*", ["attacked", "attack"]),
        ("al-quds", ["Al-Quds"]),
        ("alquds", ["Al-Quds"]),
        ("brigade", ["Brigade", "brigade"]),
        ('"al-quds brigade"', ["Al-Quds Brigade"]),
        ('"quds brigade"', ["Quds Brigade"]),
        ('"brigade quds"', []),
        ('"checkpoint quds"~3', ["Quds", "checkpoint"]),
        ('"checkpoint quds"~2', []),
        ('"deir el-z*"', ["Deir el-Zour"]),
        ("amublance~2", ["ambulances"]),
        ("ambulancse~1", ["ambulances"]),
        ("attack -nothing", ["attacked", "attack"]),
        ("-(nothing OR -attack)", ["attacked", "attack"]),
        ("title:attack", []),
        ("source:karsan OR landmine", ["landmines"]),
        ("landmine guards", ["landmines", "guards"]),
    ],
)
def test_what_is_marked(index: Index, query: str, expected: list[str]) -> None:
    assert marked(index, query, TEXT) == expected


def test_titles_are_marked_by_what_was_looked_for_in_them(index: Index) -> None:
    title = "Attack at Deir el-Zour"
    assert marked(index, "title:attack", title, "title") == ["Attack"]
    assert marked(index, '"deir el-zour"', title, "title") == ["Deir el-Zour"]


def test_forms_are_marked_in_other_scripts(index: Index) -> None:
    arabic = index.archive.articles.text(2)
    assert marked(index, "القوات", arabic) == ["قُوّات", "والقوات"]
    assert marked(index, "مدينه", arabic) == ["مدينة"]
    russian = index.archive.articles.text(3)
    assert marked(index, "военный", russian) == ["Военные", "военных"]
    assert marked(index, "елка", russian) == ["Ёлка"]


def test_marks_come_in_order_and_apart(index: Index) -> None:
    marks = index.search('quds OR alquds OR "al-quds brigade" OR brig*').marks
    spans = marks.spans(TEXT)
    assert [TEXT[a:b] for a, b in spans] == ["Al-Quds Brigade", "brigade"]


_words = st.sampled_from(["landmine", "al-Quds", "town", "the", "قوات", "Da'ish", "1,200", "end."])
_texts = st.lists(st.tuples(_words, st.sampled_from([" ", "\n\n", "  ", "; ", "\u200b "]))).map(
    lambda parts: "".join(word + space for word, space in parts)
)
_sought = st.builds(
    Sought,
    st.sampled_from([("body",), ("title",), ("title", "body")]),
    st.lists(
        st.sampled_from(["landmine", "al", "quds", "alquds", "town", "قوات", "1200", "daish"]), min_size=1, max_size=3
    ).map(tuple),
    st.none() | st.integers(0, 3),
    st.just(False),
)


@given(_texts, st.lists(_sought, max_size=4))
def test_snippets_mark_what_the_text_marks(text: str, sought: list[Sought]) -> None:
    marks = Marks(tuple(sought))
    found = snippet(text, marks)
    assert len(found.text) <= 2 * LENGTH
    assert "\n" not in found.text
    assert "  " not in found.text
    whole = {text[a:b] for a, b in marks.spans(text)}
    last = 0
    for start, end in found.spans:
        assert last <= start < end <= len(found.text)
        last = end
        shown = {token[0] for token in tokens(found.text[start:end])}
        assert any(shown <= {token[0] for token in tokens(part)} for part in whole)
    if whole and not any(each.slop is not None or len(each.words) > 1 for each in sought):
        assert found.spans


def test_a_snippet_shows_most_of_what_was_looked_for() -> None:
    far = "Nothing happens here at all. " * 40
    text = f"A landmine. {far}An ambulance hit a landmine near a checkpoint. {far}A checkpoint."
    marks = Marks(tuple(Sought(("body",), (word,), None, False) for word in ("landmine", "ambulance", "checkpoint")))
    found = snippet(text, marks)
    assert "An ambulance hit a landmine near a checkpoint." in found.text
    assert [found.text[a:b] for a, b in found.spans] == ["ambulance", "landmine", "checkpoint"]
    assert found.text.startswith("…")
    assert found.text.endswith("…")


def test_a_text_without_matches_shows_how_it_begins() -> None:
    found = snippet("  One.\n\nTwo " + "three " * 100, Marks())
    assert found.text.startswith("One. Two three")
    assert found.text.endswith("three…")
    assert found.spans == ()
    assert snippet("", Marks()).text == ""


def test_a_match_deep_in_a_long_text_is_found() -> None:
    text = "word " * 30_000 + "landmine " + "word " * 30_000
    found = snippet(text, Marks((Sought(("body",), ("landmine",), None, False),)))
    assert [found.text[a:b] for a, b in found.spans] == ["landmine"]


def test_one_line_without_spaces_is_bounded() -> None:
    assert len(snippet("x" * 3_000_000, Marks()).text) <= LENGTH + 1
