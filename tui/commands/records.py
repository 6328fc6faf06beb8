"""The commands of the screens of records: lists of incidents, actors, places and links, their pages, and review.

Only what they are called and which keys they have by default; what they do is done by those who handle them.
"""

from __future__ import annotations

from tui.commands.base import Command, Scope

EVERYWHERE = (Scope.BROWSE, Scope.RECORDS, Scope.NAMES, Scope.CODING)


class PlaceCommand(Command):
    """Something that leads to another place."""

    scopes = EVERYWHERE


class ShowArticles(PlaceCommand):
    """Go to the articles."""

    title = "Articles"
    key = "1"


class ShowIncidents(PlaceCommand):
    """Go to the incidents."""

    title = "Incidents"
    key = "2"


class ShowActors(PlaceCommand):
    """Go to the actors."""

    title = "Actors"
    key = "3"


class ShowPlaces(PlaceCommand):
    """Go to the places."""

    title = "Places"
    key = "4"


class ShowLinks(PlaceCommand):
    """Go to the links."""

    title = "Links"
    key = "5"


class ShowTimeline(PlaceCommand):
    """Go to the incidents in the order of time, with how many there were in each month."""

    title = "Timeline"
    key = "6"


class ShowReview(PlaceCommand):
    """Go to what waits to be reviewed, or for help."""

    title = "Review"
    key = "7"


class ShowCoverage(PlaceCommand):
    """Go to the articles of the list, or of a saved search, by how far their coding is."""

    title = "Coverage"
    key = "8"


class ShowCodings(PlaceCommand):
    """Compare what several coders made of this article, or list the articles that several coded."""

    title = "Codings compared"
    key = "0"


class ArticleRecords(Command):
    """Go to the incidents, actors and places that this article tells of."""

    title = "Told in this article"
    key = "I"


class ArticlePassages(Command):
    """List the passages of this article with what each supports, the lost too; go to one, take, move, remove words."""

    title = "Passages"
    key = "P"


class FilterRecords(Command):
    """Show only records with these words in their names, events, roles or tags."""

    title = "Narrow the list"
    key = "slash"
    scopes = (Scope.RECORDS,)
    footer = "narrow"


class SortRecords(Command):
    """Change the order: newest, oldest, by name, as they were made."""

    title = "Change the order"
    key = "s"
    scopes = (Scope.RECORDS,)


class RecordFacets(Command):
    """Narrow the list by status, event, kind or tag, each with how many there are."""

    title = "Facets"
    key = "f"
    scopes = (Scope.RECORDS,)
    footer = "facets"


class CoverSaved(Command):
    """See how far each saved search is coded, and go to the coverage of one."""

    title = "Coverage of a saved search"
    key = "S"
    scopes = (Scope.RECORDS,)


class NothingHere(Command):
    """Mark the article under the cursor of the coverage as having nothing to code, and go on."""

    title = "Nothing to code"
    key = "x"
    scopes = (Scope.RECORDS,)


class RecordSwitch(Command):
    """Go from the list to the page and back."""

    title = "List or page"
    key = "tab"
    scopes = (Scope.RECORDS,)


class OpenRecord(Command):
    """Read the page of the record under the cursor."""

    title = "Open"
    key = "enter,right,l"
    scopes = (Scope.RECORD_LIST,)
    footer = "open"
    action = "open"


class FollowLine(Command):
    """Follow the line under the cursor: to an article, a passage or another record."""

    title = "Follow"
    key = "enter,right,l"
    scopes = (Scope.RECORD_PAGE,)
    footer = "follow"
    action = "open"


class CloseRecord(Command):
    """Go back to the list."""

    title = "Back to the list"
    key = "left,h,backspace"
    scopes = (Scope.RECORD_PAGE,)


class ChooseValue(Command):
    """Choose for the record what the passage, or the other coder, under the cursor says."""

    title = "Choose this value"
    key = "c"
    scopes = (Scope.RECORD_PAGE,)
    footer = "choose"


class RecordHistory(Command):
    """Show who said what of this record, and when; Enter takes one of these acts back."""

    title = "History"
    key = "H"
    scopes = (Scope.RECORDS,)


class CodeRecord(Command):
    """Code the article that tells of this record, with the record in hand."""

    title = "Code it"
    key = "o"
    scopes = (Scope.RECORDS,)


class AcceptReview(Command):
    """Accept what another coder left for review: its status becomes done."""

    title = "Accept"
    key = "y"
    scopes = (Scope.RECORDS,)


class SendBack(Command):
    """Send a record back to its coder, with a note on what to mend."""

    title = "Send back"
    key = "b"
    scopes = (Scope.RECORDS,)


class MergeRecord(Command):
    """Say that this record is the same as another: type its name or ref."""

    title = "Merge"
    key = "M"
    scopes = (Scope.RECORDS,)


class DeleteRecord(Command):
    """Take away the record; undo brings it back."""

    title = "Take away"
    key = "delete,X"
    scopes = (Scope.RECORDS,)
