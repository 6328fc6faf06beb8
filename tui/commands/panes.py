"""The commands of single panes: opening, selecting, reading on, finding, narrowing, closing.

Only what they are called and which keys they have by default; what they do is done by those who handle them.
"""

from __future__ import annotations

from tui.commands.base import Command, Scope


class OpenArticle(Command):
    """Read the article under the cursor; it is marked as read."""

    title = "Open"
    key = "enter,right,l"
    scopes = (Scope.LIST,)
    footer = "open"
    action = "open"


class SelectArticle(Command):
    """Select the article under the cursor, or take it out of the selection, and move on."""

    title = "Select"
    key = "space"
    scopes = (Scope.LIST,)
    footer = "select"
    action = "select"


class ShowFacets(Command):
    """Go to the facets, the tags, outlets and years of what is found; once more, or Esc, goes back to the list."""

    title = "Facets"
    key = "F"
    scopes = (Scope.LIST, Scope.FACETS)
    footer = "facets"
    is_spare = True


class SelectRange(Command):
    """Begin a range here; press again at its other end to select it."""

    title = "Select a range"
    key = "v"
    scopes = (Scope.LIST,)
    action = "range"


class ExtendDown(Command):
    """Select downwards."""

    title = "Select downwards"
    key = "shift+down"
    scopes = (Scope.LIST,)
    action = "extend(1)"
    in_palette = False


class ExtendUp(Command):
    """Select upwards."""

    title = "Select upwards"
    key = "shift+up"
    scopes = (Scope.LIST,)
    action = "extend(-1)"
    in_palette = False


class SelectAll(Command):
    """Select everything that the list holds, or nothing if all of it is selected."""

    title = "Select all"
    key = "asterisk,ctrl+a"
    scopes = (Scope.LIST,)
    action = "select_all"


class InvertSelection(Command):
    """Select what is not selected, and the other way round."""

    title = "Invert the selection"
    key = "i"
    scopes = (Scope.LIST,)
    action = "invert"


class ReadOn(Command):
    """Read on by a page."""

    title = "Read on"
    key = "space"
    scopes = (Scope.READER, Scope.PAGE)
    action = "page(1)"
    in_palette = False


class ReadBack(Command):
    """Read back by a page."""

    title = "Read back"
    key = "b"
    scopes = (Scope.READER, Scope.PAGE)
    action = "page(-1)"
    in_palette = False


class FindInArticle(Command):
    """Find something within this article; n and N then go from one place to the next, Esc ends it."""

    title = "Find in the article"
    key = "f"
    scopes = (Scope.READER,)
    footer = "find"


class NextWord(Command):
    """Select a word: the first of what is selected, else the one with the match, then the next one."""

    title = "Select a word"
    key = "w"
    scopes = (Scope.READER,)
    action = "select_unit('word', 1)"


class PreviousWord(Command):
    """Select the word before."""

    title = "Word before"
    key = "W"
    scopes = (Scope.READER,)
    action = "select_unit('word', -1)"
    in_palette = False


class NextSentence(Command):
    """Select a sentence: the one with the match, else the first in sight, then the next one."""

    title = "Select a sentence"
    key = "s"
    scopes = (Scope.READER,)
    action = "select_unit('sentence', 1)"


class PreviousSentence(Command):
    """Select the sentence before."""

    title = "Sentence before"
    key = "S"
    scopes = (Scope.READER,)
    action = "select_unit('sentence', -1)"
    in_palette = False


class NextParagraph(Command):
    """Select a paragraph, then the next one."""

    title = "Select a paragraph"
    key = "right_curly_bracket"
    scopes = (Scope.READER,)
    action = "select_unit('paragraph', 1)"


class PreviousParagraph(Command):
    """Select the paragraph before."""

    title = "Paragraph before"
    key = "left_curly_bracket"
    scopes = (Scope.READER,)
    action = "select_unit('paragraph', -1)"
    in_palette = False


class ExtendPassage(Command):
    """Let the selected passage grow with the next words, sentences or paragraphs; press again to stop that."""

    title = "Extend the passage"
    key = "v"
    scopes = (Scope.READER,)
    action = "extend"


class ShowOutline(Command):
    """Show the headings of the article, or the first words of its paragraphs, and go to one of them."""

    title = "Outline"
    key = "O"
    scopes = (Scope.READER,)


class FollowLink(Command):
    """Put a letter on every address in sight; typing it offers to copy the address or to open it."""

    title = "Links in sight"
    key = "L"
    scopes = (Scope.READER,)


class NextMatch(Command):
    """Move to the next match of the query, or of what is being found."""

    title = "Next match"
    key = "n"
    scopes = (Scope.READER,)
    footer = "match"
    action = "match(1)"


class PreviousMatch(Command):
    """Move to the match before."""

    title = "Previous match"
    key = "N"
    scopes = (Scope.READER,)
    action = "match(-1)"


class NextArticle(Command):
    """Read the next article of the list."""

    title = "Next article"
    key = "J,greater_than_sign"
    scopes = (Scope.READER,)
    footer = "next"


class PreviousArticle(Command):
    """Read the article before it in the list."""

    title = "Article before"
    key = "K,less_than_sign"
    scopes = (Scope.READER,)


class CloseArticle(Command):
    """Go back to the list."""

    title = "Back to the list"
    key = "left,h,backspace"
    scopes = (Scope.READER,)
    footer = "list"


class ToggleFacet(Command):
    """Narrow the search to this value, or take it out of the query again."""

    title = "Narrow to this"
    key = "enter,space"
    scopes = (Scope.FACETS,)
    footer = "narrow"
    action = "open"


class ExcludeFacet(Command):
    """Leave out what has this value."""

    title = "Leave this out"
    key = "minus"
    scopes = (Scope.FACETS,)
    footer = "leave out"
    action = "exclude"
