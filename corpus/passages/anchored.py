"""A passage's quote held against its article before it is kept: found, completed, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from corpus.passages.anchor import Quote, occurrences, place, take
from corpus.records.problem import RecordError, problem
from corpus.store.operation import Json
from corpus.store.texts import text_hash


class Sources(Protocol):
    """The articles that records rest on."""

    def is_article(self, record: str) -> bool:
        """Whether there is such an article."""

    def article_values(self, record: str) -> Mapping[str, Json]:
        """The values of an article; none for one that is not there."""

    def part_text(self, record: str, part: str) -> str:
        """The title or the text of an article as it now is; empty if it is not here."""

    def named_text(self, sha256: str) -> str:
        """The text of this hash; empty if it is not here."""


def anchored(sources: Sources, values: Mapping[str, Json]) -> Mapping[str, Json]:
    """A passage's values with its quote's surroundings and place, and the hash of the text they were found in.

    A quote of an article whose text is not here is taken on trust.

    Raises:
        RecordError: The words are not in the article, or in more than one place and nothing says in which.
    """
    given, article = values.get("quote"), values.get("article")
    quote = Quote.read(given) if isinstance(given, Mapping) else Quote("")
    if not quote.exact or not isinstance(article, str) or not sources.is_article(article):
        return values  # what is missing is told by the checks
    part = values.get("in") or "text"
    text = _text(sources, article, str(part), values.get("text_sha256"))
    if not text:
        return values
    found = place(quote, text)
    if found is None or found.how == "changed":
        hint = "Copy them from the article, letter by letter."
        raise RecordError([problem("", "quote.exact", f"these words are not in the {part} of {article}", hint)])
    if set(given or {}) == {"exact"} and (times := len(occurrences(text, quote.exact))) > 1:
        hint = "Give more words, or say where they start."
        raise RecordError([problem("", "quote.exact", f"these words are in the {part} {times} times", hint)])
    whole = {**(given or {}), **take(text, found.start, found.end).as_value()}
    return {**values, "in": part, "quote": whole, "text_sha256": text_hash(text)}


def _text(sources: Sources, article: str, part: str, named: Json) -> str:
    """The text that a quote is said to be of, else the one that the article now has."""
    text = sources.part_text(article, part)
    if isinstance(named, str) and text and text_hash(text) != named:
        return sources.named_text(named) or text
    return text
