"""The facts of articles in memory follow the archive, and hold nothing of an article that was erased."""

from __future__ import annotations

from pathlib import Path

from corpus.intake import update
from corpus.purge import purge
from tests.archives import MARKET, made, number, write


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


def test_what_was_handed_out_stays_as_it_was(tmp_path: Path) -> None:
    with made(tmp_path / "dispatches") as archive:
        before = archive.articles.columns()
        copy = (list(before.n), list(before.year), list(before.source), list(before.sources), dict(before.index))
        write(archive.root, {"new.txt": MARKET.replace("Radio Sarn", "Sarn Bulletin").replace("Six", "Nine")})
        update(archive)
        after = archive.articles.columns()
        assert (list(before.n), list(before.year), list(before.source), before.sources, before.index) == copy
        assert len(after.n) == len(after.index) == len(before.n) + 1
        assert set(after.sources) == {*before.sources, "Sarn Bulletin"}
        archive.edits.set_field([after.n[0]], "outlet", "Vale Courier")
        last = archive.articles.columns()
        assert last.sources[last.source[last.index[after.n[0]]]] == "Vale Courier"
        assert "Vale Courier" not in after.sources
