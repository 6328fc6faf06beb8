"""What one record is to another, typed on one line: `nephew camerooni`, `part of Assad regime`, `came before 2`.

The words before the name are a relation, the beginning of one, its inverse, or a word that stands for one. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.records.definition import LINK
from corpus.store.operation import Json
from corpus.vocabulary import Relation, Vocabulary
from tui.coding.rows import Vocabularies, segments, value
from tui.coding.wrong import TypedWrong

_KIN = (
    *("nephew", "niece", "brother", "sister", "son", "daughter", "father", "mother", "cousin", "uncle", "aunt"),
    *("wife", "husband", "widow", "grandson", "grandfather", "brother-in-law", "son-in-law"),
)
SHORT: dict[str, tuple[str, str, bool]] = {
    **{word: ("family", word, False) for word in _KIN},
    "leader": ("commander of", "leader", False),
    "leads": ("commander of", "leader", False),
    "chief": ("commander of", "chief", False),
    "led by": ("commander of", "leader", True),
    "commander": ("commander of", "", False),
    "member": ("member of", "", False),
    "part": ("part of", "", False),
    "before": ("came before", "", False),
    "after": ("came before", "", True),
    "because of": ("led to", "", True),
    "phase": ("phase of", "", False),
    "rival": ("rival of", "", False),
    "ally of": ("allied with", "", False),
    "same as": ("may be the same as", "", False),
}
"""Words that stand for a relation: (relation, in what words, whether it is meant from the other end)."""


@dataclass(frozen=True, slots=True)
class TypedLink:
    """A relation as it was typed: from whom it leads is said elsewhere.

    Attributes:
        relation: The relation.
        inverse: Whether the record that is named is where it comes from.
        name: The name, ref or number of the other end.
        parts: What else is said of the link: `as`, `since`, `until`.
        column: Where the name begins.
    """

    relation: str
    inverse: bool
    name: str
    parts: dict[str, Json] = field(default_factory=dict)
    column: int = 0


def parse_link(typed: str, vocabularies: Vocabularies, is_name: Callable[[str], bool]) -> TypedLink:
    """What a typed line says of a relation.

    Args:
        typed: The line.
        vocabularies: The archive's words.
        is_name: Whether some words are the name of a record, to tell `part of` from the name that follows.

    Raises:
        TypedWrong: It names no relation, or nobody.
    """
    given = list(segments(typed))
    if not given:
        raise TypedWrong(0, "nothing is said of a relation", "Such as: nephew Camerooni")
    text, at = given[0]
    words = text.split()
    splits = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(min(len(words) - 1, 6), 0, -1)]
    read = [(_relation(begun, vocabularies["relation"]), rest) for begun, rest in splits]
    choices = [(found, rest) for found, rest in read if found]
    if not choices:
        hint = "First the relation, then the name: commander of X, nephew X, came before 2."
        raise TypedWrong(at, f"‘{text}’ begins with no relation, or names nobody", hint)
    (relation, said, inverse), name = next((c for c in choices if is_name(c[1])), choices[0])
    parts: dict[str, Json] = {"as": said} if said else {}
    known = {part.name: part for part in LINK.fields if part.name in ("as", "since", "until")}
    for segment, column in given[1:]:
        first, _, rest = segment.partition(" ")
        if first in known and rest.strip():
            parts[first] = value(known[first], rest.strip(), vocabularies, lambda text, _: text, column)
        else:
            parts["as"] = f"{parts['as']}, {segment}" if "as" in parts and column > at + len(text) + 2 else segment
    return TypedLink(relation, inverse, name, parts, at + len(text) - len(name))


def _relation(words: str, vocabulary: Vocabulary) -> tuple[str, str, bool] | None:
    """The relation that some words mean, in what words, and whether from the other end."""
    low = words.casefold()
    terms = [each for each in vocabulary.offered() if isinstance(each, Relation)]
    for each in terms:
        if each.word.casefold() == low:
            return each.word, "", False
    for each in terms:
        if each.inverse.casefold() == low:
            return each.word, "", True
    if low in SHORT:
        return SHORT[low]
    begun = [each.word for each in terms if len(low) >= 4 and each.word.casefold().startswith(low)]
    return (begun[0], "", False) if len(begun) == 1 else None
