"""A field of several parts typed on one line: `Oak Brigade, attacker, a, as gunmen of the brigade`.

The first words are what the row is about; what follows the commas is told by its own words: a term of a vocabulary
goes where that vocabulary belongs, the name of a part before a text says which part it is. What is shown of a row can
be typed again and gives the same row. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from corpus.dates import parse_edtf
from corpus.dates.edtf import fold_digits
from corpus.errors import DateError
from corpus.records.definition import ELEMENT_ID, Field, Kind
from corpus.store.operation import Json
from corpus.vocabulary import Vocabulary
from tui.coding.wrong import TypedWrong

Vocabularies = Mapping[str, Vocabulary]
Finder = Callable[[str, tuple[Kind, ...]], str]
"""Gives the id of the record that a name means."""
Labeller = Callable[[str], str]
"""Gives the name of a record."""

KEPT = "!"
"""At the end of a word: to be kept though no vocabulary has it."""

_LEAST = 2
_ALIASES = {"as_described": ("as",), "stated": ("says",), "how": (), "attribution": ("by",)}
_POSITIONS = {"objects": ("number", "effect"), "date": ("stated",), "assessment": ("why",)}


def term(vocabulary: Vocabulary, typed: str) -> str:
    """The word that is meant: itself without regard to case, or the only one that begins so; "" for none."""
    low = typed.strip().casefold()
    offered = [each.word for each in vocabulary.offered()]
    exact = [word for word in [*offered, *vocabulary.terms] if word.casefold() == low]
    if exact:
        return exact[0]
    begun = [word for word in offered if word.casefold().startswith(low)] if len(low) >= _LEAST else []
    return begun[0] if len(begun) == 1 else ""


def one_term(vocabulary: Vocabulary, typed: str, column: int = 0) -> str:
    """As `term`, but what is none is an error.

    Raises:
        TypedWrong: No word, or more than one, begins so.
    """
    if typed.endswith(KEPT) and typed.strip(KEPT + " "):
        return typed.strip(KEPT + " ")
    if found := term(vocabulary, typed):
        return found
    offered = [each.word for each in vocabulary.offered()]
    begun = [word for word in offered if word.casefold().startswith(typed.strip().casefold())] or offered
    hint = f"There are: {', '.join(begun[:8])}. To keep a word of your own, end it with {KEPT}"
    raise TypedWrong(column, f"‘{typed.strip()}’ is no {vocabulary.name}", hint)


def main_part(field: Field) -> Field:
    """The part that a row is about."""
    return next((part for part in field.parts if part.required), field.parts[0])


def segments(typed: str) -> Iterator[tuple[str, int]]:
    """What stands between commas, each with where it begins."""
    at = 0
    for piece in typed.split(","):
        if piece.strip():
            yield piece.strip(), at + len(piece) - len(piece.lstrip())
        at += len(piece) + 1


def parse_row(field: Field, typed: str, vocabularies: Vocabularies, find: Finder) -> dict[str, Json]:
    """The parts that a typed line gives.

    Raises:
        TypedWrong: Something in it is not understood; points at it.
    """
    main, given = main_part(field), list(segments(typed))
    if not given:
        raise TypedWrong(0, f"nothing is said of {field.name}")
    raw: dict[str, tuple[str, int]] = {main.name: given[0]}
    last = main.name if main.type in ("line", "text") else ""
    for segment, at in given[1:]:
        last = _take(field, segment, at, raw, last, vocabularies)
    parts = {part.name: part for part in field.parts}
    values = {name: value(parts[name], text, vocabularies, find, at) for name, (text, at) in raw.items()}
    return {name: values[name] for name in parts if name in values}


def _take(
    field: Field, segment: str, at: int, raw: dict[str, tuple[str, int]], last: str, vocabularies: Vocabularies
) -> str:
    """Put a segment where it belongs; gives the text that what follows may be a part of."""
    main = main_part(field)
    others = [part for part in field.parts if part is not main]
    named = _named_part(others, segment)
    if named is not None:
        part, text = named
        raw[part.name] = (text, at + len(segment) - len(text))
        return part.name if part.type in ("line", "text", "amount") else ""
    words = _words(others, segment, vocabularies, raw)
    if words:
        raw.update({name: (word, at) for name, word in words.items()})
        return ""
    for name in _POSITIONS.get(field.name, ()):
        if name not in raw:
            raw[name] = (segment, at)
            return name
    if last:
        before, start = raw[last]
        raw[last] = (f"{before}, {segment}", start)
        return last
    offered = ", ".join(part.name for part in others)
    raise TypedWrong(at, f"‘{segment}’ is not understood", f"After a comma comes one of: {offered}.")


def _named_part(parts: list[Field], segment: str) -> tuple[Field, str] | None:
    first, _, rest = segment.partition(" ")
    if "=" in first:
        first, _, more = segment.partition("=")
        rest = more
    for part in parts:
        if rest.strip() and first.strip().casefold() in (part.name, *_ALIASES.get(part.name, ())):
            return part, rest.strip()
    return None


def _words(
    parts: list[Field], segment: str, vocabularies: Vocabularies, taken: Mapping[str, object]
) -> dict[str, str] | None:
    """The terms that a segment holds: one as a whole, or one a word; None if it is not all terms."""
    worded = [part for part in parts if part.vocabulary in vocabularies]

    def one(text: str, but: Mapping[str, object]) -> tuple[str, str] | None:
        exact = [(p.name, w) for p in worded if (w := term(vocabularies[p.vocabulary], text)) and p.name not in but]
        full = [each for each in exact if each[1].casefold() == text.casefold()]
        return next(iter(full or exact), None)

    if whole := one(segment, taken):
        return dict([whole])
    found: dict[str, str] = {}
    for word in segment.split():
        each = one(word, {**taken, **found})
        if each is None:
            return None
        found[each[0]] = each[1]
    return found


def value(part: Field, text: str, vocabularies: Vocabularies, find: Finder, column: int = 0) -> Json:
    """What a typed text means for a field of one part.

    Raises:
        TypedWrong: It cannot be its value.
    """
    match part.type:
        case "id":
            return find(text, part.to)
        case "whom":
            return term(vocabularies[part.vocabulary], text) or find(text, part.to)
        case "word":
            return one_term(vocabularies[part.vocabulary], text, column)
        case "date":
            return _date(text, column)
        case "count":
            digits = fold_digits(text).replace(",", "")
            if not digits.isdecimal():
                raise TypedWrong(column, f"‘{text}’ is no number")
            return int(digits)
        case "amount":
            return int(fold_digits(text)) if fold_digits(text).isdecimal() else text
        case "degrees":
            try:
                return float(fold_digits(text))
            except ValueError:
                raise TypedWrong(column, f"‘{text}’ is no number of degrees") from None
        case "country":
            return text.upper()
    return text


def _date(text: str, column: int) -> str:
    try:
        return str(parse_edtf(text))
    except DateError as error:
        raise TypedWrong(column, error.summary, error.hint) from None


def shown_row(field: Field, row: Mapping[str, Json], label: Labeller) -> str:
    """A row as it is typed."""
    main = main_part(field)
    said = [_shown(main, row.get(main.name), label)]
    for part in field.parts:
        if part is main or part is ELEMENT_ID or row.get(part.name) is None:
            continue
        text = _shown(part, row[part.name], label)
        first = "as" if part.name == "as_described" else part.name
        said.append(text if part.type == "word" else f"{first} {text}")
    return ", ".join(said)


def _shown(part: Field, said: Json, label: Labeller) -> str:
    if said is None:
        return ""
    return label(str(said)) if part.type in ("id", "whom") else str(said)
