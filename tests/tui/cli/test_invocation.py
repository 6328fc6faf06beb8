"""Which archive, who is at work, and how errors and misuse end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archives import made
from tests.tui.cli.conftest import Cli
from tui.cli.invocation import config_file


def test_the_archive_is_the_nearest_folder_upwards(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "2020")
    assert cli("stats", "--json").json["articles"] == 3
    made(folder / "2020" / "inner", {"one.txt": "Title\n\nA text of its own.\n"}).close()
    monkeypatch.chdir(folder / "2020" / "inner")
    assert cli("stats", "--json").json["articles"] == 1


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("option", ["-a", "--archive"])
def test_an_archive_is_named_before_or_after_the_command(
    cli: Cli, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words = (option, folder, "stats", "--json") if before else ("stats", "--json", option, folder)
    assert cli(*words).json["articles"] == 3


def test_nested_commands_take_it_anywhere(
    cli: Cli, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (("-a", folder, "tag", "list"), ("tag", "-a", folder, "list"), ("tag", "list", "-a", folder)):
        assert cli(*words).code == 0


def test_the_later_one_counts(cli: Cli, folder: Path, tmp_path: Path) -> None:
    assert cli("-a", tmp_path / "nowhere", "stats", "-a", folder).code == 0
    assert cli("-a", folder, "stats", "-a", tmp_path / "nowhere").code == 1


def test_outside_of_any_archive_it_says_what_to_do(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("stats", "update", "undo"):
        ran = cli(command)
        assert (ran.code, ran.out) == (1, "")
        assert "update -a FOLDER" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_archive_is_refused_and_left_alone(cli: Cli, tmp_path: Path) -> None:
    for command in ("stats", "check", "undo", "history"):
        ran = cli(command, "-a", tmp_path)
        assert ran.code == 1
        assert "no dateline archive" in ran.err
    assert list(tmp_path.iterdir()) == []


class TestWho:
    @pytest.fixture
    def sign(self, cli: Cli, ids: dict[str, str], own_home: Path) -> object:
        def signed(*options: str) -> str:
            ran = cli(*options, "set", ids["market"], f"notes+=by {options}")
            assert ran.code == 0
            return str(cli("history", "--json").json[0]["who"])

        return signed

    def test_nobody_is_named_unless_they_wish(self, sign: object, monkeypatch: pytest.MonkeyPatch) -> None:
        assert callable(sign)
        monkeypatch.setenv("USER", "realname")
        monkeypatch.setenv("LOGNAME", "realname")
        assert sign() == ""

    def test_the_option_goes_before_the_environment_before_the_file(
        self, sign: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert callable(sign)
        config_file().parent.mkdir(parents=True)
        config_file().write_text('who = "file"\n', encoding="utf-8")
        assert sign() == "file"
        monkeypatch.setenv("DATELINE_WHO", "environment")
        assert sign() == "environment"
        assert sign("--who", "option") == "option"
        assert sign("--who", "") == ""

    @pytest.mark.parametrize("name", ["x" * 61, "a\x1b[0m", " RK", "two\nlines"])
    def test_a_name_that_cannot_be_shown_is_misuse(self, cli: Cli, folder: Path, name: str) -> None:
        assert cli("--who", name, "undo").code == 2

    @pytest.mark.parametrize("content", ["who = 1", 'who = "a\\u0007"', "who =", "\xff"])
    def test_a_broken_file_is_named(self, cli: Cli, folder: Path, own_home: Path, content: str) -> None:
        config_file().parent.mkdir(parents=True)
        config_file().write_bytes(content.encode("latin-1"))
        ran = cli("undo")
        assert ran.code == 1
        assert "settings.toml" in ran.err


class TestErrors:
    def test_misuse_is_told_from_failure(self, cli: Cli, folder: Path) -> None:
        for words in (("bogus",), ("show",), ("tag", "add", "x"), ("search", "x", "--sort", "size"), ("--bogus",)):
            ran = cli(*words)
            assert (ran.code, ran.out) == (2, "")
            assert "--help" in ran.err

    def test_a_mistake_of_ours_is_one_sentence_and_a_report_without_text(
        self, cli: Cli, ids: dict[str, str], own_home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            secret = "the nurse's name"
            raise KeyError(secret)

        monkeypatch.setattr("corpus.store.articles.Articles.get", broken)
        ran = cli("show", ids["market"])
        assert (ran.code, ran.out) == (1, "")
        assert len(ran.err.splitlines()) == 1
        assert "KeyError" in ran.err
        [log] = own_home.rglob("crash-*")
        assert log.stat().st_mode & 0o777 == 0o600
        assert log.name in ran.err
        written = log.read_text(encoding="utf-8")
        assert "broken" in written
        assert "nurse" not in written + ran.err

    def test_a_refusal_of_the_system_is_no_mistake_of_ours(
        self, cli: Cli, ids: dict[str, str], own_home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device", "archive.db")

        monkeypatch.setattr("corpus.store.articles.Articles.get", full)
        ran = cli("show", ids["market"])
        assert ran.code == 1
        assert "No space left on device" in ran.err
        assert list(own_home.rglob("crash-*")) == []

    def test_ctrl_c_ends_quietly(self, cli: Cli, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("corpus.store.articles.Articles.get", interrupted)
        ran = cli("show", ids["market"])
        assert ran.code == 130
        assert "Stopped" in ran.err


def test_without_a_terminal_there_are_no_screens_and_no_archive_is_made(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli()
    assert ran.code == 1
    assert "terminal" in ran.err
    assert list(tmp_path.iterdir()) == []
