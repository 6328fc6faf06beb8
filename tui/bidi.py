"""What right-to-left text needs so that it does not turn its neighbours round.

Text stays in logical order; a terminal that reorders does so by itself. It reorders whole screen lines though, so each
cell of a list and each line of an article that holds right-to-left letters is isolated: FSI … PDI, and a left-to-right
mark at its edge. All of these have no width. Where text is put on the screen is decided by the widgets.
"""

from __future__ import annotations

import re
import unicodedata

FSI, PDI, LRM = "\u2068", "\u2069", "\u200e"

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
FIRST_LETTERS = 200
"""How far into a paragraph its direction is looked for, in characters."""


def has_rtl(text: str) -> bool:
    """Whether any letter of the text is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def is_rtl(text: str) -> bool:
    """Whether a paragraph reads from right to left: its first letter that has a direction says so."""
    if text.isascii():
        return False
    for char in text[:FIRST_LETTERS]:
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def isolated(text: str) -> str:
    """The text so that it turns nothing but itself round."""
    return f"{FSI}{text}{PDI}{LRM}" if has_rtl(text) else text
