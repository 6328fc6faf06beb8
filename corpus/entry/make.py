"""New records from what somebody typed: all of one text is one act, or nothing of it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.archive import Archive
from corpus.bundle.yaml_in import Fields
from corpus.entry.fault import EntryError, Fault
from corpus.entry.naming import Naming
from corpus.entry.typed import Typed, documents, read_record
from corpus.entry.words import any_word_in, unknown
from corpus.records.act import Act
from corpus.records.definition import Kind
from corpus.records.problem import RecordError
from corpus.records.record import RecordRow


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the records that were typed, and those made for names that nobody had."""

    rows: list[RecordRow]
    named: list[RecordRow] = field(default_factory=list)


def make(archive: Archive, kind: Kind, data: bytes, *, create_named: bool = False, any_word: bool = False) -> Made:
    """Make the records of a kind that a YAML text describes.

    Args:
        archive: The archive, open for writing.
        kind: What they are.
        data: The text: one record, or a list of them.
        create_named: Whether names of actors and places that nobody has make new ones.
        any_word: Whether words outside the vocabularies are kept without asking; the line `# --any-word` says so too.

    Raises:
        EntryError: Something is wrong; all of it is told with its line, and nothing is saved.
        CodebookError: The archive's codebook cannot be used.
    """
    act = archive.records.act()
    naming = Naming(archive.records, act, create=create_named)
    typed = _create(act, naming, kind, documents(data, kind))
    if not typed:
        raise EntryError([Fault(0, "", "there is nothing in it", "Such as: names: Old Mill")])
    if not (any_word or any_word_in(data)):
        words = archive.vocabularies()
        for each in typed.values():
            each.faults += unknown(kind, each.values, words, lines=each.lines, line=each.line)
    refuse(list(typed.values()), act)
    try:
        act.commit(_what(kind, len(typed), len(naming.created)))
    except RecordError as error:
        blame(typed, error)
    made = archive.records.rows([id_ for id_, _ in naming.created])
    return Made(archive.records.rows(list(typed)), made)


def _create(act: Act, naming: Naming, kind: Kind, nodes: list[Fields]) -> dict[str, Typed]:
    typed: dict[str, Typed] = {}
    for i, node in enumerate(nodes):
        each = read_record(kind, node, naming)
        id_ = ""
        if not each.faults:
            try:
                id_ = act.create(kind, each.values, each.id)
                naming.learn(id_)
            except RecordError as error:
                each.blame(error)
        typed[id_ or f"{i}"] = each
    return typed


def refuse(typed: list[Typed], act: Act | None = None) -> None:
    """Raise what is wrong with any of these, if something is.

    Args:
        typed: What was typed.
        act: Where there is one, all else that is wrong is looked for too, so that it is told at once.

    Raises:
        EntryError: Something is wrong.
    """
    if act is not None and any(each.faults for each in typed):
        for each in typed:
            each.look(act)
    if faults := [fault for each in typed for fault in each.faults]:
        raise EntryError(faults)


def blame(typed: dict[str, Typed], error: RecordError) -> None:
    """Raise what a check of the whole act found, at the lines of the records concerned.

    Args:
        typed: What was typed, by the id of the record.
        error: What was found.

    Raises:
        EntryError: Always.
    """
    told: list[Fault] = []
    for problem in error.problems:
        each = typed.get(problem.record)
        if each is None:
            told.append(Fault(0, problem.field, problem.why, problem.hint))
        else:
            each.blame(RecordError([problem]))
    refuse([*typed.values(), Typed("actor", faults=told)])
    raise error


def _what(kind: Kind, count: int, named: int) -> str:
    what = f"new {kind}" if count == 1 else f"{count:,} new {'searches' if kind == 'search' else kind + 's'}"
    return f"{what}, and {named:,} for names" if named else what
