"""What of a text a query marks: words in all the forms that were looked for, and phrases only where they stand.

Works on any text with the one analysis, so that the reader, snippets and titles agree with what was found.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from index.answers.nearness import rows, windows
from index.words.analysis import Token, tokens, words

_SHORT = 3_000


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that were looked for together; one word, or several in a row or near each other.

    Attributes:
        fields: Where they were looked for.
        words: The words, in order.
        slop: None: one after the other; else near each other in any order.
        is_open: Whether the last one is only the beginning of a word.
        term: Which part of the query this is for; all forms of one word are for one.
    """

    fields: tuple[str, ...]
    words: tuple[str, ...]
    slop: int | None
    is_open: bool
    term: int = 0


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is looked for in one field, sorted by how it is found; single words with their terms."""

    words: dict[str, int] = field(default_factory=dict)
    beginnings: list[tuple[str, int]] = field(default_factory=list)
    together: list[Sought] = field(default_factory=list)


class Marks:
    """What a query marks.

    Args:
        sought: What was looked for and not negated.
    """

    def __init__(self, sought: tuple[Sought, ...] = ()) -> None:
        self.sought = sought
        self._terms: dict[str, _Terms] = {}

    def _sorted(self, name: str) -> _Terms:
        terms = _Terms()
        for each in self.sought:
            if name not in each.fields:
                continue
            if len(each.words) > 1:
                terms.together.append(each)
            elif each.is_open:
                terms.beginnings.append((each.words[0], each.term))
            else:
                terms.words.setdefault(each.words[0], each.term)
        return terms

    def terms(self, field: str = "body") -> int:
        """How many parts of the query look into a field."""
        return len({each.term for each in self.sought if field in each.fields})

    def spans(self, text: str, field: str = "body") -> list[tuple[int, int]]:
        """Everything to mark in a text, as (start, end), in order and without overlaps.

        Args:
            text: A whole body, or a whole title.
            field: Which of the two, "body" or "title".
        """
        merged: list[tuple[int, int]] = []
        for start, end, _ in sorted(self.found(text, field)):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    @staticmethod
    def _may_hold(text: str, terms: _Terms) -> bool:
        """Whether a text holds any word that matters; much quicker than finding where."""
        if not (terms.words or terms.beginnings or terms.together):
            return False
        if len(text) < _SHORT or terms.beginnings or any(each.is_open for each in terms.together):
            return True
        whole, joined = words(text)
        here = {*whole, *(word for _, word in joined)}
        return not here.isdisjoint(terms.words) or any(here.issuperset(each.words) for each in terms.together)

    def found(self, text: str, field: str = "body") -> list[tuple[int, int, int]]:
        """The same before merging, as (start, end, term)."""
        if field not in self._terms:
            self._terms[field] = self._sorted(field)
        terms = self._terms[field]
        if not self._may_hold(text, terms):
            return []
        found = []
        wanted = {word for each in terms.together for word in each.words}
        open_ends = tuple(each.words[-1] for each in terms.together if each.is_open)
        kept: list[Token] = []
        for token in tokens(text):
            word, _, start, end = token
            if word in terms.words:
                found.append((start, end, terms.words[word]))
            for beginning, term in terms.beginnings:
                if word.startswith(beginning):
                    found.append((start, end, term))
            if word in wanted or (open_ends and word.startswith(open_ends)):
                kept.append(token)
        for each in terms.together:
            found += [(start, end, each.term) for start, end in _together(each, kept)]
        return found


def _together(sought: Sought, kept: list[Token]) -> list[tuple[int, int]]:
    """Where words stand that were looked for together: a row as a whole, words near each other one by one."""
    by_word: defaultdict[str, list[Token]] = defaultdict(list)
    last = sought.words[-1] if sought.is_open else None
    for token in kept:
        by_word[token[0]].append(token)
    slots = [by_word[word] for word in sought.words]
    if last is not None:
        slots[-1] = [token for token in kept if token[0].startswith(last)]
    if not all(slots):
        return []
    positions = [[place for _, place, _, _ in slot] for slot in slots]
    if sought.slop is None:
        starts = {place: start for _, place, start, _ in reversed(slots[0])}
        ends = {place: end for _, place, _, end in slots[-1]}
        return [(starts[place], ends[place + len(slots) - 1]) for place in rows(positions)]
    found = set()
    for first, behind in windows(sought.words, positions, sought.slop):
        found |= {(start, end) for slot in slots for _, place, start, end in slot if first <= place <= behind}
    return sorted(found)
