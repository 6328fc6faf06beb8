"""The pictures in the docs: those that are shown are there, are made by the script, and fetch nothing."""

from __future__ import annotations

import re
from pathlib import Path

from tools.pictures import PICTURES, page, with_picture, without_network

ROOT = Path(__file__).parents[2]
FETCHED = re.compile(r"""(?:url\(|href=["']|src=)["']?https?://""")


def test_every_picture_that_is_shown_is_there_and_fetches_nothing() -> None:
    assert (ROOT / "docs" / "screens.md").read_text(encoding="utf-8") == page(), "make it again: make pictures"
    made = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "pictures").glob("*.svg")}
    assert set(made) == {picture.name for picture in PICTURES}
    for name, svg in made.items():
        assert svg.startswith("<svg"), name
        assert not FETCHED.search(svg), name


def test_fonts_of_the_network_are_taken_out_of_a_picture() -> None:
    font = '@font-face { font-family: "x"; src: url("https://example.org/x.woff2") }'
    svg = f"<svg><style>\n{font}\n.a {{ fill: red }}</style>"
    assert "https" not in without_network(svg)
    assert ".a { fill: red }" in without_network(svg)


def test_the_readme_gets_its_picture_between_its_marks() -> None:
    readme = "before\n<!-- picture -->\n\n    old\n\n<!-- /picture -->\nafter"
    assert (
        with_picture(readme, "new\nline") == "before\n<!-- picture -->\n\n    new\n    line\n\n<!-- /picture -->\nafter"
    )
    assert "<!-- picture -->" in (ROOT / "README.md").read_text(encoding="utf-8")
