"""All that one sentence offers for an incident."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.suggest.days import days
from corpus.suggest.events import event
from corpus.suggest.harm import harm
from corpus.suggest.names import Named, names
from corpus.suggest.offer import Offer
from corpus.suggest.variants import NameBook


def offers(
    sentence: str, published: str, look_up: Callable[[Sequence[str]], Sequence[Named]], book: NameBook | None = None
) -> list[Offer]:
    """What a sentence offers: days, an event, places, actors, harm.

    Args:
        sentence: A sentence.
        published: When its article was published, in EDTF; may be empty.
        look_up: Gives the actors and places that have any of some folded names.
        book: Knows their names in other spellings.
    """
    kind = event(sentence)
    known = names(sentence, look_up, book)
    return [
        *days(sentence, published),
        *([kind] if kind else []),
        *(each for each in known if each.field == "places"),
        *(each for each in known if each.field == "actors"),
        *harm(sentence),
    ]
