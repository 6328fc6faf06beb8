"""Chats and channels as Telegram exports them, `result.json` and `messages.html`; a message with words is an article.

Whom a message was forwarded from is its credit. Messages without words (pictures, calls, joins) are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from corpus.errors import UnreadableArticle
from corpus.readers.encodings import decode
from corpus.readers.item import Item, left_out, own_bytes
from corpus.readers.layout import Found, cleaned, finish
from corpus.readers.page_text import all_text
from corpus.readers.reader import MAX_BYTES, has_words, head_text, one_line, signature

_PAGE = re.compile(r"<title>Exported Data</title>.*class=\"page_wrap", re.DOTALL)
_CLASSES = re.compile(r"\s+")


class TelegramReader:
    """Telegram exports that are pages."""

    name = "telegram"
    version = 1

    def accepts(self, head: bytes, _name: str, /) -> bool:
        """Whether a page begins as Telegram begins those of an export."""
        return bool(_PAGE.search(head_text(head)))

    def items(self, data: bytes, _name: str, /) -> Iterator[Item]:
        """The messages of the page.

        Raises:
            UnreadableArticle: It is too large, or has no messages.
        """
        from lxml import html  # type: ignore[import-untyped]

        if len(data) > MAX_BYTES:
            raise UnreadableArticle(f"It is a page of more than {MAX_BYTES // 1024 // 1024} MiB")
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
        tree = html.document_fromstring(decode(data).text.encode("utf-8", "replace"), parser=parser)
        chat = one_line(_inside(tree, "page_header").partition("\n")[0])
        left: Counter[str] = Counter()
        sender, count = "", 0
        for block in tree.iter("div"):
            if not {"message", "default"} <= set(_CLASSES.split(block.get("class") or "")):
                continue
            sender = _direct(block, "from_name") or sender
            count += 1
            day = next((one.get("title") or "" for one in block.iter("div") if _is(one, "date")), "")
            values = {"from": sender, "date": day, "text": _inside(block, "text"), "chat": chat}
            item = _item(values, _forwarded(block), f"message {(block.get('id') or '').removeprefix('message')}")
            if item:
                yield item
            else:
                left["without words"] += 1
        if not count:
            raise UnreadableArticle("It is a page of a Telegram export without messages")
        yield from _left(left, chat)


def chats(whole: Any) -> list[Mapping[str, Any]]:
    """The chats of a Telegram export in JSON, none when it is something else."""
    if not isinstance(whole, Mapping):
        return []
    listed = whole.get("chats")
    several = listed.get("list") if isinstance(listed, Mapping) else None
    every = several if isinstance(several, list) else [whole]
    return [chat for chat in every if isinstance(chat, Mapping) and _is_chat(chat)]


def _is_chat(chat: Mapping[str, Any]) -> bool:
    messages = chat.get("messages")
    if not isinstance(messages, list) or not isinstance(chat.get("type"), str):
        return False
    return all(isinstance(one, Mapping) and {"id", "type", "date"} <= one.keys() for one in messages[:20])


def chat_items(every: Iterable[Mapping[str, Any]]) -> Iterator[Item]:
    """The messages of chats, then what was left out of each."""
    for chat in every:
        name = one_line(str(chat.get("name") or ""))
        left: Counter[str] = Counter()
        for message in chat["messages"]:
            if not isinstance(message, Mapping) or message.get("type") != "message":
                left["of the service"] += 1
                continue
            text = _written(message.get("text"))
            values = {
                "from": str(message.get("from") or message.get("actor") or ""),
                "date": str(message.get("date") or ""),
                "text": text,
                "chat": name,
            }
            item = _item(
                values, str(message.get("forwarded_from") or ""), f"{name} message {message.get('id')}".strip()
            )
            if item is None:
                left["without words"] += 1
            elif chat.get("id") is not None:
                yield replace(item, key=f"telegram:{chat['id']}/{message.get('id')}", data=own_bytes(message))
            else:
                yield replace(item, data=own_bytes(message))
        yield from _left(left, name)


def _item(values: Mapping[str, str], forwarded: str, label: str) -> Item | None:
    """A message as an article, None when it has no words."""
    body = cleaned(values["text"])
    if not has_words(body):
        return None
    found = Found()
    found.put_date(re.sub(r"\s+UTC.*$", "", values["date"]), "message date")
    found.put("author", values["from"], "sender")
    found.put("outlet", values["chat"], "name of the chat")
    found.put("credit", forwarded, "forwarded from")
    reading = replace(finish(body, found), reader=signature(TelegramReader()))
    return Item(None, own_bytes({**values, "forwarded": forwarded}), reading, one_line(label))


def _left(left: Counter[str], chat: str) -> Iterator[Item]:
    if left:
        yield Item(None, b"", UnreadableArticle(f"Messages left out: {left_out(left)}"), one_line(f"{chat} left out"))


def _written(text: Any) -> str:
    """A message's text, whose links and bold words stand in a list."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(part if isinstance(part, str) else str(part.get("text") or "") for part in text if part)
    return ""


def _is(element: Any, name: str) -> bool:
    return name in _CLASSES.split(element.get("class") or "")


def _inside(element: Any, name: str) -> str:
    """The text of the first element of a class within another."""
    from lxml import etree

    found = next((one for one in element.iter("div") if _is(one, name)), None)
    if found is None:
        return ""
    return all_text(etree.tostring(found, encoding="unicode", method="html", with_tail=False)).strip()


def _direct(block: Any, name: str) -> str:
    """The text of an element of a class in a message itself, not in what it forwards."""
    for body in block:
        for one in body:
            if _is(one, name):
                return one_line("".join(one.itertext()))
    return ""


def _forwarded(block: Any) -> str:
    for one in block.iter("div"):
        if _is(one, "forwarded"):
            name = next((inner for inner in one.iter("div") if _is(inner, "from_name")), None)
            return one_line(name.text or "") if name is not None else ""
    return ""
