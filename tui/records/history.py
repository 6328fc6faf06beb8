"""What was said of a record, act by act, the newest first, and which of these acts may be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.archive import Archive
from corpus.store.operation import Batch, Json

MOST = 500
"""So many acts are shown."""
LONGEST = 60
"""How much of a value is shown, in characters."""


@dataclass(frozen=True, slots=True)
class Acted:
    """An act that said something of a record.

    Attributes:
        batch: The act.
        words: When, by whom, and what it said of the record.
        remark: Whether it was taken back, or came from elsewhere.
        can_go: Whether it can be taken back.
    """

    batch: bytes
    words: str
    remark: str
    can_go: bool


def acts_on(archive: Archive, record: str) -> list[Acted]:
    """The acts that said something of a record."""
    said: dict[bytes, list[str]] = {}
    first: dict[bytes, str] = {}
    for operation in reversed(list(archive.log.operations(record))):
        said.setdefault(operation.batch, []).append(f"{operation.field}: {_short(operation.value)}")
        first[operation.batch] = f"{operation.at[:16].replace('T', ' ')}  {operation.who or 'somebody'}"
    known = {batch.id: batch for batch in archive.log.batches(record, MOST)}
    found = []
    for batch, told in list(said.items())[:MOST]:
        each = known.get(batch)
        can_go = each is not None and each.local and not each.reversed and each.kind in ("edit", "redo")
        words = f"{first[batch]}  {'; '.join(reversed(told))}"
        found.append(Acted(batch, words, _remark(each) if each is not None else "", can_go))
    return found


def _remark(batch: Batch) -> str:
    """What is to be said of an act besides: how it came about, and whether it still counts."""
    words = [batch.kind] if batch.kind in ("undo", "redo", "import") else []
    words += ["from elsewhere"] if not batch.local else []
    words += ["taken back"] if batch.reversed else []
    return ", ".join(words)


def _short(value: Json) -> str:
    text = "taken away" if value is None else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
