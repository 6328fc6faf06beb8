"""Finding articles and tagging what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store.database import Database
from tests.archives import made, write
from tests.tui.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _updated(cli: Cli, folder: Path) -> None:
    assert cli("update", "-q").code == 0


def titles(cli: Cli, *words: object) -> list[str]:
    """The titles that a search finds."""
    ran = cli("search", "--json", *words)
    assert ran.code == 0, ran.err
    return sorted(hit["title"].split()[0] for hit in ran.json["hits"])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["checkpoint"], ["Militia"]),
        (["bridge", "withdrew"], ["Bridge"]),
        (["mines", "OR", "shells"], ["Bridge", "Shells"]),
        (['"stopped for six hours"'], ["Militia"]),
        (["the", "-landmine", "-nurse"], ["Bridge"]),
        (["-landmine"], ["Bridge", "Shells"]),
        (["-ambush"], ["Bridge", "Militia", "Shells"]),
        (["title:market"], ["Shells"]),
        (["published:2020-07"], ["Bridge"]),
        (["--", "--limit"], []),
        (["-a"], ["Bridge"]),
        (["-q", "patrol"], ["Militia"]),
        (["-h", "bridge", "withdrew"], ["Bridge"]),
    ],
)
def test_what_follows_is_a_query_unless_it_begins_with_two_dashes(cli: Cli, words: list[str], found: list[str]) -> None:
    assert titles(cli, *words) == found


def test_options_may_stand_anywhere(cli: Cli) -> None:
    assert titles(cli, "bridge", "--sort", "newest", "mines") == ["Bridge"]
    assert cli("search", "the", "--limit=1", "--json").json["total"] == 3
    assert len(cli("search", "--limit", 1, "the", "--json").json["hits"]) == 1


def test_json_has_exactly_these_keys(cli: Cli) -> None:
    value = cli("search", "checkpoint", "--json").json
    assert list(value) == ["query", "understood", "total", "took_ms", "hits", "facets"]
    [hit] = value["hits"]
    assert list(hit) == ["id", "path", "title", "published", "outlet", "credit", "score", "snippet", "tags"]
    assert hit["path"] == "2020/checkpoint.txt"
    assert hit["published"] == "2020-06-23"
    assert hit["credit"] == "Valley Watch"
    assert hit["score"] > 0
    assert "checkpoint" in hit["snippet"]
    assert list(value["facets"]) == ["tag", "outlet", "year"]
    assert value["facets"]["year"] == [["2020", 1]]


def test_people_read_plain_lines(cli: Cli) -> None:
    cli("tag", "add", "mines", "--query", "checkpoint")
    out = cli("search", "checkpoint", "--facets", "--explain").out
    assert "\x1b" not in out
    lines = out.splitlines()
    assert lines[0].startswith("Understood: ")
    assert lines[1].startswith("1 article (")
    assert "Tags: mines 1" in lines
    assert "  1. Militia attacks checkpoint near Old Mill" in lines
    assert any("2020-06-23, Valley Watch, a-" in line for line in lines)


def test_the_order_is_as_asked(cli: Cli) -> None:
    by = {
        sort: [h["published"] for h in cli("search", "the", "--sort", sort, "--json").json["hits"]]
        for sort in ("newest", "oldest")
    }
    assert by["newest"] == sorted(by["newest"], reverse=True)
    assert by["oldest"] == by["newest"][::-1]


def test_a_query_that_cannot_be_read_is_misuse_and_points_at_the_place(cli: Cli) -> None:
    ran = cli("search", "mines", '"no end')
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert lines[1].endswith(': mines "no end')
    assert lines[2].index("^") == lines[1].index('"no end')
    assert "expected" in lines[3]


def test_no_hits_says_why_and_what_would_have_some(cli: Cli) -> None:
    ran = cli("search", "ambulanse", "bridge")
    assert ran.code == 0
    assert ran.out.startswith("0 articles (")
    assert "\nno article has “ambulanse”; ambulances has 1\ntry: ambulances bridge (1)\n" in ran.out
    assert "no article has all of these" in cli("search", "shells", "landmine").out


def test_no_query_is_misuse(cli: Cli) -> None:
    assert cli("search").code == 2
    assert cli("search", "--json").code == 2
    assert cli("search", "x", "--in", "weapons").code == 2


def test_what_was_changed_since_the_update_is_found(cli: Cli, ids: dict[str, str]) -> None:
    cli("set", ids["market"], "title=Granates on the bazaar")
    assert titles(cli, "bazaar") == ["Granates"]


def test_a_broken_index_is_made_anew_and_that_is_said(cli: Cli, folder: Path) -> None:
    cli("search", "checkpoint")
    files = [path for path in (folder / ".dateline" / "index").iterdir() if path.is_file() and path.stat().st_size]
    assert files
    for path in files:
        path.write_bytes(b"\x00" * 20)
    ran = cli("search", "checkpoint")
    assert ran.code == 0
    assert ran.out.startswith("1 article")
    assert "anew" in ran.err
    assert cli("search", "checkpoint").err == ""


class TestTags:
    def test_adding_says_how_many_before_and_after_and_how_to_take_it_back(self, cli: Cli) -> None:
        ran = cli("tag", "add", "mines", "Old-Mill/Bridge", "--query", "mines OR landmine")
        assert (ran.code, ran.err) == (0, "")
        assert "2 articles" in ran.out
        assert "  mines: on 0 articles before, on 2 now" in ran.out.splitlines()
        assert "  old-mill/bridge: on 0 articles before, on 2 now" in ran.out.splitlines()
        assert "dateline undo" in ran.out
        assert "Nothing to change" in cli("tag", "add", "mines", "--query", "landmine").out

    def test_many_ids_and_many_tags(self, cli: Cli, ids: dict[str, str]) -> None:
        first, second, _ = ids.values()
        cli("tag", "add", "a", "b", "--on", first, second[:8], "--who", "RK")
        cli("tag", "--who", "RK", "add", "--on", first, "--on", second, "--", "c")
        assert cli("tag", "list", "--json").json == [{"tag": tag, "articles": 2} for tag in "abc"]
        assert {act["who"] for act in cli("history", "--json").json} == {"RK"}

    def test_a_tag_is_seen_by_the_next_search(self, cli: Cli) -> None:
        cli("tag", "add", "weapons/mines", "--query", "mines OR landmine")
        assert titles(cli, "tag:weapons") == ["Bridge", "Militia"]
        cli("tag", "remove", "weapons/mines", "--query", "bridge")
        assert titles(cli, "tag:weapons/mines") == []

    def test_renaming_takes_what_is_below_along_and_joins(self, cli: Cli) -> None:
        cli("tag", "add", "arms/mines", "--query", "mines OR landmine")
        cli("tag", "add", "weapons", "--query", "nurse")
        assert cli("tag", "rename", "arms", "weapons").code == 0
        assert cli("tag", "list").out == "1  weapons\n2  weapons/mines\n"

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["add", "x"], 2),
            (["add", "--query", "mines"], 2),
            (["add", "x", "--on"], 2),
            (["add", "x", "--query", "mines", "--on", "a-00"], 2),
            (["add", "x", "--on", "a-ffffffffffffffffffff"], 1),
            (["add", "a,b", "--query", "mines"], 1),
            (["add", "a//b", "--query", "mines"], 1),
            (["rename", "nothing", "x"], 1),
            (["rename", "x"], 2),
        ],
    )
    def test_what_cannot_be_done_changes_nothing(self, cli: Cli, words: list[str], code: int) -> None:
        ran = cli("tag", *words)
        assert (ran.code, ran.out) == (code, "")
        assert ran.err
        assert cli("history", "--json").json == []


def test_searching_an_archive_that_cannot_be_written_to(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in (folder / ".dateline").iterdir() if path.is_file()}
    original = Database.__init__

    def read_only(self: Database, path: Path, schema: object, *, read_only: bool = False) -> None:
        original(self, path, schema, read_only=True)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "__init__", read_only)
    assert titles(cli, "checkpoint") == ["Militia"]
    assert {path: path.read_bytes() for path in before} == before


def test_an_archive_that_was_copied_has_an_index_of_its_own(cli: Cli, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    made(copy).close()
    write(copy, {"more.txt": "A fourth checkpoint\n\nJul 9, 2020\n\nIt stood for an hour and was taken down again.\n"})
    assert cli("update", "-q", "-a", copy).code == 0
    assert len(cli("search", "checkpoint", "--json", "--archive", copy).json["hits"]) == 2
    assert titles(cli, "checkpoint") == ["Militia"]
