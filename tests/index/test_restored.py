"""An archive that was taken back to a backup and went on from there: no index of what then never was is believed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.archive import Archive
from index import Index
from index.copies import copies_of, find_copies
from tests.archives import made


def titles(archive: Archive, word: str, changes: int) -> None:
    """Change articles one after the other, each in a change of its own, so that each has this word in its title."""
    for n in list(archive.articles.order())[:changes]:
        archive.edits.set_field([n], "title", f"The {word} of {n}")


@pytest.fixture
def restored(tmp_path: Path) -> Path:
    """An archive whose index knows what came after a backup of it that was then restored; nothing was changed since."""
    folder = tmp_path / "archive"
    with made(folder) as archive:
        Index(archive).catch_up()
    database = folder / ".dateline" / "archive.db"
    shutil.copy(database, tmp_path / "backup.db")
    with Archive.open(folder) as archive:
        titles(archive, "harvest", 2)
        Index(archive).catch_up()
        find_copies(archive)
        Index(archive).names.catch_up()
    shutil.copy(tmp_path / "backup.db", database)
    return folder


def test_an_archive_that_went_another_way_after_a_backup_has_its_index_made_anew(restored: Path) -> None:
    with Archive.open(restored) as archive:
        titles(archive, "wedding", 3)
        index = Index(archive)
        assert "restored" in index.health().problem
        assert index.behind() == 3
        assert index.search("wedding").total == 3
        assert "restored" in index.rebuilt
        assert index.search("harvest").total == 0
        assert not copies_of(archive).position
        assert index.names.behind()
        assert not index.health().problem


def test_an_archive_that_was_taken_back_and_not_changed_has_its_index_made_anew(restored: Path) -> None:
    with Archive.open(restored) as archive:
        assert Index(archive).search("harvest").total == 0


def test_an_archive_that_many_opened_and_changed_keeps_its_index(tmp_path: Path) -> None:
    with made(tmp_path) as archive:
        Index(archive).catch_up()
    for i in range(4):
        with Archive.open(tmp_path) as archive:
            titles(archive, f"day{i}", 1)
            index = Index(archive)
            assert not index.health().problem
            if i % 2:
                assert index.catch_up() == 1
            assert not index.rebuilt
            assert index.search(f"day{i}").total == i % 2


def test_an_index_of_longer_ago_than_openings_are_noted_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.store.meta.SESSIONS_KEPT", 2)
    with made(tmp_path) as archive:
        Index(archive).catch_up()
    for i in range(3):
        with Archive.open(tmp_path) as archive:
            assert bool(Index(archive).health().problem) is (i == 2)
            titles(archive, f"day{i}", 1)
    with Archive.open(tmp_path) as archive:
        index = Index(archive)
        assert index.search("day2").total == 1
        assert index.rebuilt
        assert len(archive.database.rows("SELECT key FROM meta WHERE key LIKE 'session:%'")) == 2
