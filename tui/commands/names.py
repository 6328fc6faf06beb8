"""The commands of names: their spellings, records that may be one, names without a record, and mentions.

Only what they are called and which keys they have by default; what they do is done by those who handle them.
"""

from __future__ import annotations

from tui.commands.base import Command, Scope
from tui.commands.records import EVERYWHERE


class ShowNames(Command):
    """Go to the names of the archive: how each is spelled, which records may be one, and which have no record."""

    title = "Names"
    key = "9"
    scopes = EVERYWHERE


class ShowMentions(Command):
    """Go to the articles that name this actor or place and are not linked to it, to link them or not."""

    title = "Mentioned, not linked"
    key = "m"
    scopes = (Scope.RECORDS,)


class NamedHere(Command):
    """See which actors and places of this archive are named in this article, open one, or go to where it stands."""

    title = "Who and what is named here"
    key = "at"
    scopes = (Scope.READER,)


class MarkNames(Command):
    """Mark the names of known actors and places in articles, or stop that."""

    title = "Mark names"
    key = "M"
    scopes = (Scope.READER,)


class EverySpelling(Command):
    """See how the archive spells the name that you searched for; take spellings in, accept one, or refuse it."""

    title = "Every spelling of a name"
    key = "equals_sign"
    scopes = (Scope.LIST, Scope.FACETS)


class AcceptSpelling(Command):
    """Accept this spelling as an alias of an actor or a place; where there is none yet, make it."""

    title = "Accept as an alias"
    key = "y"
    scopes = (Scope.SPELLINGS,)
    action = "decide('accept')"


class RefuseSpelling(Command):
    """Refuse this spelling for good: it is not offered for this name again."""

    title = "Refuse for good"
    key = "x"
    scopes = (Scope.SPELLINGS,)
    action = "decide('refuse')"


class SwitchSpellings(Command):
    """Search for all spellings together, or only for the name as it is written."""

    title = "All spellings or one"
    key = "v,equals_sign"
    scopes = (Scope.SPELLINGS,)
    action = "decide('switch')"


class AllNames(Command):
    """List all names, those that most articles hold first."""

    title = "All names"
    key = "a"
    scopes = (Scope.NAMES,)


class MayBeOne(Command):
    """List actors, and places, whose names are so alike that they may be one."""

    title = "May be one"
    key = "d"
    scopes = (Scope.NAMES,)
    footer = "may be one"


class NoRecordYet(Command):
    """List frequent names that no actor and no place has."""

    title = "No record yet"
    key = "n"
    scopes = (Scope.NAMES,)
    footer = "no record yet"


class FindName(Command):
    """Type a name, in any spelling and script, to see how the archive spells it."""

    title = "Spellings of a name"
    key = "slash"
    scopes = (Scope.NAMES,)
    footer = "spellings"


class AcceptName(Command):
    """Accept: a spelling as an alias, two records as one, a name as a new record, a mention as a link."""

    title = "Accept"
    key = "y"
    scopes = (Scope.NAMES,)
    footer = "accept"


class RefuseName(Command):
    """Refuse for good: a spelling, two records as one, a name as a record, a mention."""

    title = "Refuse for good"
    key = "x"
    scopes = (Scope.NAMES,)
    footer = "refuse"


class AcceptAllMentions(Command):
    """Link all articles of the list, after saying how many they are."""

    title = "Link all"
    key = "Y"
    scopes = (Scope.NAMES,)
    footer = "link all"


class SearchName(Command):
    """Search the articles for this name in every spelling."""

    title = "Search for it"
    key = "o"
    scopes = (Scope.NAMES,)


class NameSwitch(Command):
    """Go from the list to what is said beside it and back."""

    title = "List or page"
    key = "tab"
    scopes = (Scope.NAMES,)


class OpenName(Command):
    """Open what is under the cursor: a name's spellings, a record, an article."""

    title = "Open"
    key = "enter,right,l"
    scopes = (Scope.NAME_LIST,)
    footer = "open"
    action = "open"


class FollowNameLine(Command):
    """Follow the line under the cursor to an article or a record."""

    title = "Follow"
    key = "enter,right,l"
    scopes = (Scope.NAME_PAGE,)
    footer = "follow"
    action = "open"


class CloseName(Command):
    """Go back to the list."""

    title = "Back to the list"
    key = "left,h,backspace"
    scopes = (Scope.NAME_PAGE,)
