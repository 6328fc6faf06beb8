"""One row of a table of incidents, read cell by cell: what it says of the incident, of its actors, of its places.

A cell that says nothing says nothing here either: no number, day or name is made up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from corpus.dates import parse_edtf, parse_published
from corpus.dates.published import numeric_readings
from corpus.errors import DateError
from corpus.store.operation import Json
from corpus.tables.columns import Columns
from corpus.tables.countries import letters
from corpus.vocabulary import VOCABULARIES

_SEVERAL = re.compile(r"\s*;\s*")
_NUMBER = re.compile(r"([0-9]{1,12})(?:\.0+)?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_NUMERIC_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:\s.*)?")
_NOBODY = frozenset(("", "unknown", "-99", "-9", "nan", "na", "n/a"))
_KINDS = {
    "state forces": "State Forces",
    "rebel group": "Rebel Groups",
    "political militia": "Political Militias",
    "identity militia": "Identity Militias",
    "rioters": "Rioters",
    "protesters": "Protesters",
    "civilians": "Civilians",
    "external/other forces": "External/Other Forces",
    "other": "External/Other Forces",
}
_UCDP = {"1": ("Battles", ""), "2": ("Battles", ""), "3": ("Violence against civilians", "")}
_GTD = {
    "bombing/explosion": ("Explosions/Remote violence", ""),
    "hostage taking (kidnapping)": ("Violence against civilians", "Abduction/forced disappearance"),
    "assassination": ("Violence against civilians", "Attack"),
}
_TITLE = 200


class RowError(Exception):
    """A row that cannot be an incident.

    Attributes:
        field: The field of the table that is wrong; "" for the row as a whole.
        why: What is wrong with it.
    """

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field
        self.why = why


class Row:
    """A row of a table.

    Args:
        columns: Which column is which field.
        cells: Its cells.
        name: What the table is called.
    """

    def __init__(self, columns: Columns, cells: Sequence[str], name: str) -> None:
        self._columns = columns
        self._cells = cells
        self._name = name

    def get(self, field: str) -> str:
        """What the row says of a field; "" for nothing."""
        i = self._columns.fields.get(field)
        return self._cells[i] if i is not None and i < len(self._cells) else ""

    def incident(self) -> dict[str, Json]:
        """The incident, without its actors and places.

        Raises:
            RowError: A cell cannot be what its column says.
        """
        width = len(self._columns.header)
        if len(self._cells) > width:
            raise RowError("", f"it has {len(self._cells)} cells, and the table has {width} columns")
        event, sub_event = self._event()
        values: dict[str, Json] = {
            "ref": self._ref(),
            "title": self._title(sub_event or event),
            "date": {"edtf": self._date(), "stated": self.get("stated")},
            "event": event,
            "sub_event": sub_event,
            "scope": self.get("scope") or ("aggregate" if self.get("ucdp.clarity") == "2" else "single"),
            "stage": self.get("stage") or ("attempted" if self.get("gtd.success") == "0" else ""),
            "harm": [*self._harm("killed"), *self._harm("injured")],
            "status": self.get("status"),
            "tags": [tag for tag in _SEVERAL.split(self.get("tags")) if tag],
            "notes": self._notes(),
        }
        values["date"] = {name: part for name, part in values["date"].items() if part}
        return {name: value for name, value in values.items() if value not in ("", [], {}, None)}

    def actors(self) -> list[tuple[dict[str, Json], dict[str, Json]]]:
        """The actors: for each the part that it took, and the actor as one that is new would be."""
        found: list[tuple[dict[str, Json], dict[str, Json]]] = []
        role = {"role": "party"} if self._event()[0] == "Battles" else {}
        seen: set[str] = set()
        for side, number in (("a", "1"), ("b", "2")):
            kind = self._kind(f"kind{number}")
            names = [self.get(f"actor{number}"), *_SEVERAL.split(self.get(f"assoc{number}"))]
            for i, name in enumerate(names):
                if name.lower() in _NOBODY or name in seen:
                    continue
                seen.add(name)
                actor: dict[str, Json] = {"names": [{"text": name, "kind": "name"}]}
                if kind and not i:
                    actor["kind"] = kind
                found.append(({**role, "side": side}, actor))
        return found

    def places(self) -> list[dict[str, Json]]:
        """The places, the largest first: units of the administration, then the place itself with its coordinates.

        Raises:
            RowError: A cell cannot be what its column says.
        """
        country = self._country()
        names = [(self.get(f"admin{i}"), "admin") for i in (1, 2, 3)]
        found: list[dict[str, Json]] = []
        for name, kind in (*names, (self.get("place"), "")):
            if name.lower() in _NOBODY or (found and found[-1]["names"][0]["text"] == name):
                continue
            own = {"kind": kind} if kind else {}
            found.append(
                {"names": [{"text": name, "kind": "name"}], **own, **({"country": country} if country else {})}
            )
        coordinates = self._coordinates()
        if coordinates and self.get("place") and found and found[-1]["names"][0]["text"] == self.get("place"):
            found[-1] |= coordinates
        return found

    # Single cells

    def _ref(self) -> str:
        ref = self.get("ref")
        return f"{self._columns.scheme}-{ref}" if ref and self._columns.scheme in ("UCDP", "GTD") else ref

    def _title(self, event: str) -> str:
        place = self.get("place") or self.get("admin1")
        given = self.get("title") or (f"{event}: {place}" if event and place else event or place)
        return " ".join(given.split())[:_TITLE]

    def _event(self) -> tuple[str, str]:
        violence = self.get("ucdp.violence")
        if violence:
            if violence not in _UCDP:
                raise RowError("ucdp.violence", f"{violence!r} is not 1, 2 or 3")
            return _UCDP[violence]
        if self.get("gtd.attack"):
            return _GTD.get(self.get("gtd.attack").lower(), ("", ""))
        return _as_known("event", self.get("event")), _as_known("sub-event", self.get("sub_event"))

    def _date(self) -> str:
        if "year" in self._columns.fields and "date" not in self._columns.fields:
            return self._date_of_numbers()
        begin, end = self._one_date("date"), self._one_date("date_end")
        if begin and end and begin != end:
            text = f"{begin}/{end}"
            try:
                parse_edtf(text)
            except DateError as error:
                raise RowError("date_end", error.detail or error.summary) from None
            return text
        return begin or end

    def _date_of_numbers(self) -> str:
        year, month, day = (self.get(name) for name in ("year", "month", "day"))
        text = year
        if _number(month):
            text += f"-{_number(month):02}"
            if _number(day):
                text += f"-{_number(day):02}"
        return text

    def _one_date(self, field: str) -> str:
        text = self.get(field)
        if not text:
            return ""
        try:
            return str(parse_edtf(text))
        except DateError as error:
            found = parse_published(text)
            if found is not None:
                return str(found)
            numeric = _NUMERIC_DATE.fullmatch(text)
            if numeric and len(days := numeric_readings(int(numeric[1]), int(numeric[2]), int(numeric[3]))) > 1:
                either = " or ".join(each.isoformat() for each in days)
                raise RowError(field, f"{text!r} may be {either}; write it as 2020-06-22") from None
            raise RowError(field, f"{error.summary}: {error.detail}") from None

    def _harm(self, kind: str) -> list[dict[str, Json]]:
        """What was done to people: the sum, and what of it each side suffered."""
        numbers = {name: self._count(f"{kind}.{name}") for name in ("low", "best", "high")}
        whole = self._count(kind)
        if whole is not None and not (whole == 0 and self._columns.scheme in ("", "ACLED")):
            # In ACLED's tables 0 is also what stands where nothing is known.
            numbers["best"] = whole if numbers["best"] is None else numbers["best"]
        row: dict[str, Any] = {"to": "unknown", "kind": kind}
        given = {name: number for name, number in numbers.items() if number is not None}
        sides = {to: self._count(f"{kind}.{to}") for to in ("a", "b", "civilians", "unknown")}
        parts = [{"to": to, "kind": kind, "best": n} for to, n in sides.items() if n]
        if not given:
            return parts
        if given == {"low": 0, "best": 0, "high": 0}:
            return [{**row, **given, "count": "none"}]
        if len(parts) == 1 and parts[0]["best"] == given.get("best"):
            return [{**row, **given, "to": parts[0]["to"]}]
        return [{"id": f"h{kind[0]}", **row, **given}, *({**part, "within": f"h{kind[0]}"} for part in parts)]

    def _count(self, field: str) -> int | None:
        text = self.get(field)
        if text.lower() in _NOBODY:
            return None
        number = _number(text)
        if number is None:
            raise RowError(field, f"{text!r} is no whole number from 0")
        return number

    def _kind(self, field: str) -> str:
        text = self.get(field)
        if not text or text == "0":
            return ""
        for term in VOCABULARIES["actor kind"].terms.values():
            if text.casefold() == term.word.casefold() or text == term.codes.get("ACLED"):
                return term.word
        return _KINDS.get(text.casefold(), text)

    def _country(self) -> str:
        name = self.get("country")
        return letters(name) if name else ""

    def _coordinates(self) -> dict[str, Json]:
        given = {name: self.get(name) for name in ("latitude", "longitude")}
        if not any(given.values()):
            return {}
        found: dict[str, Json] = {}
        for name, text in given.items():
            if not _DEGREES.fullmatch(text):
                raise RowError(name, f"{text!r} is no number of degrees" if text else "coordinates are two numbers")
            found[name] = float(text) if "." in text else int(text)
        return {**found, "coordinates_from": self.get("coordinates_from") or self._name}

    def _notes(self) -> list[Json]:
        source, attack = self.get("source"), self.get("gtd.attack")
        more = (self.get("notes"), f"GTD: {attack}" if attack else "", f"Source: {source}" if source else "")
        return [{"text": text} for text in more if text.strip()]


def _number(text: str) -> int | None:
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def _as_known(vocabulary: str, text: str) -> str:
    """A term as the vocabulary writes it."""
    return next((t for t in VOCABULARIES[vocabulary].terms if t.casefold() == text.casefold()), text)
