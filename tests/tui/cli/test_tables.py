"""Tables of incidents out and in, and gazetteers in: refused by line and column, and taken back at once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.tables.cells import guarded, unguarded
from tests.tui.cli.conftest import Cli, Ran

Take = Callable[..., Ran]

ACLED = """\
event_id_cnty,event_date,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,inter2,country,admin1,location,\
latitude,longitude,source,notes,fatalities,tags
TLM1,22 June 2031,Battles,Armed clash,Oak Brigade,Halvern; Dorsania,3,Third Division,1,Norway,North,Sarn,35.25,-4.5,\
Radio Sarn,"Fighting, again",4,crowd size=no report
TLM2,2031-06-23,Explosions/Remote violence,Shelling/artillery/missile attack,Third Division,,1,Civilians,7,Norway,\
North,Sarn,35.25,-4.5,Radio Sarn,Shells,0,
"""


@pytest.fixture
def take(cli: Cli, folder: Path, tmp_path: Path) -> Take:
    """Take a table in, through a file."""

    def run(text: str, *options: str, name: str = "table.csv") -> Ran:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return cli("--who", "RK", "import", path, *options)

    return run


def counts(folder: Path) -> dict[str, int]:
    with Archive.open(folder, read_only=True) as archive:
        return {str(kind): n for kind, n in archive.records.count().items() if n}


def out(cli: Cli, *options: str) -> list[dict[str, str]]:
    ran = cli("export", "--all", "--format", "csv", *options)
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"), newline="")))


# In


def test_every_row_is_an_incident_and_names_are_found_or_made(cli: Cli, take: Take, folder: Path) -> None:
    (folder / "x.yaml").write_text("names: Oak Brigade", encoding="utf-8")
    cli("new", "actor", folder / "x.yaml")
    dry = take(ACLED, "--dry-run")
    assert dry.code == 0
    assert "a table of ACLED" in dry.out
    assert "2 incidents would be made, with 4 new actors, 2 new places; 1 known" in dry.out
    assert counts(folder) == {"actor": 1}
    ran = take(ACLED)
    assert ran.code == 0
    assert "new places: North; Sarn" in ran.out
    assert counts(folder) == {"actor": 5, "place": 2, "incident": 2}
    value = cli("show", "TLM1", "--json").json["values"]
    assert value["date"] == {"edtf": "2031-06-22"}
    assert [part["side"] for part in value["actors"]] == ["a", "a", "a", "b"]
    assert value["harm"][0]["best"] == 4
    assert "harm" not in cli("show", "TLM2", "--json").json["values"], "0 is also what stands for nothing known"
    place = cli("show", value["places"][0]["place"], "--json").json["values"]
    assert (place["latitude"], place["longitude"]) == (35.25, -4.5)
    assert place["coordinates_from"] == "table.csv"
    assert place["country"] == "NO"
    assert cli("undo").code == 0
    assert counts(folder) == {"actor": 1}


def test_coming_in_twice_is_refused(take: Take, folder: Path) -> None:
    take(ACLED)
    before = counts(folder)
    ran = take(ACLED)
    assert ran.code == 1
    assert "line 2, event_id_cnty: there is an incident TLM1 already" in ran.out
    assert counts(folder) == before


BAD = [
    ("event_date", "2031-06-31", "June 2031 has 30 days"),
    ("event_date", "06/07/2031", "may be 2031-07-06 or 2031-06-07"),
    ("event_date", "some day", "is not a date"),
    ("event_type", "Fighting", "'Fighting' is in no vocabulary"),
    ("fatalities", "-3", "no whole number from 0"),
    ("fatalities", "many", "no whole number from 0"),
    ("latitude", "135.5", "from -90 to 90"),
    ("latitude", "35,5", "no number of degrees"),
    ("longitude", "", "coordinates are two numbers"),
    ("inter1", "11", "in no vocabulary"),
]


@pytest.mark.parametrize(("column", "cell", "why"), BAD, ids=[f"{b[0]}={b[1]}" for b in BAD])
def test_rows_are_refused_by_line_and_column(take: Take, folder: Path, column: str, cell: str, why: str) -> None:
    rows = list(csv.DictReader(io.StringIO(ACLED)))
    rows[1][column] = cell
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    ran = take(text.getvalue())
    assert ran.code == 1
    told = next(line for line in ran.out.splitlines() if line.strip().startswith("line 3"))
    assert why in told
    assert f"line 3, {column}" in told
    assert counts(folder) == {}, "nothing is taken in by half"
    assert take(text.getvalue(), "--skip-refused").code == 0
    assert counts(folder)["incident"] == 1


def test_columns_of_other_schemes_are_known(cli: Cli, take: Take) -> None:
    ucdp = (
        "id,type_of_violence,side_a,side_b,date_start,date_end,where_coordinates,country,best,low,high,deaths_a,"
        "deaths_b,deaths_civilians\n77,1,Oak Brigade,Third Division,2031-06-01 00:00:00.000,2031-06-03,Sarn,Norway,"
        "5,4,9,2,3,0\n"
    )
    assert "a table of UCDP" in take(ucdp).out
    value = cli("show", "UCDP-77", "--json").json["values"]
    assert value["date"] == {"edtf": "2031-06-01/2031-06-03"}
    assert [row.get("within") for row in value["harm"]] == [None, "hk", "hk"]
    [row] = out(cli)
    assert (row["fatalities"], row["fatalities_low"], row["fatalities_high"]) == ("5", "4", "9")
    gtd = (
        "eventid,iyear,imonth,iday,country_txt,city,attacktype1_txt,success,gname,nkill,nwound,summary\n"
        "203106010001,2031,6,0,Norway,Sarn,Bombing/Explosion,0,Unknown,2,,A bomb.\n"
    )
    assert "a table of GTD" in take(gtd).out
    value = cli("show", "GTD-203106010001", "--json").json["values"]
    assert (value["date"], value["stage"]) == ({"edtf": "2031-06"}, "attempted")
    assert "actors" not in value, "nobody is no actor"


def test_columns_are_mapped_by_word_and_by_file(cli: Cli, take: Take, tmp_path: Path, folder: Path) -> None:
    text = "When;What happened;Where;Dead\n2031-06-22;Shells on the market;Sarn;3\n"
    assert "No column of this table" in take(text).err
    words = ("--map", "When=date", "--map", "What happened=title", "--map", "Where=place", "--map", "Dead=killed.best")
    assert take(text, "--dry-run", *words).code == 0
    (tmp_path / "map.yaml").write_text("When: date\nWhat happened: title\nWhere: place\nDead: killed.best\n")
    assert take(text, "--map", str(tmp_path / "map.yaml")).code == 0
    assert [row["title"] for row in out(cli)] == ["Shells on the market"]
    assert "Did you mean date?" in take(text, "--map", "When=dat").err
    assert "Did you mean When?" in take(text, "--map", "Wen=date").err
    assert take(text, "--map", "nonsense").code == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "has no rows"), ("\n\n", "has no rows"), ("a\x00b\n", "is no CSV"), ('event_type\n"x', "is no CSV")],
)
def test_what_is_no_table_is_refused(take: Take, folder: Path, text: str, why: str) -> None:
    ran = take(text)
    assert ran.code == 1
    assert why in ran.err
    assert counts(folder) == {}


# Out


def test_what_goes_out_comes_in_again(cli: Cli, take: Take, tmp_path: Path) -> None:
    take(ACLED)
    first = cli("export", "--all", "--format", "csv").out
    assert first.endswith("\r\n")
    cli("undo")
    assert take(first, name="table.csv").code == 0
    again = cli("export", "--all", "--format", "csv").out

    def told(text: str) -> list[list[str]]:
        rows = list(csv.reader(io.StringIO(text)))
        return [[cell for name, cell in zip(rows[0], row, strict=True) if name != "id"] for row in rows]

    assert told(again) == told(first)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "'=1", "'", "plain", "", "it's"])
def test_no_cell_is_a_formula(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(cell) == text
    assert guarded(-4.5) == "-4.5", "a number stays one"


def test_restricted_records_stay_and_are_counted(cli: Cli, take: Take) -> None:
    take(ACLED)
    brigade = next(row for row in cli("list", "actors", "--json").json["actors"] if row["label"] == "Oak Brigade")
    cli("set", "TLM2", "restricted=team")
    cli("set", brigade["id"], "restricted=sealed")
    ran = cli("export", "--all", "--format", "csv")
    assert "TLM2" not in ran.out
    assert "Oak Brigade" not in ran.out
    assert "1 record withheld" in ran.err
    assert "1 value left out" in ran.err
    assert "Fighting, again" not in ran.out, "notes are for the team"
    team = cli("export", "--all", "--format", "csv", "--profile", "team").out
    assert "TLM2" in team
    assert "Fighting, again" in team
    assert "Oak Brigade" not in team
    lines = cli("export", "--all", "--format", "jsonl").out
    assert "Oak Brigade" not in lines
    assert brigade["id"] not in lines


def test_a_file_that_is_no_such_table_is_never_replaced(cli: Cli, take: Take, tmp_path: Path) -> None:
    take(ACLED)
    mine = tmp_path / "mine.csv"
    mine.write_text("my own work\n")
    ran = cli("export", "--all", "--format", "csv", "-o", mine)
    assert ran.code == 1
    assert mine.read_text() == "my own work\n"
    other = tmp_path / "out.csv"
    for _ in range(2):
        assert cli("export", "--all", "--format", "csv", "-o", other, "--profile", "team").code == 0
    assert other.read_bytes().startswith(b"\xef\xbb\xbfevent_id_cnty")
    assert other.stat().st_mode & 0o777 == 0o600
    assert cli("export", "--all", "--format", "csv", "--text").code == 2


# Gazetteers

GEONAMES = "\t".join(
    ("1001", "Sarn", "Sarn", "Sarna,سارن", "35.25", "-4.5", "P", "PPL", "NO", "", "", "", "", "", "", "", "", "", "")
)
RIDGE = "\t".join(("1002", "Ash Ridge", "Ash Ridge", "", "35.5", "-4.6", "T", "RDGE", "NO", *[""] * 10))


def test_a_geonames_dump_brings_places_with_its_coordinates(cli: Cli, take: Take, tmp_path: Path, folder: Path) -> None:
    alternates = tmp_path / "alternates.txt"
    alternates.write_text("1\t1001\tar\tسارن\n2\t1001\tlink\thttps://example.org\n", encoding="utf-8")
    words = ("--gazetteer", "--alternates", str(alternates))
    ran = take(f"{GEONAMES}\n{RIDGE}\n", *words, "--kind", "settlement", name="NO.txt")
    assert ran.code == 0, ran.err
    assert "1 place made" in ran.out
    assert "1 left out" in ran.out
    value = cli("show", "RK-0001", "--json").json["values"]
    assert value["names"] == [{"text": "Sarn", "kind": "name"}, {"text": "سارن", "kind": "alias", "lang": "ar"}]
    assert (value["code"], value["country"], value["kind"]) == ("1001", "NO", "settlement")
    assert (value["latitude"], value["coordinates_from"]) == (35.25, "GeoNames")
    again = take(f"{GEONAMES}\n{RIDGE}\n", *words, name="NO.txt")
    assert "1 are here already" in again.out
    assert counts(folder) == {"place": 2}


def test_a_table_of_p_codes_brings_levels_and_invents_no_coordinates(cli: Cli, take: Take) -> None:
    text = (
        "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_PCODE,latitude,longitude\n"
        "Norway,NO,North,الشمال,NO01,Sarn,NO0101,35.25,-4.5\n"
        "Norway,NO,North,الشمال,NO01,Mill,NO0102,,\n"
    )
    ran = take(text, "--gazetteer", name="codes.csv")
    assert ran.code == 0, ran.err
    assert "4 places made" in ran.out
    by_code = {
        row["label"]: cli("show", row["id"], "--json").json["values"]
        for row in cli("list", "places", "--json").json["places"]
    }
    assert by_code["Mill"]["code"] == "NO0102"
    assert "latitude" not in by_code["Mill"]
    assert "latitude" not in by_code["North"], "a point is the place's own and not that of what is around it"
    assert by_code["Sarn"]["coordinates_from"] == "codes.csv"
    assert {"text": "الشمال", "kind": "alias", "lang": "ar"} in by_code["North"]["names"]
    assert "lies in: North ◂ Norway" in cli("show", "RK-0003").out


def test_a_gazetteer_that_is_none_or_has_faults_is_refused(take: Take, folder: Path) -> None:
    assert "is no gazetteer" in take("a,b\n1,2\n", "--gazetteer").err
    bad = RIDGE.replace("35.5", "95.5")
    ran = take(f"{GEONAMES}\n{bad}\n", "--gazetteer", name="NO.txt")
    assert ran.code == 1
    assert "line 2: latitude" in ran.out
    assert counts(folder) == {}
    assert take(f"{GEONAMES}\n{bad}\n", "--gazetteer", "--skip-refused", name="NO.txt").code == 0
    assert counts(folder) == {"place": 1}


def test_lines_tell_the_query_of_a_saved_search_but_no_notes(cli: Cli, folder: Path) -> None:
    with Archive.open(folder) as archive:
        values = {"name": "mines", "query": "landmine OR mine", "notes": [{"text": "for Lena"}]}
        archive.records.create("search", values)
    for profile, notes in (("share", False), ("team", True)):
        ran = cli("export", "--all", "--format", "jsonl", "--profile", profile)
        [line] = [each for each in map(json.loads, ran.out.splitlines()) if each["kind_of_record"] == "search"]
        assert line["query"] == "landmine OR mine"
        assert ("notes" in line) is notes
