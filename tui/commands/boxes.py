"""The commands of what is typed in, of dialogs and of pages: searching, finding, noting, choosing, closing.

Only what they are called and which keys they have by default; what they do is done by those who handle them.
"""

from __future__ import annotations

from tui.commands.base import Command, Scope


class RunSearch(Command):
    """Read the query strictly: a mistake in it is pointed at, else the results get the focus."""

    title = "Search"
    key = "enter"
    scopes = (Scope.SEARCH,)
    footer = "search"
    action = "enter"
    in_palette = False


class CompleteSearch(Command):
    """Complete the word, tag or name before the cursor; with several to choose from, a list opens."""

    title = "Complete"
    key = "tab"
    scopes = (Scope.SEARCH,)
    footer = "complete"
    action = "complete"
    in_palette = False


class EarlierSearch(Command):
    """Go to what you searched for before, of all that begins as what you typed."""

    title = "Earlier search"
    key = "up"
    scopes = (Scope.SEARCH,)
    footer = "earlier"
    action = "move(-1)"
    in_palette = False


class LeaveSearch(Command):
    """Leave the box and go to the results; after going to earlier searches, come back from them first."""

    title = "To the results"
    key = "down"
    scopes = (Scope.SEARCH,)
    footer = "results"
    action = "move(1)"
    in_palette = False


class DropSearch(Command):
    """Return to the query as it was before you typed."""

    title = "Drop what was typed"
    key = "escape"
    scopes = (Scope.SEARCH,)
    footer = "drop"
    action = "drop"
    in_palette = False


class KeepFound(Command):
    """Go to the article, with all that was found marked."""

    title = "To the article"
    key = "enter,tab"
    scopes = (Scope.FIND,)
    footer = "read"
    action = "keep"
    in_palette = False


class DropFound(Command):
    """End finding."""

    title = "End finding"
    key = "escape"
    scopes = (Scope.FIND,)
    footer = "end"
    action = "drop"
    in_palette = False


class NextFound(Command):
    """Go to the next place that was found."""

    title = "Next place"
    key = "down"
    scopes = (Scope.FIND,)
    footer = "next"
    action = "step(1)"
    in_palette = False


class PreviousFound(Command):
    """Go to the place before."""

    title = "Place before"
    key = "up"
    scopes = (Scope.FIND,)
    footer = "before"
    action = "step(-1)"
    in_palette = False


class SaveNote(Command):
    """Save the note."""

    title = "Save"
    key = "ctrl+o,f2"
    scopes = (Scope.NOTE,)
    action = "screen.save"
    in_palette = False


class CompleteWord(Command):
    """Write the line under the cursor into the box."""

    title = "Complete"
    key = "tab"
    scopes = (Scope.COMPLETING,)
    action = "complete"
    in_palette = False


class ChoiceDown(Command):
    """Move down one choice."""

    title = "Down"
    key = "down"
    scopes = (Scope.CHOICES,)
    action = "cursor(1)"
    in_palette = False


class ChoiceUp(Command):
    """Move up one choice."""

    title = "Up"
    key = "up"
    scopes = (Scope.CHOICES,)
    action = "cursor(-1)"
    in_palette = False


class ChoicePageDown(Command):
    """Move down one page of choices."""

    title = "Page down"
    key = "pagedown"
    scopes = (Scope.CHOICES,)
    action = "page(1)"
    in_palette = False


class ChoicePageUp(Command):
    """Move up one page of choices."""

    title = "Page up"
    key = "pageup"
    scopes = (Scope.CHOICES,)
    action = "page(-1)"
    in_palette = False


class ChoiceFirst(Command):
    """Move to the first choice."""

    title = "First choice"
    key = "home"
    scopes = (Scope.CHOICES,)
    action = "first"
    in_palette = False


class ChoiceLast(Command):
    """Move to the last choice."""

    title = "Last choice"
    key = "end"
    scopes = (Scope.CHOICES,)
    action = "last"
    in_palette = False


class Choose(Command):
    """Take the choice under the cursor."""

    title = "Choose"
    key = "enter"
    scopes = (Scope.CHOICES,)
    action = "open"
    in_palette = False


class CloseDialog(Command):
    """Close without changing anything."""

    title = "Close"
    key = "escape"
    scopes = (Scope.DIALOG,)
    action = "screen.close"
    in_palette = False


class ClosePage(Command):
    """Close the page."""

    title = "Close"
    key = "escape,q,question_mark"
    scopes = (Scope.PAGE,)
    action = "screen.close"
    in_palette = False
