"""The pages on searching: every query that they show can be read and answered."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from index import Index
from index.query.parsing import LONGEST, MOST_WORDS
from tests.index.fakes import FakeArchive, FakeEntry, FakeRecord, FakeRecordSets

ROOT = Path(__file__).parents[2]
_ROW = re.compile(r"^\| (`.*?) \|(?: (incidents|actors|places) \|)?")


def shown(page: str, after: str) -> list[tuple[str, str]]:
    """The queries in the first column of the tables of a page: (query, what they are for)."""
    text = (ROOT / page).read_text(encoding="utf-8").split(after, 1)[1]
    if page == "README.md":
        text = text.split("\n## ", 1)[0]
    rows = [found for line in text.splitlines() if (found := _ROW.match(line))]
    return [(query, row[2] or "articles") for row in rows for query in re.findall(r"`(.+?)`", row[1])]


QUERIES = [*shown("docs/search.md", "# Searching"), *shown("README.md", "## Finding")]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    archive = FakeArchive(FakeEntry(1, "Mortars hit a market", "An ambulance", day=date(2031, 3, 12)))
    archive.articles.find = lambda word: 1  # type: ignore[method-assign]
    names = {"names": [{"text": "Liwa el-Sindian"}, {"text": "Guard"}]}
    archive.record_sets = FakeRecordSets(FakeRecord("p-1", "actor", "Guard", values=names))
    index = Index(archive, tmp_path_factory.mktemp("index"), today=lambda: date(2031, 4, 1))
    index.catch_up()
    return index


def test_the_pages_show_queries() -> None:
    assert len(QUERIES) > 30


@pytest.mark.parametrize(("query", "kind"), QUERIES)
def test_what_the_pages_show_can_be_answered(index: Index, query: str, kind: str) -> None:
    if kind == "articles":
        assert index.search(query).understood
    else:
        assert index.search_records(query, kind[:-1]).understood  # type: ignore[arg-type]


def test_the_bounds_are_as_told() -> None:
    text = (ROOT / "docs/search.md").read_text(encoding="utf-8")
    assert f"{LONGEST:,} characters, {MOST_WORDS} words" in text
