"""Mails, mailboxes and MHTML pages: head, text and what is attached, by keys that name a mail for good."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers import Item, read, read_all
from tests.corpus.reader_files import pdf

TEXT = "Six shells fell on the market of Sarn in the morning, and the bridge at Old Mill was closed again.\n"


def mail(text: str = TEXT, subject: str = "Market of Sarn", **heads: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Lamis Haddum <lamis@watch.example>"
    message["To"] = "list@watch.example"
    message["Subject"] = subject
    message["Date"] = "Tue, 11 Mar 2031 23:30:00 +0300"
    message["Message-ID"] = "<one@watch.example>"
    for name, value in heads.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def only(data: bytes, name: str = "x.eml") -> tuple[Item, Reading]:
    [item] = read_all(data, name)
    assert isinstance(item.outcome, Reading)
    return item, item.outcome


def test_a_mail() -> None:
    item, reading = only(mail(TEXT + "\n- Valley Watch\n", Archived_At="<https://lists.example/1>").as_bytes())
    assert item.key == "<one@watch.example>"
    assert (reading.title, reading.text) == ("Market of Sarn", TEXT.strip())
    assert reading.fields == {
        "published": "2031-03-11",
        "author": "Lamis Haddum",
        "url": "https://lists.example/1",
        "credit": "Valley Watch",
        "language": "en",
    }
    assert reading.how["published"] == "mail date"
    assert reading.reader == "mail/1"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6"])
def test_arabic_in_head_and_text(charset: str) -> None:
    text = "قال سكان من المنطقة إن مسلحين هاجموا الحاجز مساء الاثنين بعد أن أوقف عناصره سيارات إسعاف."
    message = mail(subject="هجوم على حاجز")
    message.set_content(text, charset=charset)
    _, reading = only(message.as_bytes())
    assert (reading.title, reading.text, reading.fields["language"]) == ("هجوم على حاجز", text, "ar")


def test_raw_bytes_in_a_head_are_decoded() -> None:
    raw = "From: Анна <a@b.example>\nSubject: Мост закрыт до понедельника\nMessage-ID: <x@y>\n\nТекст письма о мосте."
    _, reading = only(raw.encode("windows-1251"))
    assert reading.title == "Мост закрыт до понедельника"
    assert reading.fields["author"] == "Анна"


def test_the_page_is_taken_where_the_plain_text_only_points_to_it() -> None:
    message = mail("View this mail in your browser.\n")
    message.add_alternative(f"<html><body><p>{TEXT * 5}</p><script>bad()</script></body></html>", subtype="html")
    assert only(message.as_bytes())[1].text.count("Six shells") == 5
    message = mail()
    message.add_alternative(f"<html><body><p>{TEXT}</p><p>More</p></body></html>", subtype="html")
    assert only(message.as_bytes())[1].text == TEXT.strip()


def test_what_is_attached_is_read_or_named() -> None:
    message = mail()
    message.add_attachment(pdf([["The report of the Watch", "Eleven people were wounded."]]), "application", "pdf")
    message.add_attachment(b"\xff\xd8\xff\xe0", "image", "jpeg", filename="site.jpg")
    message.add_attachment(b"MZ\x90\x00" + b"\x00" * 60, "application", "octet-stream", filename="../../run.exe")
    first, second = read_all(message.as_bytes(), "x.eml")
    assert isinstance(first.outcome, Reading)
    assert isinstance(second.outcome, Reading)
    assert second.key is None
    assert second.label.startswith("attached ")
    assert "Eleven people" in second.outcome.text
    [flag] = first.outcome.flags
    assert "site.jpg (a picture (JPEG)" in flag
    assert "run.exe (a program (Windows))" in flag


def test_pictures_that_a_page_shows_are_not_attached() -> None:
    message = mail()
    message.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="logo.png", cid="<logo>")
    assert only(message.as_bytes())[1].flags == ()


def test_a_mailbox() -> None:
    box = b"".join(
        b"From watch@b.example Tue Mar 11 23:30:00 2031\n" + each.as_bytes() + b"\n"
        for each in (mail("One.\n\n>From the bridge, words.\n", Message_ID="<two@watch.example>"), mail("Two words.\n"))
    )
    first, second = read_all(box, "whatever")
    assert (first.key, first.label) == ("<two@watch.example>", "message 1")
    assert isinstance(first.outcome, Reading)
    assert first.outcome.text.endswith("\nFrom the bridge, words.")
    assert (second.key, second.label) == ("<one@watch.example>", "message 2")


def test_a_mail_is_the_same_article_in_a_box_and_by_itself() -> None:
    alone, _ = only(mail().as_bytes())
    [boxed] = read_all(b"From a@b Tue Mar 11 23:30:00 2031\n" + mail().as_bytes() + b"\n", "x.mbox")
    assert (boxed.key, boxed.data) == (alone.key, alone.data)


def test_one_mail_without_words_does_not_cost_the_others() -> None:
    empty = b"From: a@b.example\nSubject: \n\n"
    box = b"From a Tue\n" + empty + b"\nFrom a Tue\n" + mail().as_bytes()
    first, second = read_all(box, "x")
    assert isinstance(first.outcome, UnreadableArticle)
    assert isinstance(second.outcome, Reading)


def test_a_page_saved_as_mhtml_is_the_page() -> None:
    data = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/1\r\nSubject: x\r\n"
        "Date: Tue, 11 Mar 2031 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"<html><head><title>The bridge</title></head><body><article><p>{TEXT.strip()}</p></article></body></html>\r\n"
        "--b\r\nContent-Type: image/png\r\nContent-Location: https://post.example/a.png\r\n\r\nxx\r\n--b--\r\n"
    ).encode()
    item, reading = only(data, "page.mhtml")
    assert item.key is None
    assert item.data is data
    assert (reading.title, reading.text) == ("The bridge", TEXT.strip())
    assert (reading.fields["url"], reading.fields["retrieved"]) == ("https://post.example/1", "2031-03-11")
    assert reading.reader.startswith("html/")
    assert read(data, "x").title == "The bridge"


def test_a_text_that_has_a_colon_is_no_mail() -> None:
    reading = read(b"Title: The bridge\nDate: 11 March 2031\nSource: Harbour Post\n\nThe bridge is closed.\n", "x.txt")
    assert reading.reader.startswith("plain/")
