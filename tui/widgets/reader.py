"""The reader: one article, with the matches of the query marked and walked through.

What matches is handed in; nothing here searches, and nothing here knows where articles are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from corpus.article import Article
from tui.commands import ALL, Scope, bindings
from tui.finding import find_all
from tui.glyphs import Glyphs
from tui.widgets.document import Document, of_article, plain
from tui.widgets.text_view import TextView

CONTEXT = 4
"""How many lines are kept above a match that is moved to."""
UNMARKED = Style(underline=False, reverse=False)
PLACES_KEPT = 500
"""For how many articles the line that was read last is remembered."""


class ReaderView(TextView, inherit_bindings=False):
    """An article to read."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.READER)]

    @dataclass
    class MatchReached(Message):
        """The reader stands on a match: its number from 1, and how many there are."""

        at: int
        of: int

    def __init__(self, glyphs: Glyphs, *, measure: int = 80, isolate: bool = True, id: str | None = None) -> None:  # noqa: A002
        super().__init__(measure=measure, isolate=isolate, id=id)
        self._glyphs = glyphs
        self._matches: list[tuple[int, int]] = []
        self._spans: list[tuple[int, int, str]] = []
        self._query_matches: list[tuple[int, int]] = []
        self._ticks: tuple[object, dict[int, bool]] = (None, {})
        self._at = -1
        self._places: dict[int, int] = {}
        self.finding = ""
        self.n = 0

    @property
    def matches(self) -> Sequence[tuple[int, int]]:
        """Where the query matches, or what is being found is, as offsets into the whole document."""
        return self._matches

    @property
    def match_at(self) -> int:
        """Which match the reader stands on, from 0; -1 for none."""
        return self._at

    def show(self, article: Article, body: str) -> None:
        """Show an article, where it was left, or its beginning."""
        offset = self.top_offset
        if self.n and offset:
            self._places.pop(self.n, None)
            self._places[self.n] = offset
            if len(self._places) > PLACES_KEPT:
                self._places.pop(next(iter(self._places)))
        elif self.n:
            self._places.pop(self.n, None)
        same = article.n == self.n
        self.n = article.n
        self._query_matches = []
        document = of_article(article, body, self._glyphs)
        self._set_matches(find_all(document.text, self.finding) if self.finding else [])
        self.set_document(document, self._places.get(article.n, 0) if not same else offset)

    def show_words(self, *lines: str) -> None:
        """Show a few words instead of an article."""
        self.n = 0
        self._query_matches = []
        self._set_matches([])
        document = plain([("blank", ""), *(("meta", line) for line in lines)]) if lines else Document()
        self.set_document(document)

    def mark(self, title: Sequence[tuple[int, int]], body: Sequence[tuple[int, int]]) -> None:
        """Mark what matches in the title and in the body, as offsets into each."""
        found: list[tuple[int, int]] = []
        for spans, shift in ((title, self._document.title_at), (body, self._document.body_at)):
            if shift >= 0:
                found += [(start + shift, end + shift) for start, end in spans if end > start]
        self._query_matches = sorted(found)
        if not self.finding:
            self._set_matches(self._query_matches)
        self.refresh()

    def find(self, wanted: str) -> None:
        """Mark every place that has these letters instead of what the query matches; nothing wanted goes back.

        The reader moves to the first such place that is not above what is in sight.
        """
        self.finding = wanted.strip()
        self._set_matches(find_all(self._document.text, self.finding) if self.finding else self._query_matches)
        self.refresh()
        if self.finding and self._matches:
            self.action_match(1)

    def _set_matches(self, matches: list[tuple[int, int]]) -> None:
        self._matches = matches
        self._at = -1
        self._spans = [(start, end, "text--match") for start, end in matches]

    def spans(self) -> Sequence[tuple[int, int, str]]:
        """The matches that may be seen."""
        if not self._spans:
            return ()
        first = bisect_left(self._matches, (self.top_offset, 0))
        last = round(self.scroll_target_y) + self.page_size
        end = self._lines.ends[last] if last < len(self._lines) else len(self._document.text)
        stop = bisect_left(self._matches, (end, 0))
        return self._spans[max(0, first - 1) : stop + 1]

    def render_line(self, y: int) -> Strip:
        """Draw one visible line, with a tick beside the scrollbar where what it stands for has a match."""
        strip = super().render_line(y)
        ticks = self._tick_rows()
        if y not in ticks:
            return strip
        style = self.ground + self.part("text--current" if ticks[y] else "text--match") + UNMARKED
        last = strip.cell_length - 1
        return Strip.join([strip.crop(0, last), Strip([Segment(self._glyphs.tick, style)])])

    def _tick_rows(self) -> dict[int, bool]:
        """The rows of the scrollbar that stand for lines with matches; whether the match stood on is among them."""
        count, page = len(self._lines), self.page_size
        if count <= page or not self._matches:
            return {}
        key = (id(self._matches), id(self._lines), page, self._at)
        if self._ticks[0] != key:
            line_of = self._lines.line_of
            rows = dict.fromkeys((line_of(start) * page // count for start, _ in self._matches), False)
            if self._at >= 0:
                rows[line_of(self._matches[self._at][0]) * page // count] = True
            self._ticks = (key, rows)
        return self._ticks[1]

    def action_match(self, step: int) -> None:
        """Go to the next match, or the one before; from the last on to the first."""
        if not self._matches:
            self.post_message(self.MatchReached(0, 0))
            return
        count = len(self._matches)
        if self._at >= 0:
            self._at = (self._at + step) % count
        else:
            first = bisect_left(self._matches, (self.top_offset, 0)) % count
            self._at = first if step > 0 else (first - 1) % count
        self._spans = [
            (start, end, "text--current" if i == self._at else "text--match")
            for i, (start, end) in enumerate(self._matches)
        ]
        line = self._lines.line_of(self._matches[self._at][0])
        top = round(self.scroll_target_y)
        if not top <= line < top + self.page_size:
            self.scroll_to(y=max(0, line - CONTEXT), animate=False)
        self.refresh()
        region = self.scrollable_content_region
        self.app.cursor_position = Offset(region.x, region.y + line - round(self.scroll_target_y))
        self.post_message(self.MatchReached(self._at + 1, count))
