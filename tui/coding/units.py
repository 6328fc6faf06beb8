"""The sentences of an article one by one, and the words of one of them that are quoted.

Pure: offsets into the title or the body, as passages keep them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.coding.wrong import TypedWrong
from tui.passages import sentences

_WORD = re.compile(r"\S+")
_ENDS = ".,;:!?…،؛؟"


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of an article: `part` is `title` or `text`."""

    part: str
    start: int
    end: int


def units_of(title: str, body: str) -> list[Unit]:
    """The title, then every sentence of the body."""
    found = [Unit("title", 0, len(title))] if title.strip() else []
    at = 0
    while at < len(body):
        newline = body.find("\n", at)
        end = len(body) if newline < 0 else newline
        found += [Unit("text", *span) for span in sentences(body, at, end)]
        at = end + 1
    return found


def narrowed(text: str, unit: Unit, typed: str) -> Unit:
    """The words of a unit from the first that begins as typed up to the last that does: `four..personnel`.

    Either side may be left out; what is typed before `..` may be the beginning of several words.

    Raises:
        TypedWrong: The unit has no such words.
    """
    first, dots, last = typed.partition("..")
    begin, end = unit.start, unit.end
    if first.strip():
        begin = _find(text, first.strip(), unit.start, unit.end, 0)
    if last.strip():
        at = _find(text, last.strip(), begin, unit.end, len(first) + 2)
        end = _word_end(text, at + len(last.strip()), unit.end)
    elif first.strip() and not dots:
        end = _word_end(text, begin + len(first.strip()), unit.end)
    end = _trimmed(text, begin, end) if dots or first.strip() else end
    return Unit(unit.part, begin, end)


def moved(text: str, unit: Unit, within: Unit, edge: int, step: int) -> Unit:
    """The quote with one of its edges a word further on or back.

    Args:
        text: The title or the body.
        unit: The quote.
        within: The sentence that it stays in.
        edge: -1 for where it begins, 1 for where it ends.
        step: -1 for a word back, 1 for a word on.
    """
    words = [match.span() for match in _WORD.finditer(text, within.start, within.end)]
    if edge < 0:
        starts = [start for start, _ in words if start < unit.end]
        at = max((i for i, start in enumerate(starts) if start <= unit.start), default=0)
        return Unit(unit.part, starts[min(max(at + step, 0), len(starts) - 1)], unit.end)
    ends = [end for _, end in words if end > unit.start]
    at = min((i for i, end in enumerate(ends) if end >= unit.end), default=len(ends) - 1)
    at = min(max(at + step, 0), len(ends) - 1)
    end = ends[at] if at == len(ends) - 1 and step > 0 else _trimmed(text, unit.start, ends[at])
    return Unit(unit.part, unit.start, end)


def _find(text: str, typed: str, start: int, end: int, column: int) -> int:
    """Where a word begins so; capitals count for nothing."""
    found = re.compile(rf"(?<!\w){re.escape(typed)}", re.IGNORECASE).search(text, start, end)
    if found is None:
        raise TypedWrong(column, f"the sentence has nothing that begins with {typed}", "Type the words as they stand.")
    return found.start()


def _word_end(text: str, at: int, end: int) -> int:
    while at < end and not text[at].isspace():
        at += 1
    return at


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in _ENDS:
        end -= 1
    return end
