"""The known actors and places that a sentence names.

Whole names only, the longest first: without regard to case and signs, then in other spellings and scripts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from corpus.store.record_tables import fold_name
from corpus.suggest.offer import Offer
from corpus.suggest.variants import NameBook, phrases

LONGEST = 8
"""Of how many words a name may be."""

_WORD = re.compile(r"[^\W_](?:[\w’'‘`-]*[^\W_])?")
_HOW = (
    (
        re.compile(r"\b(?:near|close to|outside|south of|north of|east of|west of|قرب)\s+(?:the\s+)?$", re.IGNORECASE),
        "near",
    ),
    (re.compile(r"\b(?:along|on)\s+(?:the\s+)?$", re.IGNORECASE), "along"),
    (re.compile(r"\b(?:at|checkpoint of)\s+(?:the\s+)?$", re.IGNORECASE), "at"),
    (re.compile(r"\b(?:in|inside|of|في)\s+(?:the\s+)?$", re.IGNORECASE), "in"),
)


class Owned(Protocol):
    """A name that is somebody's."""

    @property
    def record(self) -> str:
        """The record."""

    @property
    def kind(self) -> str:
        """`actor` or `place`."""


class Named(Owned, Protocol):
    """A record with a name."""

    @property
    def folded(self) -> str:
        """The name, folded."""


def names(
    sentence: str, look_up: Callable[[Sequence[str]], Sequence[Named]], book: NameBook | None = None
) -> list[Offer]:
    """The actors and places that a sentence names, in the order of its words.

    Args:
        sentence: A sentence.
        look_up: Gives the records that have any of some folded names.
        book: Knows names in other spellings.
    """
    words = [match.span() for match in _WORD.finditer(sentence)]
    grams: dict[str, list[tuple[int, int]]] = {}
    for i, (start, _) in enumerate(words):
        for _, end in words[i : i + LONGEST]:
            grams.setdefault(fold_name(sentence[start:end]), []).append((start, end))
    spans = [(span, each) for each in look_up(list(grams)) for span in grams.get(each.folded, ())]
    offers: list[Offer] = []
    taken: list[tuple[int, int]] = []
    seen: set[str] = set()
    for (start, end), each in sorted(spans, key=lambda found: (found[0][0] - found[0][1], found[0], found[1].record)):
        if each.record in seen or any(a < end and start < b and (a, b) != (start, end) for a, b in taken):
            continue
        seen.add(each.record)
        taken.append((start, end))
        offers.append(_offer(sentence, start, end, each, f"‘{sentence[start:end]}’ is a name of it"))
    if book is not None:
        for start, end in phrases(sentence):
            if any(a < end and start < b for a, b in taken):
                continue
            alike = {like.known.record: like for like in book.like(sentence[start:end])}
            if len(alike) == 1 and not seen.issuperset(alike):
                like = next(iter(alike.values()))
                seen.add(like.known.record)
                taken.append((start, end))
                why = f"‘{like.words}’ is a spelling of {like.known.text}: {like.why}"
                offers.append(_offer(sentence, start, end, like.known, why))
    return sorted(offers, key=lambda each: each.start)


def _offer(sentence: str, start: int, end: int, each: Owned, why: str) -> Offer:
    words = sentence[start:end]
    if each.kind == "actor":
        return Offer("actors", {"actor": each.record}, words, why, start, end)
    before = sentence[:start]
    how = next((word for pattern, word in _HOW if pattern.search(before)), "at")
    return Offer("places", {"place": each.record, "how": how}, f"{words}, {how}", why, start, end)
