"""Makes the pictures of the screens in README.md and docs/screens.md from the sample archive: `make pictures`.

Each picture is a walk of keys through the program itself, on an archive made for it. Pictures name no font of the
network, so looking at them fetches nothing.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.keys import key_to_character

from corpus.archive import Archive
from corpus.intake import update
from corpus.sample import copy_to
from index import Index
from tui.app import Dateline
from tui.screens.browse import BrowseScreen
from tui.session import Session
from tui.settings import Settings
from tui.state import SessionFile

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README_SIZE = (120, 17)
WIDE, SMALL = (150, 36), (80, 24)


@dataclass(frozen=True)
class Picture:
    """One picture: its name, what it shows in a sentence, the size, the keys that lead there (a bar waits), a theme."""

    name: str
    caption: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    theme: str = "dark"


SEARCH = ("slash", *"ambulance", "|", "enter", "|")
PICTURES = (
    Picture("browse", "Facets, results and the article, with what was found marked.", WIDE, SEARCH),
    Picture("small", "The same search on the smallest terminal, 80 by 24.", SMALL, SEARCH),
    Picture(
        "reader", "An article at 80 columns, with a sentence selected.", SMALL, (*SEARCH, "enter", "|", "n", "s", "|")
    ),
    Picture(
        "facets", "Facets at 80 columns: an outlet narrowed to, another left out.", SMALL, ("F", "|", "enter", "|")
    ),
    Picture("tags", "Tags for forty articles at once.", SMALL, ("v", *["down"] * 39, "v", "t", "|", *"check", "|")),
    Picture("details", "All that is known of an article, and how.", WIDE, ("D", "|")),
    Picture("groups", "Grouped by outlet, in the light theme.", WIDE, ("O", "O", "|"), "light"),
    Picture(
        "arabic",
        "An article in Arabic has its rows to itself.",
        SMALL,
        ("slash", *"لواء", "|", "enter", "|", "enter", "|"),
    ),
    Picture(
        "names",
        "How the archive spells the name that was searched for; each can be accepted or refused.",
        SMALL,
        ("slash", *"rjeim", "|", "enter", "|", "equals_sign", "|"),
    ),
    Picture("palette", "Every command by its name.", SMALL, ("ctrl+p", "|")),
)


async def walk(archive: Archive, index: Index, picture: Picture, state: Path) -> tuple[str, str]:
    """Go where a picture is taken; gives it as SVG and as text."""
    settings = Settings(glyphs="unicode", theme=picture.theme, direction="terminal")
    session = Session(archive, lambda: index, settings=settings, memory=SessionFile(archive.uid, state / picture.name))
    app = Dateline(session)
    async with app.run_test(size=picture.size):
        await settled(app)
        for keys in "\0".join(picture.keys).split("|"):
            for key in filter(None, keys.split("\0")):
                app.post_message(events.Key(key, key_to_character(key)))
            await settled(app)
        svg = app.export_screenshot(title="dateline")
        text = "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
    return svg, text


async def settled(app: Dateline) -> None:
    """Wait until nothing is on its way any more."""
    for _ in range(40):
        await asyncio.sleep(0.05)
        stage = next((each for each in app.screen_stack if isinstance(each, BrowseScreen)), None)
        if stage is not None and stage.is_settled and not stage.list.has_class("-stale"):
            await asyncio.sleep(0.1)
            if stage.is_settled:
                return


def without_network(svg: str) -> str:
    """The picture without the fonts that a viewer would fetch."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: Fira Code, monospace", "font-family: ui-monospace, monospace", svg)


def page() -> str:
    """docs/screens.md."""
    lines = ["# Screens", "", "Made from the sample archive by `make pictures`. The keys: [keys.md](keys.md).", ""]
    for picture in PICTURES:
        lines += [picture.caption, "", f"![{picture.caption}](pictures/{picture.name}.svg)", ""]
    return "\n".join(lines)


def with_picture(readme: str, text: str) -> str:
    """README.md with another text between its two marks."""
    block = "\n".join(f"    {line}".rstrip() for line in text.splitlines())
    marked = re.compile(r"(<!-- picture -->\n).*?(\n<!-- /picture -->)", re.DOTALL)
    return marked.sub(lambda found: f"{found[1]}\n{block}\n{found[2]}", readme)


async def make(names: Sequence[str]) -> None:
    """Make these pictures, or all, the page that shows them, and the one in the README."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        root = copy_to(work / "dateline-demo")
        with Archive.open(root, create=True, who="") as archive:
            update(archive)
            index = Index(archive, work / "index")
            index.catch_up()
            (DOCS / "pictures").mkdir(exist_ok=True)
            for picture in PICTURES:
                if not names or picture.name in names:
                    svg, _ = await walk(archive, index, picture, work)
                    path = DOCS / "pictures" / f"{picture.name}.svg"
                    path.write_text(without_network(svg), encoding="utf-8")
                    print(path.relative_to(ROOT))
            first = Picture("readme", "", README_SIZE, SEARCH)
            readme = ROOT / "README.md"
            _, text = await walk(archive, index, first, work)
            readme.write_text(with_picture(readme.read_text(encoding="utf-8"), text), encoding="utf-8")
            (DOCS / "screens.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(make(sys.argv[1:]))
