"""The facts of articles in memory follow the archive, and hold nothing of an article that was erased."""

from __future__ import annotations

from pathlib import Path

from corpus.purge import purge
from tests.archives import made, number


def test_an_erased_article_has_no_row(tmp_path: Path) -> None:
    with made(tmp_path / "dispatches") as archive:
        before = archive.articles.columns()
        gone = number(archive, "Militia attacks")
        assert gone in before.index
        purge(archive, archive.articles.get(gone).id)
        after = archive.articles.columns()
        assert sorted(after.n) == sorted(set(before.n) - {gone})
        assert {n: after.year[i] for n, i in after.index.items()} == {n: before.year[before.index[n]] for n in after.n}
        assert [after.n[i] for i in after.index.values()] == list(after.index)
        assert len(after.n) == len(after.day) == len(after.source) == len(after.index)
