"""Words of the archive that are like a word: a letter or two changed, left out, put in, or swapped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.schema import SCORED
from index.segment import Snapshot

_CHECK_EVERY = 256


def similar(
    snapshot: Snapshot,
    word: str,
    edits: int,
    fields: Sequence[str] = SCORED,
    check: Callable[[], None] = lambda: None,
) -> list[str]:
    """The words of the index at most so many edits from a word, the nearest first.

    Args:
        snapshot: The index.
        word: A folded word.
        edits: How many letters may be changed, left out, put in, or swapped with the next; each is one.
        fields: Where to look.
        check: Called now and then; may raise to stop.
    """
    lengths = range(len(word) - edits, len(word) + edits + 1)
    if set(fields) <= set(SCORED):
        of_texts = snapshot.vocabulary()
        near = (each for length in lengths for each in candidates(of_texts.get(length, ""), word, edits))
    else:
        held = {each for view in snapshot.views for field in fields for each in view.segment.words(field)}
        near = (each for each in held if len(each) in lengths)
    found = []
    for i, each in enumerate(near):
        if i % _CHECK_EVERY == 0:
            check()
        steps = distance(word, each, edits)
        if steps <= edits and snapshot.holds(each, fields):
            found.append((steps, each))
    return [each for _, each in sorted(found)]


def candidates(lines: str, word: str, edits: int) -> list[str]:
    """The words, one a line, that hold at most so many letters that the word does not."""
    letters = re.escape("".join(sorted(set(word))))
    other = f"[^\n{letters}][{letters}]*+"
    return re.findall(f"(?m)^[{letters}]*+(?:{other}){{0,{edits}}}$", lines)


def distance(a: str, b: str, most: int) -> int:
    """How many edits lead from one word to the other; `most` + 1 if they are more. A swap of neighbours is one."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = above[j - 1] if x == y else 1 + min(above[j - 1], above[j], row[j - 1])
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > most and min(above) > most:
            return most + 1
        before, above = above, row
    return min(above[-1], most + 1)
