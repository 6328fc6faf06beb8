"""The commands of coding: the sentences of an article, the record in hand, and what each key does to them.

Only what they are called and which keys they have by default; what they do is done by those who handle them.
"""

from __future__ import annotations

from typing import ClassVar

from tui.commands.base import Command, Scope


class CodingCommand(Command):
    """Something that a coder does."""

    scopes: ClassVar[tuple[Scope, ...]] = (Scope.CODING,)


class CodeArticle(Command):
    """Code this article: its sentences on one side, the incidents that they tell of on the other."""

    title = "Code this article"
    key = "c"
    footer = "code"
    is_spare = True


class SentenceOn(CodingCommand):
    """Go to the next sentence; what is filled then is attached to it."""

    title = "Next sentence"
    key = "space"
    footer = "sentence"


class SentenceBack(CodingCommand):
    """Go to the sentence before."""

    title = "Sentence before"
    key = "backspace,b"


class NarrowQuote(CodingCommand):
    """Attach only some words of the sentence: type how they begin, two dots, how the last one begins."""

    title = "Narrow the quote"
    key = "s"


class QuoteBeginsEarlier(CodingCommand):
    """Have the quote begin a word earlier."""

    title = "Quote begins earlier"
    key = "left_parenthesis"
    in_palette = False


class QuoteBeginsLater(CodingCommand):
    """Have the quote begin a word later."""

    title = "Quote begins later"
    key = "right_parenthesis"
    in_palette = False


class QuoteEndsEarlier(CodingCommand):
    """Have the quote end a word earlier."""

    title = "Quote ends earlier"
    key = "less_than_sign"
    in_palette = False


class QuoteEndsLater(CodingCommand):
    """Have the quote end a word later."""

    title = "Quote ends later"
    key = "greater_than_sign"
    in_palette = False


class SetVia(CodingCommand):
    """Say by whom the sentences reach us, the nearest first; it stays until it is changed."""

    title = "Chain of report"
    key = "v"
    footer = "via"
    is_spare = True


class NewIncident(CodingCommand):
    """Make an incident from this sentence."""

    title = "New incident"
    key = "n"
    footer = "new"


class OtherIncident(CodingCommand):
    """Take the next incident of this article in hand."""

    title = "Next incident"
    key = "o"
    footer = "other"
    is_spare = True


class IncidentBefore(CodingCommand):
    """Take the incident before it in hand."""

    title = "Incident before"
    key = "O"


class PickRecord(CodingCommand):
    """Take any record of this article in hand: type its number, or its name."""

    title = "Take a record in hand"
    key = "i"


class FollowRecord(CodingCommand):
    """Take the actor, place or link under the cursor in hand, to say what it is; Esc goes back."""

    title = "Into the record"
    key = "f"


class DuplicateIncident(CodingCommand):
    """Make another incident that says the same, to change one thing of."""

    title = "Duplicate the incident"
    key = "D"


class AcceptOffer(CodingCommand):
    """Take over what is offered under the cursor, else what is offered first, and go to the next offer."""

    title = "Accept"
    key = "y"
    footer = "accept"


class AcceptAll(CodingCommand):
    """Take over everything that is offered, as one act."""

    title = "Accept everything offered"
    key = "Y"


class GoToLine(CodingCommand):
    """Go to a line of the form: type the name of its field, or what it says, or both."""

    title = "Go to a line"
    key = "slash"


class FillTitle(CodingCommand):
    """Say what happened, in a few words."""

    title = "Title"
    key = "t"


class FillDate(CodingCommand):
    """Say when it happened."""

    title = "Date"
    key = "d"


class FillEvent(CodingCommand):
    """Say what sort of event it was."""

    title = "Event"
    key = "e"


class AddPlace(CodingCommand):
    """Say where it happened, by the name of the place; a name that nobody has makes a new place."""

    title = "Where"
    key = "w"


class AddParticipant(CodingCommand):
    """Say who took part, by name; a name that nobody has makes a new actor."""

    title = "Who"
    key = "p"


class AddHarm(CodingCommand):
    """Say what was done to people, on one line: 4 killed b."""

    title = "Harm"
    key = "h"


class AddCasualty(CodingCommand):
    """Name somebody who was harmed: Zuheir injured."""

    title = "Named casualty"
    key = "z"


class AddRelation(CodingCommand):
    """Link the actor, place or record under the cursor: nephew Camerooni, came before 2."""

    title = "Relation"
    key = "r"


class AddWeapon(CodingCommand):
    """Say what it was done with."""

    title = "Weapon"
    key = "W"


class AddThing(CodingCommand):
    """Say what was done to things: tents, some, burned."""

    title = "Thing"
    key = "x"


class AddNamed(CodingCommand):
    """Make an actor or a place by itself: actor Call Syria, media."""

    title = "New actor or place"
    key = "N"


class SetStatus(CodingCommand):
    """Say how far the record is."""

    title = "Status"
    key = "S"


class SetArticleState(CodingCommand):
    """Say how far the coding of the article has come."""

    title = "State of the article"
    key = "C"


class AttachWords(CodingCommand):
    """Attach the current words to the line under the cursor, with its value."""

    title = "Attach"
    key = "a"
    footer = "attach"


class SaysOtherwise(CodingCommand):
    """Attach the current words to this line with what they say: another number, count=some, 6 denies."""

    title = "Attach with another value"
    key = "A"


class MovePassage(CodingCommand):
    """Have the passage in hand be the current words instead of its own; what it supports stays."""

    title = "Move the passage"
    key = "m"


class ToggleAttaching(CodingCommand):
    """Fill fields with or without attaching the current words to them."""

    title = "Attach while filling"
    key = "apostrophe"


class SetBasis(CodingCommand):
    """Say what the value of this line rests on where no source states it."""

    title = "Basis"
    key = "B"


class RepeatLast(CodingCommand):
    """Fill again what was filled last, with the current words."""

    title = "Repeat"
    key = "full_stop"


class RemoveLine(CodingCommand):
    """Take away what the line under the cursor says."""

    title = "Take away"
    key = "delete,X"


class EditRecord(CodingCommand):
    """Edit the record in hand as YAML in your editor."""

    title = "Edit in the editor"
    key = "E"
    scopes = (Scope.CODING, Scope.RECORDS)


class SwitchPane(CodingCommand):
    """Give the text or the form more room."""

    title = "Text or form"
    key = "tab"


class NextUncoded(CodingCommand):
    """Code the next article of the list, or of the saved search, that waits to be coded."""

    title = "Next article that waits"
    key = "J"
    scopes = (Scope.CODING, Scope.RECORDS)


class FillLine(Command):
    """Fill the line under the cursor; take over what is offered there."""

    title = "Fill"
    key = "enter"
    scopes = (Scope.FORM,)
    footer = "fill"
    action = "open"


class SubmitEntry(Command):
    """Save what was typed."""

    title = "Save"
    key = "enter"
    scopes = (Scope.ENTRY,)
    footer = "save"
    action = "submit"


class CompleteEntry(Command):
    """Write the option under the cursor into the line."""

    title = "Complete"
    key = "tab"
    scopes = (Scope.ENTRY,)
    footer = "complete"
    action = "complete"


class OptionDown(Command):
    """Go to the next option."""

    title = "Next option"
    key = "down"
    scopes = (Scope.ENTRY,)
    action = "option(1)"
    in_palette = False


class OptionUp(Command):
    """Go to the option before."""

    title = "Option before"
    key = "up"
    scopes = (Scope.ENTRY,)
    action = "option(-1)"
    in_palette = False


class DropEntry(Command):
    """Leave the line; what was typed stays for the next time."""

    title = "Leave"
    key = "escape"
    scopes = (Scope.ENTRY,)
    footer = "leave"
    action = "drop"


class DefineOption(Command):
    """Say what the option under the cursor means, with an example; where words of your own are typed, ? is a letter."""

    title = "What it means"
    key = "question_mark"
    scopes = (Scope.ENTRY,)
    footer = "meaning"
    action = "define"
    in_palette = False
