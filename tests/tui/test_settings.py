"""Settings: the user's file, the archive's own, and what is wrong with either."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tui.settings import CHECKS, Settings, load
from tui.state import SessionFile
from tui.view import History, View


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_files_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path, tmp_path / "none.toml") == Settings()


def test_the_users_file_is_read(tmp_path: Path) -> None:
    user = write(tmp_path / "s.toml", 'theme = "light"\nmeasure = 66\nmouse = false\n[keys]\nTagArticles = "ctrl+t"\n')
    settings = load(None, user)
    assert (settings.theme, settings.measure, settings.mouse) == ("light", 66, False)
    assert settings.keymap.keys["TagArticles"] == ("ctrl+t",)
    assert settings.complaints == ()


def test_an_archive_may_set_views_and_nothing_else(tmp_path: Path) -> None:
    write(
        tmp_path / ".dateline" / "settings.toml",
        'sort = "oldest"\nmeasure = 60\nmouse = false\ntheme = "light"\n[keys]\nQuit = "t"\n',
    )
    settings = load(tmp_path, tmp_path / "none.toml")
    assert (settings.sort, settings.measure) == ("oldest", 60)
    assert (settings.mouse, settings.theme) == (True, "auto")
    assert settings.keymap == Settings().keymap
    assert len([each for each in settings.complaints if "not something an archive may set" in each]) == 3


def test_the_user_wins_over_the_archive(tmp_path: Path) -> None:
    write(tmp_path / ".dateline" / "settings.toml", "measure = 60\n")
    assert load(tmp_path, write(tmp_path / "s.toml", "measure = 90\n")).measure == 90


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('tehme = "dark"', 'did you mean "theme"?'),
        ('theme = "purple"', '"theme" must be one of auto, dark'),
        ("measure = true", '"measure" must be a whole number from 40 to 200'),
        ("measure = 5000", '"measure" must be a whole number'),
        ("mouse = 1", '"mouse" must be true or false'),
        ("theme = [1]", '"theme" must be one of'),
        ("[keys]\nTgaArticles = 'x'", "TagArticles"),
        ("not toml at all", "The settings were not read"),
        ("keys = 3", '"keys" is not'),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_holds(tmp_path: Path, text: str, complaint: str) -> None:
    settings = load(None, write(tmp_path / "settings.toml", text))
    assert any(complaint in each for each in settings.complaints), settings.complaints
    assert settings.theme == "auto"


def test_a_file_that_is_no_text_or_too_large_is_said(tmp_path: Path) -> None:
    binary = tmp_path / "settings.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "not read" in load(None, binary).complaints[0]
    binary.write_bytes(b"#" * 2_000_000)
    assert "too large" in load(None, binary).complaints[0]


def test_every_setting_has_a_check() -> None:
    assert set(CHECKS) == set(Settings.__dataclass_fields__) - {"keymap", "complaints"}


def test_a_session_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    memory = SessionFile("an/odd id", tmp_path / "state")
    memory.save(History(View("ambush")))
    (path,) = (tmp_path / "state").rglob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    found = memory.load()
    assert found is not None
    assert found.now == View("ambush")


def test_a_broken_session_file_gives_a_fresh_start(tmp_path: Path) -> None:
    memory = SessionFile("x", tmp_path)
    assert memory.load() is None
    write(tmp_path / "sessions" / "x.json", "[" * 100_000)
    assert memory.load() is None


def test_a_state_folder_that_cannot_be_made_disturbs_nobody(tmp_path: Path) -> None:
    write(tmp_path / "file", "")
    memory = SessionFile("x", tmp_path / "file")
    memory.save(History())
    assert memory.load() is None
