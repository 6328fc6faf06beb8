"""What a term and a vocabulary are; the terms themselves are in the modules beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """One word that a coder may choose.

    Attributes:
        word: The word as records keep it.
        meaning: When to choose it, in a sentence or two.
        example: A case of it, from the invented country of the sample archive.
        source: Whose word it is, verbatim; "" for ours.
        codes: What it is in other schemes, by the scheme's name.
        under: For a sub-event, the event that it belongs to.
    """

    word: str
    meaning: str
    example: str = ""
    source: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    under: str = ""


@dataclass(frozen=True, slots=True)
class Relation(Term):
    """A word for what one record is to another.

    Attributes:
        inverse: How it reads from the other end; the word itself where it reads the same.
        joins: Pairs of kinds of record that it may join, the first being where it comes from; empty for any two.
    """

    inverse: str = ""
    joins: tuple[tuple[str, str], ...] = ()

    @property
    def symmetric(self) -> bool:
        """Whether it reads the same from both ends."""
        return self.inverse == self.word

    def may_join(self, one: str, other: str) -> bool:
        """Whether it may go from a record of one kind to a record of the other."""
        return not self.joins or (one, other) in self.joins


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words for one purpose, in the order in which they are offered.

    Attributes:
        name: What fields call it.
        meaning: What its words are about.
        terms: The terms by word, hidden ones too.
        hidden: Words that are not offered, but known where they stand already.
    """

    name: str
    meaning: str
    terms: Mapping[str, Term]
    hidden: frozenset[str] = frozenset()

    def __contains__(self, word: object) -> bool:
        return word in self.terms

    def offered(self, under: str = "") -> list[Term]:
        """The terms to choose from; only those under an event, if one is given."""
        return [t for t in self.terms.values() if t.word not in self.hidden and (not under or t.under == under)]


def vocabulary(name: str, meaning: str, *terms: Term) -> Vocabulary:
    """A vocabulary of these terms."""
    return Vocabulary(name, meaning, {term.word: term for term in terms})
