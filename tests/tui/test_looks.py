"""Glyphs and colours: one cell each, and readable in every theme that is shipped."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.cells import cell_len
from textual.color import Color

from tui import themes
from tui.glyphs import ASCII, UNICODE, Glyphs, choose

WIDER = {"ellipsis", "on", "off", "some", "up", "down"}
ENOUGH = 4.5


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_signs_take_one_cell(glyphs: Glyphs) -> None:
    for each in fields(glyphs):
        if each.name not in WIDER:
            assert cell_len(getattr(glyphs, each.name)) == 1, each.name
    assert len({glyphs.on, glyphs.off, glyphs.some}) == 3
    assert len({glyphs.unread, glyphs.missing, glyphs.selected}) == 3


def test_the_ascii_column_is_ascii() -> None:
    assert all(getattr(ASCII, each.name).isascii() for each in fields(ASCII))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}, UNICODE),
        ({"LANG": "en_GB.UTF-8", "TERM": "linux"}, ASCII),
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, ASCII),
        ({"LANG": "de_DE.ISO-8859-1"}, ASCII),
    ],
)
def test_the_column_fits_the_terminal(environment: dict[str, str], expected: Glyphs) -> None:
    assert choose("auto", environment) is expected
    assert choose("ascii", environment) is ASCII
    assert choose("unicode", environment) is UNICODE


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-256color"}, "dark"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "dark"),
        ({"TERM": "linux"}, "ansi"),
        ({"TERM": "vt100"}, "ansi"),
    ],
)
def test_the_theme_fits_the_terminal(environment: dict[str, str], expected: str) -> None:
    assert themes.choose("auto", environment) == expected
    assert themes.choose("light", environment) == "light"


FULL = [theme for theme in themes.THEMES.values() if not theme.ansi]


@pytest.mark.parametrize("theme", FULL, ids=[theme.name for theme in FULL])
def test_every_text_is_readable_on_every_ground_it_stands_on(theme: object) -> None:
    shipped = next(each for each in FULL if each is theme)
    words = shipped.variables
    texts = {"foreground": shipped.foreground, "primary": shipped.primary, "accent": shipped.accent}
    texts |= {"warning": shipped.warning, "error": shipped.error}
    texts |= {name: words[name] for name in ("dim", "head", "match")}
    grounds = {"background": shipped.background, "panel": shipped.panel}
    grounds |= {name: words[name] for name in ("cursor-line", "blurred-line")}
    for ground_name, ground in grounds.items():
        for name, text in {**texts, "on-cursor-line": words["on-cursor-line"]}.items():
            if name == "on-cursor-line" and ground_name != "cursor-line":
                continue
            ratio = contrast_ratio(Color.parse(str(text)), Color.parse(str(ground)))
            assert ratio >= ENOUGH, f"{shipped.name}: {name} on {ground_name} is {ratio:.2f}"


def contrast_ratio(one: Color, other: Color) -> float:
    """The contrast of two colours as WCAG 2 defines it."""

    def luminance(color: Color) -> float:
        parts = [part / 255 for part in color.rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


CONSOLE = {
    "default": "#aaaaaa",
    "blue": "#0000aa",
    "white": "#aaaaaa",
    "black": "#000000",
    "bright_cyan": "#55ffff",
    "bright_green": "#55ff55",
    "bright_yellow": "#ffff55",
    "bright_red": "#ff5555",
    "bright_white": "#ffffff",
}
"""The colours of a Linux console that the theme of sixteen uses."""


def on_a_console(name: object) -> Color:
    """A colour as a console shows it."""
    return Color.parse(CONSOLE[str(name).removeprefix("ansi_")])


def test_sixteen_colours_are_readable_on_a_console() -> None:
    theme = themes.ANSI
    words = theme.variables
    texts = {name: getattr(theme, name) for name in ("primary", "accent", "warning")}
    texts |= {name: words[name] for name in ("dim", "head", "match", "on-cursor-line")} | {"foreground": "ansi_default"}
    for ground in ("ansi_black", words["cursor-line"]):
        for name, text in texts.items():
            ratio = contrast_ratio(on_a_console(text), on_a_console(ground))
            assert ratio >= ENOUGH, f"{name} on {ground} is {ratio:.2f}"
    assert contrast_ratio(on_a_console(theme.error), on_a_console("ansi_black")) >= ENOUGH
    box = (words["input-cursor-foreground"], words["input-cursor-background"])
    assert contrast_ratio(*map(on_a_console, box)) >= ENOUGH


def test_contrast_is_computed_right() -> None:
    assert contrast_ratio(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)


def test_themes_follow_each_other_round() -> None:
    name, seen = "dark", []
    for _ in themes.THEMES:
        name = themes.after(name)
        seen.append(name)
    assert sorted(seen) == sorted(themes.THEMES)
