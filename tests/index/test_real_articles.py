"""Answers over real articles beside a naive evaluation, and beside Whoosh's own searcher."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

from whoosh.searching import Searcher

from index import Index
from index.answers.compile import compile_tree
from index.building.writer import Writer
from index.disk import manifest
from index.disk.snapshot import Snapshot
from index.query.parsing import parse
from index.words.analysis import words
from tests.index.fakes import FakeArchive, FakeEntry
from tests.index.naive import Naive

TODAY = date(2021, 5, 5)


def real_entries(data: Path) -> list[FakeEntry]:
    [table] = (data / "A_fakes_syria").glob("FA-KES*.csv")
    encoding = "cp1252" if table.name == "FA-KES-Dataset.csv" else "utf-8"
    with table.open(encoding=encoding, errors="replace", newline="") as file:
        return [
            FakeEntry(n, title=row["article_title"], text=row["article_content"], outlet=row["source"])
            for n, row in enumerate(csv.DictReader(file), 1)
        ][:70]


def questions(entries: list[FakeEntry]) -> list[str]:
    """Words, pairs and beginnings that stand in the articles, and mistakes in them."""
    rng = random.Random(7)
    asked = []
    for entry in rng.sample(entries, 8):
        whole = words(entry.text)[0]
        at = rng.randrange(max(1, len(whole) - 3))
        one, two, three = whole[at : at + 3]
        asked += [one, f"{one} {three}", f'"{one} {two} {three}"', f'"{three} {one}"~3', f"{two[:2]}*", f"{one} -{two}"]
        asked += [f"{one} OR {two}", f"title:{one}"]
        asked += [f"{two}~1"] if len(two) > 4 else []
    return asked


def test_real_articles_are_found_as_they_should_be(data: Path, tmp_path: Path) -> None:
    entries = real_entries(data)
    archive = FakeArchive(*entries)
    Writer(tmp_path, archive, step=50).catch_up()
    index, naive = Index(archive, tmp_path, today=lambda: TODAY), Naive(archive, TODAY)
    found = manifest.read(tmp_path)
    assert found
    snapshot = Snapshot(tmp_path, found, {})
    searcher = Searcher(snapshot.reader())
    for text in questions(entries):
        node = parse(text)
        ours = set(index.search(text).ns)
        assert ours == naive.answer(node), text
        if "~" not in text:  # Whoosh counts words between, and edits, in another way
            query = compile_tree(node, text, archive, lambda: snapshot, TODAY).query
            assert {searcher.stored_fields(doc)["n"] for doc in query.docs(searcher)} == ours, text
