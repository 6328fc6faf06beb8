"""Real saved pages: how often title and date are those that people noted, so that a change for the worse is seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.article import Reading
from corpus.readers import read


def noted(data: Path) -> Iterator[tuple[Reading, dict[str, Any]]]:
    """Pages of the collection that are here, as read and as people noted them."""
    folder = data / "E_trafilatura"
    for facts in json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).values():
        for file in (folder / "eval" / facts["file"], folder / "cache" / facts["file"]):
            if file.exists():
                yield read(file.read_bytes(), file.name), facts
                break


def noted_authors(facts: dict[str, Any]) -> list[str]:
    """The names that people noted, which are one string or several."""
    author = facts["author"]
    return list(author) if isinstance(author, list) else author.split("; ")


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def test_titles_dates_and_texts_of_real_pages(data: Path) -> None:
    pages = list(noted(data))
    assert pages
    titles = [folded(reading.title) == folded(facts["title"]) for reading, facts in pages if facts.get("title")]
    dates = [reading.fields.get("published") == facts["date"] for reading, facts in pages if facts.get("date")]
    texts = [folded(part) in folded(reading.text) for reading, facts in pages for part in facts.get("with", ())]
    around = [folded(part) in folded(reading.text) for reading, facts in pages for part in facts.get("without", ())]
    authors = [
        Counter(folded(reading.fields.get("author", "")).replace(",", "").split())
        == Counter(" ".join(folded(name) for name in noted_authors(facts)).split())
        for reading, facts in pages
        if facts.get("author")
    ]
    assert sum(titles) / len(titles) >= 0.85
    assert sum(dates) / len(dates) >= 0.9
    assert sum(authors) / len(authors) >= 0.75
    assert sum(texts) / len(texts) >= 0.93
    assert sum(around) / len(around) <= 0.1


def test_an_arabic_page(data: Path) -> None:
    folder = data / "E_newspaper4k"
    reading = read((folder / "html" / "arabic_article.html").read_bytes(), "x.html")
    known = json.loads((folder / "metadata" / "arabic_article.json").read_text(encoding="utf-8"))
    assert reading.title == known["title"].strip()
    assert reading.fields["language"] == "ar"
    assert reading.flags == ()
