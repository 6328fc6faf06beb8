"""An edited text held against the records it was made of: only what was changed is written, as one act.

What somebody else changed meanwhile, in the same place, is told and not written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.archive import Archive
from corpus.bundle.yaml_in import Fields, Scalar
from corpus.entry.fault import EntryError, Fault, line_of
from corpus.entry.make import blame, refuse
from corpus.entry.naming import Naming
from corpus.entry.shown import as_text, editable, named_ids
from corpus.entry.typed import Typed, documents, read_record
from corpus.entry.words import any_word_in, unknown
from corpus.records.act import Act
from corpus.records.definition import DEFINITIONS, Kind, kind_of
from corpus.records.problem import RecordError, shown
from corpus.records.shape import apart, is_nothing, together
from corpus.store.operation import Done, Json, dump


@dataclass(slots=True)
class Edited:
    """Records that somebody edits.

    Attributes:
        kinds: The kind of each, by its id.
        before: Their values as they were shown.
        text: The text to edit.
    """

    kinds: dict[str, Kind]
    before: dict[str, dict[str, Json]]
    text: str


def begin(archive: Archive, records: Sequence[str]) -> Edited:
    """What to edit of these records; articles are not edited here.

    Raises:
        RecordUnknown: One of them is not there.
    """
    kinds: dict[str, Kind] = {}
    before: dict[str, dict[str, Json]] = {}
    for record in records:
        found = archive.records.get(record)
        kinds[found.id] = found.kind
        before[found.id] = editable(found.kind, found.id, found.values)
    labels = archive.records.rows_of.labels(set(named_ids(before.values())) - before.keys())
    return Edited(kinds, before, as_text(list(kinds.values()), list(before.values()), labels))


def take(archive: Archive, edited: Edited, data: bytes, *, create_named: bool = False, any_word: bool = False) -> Done:
    """Write what was changed.

    Args:
        archive: The archive, open for writing.
        edited: What was shown; after a refusal for what somebody else did, it knows of that.
        data: The text as it is now.
        create_named: Whether names that nobody has make new records.
        any_word: Whether words outside the vocabularies are kept without asking; the line `# --any-word` says so too.

    Raises:
        EntryError: Something is wrong; told with its line, and nothing is saved.
    """
    with archive.database.write():  # so that nobody changes a record between the look at it and the act
        act = archive.records.act()
        naming = Naming(archive.records, act, create=create_named)
        typed = _typed(edited, naming, documents(data))
        refuse(list(typed.values()), act)
        for id_, each in typed.items():
            try:
                _hold(archive, edited, id_, each)
            except RecordError as error:
                each.blame(error)
        refuse(list(typed.values()), act)
        changed = 0
        for id_, each in typed.items():
            try:
                changed += _say(act, id_, edited.before[id_], each.values)
            except RecordError as error:
                each.blame(error)
                continue
            if not (any_word or any_word_in(data)):
                words, old = archive.vocabularies(), edited.before[id_]
                each.faults += unknown(each.kind, act.values(id_), words, before=old, lines=each.lines, line=each.line)
        refuse(list(typed.values()), act)
        if not changed:
            return Done(b"", 0, "nothing changed")
        try:
            return act.commit(_what(list(edited.kinds.values())))
        except RecordError as error:
            blame(typed, error)
            raise


def _typed(edited: Edited, naming: Naming, nodes: Sequence[Fields]) -> dict[str, Typed]:
    """The records of a text, each the one of those edited that its id names."""
    found: dict[str, Typed] = {}
    for node in nodes:
        line, given = node.fields.get("id", (node.line, Scalar(node.line, "", plain=True)))
        id_ = given.text.strip() if isinstance(given, Scalar) else ""
        if not id_ and len(edited.kinds) == 1:
            id_ = next(iter(edited.kinds))
        if id_ not in edited.kinds or id_ in found:
            why = f"{shown(id_)} is not one of those that are edited" if id_ not in found else "stands here twice"
            raise EntryError([Fault(line, "id", why, f"They are {', '.join(edited.kinds)}.")])
        found[id_] = read_record(edited.kinds[id_], node, naming)
    for id_ in (each for each in edited.kinds if each not in found):
        hint = f"To take it away: dateline set {id_} deleted=true"
        raise EntryError([Fault(0, "", f"{id_} is not here any more", hint)])
    return found


def _hold(archive: Archive, edited: Edited, id_: str, typed: Typed) -> None:
    """Tell what others changed since the record was shown, where it is changed here too."""
    before, kind = edited.before[id_], edited.kinds[id_]
    if not archive.records.is_there(id_):
        typed.faults.append(Fault(typed.line, "", f"{id_} was deleted meanwhile", "To bring it back: dateline undo"))
        return
    record = archive.records.get(id_)
    now = editable(kind, id_, record.values)
    if now == before:
        return
    theirs = _differences(kind, before, now)
    ours = _differences(kind, before, {"id": id_, **typed.values})
    for name in theirs.keys() & ours.keys():
        if theirs[name] != ours[name]:
            who = record.said[name].who if name in record.said else ""
            why = f"{who or 'somebody'} changed this meanwhile, to {shown(_plainly(theirs[name]))}"
            line = line_of(typed.lines, name, typed.line)
            typed.faults.append(Fault(line, name, why, "Save again to have it as it stands here."))
    if typed.faults:
        # What was shown counts as known from here on; whatever only they changed must not be taken back by this text.
        edited.before[id_] = _merged(kind, before, theirs, ours)


def _merged(
    kind: Kind, before: Mapping[str, Json], theirs: Mapping[str, Json], ours: Mapping[str, Json]
) -> dict[str, Json]:
    """What was shown, with what both changed as it now is."""
    fields = {**apart(kind, _without_id(before)), **{name: theirs[name] for name in theirs.keys() & ours.keys()}}
    return {"id": before["id"], **together(kind, fields)}


def _say(act: Act, id_: str, before: Mapping[str, Json], now: Mapping[str, Json]) -> int:
    """Have an act say what is different; how many fields that are."""
    kind = kind_of(id_)
    assert kind is not None  # noqa: S101 -- it was found
    changes = _differences(kind, before, {"id": id_, **now})
    rows_before, rows_now = _rows(kind, before), _rows(kind, now)
    for path in (each for each in rows_before if each not in rows_now):
        act.remove(id_, path)
    for path in (each for each in rows_now if each not in rows_before):  # in the order in which they were typed
        act.add(id_, path.partition("[")[0], rows_now[path])
    for name, value in changes.items():
        row = name.partition("].")[0] + "]" if "]." in name and "[" in name.partition("].")[0] else ""
        if not row or (row in rows_before and row in rows_now) or name.startswith("basis."):
            _say_field(act, id_, name, value, now)
    return len(changes)


def _say_field(act: Act, id_: str, name: str, value: Json, now: Mapping[str, Json]) -> None:
    if name.startswith("notes/"):
        act.add(id_, "notes", value)
    elif name.startswith("points/"):
        if value is None:
            act.remove(id_, name)
        else:
            act.add(id_, "points", value)
    elif name.startswith(("weapons/", "also/", "tags/")) and value is not None:
        act.add(id_, *name.split("/", 1))
    elif name == "quote":
        act.set(id_, name, now.get("quote"))
    else:
        act.set(id_, name, value)


def _rows(kind: Kind, values: Mapping[str, Json]) -> dict[str, Json]:
    return {
        f"{each.name}[{row['id']}]": row
        for each in DEFINITIONS[kind].fields
        if each.type == "elements"
        for row in values.get(each.name) or ()
    }


def _differences(kind: Kind, before: Mapping[str, Json], now: Mapping[str, Json]) -> dict[str, Json]:
    """The fields of the log that differ, with what they are now; None for those that say nothing any more."""
    old, new = apart(kind, _without_id(before)), apart(kind, _without_id(now))
    names = [*old, *(name for name in new if name not in old)]
    return {name: new.get(name) for name in names if dump(old.get(name)) != dump(new.get(name))}


def _without_id(values: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in values.items() if name != "id" and not is_nothing(value)}


def _plainly(value: Json) -> str:
    return "nothing" if value is None else value if isinstance(value, str) else dump(value)


def _what(kinds: Sequence[Kind]) -> str:
    return f"{kinds[0]} edited" if len(kinds) == 1 else f"{len(kinds)} records edited"
