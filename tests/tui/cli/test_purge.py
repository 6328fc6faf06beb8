"""Erasing an article by command: asked for twice, gone from everywhere that is ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import IndexBusy
from tests.tui.cli.conftest import Cli

SECRET = b"vegetable"


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the user types at prompts, in turn."""
    answers: list[str] = []

    def typed(prompt: str = "") -> str:
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr("tui.cli.purge.can_ask", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", typed)
    return answers


@pytest.fixture(autouse=True)
def _own_cache(own_home: Path) -> None:
    """An index that no other test shares, so that all its bytes can be looked at."""


def holding(*folders: Path) -> Iterator[str]:
    """The files that hold the secret."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and SECRET in path.read_bytes():
                yield path.name


def test_the_index_holds_the_words_before(cli: Cli, ids: dict[str, str], folder: Path) -> None:
    cli("update", "-q")
    assert list(holding(folder / ".dateline" / "index"))


def test_it_is_gone_from_store_index_and_search_and_the_file_stays(
    cli: Cli, ids: dict[str, str], folder: Path, own_home: Path, answer: list[str]
) -> None:
    cli("update", "-q")
    cli("set", ids["market"], "notes+=the vegetable seller saw it")
    answer.append(ids["market"])
    ran = cli("purge", ids["market"][:8])
    assert ran.code == 0
    assert "Shells fall on the market of Sarn" in ran.err, "what is about to go is shown before"
    assert "Your own file still holds it: 2020/market.txt" in ran.out
    assert list(holding(folder / ".dateline", own_home / "cache")) == []
    assert cli("search", "vegetable", "--json").json["total"] == 0
    assert cli("show", ids["market"]).code == 1
    update = cli("update")
    assert "erased" in update.err
    assert cli("stats", "--json").json["articles"] == 2
    assert cli("check").code == 0
    assert cli("undo").code == 1


@pytest.mark.parametrize("typed", ["y", "yes", "a-00000000000000000000", None])
def test_anything_but_the_whole_id_erases_nothing(
    cli: Cli, ids: dict[str, str], answer: list[str], typed: str | None
) -> None:
    answer.append(ids["market"][:10] if typed is None else typed)
    assert cli("purge", ids["market"]).code == 1
    assert cli("show", ids["market"]).code == 0


def test_scripts_say_the_whole_id_twice(cli: Cli, ids: dict[str, str]) -> None:
    assert cli("purge", ids["market"], "--yes-purge", ids["market"][:10]).code == 1
    assert cli("show", ids["market"]).code == 0
    assert cli("purge", ids["market"], "--yes-purge", ids["market"]).code == 0
    assert cli("show", ids["market"]).code == 1
    again = cli("purge", ids["market"], "--yes-purge", ids["market"])
    assert again.code == 0
    assert "before" in again.out


def test_an_index_that_cannot_be_made_anew_now_is_said_and_can_be_later(
    cli: Cli, ids: dict[str, str], folder: Path, own_home: Path
) -> None:
    cli("update", "-q")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.searcher.Index.rebuild", _busy)
        ran = cli("purge", ids["market"], "--yes-purge", ids["market"])
    assert ran.code == 1
    assert "purge it once more" in ran.err
    assert list(holding(folder / ".dateline" / "index"))
    assert cli("purge", ids["market"], "--yes-purge", ids["market"]).code == 0
    assert list(holding(folder / ".dateline", own_home / "cache")) == []


def _busy(*_: object, **__: object) -> int:
    raise IndexBusy


def test_where_nobody_can_be_asked_it_says_what_to_do(cli: Cli, ids: dict[str, str]) -> None:
    ran = cli("purge", ids["market"])
    assert ran.code == 2
    assert "--yes-purge" in ran.err
    assert cli("show", ids["market"]).code == 0


def test_an_unknown_id_fails(cli: Cli, folder: Path) -> None:
    assert cli("purge", "a-ffffffffffffffffffff", "--yes-purge", "a-ffffffffffffffffffff").code == 1
