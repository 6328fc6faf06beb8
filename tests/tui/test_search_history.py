"""What was searched for is remembered for its owner alone, within bounds, and not at all if so set."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tui.search_history import LONGEST, MOST, SearchHistory
from tui.settings import load


def test_the_newest_comes_first_and_each_once(tmp_path: Path) -> None:
    history = SearchHistory("u", tmp_path)
    for query in ("landmine", "tag:a  b", "landmine", " ", "الجسر"):
        history.add(query)
    assert SearchHistory("u", tmp_path).all() == ["الجسر", "landmine", "tag:a b"]
    assert SearchHistory("other", tmp_path).all() == []


def test_what_begins_so_comes_before_what_holds_it(tmp_path: Path) -> None:
    history = SearchHistory("u", tmp_path)
    for query in ("bridge", "old bridge", "Bridges", "market"):
        history.add(query)
    assert history.like("bri") == ["Bridges", "bridge", "old bridge"]
    assert history.like("", 2) == ["market", "Bridges"]


def test_there_are_bounds(tmp_path: Path) -> None:
    history = SearchHistory("u", tmp_path)
    history.add("x" * (LONGEST + 1))
    for i in range(MOST + 5):
        history.add(f"q{i}")
    assert len(history.all()) == MOST
    assert history.all()[0] == f"q{MOST + 4}"


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    history = SearchHistory("../u", tmp_path / "state")
    history.add("a name")
    [file] = (tmp_path / "state" / "searches").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"\xff\xfe", b'{"a": 1}\n"kept"\n[', b"[" * 100_000])
def test_a_broken_file_is_no_error(tmp_path: Path, content: bytes) -> None:
    history = SearchHistory("u", tmp_path)
    history.add("kept")
    next((tmp_path / "searches").iterdir()).write_bytes(content)
    assert set(history.all()) <= {"kept"}
    history.add("again")
    assert history.all()[0] == "again"


def test_a_query_no_file_can_hold_disturbs_nobody(tmp_path: Path) -> None:
    history = SearchHistory("u", tmp_path)
    history.add("lone \ud800 half")
    history.add("plain")
    assert history.all()[0] == "plain"


def test_it_can_be_turned_off_and_forgotten(tmp_path: Path) -> None:
    SearchHistory("u", tmp_path).add("landmine")
    history = SearchHistory("u", tmp_path, on=False)
    history.add("more")
    assert history.all() == []
    assert SearchHistory("u", tmp_path).all() == ["landmine"]
    history.forget()
    history.forget()
    assert SearchHistory("u", tmp_path).all() == []


def test_the_setting_is_the_users_own(tmp_path: Path) -> None:
    user = tmp_path / "settings.toml"
    user.write_text("search_history = false\n")
    assert load(user=user).search_history is False
    archive = tmp_path / "archive"
    (archive / ".dateline").mkdir(parents=True)
    (archive / ".dateline" / "settings.toml").write_text("search_history = false\n")
    settings = load(archive, tmp_path / "none.toml")
    assert settings.search_history is True
    assert settings.complaints
