"""Which column of a table is which field: by the names that ACLED, UCDP and GTD use, by ours, or as the user says."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.tables.cells import TableError
from corpus.text import printable

FIELDS = (
    *("ref", "title", "date", "date_end", "year", "month", "day", "stated", "event", "sub_event", "scope", "stage"),
    *("status", "actor1", "assoc1", "kind1", "actor2", "assoc2", "kind2", "place", "admin1", "admin2", "admin3"),
    *("country", "latitude", "longitude", "coordinates_from", "killed", "killed.low", "killed.best", "killed.high"),
    *("killed.a", "killed.b", "killed.civilians", "killed.unknown", "injured", "injured.low", "injured.best"),
    *("injured.high", "source", "notes", "tags", "ucdp.violence", "ucdp.clarity", "gtd.attack", "gtd.success"),
)
"""What a column can be mapped to."""

_OURS = {
    **{name: name for name in FIELDS if "." not in name},
    "event_date_edtf": "date",
    "fatalities_low": "killed.low",
    "fatalities_best": "killed.best",
    "fatalities_high": "killed.high",
    "injured_low": "injured.low",
    "injured_best": "injured.best",
    "injured_high": "injured.high",
}
_ACLED = {
    "event_id_cnty": "ref",
    "event_date": "date",
    "event_type": "event",
    "sub_event_type": "sub_event",
    "assoc_actor_1": "assoc1",
    "inter1": "kind1",
    "assoc_actor_2": "assoc2",
    "inter2": "kind2",
    "location": "place",
    "fatalities": "killed",
    "notes": "notes",
}
_UCDP = {
    "id": "ref",
    "date_start": "date",
    "date_end": "date_end",
    "type_of_violence": "ucdp.violence",
    "event_clarity": "ucdp.clarity",
    "side_a": "actor1",
    "side_b": "actor2",
    "adm_1": "admin1",
    "adm_2": "admin2",
    "where_coordinates": "place",
    "best": "killed.best",
    "low": "killed.low",
    "high": "killed.high",
    "deaths_a": "killed.a",
    "deaths_b": "killed.b",
    "deaths_civilians": "killed.civilians",
    "deaths_unknown": "killed.unknown",
    "source_article": "source",
}
_GTD = {
    "eventid": "ref",
    "iyear": "year",
    "imonth": "month",
    "iday": "day",
    "country_txt": "country",
    "provstate": "admin1",
    "city": "place",
    "summary": "notes",
    "attacktype1_txt": "gtd.attack",
    "success": "gtd.success",
    "gname": "actor1",
    "nkill": "killed",
    "nwound": "injured",
    "scite1": "source",
}
_SCHEMES = (
    ("ACLED", ("event_id_cnty", "event_type"), _ACLED),
    ("UCDP", ("type_of_violence", "side_a"), _UCDP),
    ("GTD", ("eventid", "iyear"), _GTD),
)
# Where two columns would give one field, the one that says more is taken.
_BEFORE = {"event_date_edtf": ("event_date",), "fatalities_best": ("fatalities",)}
NOWHERE = "-"
"""What a column is mapped to that is left out."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table.

    Attributes:
        scheme: Whose table it is: `ACLED`, `UCDP`, `GTD`, or "" for any other.
        header: The names of the columns, in order.
        fields: For each field that the table has, its column's number from 0.
        unused: The columns that are left out.
    """

    scheme: str
    header: tuple[str, ...]
    fields: Mapping[str, int]
    unused: tuple[str, ...]

    def name(self, field: str) -> str:
        """The name of a field's column; the field itself if it has none."""
        return self.header[self.fields[field]] if field in self.fields else field


def columns_of(header: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Which column of a table is which field.

    Args:
        header: The names of its columns.
        given: What the user says: fields by column, `-` to leave a column out.

    Raises:
        TableError: A name that was given is none, two columns are one field, or no column says what happened.
    """
    folded = [_fold(name) for name in header]
    asked = {_fold(column): field for column, field in given.items()}
    for column, field in given.items():
        _check_given(column, field, folded, header)
    scheme, aliases = _scheme(folded)
    gone = {other for better, others in _BEFORE.items() if better in folded for other in others}
    fields: dict[str, int] = {}
    unused = []
    for i, name in enumerate(folded):
        field = asked.get(name) or ("" if name in gone else aliases.get(name, ""))
        if not field or field == NOWHERE or (field in fields and name not in asked):
            unused.append(header[i])
        elif field in fields:
            raise TableError(
                f"Two columns are {field}: {printable(header[fields[field]])} and {printable(header[i])}",
                hint=f"Leave one out with --map '{printable(header[i])}={NOWHERE}'.",
            )
        else:
            fields[field] = i
    if not fields.keys() & {"event", "sub_event", "title", "notes", "ucdp.violence", "gtd.attack"}:
        raise TableError(
            "No column of this table is known to say what happened",
            detail=f"Its columns are {', '.join(printable(name) for name in header[:30])}.",
            hint="Say which is which, as in: --map 'What happened=title'",
        )
    return Columns(scheme, tuple(header), fields, tuple(unused))


def _check_given(column: str, field: str, folded: Sequence[str], header: Sequence[str]) -> None:
    if _fold(column) not in folded:
        close = difflib.get_close_matches(column, header, n=1)
        hint = f"Did you mean {printable(close[0])}?" if close else f"There are {', '.join(map(printable, header))}."
        raise TableError(f"This table has no column {printable(column)}", hint=hint)
    if field not in FIELDS and field != NOWHERE:
        close = difflib.get_close_matches(field, FIELDS, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"There are {', '.join(FIELDS)}."
        raise TableError(f"No column can be mapped to {printable(field)}", hint=hint)


def _scheme(folded: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    for scheme, signs, aliases in _SCHEMES:
        if all(sign in folded for sign in signs):
            return scheme, {**_OURS, **aliases}
    return "", {**_OURS, **_ACLED}


def _fold(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().lower())
