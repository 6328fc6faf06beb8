"""Places from a gazetteer: a GeoNames dump, or a table of P-codes, with the coordinates that it gives and no others."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.archive import Archive
from corpus.errors import EditRefused
from corpus.records.act import Act
from corpus.records.validate import check
from corpus.store.operation import Done, Json
from corpus.tables.cells import TableError, read_rows
from corpus.tables.countries import letters
from corpus.tables.incidents_in import Refusal

_GEONAMES_COLUMNS = 19
_KINDS = {"P": "settlement", "A": "admin", "R": "road", "L": "area", "V": "area", "T": "area", "H": "area"}
_KINDS_BY_CODE = {"PPLX": "neighbourhood", "BDG": "crossing", "CRSG": "crossing", "PRT": "crossing", "CUST": "crossing"}
_FACILITY = "S"
_NO_LANGUAGE = frozenset(("", "link", "post", "iata", "icao", "faac", "abbr", "wkdt", "unlc", "tcid", "fr_1793"))
_LEVEL = re.compile(r"(?:adm|admin)_?([0-5])_?(pcode|name)?_?([a-z]{2,3})?")
_PLACE = re.compile(r"(?:place|feature|loc(?:ation)?|village|settlement|town|city|p|ppl)?_?(pcode|name)_?([a-z]{2,3})?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_LATITUDE = ("latitude", "lat", "y", "lat_dd", "latitude_y", "point_y")
_LONGITUDE = ("longitude", "lon", "long", "lng", "x", "lon_dd", "longitude_x", "point_x")


@dataclass(slots=True)
class GazetteerReport:
    """What came of a gazetteer, or would.

    Attributes:
        places: How many places were made.
        known: How many are here already, by their code.
        left: How many are of other countries or kinds than those that were asked for.
        refused: The rows that were refused.
        done: The act; nothing was written where its batch is empty.
    """

    places: int = 0
    known: int = 0
    left: int = 0
    refused: list[Refusal] = field(default_factory=list)
    done: Done = field(default_factory=lambda: Done(b"", 0, ""))


@dataclass(frozen=True, slots=True)
class _Found:
    line: int
    code: str
    within: str
    values: dict[str, Json]
    wrong: str = ""


def import_gazetteer(
    archive: Archive,
    data: bytes,
    name: str,
    *,
    alternates: bytes = b"",
    kinds: Sequence[str] = (),
    country: str = "",
    dry_run: bool = False,
    skip_refused: bool = False,
    progress: Callable[[int], None] = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> GazetteerReport:
    """Take a gazetteer's places in, as one act; those whose code is here already stay as they are.

    Args:
        archive: The archive, open for writing.
        data: A GeoNames dump (19 columns, tabs, no header), or a CSV table with P-codes.
        name: What it is called, for errors.
        alternates: GeoNames' table of alternate names with their languages.
        kinds: Only places of these kinds; all if empty.
        country: Only places of this country, two letters; all if empty.
        dry_run: Only say what would come of it.
        skip_refused: Take the other rows in where some are refused.
        progress: Told how many places were read.
        cancelled: Asked at every place; once true, nothing is written.

    Raises:
        TableError: It is neither.
    """
    report = GazetteerReport()
    act = archive.records.act()
    rows = archive.records.rows_of
    ids = {code: rows.canonical(place) for code, place in rows.coded().items()}
    for count, found in enumerate(_places(data, name, alternates), 1):
        if cancelled():
            return report
        progress(count)
        values = found.values
        if (country and values.get("country") != country) or (kinds and values.get("kind") not in kinds):
            report.left += 1
        else:
            _take(act, found, ids, report)
    if dry_run or (report.refused and not skip_refused) or not report.places:
        return report
    try:
        report.done = act.commit(f"{report.places:,} places from {name}")
    except EditRefused as error:
        raise TableError(f"{name} cannot be taken in", detail=error.summary, hint=error.hint) from error
    return report


def _take(act: Act, found: _Found, ids: dict[str, str], report: GazetteerReport) -> None:
    """Have an act make a place, unless it is here already or cannot be one."""
    if found.code and found.code in ids:
        report.known += 1
        return
    values = {**found.values, **({"within": ids[found.within]} if found.within in ids else {})}
    wrong = found.wrong or next((f"{each.field}: {each.why}" for each in check("place", "", values, act)), "")
    if wrong:
        report.refused.append(Refusal(found.line, "", wrong))
        return
    made = act.create("place", values)
    report.places += 1
    if found.code:
        ids[found.code] = made


def _places(data: bytes, name: str, alternates: bytes) -> Iterator[_Found]:
    first = data[: 1 << 16].partition(b"\n")[0]
    if first.count(b"\t") == _GEONAMES_COLUMNS - 1 and first.split(b"\t")[0].strip(b"\xef\xbb\xbf ").isdigit():
        yield from _geonames(data, name, _alternates(alternates, name))
    else:
        yield from _pcodes(data, name)


# GeoNames


def _lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(f"{name} is not UTF-8", detail=f"line {line}") from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in reader:
        if row:
            yield reader.line_num, [cell.strip() for cell in row]


def _alternates(data: bytes, name: str) -> dict[str, list[tuple[str, str]]]:
    """Names by GeoNames id, each with its language; codes and web addresses are no names."""
    found: dict[str, list[tuple[str, str]]] = {}
    for _, cells in _lines(data, name) if data else ():
        if len(cells) >= 4 and cells[2].lower() not in _NO_LANGUAGE - {""} and cells[3]:
            found.setdefault(cells[1], []).append((cells[3], cells[2]))
    return found


def _geonames(data: bytes, name: str, alternates: Mapping[str, list[tuple[str, str]]]) -> Iterator[_Found]:
    for line, cells in _lines(data, name):
        if len(cells) != _GEONAMES_COLUMNS:
            yield _Found(line, "", "", {}, f"it has {len(cells)} cells, and a GeoNames dump {_GEONAMES_COLUMNS}")
            continue
        number, main, ascii_name, others, latitude, longitude, sort, code, country = cells[:9]
        listed = alternates.get(number) or [(each, "") for each in others.split(",")]
        names = _named(main, [(ascii_name, ""), *listed])
        kind = _KINDS_BY_CODE.get(code, "facility" if sort == _FACILITY else _KINDS.get(sort, ""))
        values: dict[str, Any] = {"names": names, "kind": kind, "country": country, "code": number}
        place, wrong = _coordinates(latitude, longitude, "GeoNames")
        whole = {key: value for key, value in {**values, **place}.items() if value}
        yield _Found(line, number, "", whole, wrong)


def _named(main: str, others: Sequence[tuple[str, str]]) -> list[Json]:
    names = {main: {"text": main, "kind": "name"}}
    for text, language in others:
        if text.strip() and text not in names:
            names[text] = {"text": text, "kind": "alias", **({"lang": language} if language else {})}
        elif language and text in names:
            names[text].setdefault("lang", language)
    return list(names.values())


def _coordinates(latitude: str, longitude: str, source: str) -> tuple[dict[str, Json], str]:
    """Both numbers as they stand, or what is wrong with them; nothing where none stands."""
    if not latitude and not longitude:
        return {}, ""
    if not _DEGREES.fullmatch(latitude) or not _DEGREES.fullmatch(longitude):
        return {}, f"{latitude!r} and {longitude!r} are no coordinates"
    found = {"latitude": _degrees(latitude), "longitude": _degrees(longitude), "coordinates_from": source}
    return found, ""


def _degrees(text: str) -> float | int:
    return float(text) if "." in text else int(text)


# P-codes


def _pcodes(data: bytes, name: str) -> Iterator[_Found]:
    """Places of a table whose columns are levels of the administration, each with a code and names by language."""
    rows = read_rows(data, name)
    _, header = next(rows)
    levels, columns = _levels(header)
    if not levels:
        raise TableError(
            f"{name} is no gazetteer that is known here",
            detail="It is neither a GeoNames dump nor a table with P-codes, such as ADM1_PCODE and ADM1_EN.",
        )
    seen: set[str] = set()
    for line, cells in rows:
        within, country = "", _country(cells, columns)
        last = max((i for i, level in enumerate(levels) if _cell(cells, level["pcode"])), default=-1)
        for i, level in enumerate(levels):
            code = _cell(cells, level["pcode"])
            if not code:
                continue
            if code not in seen:
                place, wrong = _coordinates(*_point(cells, columns), name) if i == last else ({}, "")
                names = _level_names(cells, level)
                kind = "admin" if level["level"] >= 0 else "settlement"
                values = {"names": names, "kind": kind, "country": country, "code": code, **place}
                whole = {key: value for key, value in values.items() if value not in ("", [])}
                yield _Found(line, code, within, whole, wrong)
                seen.add(code)
            within = code


def _levels(header: Sequence[str]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The levels of a table, the largest first, each with its columns; and the other columns by name."""
    found: dict[int, dict[str, Any]] = {}
    columns: dict[str, int] = {}
    for i, name in enumerate(header):
        low = name.strip().lower()
        columns.setdefault(low, i)
        at, own = _LEVEL.fullmatch(low), _PLACE.fullmatch(low)
        if at:
            number, what, language = int(at[1]), at[2] or "name", at[3] or ""
        elif own:
            number, what, language = -1, own[1], own[2] or ""
        else:
            continue
        level = found.setdefault(number, {"level": number, "names": []})
        if what == "pcode":
            level["pcode"] = i
        else:
            level["names"].append((i, language))
    whole = [level for level in found.values() if "pcode" in level and level["names"]]
    return sorted(whole, key=lambda level: (level["level"] < 0, level["level"])), columns


def _level_names(cells: Sequence[str], level: Mapping[str, Any]) -> list[Json]:
    given = [(_cell(cells, i), language) for i, language in level["names"]]
    given = [(text, language) for text, language in given if text]
    if not given:
        return []
    (main, language), *others = given
    names = _named(main, others)
    return [{**names[0], **({"lang": language} if language else {})}, *names[1:]]


def _cell(cells: Sequence[str], i: int) -> str:
    return cells[i].strip() if i < len(cells) else ""


def _point(cells: Sequence[str], columns: Mapping[str, int]) -> tuple[str, str]:
    latitude, longitude = (
        next((_cell(cells, columns[name]) for name in names if name in columns), "")
        for names in (_LATITUDE, _LONGITUDE)
    )
    return latitude, longitude


def _country(cells: Sequence[str], columns: Mapping[str, int]) -> str:
    for name in ("iso2", "iso", "country", "adm0_en", "admin0name_en", "adm0_pcode", "admin0pcode"):
        if name in columns and (found := letters(_cell(cells, columns[name]))):
            return found
    return ""
