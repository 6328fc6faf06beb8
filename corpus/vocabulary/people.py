"""Who: sorts of actors and names, what they did in an incident, who says so, and what was done to people.

The kinds of actors are ACLED's, verbatim; definitions and examples are ours.
"""

from __future__ import annotations

from corpus.vocabulary.term import Term, vocabulary


def _kind(code: str, word: str, meaning: str, example: str) -> Term:
    return Term(word, meaning, example, "ACLED", {"ACLED": code})


ACTOR_KINDS = vocabulary(
    "actor kind",
    "what part an actor has in the conflict",
    _kind(
        "1", "State Forces", "Soldiers, police or services of the state in whose country it is.", "the Tilmaran army"
    ),
    _kind("2", "Rebel Groups", "A group that fights the state for power or secession.", "the Highland Front"),
    _kind(
        "3",
        "Political Militias",
        "An armed group that fights for the aims of a party, leader or state.",
        "the Oak Brigade",
    ),
    _kind("4", "Identity Militias", "People under arms for a village, faith or kin.", "herdsmen of the Ashen Valley"),
    _kind("5", "Rioters", "People in a violent crowd.", "those who burned the tax office"),
    _kind("6", "Protesters", "People who demonstrate without violence.", "the bakers of Mazhara"),
    _kind("7", "Civilians", "People who take no part in the fighting.", "the shoppers in the market"),
    _kind(
        "8",
        "External/Other Forces",
        "Forces of another state, peacekeepers, or guards for hire.",
        "the advisers of Halvern",
    ),
)

ACTOR_TYPES = vocabulary(
    "actor type",
    "what an actor is",
    Term("person", "One human being.", "Hanan al-Mubayyid"),
    Term("group", "Armed or other people under one name.", "the Highland Front"),
    Term("unit", "A part of a force, with a name or number of its own.", "the third battalion of the Oak Brigade"),
    Term("state", "A state, its government or regime as a whole.", "Halvern"),
    Term("organisation", "A body with an order of its own that is no armed group.", "Blue Lantern"),
    Term("media", "Somebody who publishes news.", "Meridian Wire"),
    Term("monitor", "Somebody who collects and counts what happens in the conflict.", "the Ashen Valley Monitor"),
    Term("generic", "Some people of a sort, without a name.", "militias close to Dorsania"),
    Term("unidentified", "Somebody acted, and nobody says who.", "whoever laid the mine"),
)

NAME_KINDS = vocabulary(
    "name kind",
    "what sort of name it is",
    Term("name", "The name that stands for it, or another of the same rank.", "Liwa as-Sindiyan"),
    Term("alias", "Another spelling or another name.", "Oak Brigade"),
    Term("acronym", "Its letters.", "TNA"),
    Term("nickname", "What people call it among themselves.", "the Tinker"),
    Term("nom de guerre", "The name somebody took for the war.", "Abu Ramad"),
    Term("description", "No name at all, but words by which a source speaks of it.", "a doctor from the harbour"),
)

ROLES = vocabulary(
    "role",
    "what an actor did, or what befell it",
    Term("party", "It took part on one side of a fight; who began it is not said.", "both, where two forces clashed"),
    Term("attacker", "It began the violence, or fired.", "whoever shelled the market"),
    Term("target", "The violence was aimed at it, or hit it.", "the patrol that the mine hit"),
    Term("detaining party", "It holds or took somebody.", "the Directorate, which arrested a doctor"),
    Term(
        "stopping party",
        "It stopped, searched or turned back somebody.",
        "those at the checkpoint who held the ambulances",
    ),
    Term("casualty", "A person or group that was harmed, and is named as such.", "the nephew who was wounded"),
    Term("mediator", "It negotiated between others.", "elders who arranged the exchange"),
    Term("bystander", "It was there and neither fought nor was aimed at.", "a bus that waited at the bridge"),
)

SIDES = vocabulary(
    "side",
    "the side of an incident that an actor was on",
    Term("a", "The one side.", "those who came to the checkpoint"),
    Term("b", "The other side.", "those who held it"),
)

HARMED = vocabulary(
    "harmed",
    "to whom harm was done",
    Term("a", "To the actors on side a.", "fighters of the brigade"),
    Term("b", "To the actors on side b.", "men of the Directorate"),
    Term("civilians", "To people who took no part.", "shoppers in the market"),
    Term("unknown", "It is not said to whom.", "seven bodies at the roadside"),
)

HARMS = vocabulary(
    "harm",
    "what was done to people",
    Term("killed", "They died of it, at once or later.", "four men of the Directorate"),
    Term("injured", "They were hurt and lived.", "eleven people in the market"),
    Term("missing", "Nobody knows where they are.", "two fishermen after the raid"),
    Term("abducted", "They were taken, and nobody says by what right.", "a doctor of Blue Lantern"),
    Term("detained", "They were arrested, or are held by some authority.", "a baker in the Directorate's prison"),
    Term("displaced", "They had to leave where they lived.", "sixty families of Tall Suwayran"),
)

VICTIMS = vocabulary(
    "victims",
    "which sort of people were harmed",
    Term("children", "People under eighteen.", "two pupils"),
    Term("women", "Women.", "three women in a queue for bread"),
    Term("men", "Men.", "the men of the village who were led away"),
    Term("old people", "People whom the source calls old.", "a couple in their eighties"),
    Term("medics", "Doctors, nurses, crews of ambulances.", "a nurse of Blue Lantern"),
    Term("journalists", "People who report.", "a photographer of the Harbour Post"),
    Term("aid workers", "People who bring relief.", "the driver of a relief lorry"),
    Term("teachers", "People who teach.", "the head of the school in Mazhara"),
    Term("detainees", "People who were held when it happened.", "prisoners in the customs house"),
    Term("displaced people", "People who had fled from elsewhere.", "families in the camp"),
    Term("fighters", "People who took part in the fighting.", "militiamen on patrol"),
    Term("commanders", "Fighters who lead others.", "the head of the brigade"),
)

COUNTS = vocabulary(
    "count",
    "how a number is stated",
    Term("exactly", "The number itself: low, best and high are the same.", "four were killed"),
    Term("at least", "The number or more.", "at least four were killed"),
    Term("at most", "The number or fewer.", "no more than four were killed"),
    Term("about", "Near the number.", "some forty people fled"),
    Term("some", "More than none, without a number.", "a number of people were hurt"),
    Term("none", "The source says that there was nobody; not the same as saying nothing.", "nobody was hurt"),
)

ATTRIBUTIONS = vocabulary(
    "attribution",
    "who says that an actor had this role",
    Term("reported", "The source tells it in its own words.", "the monitor writes that the brigade fired"),
    Term("claimed", "The actor itself says so.", "the Front publishes a video of it"),
    Term("accused by opponent", "Its enemy says so.", "the army blames the Front"),
    Term("accused by others", "Somebody says so who is no party to it.", "villagers blame the brigade"),
    Term(
        "suspected", "Somebody thinks so, without saying that it is so.", "it is believed to be the work of the Front"
    ),
    Term("denied", "The actor says that it was not so.", "the Directorate says that it stopped no ambulance"),
    Term("unknown", "It is not said who did it.", "a mine that nobody has claimed"),
)
