"""The colours: dark, light, high contrast, and the terminal's own sixteen.

Every pair of text and background has a contrast of 4.5 at least (a test computes it), and nothing is told by colour
alone. Without colours (`NO_COLOR`) Textual takes them off, and shapes remain. The sixteen are chosen for a dark ground,
as consoles have; who has a light one sets `light`, or none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import Theme


def _variables(dim: str, head: str, cursor: str, on_cursor: str, blurred: str, rule: str, match: str) -> dict[str, str]:
    return {
        "dim": dim,
        "head": head,
        "cursor-line": cursor,
        "on-cursor-line": on_cursor,
        "blurred-line": blurred,
        "rule": rule,
        "match": match,
    }


DARK = Theme(
    name="dark",
    primary="#86b8d8",
    secondary="#a3b1bd",
    accent="#e6b673",
    warning="#f0a07a",
    error="#f28b82",
    success="#93c793",
    foreground="#d9dfe5",
    background="#12161b",
    surface="#12161b",
    panel="#1a2027",
    boost="#1a2027",
    dark=True,
    text_alpha=1.0,
    variables={
        **_variables("#9aa6b1", "#86b8d8", "#263849", "#ffffff", "#212a33", "#2c3641", "#f3c98b"),
        "scrollbar": "#3a4654",
        "scrollbar-background": "#12161b",
        "scrollbar-hover": "#55657a",
        "scrollbar-active": "#86b8d8",
        "scrollbar-background-hover": "#12161b",
        "scrollbar-background-active": "#12161b",
        "scrollbar-corner-color": "#12161b",
        "input-cursor-background": "#d9dfe5",
        "input-cursor-foreground": "#12161b",
    },
)

LIGHT = Theme(
    name="light",
    primary="#1f5f87",
    secondary="#4d5b67",
    accent="#8a4b00",
    warning="#9c3a12",
    error="#a3211b",
    success="#27662a",
    foreground="#22282e",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#efede7",
    boost="#efede7",
    dark=False,
    text_alpha=1.0,
    variables={
        **_variables("#57616b", "#1f5f87", "#d3e3ef", "#10161b", "#e9e7e0", "#d6d3ca", "#7a3f00"),
        "scrollbar": "#c3c0b6",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-hover": "#9d9a90",
        "scrollbar-active": "#1f5f87",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "scrollbar-corner-color": "#fbfaf7",
        "input-cursor-background": "#22282e",
        "input-cursor-foreground": "#fbfaf7",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#7fdbff",
    secondary="#ffffff",
    accent="#ffdc00",
    warning="#ffb347",
    error="#ff9a9a",
    success="#7dff9a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#1a1a1a",
    dark=True,
    text_alpha=1.0,
    variables={
        **_variables("#d0d0d0", "#7fdbff", "#003a8c", "#ffffff", "#303030", "#808080", "#ffdc00"),
        "scrollbar": "#ffffff",
        "scrollbar-background": "#000000",
        "scrollbar-hover": "#ffdc00",
        "scrollbar-active": "#ffdc00",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "scrollbar-corner-color": "#000000",
        "input-cursor-background": "#ffffff",
        "input-cursor-foreground": "#000000",
    },
)

ANSI = Theme(
    name="ansi",
    ansi=True,
    primary="ansi_bright_cyan",
    secondary="ansi_default",
    accent="ansi_bright_green",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        **_variables(
            "ansi_default",
            "ansi_bright_cyan",
            "ansi_blue",
            "ansi_bright_white",
            "ansi_default",
            "ansi_default",
            "ansi_bright_yellow",
        ),
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-background": "ansi_blue",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
        "scrollbar": "ansi_white",
        "scrollbar-background": "ansi_black",
    },
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT, HIGH_CONTRAST, ANSI)}

_FEW_COLOURS = frozenset({"linux", "ansi", "vt100", "vt102", "vt220", "xterm", "xterm-16color", "screen", "rxvt"})


def choose(setting: str, environment: Mapping[str, str] | None = None) -> str:
    """The name of the theme for a terminal.

    Args:
        setting: What the user set; `auto` looks at the terminal.
        environment: The environment to look at, this process's by default.
    """
    if setting in THEMES:
        return setting
    found = os.environ if environment is None else environment
    few = found.get("TERM", "") in _FEW_COLOURS and not found.get("COLORTERM")
    return "ansi" if few else "dark"


def after(name: str) -> str:
    """The theme that follows another, round and round."""
    names = list(THEMES)
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
