"""What one record is to another: directed relations with their inverse, and those that read the same from both ends."""

from __future__ import annotations

from corpus.vocabulary.term import Relation, Vocabulary, vocabulary

_ACTORS = (("actor", "actor"),)
_INCIDENTS = (("incident", "incident"),)
_SAME = (("actor", "actor"), ("place", "place"), ("incident", "incident"), ("article", "article"))
_ARTICLES = (("article", "article"),)


def _both(word: str, joins: tuple[tuple[str, str], ...], meaning: str, example: str) -> Relation:
    return Relation(word, meaning, example, inverse=word, joins=joins)


def _one(word: str, inverse: str, joins: tuple[tuple[str, str], ...], meaning: str, example: str) -> Relation:
    return Relation(word, meaning, example, inverse=inverse, joins=joins)


RELATIONS: Vocabulary = vocabulary(
    "relation",
    "what one record is to another",
    _one("member of", "has member", _ACTORS, "A person or group belongs to a group.", "a fighter and the Oak Brigade"),
    _one(
        "commander of",
        "commanded by",
        _ACTORS,
        "A person leads a group or unit.",
        "Idris al-Qasmuni and the Highland Front",
    ),
    _one("part of", "has part", _ACTORS, "A unit or body is a part of a larger one.", "the naval police and the state"),
    _one("backs", "backed by", _ACTORS, "It gives arms, money or support.", "Dorsania and the Oak Brigade"),
    _both("linked to", (), "They are said to be connected, and not how.", "a militia and a neighbouring state"),
    _both("works with", _ACTORS, "They work together, or one for the other.", "a doctor and the advisers"),
    _both("allied with", _ACTORS, "They fight on the same side.", "the brigade and the army in spring"),
    _both("rival of", _ACTORS, "They compete, or fight over influence.", "the brigade and the Directorate"),
    _both(
        "family",
        _ACTORS,
        "They are kin; what the first is to the second is said in the words of the source.",
        "Zuhayr, the nephew of Mu‘tasim",
    ),
    _one("split from", "gave rise to", _ACTORS, "A group came out of another.", "the Free Oak and the Oak Brigade"),
    _one(
        "became",
        "was before",
        _ACTORS,
        "A group went on under another name.",
        "the Salt Guard and the Coast Committees",
    ),
    _one(
        "based at",
        "base of",
        (("actor", "place"),),
        "A group or unit has its seat or post there.",
        "advisers and the old cannery",
    ),
    _one("controls", "controlled by", (("actor", "place"),), "A force holds a place.", "the Front and the pass"),
    _both(
        "may be the same as", _SAME, "Somebody thinks them one, and nobody has decided it.", "two spellings of a man"
    ),
    _one(
        "led to", "followed from", _INCIDENTS, "The one brought about the other.", "a search of ambulances and a brawl"
    ),
    _one(
        "came before", "came after", _INCIDENTS, "The one was earlier; nothing more is said.", "a brawl and an attack"
    ),
    _one("phase of", "has phase", _INCIDENTS, "The one is a stretch of the other.", "a bakery shelled in a siege"),
    _one("included in", "includes", _INCIDENTS, "The one is among those the other tells of.", "one of several clashes"),
    _one(
        "retaliation for", "retaliated by", _INCIDENTS, "The one answers the other.", "rockets after a market was hit"
    ),
    _both("is not", _SAME, "Somebody looked, and they are two.", "two hamlets of one name"),
    _one(
        "does not mention",
        "not mentioned in",
        tuple(("article", kind) for kind in ("actor", "place")),
        "A name of it stands in an article, and means somebody or something else.",
        "a hospital that has a brigade's name",
    ),
    _one(
        "mentions",
        "mentioned in",
        tuple(("article", kind) for kind in ("actor", "place", "incident", "article")),
        "An article speaks of it, and no passage has been taken yet.",
        "a bulletin that names a bridge in passing",
    ),
    _one("reprints", "reprinted by", _ARTICLES, "The one is a copy of the other.", "the Post's page of a wire story"),
    _one(
        "follows up",
        "followed up by",
        _ARTICLES,
        "The one goes on telling the other's story.",
        "a correction the next day",
    ),
    _both("near", (("place", "place"),), "They lie close to each other.", "a checkpoint south of a town"),
)
