"""A row of harm typed on one line: `4 killed b`, `at least 3 children killed civilians`, `many wounded b`.

A number or a word for one, who they were, what was done, to whom, in any order; after commas the other parts, as in
`rows`. What is shown of a row can be typed again. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.records.definition import INCIDENT, Field
from corpus.store.operation import Json
from corpus.suggest.harm import in_words
from corpus.suggest.numbers import HOW, MANY, Amount, amount, many, number
from tui.coding.rows import Finder, Labeller, Vocabularies, segments, term, value
from tui.coding.wrong import TypedWrong

HARM = next(field for field in INCIDENT.fields if field.name == "harm")

_KINDS = {
    **dict.fromkeys(("dead", "died", "kill", "deaths"), "killed"),
    **dict.fromkeys(("wounded", "hurt", "injuries", "inj", "wound"), "injured"),
    **dict.fromkeys(("arrested", "held"), "detained"),
    "kidnapped": "abducted",
}
_TO = {"civilian": "civilians", "unk": "unknown"}
_WHO = {"child": "children", "woman": "women", "man": "men", "medic": "medics", "fighter": "fighters"}
_SPAN = re.compile(r"(\d+)\s*[-–]\s*(\d+)(?=\s|$)")
_BEFORE = sorted([*HOW, *MANY], key=len, reverse=True)


def parse_harm(typed: str, vocabularies: Vocabularies, find: Finder) -> dict[str, Json]:
    """The row of harm that a typed line gives.

    Raises:
        TypedWrong: It says not what was done, or something in it is not understood; points at it.
    """
    given = list(segments(typed))
    if not given:
        raise TypedWrong(0, "nothing is said of harm", "Such as: 4 killed b")
    text, at = given[0]
    counted, rest = _amount(text)
    row: dict[str, Json] = {**(counted.as_parts() if counted else {})}
    row |= _words(rest, at + len(text) - len(rest), vocabularies, find)
    row |= _more(given[1:], vocabularies, find)
    if "kind" not in row:
        kinds = ", ".join(each.word for each in vocabularies["harm"].offered())
        raise TypedWrong(at, "it is not said what was done to them", f"One of: {kinds}.")
    return {part.name: row[part.name] for part in HARM.parts if part.name in row}


def _amount(text: str) -> tuple[Amount | None, str]:
    """The amount that a line begins with, and the rest of the line."""
    if span := _SPAN.match(text):
        low, high = sorted((int(span[1]), int(span[2])))
        return Amount(low, None, high, "about"), text[span.end() :].lstrip()
    low_text = text.casefold()
    for word in _BEFORE:
        if low_text.startswith(word + " "):
            rest = text[len(word) :].lstrip()
            first, _, after = rest.partition(" ")
            if word in HOW and (n := number(first)) is not None:
                return amount(word, n), after.lstrip()
            if word in MANY:
                return many(word), rest
    first, _, after = text.partition(" ")
    if first.casefold() in ("none", "nobody", "no"):
        return Amount(0, 0, 0, "none"), after.lstrip()
    n = number(first)
    return (None, text) if n is None else (amount("", n), after.lstrip())


def _words(text: str, column: int, vocabularies: Vocabularies, find: Finder) -> dict[str, Json]:
    """What was done, to whom, and who they were; what is left over is the name of an actor."""
    found: dict[str, Json] = {}
    left: list[str] = []
    words = text.split()
    while words:
        two = " ".join(words[:2]).casefold()
        if len(words) > 1 and "who" not in found and two in vocabularies["victims"].terms:
            found["who"] = two
            words = words[2:]
            continue
        word = words.pop(0)
        low = word.casefold()
        if "kind" not in found and (kind := _KINDS.get(low) or (term(vocabularies["harm"], low) if not left else "")):
            found["kind"] = kind
        elif low == "a" and words and not _says_kind(words[0], vocabularies):
            left += [word, *words]  # an article: what follows is somebody's name
            break
        elif "to" not in found and (to := _TO.get(low) or (low if low in vocabularies["harmed"].terms else "")):
            found["to"] = to
        elif "who" not in found and (who := _WHO.get(low) or (low if low in vocabularies["victims"].terms else "")):
            found["who"] = who
        elif low in ("of", "on", "from", "side", "to", "were", "the") and not left:
            continue
        else:
            left.append(word)
    if left and "to" in found:
        raise TypedWrong(
            column, f"‘{' '.join(left)}’ is not understood", "Such as: at least 3 children killed civilians"
        )
    if left:
        found["to"] = find(" ".join(left), ("actor",))
    return found


def _says_kind(word: str, vocabularies: Vocabularies) -> bool:
    return bool(_KINDS.get(word.casefold()) or term(vocabularies["harm"], word))


def _more(given: list[tuple[str, int]], vocabularies: Vocabularies, find: Finder) -> dict[str, Json]:
    """The parts after the commas: `stated four of them`, `within h1`, `best 4`."""
    parts = {part.name: part for part in HARM.parts}
    row: dict[str, Json] = {}
    last = ""
    for text, at in given:
        first, _, rest = text.partition(" ")
        part: Field | None = parts.get(first.casefold())
        if part is not None and rest.strip():
            row[part.name] = value(part, rest.strip(), vocabularies, find, at)
            last = part.name if part.type == "line" else ""
        elif word := term(vocabularies["count"], text):
            row["count"] = word
            last = ""
        elif last:
            row[last] = f"{row[last]}, {text}"
        elif "stated" not in row:
            row["stated"], last = text, "stated"
        else:
            raise TypedWrong(at, f"‘{text}’ is not understood", "After a comma comes: stated, within, low, best, high.")
    return row


def shown_harm(row: Mapping[str, Json], label: Labeller) -> str:
    """A row of harm as it is typed."""
    to = row.get("to")
    begun = f"{in_words(row)} {label(str(to)) if to else ''}".strip()
    parsed_parts = dict(_implied(row))
    said = [begun or "harm"]
    for part in HARM.parts:
        given = row.get(part.name)
        if part.name in ("to", "who", "kind") or given is None or parsed_parts.get(part.name) == given:
            continue
        said.append(f"{part.name} {given}")
    return ", ".join(said)


def _implied(row: Mapping[str, Json]) -> Mapping[str, Json]:
    """The parts that the first words of a row say by themselves."""
    counted, _ = _amount(in_words(row) + " ")
    return counted.as_parts() if counted else {}
