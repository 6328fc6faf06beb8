"""Records as JSON, one a line, for programs that read no YAML; what a profile does not carry is counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from corpus.archive import Archive
from corpus.bundle.schema import CARRIED
from corpus.records.definition import KINDS, kind_of
from corpus.store.exports import Exports
from corpus.store.operation import Json
from corpus.tables.incidents_out import TableSummary
from corpus.text import well_formed


class RecordLines:
    """Makes the lines.

    Args:
        archive: The archive.
        profile: `share` or `team`.
        articles: Only what is said in these articles, with what that rests on; all records if None.
    """

    def __init__(self, archive: Archive, profile: str, articles: Sequence[str] | None = None) -> None:
        self._archive = archive
        self._team = profile == "team"
        restricted = Exports(archive.database, archive.log).restricted()
        self._barred = {id_ for id_, word in restricted.items() if word not in CARRIED[profile]}
        self._chosen = None if articles is None else self._closure(articles)
        self.summary = TableSummary()

    def lines(self, cancelled: Callable[[], bool] = lambda: False) -> Iterator[str]:
        """A line for each record that may be told, by kind and id, without its line end."""
        for kind in KINDS[1:]:
            for id_ in self._archive.records.all(kind):
                if cancelled():
                    return
                if self._chosen is not None and id_ not in self._chosen:
                    continue
                values = self._archive.records.values(id_)
                if id_ in self._barred or any(values.get(end) in self._barred for end in ("article", "from", "to")):
                    self.summary.withheld += 1
                    continue
                self.summary.rows += 1
                self.summary.ids.append(id_)
                told = {name: each for name, each in values.items() if self._team or name != "notes"}
                record = {"kind_of_record": kind, "id": id_, **self._open(told)}
                yield well_formed(json.dumps(record, ensure_ascii=False, separators=(",", ":")))

    def _open(self, value: Any) -> Any:
        """A value without what names a restricted record."""
        if isinstance(value, Mapping):
            kept = {name: self._open(each) for name, each in value.items() if not self._names_barred(each)}
            self.summary.hidden += len(value) - len(kept)
            return kept
        if isinstance(value, list):
            rows = [each for each in value if not self._row_names_barred(each)]
            self.summary.hidden += len(value) - len(rows)
            return [self._open(each) for each in rows]
        return value

    def _names_barred(self, value: Json) -> bool:
        return isinstance(value, str) and value in self._barred

    def _row_names_barred(self, row: Json) -> bool:
        if isinstance(row, Mapping):
            return any(self._names_barred(each) for each in row.values())
        return self._names_barred(row)

    def _closure(self, articles: Sequence[str]) -> set[str]:
        """What these articles' passages name, what that rests on, and the links within."""
        records, rows = self._archive.records, self._archive.records.rows_of
        same = [each for article in articles for each in records.same(article)]
        found = set(rows.naming(same, "article"))
        fresh = set(found)
        while fresh:
            named = {rows.canonical(target) for id_ in fresh for target in _named(records.values(id_))}
            fresh = {id_ for id_ in named if kind_of(id_) not in (None, "article")} - found
            found |= fresh
        inside = found | set(same)
        for link in records.all("link"):
            ends = [rows.canonical(str(records.values(link).get(end))) for end in ("from", "to")]
            if all(end in inside for end in ends):
                found.add(link)
        return found


def _named(value: Any) -> Iterator[str]:
    """The ids of records that stand anywhere in a value."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _named(each)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each)
    elif isinstance(value, str) and len(value) == 28 and value[1] == "-" and kind_of(value):
        yield value
