"""What happened: events and sub-events under ACLED's names, and a second list of ours for the law of war.

The names and codes were read from published packages, not from the codebooks themselves; correcting one is a line
here. Definitions and examples are ours.
"""

from __future__ import annotations

from corpus.vocabulary.term import Term, vocabulary

_ACLED = "ACLED"


def _event(word: str, meaning: str, example: str, **codes: str) -> Term:
    return Term(word, meaning, example, _ACLED, codes)


def _sub(under: str, word: str, meaning: str, example: str, **codes: str) -> Term:
    return Term(word, meaning, example, _ACLED, codes, under)


BATTLES = "Battles"
REMOTE = "Explosions/Remote violence"
CIVILIANS = "Violence against civilians"
PROTESTS = "Protests"
RIOTS = "Riots"
STRATEGIC = "Strategic developments"

EVENTS = vocabulary(
    "event",
    "what sort of event it was",
    _event(
        BATTLES,
        "Armed groups fight each other at one place.",
        "The Oak Brigade and the Directorate fire at each other at the Rujaym checkpoint.",
    ),
    _event(
        REMOTE,
        "A weapon does harm from afar or while nobody stands by it, and the other side cannot answer there and then.",
        "A mine beside the Salt Road hits a patrol.",
        GTD="3",
    ),
    _event(
        CIVILIANS,
        "An armed group harms people who take no part in the fighting.",
        "Gunmen take a doctor from her house in Marsa Nujaym.",
        UCDP="3",
    ),
    _event(
        PROTESTS,
        "People gather in public to demand something, without violence of their own.",
        "Bakers stand before the governor's office in Mazhara.",
    ),
    _event(
        RIOTS,
        "People in a crowd use violence against things or persons.",
        "A crowd throws stones at the naval police in the harbour.",
    ),
    _event(
        STRATEGIC,
        "Nobody fought, yet it changes the conflict or helps to understand it.",
        "Two prisoners are exchanged on the Warran bridge.",
    ),
)

SUB_EVENTS = vocabulary(
    "sub-event",
    "more precisely what sort of event it was",
    _sub(
        BATTLES,
        "Armed clash",
        "Armed groups fight, and no place changes hands by it.",
        "Militiamen return to the checkpoint with heavy guns and withdraw again.",
        GTD="2",
    ),
    _sub(
        BATTLES,
        "Government regains territory",
        "State forces take a place back by fighting.",
        "The Tilmaran army drives the Highland Front out of Khan as-Sabbar.",
    ),
    _sub(
        BATTLES,
        "Non-state actor overtakes territory",
        "A group that is no state takes a place by fighting.",
        "The Highland Front takes the pass above Tall Suwayran from the army.",
    ),
    _sub(REMOTE, "Chemical weapon", "A poison is used as a weapon.", "A canister of chlorine falls on Umm al-Fakhit."),
    _sub(
        REMOTE,
        "Air/drone strike",
        "Something is dropped or fired from an aircraft, manned or not.",
        "A drone hits a car on the Salt Road.",
        GTD="3",
    ),
    _sub(
        REMOTE,
        "Suicide bomb",
        "Somebody blows himself up with the weapon.",
        "A man detonates his vest at the gate of the barracks.",
        GTD="3",
    ),
    _sub(
        REMOTE,
        "Shelling/artillery/missile attack",
        "Guns, mortars or rockets fire from a distance at a place that does not fire back.",
        "Six mortar shells fall on the market of ‘Ayn az-Zafra.",
        GTD="3",
    ),
    _sub(
        REMOTE,
        "Remote explosive/landmine/IED",
        "Something laid or hidden beforehand explodes.",
        "A mine hits a patrol of the Oak Brigade near Umm al-Fakhit.",
        GTD="3",
    ),
    _sub(REMOTE, "Grenade", "A grenade is thrown or shot.", "Somebody throws a grenade into a tea house.", GTD="3"),
    _sub(
        CIVILIANS,
        "Sexual violence",
        "An armed group commits violence of a sexual kind.",
        "Former detainees tell of rape in the Directorate's cellar.",
    ),
    _sub(
        CIVILIANS,
        "Attack",
        "An armed group kills or hurts people who do not fight, other than from afar.",
        "Gunmen shoot a spokesman in front of his house.",
        GTD="2",
    ),
    _sub(
        CIVILIANS,
        "Abduction/forced disappearance",
        "People are taken away, and nobody says by what right or where they are.",
        "A doctor of Blue Lantern is taken from the harbour road.",
        GTD="6",
    ),
    _sub(
        PROTESTS, "Peaceful protest", "Nobody interferes with the protest.", "Students sit in the station for an hour."
    ),
    _sub(
        PROTESTS,
        "Protest with intervention",
        "Forces break the protest up, and nobody is gravely hurt.",
        "The naval police disperse fishermen with water cannon.",
    ),
    _sub(
        PROTESTS,
        "Excessive force against protesters",
        "Forces use lethal means against people who protest without violence.",
        "Soldiers shoot into a march and kill two.",
    ),
    _sub(
        RIOTS,
        "Violent demonstration",
        "A demonstration turns violent by its own people.",
        "Demonstrators burn the tax office.",
    ),
    _sub(
        RIOTS,
        "Mob violence",
        "A crowd attacks persons or things, without a demonstration.",
        "Two villages fight over a well.",
    ),
    _sub(
        STRATEGIC,
        "Agreement",
        "Parties agree on something, or talk about it.",
        "Both sides agree on a truce for the harvest.",
    ),
    _sub(
        STRATEGIC,
        "Arrests",
        "Somebody of weight, or many, are arrested by forces of some authority.",
        "The Directorate arrests a doctor who worked with Halvern's advisers.",
    ),
    _sub(
        STRATEGIC,
        "Change to group/activity",
        "A group is founded, splits, joins another, or changes where or how it acts.",
        "Zuhayr ad-Dalwani takes over the Oak Brigade from his uncle.",
    ),
    _sub(
        STRATEGIC,
        "Disrupted weapons use",
        "A weapon is found, made safe or shot down before it does harm.",
        "Sappers lift eleven mines beside the road.",
    ),
    _sub(
        STRATEGIC,
        "Headquarters or base established",
        "A group sets up a base.",
        "Dorsania's advisers move into the old cannery.",
    ),
    _sub(
        STRATEGIC,
        "Looting/property destruction",
        "Things are taken or destroyed, and no person is attacked.",
        "Militiamen empty the blanket store of Blue Lantern.",
        GTD="7",
    ),
    _sub(
        STRATEGIC,
        "Non-violent transfer of territory",
        "A place changes hands without a fight.",
        "The army leaves Warran, and the Front comes in the next morning.",
    ),
    _sub(
        STRATEGIC,
        "Other",
        "None of the other words fits, and the record says in its title what it was.",
        "Ambulances with wounded are stopped and searched.",
    ),
)

SECOND_SUB_EVENTS = vocabulary(
    "second sub-event",
    "what else it was, under the law of war",
    Term(
        "obstruction of medical transport",
        "An ambulance, or whatever else carries the wounded or sick, is stopped, held up, searched or turned back.",
        "The Directorate holds two ambulances at Rujaym for ninety minutes.",
    ),
    Term(
        "attack on medical care",
        "A hospital, a clinic, an ambulance or their staff are attacked.",
        "A rocket hits the clinic of Blue Lantern.",
    ),
    Term(
        "attack on a school",
        "A school, its pupils or teachers are attacked.",
        "A shell falls into a schoolyard in Mazhara.",
    ),
    Term(
        "attack on a place of worship",
        "A building for worship, or people at worship, are attacked.",
        "Gunmen fire at the mosque of Khan as-Sabbar.",
    ),
    Term(
        "attack on journalists",
        "Somebody is attacked or held for reporting.",
        "A photographer of the Harbour Post is beaten at a checkpoint.",
    ),
    Term(
        "attack on aid workers",
        "People who bring relief, or their stores and cars, are attacked.",
        "A lorry of Blue Lantern is shot at on the Salt Road.",
    ),
    Term(
        "obstruction of aid",
        "Relief for civilians is stopped, taxed or taken away.",
        "Flour for Qal‘at al-Hudhud waits four days at the bridge.",
    ),
    Term(
        "siege of civilians",
        "A place where civilians live is closed so that food, water or medicine run out.",
        "No lorry is let into Qal‘at al-Hudhud for a month.",
    ),
    Term(
        "forced displacement",
        "People are made to leave where they live.",
        "Families of Tall Suwayran are told to be gone by evening.",
    ),
    Term(
        "human shields",
        "Civilians, or protected buildings, are used to keep an attack away.",
        "Guns stand in the yard of a hospital that is in use.",
    ),
    Term(
        "hostage taking",
        "People are held so that others do or pay something for them.",
        "Two drivers are held until the brigade's men are released.",
    ),
    Term(
        "execution without trial",
        "Somebody who is in the power of an armed group is killed without the judgement of a court.",
        "Three prisoners are shot behind the customs house.",
    ),
    Term(
        "torture or ill-treatment",
        "Somebody who is held is tortured, or treated cruelly or without dignity.",
        "A released baker shows the marks of cables on his back.",
    ),
    Term(
        "use of children",
        "People under eighteen are recruited, or used in the fighting.",
        "A boy of fifteen carries shells for the mortar.",
    ),
    Term(
        "attack without distinction",
        "The attack was of a kind that cannot tell fighters from civilians, or was not aimed at all.",
        "Unguided rockets are fired at a town at noon.",
    ),
    Term(
        "second strike",
        "Those who came to help after a first strike are hit by another on the same place.",
        "The second shell falls among those who carry the wounded out of the market.",
    ),
    Term(
        "prohibited weapon",
        "A weapon was used that treaties forbid altogether or near civilians.",
        "Small bombs from one shell lie all over an olive grove.",
    ),
    Term(
        "attack on what people need to survive",
        "Water, food, fields or power for civilians are destroyed or made useless.",
        "The pump of Umm al-Fakhit is blown up.",
    ),
    Term(
        "looting",
        "Fighters take what belongs to civilians.",
        "Men of the brigade carry off blankets meant for the camp.",
    ),
    Term(
        "attack on cultural property",
        "A monument, library or other heritage is attacked or taken.",
        "The old caravanserai is mined.",
    ),
    Term(
        "abuse of the dead",
        "The dead are mutilated, shown about or withheld from their families.",
        "A body hangs at the roundabout for a day.",
    ),
    Term(
        "misuse of protected signs",
        "A white flag, an emblem or the dress of the other side is used to deceive in a fight.",
        "Fighters come to the bridge in an ambulance.",
    ),
)
