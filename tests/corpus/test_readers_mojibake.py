"""Text that was decoded wrongly before it was saved: mended where that is beyond doubt, and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers import read
from corpus.readers.mojibake import mend

TEXTS = (
    "قال سكان من المنطقة إن مسلحين هاجموا الحاجز",
    "Мост закрыт до понедельника",
    "Où est passé l’été dernier, né à Orléans",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("page", ["windows-1252", "windows-1251", "iso-8859-1"])
def test_what_was_decoded_wrongly_is_mended_and_said(text: str, page: str) -> None:
    spoilt = text.encode().decode(page, "replace")
    if "\ufffd" in spoilt:
        spoilt = "".join(bytes((b,)).decode(page, "ignore") or chr(b) for b in text.encode())
    assert mend(spoilt).text == text
    reading = read(f"A title in ASCII\n\nFirst line.\n{spoilt}\n".encode(), "x.txt")
    assert reading.text == f"First line.\n{text}"
    assert any(flag.startswith("decoded wrongly") and spoilt.strip()[:4] in flag for flag in reading.flags)


@pytest.mark.parametrize("text", [*TEXTS, "Â", "naïve café", "РС", "5 × 3 → “quoted” – «х» Ð", "Ãlvaro e José"])
def test_what_is_right_stays(text: str) -> None:
    assert mend(text).text == text
    assert mend(text).was == ""


@given(st.text(st.characters(categories=["L", "P", "Z"], min_codepoint=0xA0, max_codepoint=0x6FF), max_size=80))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    once = mend(text)
    assert once.was == "" or mend(once.text).text == once.text or len(once.text) < len(text)
