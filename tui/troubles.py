"""What of an archive needs looking after: files that could not be read, words people differ on, passages that are lost.

Each with its reason and what can be done. Only looks; nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from corpus.archive import Archive
from corpus.errors import ArchiveError
from tui.details import value_text

if TYPE_CHECKING:
    from tui.ports import Cancelled

Kind = Literal["file", "conflict", "passage"]

HEADS: dict[Kind, tuple[str, str]] = {
    "file": ("file could not be read", "files could not be read"),
    "conflict": ("word that people differ on", "words that people differ on"),
    "passage": (
        "passage whose words are no longer in its article",
        "passages whose words are no longer in their article",
    ),
}
AGAIN = "It is tried again when the file changes; all of them, with: dateline update --rebuild"
SETTLE = "The first value counts. Setting the field anew settles it: dateline set {record} {field}=VALUE"
ANCHOR = "It is kept as it was. Look whether the article has changed: Enter opens it, V shows what changed."
MOST_LISTED = 5_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that needs looking after.

    Attributes:
        kind: What it is about.
        what: Which file, record or passage, in a few words.
        reason: What is wrong with it, in a few words.
        todo: All that is known, and what can be done.
        article: The number of the article it is about, 0 for none.
    """

    kind: Kind
    what: str
    reason: str
    todo: str
    article: int = 0


def gather(archive: Archive, cancelled: Cancelled) -> list[Trouble]:
    """Everything that needs looking after, by kind."""
    found: list[Trouble] = []
    for each in _all(archive, cancelled):
        found.append(each)
        if len(found) >= MOST_LISTED:
            break
    return found


def _all(archive: Archive, cancelled: Cancelled) -> Iterator[Trouble]:
    for problem in archive.files.all_problems():
        why = problem.detail or problem.reason
        yield Trouble("file", problem.path, problem.reason, f"{_sentence(why)} {AGAIN}")
    for record, field, heads in archive.log.conflicts():
        values = [value_text(heads.winner.value), *(value_text(other.value) for other in heads.conflicting)]
        n = archive.articles.number(record) or 0
        title = archive.articles.get(n).title if n else record
        todo = f"{field}: {' / '.join(values)}. {SETTLE.format(record=record, field=field)}"
        yield Trouble("conflict", title, f"{field}: {' / '.join(values)}", todo, n)
    yield from _lost(archive, cancelled)


def _lost(archive: Archive, cancelled: Cancelled) -> Iterator[Trouble]:
    """Passages that are not found in their article any more."""
    records = archive.records
    articles = dict.fromkeys(str(records.values(each).get("article", "")) for each in records.all("passage"))
    for article in articles:
        if cancelled():
            return
        n = archive.articles.number(article) or 0
        try:
            placed = archive.claims.passages(article)
        except ArchiveError:
            continue
        for each in placed:
            if each.where is None:
                title = archive.articles.get(n).title if n else article
                yield Trouble("passage", title, each.quote.exact, f"“{each.quote.exact}”. {ANCHOR}", n)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
