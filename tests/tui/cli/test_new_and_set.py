"""Records made and changed by command: what is wrong is told where it is, and nothing is saved by half."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from tests.tui.cli.conftest import Cli, Ran

New = Callable[..., Ran]


@pytest.fixture
def new(cli: Cli, folder: Path, tmp_path: Path) -> New:
    """Make records of a text, through a file."""

    def make(kind: str, text: str, *options: str) -> Ran:
        path = tmp_path / "typed.yaml"
        path.write_text(text, encoding="utf-8")
        return cli("--who", "RK", "new", kind, path, *options)

    return make


def values(folder: Path, word: str) -> Any:
    """The values of a record."""
    with Archive.open(folder, read_only=True) as archive:
        return archive.records.get(archive.records.find(word)).values


def counts(folder: Path) -> tuple[Any, ...]:
    with Archive.open(folder, read_only=True) as archive:
        return (archive.records.count(), len(archive.log.batches()))


PEOPLE = """
- names: [River Brigade, {text: the Brigade, kind: alias}]
  type: group
  kind: Political Militias
  country: NO
- names: Third Division
  type: unit
"""

CLASH = """
title: Attack on the checkpoint near Old Mill
date: {edtf: 2020-06-22, stated: on Monday}
event: Battles
sub_event: Armed clash
places: [{place: Old Mill, how: near}]
actors:
- {id: k1, actor: River Brigade, role: attacker, side: a}
- {id: k2, actor: third division, role: target, side: b}
harm:
- {id: h1, to: b, kind: killed, low: 4, best: 4, high: 4, count: exactly}
"""


@pytest.fixture
def clash(new: New) -> str:
    """An incident, and the actors and the place in it; its ref."""
    assert new("actor", PEOPLE).code == 0
    assert new("place", "names: Old Mill").code == 0
    assert new("incident", CLASH).code == 0
    return "RK-0004"


def test_what_is_made_is_told_by_id_and_ref(new: New, folder: Path) -> None:
    ran = new("actor", PEOPLE)
    assert ran.code == 0
    assert [line.split("  ")[0] for line in ran.out.splitlines()] == ["RK-0001", "RK-0002"]
    assert [line.split("  ")[2] for line in ran.out.splitlines()] == ["River Brigade", "Third Division"]
    assert values(folder, "RK-0001")["country"] == "NO", "a country is two letters, quoted or not"
    with Archive.open(folder, read_only=True) as archive:
        assert [batch.what for batch in archive.log.batches()] == ["2 new actors"]


def test_records_are_named_by_name_ref_and_beginning_of_an_id(new: New, clash: str, folder: Path) -> None:
    found = values(folder, clash)
    brigade = found["actors"][0]["actor"]
    assert values(folder, brigade)["names"][0]["text"] == "River Brigade"
    for word in (brigade, "RK-0001", "rk-1", "the brigade", brigade[:24]):
        ran = new("link", f"from: {word}\nto: RK-0002\nrelation: rival of")
        assert ran.code == 0, ran.err


def test_words_alone_stand_for_the_first_part(new: New, folder: Path, ids: dict[str, str]) -> None:
    new("place", "names: Old Mill")
    new("incident", "title: x\ndate: 2020-06\nplaces: [Old Mill]")
    assert values(folder, "RK-0002")["date"] == {"edtf": "2020-06"}
    assert new("passage", f"article: {ids['checkpoint'][:8]}\nquote: killing four").code == 0
    quote = values(folder, "RK-0003")["quote"]
    assert quote["exact"] == "killing four"
    assert quote["prefix"].endswith("on Monday, ")


def test_unknown_names_are_made_only_when_asked(new: New, folder: Path) -> None:
    before = counts(folder)
    ran = new("incident", CLASH)
    assert ran.code == 1
    assert "line 6, places[1].place: there is no place 'Old Mill'" in ran.err
    assert "--create-named" in ran.err
    assert counts(folder) == before
    assert new("incident", CLASH, "--create-named").code == 0
    with Archive.open(folder, read_only=True) as archive:
        assert archive.records.count()["actor"] == 2
        assert len(archive.log.batches()) == 1


def test_a_name_that_two_have_is_asked_about(new: New) -> None:
    new("actor", "- names: [River Brigade]\n- names: [river brigade]")
    ran = new("link", "from: RIVER BRIGADE\nto: RK-0002\nrelation: rival of")
    assert ran.code == 1
    assert "is the name of 2" in ran.err
    assert "RK-0001" in ran.err
    assert new("link", "from: River Brigade\nto: river brigade\nrelation: rival of").code == 0


BAD = [
    ("incident", "title: x\ndate: {edtf: 2020-02-30}", "line 2, date.edtf", "February 2020 has 29 days"),
    ("incident", "title: x\ndate:\n  edtf: yesterday", "line 3, date.edtf", "is not a date"),
    ("incident", "title: x\nevent: Battle", "line 2, event", "Did you mean Battles?"),
    ("incident", "title: x\nharm:\n- {to: b, kind: killed, low: -1}", "line 3, harm[1].low", "cannot be -1"),
    ("incident", "harm:\n- {to: b, kind: killed, low: 4, best: 2}", "line 2, harm[1].best", "less than low"),
    ("incident", "harm:\n- {to: b, kind: killed, low: '4'}", "harm[1].low", "is a whole number"),
    ("incident", "harm:\n- {to: nobody I know, kind: killed}", "harm[1].to", "there is no actor"),
    ("incident", "title: x\ntitel: y", "line 2, titel", "Did you mean title?"),
    ("incident", "title: x\nactors:\n- {actr: RK-1}", "line 3, actors[1].actr", "Did you mean actor?"),
    ("incident", "title: [x]", "title", "is one value"),
    ("incident", "title: x\ntitle: y", "line 2", "twice"),
    ("incident", "title: &a x", "line 1", "anchors"),
    ("incident", "title: !!python/object:os.system x", "line 1", "tags"),
    ("incident", "title: x\n  y: z", "line 2", "YAML"),
    ("incident", "just words", "line 1", "no fields"),
    ("incident", "", "nothing", ""),
    ("incident", "- title: x\n- just words", "line 2", "no fields"),
    ("incident", "title: x\n---\ntitle: y", "line 2", "second one begins"),
    ("incident", "title: x\nbasis: {dat: resolved}", "line 2, basis.dat", "no field dat"),
    ("incident", "title: x\nid: i-1", "line 2, id", "cannot be the id"),
    ("link", "from: RK-0001\nto: RK-0001\nrelation: rival of", "line 2, to", "to itself"),
    ("link", "from: RK-0001\nto: RK-9999\nrelation: rival of", "line 2, to", "RK-9999"),
    ("link", "from: RK-0001\nrelation: rival of", "to", "is missing"),
    ("place", "names: [x]\nlatitude: 95\nlongitude: 3\ncoordinates_from: y", "line 2, latitude", "from -90 to 90"),
    ("place", "names: [x]\nlatitude: 35.5\nlongitude: 3", "coordinates_from", "none are invented"),
    ("place", "kind: settlement", "names", "at least one name"),
    ("search", "name: mines", "query", "is missing"),
]


@pytest.mark.parametrize(("kind", "text", "where", "why"), BAD, ids=[f"{b[2]} {b[3]}" for b in BAD])
def test_what_cannot_be_is_told_at_its_place_and_nothing_is_saved(
    new: New, folder: Path, kind: str, text: str, where: str, why: str
) -> None:
    new("actor", PEOPLE)
    before = counts(folder)
    ran = new(kind, text)
    assert ran.code == 1
    assert where in ran.err
    assert why in ran.err
    assert "Traceback" not in ran.err
    assert counts(folder) == before


def test_all_that_is_wrong_is_told_at_once(new: New) -> None:
    ran = new("incident", "date: 2020-13\nevent: Batle\nplaces: [Nowhere]\nharm:\n- {kind: killed, low: 5, high: 2}\n")
    for line in (1, 2, 3, 5):
        assert f"line {line}, " in ran.err


def test_of_several_none_is_made_where_one_is_wrong(new: New, folder: Path) -> None:
    before = counts(folder)
    ran = new("actor", "- names: [River Brigade]\n- names: [Third Division]\n  country: Norway\n")
    assert "line 3, country" in ran.err
    assert counts(folder) == before


def test_quotes_that_are_not_there_and_paths_that_lead_nowhere(new: New, folder: Path, ids: dict[str, str]) -> None:
    new("actor", PEOPLE)
    new("incident", "title: x\nharm: [{id: h1, kind: killed}]")
    before = counts(folder)
    head = f"article: {ids['checkpoint']}\n"
    assert "quote.exact: these words are not in the text" in new("passage", head + "quote: killing five").err
    point = head + "quote: killing four\npoints:\n- {{record: RK-0003, field: '{}', value: {}}}"
    for field, value, told in (
        ("harm[h9].best", "4", "no row h9"),
        ("harms", "4", "no field harms"),
        ("harm[h1].best", "four", "is a whole number"),
        ("date.edtf", "2020-06-31", "June 2020 has 30 days"),
    ):
        ran = new("passage", point.format(field, value))
        assert told in ran.err
        assert "line 4, points[1]" in ran.err
    assert counts(folder) == before
    assert new("passage", point.format("harm[h1].best", "4")).code == 0
    assert values(folder, "RK-0004")["points"][0]["value"] == 4


def test_words_of_ones_own_are_kept_when_asked(new: New, folder: Path) -> None:
    assert new("incident", "title: x\nevent: Skirmish").code == 1
    assert new("incident", "title: x\nevent: Skirmish", "--any-word").code == 0
    assert values(folder, "RK-0001")["event"] == "Skirmish"


def test_standard_input_and_json(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"names: Old Mill")))
    made = cli("new", "place", "-", "--json").json["made"]
    assert [(row["ref"], row["label"]) for row in made] == [("X-0001", "Old Mill")]
    assert cli("new", "place", folder / "nowhere.yaml").code == 1
    assert cli("new", "war", "-").code == 2


# set


def test_paths_rows_words_and_notes_are_set_as_one_act(cli: Cli, clash: str, folder: Path) -> None:
    ran = cli(
        *("set", clash, "harm[h1].high=6", "harm[h1].count=about", "date.edtf=2020-06-22~", "basis.date=resolved"),
        *(
            "harm+={id: h2, to: b, kind: injured, low: 2}",
            "weapons+=mortar: 82 mm",
            "tags+=Checkpoint",
            "notes+=to ask",
        ),
        *("actors[k1].as_described=Fighters of", "status=in progress", "assessment={grade: weak, why: one origin}"),
    )
    assert ran.code == 0, ran.err
    found = values(folder, clash)
    assert [(row["id"], row.get("high")) for row in found["harm"]] == [("h1", 6), ("h2", None)]
    assert found["weapons"] == ["mortar: 82 mm"]
    assert found["tags"] == ["checkpoint"]
    assert found["notes"][0]["text"] == "to ask"
    assert found["basis"] == {"date": "resolved"}
    assert found["assessment"] == {"grade": "weak", "why": "one origin"}
    assert cli("undo").code == 0
    assert "tags" not in values(folder, clash)


def test_entries_are_taken_away_again(cli: Cli, clash: str, folder: Path) -> None:
    cli("set", clash, "weapons+=rifle", "weapons+=knife", "tags+=a", "places[+]={place: Old Mill, how: at}")
    ran = cli("set", clash, "weapons-=rifle", "tags-=A", "harm[h1].count=", "actors-=k2", "title=")
    assert ran.code == 0, ran.err
    found = values(folder, clash)
    assert found["weapons"] == ["knife"]
    assert [row["id"] for row in found["actors"]] == ["k1"]
    assert len(found["places"]) == 2
    assert "tags" not in found
    assert "title" not in found
    assert "count" not in found["harm"][0]


def test_points_and_steps_have_numbers(cli: Cli, new: New, clash: str, folder: Path, ids: dict[str, str]) -> None:
    new("passage", f"article: {ids['checkpoint']}\nquote: killing four")
    passage = "RK-0005"
    assert cli("set", passage, f"points+={{record: {clash}, field: 'harm[h1].best', value: 4}}").code == 0
    assert cli("set", passage, "via+={who: Valley Watch, how: reports}", "via+=drivers").code == 0
    assert cli("set", passage, "points[1].stance=denies", "points[1].value=3", "via[2].how=told it").code == 0
    found = values(folder, passage)
    assert [(point["value"], point["stance"]) for point in found["points"]] == [(3, "denies")]
    assert found["via"] == [{"who": "Valley Watch", "how": "reports"}, {"who": "drivers", "how": "told it"}]
    assert "there is no such entry" in cli("set", passage, "via[3].how=told it").err
    assert cli("set", passage, "via[1]=", "points[1]=").code == 0
    assert "points" not in values(folder, passage)


def test_names_merging_and_deleting(cli: Cli, clash: str, folder: Path) -> None:
    assert cli("set", "RK-0001", "names+={text: لواء النهر, kind: alias, lang: ar}").code == 0
    assert cli("set", "RK-0002", "merged_into=River Brigade").code == 0
    assert values(folder, "RK-0002")["ref"] == "RK-0001", "the other now stands for both"
    assert cli("set", clash, "deleted=true").code == 0
    assert cli("show", clash).code == 1
    assert cli("undo", "2").code == 0
    assert cli("show", clash).code == 0
    assert values(folder, "RK-0002")["ref"] == "RK-0002"


BAD_SET = [
    ("date.edtf=2020-06-31", "June 2020 has 30 days"),
    ("date.edft=2020", "Did you mean edtf?"),
    ("harm[h9].best=1", "no such row"),
    ("harm[h1].best=9", "high is 4, less than best"),
    ("harm[h1].best=four", "is a whole number"),
    ("harm.best=1", "say which"),
    ("role=attacker", "has no field role"),
    ("actors[k1].role=atacker", "Did you mean attacker?"),
    ("actors+={actor: Nobody Known}", "there is no actor"),
    ("actors+={actor: RK-0003}", "here belongs an actor"),
    ("places+={place: RK-0003, how", "cannot be read"),
    ("title+=more", "has one value"),
    ("weapons-=rifle", "there is no rifle"),
    ("tags+=a,b", "cannot be a tag"),
    ("deleted=false", "dateline undo"),
    ("merged_into=RK-0001", "here belongs an incident"),
    ("merged_into=RK-0004", "one already"),
    ("id=i-1", "stays as it is"),
    ("just words", "is not FIELD=VALUE"),
]


@pytest.mark.parametrize(("word", "why"), BAD_SET, ids=[each[0] for each in BAD_SET])
def test_what_cannot_be_set_is_told_and_nothing_of_the_call_is_saved(
    cli: Cli, clash: str, folder: Path, word: str, why: str
) -> None:
    before = values(folder, clash), counts(folder)
    ran = cli("set", clash, "title=Another title", word)
    assert ran.code == 1
    assert why in ran.err
    assert (values(folder, clash), counts(folder)) == before


def test_nothing_new_makes_no_act(cli: Cli, clash: str, folder: Path) -> None:
    before = counts(folder)
    assert "Nothing to change" in cli("set", clash, "event=Battles").out
    assert counts(folder) == before
