"""Mails, and pages that a browser saved as one MHTML file; both are MIME.

A mail is its text, in plain words if it has them, with what its head says; what is attached and of a kind that we read
comes as articles of their own, the rest is named. Nothing is run, opened or fetched. A mailbox is `mailbox`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.encodings import decode_as
from corpus.readers.item import Item
from corpus.readers.layout import ONLY_A_TITLE, Found, cleaned, finish
from corpus.readers.lines import credit_of
from corpus.readers.page_text import all_text
from corpus.readers.reader import has_words, head_text, one_line, signature
from corpus.readers.single import read_single
from corpus.text import clean_body, well_formed

MOST_PARTS = 500
"""A mail with more parts is read as far as that."""

_NAMES = (".eml", ".mht", ".mhtml")
_HEAD = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,60}")
_MAIL = re.compile(
    r"^(?:MIME-Version|Message-ID|Return-Path|Received|DKIM-Signature|Content-Transfer-Encoding|Delivered-To):",
    re.IGNORECASE | re.MULTILINE,
)
_FROM_AND_TO = re.compile(r"^From:.*@(?:.|\n)*^(?:To|Date|Subject):", re.IGNORECASE | re.MULTILINE)
_URL = re.compile(r"<?(https?://[^\s<>\"]{3,2000})>?")
_ENOUGH = 0.3
"""The share of a page's words that the plain text beside it must have, or it is only a pointer to the page."""


@dataclass(slots=True)
class _Parts:
    """The parts of a mail that are its text, and what is attached: a name and its bytes."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attached: list[tuple[str, bytes]] = field(default_factory=list)


class MailReader:
    """Mails and MHTML pages."""

    name = "mail"
    version = 1

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file begins with the head of a mail."""
        text = head_text(head).replace("\r\n", "\n").lstrip()
        found = _HEAD.match(text)
        if not found:
            return False
        return bool(_MAIL.search(found[0]) or _FROM_AND_TO.search(found[0])) or name.lower().endswith(_NAMES)

    def items(self, data: bytes, _name: str, /) -> Iterator[Item]:
        """The mail and what is attached to it, or the page.

        Raises:
            UnreadableArticle: It has no words, and nothing attached that has.
        """
        message = parse(data)
        saved = _saved_page(message)
        if saved:
            yield from self._page(message, saved, data)
        else:
            yield from read_mail(message, data)

    def _page(self, message: Message, page: Message, data: bytes) -> Iterator[Item]:
        payload = _payload(page)
        reading = read_single(_declaring(payload, page.get_content_charset("")), "saved.html")
        found = Found(fields=dict(reading.fields), how=dict(reading.how))
        for address in (message.get("Snapshot-Content-Location"), page.get("Content-Location")):
            url = _URL.fullmatch(str(address or "").strip())
            found.put("url", url[1] if url else "", "MHTML head")
        found.put("retrieved", _day(message), "MHTML head")
        yield Item(None, data, replace(reading, fields=found.fields, how=found.how))


def parse(data: bytes) -> Message:
    """A mail's parts and heads; whatever is wrong with them is borne."""
    return message_from_bytes(data, policy=compat32)


def message_key(message: Message) -> str | None:
    """A mail's own name, None if it has none."""
    found = re.search(r"<[^<>\s]{3,500}>", str(message.get("Message-ID") or ""))
    return well_formed(found[0]) if found else None


def read_mail(message: Message, data: bytes, label: str = "") -> Iterator[Item]:
    """The article that a mail is, then those attached to it.

    Args:
        message: The mail.
        data: Its bytes.
        label: Where it stands in its file.
    """
    parts = _Parts()
    for count, part in enumerate(message.walk()):
        if count < MOST_PARTS and not part.is_multipart():
            _sort(part, parts)
    inside: list[Item] = []
    left: list[str] = []
    for name, attached in parts.attached:
        _open(attached, name, label, inside, left)
    outcome: Reading | UnreadableArticle
    try:
        outcome = replace(_reading(message, parts, left), reader=signature(MailReader()))
    except UnreadableArticle as error:
        if not inside and not label:
            raise
        outcome = error
    yield Item(message_key(message), data, outcome, label)
    yield from inside


def _open(data: bytes, name: str, label: str, inside: list[Item], left: list[str]) -> None:
    """Read what is attached; what cannot be read is named among what is left."""
    where = one_line(", ".join(filter(None, (label, f"attached {name}"))))
    try:
        inside.append(Item(None, data, read_single(data, name), where))
    except UnreadableArticle as error:
        left.append(f"{one_line(name)[:80]} ({error.summary.removeprefix('It is ')})")


def _reading(message: Message, parts: _Parts, left: list[str]) -> Reading:
    """What a mail's head and text say."""
    found = Found()
    found.entitle(header(message, "Subject"), "subject")
    found.put("published", _day(message), "mail date")
    found.put("author", ", ".join(_senders(message)), "sender")
    archived = _URL.search(str(message.get("Archived-At") or ""))
    found.put("url", archived[1] if archived else "", "archive address")
    plain = "\n\n".join(text for text in parts.plain if has_words(text))
    page = "\n\n".join(text for part in parts.pages if has_words(text := all_text(part)))
    text = plain if plain and len(plain) >= _ENOUGH * len(page) else page or plain
    if left:
        found.flags.append("attached and not read: " + "; ".join(left[:20]))
    lines = cleaned(text).split("\n")
    credit = credit_of(lines)
    if credit and found.put("credit", credit.value, "closing line"):
        lines = lines[: credit.line]
    body = clean_body("\n".join(lines))
    if not has_words(body):
        if not has_words(found.title):
            raise UnreadableArticle("It is a mail that holds no words")
        found.flags.append(ONLY_A_TITLE)
        body = ""
    return finish(body, found)


def _sort(part: Message, parts: _Parts) -> None:
    """Put a part where it belongs; pictures that a page shows, and signatures, are neither text nor attached."""
    kind = part.get_content_type()
    name = header_value(part.get_filename() or "")
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    if kind in ("text/plain", "text/html") and not disposition.startswith("attachment"):
        data = _payload(part)
        text = _text(data, part.get_content_charset("") or "")
        (parts.pages if kind == "text/html" or _is_page(text) else parts.plain).append(text)
        return
    shown = kind.startswith("image/") and (part.get("Content-ID") or disposition.startswith("inline"))
    if (name or disposition.startswith("attachment")) and not shown:
        parts.attached.append((name or f"without a name, {kind}", _payload(part)))


def _text(data: bytes, charset: str) -> str:
    """The text of some bytes; what cannot be read of them as `�`."""
    try:
        return decode_as(data, charset).text if data else ""
    except UnreadableArticle:
        return data.decode("utf-8", "replace")


def _is_page(text: str) -> bool:
    return text[:200].lstrip().lower().startswith(("<!doctype html", "<html"))


def _payload(part: Message) -> bytes:
    """A part's bytes, as far as they can be unpacked."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _saved_page(message: Message) -> Message | None:
    """The page of an MHTML file: the first page of a message that is made of what belongs to one page."""
    if message.get_content_type() != "multipart/related" and not message.get("Snapshot-Content-Location"):
        return None
    if not (message.get("Snapshot-Content-Location") or "saved by" in str(message.get("From") or "").lower()):
        return None
    return next((part for part in message.walk() if part.get_content_type() == "text/html"), None)


def _declaring(page: bytes, charset: str | None) -> bytes:
    """A page in UTF-8, where its part of the message names another encoding."""
    return _text(page, charset).encode("utf-8", "replace") if charset else page


def header(message: Message, name: str) -> str:
    """A line of a mail's head as text, `""` if there is none."""
    return header_value(_written(message, name))


def _written(message: Message, name: str) -> str:
    """A line of a mail's head as it stands, raw bytes and all."""
    lines = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return str(next(lines, ""))


def header_value(value: object) -> str:
    """What stands in a head: encoded words decoded, raw bytes too, on one line."""
    raw = re.sub(r"\r?\n[ \t]*", " ", str(value))
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError, LookupError, IndexError):
        return one_line(_raw(raw))
    return one_line("".join(_decoded(piece, charset) for piece, charset in pieces))


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return _raw(piece)
    if not charset or charset == "unknown-8bit":
        return _raw(piece.decode("ascii", "surrogateescape"))
    return _text(piece, charset)


def _raw(text: str) -> str:
    """Text in which the bytes beyond ASCII were kept as they were, in the encoding that fits."""
    return text if text.isascii() else _text(text.encode("utf-8", "surrogateescape"), "")


def _senders(message: Message) -> list[str]:
    """Who sent a mail: names, addresses where there is no name."""
    try:
        pairs = getaddresses([_written(message, "From")])
    except (ValueError, IndexError):
        return []
    return [header_value(name).strip("\"' ") or address for name, address in pairs[:10] if name or "@" in address]


def _day(message: Message) -> str:
    """The day on which a mail was sent, where its sender was."""
    try:
        day = parsedate_to_datetime(str(message.get("Date") or "")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return day.isoformat() if 1970 <= day.year <= 2199 else ""
