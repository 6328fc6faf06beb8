"""Long text cut into lines of a width, with the place of each line in the text kept exactly.

Pure: strings and numbers. Wrapping a megabyte takes some milliseconds where every character is one cell wide, which is
told from the whole paragraph at once; only other paragraphs are measured word by word.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from rich.cells import cell_len, chop_cells

_WORD = re.compile(r"\S+")
EVEN = (
    "[ -~\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u052f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
    "\u0660-\u066c\u06cc\u2010-\u2015\u2018-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
"""Characters that take one cell in every terminal, and stand for themselves."""


@cache
def _even() -> re.Pattern[str]:
    """A pattern of such characters, made when the first text needs it."""
    return re.compile(EVEN)


@dataclass(slots=True)
class Lines:
    """Where each line of a wrapped text begins and ends, as offsets into it.

    The space or newline at a line's end belongs to no line.
    """

    starts: array[int] = field(default_factory=lambda: array("L"))
    ends: array[int] = field(default_factory=lambda: array("L"))

    def __len__(self) -> int:
        return len(self.starts)

    def add(self, start: int, end: int) -> None:
        """Add one line."""
        self.starts.append(start)
        self.ends.append(end)

    def line_of(self, offset: int) -> int:
        """The line that an offset falls on; the one before it where it falls between two."""
        return max(0, bisect_right(self.starts, offset) - 1)


def wrap(text: str, width: int, start: int = 0, end: int | None = None, into: Lines | None = None) -> Lines:
    """Cut a text into lines, paragraph by paragraph (a newline ends one).

    Args:
        text: Any printable text.
        width: The widest that a line may be, in cells, 1 at least.
        start: Where to begin in the text.
        end: Where to stop.
        into: Lines to add to.
    """
    lines = Lines() if into is None else into
    width = max(1, width)
    stop = len(text) if end is None else end
    at = start
    while at <= stop:
        newline = text.find("\n", at, stop)
        last = stop if newline < 0 else newline
        if last - at <= width and text[at:last].isascii():
            lines.add(at, last)
        else:
            paragraph = text[at:last]
            if paragraph.isascii() or _even().fullmatch(paragraph):
                _wrap_even(text, at, last, width, lines)
            else:
                _wrap_measured(text, at, last, width, lines)
        if newline < 0:
            break
        at = newline + 1
    return lines


def _wrap_even(text: str, start: int, end: int, width: int, lines: Lines) -> None:
    """Wrap a paragraph of which every character takes one cell."""
    at = start
    while end - at > width:
        space = text.rfind(" ", at, at + width + 1)
        if space <= at:
            lines.add(at, at + width)
            at += width
            continue
        line_end = space
        while line_end > at and text[line_end - 1] == " ":
            line_end -= 1
        lines.add(at, line_end if line_end > at else space)
        at = space + 1
    lines.add(at, end)


def _wrap_measured(text: str, start: int, end: int, width: int, lines: Lines) -> None:
    """Wrap a paragraph by the width of its words; a word wider than a line is cut between its letters."""
    line_start, line_end, used = start, start, 0
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        gap = cell_len(text[line_end:first])
        wide = cell_len(text[first:last])
        if used + gap + wide <= width:
            used += gap + wide
            line_end = last
            continue
        if line_end > line_start:
            lines.add(line_start, line_end)
        line_start = first
        if wide > width:
            line_start = first = _cut_word(text, first, last, width, lines)
            wide = cell_len(text[first:last])
        line_end, used = last, wide
    lines.add(line_start, max(line_end, line_start))


def _cut_word(text: str, first: int, last: int, width: int, lines: Lines) -> int:
    """Cut a word into lines until its rest fits on one; gives where the rest begins.

    It is measured piece by piece, so that a script without spaces, or ten megabytes without any, cost what they hold.
    """
    while True:
        window = text[first : min(last, first + 2 * width + 16)]
        if cell_len(window) <= width:
            if first + len(window) == last:
                return first
            piece = window
        else:
            piece = chop_cells(window, width)[0] or window[:1]
            # A joiner at the cut may give the piece a width that its parts did not have.
            while len(piece) > 1 and cell_len(piece) > width:
                piece = piece[:-1]
        lines.add(first, first + len(piece))
        first += len(piece)
