"""PDF documents: paragraphs out of lines, Arabic in order, and reasons for those that hold no text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableArticle
from corpus.readers import read
from corpus.readers.right_to_left import DOUBTFUL, in_order, letters
from tests.corpus.reader_files import pdf

ARABIC = (
    "قال سكان من المنطقة إن مسلحين هاجموا الحاجز مساء الاثنين",
    "بعد أن أوقف عناصره سيارات إسعاف تقل جرحى إلى المدينة في 12 حزيران",
    "ولم يعلن أحد مسؤوليته عن الهجوم على الحاجز حتى الآن",
)
SHAPES = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFEF4, 0xFE7F, -1)}


def shaped(text: str) -> str:
    """Letters as shapes, whichever; a PDF has shapes where a program wrote them so."""
    return "".join(SHAPES.get(char, char) for char in text)


def drawn(line: str) -> str:
    """A line as it is drawn, from left to right: all of it turned round but for its numbers."""
    return " ".join(word if word.isdigit() else word[::-1] for word in reversed(line.split(" ")))


def test_title_date_and_paragraphs() -> None:
    lines = (
        "Six shells fall on the market of Sarn",
        "11 March 2031",
        "Six shells fell on the vegetable market of Sarn in the morning, wounding eleven peo-",
        "ple, a nurse among them. Nobody claimed the attack, and both sides accuse each other of",
        "it in their bulletins.",
        "Drivers say that mines still lie beside the road to the village, and that nobody has yet",
        "come to lift them.",
        "- Valley Watch",
    )
    reading = read(pdf([lines]), "x.bin")
    assert reading.title == lines[0]
    assert reading.fields["published"] == "2031-03-11"
    assert reading.fields["credit"] == "Valley Watch"
    first, second = reading.text.split("\n\n")
    assert first.startswith("Six shells fell")
    assert "eleven people, a nurse" in first
    assert second.endswith("come to lift them.")


def test_what_stands_on_every_page_is_left_out() -> None:
    pages = [
        ("Bulletin of the Watch", f"Page {n} tells of the {word} bridge, which was closed.", f"- {n} -")
        for n, word in enumerate(("first", "second", "third", "fourth"), 1)
    ]
    text = read(pdf(pages), "x.pdf").text
    assert "Bulletin of the Watch" not in text
    assert "- 2 -" not in text
    assert all(word in text for word in ("first", "second", "third", "fourth"))


@pytest.mark.parametrize("shape", [str, shaped])
def test_arabic_in_the_order_in_which_it_is_read(shape: type[str]) -> None:
    reading = read(pdf([[drawn(shape(line)) for line in ARABIC]]), "x.pdf")
    assert " ".join(ARABIC) in " ".join(f"{reading.title} {reading.text}".split())
    assert reading.fields["language"] == "ar"
    assert DOUBTFUL not in reading.flags


@pytest.mark.parametrize("turn", [str, drawn])
@pytest.mark.parametrize("shape", [str, shaped])
def test_lines_that_stand_either_way(shape: type[str], turn: type[str]) -> None:
    ordered = in_order("\n".join(turn(shape(line)) for line in ARABIC))
    assert ordered.text == "\n".join(ARABIC)
    assert not ordered.doubtful


def test_letters_without_words_are_doubtful() -> None:
    assert in_order("\n".join("بتثج حخدذ رزسش صضطظ" for _ in range(20))).doubtful
    assert not in_order("A bridge is closed").doubtful


@given(st.text(st.characters(max_codepoint=0x58F), max_size=200))
def test_other_scripts_stay_as_they_are(text: str) -> None:
    assert in_order(text).text == text


@given(st.text(st.characters(min_codepoint=0x621, max_codepoint=0x64A, categories=["Lo"]), max_size=50))
def test_shapes_are_their_letters(text: str) -> None:
    assert letters(shaped(text)) == letters(text)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n%...", "broken"),
        (pdf([["one word"]])[:200], "broken"),
        (pdf([[""]]), "without text"),
    ],
)
def test_a_reason_for_what_holds_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        read(data, "x.pdf")
    assert reason in refused.value.summary


def test_a_title_that_a_program_wrote_is_no_title() -> None:
    page = ["The bridge is closed", "", "Nobody may cross it until Monday, says the Watch."]
    assert read(pdf([page], title="Microsoft Word - note.docx"), "x.pdf").title == "The bridge is closed"
    assert read(pdf([page[2:]], title="A note on bridges"), "x.pdf").title == "A note on bridges"
