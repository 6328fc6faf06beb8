"""The text of the article that is being coded: the current sentence lit, the quote in it, what is taken already.

It shows what it is told; which sentence that is, the coding session knows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Region

from tui.bidi import is_rtl
from tui.coding.units import Unit
from tui.widgets.document import Document, plain
from tui.widgets.text_view import TextView

ABOVE = 2
"""How many lines are kept above the current sentence."""

Spans = list[tuple[int, int, str]]


class CodedText(TextView, can_focus=False, inherit_bindings=False):
    """An article, sentence by sentence."""

    BINDINGS: ClassVar[list[BindingType]] = []

    COMPONENT_CLASSES: ClassVar[set[str]] = {"text--sentence", "text--passage"}

    DEFAULT_CSS = """
    CodedText > .text--sentence { background: $blurred-line; }
    CodedText > .text--passage { color: $accent; }
    CodedText:nocolor > .text--passage { text-style: underline; }
    CodedText:nocolor > .text--sentence { text-style: bold; }
    """

    def __init__(self, *, measure: int, isolate: bool) -> None:
        super().__init__(measure=measure, isolate=isolate, id="coded-text")
        self._marked: Spans = []
        self._passages: Spans = []
        self._taken: list[Unit] = []
        self._lit = (0, 0)
        self._shifts: dict[str, int] = {}

    @property
    def is_rtl(self) -> bool:
        """Whether the article reads from right to left."""
        at = self._shifts.get("text", -1)
        return at >= 0 and is_rtl(self._document.text[at : at + 200].lstrip())

    def show(self, title: str, body: str) -> None:
        """Show another article."""
        document = plain([("title", title.replace("\n", " ")), ("blank", ""), ("body", body)])
        self._shifts = {"title": 0, "text": document.blocks[2].start}
        self._marked, self._passages, self._taken, self._lit = [], [], [], (0, 0)
        self.set_document(document)

    def light(self, unit: Unit | None, quote: Unit | None, taken: Sequence[Unit]) -> None:
        """Light the current sentence, the words of it that are quoted, and mark what passages have."""
        if list(taken) != self._taken:
            self._taken = list(taken)
            self._passages = layered([(*self._place(each), "text--passage") for each in taken])
            self.refresh()
        lit = [(*self._place(each), name) for each, name in ((unit, "text--sentence"), (quote, "text--picked")) if each]
        for start, end in (self._lit, *[span[:2] for span in lit]):
            self._draw_again(start, end)
        self._marked = over(self._passages, lit)
        self._lit = (min(span[0] for span in lit), max(span[1] for span in lit)) if lit else (0, 0)
        if unit is not None:
            self._bring_in_sight(*self._place(unit))

    def _draw_again(self, start: int, end: int) -> None:
        """Draw only the rows of some words again: the rest of a long text stays as it is."""
        if start < end:
            first, last = self._lines.line_of(start), self._lines.line_of(end - 1)
            top = round(self.scroll_offset.y)
            self.refresh(Region(0, first - top, self.size.width, last - first + 1))

    def _place(self, unit: Unit) -> tuple[int, int]:
        shift = self._shifts.get(unit.part, 0)
        return unit.start + shift, unit.end + shift

    def _bring_in_sight(self, start: int, end: int) -> None:
        first, last = self._lines.line_of(start), self._lines.line_of(max(start, end - 1))
        top = round(self.scroll_target_y)
        if first < top or last >= top + self.page_size:
            self.scroll_to(y=max(0, first - ABOVE), animate=False)

    def spans(self) -> Sequence[tuple[int, int, str]]:
        """What is lit and marked in sight, in order."""
        last = round(self.scroll_target_y) + self.page_size
        end = self._lines.ends[last] if last < len(self._lines) else len(self._document.text)
        first = bisect_left(self._marked, (self.top_offset, 0, ""))
        return self._marked[max(0, first - 1) : bisect_left(self._marked, (end, 0, ""))]

    def on_resize(self) -> None:
        """Wrap again, with the current sentence in sight."""
        super().on_resize()
        lit = [span for span in self._marked if "text--sentence" in span[2] or "text--picked" in span[2]]
        if lit:
            self._bring_in_sight(lit[0][0], lit[-1][1])

    @property
    def document(self) -> Document:
        """What is shown."""
        return self._document


def over(below: Spans, spans: Sequence[tuple[int, int, str]]) -> Spans:
    """Layered spans with a few more laid over them: only those that meet are cut anew."""
    if not spans:
        return list(below)
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    first = max(0, bisect_left(below, (start, 0, "")) - 1)
    last = bisect_left(below, (end, 0, ""))
    return [*below[:first], *layered([*below[first:last], *spans]), *below[last:]]


def layered(spans: Sequence[tuple[int, int, str]]) -> Spans:
    """Spans that may lie over one another as spans that do not; where several are, all their names hold, in order."""
    changes: dict[int, list[tuple[int, bool]]] = {}
    for at, (start, end, _) in enumerate(spans):
        if start < end:
            changes.setdefault(start, []).append((at, True))
            changes.setdefault(end, []).append((at, False))
    found: Spans = []
    here: set[int] = set()
    edges = sorted(changes)
    for start, end in pairwise(edges):
        for at, begins in changes[start]:
            (here.add if begins else here.discard)(at)
        if here:
            found.append((start, end, " ".join(dict.fromkeys(spans[at][2] for at in sorted(here)))))
    return found
