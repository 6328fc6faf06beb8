"""An archive from a stranger: whatever lies in its `.dateline`, nothing of it runs and nothing outside is touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.check import check
from corpus.errors import StoreError, StoreForeign
from corpus.intake import update
from corpus.purge import purge
from corpus.store.backup import backups
from tests.archives import made, write

PRECIOUS = b"the only copy of something"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with made(tmp_path / "archive") as archive:
        archive.edits.tag([1], ["first"])
    return tmp_path / "archive"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    path = tmp_path / "victim.txt"
    path.write_bytes(PRECIOUS)
    return path


def test_a_link_in_place_of_the_lock_is_not_followed(folder: Path, victim: Path) -> None:
    (folder / ".dateline" / "update.lock").unlink()
    (folder / ".dateline" / "update.lock").symlink_to(victim)
    with Archive.open(folder) as archive, pytest.raises(StoreForeign, match="not a plain file"):
        update(archive)
    assert victim.read_bytes() == PRECIOUS


def test_a_link_among_the_backups_is_not_erased_through(folder: Path, victim: Path) -> None:
    (folder / ".dateline" / "backups" / "archive-x.db").symlink_to(victim)
    with Archive.open(folder) as archive:
        purge(archive, archive.articles.get(1).id)
    assert victim.read_bytes() == PRECIOUS


@pytest.mark.parametrize("name", ["archive.db", "texts.db", "archive.db-wal", "texts.db-journal"])
def test_a_database_that_is_a_link_is_refused(folder: Path, victim: Path, name: str) -> None:
    path = folder / ".dateline" / name
    if path.exists():
        shutil.move(path, victim)
    path.symlink_to(victim)
    before = victim.read_bytes()
    with pytest.raises(StoreForeign, match="not a plain file"):
        Archive.open(folder)
    assert victim.read_bytes() == before


def test_a_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    (folder / ".dateline" / "texts.db").unlink()
    os.mkfifo(folder / ".dateline" / "texts.db")
    with pytest.raises(StoreForeign, match="not a plain file"):
        Archive.open(folder)


@pytest.mark.parametrize("name", [".dateline", ".dateline/backups"])
def test_a_folder_of_ours_that_is_a_link_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(folder / name, elsewhere)
    (folder / name).symlink_to(elsewhere)
    with pytest.raises(StoreForeign, match="not a plain folder"):
        Archive.open(folder)


def test_a_trigger_with_a_name_of_sqlite_s_is_seen(folder: Path) -> None:
    with closing(sqlite3.connect(folder / ".dateline" / "archive.db")) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_evil', 'operation', 0, 'CREATE TRIGGER sqlite_evil"
            " AFTER INSERT ON operation BEGIN DELETE FROM operation; END')"
        )
        connection.commit()
    with pytest.raises(StoreForeign):
        Archive.open(folder)


def test_a_journal_that_would_bring_a_trigger_is_seen(folder: Path, tmp_path: Path) -> None:
    database = folder / ".dateline" / "archive.db"
    evil = tmp_path / "evil.db"
    shutil.copy(database, evil)
    with closing(sqlite3.connect(evil)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON read_mark BEGIN DELETE FROM operation; END")
        connection.commit()
    database.with_name("archive.db-journal").write_bytes(hot_journal(evil.read_bytes()))
    with pytest.raises(StoreForeign):
        Archive.open(folder)


def hot_journal(data: bytes, page: int = 4096, nonce: int = 7) -> bytes:
    """A rollback journal that makes a database what `data` is (sqlite.org/fileformat2.html, section 3)."""
    count = len(data) // page
    head = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + struct.pack(">IIIII", count, nonce, count, 512, page)
    records = [head.ljust(512, b"\x00")]
    for i in range(count):
        content = data[i * page : (i + 1) * page]
        checksum = (nonce + sum(content[at] for at in range(page - 200, 0, -200))) & 0xFFFFFFFF
        records.append(struct.pack(">I", i + 1) + content + struct.pack(">I", checksum))
    return b"".join(records)


def test_a_reader_without_the_right_to_write_is_not_upset_by_a_writer(folder: Path) -> None:
    with Archive.open(folder, read_only=True) as reader:
        assert reader.articles.count() == 3
        files = {f"late/{i}.txt": f"Report {i}\n\nJul {1 + i % 28}, 2020\n\nWord{i} " * 40 for i in range(30)}
        write(folder, files)
        with Archive.open(folder) as writer:
            update(writer)
            writer.checkpoint()
        assert reader.articles.count() == 33
        assert len(reader.articles.rows(reader.articles.order())) == 33


def test_an_archive_without_its_database_but_with_a_backup_is_not_begun_anew(folder: Path) -> None:
    database = folder / ".dateline" / "archive.db"
    [backup] = backups(database)
    database.unlink()
    with pytest.raises(StoreForeign) as refused:
        Archive.open(folder, create=True)
    assert str(backup) in refused.value.hint
    shutil.copy(backup, database)
    with Archive.open(folder) as archive:
        assert archive.articles.count() == 3


def test_a_backup_that_cannot_be_made_costs_nothing_else(folder: Path) -> None:
    shutil.rmtree(folder / ".dateline" / "backups")
    with Archive.open(folder) as archive:
        archive.edits.tag([2], ["second"])
        (folder / ".dateline" / "backups").write_text("in the way", encoding="utf-8")
    assert not list((folder / ".dateline").glob("*-wal"))
    (folder / ".dateline" / "backups").unlink()
    with Archive.open(folder) as archive:
        assert archive.tags.all() == [("first", 1), ("second", 1)]


def test_words_in_the_log_that_cannot_be_read_are_named(folder: Path) -> None:
    with closing(sqlite3.connect(folder / ".dateline" / "archive.db")) as connection:
        connection.execute("UPDATE operation SET value = '{'")
        connection.execute("UPDATE value SET value = '{'")
        connection.commit()
    with Archive.open(folder) as archive:
        [finding] = [finding for finding in check(archive) if finding.wrong]
        assert "tags/first" in finding.subject
        with pytest.raises(StoreError, match="cannot be read"):
            archive.articles.get(1)
