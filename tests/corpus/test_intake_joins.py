"""Articles that are joined while an update goes on, by the update itself or by an import elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.bundle.merge import import_bundle
from corpus.check import check
from corpus.intake import Progress, update
from corpus.intake.update import Options
from corpus.intake.walk import Listing, walk
from tests.archives import BRIDGE, CHECKPOINT, MARKET, made, write

HEAD = "dateline: 1\nexported: {at: '2031-01-01T00:00:00Z'}\narticles:\n"
LATER = "\nThe Third Division denied on {day} that it had been there.\n"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def bundle(path: Path, *texts: str) -> Path:
    """A bundle by which these texts are versions of one article."""
    versions = ", ".join(f"{{sha256: {sha(text)}}}" for text in texts)
    entry = f"- id: a-{sha(texts[0])[:20]}\n  title: Named\n  sha256: {sha(texts[0])}\n  versions: [{versions}]\n"
    path.write_text(HEAD + entry, encoding="utf-8")
    return path


def holders(archive: Archive) -> dict[str, str]:
    """The id of its article, by file."""
    rows = archive.database.rows("SELECT p.path, a.id FROM path p LEFT JOIN article a ON a.n = p.article")
    return {path.decode(): id_ for path, id_ in rows}


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_the_order_of_names_says_nothing_where_a_bundle_named_what_one_copy_holds_by_now(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    named, other = CHECKPOINT + LATER.format(day="Tuesday"), CHECKPOINT + LATER.format(day="Friday")
    with made(tmp_path / "dispatches", {"0.txt": MARKET}) as archive:
        import_bundle(archive, bundle(tmp_path / "b.yaml", named))
        write(archive.root, {"a.txt": CHECKPOINT, "b.txt": CHECKPOINT})
        update(archive)
        write(archive.root, {names[0]: named, names[1]: other})
        report = update(archive)
        assert (report.changed, report.new, archive.articles.count()) == (2, 0, 2)
        held = holders(archive)
        assert held["a.txt"] == held["b.txt"] == min(f"a-{sha(text)[:20]}" for text in (named, CHECKPOINT))
        assert list(check(archive)) == []


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Archive, Archive]]:
    """One archive open twice, and a bundle beside it that makes its first and its last file one article."""
    files = {"a.txt": MARKET, "m.txt": BRIDGE, "z.txt": CHECKPOINT}
    bundle(tmp_path / "b.yaml", MARKET, CHECKPOINT)
    with made(tmp_path / "dispatches", files) as ours, Archive.open(ours.root) as theirs:
        yield ours, theirs


def test_a_changed_file_finds_its_article_though_an_import_joined_it_meanwhile(
    tmp_path: Path, two: tuple[Archive, Archive]
) -> None:
    ours, theirs = two
    joined: list[int] = []

    def join(_: Progress) -> None:
        if not joined:
            joined.append(import_bundle(theirs, tmp_path / "b.yaml").joined)

    write(ours.root, {"z.txt": CHECKPOINT + LATER.format(day="Friday")})
    report = update(ours, progress=join)
    assert (joined, report.changed, report.new, ours.articles.count()) == ([1], 1, 0, 2)
    held = holders(ours)
    assert held["a.txt"] == held["z.txt"] != held["m.txt"]
    assert list(check(ours)) == []


def test_a_file_read_anew_finds_its_article_though_an_import_joined_it_meanwhile(
    tmp_path: Path, two: tuple[Archive, Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = two

    def join(*asked: object) -> Listing:
        import_bundle(theirs, tmp_path / "b.yaml")
        return walk(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(import_module("corpus.intake.update"), "walk", join)
    update(ours, Options(rebuild=True))
    monkeypatch.undo()
    assert ours.database.rows("SELECT 1 FROM version WHERE article NOT IN (SELECT n FROM article)") == []
    assert list(check(ours)) == []
