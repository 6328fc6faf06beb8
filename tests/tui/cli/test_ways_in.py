"""The ways in: the sample, the screens, and what shells complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Cli


class TestDemo:
    def test_without_a_terminal_it_updates_and_shows_searches(
        self, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from corpus.sample import QUERIES

        monkeypatch.chdir(tmp_path)
        ran = cli("demo")
        assert (ran.code, ran.err) == (0, "")
        assert [path.name for path in tmp_path.iterdir()] == ["dateline-demo"]
        for query in QUERIES:
            assert f"dateline search '{query}'" in ran.out.splitlines()
        assert "\n0 articles" not in ran.out, "every search of the demo finds something"
        again = cli("demo")
        assert again.code == 0
        assert again.out == ran.out

    def test_what_was_done_in_it_stays(self, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        cli("demo")
        cli("-a", "dateline-demo", "tag", "add", "mine", "--query", "ambulances")
        assert cli("demo").code == 0
        assert [each["tag"] for each in cli("-a", "dateline-demo", "tag", "list", "--json").json] == ["mine"]

    def test_a_folder_that_is_something_else_is_left_alone(
        self, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "dateline-demo").mkdir()
        (tmp_path / "dateline-demo" / "thesis.txt").write_text("years of work", encoding="utf-8")
        ran = cli("demo")
        assert ran.code == 1
        assert "thesis.txt" in ran.err
        assert [path.name for path in (tmp_path / "dateline-demo").iterdir()] == ["thesis.txt"]


class TestScreens:
    @pytest.fixture
    def opened(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str]]:
        """The archives that the screens were opened on, at a terminal."""
        found: list[tuple[Path, str]] = []

        def run(root: Path, *, who: str = "") -> int:
            found.append((root, who))
            return 0

        monkeypatch.setattr("tui.cli.screens.at_terminal", lambda: True)
        monkeypatch.setattr("tui.cli.demo.at_terminal", lambda: True)
        monkeypatch.setattr("tui.app.run", run)
        return found

    def test_a_bare_dateline_opens_the_archive_it_is_in(
        self, cli: Cli, folder: Path, opened: list[tuple[Path, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder / "2020")
        assert cli("--who", "RK").code == 0
        assert opened == [(folder, "RK")]

    @pytest.mark.parametrize(("typed", "made"), [("y", True), ("n", False), ("", False)])
    def test_it_makes_an_archive_only_after_asking(
        self,
        cli: Cli,
        tmp_path: Path,
        opened: list[tuple[Path, str]],
        monkeypatch: pytest.MonkeyPatch,
        typed: str,
        made: bool,
    ) -> None:
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: typed)
        monkeypatch.chdir(tmp_path)
        ran = cli()
        assert ran.code == (0 if made else 1)
        assert str(tmp_path) in ran.err
        assert (tmp_path / ".dateline").is_dir() is made
        assert bool(opened) is made

    def test_a_folder_that_is_not_there_is_not_made(
        self, cli: Cli, tmp_path: Path, opened: list[tuple[Path, str]]
    ) -> None:
        ran = cli("-a", tmp_path / "nowhere")
        assert ran.code == 1
        assert "no folder" in ran.err

    def test_the_demo_opens_the_sample(
        self, cli: Cli, tmp_path: Path, opened: list[tuple[Path, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert cli("demo").code == 0
        assert opened == [(tmp_path / "dateline-demo", "")]


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_it_prints_what_a_shell_needs(self, cli: Cli, shell: str) -> None:
        ran = cli("completion", shell)
        assert ran.code == 0
        assert f"_DATELINE_COMPLETE={shell}_complete" in ran.out

    def test_an_unknown_shell_is_misuse(self, cli: Cli) -> None:
        assert cli("completion", "tcsh").code == 2

    @pytest.fixture
    def complete(self, capsys: pytest.CaptureFixture[str]) -> object:
        """What is offered for the last of some words."""
        from click.shell_completion import ShellComplete

        from tui.cli.root import dateline

        def offered(*words: str) -> list[str]:
            made = ShellComplete(dateline, {}, "dateline", "_DATELINE_COMPLETE")
            return [item.value for item in made.get_completions(list(words[:-1]), words[-1])]

        return offered

    def test_commands_tags_and_ids_are_offered(self, cli: Cli, ids: dict[str, str], complete: object) -> None:
        assert callable(complete)
        cli("tag", "add", "mines", "checkpoint/road", "--on", ids["market"])
        assert complete("un") == ["undo"]
        assert complete("tag", "re") == ["remove", "rename"]
        assert complete("tag", "add", "mi") == ["mines"]
        assert complete("tag", "rename", "ro") == ["checkpoint/road"]
        assert complete("show", ids["market"][:6]) == [ids["market"]]
        assert set(complete("tag", "add", "x", "--on", "a-")) == set(ids.values())
        assert complete("search", "--so") == ["--sort"]

    def test_the_archive_that_was_named_counts(
        self, folder: Path, ids: dict[str, str], complete: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert callable(complete)
        monkeypatch.chdir(tmp_path)
        assert complete("show", "a-") == []
        assert set(complete("show", "-a", str(folder), "a-")) == set(ids.values())
        assert set(complete("-a", str(folder), "show", "a-")) == set(ids.values())
        assert complete("-a", str(tmp_path / "nowhere"), "show", "a-") == []

    def test_completing_changes_nothing(self, folder: Path, complete: object) -> None:
        assert callable(complete)
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        complete("show", "a-")
        complete("tag", "add", "m")
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
