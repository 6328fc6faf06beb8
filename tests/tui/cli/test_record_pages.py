"""Records looked at by command: listed, tagged, looked back on, erased; safe to print whatever they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Cli


@pytest.fixture
def records(cli: Cli, folder: Path, tmp_path: Path, ids: dict[str, str]) -> dict[str, str]:
    """An actor, a place, an incident, a link, a passage and a search; their ids by kind."""
    texts = {
        "actor": "names: [River Brigade, {text: the Brigade, kind: alias}]",
        "place": "names: Old Mill\nkind: settlement",
        "incident": "title: Attack near Old Mill\ndate: 2020-06-22\nscope: single\n"
        "places: [Old Mill]\nactors: [{id: k1, actor: River Brigade, role: attacker}]\n"
        "harm: [{id: h1, kind: killed, low: 4, best: 4}]",
        "link": f"from: River Brigade\nto: {ids['market']}\nrelation: linked to",
        "passage": f"article: {ids['checkpoint']}\nquote: killing four\n"
        "points: [{record: RK-0003, field: 'harm[h1].best', value: 4}]",
        "search": "name: mines\nquery: landmine OR mine",
    }
    made: dict[str, str] = {}
    for kind, text in texts.items():
        path = tmp_path / f"{kind}.yaml"
        path.write_text(text, encoding="utf-8")
        ran = cli("--who", "RK", "new", kind, path, "--json")
        assert ran.code == 0, ran.err
        made[kind] = ran.json["made"][0]["id"]
    return made


def test_every_kind_is_listed_with_its_ends_and_tags(cli: Cli, records: dict[str, str]) -> None:
    for plural, kind in (("incidents", "incident"), ("actors", "actor"), ("searches", "search")):
        value = cli("list", plural, "--json").json
        assert value["total"] == 1
        assert value[plural][0]["id"] == records[kind]
        assert records[kind] in cli("list", plural).out
    [link] = cli("list", "links", "--json").json["links"]
    assert link["from_label"] == "River Brigade"
    assert "River Brigade ▸ " in cli("list", "links").out
    assert cli("list", "incidents", "--tag", "mines").err == "There are no incidents with this tag.\n"
    assert cli("list", "wars").code == 2


def test_tags_go_on_records_of_any_kind(cli: Cli, records: dict[str, str], ids: dict[str, str]) -> None:
    ran = cli("tag", "add", "Mines", "--on", "RK-0001", "RK-0003", ids["market"])
    assert ran.code == 0
    assert cli("list", "actors", "--tag", "mines", "--json").json["total"] == 1
    assert cli("show", ids["market"], "--json").json["tags"] == ["mines"]
    assert cli("tag", "remove", "mines", "--on", "RK-0001").code == 0
    assert cli("list", "actors", "--tag", "mines", "--json").json["total"] == 0
    assert cli("tag", "add", "a,b", "--on", "RK-0001").code == 1


@pytest.mark.parametrize("kind", ["actor", "place", "incident", "link", "passage", "search"])
def test_every_kind_is_shown_with_its_history(cli: Cli, records: dict[str, str], kind: str) -> None:
    id_ = records[kind]
    for word in (id_, id_[:26], id_.upper()):
        ran = cli("show", word)
        assert ran.code == 0, ran.err
        assert id_ in ran.out
    value = cli("show", id_, "--json").json
    assert (value["id"], value["kind"]) == (id_, kind)
    history = cli("history", id_, "--json").json
    assert [act["what"] for act in history] == [f"new {kind}"]
    assert cli("show", "RK-9999").code == 1


def test_a_passage_says_whether_its_words_are_still_there(cli: Cli, records: dict[str, str], folder: Path) -> None:
    assert cli("show", records["passage"], "--json").json["placed"] == "here"
    path = folder / "2020" / "checkpoint.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("killing four", "none fell at all"), encoding="utf-8")
    cli("update", "-q")
    assert cli("show", records["passage"], "--json").json["placed"] in ("lost", "changed")
    assert "killing four" in cli("show", records["incident"]).out


def test_what_is_restricted_or_strange_is_printed_safely(cli: Cli, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text('title: "Evil \\u202e name"\nassessment: {why: "a\\nb"}\nnotes: ["\\x1b[31mred"]', encoding="utf-8")
    assert folder.is_dir()
    if cli("new", "incident", path).code == 0:
        for words in (("show", "X-0001"), ("list", "incidents"), ("history",), ("export", "--all", "--format", "csv")):
            shown = cli(*words).out
            assert "\x1b" not in shown or words[0] == "export"
            assert "\u202e" not in shown or words[0] == "export"


def test_a_record_is_erased_with_its_drafts(cli: Cli, records: dict[str, str], folder: Path) -> None:
    drafts = folder / ".dateline" / "drafts"
    drafts.mkdir()
    (drafts / "one.yaml").write_text(f"id: {records['actor']}\n")
    (drafts / "two.yaml").write_text("names: x\n")
    ran = cli("purge", "RK-0001", "--yes-purge", records["actor"])
    assert ran.code == 0, ran.err
    assert "is erased" in ran.out
    assert f"With it went {records['link']}" in ran.out
    assert "two.yaml" in ran.out
    assert [path.name for path in drafts.iterdir()] == ["two.yaml"]
    assert cli("show", records["actor"]).code == 1
    for path in (folder / ".dateline").glob("*.db*"):
        assert b"River Brigade" not in path.read_bytes()
