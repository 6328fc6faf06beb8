"""What the user set: a TOML file in their configuration folder, read and never written.

An archive may bring a `settings.toml` of its own, with view settings only: it may come from a stranger, so it can set
no key, no editor and no command. A setting that is not known is named with the nearest one that is, and hurts nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from corpus.errors import ArchiveError
from tui.glyphs import GlyphChoice
from tui.keymap import Keymap, build, nearest
from tui.view import SORTS, Sort

THEMES = ("auto", "dark", "light", "high-contrast", "ansi")
DIRECTIONS = ("auto", "terminal", "app", "off")
LARGEST_FILE = 1_000_000
"""A settings file that is larger is not read, in bytes."""


class SettingsError(ArchiveError):
    """A settings file that could not be read; the defaults are used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set.

    Attributes:
        theme: One of `THEMES`; `auto` is dark, or the terminal's own colours where there are few.
        glyphs: Signs of Unicode or of ASCII; `auto` looks at the terminal.
        measure: The widest that a line of an article gets, in cells.
        sort: The order in which the list starts.
        direction: Who puts right-to-left text in order: the `terminal`, from which it is isolated line by line; the
            `app`, for terminals that show letters as they come; nobody (`off`). `auto` looks at the terminal.
        mouse: Whether the mouse is used at all.
        update_at_start: Whether the folder is read again when the archive is opened.
        search_history: Whether queries are remembered, for the user alone.
        mark_names: Whether the names of known actors and places are marked in articles.
        keymap: Which keys run which command.
        complaints: What was found wrong, in words.
    """

    theme: str = "auto"
    glyphs: GlyphChoice = "auto"
    measure: int = 80
    sort: Sort = "newest"
    direction: str = "auto"
    mouse: bool = True
    update_at_start: bool = True
    search_history: bool = True
    mark_names: bool = True
    keymap: Keymap = field(default_factory=build)
    complaints: tuple[str, ...] = ()


def _one_of(*allowed: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        return "" if value in allowed else "one of " + ", ".join(allowed)

    return check


def _whole(low: int, high: int) -> Callable[[object], str]:
    def check(value: object) -> str:
        right = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return "" if right else f"a whole number from {low} to {high}"

    return check


def _yes_or_no(value: object) -> str:
    return "" if isinstance(value, bool) else "true or false"


CHECKS: Mapping[str, Callable[[object], str]] = {
    "theme": _one_of(*THEMES),
    "glyphs": _one_of(*get_args(GlyphChoice)),
    "measure": _whole(40, 200),
    "sort": _one_of(*SORTS),
    "direction": _one_of(*DIRECTIONS),
    "mouse": _yes_or_no,
    "update_at_start": _yes_or_no,
    "search_history": _yes_or_no,
    "mark_names": _yes_or_no,
}
"""For each setting, a function that says what was expected, or nothing if the value is right."""

OF_AN_ARCHIVE = ("measure", "sort")
"""What an archive's own file may set."""


def user_file() -> Path:
    """Where the user's own settings are."""
    import platformdirs

    return Path(platformdirs.user_config_path("dateline", appauthor=False)) / "settings.toml"


def load(archive: Path | None = None, user: Path | None = None) -> Settings:
    """Read the settings of an archive, and over them those of the user.

    Args:
        archive: The archive's folder.
        user: The user's file; the usual one by default.

    Returns:
        The settings; whatever was wrong with the files is in `complaints`, and nothing is raised.
    """
    settings = Settings()
    if archive is not None:
        settings = _laid_over(settings, archive / ".dateline" / "settings.toml", OF_AN_ARCHIVE, with_keys=False)
    return _laid_over(settings, user or user_file(), tuple(CHECKS), with_keys=True)


def _laid_over(settings: Settings, path: Path, allowed: tuple[str, ...], *, with_keys: bool) -> Settings:
    try:
        found = _read(path)
    except SettingsError as error:
        return replace(settings, complaints=(*settings.complaints, f"{error.summary}: {error.detail}"))
    complaints = list(settings.complaints)
    values: dict[str, Any] = {}
    keymap = settings.keymap
    for name, value in found.items():
        if name == "keys" and with_keys and isinstance(value, dict):
            keymap = build(value)
            complaints += [f"{path.name}: {complaint}" for complaint in keymap.complaints]
        elif name == "who" and with_keys:
            continue  # read where edits are signed, by the command line and the screens alike
        elif name not in allowed:
            known = name in CHECKS or name in ("keys", "who")
            why = "not something an archive may set" if known else "not a setting" + nearest(name, (*allowed, "keys"))
            complaints.append(f'{path.name}: "{name}" is {why}')
        elif expected := CHECKS[name](value):
            complaints.append(f'{path.name}: "{name}" must be {expected}')
        else:
            values[name] = value
    return replace(settings, **values, keymap=keymap, complaints=tuple(complaints))


def _read(path: Path) -> dict[str, Any]:
    """The file's values, none if there is no file.

    Raises:
        SettingsError: It cannot be read, or is not TOML.
    """
    try:
        if not path.is_file():
            return {}
        if path.stat().st_size > LARGEST_FILE:
            raise SettingsError("The settings were not read", detail=f"{path.name} is too large", path=path)
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("The settings were not read", detail=f"{path.name}: {error}", path=path) from error
