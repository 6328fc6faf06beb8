"""What right-to-left text needs so that it does not turn its neighbours round.

Text stays in logical order. Each cell of a list and each line of an article that holds right-to-left letters is
isolated, with a left-to-right mark at its edge; all of these marks have no width. A terminal that reorders by itself
then reorders within them; for one that does not, the `app` does it (`tui.reordering`). Where text is put on the screen
is decided by the widgets.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping

LRI, RLI, FSI, PDI, LRM = "\u2066", "\u2067", "\u2068", "\u2069", "\u200e"

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
FIRST_LETTERS = 200
"""How far into a paragraph its direction is looked for, in characters."""
_LEFT_TO_RIGHT_PART = r"https?://\S+|www\.\S+|\d{4}-\d\d(?:-\d\d)?(?:/\d{4}-\d\d(?:-\d\d)?)?|\ba-[0-9a-f]{8,20}\b"
"""Addresses, dates and ids: their parts would change places in a right-to-left line."""

_REORDER_NOTHING = ("linux", "alacritty", "foot", "rxvt", "st-", "vt1", "vt2")
"""How terminals that show letters as they come begin to name themselves."""


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


def left_to_right_parts(text: str) -> list[tuple[int, int]]:
    """The parts of a right-to-left line that keep the order of their letters, as (start, end)."""
    return [match.span() for match in re.finditer(_LEFT_TO_RIGHT_PART, text)]


def who_reorders(setting: str, environment: Mapping[str, str] | None = None) -> str:
    """Who puts right-to-left text in order: the `terminal`, this `app`, or nobody (`off`).

    Args:
        setting: What the user set; `auto` looks at the terminal.
        environment: The environment to look at, this process's by default.
    """
    if setting != "auto":
        return setting
    term = (os.environ if environment is None else environment).get("TERM", "")
    return "app" if term.startswith(_REORDER_NOTHING) else "terminal"
