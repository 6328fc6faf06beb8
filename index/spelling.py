"""Words of the archive that are like a word: a letter or two changed, left out, put in, or swapped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.schema import SCORED
from index.segment import Snapshot


def similar(snapshot: Snapshot, word: str, edits: int, fields: Iterable[str] = SCORED) -> list[str]:
    """The words of the index at most so many edits from a word, the nearest first.

    Args:
        snapshot: The index.
        word: A folded word.
        edits: How many letters may be changed, left out, put in, or swapped with the next; each is one.
        fields: Where to look.
    """
    found: dict[str, int] = {}
    of_text = set(fields) & set(SCORED)
    if of_text:
        for length in range(len(word) - edits, len(word) + edits + 1):
            for candidate in candidates(snapshot.vocabulary().get(length, ""), word, edits):
                found[candidate] = distance(word, candidate, edits)
        present = {w for w in found if any(v.segment.postings(f, w) for v in snapshot.views for f in of_text)}
    else:
        present = {w for v in snapshot.views for f in fields for w in v.segment.words(f)}
        found = {w: distance(word, w, edits) for w in present if abs(len(w) - len(word)) <= edits}
    near = [(steps, w) for w, steps in found.items() if steps <= edits and w in present]
    return [w for _, w in sorted(near)]


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
