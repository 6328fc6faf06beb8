"""What may be meant by what stands before the cursor of a query: words, fields, tags, outlets, names.

Everything comes from the archive itself, or from the words that the query language has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from corpus.article import CODING_STATES
from index.query.tree import FIELDS, QUOTES, STATES, TEXT_FIELDS, quoted
from index.source import Source
from index.words.analysis import pieces

if TYPE_CHECKING:
    from index.disk.snapshot import Snapshot
    from index.records.table import RecordTable

CompletionKind = Literal["word", "field", "tag", "outlet", "author", "actor", "place", "incident", "term", "state"]

MOST = 10
"""How many are given."""

_LEFT_OUT = frozenset(("deaths.low",))
_LONGEST = 200
_FIELD = re.compile(r"-*([A-Za-z]+(?:\.[A-Za-z]+)?):")
_STOPS = frozenset("()")
_WORD_STOPS = frozenset("():" + "".join(QUOTES))
_KINDS: dict[str, CompletionKind] = {
    **{"tag": "tag", "source": "outlet", "actor": "actor", "place": "place", "incident": "incident"},
    **{"event": "term", "role": "term", "status": "term", "is": "state", "coding": "state"},
}


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that may be meant.

    Attributes:
        start, end: The characters of the query that it takes the place of.
        replacement: What to put there.
        kind: What it is.
        count: How many articles, or records, have it; 0 if that is not known.
    """

    start: int
    end: int
    replacement: str
    kind: CompletionKind
    count: int


def complete(
    text: str,
    cursor: int,
    source: Source,
    snapshot: Callable[[], Snapshot | None],
    table: Callable[[], RecordTable],
) -> list[Completion]:
    """What the characters before the cursor may become, the most frequent first; at most `MOST`.

    Args:
        text: The query as it stands.
        cursor: Where the cursor is in it.
        source: The archive.
        snapshot: Gives the index; None if it cannot be used now.
        table: Gives the records, up to date; its guard is taken here.
    """
    before = text[:cursor]
    opened = _open_quotation(before)
    if opened is not None:
        head = _FIELD.fullmatch(_last_run(before[:opened], _STOPS))
        field = head[1].lower() if head and head[1].lower() in FIELDS else ""
        if field not in _KINDS:
            return _words(before, cursor, field, snapshot())
        start, typed = opened, before[opened + 1 :]
    else:
        run = _last_run(before, _STOPS)
        head = _FIELD.match(run)
        typed = run[head.end() :] if head else run.lstrip("-")
        field, start = head[1].lower() if head else "", len(before) - len(typed)
        if field and field not in FIELDS:
            return []
        if not field or field not in _KINDS:
            fields = [] if field else list(_fields(typed, start, cursor))
            return [*fields, *_words(before, cursor, field, snapshot())][:MOST]
    if len(typed) > _LONGEST:
        return []
    values = _matching(_values(field, source, table), typed)
    return [Completion(start, cursor, quoted(value), _KINDS[field], count) for value, count in values]


def _last_run(text: str, stops: AbstractSet[str]) -> str:
    """What stands at the end of a text without spaces, as far as none of these signs is in it."""
    start = len(text)
    while start and not text[start - 1].isspace() and text[start - 1] not in stops:
        start -= 1
    return text[start:]


def _open_quotation(before: str) -> int | None:
    """Where a quotation that is still open begins."""
    at: int | None = None
    closing = ""
    for i, char in enumerate(before):
        if at is not None:
            at = None if char in closing else at
        elif char in QUOTES:
            at, closing = i, QUOTES[char]
    return at


def _fields(typed: str, start: int, end: int) -> Iterator[Completion]:
    if len(typed) > 1 and typed.isascii():
        for name in sorted(FIELDS - _LEFT_OUT):
            if name.startswith(typed.lower()):
                yield Completion(start, end, f"{name}:", "field", 0)


def _words(before: str, cursor: int, field: str, snapshot: Snapshot | None) -> list[Completion]:
    """Words of the index that begin as the last word does."""
    run = _last_run(before, _WORD_STOPS)
    found = pieces(run) if len(run) <= _LONGEST else []
    if snapshot is None or len(found) != 1 or (field and field not in TEXT_FIELDS):
        return []
    word = found[0].words[0]
    if len(found[0].words) > 1 or len(word) < 2 or not before[-1].isalnum():
        return []
    start = cursor - len(run.lstrip("-"))
    counts = _beginning(snapshot, field or "body", word)
    counts.pop(word, None)
    best = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST]
    kind: CompletionKind = "author" if field == "author" else "outlet" if field == "source" else "word"
    return [Completion(start, cursor, other, kind, count) for other, count in best]


def _beginning(snapshot: Snapshot, field: str, prefix: str) -> dict[str, int]:
    """The words that begin so and are held by most articles of any part, with how many hold each, deleted ones too."""
    import numpy as np

    likeliest: dict[str, None] = {}
    for view in snapshot.views:
        start, end = view.part.beginning(field, prefix)
        held = view.part.held(start, end)
        best = np.argpartition(-held, MOST)[: MOST + 1] if len(held) > MOST else np.arange(len(held))
        for at in (best + start).tolist():
            likeliest.setdefault(view.part.word(at))
    return {word: snapshot.held(word, field) for word in likeliest}


def _values(field: str, source: Source, table: Callable[[], RecordTable]) -> Iterable[tuple[str, int]]:
    if field == "tag":
        return source.tags.all()
    if field == "source":
        columns = source.articles.columns()
        counts = [0] * len(columns.sources)
        for n in columns.source:
            counts[n] += 1
        return [(name, counts[i]) for i, name in enumerate(columns.sources) if name and counts[i]]
    if field == "is":
        return [(name, 0) for name in STATES]
    if field == "coding":
        return [(name, 0) for name in CODING_STATES]
    return _of_records(field, table())


def _of_records(field: str, table: RecordTable) -> list[tuple[str, int]]:
    """Names of actors, places and incidents, or terms, with how many incidents have each."""
    from index.records.values import known_terms

    with table.guard:
        if field in ("event", "role", "status"):
            return [(term, len(table.by_key(field, term))) for term in known_terms(field, table.values(field))]
        return [
            (name, sum(len(table.by_key(field, same)) for same in table.group(id_)))
            for id_ in table.everything(field)
            for name in dict.fromkeys(table.entries[id_].heads)
        ]


def _matching(values: Iterable[tuple[str, int]], typed: str) -> Sequence[tuple[str, int]]:
    """Those that begin so, then those with a word that does; the most frequent of each first."""
    wanted = " ".join(word for piece in pieces(typed) for word in piece.words)
    if typed.strip() and not wanted:
        return []
    found = []
    for value, count in values:
        folded = " ".join(word for piece in pieces(value) for word in piece.words)
        if folded.startswith(wanted):
            found.append((0, -count, value))
        elif f" {wanted}" in folded:
            found.append((1, -count, value))
    return [(value, -count) for _, count, value in sorted(found)[:MOST]]
