"""Articles out and in again by command."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _worked_on(cli: Cli, ids: dict[str, str]) -> None:
    cli("update", "-q")
    cli("--who", "RK", "tag", "add", "mines", "--query", "mines OR landmine")
    cli("--who", "RK", "set", ids["market"], "title=Six shells", "coding=coded", "notes+=for the team")
    cli("set", ids["Bridge"], "restricted=team")


def below_header(text: str) -> str:
    """A bundle without the lines that say when it was written."""
    return text.partition("\narticles:\n")[2]


def test_to_standard_output_goes_the_bundle_and_nothing_else(cli: Cli, ids: dict[str, str]) -> None:
    ran = cli("export", "--query", "checkpoint")
    assert ran.code == 0
    assert ran.out.startswith("dateline: 1\nexported: ")
    assert ids["checkpoint"] in ran.out
    assert "1 article written" in ran.err
    assert "landmine had hit" not in ran.out, "texts go along only when asked for"
    assert "landmine had hit" in cli("export", "--query", "checkpoint", "--text").out


def test_what_is_restricted_stays_and_is_counted(cli: Cli, ids: dict[str, str]) -> None:
    ran = cli("export", "--all")
    assert ids["Bridge"] not in ran.out
    assert "for the team" not in ran.out
    assert "1 article withheld" in ran.err
    team = cli("export", "--all", "--profile", "team")
    assert ids["Bridge"] in team.out
    assert "for the team" in team.out
    assert "withheld" not in team.err


def test_out_in_and_out_again_is_the_same(cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    words = ("--all", "--text", "--profile", "team", "--history")
    assert cli("export", *words, "-o", tmp_path / "out.yaml").code == 0
    first = (tmp_path / "out.yaml").read_text(encoding="utf-8")
    ran = cli("import", "-a", other, tmp_path / "out.yaml")
    assert ran.code == 0
    assert "3 new articles" in ran.out
    assert below_header(cli("export", *words, "-a", other).out) == below_header(first)
    assert cli("search", "--archive", other, "tag:mines", "--json").json["total"] == 2
    assert cli("check", "-a", other).code == 0
    again = cli("import", "-a", other, tmp_path / "out.yaml")
    assert "3 as here" in again.out
    assert cli("undo", "-a", other).code == 0
    assert cli("stats", "-a", other, "--json").json["articles"] == 0


def test_a_file_is_whole_or_as_it_was(cli: Cli, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.yaml"
    thesis.write_text("years of work", encoding="utf-8")
    ran = cli("export", "--all", "-o", thesis)
    assert ran.code == 1
    assert thesis.read_text(encoding="utf-8") == "years of work"
    team = tmp_path / "team.yaml"
    assert cli("export", "--all", "-o", team, "--profile", "team").code == 0
    assert stat.S_IMODE(team.stat().st_mode) == 0o600
    assert cli("export", "--all", "-o", team).code == 0, "a bundle is replaced"
    assert sorted(path.name for path in tmp_path.glob("*.yaml*")) == ["team.yaml", "thesis.yaml"]


def test_a_dry_run_changes_nothing(cli: Cli, folder: Path, tmp_path: Path, ids: dict[str, str]) -> None:
    cli("export", "--all", "--profile", "team", "-o", tmp_path / "out.yaml")
    cli("tag", "remove", "mines", "--query", "landmine")
    before = cli("history", "--json").json
    ran = cli("import", "--dry-run", tmp_path / "out.yaml")
    assert ran.code == 0
    assert "tried only" in ran.out
    assert cli("history", "--json").json == before


def test_a_bad_bundle_is_refused_with_line_and_field_and_makes_no_archive(cli: Cli, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("dateline: 1\nexported: {at: '2026-01-01T00:00:00Z'}\narticles:\n- id: nonsense\n", encoding="utf-8")
    before = cli("history", "--json").json
    for words in (("import", bad), ("import", "-a", tmp_path / "fresh", bad)):
        (tmp_path / "fresh").mkdir(exist_ok=True)
        ran = cli(*words)
        assert (ran.code, ran.out) == (1, "")
        assert "line 4" in ran.err
    assert list((tmp_path / "fresh").iterdir()) == []
    assert cli("history", "--json").json == before


def test_misuse(cli: Cli, tmp_path: Path) -> None:
    for words in (
        ("export",),
        ("export", "--all", "--query", "x"),
        ("import",),
        ("export", "--all", "--format", "doc"),
    ):
        assert cli(*words).code == 2
    assert cli("import", tmp_path / "nothing.yaml").code == 1
    assert cli("export", "--query", '"').code == 2
    assert cli("export", "--all", "--history").code == 1


def test_a_purge_names_the_bundles_that_carried_it(cli: Cli, tmp_path: Path, ids: dict[str, str]) -> None:
    cli("export", "--all", "-o", tmp_path / "out.yaml")
    cli("export", "--query", "market")
    out = cli("purge", ids["market"], "--yes-purge", ids["market"]).out
    assert out.count("A bundle carried it away") == 2
    assert "out.yaml" in out
    assert "to another program" in out
    ran = cli("import", tmp_path / "out.yaml")
    assert ran.code == 0
    assert f"{ids['market']} was erased here for good" in ran.out
    assert cli("show", ids["market"]).code == 1
