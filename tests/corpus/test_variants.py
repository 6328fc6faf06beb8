"""Known names found in a sentence in other spellings and scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.suggest.names import names
from corpus.suggest.variants import Known, NameBook, consonants, phrases

BOOK = NameBook(
    [
        Known("Rujaym", "g-1", "place", "place"),
        Known("Ain el-Zafra", "g-2", "place", "place"),
        Known("Liwa as-Sindiyan", "p-1", "actor", "group"),
        Known("as-Samkari", "p-2", "actor", "person"),
        Known("Mayadin", "g-3", "place", "place"),
    ],
    [("g-3", "Mayaden")],
)


def found(sentence: str, book: NameBook = BOOK) -> dict[str, str]:
    offered = names(sentence, lambda _: [], book)
    return {sentence[each.start : each.end]: each.value.get("actor") or each.value["place"] for each in offered}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ‘Liwa el-Sindian’ overran Rjeim", {"Liwa el-Sindian": "p-1", "Rjeim": "g-1"}),
        ("on the road to Ayn az-Zafra, said el-Samkari", {"Ayn az-Zafra": "g-2", "el-Samkari": "p-2"}),
        ("هاجم لواء السنديان حاجز رجيم", {"لواء السنديان": "p-1", "رجيم": "g-1"}),
        ("وقال السمكري إن رجيم", {"السمكري": "p-2", "رجيم": "g-1"}),
        ("Sunday in Medina, where nobody was hurt", {}),
        ("in Mayaden, which somebody said is another town", {}),
        ("rjeim in lower case is no name", {}),
    ],
)
def test_names_are_found_in_other_spellings_and_scripts(sentence: str, expected: dict[str, str]) -> None:
    assert found(sentence) == expected


def test_a_name_that_may_be_of_two_is_of_neither() -> None:
    book = NameBook([Known("Rujaym", "g-1", "place", "place"), Known("Rujeim", "g-2", "place", "place")])
    assert found("shots at Rjeim", book) == {}


def test_the_reason_names_the_known_spelling() -> None:
    (offer,) = names("shots at Rjeim", lambda _: [], BOOK)
    assert "Rujaym" in offer.why
    assert offer.value == {"place": "g-1", "how": "at"}


@given(st.text(max_size=60))
def test_whatever_stands_there_words_are_words_of_it(text: str) -> None:
    for start, end in phrases(text):
        assert 0 <= start < end <= len(text)
        BOOK.like(text[start:end])
    assert consonants(text) == consonants(text.swapcase().casefold())
