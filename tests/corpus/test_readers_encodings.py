"""Bytes to text: the right encoding, and a doubt where there is one."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableArticle
from corpus.readers import read
from corpus.readers.encodings import declared_encoding, decode

TEXTS = {
    "ar": "قال سكان من المنطقة إن مسلحين هاجموا الحاجز مساء الاثنين، وأضافوا أن أربعة من العناصر قتلوا في الهجوم.",
    "fa": "به گفته ساکنان منطقه، مردان مسلح شامگاه دوشنبه به ایست بازرسی حمله کردند و چهار تن از نیروها کشته شدند.",
    "ru": "Жители района сообщили, что в понедельник вечером вооружённые люди напали на блокпост «Мост».",
    "uk": "Мешканці району повідомили, що в понеділок увечері озброєні люди напали на блокпост, четверо осіб загинули.",
    "fr": "Selon des habitants, des hommes armés ont attaqué le poste de contrôle lundi soir et en ont tué quatre.",
    "de": "Bewaffnete haben nach Angaben von Anwohnern am Montagabend den Kontrollpunkt überfallen und vier getötet.",
    "es": "Según vecinos de la zona, hombres armados atacaron el puesto el lunes por la noche y mataron a cuatro más.",
    "tr": "Bölge sakinlerine göre silahlı kişiler pazartesi akşamı kontrol noktasına saldırdı ve dört kişi öldü.",
    "pl": "Według mieszkańców uzbrojeni ludzie zaatakowali w poniedziałek posterunek i zabili czterech żołnierzy.",
    "en": "“We had closed the shutters,” said a man who lives there – “and there’s no street any more,” he said.",
    "he": "תושבי האזור אמרו כי חמושים תקפו את המחסום ביום שני בערב וכי ארבעה אנשים נהרגו בהתקפה הזאת.",
    "el": "Κάτοικοι της περιοχής είπαν ότι ένοπλοι επιτέθηκαν στο φυλάκιο τη Δευτέρα το βράδυ και σκότωσαν τέσσερις.",
}
PAGES = [
    ("ar", "windows-1256"),
    ("ar", "iso-8859-6"),
    ("fa", "windows-1256"),
    ("ru", "windows-1251"),
    ("ru", "koi8-r"),
    ("ru", "ibm866"),
    ("ru", "iso-8859-5"),
    ("ru", "mac-cyrillic"),
    ("uk", "windows-1251"),
    ("fr", "windows-1252"),
    ("fr", "iso-8859-15"),
    ("fr", "mac-roman"),
    ("de", "windows-1252"),
    ("de", "cp850"),
    ("es", "windows-1252"),
    ("tr", "windows-1254"),
    ("pl", "windows-1250"),
    ("pl", "iso-8859-2"),
    ("en", "windows-1252"),
    ("en", "mac-roman"),
    ("he", "windows-1255"),
    ("el", "windows-1253"),
    ("el", "iso-8859-7"),
]
MARKED = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
]


@pytest.mark.parametrize(("language", "encoding"), PAGES)
def test_code_pages_are_told_by_how_they_read(language: str, encoding: str) -> None:
    data = TEXTS[language].encode(encoding, "ignore")
    assert decode(data).text == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["windows-1256", "windows-1251", "koi8-r"])
def test_a_clear_case_raises_no_doubt(encoding: str) -> None:
    text = TEXTS["ar" if encoding == "windows-1256" else "ru"] * 3
    found = decode(text.encode(encoding, "ignore"))
    assert (found.encoding, found.doubt) == (encoding, "")


def test_an_unclear_case_says_so() -> None:
    assert decode("Übel".encode("windows-1252")).doubt


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(("mark", "encoding"), MARKED)
def test_marks_decide(language: str, mark: bytes, encoding: str) -> None:
    found = decode(mark + TEXTS[language].encode(encoding))
    assert (found.text, found.encoding, found.doubt) == (TEXTS[language], encoding, "")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark(language: str, encoding: str) -> None:
    found = decode(TEXTS[language].encode(encoding))
    assert (found.text, found.encoding) == (TEXTS[language], encoding)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff\x1b"), max_size=200))
def test_valid_utf8_is_taken_at_its_word(text: str) -> None:
    printable = "".join(char for char in text if char >= " " or char in "\t\r\n")
    assert decode(printable.encode()).text == printable
    assert decode(printable.encode()).doubt == ""


@given(st.binary(max_size=300))
def test_all_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        found = decode(data)
    except UnreadableArticle:
        return
    found.text.encode("utf-8")
    assert found.encoding


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<meta charset="windows-1256">', "windows-1256"),
        (b"<META http-equiv=Content-Type content='text/html; charset=CP1251'>", "windows-1251"),
        (b'<?xml version="1.0" encoding="KOI8-R"?>', "koi8-r"),
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<meta charset=unicode_escape>", ""),
        (b"<meta charset=hex>", ""),
        (b"<meta charset=../../etc>", ""),
        (b"charset=windows-1251", ""),
        (b"x" * 5000 + b"<meta charset=windows-1251>", ""),
    ],
)
def test_declarations(head: bytes, encoding: str) -> None:
    assert declared_encoding(head) == encoding


def test_a_declaration_wins_over_a_guess_but_not_over_utf8() -> None:
    declared = b"<meta charset=windows-1256>" + TEXTS["ru"].encode("windows-1251")
    assert decode(declared).encoding == "windows-1256"
    assert decode(b"<meta charset=windows-1256>" + TEXTS["ru"].encode()).encoding == "utf-8"


def test_a_narrow_name_for_a_wide_page() -> None:
    assert decode(b"<meta charset=iso-8859-1>\x93quoted\x94").text.endswith("“quoted”")


def test_broken_utf8_is_shown_and_said() -> None:
    data = TEXTS["ru"].encode()
    found = decode(data[:40] + b"\xff" + data[40:])
    assert found.encoding == "utf-8"
    assert found.text.count("\ufffd") in (1, 2)
    assert "broken" in found.doubt


@pytest.mark.parametrize(
    "data", [bytes(range(32)) * 40, b"\x00\x01\x02\x03" * 300, b"PE\x00\x01" + bytes(range(256)) * 8]
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableArticle):
        decode(data)


def test_escapes_of_a_terminal_are_no_encoding() -> None:
    text = "\x1b$ words \x1b[31m and more words"
    assert decode(text.encode()).text == text


def test_the_doubt_reaches_the_reading() -> None:
    reading = read("Übel wird mir".encode("windows-1252"), "x.txt")
    assert any("unsure" in flag for flag in reading.flags)


def test_real_files_in_many_encodings(data: Path) -> None:
    right = total = 0
    for file in sorted((data / "F_encodings").glob("*/*")):
        if file.parent.name == "None":
            continue
        total += 1
        raw = file.read_bytes()
        try:
            right += decode(raw).text == raw.decode(file.parent.name).removeprefix("\ufeff")
        except UnreadableArticle:
            continue
    assert total
    assert right / total >= 0.97
