"""The reader: one article, with the matches of the query marked and walked through.

What matches is handed in; nothing here searches, and nothing here knows where articles are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from corpus.article import Article
from tui.bidi import is_rtl
from tui.commands import ALL, Scope, bindings
from tui.glyphs import Glyphs
from tui.widgets.document import Document, of_article, plain
from tui.widgets.text_view import TextView

if TYPE_CHECKING:  # each is loaded by the first key that needs it; the first paint needs none
    from tui.outline import Entry
    from tui.passages import Span, Unit

CONTEXT = 4
"""How many lines are kept above a match that is moved to."""
AROUND = 100
"""So many characters around a row are looked at for names that reach into it."""
ROWS_KEPT = 2000
"""For so many rows the names in them are remembered."""
Named = tuple[int, int, bool]
"""Where a known name stands in a text, and whether it surely means one record."""
UNMARKED = Style(underline=False, reverse=False)
PLACES_KEPT = 500
"""For how many articles the line that was read last is remembered."""


class ReaderView(TextView, inherit_bindings=False):
    """An article to read."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALL, Scope.READER)]

    @dataclass(eq=False, repr=False)
    class MatchReached(Message):
        """The reader stands on a match: its number from 1, and how many there are."""

        at: int
        of: int

    @dataclass(eq=False, repr=False)
    class Picked(Message):
        """A passage of so many words is selected, and may be growing."""

        words: int
        grows: bool

    @dataclass(eq=False, repr=False)
    class LinkChosen(Message):
        """An address in the text was chosen."""

        address: str

    def __init__(self, glyphs: Glyphs, *, measure: int = 80, isolate: bool = True, id: str | None = None) -> None:  # noqa: A002
        super().__init__(measure=measure, isolate=isolate, id=id)
        self._glyphs = glyphs
        self._matches: list[tuple[int, int]] = []
        self._spans: list[tuple[int, int, str]] = []
        self._query_matches: list[tuple[int, int]] = []
        self._ticks: tuple[object, dict[int, bool]] = (None, {})
        self._at = -1
        self._places: dict[int, int] = {}
        self._passages: list[tuple[int, int]] = []
        self.finding = ""
        self.n = 0
        self.picked: Span | None = None
        self._unit: Span | None = None
        self._unit_kind: Unit = "sentence"
        self._anchor: Span | None = None
        self._hints: dict[str, Span] = {}
        self._named: Callable[[str], Sequence[Named]] | None = None
        self._named_rows: dict[Span, Sequence[tuple[int, int, str]]] = {}

    @property
    def matches(self) -> Sequence[tuple[int, int]]:
        """Where the query matches, or what is being found is, as offsets into the whole document."""
        return self._matches

    @property
    def is_rtl(self) -> bool:
        """Whether the article reads from right to left."""
        start = self._document.body_at
        return start >= 0 and is_rtl(self._document.text[start : start + 200].lstrip())

    def outline(self) -> list[tuple[Entry, int]]:
        """The outline of the article, each entry with how many matches lie from there to the next."""
        from tui.outline import outline

        entries = outline(self._document.text, *self._body) if self._document.body_at >= 0 else []
        starts = [start for start, _ in self._matches]
        ends = [*(entry.offset for entry in entries[1:]), self._document.body_end]
        return [
            (entry, bisect_left(starts, end) - bisect_left(starts, entry.offset))
            for entry, end in zip(entries, ends, strict=bool(entries))
        ]

    def go_to(self, offset: int) -> None:
        """Scroll so that a place stands on top."""
        self.scroll_to(y=self._lines.line_of(offset), animate=False)
        self.refresh()

    def go_to_body(self, offset: int) -> None:
        """Scroll so that a place of the body stands on top."""
        self.go_to(self._document.body_at + offset)

    @property
    def body_in_sight(self) -> Span:
        """The part of the body that is in sight, as offsets into it."""
        body, behind = self._body
        first, last = self._in_sight
        return max(0, first - body), min(behind, last) - body

    @property
    def match_at(self) -> int:
        """Which match the reader stands on, from 0; -1 for none."""
        return self._at

    def show(self, article: Article, body: str, copies: str = "") -> None:
        """Show an article, where it was left, or its beginning; `copies` tells of its near-copies."""
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
        self._named_rows.clear()
        if not same:
            self._passages = []
            self.drop_passage()
        document = of_article(article, body, self._glyphs, copies)
        self._set_matches(self._found_in(document.text))
        self.set_document(document, self._places.get(article.n, 0) if not same else offset)

    def show_words(self, *lines: str) -> None:
        """Show a few words instead of an article."""
        self.n = 0
        self.drop_passage()
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
        self._set_matches(self._found_in(self._document.text) if self.finding else self._query_matches)
        self.refresh()
        if self.finding and self._matches:
            self.action_match(1)

    def _found_in(self, text: str) -> list[tuple[int, int]]:
        """Where what is being found is in a text."""
        if not self.finding:
            return []
        from tui.finding import find_all

        return find_all(text, self.finding)

    def _set_matches(self, matches: list[tuple[int, int]]) -> None:
        self._matches = matches
        self._at = -1
        self._spans = [(start, end, "text--match") for start, end in matches]

    def spans(self) -> Sequence[tuple[int, int, str]]:
        """What is marked of what may be seen: matches, the passage, labels."""
        found = self._marked()
        for label, (first, _) in self._hints.items():
            found = overlaid(found, (first, first + len(label)), "text--hint")
        return found

    def know(self, named: Callable[[str], Sequence[Named]] | None) -> None:
        """Mark known names from now on as this tells where they stand in a text; None marks none."""
        self._named = named
        self._named_rows.clear()
        self.refresh()

    def show_passages(self, title: Sequence[Span], body: Sequence[Span]) -> None:
        """Mark where passages were taken from, as offsets into the title and the body."""
        found: list[tuple[int, int]] = []
        for spans, shift in ((title, self._document.title_at), (body, self._document.body_at)):
            if shift >= 0:
                found += [(start + shift, end + shift) for start, end in spans]
        if found != self._passages:
            self._passages = found
            self.refresh()

    @property
    def picked_words(self) -> Span | None:
        """Where the selected words are in the body; None for none."""
        if self.picked is None or self._document.body_at < 0:
            return None
        return self.picked[0] - self._document.body_at, self.picked[1] - self._document.body_at

    def pick_words(self, part: str, start: int, end: int) -> None:
        """Select words of the title or the body, and have them in sight."""
        shift = self._document.title_at if part == "title" else self._document.body_at
        if shift >= 0:
            self._anchor, self._unit = None, (start + shift, end + shift)
            self._pick(self._unit)

    def spans_in(self, start: int, end: int) -> Sequence[tuple[int, int, str]]:
        """What is marked in a drawn row: passages, over them known names, and over these what else is marked."""
        found: Sequence[tuple[int, int, str]] = self.spans()
        names = self._names_in(start, end)
        taken = [span for span in self._passages if span[0] < end and span[1] > start]
        if not names and not taken:
            return found
        laid: Sequence[tuple[int, int, str]] = ()
        for span in taken:
            laid = overlaid(laid, span, "text--passage")
        for first, last, name in names:
            laid = overlaid(laid, (first, last), name)
        for first, last, name in found:
            if first < end and last > start:
                laid = overlaid(laid, (first, last), name)
        return laid

    def _names_in(self, start: int, end: int) -> Sequence[tuple[int, int, str]]:
        """The known names of one row, looked for when it is first drawn; names may begin or end on rows beside it."""
        body, behind = self._body
        if self._named is None or not body <= start < behind:
            return ()
        row = self._named_rows.get((start, end))
        if row is None:
            text = self._document.text
            first, last = max(body, start - AROUND), min(behind, end + AROUND)
            first = text.find(" ", first, start) + 1 or first if first > body else first
            row = [
                (first + a, first + b, "text--named" if sure else "text--unsure")
                for a, b, sure in self._named(text[first:last])
                if first + a < end and first + b > start
            ]
            if len(self._named_rows) >= ROWS_KEPT:
                self._named_rows.clear()
            self._named_rows[start, end] = row
        return row

    def _marked(self) -> Sequence[tuple[int, int, str]]:
        """The matches that may be seen, with the passage laid over them."""
        if not self._spans:
            return [(*self.picked, "text--picked")] if self.picked else ()
        first = bisect_left(self._matches, (self.top_offset, 0))
        last = round(self.scroll_target_y) + self.page_size
        end = self._lines.ends[last] if last < len(self._lines) else len(self._document.text)
        stop = bisect_left(self._matches, (end, 0))
        found = self._spans[max(0, first - 1) : stop + 1]
        return overlaid(found, self.picked, "text--picked") if self.picked else found

    # A passage selected by its sentences or paragraphs

    @property
    def passage(self) -> str:
        """The selected text, else the sentence with the match stood on, else the first in sight."""
        start, end = self.picked or self._unit_here("sentence")
        return self._document.text[start:end]

    def _unit_here(self, unit: Unit) -> Span:
        if self._document.body_at < 0:
            return 0, 0
        from tui.passages import unit_at

        top = round(self.scroll_target_y)
        at = self._matches[self._at][0] if self._at >= 0 else -1
        if at < 0 or not top <= self._lines.line_of(at) < top + self.page_size:
            at = self.top_offset
        return unit_at(self._document.text, at, unit, self._body)

    @property
    def _body(self) -> Span:
        return self._document.body_at, self._document.body_end

    def action_select_unit(self, unit: Unit, step: int) -> None:
        """Select a sentence or a paragraph, or the one after or before it."""
        if self._document.body_at < 0:
            return
        from tui.passages import after, before, unit_at

        text = self._document.text
        if self._unit is None:
            self._unit = self._unit_here(unit)
        elif unit != self._unit_kind:
            self._unit = unit_at(text, self._unit[0], unit, self._body)
        elif step > 0:
            self._unit = after(text, self._unit, unit, self._body)
        else:
            self._unit = before(text, self._unit, unit, self._body)
        self._unit_kind = unit
        anchor = self._anchor or self._unit
        self._pick((min(anchor[0], self._unit[0]), max(anchor[1], self._unit[1])))

    def action_extend(self) -> None:
        """Let the passage grow from here, or stop that."""
        if self._unit is None:
            self.action_select_unit("sentence", 1)
        self._anchor = None if self._anchor else self._unit

    def _pick(self, span: Span) -> None:
        self.picked = span if span[0] < span[1] else None
        if self._unit is not None:
            first, last = self._lines.line_of(self._unit[0]), self._lines.line_of(max(0, self._unit[1] - 1))
            top = round(self.scroll_target_y)
            if last >= top + self.page_size or first < top:
                self.scroll_to(y=max(0, first - CONTEXT), animate=False)
        self.refresh()
        self.post_message(self.Picked(len(self.passage.split()) if self.picked else 0, self._anchor is not None))

    def drop_passage(self) -> bool:
        """Select nothing; says whether anything was selected."""
        had = self.picked is not None
        self.picked = self._unit = self._anchor = None
        self.refresh()
        return had

    def on_click(self, event: events.Click) -> None:
        """A click on an address offers it; two clicks select the sentence, three the paragraph."""
        at = self.offset_at(event.x, event.y)
        if at < 0 or self._document.body_at < 0 or event.button != 1:
            return
        from tui.links import links
        from tui.passages import unit_at

        if event.chain < 2:
            first, last = self._in_sight
            if link := next(
                (link for link in links(self._document.text, first, last) if link[0] <= at < link[1]), None
            ):
                self.post_message(self.LinkChosen(self._document.text[slice(*link)]))
            return
        self._anchor = None
        self._unit_kind = "paragraph" if event.chain > 2 else "sentence"
        self._unit = unit_at(self._document.text, at, self._unit_kind, self._body)
        self._pick(self._unit)

    # Addresses, and the letters on them

    @property
    def _in_sight(self) -> Span:
        """Where the visible text begins and ends."""
        last = min(len(self._lines), round(self.scroll_target_y) + self.page_size) - 1
        return self.top_offset, self._lines.ends[last] if last >= 0 else 0

    def show_hints(self) -> Sequence[str]:
        """Put a label on every address in sight; gives the labels."""
        from tui.links import labels, links

        found = links(self._document.text, *self._in_sight)
        self._hints = dict(zip(labels(len(found)), found, strict=False))
        self.refresh()
        return tuple(self._hints)

    def take_hint(self, label: str) -> None:
        """Choose the address with a label, "" for none, and take the labels away."""
        link = self._hints.get(label)
        self._hints = {}
        self.refresh()
        if link is not None:
            self.post_message(self.LinkChosen(self._document.text[slice(*link)]))

    def letters(self, start: int, end: int) -> str:
        """What is drawn of a stretch of the text: its letters, or the labels that lie over them."""
        shown = super().letters(start, end)
        for label, (first, _) in self._hints.items():
            for i, char in enumerate(label):
                if start <= first + i < end:
                    at = first + i - start
                    shown = shown[:at] + char + shown[at + 1 :]
        return shown

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


def overlaid(spans: Sequence[tuple[int, int, str]], over: Span, name: str) -> list[tuple[int, int, str]]:
    """Spans in order with one more laid over them: where both are, both names hold."""
    start, end = over
    found: list[tuple[int, int, str]] = []
    at = start
    for first, last, other in spans:
        if at < min(first, end):
            found.append((at, min(first, end), name))
        for a, b, inside in ((first, min(last, start), False), (max(first, start), min(last, end), True)):
            if a < b:
                found.append((a, b, f"{other} {name}" if inside else other))
        if max(first, end) < last:
            found.append((max(first, end), last, other))
        at = max(at, last)
    if at < end:
        found.append((at, end, name))
    return sorted(found)
