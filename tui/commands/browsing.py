"""The commands that work everywhere, and those of the browsing screen whatever pane is in focus.

Only what they are called and which keys they have by default; what they do is done by those who handle them.
"""

from __future__ import annotations

from tui.commands.base import WHOLE, Command, Scope


class Search(Command):
    """Type a query; results come while you type."""

    title = "Search"
    key = "slash"
    footer = "search"


class StepBack(Command):
    """Back out of one thing: a search, a selection, an article. Never quits."""

    title = "Step back"
    key = "escape"
    scopes = WHOLE


class NextPane(Command):
    """Move to the next pane."""

    title = "Next pane"
    key = "tab"


class PreviousPane(Command):
    """Move to the pane before."""

    title = "Previous pane"
    key = "shift+tab"


class GoBack(Command):
    """Go back to where you were before."""

    title = "Back"
    key = "left_square_bracket,alt+left"
    scopes = WHOLE


class GoForward(Command):
    """Go forward again after going back."""

    title = "Forward"
    key = "right_square_bracket,alt+right"
    scopes = WHOLE


class TagArticles(Command):
    """Add or remove tags on what is selected, else on the article under the cursor."""

    title = "Tag"
    key = "t"
    footer = "tag"


class RenameTag(Command):
    """Give a tag another name on all articles, or merge it with another; says first how many that touches."""

    title = "Rename or merge a tag"
    key = "r"
    scopes = (Scope.FACETS,)


class AddNote(Command):
    """Write a signed, dated note on this article, of as many lines as you like."""

    title = "Add a note"
    key = "a"


class SetCoding(Command):
    """Say how far the coding of what is selected has come."""

    title = "Coding state"
    key = "C"


class NothingToCode(Command):
    """Say that there is nothing to code in this article, and go to the next."""

    title = "Nothing to code, next"
    key = "x"


class ToggleRead(Command):
    """Mark what is selected as read, or as unread if all of it is read."""

    title = "Read or unread"
    key = "m"


class Export(Command):
    """Write the selection, the results or everything to a YAML bundle."""

    title = "Export"
    key = "e"
    footer = "export"
    is_spare = True


class Undo(Command):
    """Take back the last change: tags, notes, coding states, records, imports."""

    title = "Undo"
    key = "u"
    scopes = WHOLE
    footer = "undo"


class Redo(Command):
    """Do again what was undone."""

    title = "Redo"
    key = "U"
    scopes = WHOLE


class CycleSort(Command):
    """Change the order: newest first, oldest first, or by relevance while there is a query."""

    title = "Change the order"
    key = "o"


class SavedSearches(Command):
    """Go to a saved search, each with how much is new in it; or save the search that is shown."""

    title = "Saved searches"
    key = "S"
    scopes = (Scope.LIST, Scope.FACETS)


class DeleteSaved(Command):
    """Take away the saved search under the cursor; undo brings it back."""

    title = "Take away"
    key = "delete,X"
    scopes = (Scope.SAVED,)
    action = "take_away"


class GroupList(Command):
    """Put the list into groups by day, by outlet, by the text that near-copies share, or not at all."""

    title = "Group the list"
    key = "O"
    scopes = (Scope.LIST, Scope.FACETS)


class FilterList(Command):
    """Show only what is unread, missing, changed, tagged or untagged."""

    title = "Filter"
    key = "f"
    scopes = (Scope.LIST, Scope.FACETS)


class ShowDetails(Command):
    """Show all that is known of this article: each field and how it was found, its files, and who said what of it."""

    title = "Details and custody"
    key = "D"


class ShowVersions(Command):
    """Show the versions of this article, with what changed from one to the next."""

    title = "Versions"
    key = "V"


class OpenOriginal(Command):
    """Open the file of this article in the program that your system has for it, after asking."""

    title = "Open the original"
    key = "ctrl+o"


class Copy(Command):
    """Copy the passage, the title, the citation, the address or the id: a second letter says which."""

    title = "Copy"
    key = "y"


class Update(Command):
    """Read what is new, changed, moved or gone in the folder; press again to stop it."""

    title = "Update from the folder"
    key = "R"


class ShowProblems(Command):
    """List what needs looking after, each with what to do: files not read, words people differ on, lost passages."""

    title = "Problems"
    key = "p"


class CycleTheme(Command):
    """Change the colours: dark, light, high contrast, or the terminal's own."""

    title = "Change the colours"


class PaneHelp(Command):
    """Show the keys that work here."""

    title = "Keys that work here"
    key = "question_mark"
    scopes = WHOLE
    footer = "help"


class Manual(Command):
    """Read the whole manual, offline."""

    title = "Manual"
    key = "f1"
    scopes = (Scope.APP,)


class Palette(Command):
    """Find any command by its name."""

    title = "All commands"
    key = "ctrl+p"
    scopes = (Scope.APP,)
    in_palette = False


class PaletteByColon(Command):
    """Find any command by its name, on keyboards where ctrl+p is taken."""

    title = "All commands"
    key = "colon"
    scopes = WHOLE
    in_palette = False


class Leave(Command):
    """Leave an article; in the list, quit. Your place is kept."""

    title = "Leave"
    key = "q"
    scopes = WHOLE
    footer = "quit"


class Quit(Command):
    """Quit at once. Everything confirmed is saved already, and your place is kept."""

    title = "Quit"
    key = "ctrl+q"
    scopes = (Scope.APP,)
    always = True


class Suspend(Command):
    """Put dateline to sleep and return to the shell; `fg` wakes it."""

    title = "Suspend"
    key = "ctrl+z"
    scopes = (Scope.APP,)
    action = "app.suspend_process"
    always = True


class Interrupt(Command):
    """Stop the search or the update that is running; says how to quit if nothing is."""

    title = "Stop what is running"
    key = "ctrl+c"
    scopes = (Scope.APP,)
