"""The ground of everything drawn line by line here: how many lines there are, and the styles that lines are drawn in.

Saying how many lines there are costs no new layout of the screen, which would draw every pane again for one key.
"""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


class Lined(ScrollView, can_focus=True):
    """A widget of lines. Room for the scrollbar is always kept, so that the lines never change their width."""

    DEFAULT_CSS = """
    Lined { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._ground: Style | None = None
        self._parts: dict[str, Style] = {}

    @property
    def page_size(self) -> int:
        """How many lines are seen at once, one at least."""
        return max(1, self.scrollable_content_region.height)

    @property
    def ground(self) -> Style:
        """The widget's own style."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def part(self, name: str) -> Style:
        """The style of a part, to be laid over the ground."""
        style = self._parts.get(name)
        if style is None:
            style = self._parts[name] = self.get_component_rich_style(name, partial=True)
        return style

    def set_line_count(self, count: int) -> None:
        """Say how many lines there are."""
        size = Size(0, count)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
            if self.scroll_target_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False)

    def notify_style_update(self) -> None:
        """Forget the styles of other colours."""
        self._ground = None
        self._parts.clear()
        super().notify_style_update()
