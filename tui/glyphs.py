"""The few signs that the screens draw, in two columns: for Unicode terminals, and for those that only have ASCII.

Chosen once at the start. No sign here is of ambiguous width, and none is an emoji; each comes with a word or a place
that says the same, so that none has to be seen in colour.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

GlyphChoice = Literal["auto", "unicode", "ascii"]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One column of the table. Every sign but the ellipsis, the arrows and the bars is one cell wide."""

    cursor: str
    selected: str
    unread: str
    missing: str
    prompt: str
    ellipsis: str
    dot: str
    rule: str
    upright: str
    on: str
    off: str
    some: str
    control: str
    caret: str
    tag: str
    bar: str
    up: str
    down: str
    tick: str
    copies: str


UNICODE = Glyphs(
    cursor="▌",
    selected="✓",
    unread="•",
    missing="✗",
    prompt="❯",
    ellipsis="…",
    dot="·",
    rule="─",
    upright="│",
    on="[✓]",
    off="[ ]",
    some="[-]",
    control="\N{REPLACEMENT CHARACTER}",
    caret="▲",
    tag="#",
    bar="━",
    up="↑",
    down="↓",
    tick="▐",
    copies="≣",
)

ASCII = Glyphs(
    cursor=">",
    selected="+",
    unread="*",
    missing="!",
    prompt=">",
    ellipsis="...",
    dot="-",
    rule="-",
    upright="|",
    on="[x]",
    off="[ ]",
    some="[-]",
    control="?",
    caret="^",
    tag="#",
    bar="=",
    up="up",
    down="down",
    tick="<",
    copies="=",
)


def choose(choice: GlyphChoice = "auto", environment: Mapping[str, str] | None = None) -> Glyphs:
    """The column that fits a terminal.

    Args:
        choice: What the settings say; `auto` looks at the terminal and the locale.
        environment: The environment to look at, this process's by default.
    """
    if choice != "auto":
        return UNICODE if choice == "unicode" else ASCII
    found = os.environ if environment is None else environment
    if found.get("TERM") == "linux":
        return ASCII
    named = found.get("LC_ALL") or found.get("LC_CTYPE") or found.get("LANG") or ""
    if named in {"C", "POSIX"}:
        return ASCII
    encoding = named.partition(".")[2] or locale.getpreferredencoding(False)
    return UNICODE if "utf" in encoding.lower() else ASCII
