"""Incidents from a table: every row one incident, with its actors and places found by their names, or made.

A row that cannot be one is refused with its line and column. Coordinates are those of the table, and say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from corpus.archive import Archive
from corpus.errors import EditRefused
from corpus.records.act import Act
from corpus.records.definition import Kind
from corpus.records.ids import split_ref
from corpus.records.validate import check, unknown_words
from corpus.store.operation import Done, Json, dump
from corpus.store.record_tables import fold_name
from corpus.tables.cells import TableError, read_rows
from corpus.tables.columns import Columns, columns_of
from corpus.tables.row import Row, RowError

_COLUMN_OF = {
    "date": "date",
    "event": "event",
    "sub_event": "sub_event",
    "ref": "ref",
    "title": "title",
    "tags": "tags",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be taken in.

    Attributes:
        line: The line on which it begins.
        column: The column that is wrong; "" for the row as a whole.
        why: What is wrong with it.
    """

    line: int
    column: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line}{', ' + self.column if self.column else ''}: {self.why}"


@dataclass(slots=True)
class TableReport:
    """What came of a table, or would.

    Attributes:
        scheme: Whose table it was taken for; "" for none that is known.
        columns: The column that each field was taken from.
        unused: The columns that were left out.
        incidents: How many incidents were made.
        actors, places: The names for which new actors and places were made.
        found: How many actors and places were known by their names already.
        refused: The rows that were refused.
        done: The act; nothing was written where its batch is empty.
    """

    scheme: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    incidents: int = 0
    actors: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    found: int = 0
    refused: list[Refusal] = field(default_factory=list)
    done: Done = field(default_factory=lambda: Done(b"", 0, ""))


def import_incidents(
    archive: Archive,
    data: bytes,
    name: str,
    *,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    skip_refused: bool = False,
    any_word: bool = False,
    progress: Callable[[int], None] = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TableReport:
    """Take a table of incidents in, as one act.

    Args:
        archive: The archive, open for writing.
        data: The table, CSV.
        name: What it is called, for errors and for where coordinates come from.
        mapping: Fields by column, where they are not known by the column's name.
        dry_run: Only say what would come of it.
        skip_refused: Take the other rows in where some are refused; else nothing is.
        any_word: Whether words outside the vocabularies are taken.
        progress: Told how many rows were read.
        cancelled: Asked at every row; once true, nothing is written.

    Raises:
        TableError: The table as a whole cannot be read.
    """
    table = _Table(archive, data, name, mapping or {}, any_word=any_word)
    table.read(progress, cancelled)
    report = table.report
    if dry_run or cancelled() or (report.refused and not skip_refused) or not report.incidents:
        return report
    report.done = table.act.commit(f"{report.incidents:,} incidents from {name}")
    return report


class _Table:
    def __init__(self, archive: Archive, data: bytes, name: str, mapping: Mapping[str, str], *, any_word: bool) -> None:
        self._archive = archive
        self._rows = read_rows(data, name)
        _, header = next(self._rows)
        self._columns: Columns = columns_of(header, mapping)
        self._name = name
        self._words = None if any_word else archive.vocabularies()
        self._ids: dict[tuple[str, ...], str] = {}
        self._refs: set[str] = set()
        self._checked: set[str] = set()
        self.act: Act = archive.records.act()
        fields = {each: header[i] for each, i in self._columns.fields.items()}
        self.report = TableReport(self._columns.scheme, fields, self._columns.unused)

    def read(self, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> None:
        """Have the act make everything that the rows say."""
        for count, (line, cells) in enumerate(self._rows, 1):
            if cancelled():
                return
            row = Row(self._columns, cells, self._name)
            try:
                self._take(row)
                self.report.incidents += 1
            except RowError as error:
                self._refuse(line, error.field, error.why)
            except EditRefused as error:
                self._refuse(line, "", error.summary)
            progress(count)

    def _refuse(self, line: int, field_: str, why: str) -> None:
        column = self._columns.name(field_) if field_ else ""
        self.report.refused.append(Refusal(line, column, why))

    def _take(self, row: Row) -> None:
        """Check a row whole before anything is made for it."""
        values = row.incident()
        ref = str(values.get("ref", ""))
        if ref and (ref in self._refs or self._archive.records.rows_of.by_ref(*split_ref(ref))):
            raise RowError("ref", f"there is an incident {ref} already")
        self._check("incident", values)
        places, actors = row.places(), row.actors()
        for place in places:
            self._check("place", place)
        for _, actor in actors:
            self._check("actor", actor)
        parts = [{"actor": self._actor(actor), **part} for part, actor in actors]
        within = ""
        for place in places:
            within = self._place(place, within)
        whole = {
            **values,
            **({"places": [{"place": within, "how": "in"}]} if within else {}),
            **({"actors": parts} if parts else {}),
        }
        self.act.create("incident", whole)
        self._refs.add(ref)

    def _check(self, kind: Kind, values: Mapping[str, Json]) -> None:
        """Refuse values that no record can have, and words that no vocabulary has, at their column."""
        key = dump(values) if kind != "incident" else ""
        if key and key in self._checked:
            return
        for problem in check(kind, "", values, self.act):
            raise RowError(_field(problem.field, self._columns), f"{problem.why} {problem.hint}".rstrip())
        if self._words is not None:
            for path, word in unknown_words(kind, values, self._words):
                raise RowError(_field(path, self._columns), f"{word!r} is in no vocabulary of dateline; see --any-word")
        self._checked.add(key)

    def _actor(self, values: Mapping[str, Json]) -> str:
        name = values["names"][0]["text"]
        return self._record("actor", (fold_name(name),), name, values, self.report.actors)

    def _place(self, values: Mapping[str, Json], within: str) -> str:
        name = values["names"][0]["text"]
        whole = {**values, **({"within": within} if within else {})}
        return self._record("place", (fold_name(name), within), name, whole, self.report.places)

    def _record(self, kind: Kind, key: tuple[str, ...], name: str, values: Mapping[str, Json], made: list[str]) -> str:
        """The actor or place of this name: one of this table, one that is known, or a new one."""
        if (kind, *key) not in self._ids:
            known = self._find(kind, name, str(values.get("within", "")))
            if known:
                self.report.found += 1
            else:
                known = self.act.create(kind, values)
                made.append(name)
            self._ids[kind, *key] = known
        return self._ids[kind, *key]

    def _find(self, kind: Kind, name: str, within: str) -> str:
        """The one record that has this very name; of several places, the one within the place that is known."""
        rows, records = self._archive.records.rows_of, self._archive.records
        found = {rows.canonical(each) for each in rows.named(name, kind)}
        exact = [each for each in sorted(found) if any(n["text"] == name for n in records.values(each)["names"])]
        if kind == "place":
            around = {each: records.values(each).get("within", "") for each in exact}
            inside = [each for each in exact if within and around[each] == within]
            # A place of this name somewhere else is another place.
            exact = inside or [each for each in exact if not within or not around[each]]
        return exact[0] if len(exact) == 1 else ""


def _field(path: str, columns: Columns) -> str:
    """The field of the table whose column gave what a path leads to."""
    head = path.partition("[")[0].partition(".")[0].partition("/")[0]
    last = path.rpartition(".")[2]
    if head == "harm":
        for kind in ("killed", "injured"):
            for name in (f"{kind}.{last}", kind):
                if name in columns.fields:
                    return name
    if head == "date" and "date" not in columns.fields and "year" in columns.fields:
        return "year"
    if head == "kind":
        return "kind1"
    return head if head in columns.fields else {"names": "actor1", "event": "ucdp.violence"}.get(head, "")


__all__ = ["Refusal", "TableError", "TableReport", "import_incidents"]
