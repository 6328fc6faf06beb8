"""The list of records: a line each, with heads between groups, drawn by line over ids.

It asks for as many lines as it shows; what they hold is decided by whoever hands it the ids.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from corpus.archive import Archive
from corpus.article import Row
from corpus.records.record import RecordRow
from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.records.listing import Key
from tui.widgets.drawing import segment
from tui.widgets.line_list import LineList

DATE = 13
STATUS = 18
AHEAD = 60
NARROW = 56
"""Below so many cells a column takes room only where it says something."""


class RecordList(LineList):
    """Records, one a line."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.RECORD_LIST)]

    def __init__(self, archive: Archive, glyphs: Glyphs) -> None:
        super().__init__(id="records")
        self._archive = archive
        self._glyphs = glyphs
        self._keys: Sequence[Key] = ()
        self._heads: Mapping[int, str] = {}
        self._lines: list[tuple[int, str]] = []
        self._known: dict[Key, RecordRow | Row] = {}

    def show(self, keys: Sequence[Key], heads: Mapping[int, str], current: Key = "") -> None:
        """Show other records, with the cursor on one of them."""
        self._keys, self._heads = keys, heads
        self._known.clear()
        self._lines = []
        if heads:
            for at in range(len(keys)):
                if at in heads:
                    self._lines.append((-1, heads[at]))
                self._lines.append((at, ""))
        at = keys.index(current) if current in keys else 0
        if heads:
            at = next((i for i, (key, _) in enumerate(self._lines) if key == at), 0)
        self.lines_changed(at)
        if at <= 1:
            self.scroll_to(y=0, animate=False)  # with the head above the first

    def forget(self) -> None:
        """Look up again what is shown."""
        self._known.clear()
        self.redraw()

    def on_resize(self) -> None:
        """Keep the cursor in sight, and the head above the first record with it."""
        super().on_resize()
        if self._at(self.cursor) == 0:
            self.scroll_to(y=0, animate=False)

    @property
    def keys_shown(self) -> Sequence[Key]:
        """The records of the list."""
        return self._keys

    @property
    def current(self) -> Key:
        """The record under the cursor; "" for none."""
        at = self._at(self.cursor)
        return self._keys[at] if 0 <= at < len(self._keys) else ""

    @property
    def position(self) -> int:
        """Which record the cursor stands on, from 1; 0 for none."""
        return self._at(self.cursor) + 1

    def _at(self, line: int) -> int:
        if not self._lines:
            return line
        return self._lines[line][0] if 0 <= line < len(self._lines) else -1

    def line_count(self) -> int:
        """How many lines there are, heads too."""
        return len(self._lines) or len(self._keys)

    def can_stand_on(self, index: int) -> bool:
        """The cursor passes over heads."""
        return self._at(index) >= 0

    def line_key(self, index: int) -> Hashable:
        """What a line is about."""
        at = self._at(index)
        return self._keys[at] if at >= 0 else self._lines[index][1]

    def _row(self, index: int) -> RecordRow | Row | None:
        """The row of a line; those around it are looked up with it."""
        at = self._at(index)
        key = self._keys[at]
        if key not in self._known:
            if len(self._known) > 2000:
                self._known.clear()
            around = self._keys[max(0, at - AHEAD) : at + AHEAD]
            records = [each for each in around if isinstance(each, str)]
            numbers = [each for each in around if isinstance(each, int)]
            if records:
                self._known |= {row.id: row for row in self._archive.records.rows(records)}
            if numbers:
                self._known |= {row.n: row for row in self._archive.articles.rows(numbers)}
        return self._known.get(key)

    def draw(self, index: int, width: int, base: Style) -> list[Segment]:
        """A head, or a record in columns."""
        at = self._at(index)
        if at < 0:
            return [segment(" " + self._lines[index][1], width, base + self.part("list--head"), self._glyphs.ellipsis)]
        row = self._row(index)
        mark = self._glyphs.cursor if index == self.cursor else " "
        front = Segment(mark + " ", base + self.part("list--accent"))
        if row is None:
            return [front, segment("(taken away)", width - 2, base + self.part("list--dim"))]
        if isinstance(row, RecordRow):
            return [front, *self._record(row, width - 2, base)]
        return [front, *self._article(row, width - 2, base)]

    def _record(self, row: RecordRow, width: int, base: Style) -> list[Segment]:
        dim, fit = base + self.part("list--dim"), self._fit
        facts = row.facts
        columns: list[tuple[str, int]] = []
        match row.kind:
            case "incident":
                first, last = str(facts.get("date.edtf", "")), str(facts.get("status", ""))
                if width >= 90:
                    columns.append((str(facts.get("sub_event") or facts.get("event") or ""), 24))
                scope = str(facts.get("scope", ""))
                last = scope if scope not in ("single", "") and width < 60 else last
            case "actor":
                first, last = str(facts.get("type", "")), str(facts.get("kind", ""))
            case "place":
                first, last = str(facts.get("kind", "")), str(facts.get("country", ""))
            case "passage":
                first, last = "", row.ref
            case _:
                first, last = "", str(facts.get("as", ""))
        if width >= NARROW or last:
            columns.append((last, min(STATUS, width // 3)))
        used = sum(size + 2 for _, size in columns) + (DATE + 1 if first else 0)
        return [
            *([fit(first, DATE, dim), Segment(" ", base)] if first else []),
            fit(row.label or "(no title)", max(6, width - used), base),
            *(each for text, size in columns for each in (Segment("  ", base), fit(text, size, dim))),
        ]

    def _article(self, row: Row, width: int, base: Style) -> list[Segment]:
        dim = base + self.part("list--dim")
        return [
            self._fit(row.published or "undated", DATE, dim),
            Segment(" ", base),
            self._fit(row.title, max(6, width - DATE - 1 - STATUS - 2), base),
            Segment("  ", base),
            self._fit(row.outlet or row.credit, STATUS, dim),
        ]

    @property
    def _fit(self) -> Callable[[str, int, Style], Segment]:
        ellipsis = self._glyphs.ellipsis
        return lambda text, width, style: segment(text, width, style, ellipsis)
