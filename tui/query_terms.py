"""Terms put into a query and taken out again, as facets do. Pure text; what a query means is known by the index."""

from __future__ import annotations

import re

FACET_FIELDS = {"tag": "tag", "outlet": "source", "year": "published"}
"""The query field of each kind of facet."""

_PLAIN = r"[^\W_][\w/.+&'-]*"
_OR = r"(?<!\S)OR(?!\S)"


def facet_term(kind: str, value: str) -> str:
    """The term that narrows a query to a value of a facet."""
    plain = " ".join(value.replace('"', " ").split())
    return f"{FACET_FIELDS[kind]}:{plain if re.fullmatch(_PLAIN, plain) else f'{chr(34)}{plain}{chr(34)}'}"


def facet_terms(query: str) -> list[tuple[str, str]]:
    """The values of facets that a query narrows to or leaves out, as (kind, value), in order, once each."""
    kinds = {name: kind for kind, name in FACET_FIELDS.items()}
    found = []
    for match in re.finditer(rf'(?<!\S)-?({"|".join(kinds)}):(?:"([^"]*)"|([^\s()"]+))(?!\S)', query):
        kind, value = kinds[match[1]], match[2] or match[3] or ""
        if has_term(query, facet_term(kind, value)) or has_term(query, "-" + facet_term(kind, value)):
            found.append((kind, value))
    return list(dict.fromkeys(found))


def has_term(query: str, term: str) -> bool:
    """Whether a query holds this very term, standing by itself."""
    return _find(query, term) is not None


def toggled(query: str, term: str) -> str:
    """The query with a term added, or taken out if it was there.

    A term is added by AND: a query with OR at its top is put in parentheses first. `-term` and `term` take each
    other's place.
    """
    at = _find(query, term)
    if at is not None:
        return " ".join((query[: at[0]] + " " + query[at[1] :]).split())
    opposite = term[1:] if term.startswith("-") else "-" + term
    if has_term(query, opposite):
        query = toggled(query, opposite)
    query = query.strip()
    if _or_at_top(query):
        query = f"({query})"
    return f"{query} {term}".strip()


def as_beginning(query: str) -> str:
    """The query with its last word as the beginning of one; empty if it does not end in a plain word."""
    plain = query[-2:].isalnum() and len(query) > 1 and query.count('"') % 2 == 0
    return f"{query}*" if plain and last_word(query) not in ("AND", "OR", "NOT") else ""


def last_word(query: str) -> str:
    """The last of the words parted by spaces, empty if there is none."""
    return (query.split() or [""])[-1]


def _find(query: str, term: str) -> tuple[int, int] | None:
    """Where a term stands between spaces and outside of quotes."""
    start = query.find(term)
    while start >= 0:
        end = start + len(term)
        alone = (start == 0 or query[start - 1].isspace()) and (end == len(query) or query[end].isspace())
        if alone and query.count('"', 0, start) % 2 == 0:
            return start, end
        start = query.find(term, start + 1)
    return None


def _or_at_top(query: str) -> bool:
    """Whether an OR stands outside of quotes and parentheses."""
    depth, quoted = 0, False
    for at, char in enumerate(query):
        if char == '"':
            quoted = not quoted
        elif not quoted:
            depth += (char == "(") - (char == ")")
            if char == "O" and depth <= 0 and re.compile(_OR).match(query, at):
                return True
    return False
