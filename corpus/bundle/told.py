"""What of a record other than an article goes out: its values without what names a record that does not go.

A row whose record is withheld goes as a whole, and with it what points say of it. Nothing here reads files or asks the
store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from corpus.bundle.closure import names_any
from corpus.records.definition import DEFINITIONS, Field, Kind, kind_of
from corpus.records.ids import point_key
from corpus.records.path import Path, parse
from corpus.records.problem import RecordError
from corpus.store.operation import Json

_ROW = re.compile(r"[^/\[.]+\[[^\[\]]+\]")


class Teller:
    """Tells records, those of an earlier kind first, as later ones speak of their rows.

    Args:
        goes: Whether a record, or an article, goes along.
        unseen: Records of which nothing may be told.
        history: Whether a history goes along: then a value that is kept as one goes whole or not at all.

    Attributes:
        hidden: How many values were left out.
        silent: By record, the fields of the log of which nothing may be told: `via`, or a row.
        untold: What was left out: records, each with a field, or with the field of the log of a point.
    """

    def __init__(self, goes: Callable[[str], bool], unseen: Collection[str], *, history: bool) -> None:
        self._goes = goes
        self._unseen = unseen
        self._history = history
        self._rows: dict[str, set[str]] = {}
        self.hidden = 0
        self.silent: dict[str, set[str]] = {}
        self.untold: set[tuple[str, str]] = set()

    def tell(self, kind: Kind, record: str, values: Mapping[str, Json]) -> dict[str, Json]:
        """The values that go out, in their order."""
        found: dict[str, Json] = {}
        definition = DEFINITIONS[kind]
        for name, value in values.items():
            field = definition.field(name)
            kept = self._field(record, field, value) if field else self._plain(record, name, value)
            if kept not in (None, [], {}):
                found[name] = kept
        if isinstance(basis := found.get("basis"), dict):
            found["basis"] = {path: each for path, each in basis.items() if not self._is_of_hidden_row(record, path)}
            self.hidden += len(basis) - len(found["basis"])
            if not found["basis"]:
                del found["basis"]
        if found.get("restricted") == "open":
            del found["restricted"]
        return found

    def _field(self, record: str, field: Field, value: Json) -> Json:
        match field.type:
            case "id":
                return value if self._may_stand(value) else self._hide(record, field.name, value)
            case "elements":
                return [row for each in value if (row := self._row(record, field, each)) is not None]
            case "rows":
                return self._steps(record, field, value)
            case "points":
                return [point for point in value if self._point(record, point)]
            case _:
                return self._plain(record, field.name, value)

    def _may_stand(self, value: Json) -> bool:
        return not isinstance(value, str) or kind_of(value) is None or self._goes(value)

    def _plain(self, record: str, name: str, value: Json) -> Json:
        return self._hide(record, name, value) if names_any(value, self._unseen) else value

    def _hide(self, record: str, name: str, value: Json) -> None:
        self.hidden += 1
        self.untold.add((record, name))
        if names_any(value, self._unseen):
            self.silent.setdefault(record, set()).add(name)

    def _row(self, record: str, field: Field, row: Mapping[str, Json]) -> dict[str, Json] | None:
        path = f"{field.name}[{row['id']}]"
        found: dict[str, Json] = {}
        for name, value in row.items():
            part = field.part(name)
            names = part is not None and part.type in ("id", "whom")
            if names_any(value, self._unseen) or (names and not self._may_stand(value)):
                self._hide(record, f"{path}.{name}", value)
            else:
                found[name] = value
        if len(found) > 1 and all(part.name in found for part in field.parts if part.required):
            return found
        self._rows.setdefault(record, set()).add(path)
        if names_any(dict(row), self._unseen):
            self._hide(record, path, dict(row))
        return None

    def _steps(self, record: str, field: Field, steps: Json) -> Json:
        found = []
        for step in steps:
            kept = {name: each for name, each in step.items() if not self._is_loose(field, name, each)}
            if kept != step and self._history:
                return self._hide(record, field.name, steps)
            self.hidden += len(step) - len(kept)
            found.append(kept)
        return [step for step in found if step]

    def _is_loose(self, field: Field, name: str, value: Json) -> bool:
        part = field.part(name)
        is_id = part is not None and part.type == "id"
        return names_any(value, self._unseen) or (is_id and not self._may_stand(value))

    def _point(self, passage: str, point: Mapping[str, Json]) -> bool:
        record, path = point.get("record"), point.get("field")
        if (
            isinstance(record, str)
            and isinstance(path, str)
            and self._may_stand(record)
            and not names_any(point.get("value"), self._unseen)
            and not self._is_of_hidden_row(record, path)
        ):
            return True
        self.hidden += 1
        self.untold.add((passage, f"points/{point_key(point)}"))
        return False

    def _is_of_hidden_row(self, record: str, path: str) -> bool:
        rows = self._rows.get(record, set())
        return bool(rows) and _row_of(path) in rows

    # Histories

    def may_tell(self, record: str, field: str, value: Json) -> bool:
        """Whether an operation on a record may be told, as far as what was told of it shows."""
        if names_any(value, self._unseen):
            return False
        silent = self.silent.get(record, ())
        if field in silent or any(field.startswith(f"{name}.") for name in silent if _ROW.fullmatch(name)):
            return False
        if field.startswith("points/") and isinstance(value, Mapping):
            return not self._is_silent_row(value.get("record"), value.get("field"))
        return not (field.startswith("basis.") and self._is_silent_row(record, field[len("basis.") :]))

    def _is_silent_row(self, record: Any, path: Any) -> bool:
        return _row_of(str(path)) in self.silent.get(str(record), ())


def _row_of(path: str) -> str:
    """The row that a path leads into; empty if it leads into none."""
    try:
        found = parse(path)
    except RecordError:
        return ""
    return str(Path(found.field, found.element)) if found.element else ""
