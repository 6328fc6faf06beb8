"""Quotes are found again: at their place, moved, corrected, closely; and what is gone is lost, not guessed."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.passages.anchor import CONTEXT, LONGEST, Placement, Quote, place, take

TEXT = (
    "Shells fell on the market of Sarn in the morning, wounding eleven people, a nurse among them.\n"
    "Nobody claimed the attack, and both sides accuse each other of it in their bulletins.\n"
    "In the evening the market was open again, and eleven people were still in hospital."
)
LETTERS = st.text("abcd \né", max_size=60)


def quote_of(words: str, text: str = TEXT) -> Quote:
    start = text.index(words)
    return take(text, start, start + len(words))


def words_at(found: Placement | None, text: str) -> str:
    assert found is not None
    return text[found.start : found.end]


@given(st.text(min_size=1, max_size=200), st.data())
def test_a_quote_is_found_where_it_was_taken(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert place(take(text, start, end), text) == Placement(start, end, "here")


@settings(max_examples=300)
@given(LETTERS, st.text("abcd é", min_size=1, max_size=40), LETTERS, LETTERS, LETTERS)
def test_a_quote_is_found_again_after_edits_elsewhere(
    before: str, words: str, after: str, new_before: str, new_after: str
) -> None:
    """Whatever changes beyond its surroundings: where words and surroundings are there once, there it is."""
    quote = take(before + words + after, len(before), len(before) + len(words))
    around = quote.prefix + words + quote.suffix
    changed = new_before + around + new_after
    assume(all(changed[i:].startswith(around) is (i == len(new_before)) for i in range(len(changed))))
    start = len(new_before) + len(quote.prefix)
    found = place(quote, changed)
    assert found is not None
    assert (found.start, found.end) == (start, start + len(words))


def test_any_sentence_is_found_after_a_text_was_edited_all_over() -> None:
    chance = random.Random(7)
    vocabulary = ["shell", "market", "bridge", "brigade", "nobody", "evening", "road", "mine", "eleven", "said", "the"]
    for _ in range(60):
        words = [chance.choice(vocabulary) + str(chance.randrange(50)) for _ in range(400)]
        text = " ".join(words)
        first = chance.randrange(380)
        sentence = " ".join(words[first : first + 12])
        quote = quote_of(sentence, text)
        edited = [w for i, w in enumerate(words) if first <= i < first + 12 or chance.random() > 0.3]
        changed = " ".join(edited)
        assert words_at(place(quote, changed), changed) == sentence


def test_the_same_words_are_told_apart_by_what_surrounds_them() -> None:
    second = TEXT.rindex("eleven people")
    quote = take(TEXT, second, second + len("eleven people"))
    changed = "A new first line.\n" + TEXT
    found = place(quote, changed)
    assert found == Placement(second + 18, second + 18 + len("eleven people"), "moved")


def test_of_two_places_that_are_alike_the_nearer_is_taken() -> None:
    text = "x ab x ab x ab x"
    assert place(Quote("ab", "x ", " x", 8), text) == Placement(7, 9, "moved")


def test_a_corrected_number_is_found_by_its_surroundings_and_said_to_have_changed() -> None:
    quote = quote_of("eleven", TEXT)
    changed = TEXT.replace("wounding eleven people", "wounding at least 14 people").replace("eleven", "fourteen")
    found = place(quote, changed)
    assert found is not None
    assert found.how == "changed"
    assert changed[found.start : found.end] == "at least 14"


def test_a_sentence_that_was_reworded_is_found_closely() -> None:
    quote = quote_of("Nobody claimed the attack, and both sides accuse each other of it in their bulletins")
    changed = (
        "Rewritten from the first line on.\nNobody has claimed the attack, and both sides accuse one another of it"
        " in bulletins. And so on."
    )
    found = place(quote, changed)
    assert found is not None
    assert found.how == "changed"
    assert changed[found.start : found.end].startswith("Nobody has claimed")
    assert changed[found.start : found.end].endswith("in bulletins")


def test_a_long_passage_with_edits_inside_is_found() -> None:
    words = [f"word{i % 97}x{i}" for i in range(900)]
    text = " ".join(words)
    quote = quote_of(" ".join(words[200:600]), text)
    words[300] = words[450] = "changed"
    changed = " ".join(["prefix"] * 150 + words[:199] + ["other"] + words[200:600] + ["tail"])
    found = place(quote, changed)
    assert words_at(found, changed).strip() == " ".join(words[200:600])


@pytest.mark.parametrize(
    "changed",
    ["", "Nothing of it is left.", "A nurse.\n" * 30, "x" * 2000],
)
def test_what_is_gone_is_lost(changed: str) -> None:
    assert place(quote_of("wounding eleven people, a nurse among them"), changed) is None


def test_a_quote_without_words_is_nowhere() -> None:
    assert place(Quote(""), TEXT) is None


def test_values_of_another_shape_count_as_not_said() -> None:
    assert Quote.read({"exact": 5, "prefix": None, "start": True}) == Quote("")
    assert Quote.read({"exact": "a", "start": -1}) == Quote("a")


@pytest.mark.parametrize("quote", [("a", 500_000), ("ab" * 300, 3), ("b" + "a" * LONGEST, 9), ("ba" * 3000, 9)])
def test_hostile_texts_end(quote: tuple[str, int]) -> None:
    """Not timed: a search that grew with the square of this text would not end today."""
    words, start = quote
    for text in ("a" * 1_000_000, "a " * 500_000, "aab" * 330_000):
        found = place(Quote(words, "a" * CONTEXT, "a" * CONTEXT, start), text)
        assert found is None or 0 <= found.start < found.end <= len(text)


def test_words_are_only_taken_where_there_are_some() -> None:
    for start, end in ((0, 0), (5, 4), (-1, 3), (0, len(TEXT) + 1)):
        with pytest.raises(ValueError, match="is not within"):
            take(TEXT, start, end)


def test_a_quote_goes_into_a_passage_and_comes_back() -> None:
    quote = quote_of("the market")
    assert Quote.read(quote.as_value()) == quote
    assert "prefix" not in take(TEXT, 0, 6).as_value()
