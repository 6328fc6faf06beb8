"""How like two words are, in letters. Plain words, no index."""

from __future__ import annotations

import re


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
