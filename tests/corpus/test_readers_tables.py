"""Articles that are rows or messages: tables, spreadsheets, JSON, Telegram and WhatsApp exports, Word documents."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers import Item, read, read_all
from corpus.readers.bounded import gunzip, open_zip
from corpus.readers.rows import COLUMNS, column
from tests.corpus.reader_files import docx, zipped

TEXT = "Six shells fell on the market of Sarn in the morning."


def articles(data: bytes, name: str = "x") -> list[Reading]:
    return [item.outcome for item in read_all(data, name) if isinstance(item.outcome, Reading)]


def sheet(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    table = book.active
    assert table is not None
    for row in rows:
        table.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS = [
    ["Title", "Publication Date", "Source", "Link", "Body"],
    ["Market", "2031-03-11", "Post", "https://p.example/1", TEXT],
]
EXPECTED = {"published": "2031-03-11", "outlet": "Post", "url": "https://p.example/1", "language": "en"}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("\n".join(",".join(row) for row in ROWS).encode(), "x.csv"),
        ("\n".join(";".join(row) for row in ROWS).encode("utf-16"), "x.csv"),
        ("\n".join("\t".join(row) for row in ROWS).encode(), "no name of a table"),
        (sheet([["Reports of March"], *ROWS]), "x"),
        (sheet([ROWS[0], [ROWS[1][0], datetime(2031, 3, 11, 10), *ROWS[1][2:]]]), "x.xlsx"),
        (json.dumps([dict(zip(*ROWS, strict=True))]).encode(), "x"),
        (json.dumps({"status": "ok", "articles": [dict(zip(*ROWS, strict=True))]}).encode(), "x.json"),
        ((json.dumps(dict(zip(*ROWS, strict=True))) + "\n").encode() * 2, "x.jsonl"),
        (json.dumps({"hits": {"hits": [{"_id": 1, "_source": dict(zip(*ROWS, strict=True))}]}}).encode(), "x.json"),
    ],
)
def test_a_row_is_an_article(data: bytes, name: str) -> None:
    reading = articles(data, name)[0]
    assert (reading.title, reading.text) == ("Market", TEXT)
    assert {**reading.fields, "language": "en"} == EXPECTED
    assert reading.how["published"] == "column publication_date"


def test_rows_that_say_the_same_have_the_same_bytes() -> None:
    first, second = (
        list(read_all(json.dumps([thing]).encode(), "x.json"))
        for thing in ({"title": "A", "text": "b"}, {"text": "b", "title": "A"})
    )
    assert first[0].data == second[0].data


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"event_id,event_date,notes\n1,2,3\n", "x.csv", "without columns"),
        (b"{}", "x.json", "without articles"),
        (b'{"name": "a program", "description": "what it does", "author": "me"}', "x.json", "without articles"),
        (b"[1, 2", "x.json", "broken"),
        (b"[" * 100_000, "x.json", "nested"),
        (sheet([["a", "b"], [1, 2]]), "x.xlsx", "without columns"),
        (zipped({"xl/workbook.xml": "no"}), "x.xlsx", "broken"),
        (zipped({"word/document.xml": "no <"}), "x.docx", "broken"),
        (zipped({"other": "x"}), "x.docx", "no part"),
        (docx(""), "x.docx", "no words"),
    ],
)
def test_a_reason_for_what_holds_no_article(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        list(read_all(data, name))
    assert reason in refused.value.summary


def test_a_row_without_words_does_not_cost_the_others() -> None:
    first, second = read_all(b"title,text,date\n,,2031-03-11\nA bridge,words,2031-03-11\n", "x.csv")
    assert isinstance(first.outcome, UnreadableArticle)
    assert isinstance(second.outcome, Reading)


def test_a_date_that_can_be_read_in_two_ways_is_none() -> None:
    [reading] = articles(b"title,text,date\nA,b,03/04/2031\n", "x.csv")
    assert "published" not in reading.fields
    assert reading.flags == ("the date '03/04/2031' is not clear",)


def test_every_name_of_a_column_is_as_columns_are_compared() -> None:
    for names in COLUMNS.values():
        assert [column(name) for name in names] == list(names)
    assert column("Publication Date") == column("publicationDate") == column("publication-date") == "publication_date"


def test_the_page_about_readers_lists_every_name() -> None:
    page = (Path(__file__).parents[2] / "docs" / "readers.md").read_text(encoding="utf-8")
    for field, names in COLUMNS.items():
        assert f"| {field} | {' · '.join(names)} |" in page


CHAT = {
    "name": "Valley Watch",
    "type": "public_channel",
    "id": 77,
    "messages": [
        {"id": 1, "type": "service", "date": "2031-03-11T10:00:00", "action": "create_channel", "text": ""},
        {
            "id": 2,
            "type": "message",
            "date": "2031-03-11T23:05:00",
            "from": "Watch",
            "forwarded_from": "Call Sarn",
            "text": ["Six ", {"type": "bold", "text": "shells"}, " fell on Sarn."],
        },
        {"id": 3, "type": "message", "date": "2031-03-11T10:06:00", "from": "Watch", "photo": "p.jpg", "text": ""},
    ],
}


@pytest.mark.parametrize("whole", [CHAT, {"chats": {"about": "x", "list": [CHAT]}}])
def test_telegram_as_json(whole: dict[str, Any]) -> None:
    message, left = read_all(json.dumps(whole).encode(), "result.json")
    assert message.key == "telegram:77/2"
    assert isinstance(message.outcome, Reading)
    assert message.outcome.text == "Six shells fell on Sarn."
    assert message.outcome.fields["credit"] == "Call Sarn"
    assert message.outcome.fields["published"] == "2031-03-11"
    assert isinstance(left.outcome, UnreadableArticle)
    assert left.outcome.summary == "Messages left out: 1 of the service, 1 without words"


def test_telegram_as_pages() -> None:
    def message(number: int, inner: str, joined: str = "") -> str:
        date = '<div class="pull_right date details" title="11.03.2031 10:05:00 UTC+03:00">10:05</div>'
        classes = f"message default clearfix{joined}"
        return f'<div class="{classes}" id="message{number}"><div class="body">{date}{inner}</div></div>'

    body = message(2, '<div class="from_name">Watch</div><div class="text">Six shells<br>fell</div>')
    body += message(
        3,
        '<div class="forwarded body"><div class="from_name">Call Sarn</div><div class="text">Words</div></div>',
        " joined",
    )
    body += message(4, '<div class="media_wrap">Photo</div>', " joined")
    page = (
        '<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap">'
        f'<div class="page_header"><div class="text bold">Valley Watch</div></div><div class="history">{body}</div>'
    )
    first, second, left = read_all(page.encode(), "messages.html")
    assert isinstance(first.outcome, Reading)
    assert (first.outcome.text, first.outcome.fields["author"]) == ("Six shells\nfell", "Watch")
    assert first.outcome.fields["outlet"] == "Valley Watch"
    assert isinstance(second.outcome, Reading)
    assert (second.outcome.fields["author"], second.outcome.fields["credit"]) == ("Watch", "Call Sarn")
    assert isinstance(left.outcome, UnreadableArticle)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["13/03/2031, 14:05 - ", "14/03/2031, 14:05 - "], "2031-03-13"),
        (["3/13/31, 2:05 PM - ", "3/14/31, 2:05\u202fPM - "], "2031-03-13"),
        (["[11.03.31, 14:05:33] ", "\u200e[12.03.31, 14:05:33] "], "2031-03-11"),
        (["[2031-03-11, 14:05:33] ", "[2031-03-12, 14:05:33] "], "2031-03-11"),
        (["13/03/2031 à 14:05 - ", "14/03/2031 à 14:05 - "], "2031-03-13"),
        (["١٣\u200f/٣\u200f/٢٠٣١، ٢:٠٥ م - ", "١٤\u200f/٣\u200f/٢٠٣١، ٢:٠٦ م - "], "2031-03-13"),
        (["04/03/2031, 14:05 - ", "04/03/2031, 14:06 - "], None),
        (["02/03/2031, 14:05 - ", "01/04/2031, 14:06 - "], "2031-03-02"),
    ],
)
def test_whatsapp(days: list[str], expected: str | None) -> None:
    first, second = days
    chat = f"{first}Messages are encrypted\n{first}Ana: The bridge\nis closed: again\n{second}Ben: <Media omitted>\n"
    message, left = read_all(f"{chat}\n".encode(), "WhatsApp Chat with Bridge watch.txt")
    assert message.key is None
    assert isinstance(message.outcome, Reading)
    assert message.outcome.text == "The bridge\nis closed: again"
    assert message.outcome.fields.get("published") == expected
    assert bool(message.outcome.flags) == (expected is None)
    assert message.outcome.fields["author"] == "Ana"
    assert message.outcome.fields["outlet"] == "Bridge watch"
    assert isinstance(left.outcome, UnreadableArticle)
    assert left.outcome.summary == "Messages left out: 1 of the service, 1 without words"


def test_a_list_of_times_is_no_chat() -> None:
    reading = read(b"12/03/2031, 14:05 was the time of the first shell\n\nThe second came later.", "x.txt")
    assert reading.reader.startswith("plain/")


def test_a_word_document() -> None:
    lines = f"The bridge at Old Mill\nBy Ana Moreno\n11 March 2031\n{TEXT}\nDrivers wait.\n- Valley Watch"
    reading = read(docx(lines, title="Document1", creator="Somebody"), "x")
    assert (reading.title, reading.text) == ("The bridge at Old Mill", f"{TEXT}\n\nDrivers wait.")
    assert reading.fields == {
        "author": "Ana Moreno",
        "published": "2031-03-11",
        "credit": "Valley Watch",
        "language": "en",
    }
    assert reading.reader == "docx/1"


def test_what_a_word_document_holds_besides_paragraphs() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    cell = f"<w:tc><w:p>{run}</w:p></w:tc>"
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{run.format("A title")}</w:p>'
        f"<w:p>{run.format('Kept')}<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        f"<w:hyperlink>{run.format(' and linked')}</w:hyperlink><w:ins>{run.format(' and put in')}</w:ins></w:p>"
        f"<w:tbl><w:tr>{cell.format('dead')}{cell.format('4')}</w:tr></w:tbl>"
        f"<w:sdt><w:sdtContent><w:p>{run.format('Controlled words')}</w:p></w:sdtContent></w:sdt>"
    )
    reading = read(docx(body), "x.docx")
    assert (reading.title, reading.text) == ("A title", "Kept and linked and put in\n\ndead | 4\n\nControlled words")


def test_an_entity_of_a_document_opens_no_file() -> None:
    head = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{__file__}">]>'
    reading = read(docx("<w:p><w:r><w:t>Words &x; here</w:t></w:r></w:p>", head=head), "x.docx")
    assert "Articles that are rows" not in reading.text
    assert reading.text.startswith("Words")


def test_a_bomb_is_refused() -> None:
    bomb = zipped({"[Content_Types].xml": "", "word/document.xml": b" " * (50 * 1024 * 1024)})
    with pytest.raises(UnreadableArticle, match="48 MiB"):
        read(bomb, "x.docx")
    with pytest.raises(UnreadableArticle, match="1 MiB"):
        open_zip(bomb).read("word/document.xml", 1024 * 1024)
    import gzip

    with pytest.raises(UnreadableArticle, match="1 MiB"):
        gunzip(gzip.compress(b" " * (20 * 1024 * 1024)), 1024 * 1024)


def test_labels_say_where_an_item_stands() -> None:
    items: list[Item] = list(read_all(sheet(ROWS * 2), "x.xlsx"))
    assert [item.label for item in items][:1] == ["Sheet, row 2"]
