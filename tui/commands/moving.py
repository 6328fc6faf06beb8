"""The commands that move: by a line, by a page, to the beginning and the end, in every list and text.

Only what they are called and which keys they have by default; what they do is done by those who handle them.
"""

from __future__ import annotations

from tui.commands.base import Command, Scope

MOVING = (
    *(Scope.LIST, Scope.FACETS, Scope.READER, Scope.PAGE),
    *(Scope.FORM, Scope.RECORD_LIST, Scope.RECORD_PAGE, Scope.NAME_LIST, Scope.NAME_PAGE),
)


class Down(Command):
    """Move down one line."""

    title = "Down"
    key = "down,j"
    scopes = MOVING
    action = "cursor(1)"
    in_palette = False


class Up(Command):
    """Move up one line."""

    title = "Up"
    key = "up,k"
    scopes = MOVING
    action = "cursor(-1)"
    in_palette = False


class PageDown(Command):
    """Move down one page."""

    title = "Page down"
    key = "pagedown,ctrl+f,ctrl+d"
    scopes = MOVING
    action = "page(1)"
    in_palette = False


class PageUp(Command):
    """Move up one page."""

    title = "Page up"
    key = "pageup,ctrl+b,ctrl+u"
    scopes = MOVING
    action = "page(-1)"
    in_palette = False


class First(Command):
    """Move to the beginning."""

    title = "Beginning"
    key = "home,g"
    scopes = MOVING
    action = "first"
    in_palette = False


class Last(Command):
    """Move to the end."""

    title = "End"
    key = "end,G"
    scopes = MOVING
    action = "last"
    in_palette = False
