"""What the values of fields that ask for incidents mean: terms of vocabularies, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from corpus.dates.edtf import fold_digits
from corpus.text import fold_spaces
from index.errors import QueryError
from index.query.tree import Value
from index.query.values import Context
from index.words.analysis import pieces

_VOCABULARIES = {"event": ("event", "sub-event", "second sub-event"), "role": ("role",), "status": ("status",)}
_NUMBERS = re.compile(r"(<=|>=|<|>|=|≤|≥)?(\d{1,9})|(\d{1,9})?\.\.(\d{1,9})?")
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Numbers:
    """The whole numbers from one to another; None where there is no bound."""

    first: int | None
    last: int | None

    def __contains__(self, number: int) -> bool:
        return (self.first is None or number >= self.first) and (self.last is None or number <= self.last)

    def __str__(self) -> str:
        if self.first is None or self.last is None:
            return f"at least {self.first:,}" if self.first is not None else f"at most {self.last or 0:,}"
        return f"{self.first:,}" if self.first == self.last else f"{self.first:,} to {self.last:,}"


def numbers(value: Value, context: Context) -> Numbers:
    """The numbers that a value asks for: `10`, `>10`, `<=3`, `5..20`, `5..`.

    Raises:
        QueryError: It is no number.
    """
    found = _NUMBERS.fullmatch(fold_spaces(fold_digits(value.text)).replace(" ", ""))
    if found is None or found[0] == "..":
        raise QueryError(
            context.text,
            value.begin,
            value.end,
            f"a number such as 10, >10, <=3 or 5..20 after {value.field}:",
            summary=f"{value.text} is not a number of people",
        )
    if found[2] is None:
        first, last = (int(each) if each else None for each in (found[3], found[4]))
    else:
        number = int(found[2])
        first = {"<": None, "<=": None, "≤": None, ">": number + 1}.get(found[1] or "=", number)
        last = {">": None, ">=": None, "≥": None, "<": number - 1}.get(found[1] or "=", number)
    return Numbers(first, last)


def known_terms(field: str, used: Iterable[str]) -> list[str]:
    """The terms that a field can have: those in use, and those of the vocabularies."""
    from corpus.vocabulary import VOCABULARIES  # only where terms are asked for

    own = (term for name in _VOCABULARIES[field] for term in VOCABULARIES[name].terms)
    return list(dict.fromkeys((*used, *own)))


def matching_terms(value: Value, known: Iterable[str], context: Context) -> set[str]:
    """The term that is named, else all that hold these words.

    Raises:
        QueryError: There is none.
    """
    known = list(known)
    wanted = fold_spaces(value.text).casefold()
    exact = {term for term in known if term.casefold() == wanted}
    if exact and not value.open:
        return exact
    words = _words(value.text)
    found = exact | {term for term in known if words and _holds(_words(term), words, value.open)}
    if found:
        return found
    near = get_close_matches(wanted, [term.lower() for term in known], 1, 0.7)
    named = [f'"{term}"' if " " in term else term for term in known[:_MOST_NAMED]]
    raise QueryError(
        context.text,
        value.begin,
        value.end,
        f"perhaps {near[0]}" if near else f"for instance {', '.join(named)}",
        summary=f"There is no {value.field} {value.text}",
    )


def _words(text: str) -> list[str]:
    return [word for piece in pieces(text) for word in piece.words]


def _holds(words: list[str], wanted: list[str], is_open: bool) -> bool:
    def same(here: list[str]) -> bool:
        last = here[-1].startswith(wanted[-1]) if is_open else here[-1] == wanted[-1]
        return here[:-1] == wanted[:-1] and last

    size = len(wanted)
    return any(same(words[i : i + size]) for i in range(len(words) - size + 1))
