"""Small helpers for widgets that draw their own lines: text cut and padded to a number of cells, never markup.

Everything that comes from an archive passes through here on its way to the screen, and is made printable.
"""

from __future__ import annotations

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style

from corpus.text import printable
from tui.bidi import has_rtl, isolated


def fitted(text: str, width: int, ellipsis: str = "…", *, right: bool = False) -> str:
    """One line of text in exactly so many cells: cut with an ellipsis, or padded with spaces.

    Args:
        text: Any text; what could move a cursor is made visible.
        width: How many cells, 0 for none at all.
        ellipsis: What stands for the part that was cut.
        right: Whether the text stands at the right end.
    """
    if width <= 0:
        return ""
    text = printable(text)
    length = len(text) if text.isascii() else cell_len(text)
    if length > width:
        room = width - cell_len(ellipsis)
        text = set_cell_size(ellipsis, width) if room <= 0 else _cut(text, room) + ellipsis
        length = cell_len(text)
    padding = " " * (width - length)
    shown = isolated(text) if has_rtl(text) else text
    return padding + shown if right else shown + padding


def _cut(text: str, width: int) -> str:
    if text.isascii():
        return text[:width]
    pieces = chop_cells(text[: width * 4], width)
    return pieces[0] if pieces else ""


def segment(text: str, width: int, style: Style, ellipsis: str = "…", *, right: bool = False) -> Segment:
    """One fitted piece of a line."""
    return Segment(fitted(text, width, ellipsis, right=right), style)


def date_text(published: str, unknown: str = "undated") -> str:
    """A publication date as lists show it."""
    return published or unknown
