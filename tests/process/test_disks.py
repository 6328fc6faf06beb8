"""Archives as they come: copied, read-only, broken, foreign. What is not ours is named and never written to."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.archive import Archive
from tests.archives import write
from tests.process.conftest import bytes_of, contents, dateline
from tests.process.test_together import TAGGER, Start

QUERIES = ("checkpoint", "mines", "tag:mines")


def test_a_copied_archive_opens_where_it_lies(folder: Path, tmp_path: Path) -> None:
    dateline("tag", "add", "mines", "-a", folder, "--query", "mines")
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(folder, copy)
    assert contents(copy, QUERIES) == contents(folder, QUERIES)
    report = dateline("update", "-a", copy, "--json").json
    assert (report["unchanged"], report["new"]) == (3, 0)
    dateline("tag", "add", "only-here", "-a", copy, "--query", "checkpoint")
    assert dict(contents(folder)["tags"]) == {"mines": 1}


def test_one_that_is_copied_while_it_is_in_use_opens_with_all_that_was_confirmed(
    folder: Path, tmp_path: Path, start: Start
) -> None:
    tagger = start([sys.executable, "-c", TAGGER, str(folder), "one", "1000000"])
    assert tagger.stdout is not None
    assert tagger.stdin is not None
    tagger.stdout.readline()
    tagger.stdin.write("\n")
    tagger.stdin.flush()
    for _ in range(5):
        tagger.stdout.readline()
    tagger.kill()
    confirmed = 5 + len(tagger.stdout.readlines())
    assert (folder / ".dateline" / "archive.db-wal").exists(), "it was killed with its log beside it"
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    tags = dict(contents(copy)["tags"])
    assert tags == {f"one/{i}": 3 for i in range(len(tags))}
    assert len(tags) in (confirmed, confirmed + 1), "the last may have been written and not yet said"
    assert dateline("check", "-a", copy).code == 0
    assert not (copy / ".dateline" / "archive.db-wal").exists(), "the last to close leaves plain files"


def test_an_archive_open_for_reading_only_is_not_written_to(folder: Path) -> None:
    before = bytes_of(folder)
    seen = contents(folder, QUERIES)
    with Archive.open(folder, read_only=True) as archive:
        assert archive.articles.count() == 3
    assert bytes_of(folder) == before
    assert seen["checkpoint"][0] == 1


def test_an_archive_on_media_that_cannot_be_written_to(folder: Path) -> None:
    own = folder / ".dateline"
    for path in (*own.iterdir(), own, folder):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        if os.access(own, os.W_OK):
            pytest.skip("this user may write everywhere, whatever the permissions say")
        reading: list[tuple[str, ...]] = [("stats",), ("search", "checkpoint"), ("check",), ("history",)]
        for words in reading:
            assert dateline(words[0], "--archive", folder, *words[1:]).code == 0
        writing: list[tuple[str, ...]] = [("update",), ("tag", "add", "x", "--query", "checkpoint"), ("undo",)]
        for words in writing:
            ran = dateline(words[0], "--archive", folder, *words[1:])
            assert ran.code == 1
            assert "can only be read" in ran.err
    finally:
        for path in (folder, own, *own.iterdir()):
            path.chmod(0o700)


def garbage(path: Path) -> None:
    path.write_bytes(b"not a database at all " * 500)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_to_its_head(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def of_another_program(path: Path) -> None:
    _pragma(path, "application_id=1")


def of_a_newer_dateline(path: Path) -> None:
    _pragma(path, "user_version=99")


def with_a_trigger(path: Path) -> None:
    table = "article" if path.name == "archive.db" else "text"
    _execute(path, f"CREATE TRIGGER harm AFTER DELETE ON {table} BEGIN SELECT 1; END")


def with_a_view_more(path: Path) -> None:
    _execute(path, "CREATE VIEW extra AS SELECT 1")


def with_a_table_less(path: Path) -> None:
    _execute(path, "DROP TABLE meta" if path.name == "archive.db" else "DROP TABLE text")


def _pragma(path: Path, what: str) -> None:
    _execute(path, f"PRAGMA {what}")


def _execute(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


HARMS = (
    *(garbage, empty, cut_in_half, cut_to_its_head, of_another_program, of_a_newer_dateline),
    *(with_a_trigger, with_a_view_more, with_a_table_less),
)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("name", ["archive.db", "texts.db"])
def test_a_database_that_is_not_ours_is_named_and_not_written_to(
    folder: Path, name: str, harm: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    from tui.cli.run import run

    harm(folder / ".dateline" / name)
    before = bytes_of(folder)
    for words in (["stats"], ["update"], ["undo"], ["check"]):
        assert run([*words, "-a", str(folder)]) == 1
        said = capfd.readouterr()
        assert said.out == ""
        assert name in said.err
    assert bytes_of(folder) == before, "not one byte, and no file beside it"


def test_the_backup_beside_a_broken_database_is_named(folder: Path) -> None:
    dateline("tag", "add", "mines", "-a", folder, "--query", "mines")
    [backup] = (folder / ".dateline" / "backups").glob("archive-*.db")
    garbage(folder / ".dateline" / "archive.db")
    ran = dateline("stats", "-a", folder)
    assert ran.code == 1
    assert str(backup) in ran.err
    assert "Nothing was written" in ran.err
    shutil.copy(backup, folder / ".dateline" / "archive.db")
    assert dateline("stats", "-a", folder).code == 0, "and it can be put in its place"


def index_files(folder: Path) -> list[Path]:
    """The files of an archive's index; what is derived of names lies in a folder of its own."""
    files = (path for path in (folder / ".dateline" / "index").iterdir() if path.is_file())
    return sorted(path for path in files if path.name != "lock")


@pytest.mark.parametrize("half", ["cut", "gone", "garbage"])
def test_a_half_written_index_is_made_anew_and_says_so(
    folder: Path, own_home: Path, half: str, capfd: pytest.CaptureFixture[str]
) -> None:
    from tui.cli.run import run

    assert run(["update", "-q", "-a", str(folder)]) == 0
    for i in range(len(index_files(folder))):
        path = index_files(folder)[i]
        whole = path.read_bytes()
        if half == "gone" and path.name == "manifest.json":
            continue  # then there is no index, and nothing to say
        if half == "gone":
            path.unlink()
        else:
            path.write_bytes(whole[: len(whole) // 2] if half == "cut" else bytes(reversed(whole)))
        capfd.readouterr()
        assert run(["search", "--archive", str(folder), "landmine", "checkpoint"]) == 0
        said = capfd.readouterr()
        assert said.out.startswith("1 article"), path.name
        assert "anew" in said.err, path.name
        assert run(["check", "-a", str(folder)]) == 0


def test_an_index_of_an_archive_restored_from_a_backup_is_made_anew(folder: Path) -> None:
    dateline("update", "-a", folder)
    before = contents(folder, QUERIES)
    shutil.copytree(folder / ".dateline", folder.parent / "saved")
    write(folder, {"late.txt": "A late checkpoint\n\nJul 1, 2020\n\nOne more checkpoint was built of sand and wire.\n"})
    dateline("update", "-a", folder)
    assert contents(folder, QUERIES) != before
    shutil.rmtree(folder / ".dateline")
    shutil.copytree(folder.parent / "saved", folder / ".dateline")
    assert contents(folder, QUERIES) == before


def test_a_log_that_was_being_moved_into_its_file_when_the_process_was_killed(folder: Path, start: Start) -> None:
    tagger = start([sys.executable, "-c", TAGGER, str(folder), "one", "90"])
    assert tagger.stdout is not None
    assert tagger.stdin is not None
    tagger.stdout.readline()
    tagger.stdin.write("\n")
    tagger.stdin.flush()
    for _ in range(90):
        tagger.stdout.readline()
    tagger.kill()
    tagger.wait()
    database = folder / ".dateline" / "archive.db"
    size = database.stat().st_size
    move_first_page(database)
    assert int.from_bytes(database.read_bytes()[28:32], "big") * 4096 > size, "its head speaks of pages still to come"
    assert dateline("check", "-a", folder).code == 0
    assert len(contents(folder)["tags"]) == 90


def move_first_page(database: Path) -> None:
    """Begin a checkpoint as SQLite does, with the newest first page of the log, and get no further."""
    log = database.with_name(database.name + "-wal").read_bytes()
    frames = [log[at : at + 24 + 4096] for at in range(32, len(log) - 4119, 24 + 4096)]
    newest = [frame[24:] for frame in frames if frame[8:16] == frames[0][8:16] and frame[:4] == b"\x00\x00\x00\x01"][-1]
    with database.open("r+b") as file:
        file.write(newest)
