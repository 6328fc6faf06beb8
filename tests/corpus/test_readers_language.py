"""Languages by script and common words, and silence where there is too little to tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.language import language_of
from tests.corpus.test_readers_encodings import TEXTS


@pytest.mark.parametrize("language", TEXTS)
def test_one_sentence_is_enough(language: str) -> None:
    assert language_of(TEXTS[language]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("مسلح افراد نے پیر کی شام چوکی پر حملہ کیا اور چار اہلکار ہلاک ہو گئے، یہ بات علاقے کے لوگوں نے بتائی۔", "ur"),
        ("周一晚上，武装人员袭击了检查站，四名人员死亡，当地居民说。", "zh"),
        ("月曜日の夜、武装した男たちが検問所を襲撃し、四人が死亡したと住民が語った。", "ja"),
        ("월요일 저녁 무장한 남자들이 검문소를 공격했다고 주민들이 말했다.", "ko"),
        ("Жителі сказали «the checkpoint», а потім додали, що його було закрито на кілька годин через обстріл.", "uk"),
        (
            "Fighters of لواء السنديان stormed the checkpoint on Monday and the officers who were there fled.",
            "en",
        ),
    ],
)
def test_other_scripts(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "12 345", "TNA", "Rjeim Ostrel Mazhara", "…", "حلب", "a b c d", "\x00\x1b"])
def test_too_little_to_tell(text: str) -> None:
    assert language_of(text) == ""


@given(st.text(max_size=400))
def test_it_never_fails(text: str) -> None:
    assert len(language_of(text)) in (0, 2, 3)


def test_small_words_of_one_language_do_not_speak_for_another() -> None:
    table = "Net 12 a 13\nShr i 14 o 15\n" * 20
    assert language_of(table) in ("", "en")
