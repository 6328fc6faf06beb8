"""What is known of an article, shown and set."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archives import CHECKPOINT, write
from tests.tui.cli.conftest import Cli


def test_an_article_is_shown_with_how_each_field_was_found(cli: Cli, ids: dict[str, str]) -> None:
    ran = cli("show", ids["checkpoint"])
    assert ran.code == 0
    assert ran.err == ""
    lines = ran.out.splitlines()
    assert lines[0] == "Militia attacks checkpoint near Old Mill"
    assert f"id: {ids['checkpoint']}" in lines
    assert any(line.startswith("published: 2020-06-23  (") for line in lines)
    assert any(line.startswith("credit: Valley Watch") for line in lines)
    assert "file: 2020/checkpoint.txt" in lines
    assert "killing four." in ran.out


def test_as_json_it_is_whole(cli: Cli, ids: dict[str, str]) -> None:
    cli("set", ids["market"], "outlet=The Bell", "notes+=ask the nurse")
    cli("tag", "add", "shelling", "--on", ids["market"])
    value = cli("show", ids["market"], "--json").json
    assert list(value) == [
        *("id", "fields", "how", "coding", "restricted", "missing", "read", "tags", "notes", "paths", "versions"),
        *("conflicts", "aliases", "text", "passages", "incidents"),
    ]
    assert value["id"] == ids["market"]
    assert value["fields"]["outlet"] == "The Bell"
    assert value["how"]["outlet"] == "edited"
    assert value["tags"] == ["shelling"]
    assert [note["text"] for note in value["notes"]] == ["ask the nurse"]
    assert value["paths"][0]["path"] == "2020/market.txt"
    assert value["text"].startswith("Six shells fell")


@pytest.mark.parametrize("cut", [lambda id_: id_[:9], lambda id_: id_[2:9], str.upper])
def test_an_id_may_be_cut_short(cli: Cli, ids: dict[str, str], cut: object) -> None:
    assert callable(cut)
    assert cli("show", cut(ids["Bridge"])).out.startswith("Bridge at Old Mill reopens")


def test_an_unknown_id_fails_and_an_ambiguous_one_names_some(cli: Cli, folder: Path) -> None:
    ran = cli("show", "a-ffffffffffffffffffff")
    assert (ran.code, ran.out) == (1, "")
    assert "No article has the id" in ran.err
    assert cli("show", "Nowhere").err.startswith("dateline: Nothing is called Nowhere\n")
    write(folder, {f"{i}.txt": CHECKPOINT.replace("four", str(i)) for i in range(20)})
    cli("update", "-q")
    ambiguous = [cli("show", digit) for digit in "0123456789abcdef"]
    assert any(ran.code == 1 and "More than one" in ran.err and "a-" in ran.err for ran in ambiguous)


def test_versions_are_listed_and_the_one_shown_is_marked(cli: Cli, folder: Path, ids: dict[str, str]) -> None:
    write(folder, {"2020/checkpoint.txt": CHECKPOINT.replace("killing four", "killing five")})
    cli("update", "-q")
    versions = [line for line in cli("show", ids["checkpoint"]).out.splitlines() if line.startswith("version: ")]
    assert [line.endswith("shown here") for line in versions] == [False, True]


def test_a_missing_file_is_said_to_be_gone(cli: Cli, folder: Path, ids: dict[str, str]) -> None:
    (folder / "2020/checkpoint.txt").unlink()
    cli("update", "-q")
    assert "file: 2020/checkpoint.txt  (gone)" in cli("show", ids["checkpoint"]).out
    assert cli("show", ids["checkpoint"], "--json").json["missing"] is True


def test_control_characters_of_an_article_never_reach_the_terminal(cli: Cli, folder: Path) -> None:
    evil = "\x1b]0;owned\x07Title \u202e turned\x9b2J\n\nJun 1, 2020\n\nBody \x1b[2J with words enough to be read.\n"
    write(folder, {"evil\x1b[31m.txt": evil.encode()})
    cli("update")
    listed = cli("search", "words enough", "--json").json["hits"]
    assert len(listed) == 1
    for ran in (
        cli("show", listed[0]["id"]),
        cli("show", listed[0]["id"], "--json"),
        cli("search", "words enough"),
        cli("search", "words enough", "--json"),
        cli("check"),
    ):
        assert not set("\x1b\x07\x9b\u202e") & set(ran.out + ran.err)


def test_fields_are_set_as_one_act_that_undo_takes_back(cli: Cli, ids: dict[str, str]) -> None:
    ran = cli("set", ids["market"], "title=Six shells", "published=2020-06~", "dateline.place=Sarn", "coding=coding")
    assert ran.code == 0
    assert "dateline undo" in ran.out
    fields = cli("show", ids["market"], "--json").json["fields"]
    assert (fields["title"], fields["published"], fields["dateline"]["place"]) == ("Six shells", "2020-06~", "Sarn")
    cli("undo")
    value = cli("show", ids["market"], "--json").json
    assert value["fields"]["title"] == "Shells fall on the market of Sarn"
    assert value["coding"] == "new"


def test_an_empty_value_says_that_there_is_none_and_as_read_goes_back(cli: Cli, ids: dict[str, str]) -> None:
    cli("set", ids["market"], "credit=")
    assert "credit" not in cli("show", ids["market"], "--json").json["fields"]
    cli("set", ids["market"], "--as-read", "credit")
    assert cli("show", ids["market"], "--json").json["fields"]["credit"] == "Radio Sarn"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Say what to set"),
        (("title",), 2, "is not FIELD=VALUE"),
        (("title+=x",), 2, "Only notes"),
        (("notes=x",), 2, "notes+=TEXT"),
        (("tags=x",), 2, "dateline tag add"),
        (("colour=red",), 1, "no field colour"),
        (("published=yesterday",), 1, "yesterday"),
        (("coding=half",), 1, "nothing to code"),
        (("notes+=",), 1, "some text"),
    ],
)
def test_what_cannot_be_set_is_refused_with_the_reason(
    cli: Cli, ids: dict[str, str], words: tuple[str, ...], code: int, said: str
) -> None:
    ran = cli("set", ids["market"], *words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert cli("history", ids["market"], "--json").json == []
