"""A text of ours coded from nothing by commands alone: made, set, edited, then shown and given out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from tests.archives import made
from tests.tui.cli.conftest import Cli
from tests.tui.cli.editors import install

TEXT = """Halvern-backed ‘Oak Brigade’ storms Directorate post on the Salt Road: bulletin

Mar 11, 2031

Fighters of the Oak Brigade on Monday stormed a post of the Directorate of Public Safety south of Marsa Nujaym, killing
and wounding several of its men, the Lantern Bulletin reported.

Quoting people of the valley, the bulletin said that a mine had hit a patrol of the al-Sindiyan brigade in the Ashen
Valley before that, and that one of the wounded, named as ‘Zuhayr’, is a nephew of its leader, whom all call ‘the
Tinker’.

When the brigade drove its wounded to the harbour hospital, men at the Rujaym post stopped the ambulances and searched
them, which led to a brawl. Later the Tinker came back with 23-mm guns; at least four men of the Directorate were killed
and some others were hurt, and two tents burned.

In recent days there were several fights between militias close to Halvern and the Directorate in the valley.

- Lantern Bulletin
"""

ACTORS = """
- names: [Oak Brigade, {text: al-Sindiyan brigade, kind: alias}]
  type: group
  kind: Political Militias
- {names: Directorate of Public Safety, type: organisation, kind: State Forces}
- {names: [{text: the Tinker, kind: nickname}], type: person}
- {names: Zuhayr, type: person}
- {names: Halvern, type: state, kind: External/Other Forces}
- {names: Lantern Bulletin, type: media}
- {names: [{text: whoever laid the mine, kind: description}], type: unidentified}
- {names: [{text: militias close to Halvern, kind: description}], type: generic, kind: Political Militias}
"""

PLACES = """
- {names: Ashen Valley, kind: area}
- {names: Marsa Nujaym, kind: settlement, within: Ashen Valley}
- {names: Rujaym post, kind: checkpoint, within: Ashen Valley}
- {names: Salt Road, kind: road}
"""

INCIDENTS = """
- ref: T-1
  title: Fight at the Rujaym post
  date: {edtf: 2031-03-10, stated: on Monday}
  event: Battles
  sub_event: Armed clash
  scope: single
  places: [{id: s1, place: Rujaym post, how: at}, {id: s2, place: Salt Road, how: along}]
  actors:
  - {id: k1, actor: Oak Brigade, role: attacker, side: a, attribution: reported}
  - {id: k2, actor: Directorate of Public Safety, role: target, side: b}
  harm:
  - {id: h1, to: b, kind: killed, low: 4, count: at least, stated: at least four men}
  basis: {date: resolved}
- ref: T-2
  title: Ambulances stopped and searched
  date: 2031-03-10~
  event: Strategic developments
  sub_event: Other
  also: obstruction of medical transport
  scope: phase
  places: [Rujaym post]
  actors:
  - {id: k1, actor: Directorate of Public Safety, role: stopping party, side: b}
  - {id: k2, actor: Oak Brigade, role: target, side: a}
  objects: [{id: o1, what: ambulances, effect: 'stopped, searched'}]
- ref: T-3
  title: A mine hits a patrol in the Ashen Valley
  date: {edtf: ../2031-03-10, stated: before that}
  event: Explosions/Remote violence
  sub_event: Remote explosive/landmine/IED
  scope: single
  places: [{id: s1, place: Ashen Valley, how: in}]
  actors:
  - {id: k1, actor: whoever laid the mine, role: attacker, attribution: unknown}
  - {id: k2, actor: Oak Brigade, role: target}
  harm: [{id: h1, to: Oak Brigade, kind: injured, low: 1, count: some}]
- ref: T-4
  title: Several fights in the valley
  date: {edtf: ../2031-03-11, stated: in recent days}
  event: Battles
  scope: aggregate
  actors: [{actor: militias close to Halvern, role: party}]
"""

LINKS = """
- {from: Halvern, to: Oak Brigade, relation: backs}
- {from: the Tinker, to: Oak Brigade, relation: commander of, as: leader}
- {from: Zuhayr, to: the Tinker, relation: family, as: nephew}
- {from: T-2, to: T-1, relation: phase of}
- {from: T-3, to: T-2, relation: came before}
- {from: T-1, to: T-4, relation: included in}
"""

PASSAGES = """
- ref: E-1
  article: ARTICLE
  in: title
  quote: Halvern-backed ‘Oak Brigade’
  points:
  - {record: LINK, field: relation, value: backs}
- ref: E-2
  article: ARTICLE
  quote: at least four men of the Directorate were killed
  via: [{who: the Lantern Bulletin, actor: Lantern Bulletin, how: reports}, {who: people of the valley, how: told it}]
  points:
  - {record: T-1, field: 'harm[h1].low', value: 4}
  - {record: T-1, field: 'harm[h1].count', value: at least}
- ref: E-3
  article: ARTICLE
  quote: a mine had hit a patrol of the al-Sindiyan brigade
  via: [{who: the Lantern Bulletin, actor: Lantern Bulletin, how: reports}]
  points:
  - {record: T-3, field: sub_event, value: Remote explosive/landmine/IED}
  - {record: Oak Brigade, field: names, value: al-Sindiyan brigade}
"""


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "dispatches"
    made(root, {"2031/oak.txt": TEXT}).close()
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def coded(cli: Cli, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The archive, with the text coded whole."""
    editor = install(tmp_path / "editor", monkeypatch)

    def new(kind: str, text: str) -> list[Any]:
        path = tmp_path / f"{kind}.yaml"
        path.write_text(text, encoding="utf-8")
        ran = cli("--who", "Rana Khoury", "new", kind, path, "--json")
        assert ran.code == 0, ran.err
        return list(ran.json["made"])

    with Archive.open(archive, read_only=True) as opened:
        article = opened.articles.get(opened.articles.order()[0]).id
    for kind, text in (("actor", ACTORS), ("place", PLACES), ("incident", INCIDENTS)):
        new(kind, text)
    backs = new("link", LINKS)[0]["id"]
    new("passage", PASSAGES.replace("ARTICLE", article).replace("LINK", backs))
    new("search", "name: the Tinker\nquery: '\"the Tinker\" OR al-Sindiyan'")
    words = ("harm+={id: h2, to: b, kind: injured, low: 2, count: some}", "weapons+=23-mm guns", "tags+=checkpoint")
    for command in (
        ("set", "T-1", *words, "objects+={id: o1, what: tents, number: 2, effect: burned}", "status=ready for review"),
        ("set", "T-3", "actors+={id: k3, actor: Zuhayr, role: casualty, outcome: injured}", "tags+=mines"),
        ("set", "E-2", "points+={record: T-1, field: 'harm[h2].count', value: some}"),
        ("set", article, "coding=coded"),
        ("tag", "add", "salt-road", "--on", "T-1", "T-2"),
    ):
        ran = cli("--who", "Rana Khoury", *command)
        assert ran.code == 0, ran.err
    editor.will([("count: at least", "count: at least, best: 4"), ("tags:", "assessment: {grade: weak}\ntags:")])
    assert cli("--who", "Rana Khoury", "edit", "T-1").code == 0
    editor.will([("al-Sindiyan brigade, kind: alias", "al-Sindiyan brigade, kind: alias, lang: ar-Latn")])
    assert cli("--who", "Rana Khoury", "edit", "RK-0001").code == 0
    return archive


def test_an_incident_shows_what_was_chosen_beside_what_passages_say(cli: Cli, coded: Path) -> None:
    ran = cli("show", "T-1")
    assert ran.code == 0
    for line in (
        "  [h1] to b, kind killed, low 4, best 4, count at least, stated at least four men",
        "assessment: grade weak",
        "tags: checkpoint, salt-road",
        "Sources: 1 passage of 1 article, 1 outlet, 1 origin",
        "  1 passage from Lantern Bulletin",
    ):
        assert line in ran.out.splitlines(), line
    assert "Ambulances stopped and searched" in ran.out
    assert "included in Several fights in the valley" in ran.out
    chosen = ran.out.index("harm[h1].low: 4, Rana Khoury")
    told = "says 4 · 2031-03-11 · Lantern Bulletin · the Lantern Bulletin (reports) ◂ people of the valley (told it)"
    assert ran.out.index(told) > chosen


def test_an_actor_a_place_a_link_a_passage_and_the_article_show_theirs(cli: Cli, coded: Path) -> None:
    actor = cli("show", "RK-0001").out
    assert "found as: al-Sindiyan brigade" in actor
    assert "the Tinker: leader" in actor
    assert "2031: " in actor
    assert "backed by Halvern" in actor
    assert "Rujaym post  (2 incidents)" in cli("show", "RK-0009").out
    assert "backs" in cli("list", "links").out
    passage = cli("show", "E-2").out
    assert "It is in the article where it was." in passage
    assert "via 2: who people of the valley, how told it" in passage
    assert "at least four men" in cli("list", "passages").out
    value = cli("show", "T-3", "--json").json
    assert value["kind"] == "incident"
    assert [each["path"] for each in value["choices"]] == ["sub_event"]


def test_the_article_shows_its_incidents_and_passages(cli: Cli, coded: Path) -> None:
    article = cli("show", "E-1", "--json").json["values"]["article"]
    shown = cli("show", article).out
    assert "Incidents told in it" in shown
    assert "3 passages" in shown
    assert len(cli("show", article, "--json").json["passages"]) == 3


def test_the_table_counts_single_incidents_alone(cli: Cli, coded: Path) -> None:
    ran = cli("export", "--all", "--format", "csv")
    assert ran.out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(ran.out[1:], newline="")))
    assert [row["event_id_cnty"] for row in rows] == ["T-3", "T-1"]
    assert "2 incidents left out" in ran.err
    fight = rows[1]
    expected = {
        "event_date": "2031-03-10",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "actor1": "Oak Brigade",
        "actor2": "Directorate of Public Safety",
        "interaction": "13",
        "location": "Rujaym post",
        "geo_precision": "1",
        "latitude": "",
        "fatalities": "4",
        "fatalities_high": "",
        "source": "Lantern Bulletin",
        "tags": "checkpoint; salt-road",
    }
    assert {name: fight[name] for name in expected} == expected
    assert rows[0]["time_precision"] == "3"
    assert (rows[0]["actor1"], rows[0]["actor2"]) == ("whoever laid the mine", "Oak Brigade")
    assert rows[0]["fatalities"] == "", "not stated is not none"
    every = cli("export", "--all", "--format", "csv", "--every-scope").out
    assert len(every.splitlines()) == 5


def test_lines_hold_every_record(cli: Cli, coded: Path) -> None:
    ran = cli("export", "--all", "--format", "jsonl")
    kinds = [json.loads(line)["kind_of_record"] for line in ran.out.splitlines()]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        **{"actor": 8, "place": 4, "incident": 4, "link": 6, "passage": 3, "search": 1},
    }


def test_every_act_can_be_taken_back(cli: Cli, coded: Path) -> None:
    while cli("undo").code == 0:
        pass
    with Archive.open(coded, read_only=True) as opened:
        assert set(opened.records.count().values()) == {0}
