"""Articles as JSON: a list of them, one alone, one a line (JSONL), or a JSON feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from corpus.errors import UnreadableArticle
from corpus.readers import telegram
from corpus.readers.encodings import decode
from corpus.readers.item import Item
from corpus.readers.large import Large, lines
from corpus.readers.large_json import LongList
from corpus.readers.reader import MAX_BYTES, head_text
from corpus.readers.rows import is_article, row_item

_NAMES = (".json", ".jsonl", ".ndjson", ".geojson")
_BEGIN = re.compile(r"\s*(?:\[\s*)?\{\s*\"")
_LISTS = (
    *("articles", "items", "entries", "results", "posts", "documents", "docs", "stories", "news", "data", "hits"),
    *("records", "rows", "response", "value"),
)
"""The keys under which collections of articles put their list."""

_DEEPEST = 3


class JsonReader:
    """JSON and JSONL."""

    name = "json"
    version = 1

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file is named as JSON, or begins as a thing or a list of things in JSON."""
        return name.lower().endswith(_NAMES) or bool(_BEGIN.match(head_text(head)))

    def items(self, data: Large, _name: str, /) -> Iterator[Item]:
        """The articles.

        Raises:
            UnreadableArticle: It is not JSON, holds nothing with a title or a text, or is too large and neither a list
                nor a line an article.
        """
        if not isinstance(data, bytes) or len(data) > MAX_BYTES:
            yield from self._large(data)
            return
        text = decode(data).text.lstrip("\ufeff")
        try:
            whole = json.loads(text)
        except RecursionError as error:
            raise UnreadableArticle("It is JSON that is too deeply nested") from error
        except ValueError as error:
            broken = "It is JSON data that is broken, or of no articles"
            yield from self._lines(text.split("\n"), UnreadableArticle(broken, detail=str(error)[:200]))
            return
        chats = telegram.chats(whole)
        if chats:
            yield from telegram.chat_items(chats)
            return
        things = [thing for thing in _articles(whole, 0) if isinstance(thing, dict)]
        if not things:
            raise UnreadableArticle("It is JSON data without articles: nothing in it has a title or a text")
        named = _feed(whole) if isinstance(whole, Mapping) else {}
        for count, thing in enumerate(things, 1):
            yield row_item({**_flat(thing), **named}, f"item {count}" if len(things) > 1 else "", self)

    def _large(self, data: Large) -> Iterator[Item]:
        """The articles of JSON that is not held as a whole: lines, or one list."""
        size = f"It is JSON of more than {MAX_BYTES // 1024 // 1024} MiB"
        refused = UnreadableArticle(size, hint="One list, or one article a line (JSONL), is read at any size.")
        try:
            first = next((line for line in lines(data) if line.strip()), "")
            by_line = isinstance(json.loads(first), dict)
        except (ValueError, RecursionError):
            by_line = False
        if by_line:
            yield from self._lines(lines(data), refused)
            return
        broken: list[str] = []
        try:
            things = LongList(data, (*_LISTS, "messages", "list"), ("chats",))
        except ValueError as error:
            raise UnreadableArticle(refused.summary, detail=str(error)[:200], hint=refused.hint) from error
        beginning = list(islice(_until_broken(things, broken), 50))
        every = beginning if broken else chain(beginning, things)
        if telegram.chats({**things.head, things.name: beginning}):
            yield from telegram.chat_items([{**things.head, "messages": _until_broken(every, broken)}])
        elif things.name == "list":
            chats = (chat for thing in _until_broken(every, broken) for chat in telegram.chats(thing))
            yield from telegram.chat_items(chats)
        elif any(isinstance(thing, dict) and is_article(_flat(thing)) for thing in beginning):
            named = _feed(things.head)
            for count, thing in enumerate(_until_broken(every, broken), 1):
                if isinstance(thing, dict):
                    yield row_item({**_flat(thing), **named}, f"item {count}", self)
        else:
            raise UnreadableArticle("It is JSON data without articles: nothing in it has a title or a text")
        for reason in broken:
            yield Item(None, b"", UnreadableArticle("The rest of it is broken", detail=reason), "the rest")

    def _lines(self, text: Iterable[str], if_not: UnreadableArticle) -> Iterator[Item]:
        """The articles of JSONL: every line by itself, a broken one with its reason.

        Args:
            text: The lines.
            if_not: What is raised if the first is no article.
        """
        begun = False
        for count, line in enumerate(text, 1):
            if not line.strip():
                continue
            try:
                thing = json.loads(line)
            except (ValueError, RecursionError):
                thing = None
            if not begun and not (isinstance(thing, dict) and is_article(thing)):
                raise if_not
            begun = True
            if isinstance(thing, dict):
                yield row_item(_flat(thing), f"line {count}", self)
            else:
                yield Item(None, line.encode("utf-8", "replace"), UnreadableArticle("It is no JSON"), f"line {count}")
        if not begun:
            raise UnreadableArticle("It is JSON data without articles")


def _until_broken(things: Iterable[Any], broken: list[str]) -> Iterator[Any]:
    """The things as far as they can be read; why no further is added to a list."""
    try:
        yield from things
    except ValueError as error:
        broken.append(str(error)[:200])


def _feed(whole: Mapping[str, Any]) -> dict[str, Any]:
    """What a JSON feed says of all of its articles."""
    title = whole.get("title") if "jsonfeed" in str(whole.get("version")) else None
    return {"feed": title} if title else {}


def _articles(value: Any, depth: int) -> list[Any]:
    """The list of things that are articles, wherever collections put it."""
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        return value if any(isinstance(one, dict) and is_article(_flat(one)) for one in value[:50]) else []
    if not isinstance(value, dict):
        return []
    if is_article(value) and not any(isinstance(value.get(key), list | dict) for key in _LISTS):
        return [value]
    for key in _LISTS:
        inside = _articles(value.get(key), depth + 1)
        if inside:
            return inside
    return [value] if is_article(value) else []


def _flat(thing: Mapping[str, Any]) -> dict[str, Any]:
    """A thing with what search engines wrap it in taken off."""
    source = thing.get("_source")
    return dict(source) if isinstance(source, dict) else dict(thing)
