"""Incidents as a table in the manner of ACLED: one row each, with what can be worked out worked out.

What a profile does not carry stays out and is counted. Only reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.archive import Archive
from corpus.bundle.schema import CARRIED
from corpus.records.definition import kind_of
from corpus.store.exports import Exports
from corpus.store.operation import Json
from corpus.store.record_tables import main_name
from corpus.tables.cells import Cell
from corpus.tables.countries import COUNTRIES
from corpus.tables.precision import of_place, one_day
from corpus.vocabulary import VOCABULARIES

COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
    *("country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision"),
    *("source", "source_scale", "notes", "fatalities", "fatalities_low", "fatalities_best", "fatalities_high"),
    *("injured_low", "injured_best", "injured_high", "tags"),
    *("id", "title", "event_date_edtf", "scope", "stage", "status", "iso2", "coordinates_from", "reports", "origins"),
)
"""The columns: ACLED's names first, ours after."""

COUNTED = ("single", "")
"""The scopes of incidents that may be counted; phases and what is told in sum would be counted twice."""

_DISORDER = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
_DISORDER_SUB = {
    "Excessive force against protesters": "Political violence; Demonstrations",
    "Mob violence": "Political violence",
}
_FIRST_ROLES = ("attacker", "detaining party", "stopping party", "party")
_ASIDE = ("mediator", "bystander")
_CIVILIANS = "Civilians"
_SEP = "; "


@dataclass(slots=True)
class TableSummary:
    """What a table of incidents holds.

    Attributes:
        rows: How many incidents.
        withheld: How many are restricted, or rest on restricted articles alone.
        hidden: How many names of restricted actors and places were left out.
        uncounted: How many are phases, sums or background, and were left out.
        ids: The incidents that are in it.
    """

    rows: int = 0
    withheld: int = 0
    hidden: int = 0
    uncounted: int = 0
    ids: list[str] = field(default_factory=list)


class IncidentTable:
    """Makes the rows of a table of incidents.

    Args:
        archive: The archive.
        profile: `share` or `team`.
        every_scope: Whether phases, sums and background are rows too.
    """

    def __init__(self, archive: Archive, profile: str, *, every_scope: bool = False) -> None:
        self._archive = archive
        self._team = profile == "team"
        self._every = every_scope
        restricted = Exports(archive.database, archive.log).restricted()
        self._barred = {id_ for id_, word in restricted.items() if word not in CARRIED[profile]}
        self._values: dict[str, Mapping[str, Json]] = {}
        self.summary = TableSummary()

    def rows(self, incidents: Sequence[str], cancelled: Callable[[], bool] = lambda: False) -> Iterator[list[Cell]]:
        """A row for each of these incidents that may be told, in this order."""
        for id_ in incidents:
            if cancelled():
                return
            values = self._archive.records.values(id_)
            if not self._every and str(values.get("scope", "")) not in COUNTED:
                self.summary.uncounted += 1
            elif self._is_withheld(id_):
                self.summary.withheld += 1
            else:
                self.summary.rows += 1
                self.summary.ids.append(id_)
                row = self._row(id_, values)
                yield [row.get(column) for column in COLUMNS]

    def _is_withheld(self, incident: str) -> bool:
        """Whether an incident is restricted, or all that tells of it is."""
        if not self._barred:
            return False
        same = self._archive.records.same(incident)
        if self._barred.intersection(same):
            return True
        claims = self._archive.claims.about(incident)
        return bool(claims) and all({claim.passage, claim.article.id} & self._barred for claim in claims)

    def _row(self, id_: str, values: Mapping[str, Json]) -> dict[str, Cell]:
        day, year, precision = one_day(str((values.get("date") or {}).get("edtf", "")))
        event, sub_event = str(values.get("event", "")), str(values.get("sub_event", ""))
        return {
            "event_id_cnty": values.get("ref") or id_,
            "event_date": day,
            "year": year or None,
            "time_precision": precision or None,
            "disorder_type": _DISORDER_SUB.get(sub_event, _DISORDER.get(event, "")),
            "event_type": event,
            "sub_event_type": sub_event,
            **self._actors(values),
            **self._place(values),
            **self._sources(id_),
            "notes": self._notes(values),
            **_numbers("fatalities", "killed", values),
            **_numbers("injured", "injured", values),
            "tags": _SEP.join(values.get("tags", ())),
            "id": id_,
            "title": values.get("title"),
            "event_date_edtf": (values.get("date") or {}).get("edtf"),
            **{name: values.get(name) for name in ("scope", "stage", "status")},
        }

    def _notes(self, values: Mapping[str, Json]) -> str:
        """ACLED's column for words: the title; signed remarks are for the team alone."""
        remarks = [str(note.get("text", "")) for note in values.get("notes", ())] if self._team else []
        return "\n".join(part for part in (str(values.get("title", "")), *remarks) if part)

    # Actors

    def _actors(self, values: Mapping[str, Json]) -> dict[str, Cell]:
        parts = [part for part in values.get("actors", ()) if part.get("role") not in _ASIDE]
        first, second = _sides(parts)
        names = [[name for part in side if (name := self._actor_name(part))] for side in (first, second)]
        codes = [self._inter(side) for side in (first, second)]
        # One digit and 0 says that there was one actor alone, and not that the other's kind is unknown.
        told = [code for code, side in zip(codes, (first, second), strict=True) if side]
        interaction = "".join(sorted(told)).ljust(2, "0") if told and all(told) else ""
        targets = [part for part in parts if part.get("role") in ("target", "casualty")]
        harmed = any(row.get("to") == "civilians" for row in values.get("harm", ()))
        civilians = harmed or any(self._kind(part) == _CIVILIANS for part in targets)
        return {
            "actor1": next(iter(names[0]), ""),
            "assoc_actor_1": _SEP.join(names[0][1:]),
            "inter1": codes[0],
            "actor2": next(iter(names[1]), ""),
            "assoc_actor_2": _SEP.join(names[1][1:]),
            "inter2": codes[1],
            "interaction": interaction,
            "civilian_targeting": "Civilian targeting" if civilians else "",
        }

    def _actor_name(self, part: Mapping[str, Json]) -> str:
        actor = self._canonical(part.get("actor"))
        if actor in self._barred:
            self.summary.hidden += 1
            return ""
        return main_name(self._of(actor)) or str(part.get("as_described", ""))

    def _kind(self, part: Mapping[str, Json]) -> str:
        return str(part.get("kind") or self._of(self._canonical(part.get("actor"))).get("kind", ""))

    def _inter(self, side: Sequence[Mapping[str, Json]]) -> str:
        shown = [part for part in side if self._canonical(part.get("actor")) not in self._barred]
        term = VOCABULARIES["actor kind"].terms.get(self._kind(shown[0])) if shown else None
        return term.codes.get("ACLED", "") if term else ""

    # Places

    def _place(self, values: Mapping[str, Json]) -> dict[str, Cell]:
        for row in values.get("places", ()):
            place = self._canonical(row.get("place"))
            if place in self._barred:
                self.summary.hidden += 1
                continue
            own = self._of(place)
            around = self._around(place)
            admins = [main_name(each) for each in reversed([own, *around]) if each.get("kind") == "admin"]
            country = next((str(each["country"]) for each in (own, *around) if each.get("country")), "")
            admins = [name for name in admins if name != COUNTRIES.get(country)]
            return {
                "country": COUNTRIES.get(country, country),
                "iso2": country,
                **{f"admin{i}": name for i, name in enumerate(admins[:3], 1)},
                "location": main_name(own),
                "latitude": own.get("latitude"),
                "longitude": own.get("longitude"),
                "coordinates_from": own.get("coordinates_from"),
                "geo_precision": of_place(str(own.get("kind", "")), str(row.get("how", ""))),
            }
        return {}

    def _around(self, place: str) -> list[Mapping[str, Json]]:
        found: list[str] = []
        at = self._of(place).get("within")
        while isinstance(at, str) and (at := self._canonical(at)) not in (*found, place, "") and at not in self._barred:
            found.append(at)
            at = self._of(at).get("within")
        return [self._of(each) for each in found]

    # Sources

    def _sources(self, incident: str) -> dict[str, Cell]:
        sources = self._archive.claims.sources(incident)
        if not sources.passages:
            return {}
        told = [article for article in sources.articles if article.id not in self._barred]
        outlets = dict.fromkeys(article.outlet or article.credit for article in told)
        whole = len(told) == len(sources.articles) and not self._barred
        return {
            "source": _SEP.join(outlet for outlet in outlets if outlet),
            "reports": len(told),
            "origins": len(sources.origins) if whole else None,
        }

    def _canonical(self, record: Json) -> str:
        return self._archive.records.rows_of.canonical(record) if isinstance(record, str) else ""

    def _of(self, record: str) -> Mapping[str, Json]:
        if record not in self._values:
            self._values[record] = self._archive.records.values(record) if record else {}
        return self._values[record]


Parts = list[Mapping[str, Any]]


def _sides(parts: Sequence[Mapping[str, Any]]) -> tuple[Parts, Parts]:
    """Those on the one side and on the other: as coded, else those who act against those who suffer."""
    sides: tuple[Parts, Parts] = (
        [part for part in parts if part.get("side") == "a"],
        [part for part in parts if part.get("side") == "b"],
    )
    rest = [part for part in parts if part.get("side") not in ("a", "b")]
    if len(rest) == len(parts) and all(_acts(part) for part in rest):
        return rest[:1], rest[1:]
    for part in rest:
        sides[_side_for(part, sides)].append(part)
    return sides


def _acts(part: Mapping[str, Any]) -> bool:
    return part.get("role") in _FIRST_ROLES


def _side_for(part: Mapping[str, Any], sides: tuple[Parts, Parts]) -> int:
    """The side of somebody of whom none is coded: with those who do alike, else against those who do not."""
    for i in (0, 1):
        if any(_acts(each) == _acts(part) for each in sides[i]):
            return i
    if bool(sides[0]) != bool(sides[1]):
        return 1 if sides[0] else 0
    return 0 if _acts(part) else 1


def _numbers(column: str, kind: str, values: Mapping[str, Json]) -> dict[str, Cell]:
    """The sums of what was done to people, rows that are parts of others left out; empty where nothing is stated."""
    rows = [row for row in values.get("harm", ()) if row.get("kind") == kind and not row.get("within")]
    found: dict[str, Cell] = {}
    for name in ("low", "best", "high"):
        given = [row[name] for row in rows if isinstance(row.get(name), int)]
        none = [0 for row in rows if row.get("count") == "none" and name not in row]
        found[f"{column}_{name}"] = sum(given) if rows and len(given) + len(none) == len(rows) else None
    if column == "fatalities":
        best = found["fatalities_best"]
        found["fatalities"] = best if best is not None else found["fatalities_low"]
    return found


def incidents_of(archive: Archive, articles: Sequence[str]) -> list[str]:
    """The incidents that passages of these articles speak of, the oldest first."""
    rows = archive.records.rows_of
    same = [each for article in articles for each in archive.records.same(article)]
    passages = rows.naming(same, "article")
    found = {rows.canonical(t) for _, _, t in rows.named_by(passages, "points") if kind_of(t) == "incident"}
    return [id_ for id_ in archive.records.all("incident", "oldest") if id_ in found]
