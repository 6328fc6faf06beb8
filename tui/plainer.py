"""Signs that a terminal without a large font cannot show, drawn with those of ASCII; letters of texts stay letters."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("─━═╌┄▔▁", "-"),
        **dict.fromkeys("│┃║▏▕", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰", "+"),
        **dict.fromkeys("▂▃▄▅▆▇█▀▊▎▌▐", "#"),
        **dict.fromkeys("‘’‚‹›", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("·•", "*"),
        "…": ".",
        "×": "x",
        "✓": "+",
        "✗": "!",
        "❯": ">",
        "→": ">",
        "←": "<",
        "▶": ">",
        "▲": "^",
        "▼": "v",
        "\u00a0": " ",
    }
)
"""Signs of one cell, and what stands for each, of one cell too."""


class PlainSigns(LineFilter):
    """Draws borders, rules, scrollbars and punctuation with ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The line with every sign that has one replaced by its plain one."""
        if all(text.isascii() for text, _, _ in segments):
            return segments
        return [Segment(text.translate(_SIGNS), style, control) for text, style, control in segments]
