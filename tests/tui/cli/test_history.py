"""What was done, taken back, and done again."""

from __future__ import annotations

from pathlib import Path

from tests.tui.cli.conftest import Cli


def test_history_lists_who_did_what_newest_first(cli: Cli, ids: dict[str, str]) -> None:
    cli("--who", "RK", "tag", "add", "mines", "--on", ids["checkpoint"])
    cli("tag", "add", "shelling", "--on", ids["market"], "--who", "LM")
    acts = cli("history", "--json").json
    assert [(act["who"], act["kind"], act["operations"]) for act in acts] == [("LM", "edit", 1), ("RK", "edit", 1)]
    lines = cli("history").out.splitlines()
    assert len(lines) == 2
    assert "LM" in lines[0]
    assert "shelling" in lines[0]


def test_history_of_an_article_shows_what_was_said_of_it_alone(cli: Cli, ids: dict[str, str]) -> None:
    cli("tag", "add", "mines", "--on", ids["checkpoint"], ids["Bridge"])
    cli("set", ids["market"], "title=Other")
    cli("set", ids["Bridge"], "notes+=see the map")
    lines = cli("history", ids["Bridge"]).out.splitlines()
    assert [line.strip() for line in lines if line.startswith("  ")][1:] == ["tags/mines: yes"]
    assert "see the map" in lines[1]
    assert not any("Other" in line for line in lines)


def test_history_is_limited(cli: Cli, ids: dict[str, str]) -> None:
    for tag in "abc":
        cli("tag", "add", tag, "--on", ids["market"])
    assert len(cli("history", "--limit", 2).out.splitlines()) == 2


def test_undo_and_redo_say_what_they_did(cli: Cli, ids: dict[str, str]) -> None:
    cli("tag", "add", "mines", "--on", ids["checkpoint"], ids["Bridge"])
    ran = cli("undo")
    assert ran.code == 0
    assert ran.out.startswith("Taken back: 2 articles: tags +mines (2 fields)")
    assert cli("tag", "list").out == ""
    assert cli("redo").out.startswith("Done again: 2 articles: tags +mines (2 fields)")
    assert cli("tag", "list", "--json").json == [{"tag": "mines", "articles": 2}]


def test_several_are_taken_back_at_once(cli: Cli, ids: dict[str, str]) -> None:
    for tag in "abc":
        cli("tag", "add", tag, "--on", ids["market"])
    assert len(cli("undo", 2).out.splitlines()) == 2
    assert [each["tag"] for each in cli("tag", "list", "--json").json] == ["a"]
    ran = cli("undo", 5)
    assert (ran.code, len(ran.out.splitlines())) == (0, 1)
    assert "no more" in ran.err


def test_nothing_to_undo_or_redo_is_said_and_is_a_failure(cli: Cli, folder: Path) -> None:
    for command in ("undo", "redo"):
        ran = cli(command)
        assert (ran.code, ran.out) == (1, "")
        assert "Nothing" in ran.err


def test_what_was_changed_since_is_left_and_named(cli: Cli, ids: dict[str, str]) -> None:
    cli("set", ids["market"], "title=One", "credit=Two")
    cli("set", ids["market"], "title=Three")
    cli("undo")
    cli("undo")
    cli("redo", 2)
    assert cli("show", ids["market"], "--json").json["fields"]["title"] == "Three"


def test_a_count_that_is_none_is_misuse(cli: Cli, folder: Path) -> None:
    assert cli("undo", 0).code == 2
    assert cli("undo", "x").code == 2
