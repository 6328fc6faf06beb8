"""Where an event lay and what it was whole, and how far, how well and by what right something is recorded."""

from __future__ import annotations

from corpus.article import CODING_STATES
from corpus.vocabulary.term import Term, vocabulary

PLACE_KINDS = vocabulary(
    "place kind",
    "what sort of place it is",
    Term("settlement", "A town, village or camp where people live.", "Marsa Nujaym"),
    Term("neighbourhood", "A part of a settlement.", "the harbour quarter"),
    Term("area", "A stretch of land with a name and no clear bounds.", "the Ashen Valley"),
    Term("facility", "A building or site: a hospital, market, barracks, well.", "the Coppersmiths' Market"),
    Term("checkpoint", "A post where those who pass are stopped.", "the Rujaym checkpoint"),
    Term("road", "A road, track or railway.", "the Salt Road"),
    Term("crossing", "A border post, bridge, ford or port.", "the Warran bridge"),
    Term("admin", "A unit of the administration: a country, governorate or district.", "the Governorate of Mazhara"),
)

HOW = vocabulary(
    "how",
    "how an event lies to a place",
    Term("at", "There, at this very spot.", "at the checkpoint"),
    Term("in", "Somewhere inside it.", "in the valley"),
    Term("near", "Close to it, outside.", "south of the town"),
    Term("along", "On it, or beside it, at no stated point.", "on the highway"),
    Term("between", "Between this place and another that is given too.", "between the bridge and the well"),
)

SCOPES = vocabulary(
    "scope",
    "whether it is one event",
    Term("single", "One event; these alone are counted.", "the attack on a checkpoint, with all its stages"),
    Term("phase", "A stage of a single event, which a link names.", "the brawl that came before the guns"),
    Term("aggregate", "Several events told as one.", "several clashes in recent days"),
    Term("background", "An older event that is recalled.", "a massacre two years before"),
)

STAGES = vocabulary(
    "stage",
    "whether it was carried out",
    Term("carried out", "It happened.", "shells fell on the market"),
    Term("attempted", "It was begun and failed.", "a mine that was found in time"),
    Term("threatened", "Somebody said that it would happen.", "the Front warns drivers off the road"),
)

TEXT_PARTS = vocabulary(
    "text part",
    "the part of an article that a passage is in",
    Term("title", "The headline.", "Who shelled the market"),
    Term("text", "The body.", "everything below the headline"),
)

SEARCHED = vocabulary(
    "searched",
    "what a saved search looks among",
    Term("articles", "The articles; so it is where nothing is said.", "mine OR landmine"),
    Term("incidents", "The incidents.", "everything with the status needs help"),
    Term("actors", "The actors.", "all militias of the valley"),
    Term("places", "The places.", "all checkpoints in a district"),
)

VIA = vocabulary(
    "via",
    "what somebody in a chain of report did",
    Term("reports", "Tells it in a publication of its own.", "a monitor's bulletin"),
    Term("told it", "Told it to the next in the chain.", "residents of the town"),
    Term("quotes", "Repeats the words of the next in the chain.", "a wire story that quotes a bulletin"),
)

STANCES = vocabulary(
    "stance",
    "how a passage stands to a value",
    Term("says", "It says that it is so.", "four were killed"),
    Term("denies", "It says that it is not so.", "nobody was killed, says the spokesman"),
    Term("doubts", "It calls it unsure.", "the number could not be confirmed"),
    Term("corrects", "It puts this in place of what it said before.", "an earlier version gave seven"),
)

BASES = vocabulary(
    "basis",
    "what a value rests on that no source states as it stands",
    Term("resolved", "It follows from what is stated, as a date from a weekday.", "on Monday, in a report of Tuesday"),
    Term("inferred", "The coder concluded it.", "who reports losses of the brigade is likely to be its enemy"),
    Term("coder's knowledge", "The coder knows it from elsewhere.", "both names are of one village"),
)

STATUSES = vocabulary(
    "status",
    "how far a record is",
    Term("to do", "It has been noted and no more.", "an incident mentioned in passing"),
    Term("in progress", "Somebody is at it.", "half its passages are taken"),
    Term("needs help", "The coder cannot decide something.", "two villages of one name"),
    Term("ready for review", "The coder has finished.", "all passages taken"),
    Term("done", "Somebody else has looked at it.", "reviewed and agreed"),
)

GRADES = vocabulary(
    "grade",
    "how well an incident is supported",
    Term("confirmed", "Who did it has said so.", "the Front claims the rockets"),
    Term(
        "fair",
        "At least two credible sources that do not rest on one another tell it.",
        "a monitor and a reporter on the spot",
    ),
    Term("weak", "One origin, however many repeat it.", "five papers with one bulletin"),
    Term("contested", "Sources contradict each other on what happened or who did it.", "each side blames the other"),
    Term("discounted", "It was shown not to have been so.", "the dead man was seen alive"),
)

CODING = vocabulary(
    "coding",
    "how far the coding of an article is",
    *(
        Term(word, meaning, example)
        for word, (meaning, example) in zip(
            CODING_STATES,
            (
                ("Nobody has coded it.", "an article that has just come in"),
                ("Somebody is at it.", "the first incident is recorded"),
                ("All that it tells is recorded.", "every sentence has its passage"),
                ("It tells of nothing that is recorded here.", "a bridge is opened to lorries again"),
                ("It is about something else altogether.", "the results of a boat race"),
                ("It is put off.", "a long report for a quiet day"),
                ("The coder cannot decide something.", "which of two markets was hit"),
            ),
            strict=True,
        )
    ),
)

RESTRICTIONS = vocabulary(
    "restriction",
    "who may see a record",
    Term("open", "Everybody.", "what a newspaper printed"),
    Term("team", "Those who work on the archive together.", "a draft"),
    Term("sealed", "It never leaves this archive.", "the name of a witness"),
)
