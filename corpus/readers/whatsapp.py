"""Chats as WhatsApp exports them: a text of messages, each with a day, a time and who wrote it; each is an article.

How a day is written depends on the telephone's language. Which of two numbers is the month is decided for the chat as
a whole: by a number above 12, by dots, or by the order in which the messages stand; where nothing tells, no date is
taken, and that is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpus.dates.edtf import fold_digits
from corpus.errors import UnreadableArticle
from corpus.readers.encodings import decode
from corpus.readers.item import Item, left_out
from corpus.readers.layout import Found, cleaned, finish
from corpus.readers.reader import MAX_BYTES, has_words, head_text, one_line, signature

_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_DAY = rf"[{_MARKS}]*(\d{{1,4}})[{_MARKS}]*([-./])[{_MARKS}]*(\d{{1,2}})[{_MARKS}]*%s[{_MARKS}]*(\d{{1,4}})"
_SAME_1, _SAME_2 = r"\2", r"\6"
_TIME = (
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"(?:[\s\u00a0\u202f]?(?:[ap]\.?[\s\u00a0\u202f]?m\.?|[\u0635\u0645]|AM|PM))?"
)
_BETWEEN = rf"[{_MARKS}]*[,\u060c]?[\s\u00a0\u202f]+(?:(?:à|um|at|a las|klo|в|kl\.?|alle)[\s\u00a0\u202f]+)?"
_LINE = re.compile(
    rf"^[{_MARKS}]*(?:\[{_DAY % _SAME_1}{_BETWEEN}{_TIME}\][\s\u00a0]"
    rf"|{_DAY % _SAME_2}{_BETWEEN}{_TIME}[{_MARKS}]*[\s\u00a0]+[-–][\s\u00a0])",
    re.MULTILINE | re.IGNORECASE,
)
_SENDER = re.compile(rf"[{_MARKS}~\s]*([^:\n]{{1,80}}?)[{_MARKS}]*:[ \u00a0](.*)", re.DOTALL)
_OMITTED = re.compile(
    rf"^[{_MARKS}]*(?:<[^<>\n]{{3,60}}>|(?:image|video|audio|sticker|GIF|document|Contact card) omitted"
    rf"|[\w. -]{{3,120}}\.\w{{3,4}} \([^()\n]{{3,40}}\))[{_MARKS}]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NAME = re.compile(r"^WhatsApp Chat(?: with| -)\s+(.+?)(?:\.txt)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Message:
    """A message as it stands: the three numbers and the sign of its day, and what follows its time."""

    numbers: tuple[int, int, int]
    sign: str
    rest: str
    raw: str


class WhatsAppReader:
    """WhatsApp exports."""

    name = "whatsapp"
    version = 1

    def accepts(self, head: bytes, _name: str, /) -> bool:
        """Whether a text begins with a message, and has another or a sender."""
        text = fold_digits(head_text(head)).lstrip()
        first = _LINE.match(text)
        if not first:
            return False
        line = text[first.end() :].partition("\n")[0]
        return len(_LINE.findall(text)) > 1 or bool(_SENDER.match(line))

    def items(self, data: bytes, name: str, /) -> Iterator[Item]:
        """The messages that have words.

        Raises:
            UnreadableArticle: It is too large, or no message has words.
        """
        if len(data) > MAX_BYTES:
            raise UnreadableArticle(f"It is a chat of more than {MAX_BYTES // 1024 // 1024} MiB")
        messages = list(_messages(decode(data).text.replace("\r\n", "\n")))
        order = _order([message for message in messages if message.sign])
        chat = _NAME.match(name)
        left: Counter[str] = Counter()
        none = True
        for count, message in enumerate(messages, 1):
            item = _item(message, order, chat[1] if chat else "", f"message {count}", left)
            if item:
                none = False
                yield item
        if none:
            raise UnreadableArticle("It is a WhatsApp chat without a message that has words", detail=left_out(left))
        if left:
            yield Item(None, b"", UnreadableArticle(f"Messages left out: {left_out(left)}"), "left out")


def _messages(text: str) -> Iterator[_Message]:
    """The messages of a chat; a line that begins none belongs to the one before."""
    folded = fold_digits(text)
    if len(folded) != len(text):
        folded = text
    found = _LINE.search(folded)
    while found:
        following = _LINE.search(folded, found.end())
        end = following.start() if following else len(text)
        a, sign, b, c = (part for part in found.groups() if part is not None)
        raw = text[found.start() : end].rstrip("\n")
        yield _Message((int(a), int(b), int(c)), sign, text[found.end() : end].strip("\n"), raw)
        found = following


def _order(messages: list[_Message]) -> str:
    """How days are written: `dmy`, `mdy` or `ymd`; `""` when nothing tells day from month."""
    if not messages:
        return ""
    if any(message.numbers[0] > 31 for message in messages):
        return "ymd"
    if any(message.numbers[0] > 12 for message in messages) or messages[0].sign == ".":
        return "dmy"
    if any(message.numbers[1] > 12 for message in messages):
        return "mdy"
    fitting = [order for order in ("dmy", "mdy") if _in_order([_day(message, order) for message in messages])]
    same = all(message.numbers[0] == message.numbers[1] for message in messages)
    return fitting[0] if len(fitting) == 1 or (fitting and same) else ""


def _in_order(days: list[date | None]) -> bool:
    known = [day for day in days if day]
    return known == sorted(known) and len(set(known)) > 1


def _day(message: _Message, order: str) -> date | None:
    numbers = dict(zip(order, message.numbers, strict=False))
    if len(numbers) < 3:
        return None
    year = numbers["y"] + (2000 if numbers["y"] < 100 else 0)
    try:
        return date(year, numbers["m"], numbers["d"])
    except ValueError:
        return None


def _item(message: _Message, order: str, chat: str, label: str, left: Counter[str]) -> Item | None:
    """A message as an article; None, and counted, when it has no words of a person."""
    said = _SENDER.fullmatch(message.rest)
    if not said:
        left["of the service"] += 1
        return None
    body = cleaned(_OMITTED.sub("", said[2]).strip())
    if not has_words(body):
        left["without words"] += 1
        return None
    found = Found()
    day = _day(message, order)
    found.put("published", day.isoformat() if day else "", "message date")
    if not order:
        found.flags.append("the day cannot be told from the month in this chat's dates")
    found.put("author", said[1].strip(), "sender")
    found.put("outlet", chat, "name of the file")
    reading = replace(finish(body, found), reader=signature(WhatsAppReader()))
    return Item(None, message.raw.encode("utf-8", "replace"), reading, one_line(label))
