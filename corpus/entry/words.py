"""Words outside the vocabularies: kept where they came from elsewhere, but asked about when somebody types one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from corpus.entry.fault import Fault, line_of
from corpus.records.definition import DEFINITIONS, Field, Kind
from corpus.records.path import parse, resolve
from corpus.records.problem import shown
from corpus.records.validate import unknown_words
from corpus.store.operation import Json
from corpus.vocabulary import Vocabulary

Vocabularies = Mapping[str, Vocabulary]

_OFFERED = 30
KEEP = "To keep the word as it is, add --any-word."
KEEP_HERE = "To keep the word as it is, write this line as well: # --any-word"
"""The same for somebody in an editor, who can add no option any more."""

_ANY_WORD = re.compile(rb"^#[ \t]*--any-word[ \t]*\r?$", re.MULTILINE)


def any_word_in(text: bytes) -> bool:
    """Whether a text that was typed says that its words are to be kept."""
    return _ANY_WORD.search(text) is not None


def unknown(
    kind: Kind,
    values: Mapping[str, Json],
    vocabularies: Vocabularies,
    *,
    before: Mapping[str, Json] | None = None,
    lines: Mapping[str, int] | None = None,
    line: int = 0,
) -> list[Fault]:
    """The words of a record that no vocabulary has, each with what was probably meant.

    Args:
        kind: The kind of record.
        values: Its values as they will be.
        vocabularies: The archive's.
        before: Its values as they were; what stood there already is not told again.
        lines: Where each field was typed.
        line: Where the record was typed.
    """
    old = set(unknown_words(kind, before, vocabularies)) if before else set()
    found = []
    for path, word in unknown_words(kind, values, vocabularies):
        if (path, word) not in old:
            why, hint = _told(word, vocabularies[_vocabulary(kind, path)])
            found.append(Fault(line_of(lines or {}, path, line), path, why, hint))
    return found


def _vocabulary(kind: Kind, path: str) -> str:
    field: Field | None = DEFINITIONS[kind].field(parse(path).field)
    if field is not None and field.vocabulary:
        return field.vocabulary
    return resolve(kind, parse(path)).part.vocabulary if "[" not in path else _of_row(field, path)


def _of_row(field: Field | None, path: str) -> str:
    part = field.part(path.rpartition(".")[2]) if field else None
    return part.vocabulary if part else ""


def _told(word: str, vocabulary: Vocabulary) -> tuple[str, str]:
    offered = [term.word for term in vocabulary.offered()]
    by_case = [each for each in offered if each.casefold() == word.casefold()]
    close = by_case or difflib.get_close_matches(word, offered, n=2, cutoff=0.55)
    meant = f"Did you mean {' or '.join(close)}?" if close else f"There are: {', '.join(offered[:_OFFERED])}."
    return f"{shown(word)!r} is no {vocabulary.name}", f"{meant} {KEEP}"
