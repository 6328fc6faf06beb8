"""How many people a sentence says were killed or hurt: `killing four`, `three people were wounded`, `مقتل أربعة`.

Pure. Only what stands beside the number is looked at; who was harmed is left to people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from corpus.suggest.numbers import AMOUNT, Amount, amount_of
from corpus.suggest.offer import Offer

_KINDS = {
    "killed": r"kill(?:ed|ing|s)?|dead|died|dies|slain|martyred|مقتل|قتل|استشهاد|قتلى",
    "injured": r"wound(?:ed|ing|s)?|injur(?:ed|ing|es|ies)|hurt|إصابة|جرح|أصيب|جرحى|جريح(?:اً|ا)?",
    "abducted": r"abduct(?:ed|ing|s)?|kidnap(?:ped|ping)?|اختطاف|خطف",
    "detained": r"arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?|اعتقال|اعتقل",
    "displaced": r"displac(?:ed|ing)|نزوح",
    "missing": r"missing|مفقود(?:ين|ون)?",
}
_VERB = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
_ALSO = "|".join(f"{words}" for words in _KINDS.values())
_REST = r"(?:\s+(?!(?:and|or|but)\b|و)[^\W\d_][\w’'-]*){0,5}"
_AFTER = re.compile(
    rf"\b(?:{_VERB})\b(?:\s+(?:and|or)\s+(?P<also>{_ALSO})\b)?\s+(?:of\s+)?{AMOUNT}{_REST}", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"{AMOUNT}(?:\s+(?!and\b)[^\W\d_][\w’'-]*){{0,4}}?\s+(?:(?:were|was|had|have|been|have been)\s+)?\b(?:{_VERB})\b",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\b(?:and|or|who|which|in|on|at|while|when|as|were|was|by|near|with|including|among)\b", re.IGNORECASE
)


def harm(sentence: str) -> list[Offer]:
    """What a sentence says of people killed, hurt, taken or driven out, a row for each number."""
    found: list[Offer] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_AFTER, _BEFORE):
        for match in pattern.finditer(sentence):
            start, end = match.span()
            given = amount_of(match)
            at = match.start("many") if match["many"] else match.start("n")
            if given is None or any(a <= at < b for a, b in taken):
                continue
            taken.append((start, end))
            offer = _offer(sentence, match, given, pattern is _AFTER)
            found.append(offer)
            if pattern is _AFTER and (kind := _kind(match["also"])):
                row = {**offer.value, "kind": kind}
                found.append(replace(offer, value=row, shown=in_words(row)))
    return sorted(found, key=lambda each: each.start)


def _kind(word: str | None) -> str:
    """What a word says was done to people, "" for no word."""
    kinds = (kind for kind, words in _KINDS.items() if word and re.fullmatch(words, word, re.IGNORECASE))
    return next(kinds, "")


def _offer(sentence: str, match: re.Match[str], given: Amount, after: bool) -> Offer:
    kind = next(kind for kind in _KINDS if match[kind])
    begin = match.start("how") if match["how"] else match.start("many") if match["many"] else match.start("n")
    end = match.end() if after else match.start(kind)
    stated = sentence[begin:end]
    # What follows the number belongs to it up to the next clause.
    amount_end = (match.end("many") if match["many"] else match.end("n")) - begin
    if stop := _STOPS.search(stated, amount_end):
        stated = stated[: stop.start()]
    stated = stated.strip(" ,.;:")
    row = {"kind": kind, **given.as_parts(), "stated": stated}
    return Offer("harm", row, in_words(row), "numbers in the sentence", begin, begin + len(stated))


def in_words(row: Mapping[str, object]) -> str:
    """A row of harm in a few words: `at least 4 killed`."""
    count = row.get("count", "")
    low, best, high = row.get("low"), row.get("best"), row.get("high")
    if count == "some":
        number = "some"
    elif count == "none":
        number = "none"
    elif low is not None and high is not None and low != high:
        number = f"{low}-{high}"
    elif count in ("at least", "at most", "about"):
        number = f"{count} {next((n for n in (low, best, high) if n is not None), '')}"
    else:
        number = str(next((n for n in (best, low, high) if n is not None), ""))
    return " ".join(str(word) for word in (number, row.get("who", ""), row.get("kind", "")) if word)
