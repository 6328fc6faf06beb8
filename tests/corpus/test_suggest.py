"""What a sentence offers: days, events, numbers, names; each with its words and its reason."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store.record_tables import fold_name
from corpus.suggest.days import days
from corpus.suggest.events import _WORDS, event
from corpus.suggest.harm import harm, in_words
from corpus.suggest.names import names
from corpus.suggest.numbers import number
from corpus.suggest.sentence import offers
from corpus.vocabulary import VOCABULARIES

TUESDAY = "2031-03-11"


@dataclass(frozen=True)
class Known:
    folded: str
    record: str
    kind: str


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Fighters overran it on Monday.", ["2031-03-10"]),
        ("on Sunday night a mine went off", ["2031-03-09"]),
        ("It happened on Tuesday.", ["2031-03-11", "2031-03-04"]),
        ("last Tuesday", ["2031-03-04"]),
        ("yesterday at dawn", ["2031-03-10"]),
        ("the day before yesterday", ["2031-03-09"]),
        ("on 9 March", ["2031-03-09"]),
        ("March 12", ["2030-03-12"]),
        ("on 22 June 2020", ["2020-06-22"]),
        ("in January", ["2031-01"]),
        ("In recent days they fought.", ["../2031-03-11"]),
        ("on 2031-03-09 at noon", ["2031-03-09"]),
        ("يوم الاثنين", ["2031-03-10"]),
        ("في ٩ مارس", ["2031-03-09"]),
        ("The sun may march on.", []),
        ("32 March", []),
    ],
)
def test_days_are_resolved_by_the_publication(sentence: str, expected: list[str]) -> None:
    assert [offer.value["edtf"] for offer in days(sentence, TUESDAY)] == expected


@pytest.mark.parametrize("published", ["", "2031-03", "2031", "nonsense"])
def test_without_a_day_of_publication_only_what_is_written_out_is_offered(published: str) -> None:
    assert days("on Monday and yesterday", published) == []
    assert [offer.value["edtf"] for offer in days("on 9 March 2031", published)] == ["2031-03-09"]


def test_a_day_that_was_worked_out_says_so_and_one_that_stands_there_does_not() -> None:
    (monday,) = days("on Monday", TUESDAY)
    assert monday.basis == {"date": "resolved"}
    assert "Tuesday 2031-03-11" in monday.why
    (plain,) = days("on 9 March 2031", TUESDAY)
    assert plain.basis == {}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "killing four of them and wounding many others",
            [("killed", 4, "four of them"), ("injured", 2, "many others")],
        ),
        ("At least five people were killed", [("killed", 5, "At least five people")]),
        ("Eleven were wounded.", [("injured", 11, "Eleven")]),
        ("Two fighters died and five were hurt", [("killed", 2, "Two fighters"), ("injured", 5, "five")]),
        ("killing and wounding a number of men", [("killed", 1, "a number of men"), ("injured", 1, "a number of men")]),
        ("twenty-three people were detained", [("detained", 23, "twenty-three people")]),
        ("1,200 families were displaced", [("displaced", 1200, "1,200 families")]),
        ("مقتل أربعة أشخاص", [("killed", 4, "أربعة أشخاص")]),
        ("They were wounded.", []),
    ],
)
def test_numbers_of_people_are_read_with_their_words(sentence: str, expected: list[tuple[str, int, str]]) -> None:
    assert [(each.value["kind"], each.value["low"], each.value["stated"]) for each in harm(sentence)] == expected


@given(st.integers(0, 99))
def test_numbers_are_read_as_digits_and_as_words(n: int) -> None:
    assert number(str(n)) == n
    assert number(str(n).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == n


@pytest.mark.parametrize(("word", "n"), [("four", 4), ("Twelve", 12), ("forty-two", 42), ("أربعة", 4), ("door", None)])
def test_words_are_numbers_or_none(word: str, n: int | None) -> None:
    assert number(word) == n


@pytest.mark.parametrize(
    ("sentence", "sub_event"),
    [
        ("a landmine hit the patrol, and a clash followed", "Remote explosive/landmine/IED"),
        ("Shells fell; the shelling went on", "Shelling/artillery/missile attack"),
        ("They attacked a checkpoint of the Division", "Armed clash"),
        ("Gunmen abducted a doctor", "Abduction/forced disappearance"),
        ("اشتباكات قرب الجسر", "Armed clash"),
    ],
)
def test_words_tell_events(sentence: str, sub_event: str) -> None:
    found = event(sentence)
    assert found is not None
    assert found.value["sub_event"] == sub_event
    assert found.value["event"] == VOCABULARIES["sub-event"].terms[sub_event].under


def test_every_event_that_words_tell_is_in_the_vocabulary() -> None:
    assert {term for term, _ in _WORDS} <= set(VOCABULARIES["sub-event"].terms)
    assert event("The bridge reopened.") is None


def test_known_names_are_found_whole_and_the_longest_first() -> None:
    known = [
        Known(fold_name("River Brigade"), "p-1", "actor"),
        Known(fold_name("River"), "p-2", "actor"),
        Known(fold_name("Old Mill"), "g-1", "place"),
    ]

    def look_up(folded: object) -> list[Known]:
        return [each for each in known if each.folded in list(folded)]  # type: ignore[call-overload]

    found = names("The ‘River-Brigade’ stood near Old Mill.", look_up)
    assert [(each.field, next(iter(each.value.values()))) for each in found] == [("actors", "p-1"), ("places", "g-1")]
    assert found[1].value["how"] == "near"


@given(st.text(max_size=200))
def test_whatever_a_sentence_is_every_offer_rests_on_words_of_it(sentence: str) -> None:
    for each in offers(sentence, TUESDAY, lambda _: []):
        assert 0 <= each.start <= each.end <= len(sentence)
        assert each.why


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"kind": "killed", "low": 4, "best": 4, "high": 4, "count": "exactly"}, "4 killed"),
        ({"kind": "killed", "low": 4, "count": "at least", "who": "children"}, "at least 4 children killed"),
        ({"kind": "injured", "low": 1, "count": "some"}, "some injured"),
        ({"kind": "killed", "low": 4, "high": 6, "count": "about"}, "4-6 killed"),
        ({"kind": "missing"}, "missing"),
    ],
)
def test_harm_in_words(row: dict[str, object], words: str) -> None:
    assert in_words(row) == words
