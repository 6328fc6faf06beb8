"""Which sort of event the words of a sentence speak of.

Data, and one look through it. The word that comes first in this order decides, since a mine that hits a patrol is
no clash.
"""

from __future__ import annotations

import re

from corpus.suggest.offer import Offer
from corpus.vocabulary import VOCABULARIES

_WORDS: tuple[tuple[str, str], ...] = (
    ("Remote explosive/landmine/IED", r"land ?mines?|roadside bombs?|IEDs?|booby[- ]trap\w*"),
    ("Remote explosive/landmine/IED", r"(?:anti-[\w-]+ )?mines? (?:exploded|hit|blew|went off)|لغم|ألغام|عبوة ناسفة"),
    ("Suicide bomb", r"suicide (?:bomb\w*|attack\w*|vest)|انتحاري"),
    ("Air/drone strike", r"drones?|air ?strikes?|air raids?|warplanes?|barrel bombs?|غارة|غارات|مسيّرة|مسيرة"),
    ("Shelling/artillery/missile attack", r"shell(?:s|ed|ing)|mortars?|artillery fire|rockets?|missiles?"),
    ("Shelling/artillery/missile attack", r"قصف|قذائف|صواريخ"),
    ("Grenade", r"grenades?|قنبلة يدوية"),
    ("Chemical weapon", r"chlorine|chemical|sarin|كيماوي"),
    ("Abduction/forced disappearance", r"abduct\w*|kidnap\w*|disappear(?:ed|ance)|اختطاف|اختطف|خطف"),
    ("Arrests", r"arrest\w*|detain\w*|اعتقال|اعتقل\w*"),
    ("Sexual violence", r"rap(?:e|ed)|sexual violence|اغتصاب"),
    ("Looting/property destruction", r"loot\w*|torched|نهب"),
    ("Armed clash", r"ambush\w*|clash\w*|gunfights?|firefights?|storm(?:s|ed|ing)|overran|exchange of fire|fighting"),
    ("Armed clash", r"attack\w* (?:on )?(?:[\w-]+ ){0,8}(?:checkpoint|post|barracks|patrol|position)s?"),
    ("Armed clash", r"opened fire|came to blows|brawl|كمين|كمينا|اشتباك\w*|اشتباكات"),
    ("Peaceful protest", r"protest\w*|demonstrat\w*|مظاهرة|احتجاج\w*"),
    ("Violent demonstration", r"riot\w*|شغب"),
    ("Agreement", r"ceasefire|truce|agreement|exchange of prisoners|هدنة|اتفاق"),
    ("Attack", r"executed|massacre\w*|beheaded|shot dead|مجزرة|إعدام"),
)
_COMPILED: list[tuple[re.Pattern[str], str]] = []


def _table() -> list[tuple[re.Pattern[str], str]]:
    if not _COMPILED:
        _COMPILED.extend((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), term) for term, words in _WORDS)
    return _COMPILED


def event(sentence: str) -> Offer | None:
    """The event and sub-event that a sentence may speak of; None if no word of it says."""
    terms = VOCABULARIES["sub-event"].terms
    for pattern, word in _table():
        if match := pattern.search(sentence):
            under = terms[word].under
            value = {"event": under, "sub_event": word}
            return Offer("event", value, f"{under} / {word}", f"the word ‘{match.group()}’", *match.span())
    return None
