"""The words that coders choose from, as data: each with a meaning, an example, and its code in other schemes.

Data only, and the codebook by which an archive changes what is offered. A word that is in no vocabulary is never
refused or dropped here or elsewhere; it is marked.
"""

from __future__ import annotations

from corpus.vocabulary import coding, events, people, relations
from corpus.vocabulary.term import Relation, Term, Vocabulary

VOCABULARIES: dict[str, Vocabulary] = {
    each.name: each
    for each in (
        events.EVENTS,
        events.SUB_EVENTS,
        events.SECOND_SUB_EVENTS,
        coding.SCOPES,
        coding.STAGES,
        coding.HOW,
        people.ROLES,
        people.SIDES,
        people.ACTOR_KINDS,
        people.ACTOR_TYPES,
        people.NAME_KINDS,
        people.ATTRIBUTIONS,
        people.HARMED,
        people.HARMS,
        people.VICTIMS,
        people.COUNTS,
        coding.PLACE_KINDS,
        relations.RELATIONS,
        coding.TEXT_PARTS,
        coding.SEARCHED,
        coding.VIA,
        coding.STANCES,
        coding.BASES,
        coding.STATUSES,
        coding.GRADES,
        coding.CODING,
        coding.RESTRICTIONS,
    )
}
"""Every vocabulary by name, as it comes with dateline; a codebook may change it for an archive."""

__all__ = ["VOCABULARIES", "Relation", "Term", "Vocabulary"]
