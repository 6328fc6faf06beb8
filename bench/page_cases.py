"""Real files with what people noted of them, from the collections that DATELINE_DATA names."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.readers.page_text import all_text

_WORD = re.compile(r"\w+")
_NONE = ("None", "none", "binary")


@dataclass(frozen=True, slots=True)
class Case:
    """A saved page and what it holds as people noted it; what they did not note is empty.

    Attributes:
        collection: The collection it comes from.
        text: The whole body, when there is one to compare with.
        inside: Strings of the body, where only such are noted.
        outside: Strings of the page that are no part of the body.
    """

    collection: str
    name: str
    data: bytes
    title: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    text: str = ""
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A file and the encoding that it is in, by Python's name; `""` when it is no text."""

    name: str
    data: bytes
    encoding: str


def pages(root: Path) -> dict[str, list[Case]]:
    """Every page with expectations, by collection; a collection that is not there is left out."""
    found = {
        "article_extraction_benchmark": _benchmark(root / "E_article_extraction_benchmark"),
        "trafilatura": _trafilatura(root / "E_trafilatura"),
        "fundus": _fundus(root / "E_fundus" / "test_data"),
        "newspaper4k": _newspaper(root / "E_newspaper4k"),
        "singlefile": _single_file(root),
    }
    cases = {name: list(each) for name, each in found.items()}
    return {name: each for name, each in cases.items() if each}


def encoded(root: Path) -> list[Encoded]:
    """Every file of the collection of encodings; its folder's name is its encoding."""
    files = sorted(path for path in (root / "F_encodings").glob("*/*") if path.is_file())
    return [
        Encoded(
            f"{path.parent.name}/{path.name}",
            path.read_bytes(),
            "" if path.parent.name in _NONE else path.parent.name.lower(),
        )
        for path in files
    ]


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _benchmark(folder: Path) -> Iterator[Case]:
    for key, known in _json(folder / "ground-truth.json").items():
        file = folder / "html" / f"{key}.html.gz"
        if file.is_file():
            text = known["articleBody"]
            yield Case(folder.name, f"{key}.html", gzip.decompress(file.read_bytes()), text=text, url=known["url"])


def _trafilatura(folder: Path) -> Iterator[Case]:
    for url, known in _json(folder / "evaldata.json").items():
        files = (folder / place / known["file"] for place in ("eval", "cache"))
        file = next((file for file in files if file.is_file()), None)
        if file:
            author = known["author"] or ()
            yield Case(
                folder.name,
                file.name,
                file.read_bytes(),
                title=known["title"],
                date=known["date"],
                authors=tuple(author.split("; ") if isinstance(author, str) else author),
                inside=tuple(known["with"]),
                outside=tuple(known["without"]),
                url=url,
            )


def _fundus(folder: Path) -> Iterator[Case]:
    for country in sorted(folder.glob("*")):
        urls = _json(country / "meta.info") if country.is_dir() else {}
        for file in sorted(country.glob("*.html.gz")):
            data = gzip.decompress(file.read_bytes())
            known = _json(country / f"{re.split('_[0-9]{4}_', file.name)[0]}.json")
            case = _of_fundus(f"{country.name}/{file.name[:-3]}", data, known, urls.get(file.name, {}).get("url", ""))
            if case:
                yield case


def _of_fundus(name: str, data: bytes, known: dict[str, Any], url: str) -> Case | None:
    """The page with the record, of those for its outlet's versions, whose body the page holds."""
    here = set(_WORD.findall(all_text(data.decode("utf-8", "replace"))))
    best, share = None, 0.0
    for facts in known.values():
        text = _body(facts.get("body") or {})
        words = set(_WORD.findall(text))
        inside = len(words & here) / len(words) if words else 0.0
        if inside > share:
            best, share = (text, facts), inside
    if best is None or share < 0.9:
        return None
    text, facts = best
    day = str(facts.get("publishing_date") or "")[:10]
    return Case("E_fundus", name, data, facts.get("title") or "", day, tuple(facts.get("authors") or ()), text, url=url)


def _body(body: dict[str, Any]) -> str:
    """The text of a record: its summary, and its sections with their headings."""
    blocks = list(body.get("summary") or ())
    for section in body.get("sections") or ():
        blocks += [*section.get("headline", ()), *section.get("paragraphs", ())]
    return "\n\n".join(blocks)


def _newspaper(folder: Path) -> Iterator[Case]:
    for file in sorted((folder / "html").glob("*.html")):
        text = folder / "txt" / f"{file.stem}.txt"
        known = _json(folder / "metadata" / f"{file.stem}.json")
        if text.is_file():
            yield Case(
                folder.name,
                file.name,
                file.read_bytes(),
                title=known.get("title") or "",
                date=str(known.get("publish_date") or "")[:10],
                text=text.read_text(encoding="utf-8"),
                url=known.get("url") or "",
            )


def _single_file(root: Path) -> Iterator[Case]:
    folder = root / "E_singlefile"
    for entry in _json(folder / "index.json"):
        file = folder / entry["file"]
        if not file.is_file() or not (root / entry["ground_truth"]).is_file():
            continue
        case = _of_fundus(file.name, file.read_bytes(), _json(root / entry["ground_truth"]), entry["url"])
        if case:
            yield case
