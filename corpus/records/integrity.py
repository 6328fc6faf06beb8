"""The check of all records: each held against the rules, against its article, and against the others.

Only looks, and says of each finding how to mend it. That the store agrees with itself is checked elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.archive import Archive
from corpus.intake.report import Progress
from corpus.passages.anchor import Quote, place
from corpus.records.definition import Kind, kind_of
from corpus.records.validate import check, unknown_words
from corpus.store import record_audit as audit
from corpus.store.operation import Json
from corpus.vocabulary import VOCABULARIES, Vocabulary
from corpus.vocabulary.codebook import CodebookError

_EDIT = "Change it with: dateline edit {}"
_AT_ONCE = 500
_PARTS_OF = ("within", "part of", "phase of", "included in")


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """Something that the check of records found.

    Attributes:
        record: The record.
        field: The path of the field, "" for the record as a whole.
        reason: What is wrong, in words.
        hint: How to mend it.
        wrong: Whether it is a fault; false for what is merely worth knowing.
    """

    record: str
    field: str
    reason: str
    hint: str
    wrong: bool = True


def inspect(
    archive: Archive,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[RecordFinding]:
    """Everything that is wrong with the records of an archive, or worth knowing, as it is found.

    Args:
        archive: The archive; it may be open for reading only.
        progress: Told the stage `records`, in records.
        cancelled: Asked often; once true, the check ends early.
    """
    try:
        vocabularies: Mapping[str, Vocabulary] = archive.vocabularies()
    except CodebookError as error:
        yield RecordFinding("codebook.yaml", "", str(error), "Correct the file, or remove it.")
        vocabularies = VOCABULARIES
    total, texts = sum(archive.records.count().values()), _Texts(archive)
    for done, record in enumerate(audit.there(archive.database)):
        if cancelled():
            return
        if done % _AT_ONCE == 0:
            progress(Progress("records", done, total))
            act = archive.records.act()  # it remembers what it saw: a new one now and then keeps that small
        kind, values = kind_of(record), act.values(record)
        if kind is not None:
            for each in check(kind, record, values, act):
                yield RecordFinding(record, each.field, each.why, each.hint or _EDIT.format(record))
            yield from _one(kind, record, values, vocabularies, texts)
    progress(Progress("records", total, total))
    yield from _together(archive)


# One record


def _one(
    kind: Kind, record: str, values: Mapping[str, Json], vocabularies: Mapping[str, Vocabulary], texts: _Texts
) -> Iterator[RecordFinding]:
    for path, word in unknown_words(kind, values, vocabularies):
        hint = "Add it to the codebook if it is meant."
        yield RecordFinding(record, path, f"{word!r} is in no vocabulary", hint, wrong=False)
    if kind == "incident":
        yield from _event(record, values, vocabularies)
        yield from _harm(record, values.get("harm") or [])
    elif kind == "passage":
        yield from _anchor(record, values, texts)


def _event(record: str, values: Mapping[str, Json], vocabularies: Mapping[str, Vocabulary]) -> Iterator[RecordFinding]:
    term = vocabularies["sub-event"].terms.get(str(values.get("sub_event")))
    if term is not None and term.under and values.get("event") not in (None, term.under):
        reason = f"{term.word} belongs to {term.under}, and the event is {values['event']}"
        yield RecordFinding(record, "sub_event", reason, _EDIT.format(record))


def _harm(record: str, rows: Iterable[Any]) -> Iterator[RecordFinding]:
    known = {row.get("id"): row for row in rows if isinstance(row, Mapping)}
    parts: dict[Any, int] = {}
    for row in known.values():
        where = f"harm[{row.get('id')}]"
        numbers = {row[name] for name in ("low", "best", "high") if isinstance(row.get(name), int)}
        if row.get("count") == "exactly" and len(numbers) > 1:
            yield RecordFinding(record, where, "stated exactly, but low, best and high differ", _EDIT.format(record))
        if row.get("count") == "none" and numbers - {0}:
            yield RecordFinding(record, where, "stated as none, but a number is given", _EDIT.format(record))
        if row.get("count") == "at least" and "high" in row:
            yield RecordFinding(record, where, "stated as at least, but a high figure is given", _EDIT.format(record))
        if isinstance(row.get("within"), str):
            parts[row["within"]] = max(parts.get(row["within"], 0), _least(row))
    for whole, least in parts.items():
        most = known[whole].get("high", known[whole].get("best")) if whole in known else None
        if isinstance(most, int) and least > most:
            reason = f"a part of it is {least}, more than the whole, which is {most} at most"
            yield RecordFinding(record, f"harm[{whole}]", reason, _EDIT.format(record))


def _least(row: Mapping[str, Any]) -> int:
    return next((row[name] for name in ("low", "best") if isinstance(row.get(name), int)), 0)


class _Texts:
    """Titles and texts of articles, the last ones asked for kept."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._last: tuple[str, str, str] = ("", "", "")

    def get(self, article: str, part: str) -> str | None:
        """The title or text of an article; None if there is no such article."""
        if self._last[:2] != (article, part):
            if not self._archive.records.is_article(article):
                return None
            self._last = (article, part, self._archive.records.part_text(article, part))
        return self._last[2]


def _anchor(record: str, values: Mapping[str, Json], texts: _Texts) -> Iterator[RecordFinding]:
    quote, article, part = values.get("quote"), values.get("article"), str(values.get("in", "text"))
    if not isinstance(quote, Mapping) or not isinstance(article, str):
        return  # told by the rules
    text = texts.get(article, part)
    if text is None:
        return  # told by the rules
    if not text:
        reason = f"the {part} of {article} is not here, so its words cannot be looked for"
        yield RecordFinding(
            record, "article", reason, "It comes with the file, or with a bundle of texts.", wrong=False
        )
        return
    found = place(Quote.read(quote), text)
    if found is None:
        reason = f"its words are no longer in the {part} of {article}"
        yield RecordFinding(record, "quote", reason, "Quote the article as it now is, or keep the passage as it is.")
    elif found.how == "changed":
        reason = f"its words were changed in the {part} of {article}"
        yield RecordFinding(record, "quote", reason, "Quote them as they now are, or keep the passage as it is.")


# Several together


def _together(archive: Archive) -> Iterator[RecordFinding]:
    database = archive.database
    for incident, article, published in audit.told_before(database):
        reason = f"it begins after {article}, which tells of it, was published ({published})"
        yield RecordFinding(incident, "date.edtf", reason, "Correct one of the two dates, or take the points away.")
    for incident, link in audit.single_phases(database):
        reason = f"its scope is single, and {link} calls it a phase: it would be counted twice"
        yield RecordFinding(incident, "scope", reason, f"Make its scope phase, or delete {link}.")
    for incident in audit.loose_phases(database):
        hint = "Link it: phase of."
        yield RecordFinding(incident, "scope", "it is a phase, and nothing says of what", hint, wrong=False)
    for relation in _PARTS_OF:
        for circle in circles(audit.edges(database, relation)):
            reason = f"{relation} leads in a circle: {' ▸ '.join([*circle, circle[0]])}"
            yield RecordFinding(circle[0], "", reason, "Take one of the steps away.")
    for records in audit.shared_refs(database):
        hint = "Commands ask for the id; or give one of them another ref."
        yield RecordFinding(records[0], "ref", f"{', '.join(records[1:])} has the same ref", hint, wrong=False)


def circles(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The circles that these steps lead in, each once, beginning at its smallest id.

    Of circles that share steps, some may not be found until the others were mended.
    """
    after: dict[str, list[str]] = {}
    for one, other in edges:
        after.setdefault(one, []).append(other)
    done: set[str] = set()
    found: dict[frozenset[str], list[str]] = {}
    for start in sorted(after):
        trail: list[str] = []
        on_trail: dict[str, int] = {}
        todo = [(start, iter(after.get(start, ())))] if start not in done else []
        while todo:
            at, steps = todo[-1]
            if at not in on_trail:
                on_trail[at] = len(trail)
                trail.append(at)
            step = next(steps, None)
            if step is None:
                todo.pop()
                trail.pop()
                del on_trail[at]
                done.add(at)
            elif step in on_trail:
                circle = trail[on_trail[step] :]
                low = circle.index(min(circle))
                found.setdefault(frozenset(circle), circle[low:] + circle[:low])
            elif step not in done:
                todo.append((step, iter(after.get(step, ()))))
    return list(found.values())
