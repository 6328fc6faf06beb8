"""Parts made by several processes: the same index, whatever becomes of these, and nothing imported from beside."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.intake.update import update
from index import Index
from index.building.makers import Helpers
from index.building.writer import Progress, Writer
from tests.index.test_writing import contents, files

pytestmark = pytest.mark.usefixtures("_worth_it")


@pytest.fixture
def _worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.building.makers.WORTH_IT", 10)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    folder = tmp_path / "archive"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n}.txt").write_text(f"Report {n} on the bridge\n\nIn town {n % 7} an ambulance stopped, {n}.\n")
    with Archive.open(folder, create=True) as opened:
        update(opened)
        yield opened


def test_several_processes_make_the_same_index(archive: Archive, tmp_path: Path) -> None:
    Writer(tmp_path / "alone", archive, step=6, processes=1).catch_up()
    told: list[Progress] = []
    Writer(tmp_path / "beside", archive, step=6, processes=2).catch_up(progress=told.append)
    assert contents(tmp_path / "alone") == contents(tmp_path / "beside")
    assert told[-1].done == told[-1].total == 40
    index = Index(archive, tmp_path / "beside")
    assert index.search("ambulances").total == 40
    assert files(tmp_path / "beside") == index.health().parts


def test_what_a_process_cannot_do_is_done_here(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = Helpers.__init__

    def killed(self: Helpers, folder: Path, root: Path, count: int) -> None:
        began(self, folder, root, count)
        self._processes[0].kill()

    monkeypatch.setattr(Helpers, "__init__", killed)
    assert Writer(tmp_path / "index", archive, step=6, processes=2).catch_up().articles == 40
    Writer(tmp_path / "alone", archive, processes=1).catch_up()
    assert contents(tmp_path / "index") == contents(tmp_path / "alone")


def test_stopping_ends_the_processes_and_leaves_nothing_behind(archive: Archive, tmp_path: Path) -> None:
    helpers: list[Helpers] = []
    began = Helpers.__init__

    def noted(self: Helpers, folder: Path, root: Path, count: int) -> None:
        helpers.append(self)
        began(self, folder, root, count)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Helpers, "__init__", noted)
        writer = Writer(tmp_path / "index", archive, step=6, processes=2)
        assert writer.catch_up(cancelled=lambda: True).articles == 0
    assert all(process.returncode is not None for each in helpers for process in each._processes)
    assert files(tmp_path / "index") == 0
    assert Index(archive, tmp_path / "index").behind() == 40


@pytest.mark.skipif(os.name != "posix", reason="paths are POSIX")
def test_processes_import_nothing_from_where_they_were_started(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = tmp_path / "evil"
    evil.mkdir()
    for name in ("json", "numpy", "index", "corpus", "sqlite3"):
        (evil / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    monkeypatch.chdir(evil)
    assert str(evil) not in sys.path
    Writer(tmp_path / "index", archive, step=6, processes=2).catch_up()
    assert not (tmp_path / "ran").exists()
    assert Index(archive, tmp_path / "index").search("bridge").total == 40
