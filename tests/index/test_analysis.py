"""What counts as a word, in three scripts and some more; and that marks point at it exactly."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.words.analysis import LONGEST, fold, pieces, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The IS and the US in May", "the is and the us in may"),
        ("Karsan", "karsan"),
        ("al-Quds Brigade", "al quds brigade"),
        ("Da'ish Da’ish Da‘ish Daʿish Daʾish Da`ish", "daish " * 6),
        ("the regime's tents, the militias' guns", "the regime tents the militias guns"),
        ("‘Camerooni’ and 'Deghaim'", "camerooni and deghaim"),
        ("U.S. troops, the U.S.A., I.S. and ISIS", "us troops the usa is and isis"),
        ("U.S.-backed", "us backed"),
        ("J.K.Rowling", "jk rowling"),
        ("It ended. A new day", "it ended a new day"),
        ("1,200 1.200 1'200 1\u202f200 1200", "1200 " * 5),
        ("12,345,678", "12345678"),
        ("3.5 km", "3 5 km"),
        ("in 2019 200 people", "in 2019 200 people"),
        ("0.125", "0 125"),
        ("22.06.2020 at 12:30", "22 06 2020 at 12 30"),
        ("23-mm guns", "23 mm guns"),
        ("l'armée de N'Djamena", "l armee de n djamena"),
        ("don't O'Brien Qur'an", "dont obrien quran"),
        ("Straße Œuvre Łódź Đakovo Þingvellir İstanbul ısı", "strasse oeuvre lodz dakovo thingvellir istanbul isi"),
        ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
        ("Ёлка Киев Русский", "елка киев русский"),
        ("Русски\u0438\u0306", "русский"),
        ("قُوَّات الـقـدس", "قوات القدس"),
        ("أحمد إحسان آمن ٱلله", "احمد احسان امن الله"),
        ("مدينة مدينه", "مدينه مدينه"),
        ("على علي علی", "علي علي علي"),
        ("کرکوک كركوك", "كركوك كركوك"),
        ("ﻻ لا", "لا لا"),
        ("٣٤٥ ۳۴۵ ३४५ ３４５", "345 345 345 345"),
        ("١٬٢٠٠", "1200"),
        ("می\u200cخواهم", "ميخواهم"),
        ("a\u200bb c\u00add\u200e", "ab cd"),
        ("🔥 fire🔥fire ☃️", "fire fire"),
        ("דובר צה״ל", "דובר צהל"),
        ('צה"ל "צה', "צהל צה"),
        ("हिन्दी", "हिन्दी"),
        ("中国人 a", "中 国 人 a"),
        ("snake_case file.txt", "snake case file txt"),
        ("https://news.example/a?b=c#d", "https news example a b c d"),
        ("one--two – three — four", "one two three four"),
        ("\x00\x1b[31mred\ud800", "31mred"),
        ("½ km² №5", "km2 5"),
        ("", ""),
        ("… — 'ʿ' -", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text)[0] == expected.split()


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("cease-fire", "ceasefire"),
        ("the al-Quds", "alquds"),
        ("al-ʿArab", "alarab"),
        ("N'Djamena", "ndjamena"),
        ("Covid-19", "covid19"),
        ("23-mm", "23mm"),
        ("Deir-ez-Zor's", "deirezzor"),
    ],
)
def test_a_compound_is_found_in_one_word_too(text: str, joined: str) -> None:
    whole, extra = words(text)
    first, last = len(whole) - len(pieces(text)[-1].words), len(whole) - 1
    assert extra == [(first, joined), (last, joined)]
    assert pieces(text)[-1].joined == joined


@pytest.mark.parametrize("text", ["2020-06-22", "1-2", "well", "a--b", "-a-", "x-" * 30 + "x"])
def test_dates_and_chains_are_not_joined(text: str) -> None:
    assert words(text)[1] == []


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("The Régime’s ‘Al-Quds’ (U.S.) 1,200", ["The", "Régime", "Al-Quds", "Al-Quds", "Al", "Quds", "U.S.", "1,200"]),
        ("الـقـوّات l'armée", ["الـقـوّات", "l'armée", "l'armée", "l", "armée"]),
        ("🔥Straße\u200b", ["Straße\u200b"]),
    ],
)
def test_tokens_point_at_the_original(text: str, marked: list[str]) -> None:
    assert [text[start:end] for _, _, start, end in tokens(text)] == marked


def test_long_runs_are_cut_alike_everywhere() -> None:
    run = "q" * 10_000
    assert words(run)[0] == ["q" * LONGEST] == [word for word, _, _, _ in tokens(run)]
    assert pieces(run)[0].words == ("q" * LONGEST,)


texts = st.one_of(
    st.text(),
    st.text(alphabet="aàAB'’-–.,1230 \u00a0\u200b\u200cßﷺ½中हि्ёЙи\u0306ةـ\n_"),
    st.lists(
        st.sampled_from(
            ["al-Quds", "U.S.", "U.", "1,200", "0.100", "don't", "l'", "'s", "-", "--", ".", " ", "x", "Ж", "ى"]
        )
    ).map("".join),
)


@given(texts)
@example("d'-'s")
@example("1,200'300-l'x")
def test_indexing_and_marking_see_the_same_words(text: str) -> None:
    whole, joined = words(text)
    placed = sorted(enumerate(whole)) + joined
    found = [(place, word) for word, place, _, _ in tokens(text)]
    assert sorted(found) == sorted(placed)
    assert [word for piece in pieces(text) for word in piece.words] == whole


@given(texts)
def test_spans_are_in_the_text_and_in_order(text: str) -> None:
    last = 0
    for _, _, start, end in tokens(text):
        assert last <= start < end <= len(text)
        last = start


@given(texts)
def test_words_are_fixed_points(text: str) -> None:
    whole, _ = words(text)
    assert words(" ".join(whole))[0] == whole
    assert all(word and len(word) <= LONGEST and not set(word) & set(" \t\n'-.,") for word in whole)


@given(st.text(alphabet="aeioucnsbàéïöñçŠžάέЙйёЁїأإؤئ\u0627 "))
def test_composed_and_decomposed_text_is_the_same(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text))[0] == words(unicodedata.normalize("NFC", text))[0]


@given(st.text(alphabet="abcàéß XYZ ЙёЯ άΣσς'-"))
def test_case_does_not_count(text: str) -> None:
    assert words(text.upper())[0] == words(text.lower())[0] == words(text)[0]


@given(
    st.text(alphabet="abcЖقد", min_size=2), st.sampled_from("\u200c\u200d\u200e\u202b\u2067\ufeff\u00ad\u0640\u0651")
)
def test_invisible_characters_do_not_count(word: str, sign: str) -> None:
    assert words(sign.join(word))[0] == words(word)[0]


def test_every_character_folds_to_what_folds_to_itself() -> None:
    for code in range(sys.maxunicode + 1):
        for char in fold(chr(code)):
            assert fold(char) == char, hex(code)
