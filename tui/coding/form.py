"""The form of a record: what it says, what could be said, and what is offered, line by line. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.records.definition import DEFINITIONS, Field, Kind
from corpus.records.ids import point_key
from corpus.records.views import Neighbour
from corpus.store.operation import Json
from corpus.suggest.offer import Offer
from tui.coding.harm import shown_harm
from tui.coding.rows import Labeller, main_part, shown_row

Sort = Literal["value", "empty", "offer", "tie", "head"]

HIDDEN = ("ref", "merged_into", "basis", "sub_event", "restricted", "quote", "text_sha256")
"""Fields that have no line of their own."""
ROWS = ("elements", "names", "points", "rows", "notes")
SAID_ELSEWHERE = ("points", "rows")
"""What a passage says and by whom it is told: said by attaching words, and changed in the editor."""
TITLES = {"links": "ties", "sub_event": "event", "places": "where", "actors": "who", "also": "also"}


def title(field: str) -> str:
    """What stands before the lines of a field."""
    return TITLES.get(field, field.replace("_", " "))


LATE = ("code", "latitude", "longitude", "coordinates_from")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form.

    Attributes:
        path: The path of what it shows: `title`, `harm[h1]`, `weapons/rifle`; the field where nothing is said.
        field: The field that it belongs to; "" for a head.
        label: What stands before it.
        text: What is said, as it is typed.
        sort: What sort of line it is.
        passages: How many points of passages speak of it.
        basis: What it rests on, where no source states it.
        offer: For an offer, this.
        record: The record that it leads to.
    """

    path: str
    field: str
    label: str
    text: str
    sort: Sort = "value"
    passages: int = 0
    basis: str = ""
    offer: Offer | None = None
    record: str = ""


def build(
    kind: Kind,
    values: Mapping[str, Json],
    label: Labeller,
    points: Mapping[str, int],
    offers: Sequence[Offer] = (),
    ties: Sequence[Neighbour] = (),
) -> list[Line]:
    """The form of a record.

    Args:
        kind: What sort of record it is.
        values: What it says.
        label: Names records.
        points: How many points speak of each path.
        offers: What is offered for it.
        ties: What links tie it to.
    """
    lines: list[Line] = []
    basis = values.get("basis") or {}
    points = _with_wholes(points)
    for field in DEFINITIONS[kind].fields:
        if field.name in HIDDEN or (field.name in LATE and field.name not in values):
            continue
        made = _field(field, values, label)
        made = [_counted(line, points, basis) for line in made]
        offered = [_offer(field, each) for each in offers if each.field == field.name]
        name = title(field.name)
        if not made or (field.type in ROWS and field.type not in SAID_ELSEWHERE) or field.type == "words":
            made.append(Line(field.name, field.name, name if not made else "", "", "empty"))
        if offered and made[-1].sort == "empty" and field.type not in (*ROWS, "words"):
            made.pop()  # what is offered stands where something could be said
        lines += [*made[:-1], *offered, made[-1]] if made and made[-1].sort == "empty" else [*made, *offered]
    if kind not in ("link", "passage"):
        lines += [_tie(each) for each in ties]
        lines.append(Line("links", "links", "" if ties else "ties", "", "empty"))
    return lines


def _field(field: Field, values: Mapping[str, Json], label: Labeller) -> list[Line]:
    said = values.get(field.name)
    name = title(field.name)
    if field.name == "event":
        text = " / ".join(str(values[each]) for each in ("event", "sub_event") if values.get(each))
        return [Line("event", "event", name, text)] if text else []
    if said is None:
        return []
    match field.type:
        case "elements":
            shown = [shown_harm(row, label) if field.name == "harm" else shown_row(field, row, label) for row in said]
            main = main_part(field).name
            lines = [
                Line(f"{field.name}[{row['id']}]", field.name, name, text, record=_leads(row, main))
                for row, text in zip(said, shown, strict=True)
            ]
        case "names":
            lines = [Line(f"names/{row['text']}", "names", name, shown_row(field, row, label)) for row in said]
        case "words":
            lines = [Line(f"{field.name}/{word}", field.name, name, str(word)) for word in said]
        case "notes":
            lines = [Line(f"notes/{row['id']}", "notes", name, f"{row.get('text', '')}") for row in said]
        case "points":
            lines = [
                Line(f"points/{point_key(row)}", "points", name, _point(row, label), record=str(row.get("record", "")))
                for row in said
            ]
        case "rows":
            lines = [Line("via", "via", name, shown_row(field, row, label)) for row in said]
        case "part" | "whole":
            lines = [Line(field.name, field.name, name, shown_row(field, said, label))]
        case "id":
            lines = [Line(field.name, field.name, name, label(str(said)), record=str(said))]
        case _:
            lines = [Line(field.name, field.name, name, str(said))]
    return [
        line if not i else Line(line.path, line.field, "", line.text, record=line.record)
        for i, line in enumerate(lines)
    ]


def _point(row: Mapping[str, Json], label: Labeller) -> str:
    """What a passage says of a record, in words."""
    value = "" if row.get("value") is None else f" {row['value']}"
    return f"{row.get('stance', 'says')} {row.get('field', '')}{value}  of {label(str(row.get('record', '')))}"


def _leads(row: Mapping[str, Json], main: str) -> str:
    for name in (main, "to"):
        given = row.get(name)
        if isinstance(given, str) and given[:2] in ("p-", "g-"):
            return given
    return ""


def _counted(line: Line, points: Mapping[str, int], basis: Mapping[str, str]) -> Line:
    paths = (line.path, "sub_event") if line.field == "event" else (line.path,)
    n = sum(points.get(path, 0) for path in paths)
    rests = next((word for path, word in basis.items() if path == line.path or path.startswith(f"{line.path}.")), "")
    return Line(line.path, line.field, line.label, line.text, line.sort, n, str(rests), record=line.record)


def _with_wholes(points: Mapping[str, int]) -> Mapping[str, int]:
    """How many points speak of each path, and of each row and field that they are parts of."""
    counts: Counter[str] = Counter()
    for path, count in points.items():
        counts[path] += count
        if "/" not in path:
            for at, char in enumerate(path):
                if char in ".[":
                    counts[path[:at]] += count
    return counts


def _offer(field: Field, offer: Offer) -> Line:
    name = title(field.name)
    return Line(field.name, field.name, name, offer.shown, "offer", offer=offer)


def _tie(tie: Neighbour) -> Line:
    words = f" ({tie.words})" if tie.words else ""
    return Line(f"={tie.link}", "links", "tie", f"{tie.relation}{words} {tie.label}", "tie", record=tie.link)


def supports(kind: Kind, field: str, path: str, said: Mapping[str, Json] | Json) -> list[tuple[str, Json]]:
    """The paths, with the values, that a sentence speaks of from which a field was filled.

    Args:
        kind: The kind of record.
        field: The field that was filled.
        path: The path of what was said: of a row its own.
        said: What was said: of a row its parts.
    """
    row: Mapping[str, Json] = said if isinstance(said, Mapping) else {}
    match (kind, field):
        case ("incident", "date"):
            return [("date.edtf", row.get("edtf"))]
        case ("incident", "event"):
            named = "sub_event" if row.get("sub_event") else "event"
            return [(named, row.get(named))]
        case ("incident", "actors"):
            names = [name for name in ("role", "outcome") if row.get(name)] or ["actor"]
            parts = names[-1:] if row.get("role") == "casualty" else names[:1]
            return [(f"{path}.{name}", row.get(name)) for name in parts]
        case ("incident", "places"):
            named = "how" if row.get("how") else "place"
            return [(f"{path}.{named}", row.get(named))]
        case ("incident", "harm"):
            named = next((name for name in ("best", "low", "high") if row.get(name) is not None), "kind")
            if row.get("count") in ("some", "none"):
                named = "stated" if row.get("stated") else "count"
            return [(f"{path}.{named}", row.get(named))]
        case ("incident", "objects"):
            return [(f"{path}.what", row.get("what"))]
        case ("incident", "weapons" | "also"):
            return [(field, said)]
        case (_, "names"):
            return [("names", row.get("text"))]
        case ("link", _):
            named = "as" if row.get("as") else "relation"
            return [(named, row.get(named))]
        case (_, "title" | "scope" | "status" | "assessment" | "tags" | "notes" | "basis" | "restricted" | "stage"):
            return []
    return [(path, said)] if not isinstance(said, Mapping) else []


def find_line(lines: Sequence[Line], typed: str) -> int:
    """The first line that a name of a field, words that it says, or both mean; -1 for none."""
    low = typed.strip().casefold()
    first, _, rest = low.partition(" ")

    def is_of(line: Line, name: str) -> bool:
        names = (line.field.replace("_", " "), title(line.field), "tie" if line.sort == "tie" else "")
        return bool(name) and any(each.startswith(name) for each in names)

    said = [(i, line) for i, line in enumerate(lines) if line.sort in ("value", "tie")]
    for found in (
        [i for i, line in said if rest and is_of(line, first) and rest in line.text.casefold()],
        [i for i, line in enumerate(lines) if is_of(line, low)],
        [i for i, line in said if low in line.text.casefold()],
    ):
        if found:
            return found[0]
    return -1
