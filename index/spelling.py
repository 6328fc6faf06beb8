"""Words of the archive that are like a word: a letter or two changed, left out, put in, or swapped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.likeness import candidates, distance
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
