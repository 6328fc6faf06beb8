"""One act on any number of records: gathered, checked as a whole, written at once, undone at once.

Nothing is written before `commit`, and then everything or nothing. What an act says it sees itself: a link may join
records that the same act makes.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus.errors import RecordUnknown
from corpus.passages.anchored import Sources, anchored
from corpus.records.definition import DEFINITIONS, Field, Kind, kind_of
from corpus.records.ids import initials, is_record_id, make_ref, new_element_id, new_record_id
from corpus.records.path import Path, parse, resolve
from corpus.records.problem import Problem, RecordError, problem, shown
from corpus.records.shape import Fields, apart, field_of, is_nothing, is_row, together
from corpus.records.validate import check
from corpus.store.log import Log, utc_now
from corpus.store.operation import NOTES, Done, Edit, Json
from corpus.store.record_rows import RecordRows
from corpus.store.record_tables import Stored

MERGED: tuple[Kind, ...] = ("actor", "place", "incident")
"""The kinds of records that can be merged."""


class Act:
    """An act in the making.

    Args:
        log: What it is written to.
        rows: The records that are there.
        sources: The articles.
    """

    def __init__(self, log: Log, rows: RecordRows, sources: Sources) -> None:
        self._log = log
        self._rows = rows
        self._sources = sources
        self._said: dict[str, Fields] = {}
        self._removed: dict[str, list[str]] = {}
        self._made: dict[str, None] = {}
        self._deleted: list[str] = []
        self._what: list[str] = []
        self._seen: dict[str, Stored] = {}

    # What the act sees

    def kind(self, record: str) -> Kind | None:
        """The kind of a record that is there, or that this act makes."""
        kind = kind_of(record)
        if kind == "article":
            return kind if self._sources.is_article(record) else None
        there = record in self._made or (record not in self._deleted and self._rows.is_there(record))
        return kind if there else None

    def values(self, record: str) -> Mapping[str, Json]:
        """The values of a record as this act leaves them."""
        kind = kind_of(record)
        if kind is None:
            return {}
        if kind == "article":
            return self._sources.article_values(record)
        stored, said = self._stored(record), self._said.get(record, {})
        brought_back = {name for name, value in said.items() if value is None}
        gone = (stored.removed - brought_back) | set(self._removed.get(record, ()))
        return together(kind, {**stored.fields, **said}, gone)

    def canonical(self, record: str) -> str:
        """The record that one was merged into."""
        return self._rows.canonical(record)

    def _stored(self, record: str) -> Stored:
        if record not in self._seen:
            self._seen[record] = Stored() if record in self._made else self._rows.stored(record)
        return self._seen[record]

    # Saying

    def create(self, kind: Kind, values: Mapping[str, Json], id_: str = "") -> str:
        """Make a record of values in the shape of a bundle; its id.

        A passage whose quote has words alone is anchored: where they stand in the article, and what surrounds them.

        Raises:
            RecordError: The values have not the shape of such a record, or the id cannot be its.
        """
        given = id_ or values.get("id") or new_record_id(kind)
        if kind == "article":
            raise RecordError([problem("", "", "articles are made by an update, of files")])
        if not is_record_id(kind, given):
            raise RecordError([problem("", "id", f"{shown(str(given))} cannot be the id of {kind}")])
        if given in self._made or self._rows.is_known(given):
            raise RecordError([problem(given, "id", f"there is a record {given} already, or was")])
        if kind == "passage":
            values = anchored(self._sources, values)
        self._said[given] = self._signed(apart(kind, values))
        self._made[given] = None
        self._tell(f"new {kind}")
        return given

    def put(self, record: str, values: Mapping[str, Json]) -> None:
        """Have a record say just this: fields, rows and members that are not among the values are taken away."""
        kind = self._known(record)
        now = self.values(record)
        if kind == "passage" and values.get("quote") != now.get("quote"):
            values = anchored(self._sources, values)
        for name in (*now, *(name for name in values if name not in now)):
            if name != "id":
                self._set_field(kind, record, name, values.get(name))
        self._tell(f"{kind} changed")

    def set(self, record: str, path: str, value: Json) -> None:
        """Say what a field is; None takes it, a row or a member away.

        Raises:
            RecordUnknown: There is no such record.
            RecordError: The path leads nowhere, or the value has not the shape that belongs there.
        """
        kind = self._known(record)
        slot = resolve(kind, parse(path))
        name, into = slot.path, self._said.setdefault(record, {})
        if slot.field.name == "quote" and value is not None:
            self._set_quote(record, name, value)
            return
        if name.member:
            into[path] = None if is_nothing(value) and value != {} else True if slot.field.type == "words" else value
        elif name.element:
            self._set_row(record, slot.field, name, value)
        elif slot.field.type == "basis" or (name.part and slot.field.type == "part"):
            if name.part:
                into[path] = None if is_nothing(value) else value
            else:
                self._set_field(kind, record, name.field, value)
        elif name.part:
            whole = {**(self.values(record).get(name.field) or {}), name.part: value}
            into[name.field] = {k: v for k, v in whole.items() if not is_nothing(v)} or None
        else:
            self._set_field(kind, record, name.field, value)
        self._tell(f"{kind}: {name.field} {'taken away' if value is None else 'set'}")

    def add(self, record: str, field: str, value: Json) -> str:
        """Add a row, a name, a word, a point or a note to a field that has several; the path of what was added.

        Raises:
            RecordUnknown: There is no such record.
            RecordError: The field has not several, or the value has not the shape that belongs there.
        """
        kind = self._known(record)
        known = resolve(kind, parse(field)).field
        if known.type not in ("elements", "names", "words", "points", "notes"):
            raise RecordError([problem(record, field, "has one value; set it instead")])
        if known.type == "elements" and isinstance(value, Mapping):
            value = {"id": new_element_id(known.letter), **value}
            taken = [row["id"] for row in self.values(record).get(field, ())]
            if value["id"] in taken:
                raise RecordError([problem(record, f"{field}[{value['id']}]", "there is such a row already")])
        said = self._signed(apart(kind, {field: [value]}))
        self._bring_back(record, said)
        self._said.setdefault(record, {}).update(said)
        self._tell(f"{kind}: {field} added")
        return f"{field}[{value['id']}]" if known.type == "elements" else next(iter(said))

    def remove(self, record: str, path: str) -> None:
        """Take away a row (`harm[h1]`), a member (`weapons/rifle`) or the value of a field; see `set`."""
        self.set(record, path, None)

    def delete(self, record: str) -> None:
        """Take away a whole record; what points to it stays, and the integrity check names it."""
        self._known(record)
        self._said.pop(record, None)
        self._removed.pop(record, None)
        if record in self._made:
            del self._made[record]
        else:
            self._deleted.append(record)
        self._tell("deleted")

    def merge(self, record: str, into: str) -> None:
        """Say that a record is the same as another, which then stands for both; each keeps what it says.

        Raises:
            RecordUnknown: One of them is not there.
            RecordError: They are of kinds that cannot be merged, or are one already.
        """
        kind, other = self._known(record), self._known(into)
        if kind not in MERGED or kind != other:
            raise RecordError([problem(record, "merged_into", f"{kind} and {other} cannot be merged")])
        if self.canonical(record) == self.canonical(into):
            raise RecordError([problem(record, "merged_into", "they are one already")])
        self._said.setdefault(self.canonical(record), {})["merged_into"] = self.canonical(into)
        self._tell(f"{kind} merged")

    # Writing

    def commit(self, what: str = "") -> Done:
        """Check everything that was said, and write it as one batch.

        Args:
            what: The act in words, for the history; by default what was called.

        Raises:
            RecordError: Something is wrong; all of it is told, and nothing is written.
        """
        with self._log.database.write():
            self._seen.clear()  # others may have written since; from here on they cannot
            self._give_refs()
            problems = [each for record in self._said for each in self._new_problems(record)]
            if problems:
                raise RecordError(problems)
            done = self._log.write(self._edits(), what or ", ".join(dict.fromkeys(self._what)))
        return done

    def _edits(self) -> list[Edit]:
        edits = [Edit(record, name, value) for record, said in self._said.items() for name, value in said.items()]
        edits += [
            Edit(record, row, self._rows.seen_of_row(record, row))
            for record, rows in self._removed.items()
            for row in rows
        ]
        return edits + [self._log.deletion(record) for record in self._deleted]

    def _new_problems(self, record: str) -> list[Problem]:
        """What is wrong with a record that was not wrong with it before: an old fault must not stop other work."""
        kind = self._known(record)
        problems = check(kind, record, self.values(record), self)
        if not problems or record in self._made:
            return problems
        stored = self._stored(record)
        before = check(kind, record, together(kind, stored.fields, stored.removed), self)
        return [each for each in problems if each not in before]

    def _give_refs(self) -> None:
        by = initials(self._log.who)
        number = self._rows.highest_ref(by)
        for record in self._made:
            if "ref" not in self._said[record]:
                number += 1
                self._said[record]["ref"] = make_ref(by, number)

    # Parts of the above

    def _known(self, record: str) -> Kind:
        kind = self.kind(record)
        if kind is None:
            raise RecordUnknown(f"There is no record {shown(record)}", hint="Ids are shown by search and show.")
        if kind == "article":
            raise RecordError([problem(record, "", "what is said of articles is edited elsewhere")])
        return kind

    def _tell(self, what: str) -> None:
        """Note what was done, for the history: never with words of a record, which a purge could not take out."""
        self._what.append(what)

    def _signed(self, fields: Fields) -> Fields:
        now = {"at": utc_now(), "who": self._log.who}
        return {
            name: {**now, **value} if name.startswith(NOTES) and isinstance(value, dict) else value
            for name, value in fields.items()
        }

    def _set_field(self, kind: Kind, record: str, name: str, value: Json) -> None:
        """Have a whole field say just this, whatever it said."""
        field = DEFINITIONS[kind].field(name)
        into = self._said.setdefault(record, {})
        if field is None:
            into[name] = value
            return
        old = self._in_force(record, name)
        new = {} if is_nothing(value) else self._signed(apart(kind, {name: value}))
        kept = {_row_of(each) for each in new}
        for row in dict.fromkeys(_row_of(each) for each in old):
            if row and row not in kept:
                self._take_row(record, row)
        for gone in old:
            if gone not in new and (not _row_of(gone) or _row_of(gone) in kept):
                into[gone] = None
        self._bring_back(record, new)
        into |= new

    def _in_force(self, record: str, field: str) -> list[str]:
        """The fields of the log that now make up a field of a record; the marks of rows taken away are none."""
        fields = {**self._stored(record).fields, **self._said.get(record, {})}
        gone = {*self._stored(record).removed, *self._removed.get(record, ())}
        return [
            name
            for name, value in fields.items()
            if value is not None and field_of(name) == field and not is_row(name) and _row_of(name) not in gone
        ]

    def _set_quote(self, record: str, path: Path, value: Json) -> None:
        now = self.values(record)
        whole = {**(now.get("quote") or {}), path.part: value} if path.part else value
        found = anchored(self._sources, {**now, "quote": whole, "text_sha256": None})
        for name in ("in", "quote", "text_sha256"):
            self._said.setdefault(record, {})[name] = found.get(name)
        self._tell("passage: quote set")

    def _set_row(self, record: str, field: Field, path: Path, value: Json) -> None:
        row = str(Path(path.field, path.element))
        there = any(each["id"] == path.element for each in self.values(record).get(field.name, ()))
        into = self._said.setdefault(record, {})
        if not there and (path.part or value is None):
            raise RecordError([problem(record, row, "there is no such row", f"Add one with {field.name}+=…")])
        if path.part == "id":
            raise RecordError([problem(record, str(path), "the id of a row stays as it is")])
        if path.part:
            into[str(path)] = None if is_nothing(value) else value
        elif value is None:
            self._take_row(record, row)
        else:
            rows = list(self.values(record).get(field.name, ()))
            given = {**value, "id": path.element} if isinstance(value, Mapping) else value
            others = [given if each["id"] == path.element else each for each in rows]
            kind = self._known(record)
            self._set_field(kind, record, field.name, others if there else [*rows, given])

    def _take_row(self, record: str, row: str) -> None:
        said = self._said.setdefault(record, {})
        for name in [each for each in said if each.startswith(f"{row}.")]:
            del said[name]
        said.pop(row, None)
        if any(name.startswith(f"{row}.") for name in self._stored(record).fields):
            self._removed.setdefault(record, []).append(row)

    def _bring_back(self, record: str, new: Fields) -> None:
        """Have rows that were taken away be there again, with no part but those that are now said."""
        stored, into = self._stored(record), self._said.setdefault(record, {})
        for row in {_row_of(name) for name in new} - {""}:
            here = row in self._removed.get(record, ())
            if here:
                self._removed[record].remove(row)
            if stored.fields.get(row) is not None:
                into[row] = None
            if here or row in stored.removed:
                old = [name for name, value in stored.fields.items() if _row_of(name) == row and value is not None]
                into |= dict.fromkeys(name for name in old if name not in new)


def _row_of(name: str) -> str:
    """The row that a field of the log is a part of, "" if it is none."""
    head, bracket, _ = name.partition("].")
    return f"{head}]" if bracket and "[" in head and "/" not in head and not head.startswith("basis.") else ""
