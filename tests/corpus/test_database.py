"""The database file: what is refused, what is migrated, and how it is left."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.errors import StoreForeign, StoreGone, StoreReadOnly, StoreTooNew
from corpus.store.backup import KEPT, backups
from corpus.store.database import Database
from corpus.store.schema import APPLICATION_ID, ARCHIVE, TEXTS, Schema

ONE = Schema("thing.db", {1: "CREATE TABLE thing (a TEXT);"}, {})
TWO = Schema(
    "thing.db",
    {1: ONE.ddl[1], 2: "CREATE TABLE thing (a TEXT, b TEXT);"},
    {1: "ALTER TABLE thing ADD COLUMN b TEXT"},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "thing.db"


def make(path: Path, schema: Schema = ONE) -> None:
    database = Database(path, schema)
    with database.write() as connection:
        connection.execute("INSERT INTO thing (a) VALUES ('kept')")
    database.close()


def tamper(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def test_a_file_whose_folder_vanishes_is_said_to_be_gone(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    database = Database(tmp_path / "disk" / "thing.db", ONE)
    (tmp_path / "disk").rename(tmp_path / "unplugged")
    told: list[Exception] = []

    def look() -> None:  # in a thread that has no connection yet
        for ask in (database.rows, database.one):
            try:
                ask("SELECT a FROM thing")
            except StoreGone as error:
                told.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert [str(error).startswith("thing.db cannot be read any more") for error in told] == [True, True]
    (tmp_path / "unplugged").rename(tmp_path / "disk")
    assert database.rows("SELECT a FROM thing") == [], "once it is back, all is as it was"
    database.close()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a database at all, but long enough to be looked at as if it were one of them" * 3,
        b"SQLite format 3\x00",
    ],
)
def test_what_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreForeign, match=r"thing\.db cannot be used"):
        Database(path, ONE)
    assert path.read_bytes() == content
    assert [p.name for p in path.parent.iterdir()] == ["thing.db"]


@pytest.mark.parametrize(
    "sql",
    [
        "PRAGMA application_id=1;",
        "CREATE TRIGGER t AFTER INSERT ON thing BEGIN DELETE FROM thing; END;",
        "CREATE VIEW v AS SELECT 1;",
        "ALTER TABLE thing ADD COLUMN c TEXT;",
        "DROP TABLE thing;",
    ],
)
def test_a_database_with_another_schema_is_refused_and_left_alone(path: Path, sql: str) -> None:
    make(path)
    tamper(path, sql)
    before = path.read_bytes()
    with pytest.raises(StoreForeign) as refused:
        Database(path, ONE, read_only=True)
    assert "Nothing was written" in refused.value.hint
    with pytest.raises(StoreForeign):
        Database(path, ONE)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert path.read_bytes() == before


def test_a_database_cut_short_is_refused(path: Path) -> None:
    make(path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(StoreForeign):
        Database(path, ONE)


def test_the_refusal_names_the_newest_backup(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive, archive.database.write() as connection:
        archive.files.fail(connection, b"x", 0, 0, "a reason", "")
        connection.execute("UPDATE meta SET value = value")
        archive.files.make_row(connection, "a-1", None)
        archive.files.refresh(connection, [1])
    [backup] = backups(tmp_path / ".dateline" / "archive.db")
    (tmp_path / ".dateline" / "archive.db").write_bytes(b"ruined")
    with pytest.raises(StoreForeign) as refused:
        Archive.open(tmp_path)
    assert str(backup) in refused.value.hint


def test_a_newer_database_is_refused(path: Path) -> None:
    make(path, ONE)
    tamper(path, "PRAGMA user_version=7;")
    with pytest.raises(StoreTooNew, match="newer dateline"):
        Database(path, ONE)


def test_an_older_database_is_migrated_after_a_backup(path: Path) -> None:
    make(path, ONE)
    database = Database(path, TWO)
    assert database.rows("SELECT a, b FROM thing") == [("kept", None)]
    database.close()
    [backup] = backups(path)
    assert "-v1" in backup.name
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT * FROM thing").fetchall() == [("kept",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    make(path, ONE)
    wrong = Schema("thing.db", TWO.ddl, {1: "ALTER TABLE thing ADD COLUMN c TEXT"})
    with pytest.raises(Exception, match="version 2 failed"):
        Database(path, wrong)
    with closing(Database(path, ONE, read_only=True)) as database:
        assert database.rows("SELECT * FROM thing") == [("kept",)]


def test_an_older_database_that_cannot_be_written_to_says_so(path: Path) -> None:
    make(path, ONE)
    with pytest.raises(StoreReadOnly, match="must be migrated"):
        Database(path, TWO, read_only=True)


def test_the_last_to_close_leaves_one_plain_file(path: Path) -> None:
    first, second = Database(path, ONE), Database(path, ONE)
    with first.write() as connection:
        connection.execute("INSERT INTO thing (a) VALUES ('one')")
    thread = threading.Thread(target=lambda: second.rows("SELECT * FROM thing"))
    thread.start()
    thread.join()
    first.close()
    assert path.with_name("thing.db-wal").exists()
    second.close()
    assert [p.name for p in path.parent.iterdir()] == ["thing.db"]
    assert path.read_bytes()[18:20] == b"\x01\x01"  # the rollback journal: opens on read-only media


def test_a_read_only_database_refuses_writes_and_makes_no_file(path: Path) -> None:
    make(path)
    database = Database(path, ONE, read_only=True)
    assert database.rows("SELECT a FROM thing") == [("kept",)]
    with pytest.raises(StoreReadOnly), database.write():
        pass
    database.close()
    assert [p.name for p in path.parent.iterdir()] == ["thing.db"]


def test_a_log_left_by_a_killed_process_is_read_even_read_only(path: Path) -> None:
    make(path)
    live = Database(path, ONE)
    with live.write() as connection:
        connection.execute("INSERT INTO thing (a) VALUES ('in the log')")
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    copy.with_name("copy.db-wal").write_bytes(path.with_name("thing.db-wal").read_bytes())
    live.close()
    database = Database(copy, ONE, read_only=True)
    assert database.rows("SELECT a FROM thing ORDER BY rowid") == [("kept",), ("in the log",)]
    database.close()


def test_a_transaction_is_whole_or_not_at_all(path: Path) -> None:
    make(path)
    database = Database(path, ONE)

    def fail_inside() -> None:
        with database.write() as outer:
            outer.execute("INSERT INTO thing (a) VALUES ('outer')")
            with database.write() as inner:
                inner.execute("INSERT INTO thing (a) VALUES ('inner')")
            raise KeyError

    with pytest.raises(KeyError):
        fail_inside()
    assert database.rows("SELECT a FROM thing") == [("kept",)]
    database.close()


def test_only_so_many_backups_are_kept(tmp_path: Path) -> None:
    from corpus.store.backup import save_backup

    make(tmp_path / "thing.db")
    database = Database(tmp_path / "thing.db", ONE)
    for i in range(KEPT + 3):
        save_backup(database.connection, database.path, f"t{i}")
    database.close()
    assert len(backups(tmp_path / "thing.db")) == KEPT


def _tag_from_a_process(root: str, name: str, count: int) -> None:
    with Archive.open(Path(root), who=name) as archive:
        [n] = archive.articles.order()
        for i in range(count):
            archive.edits.tag([n], [f"{name}/{i}"])


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive, archive.database.write() as connection:
        archive.files.make_row(connection, "a-11111111111111111111", None)
    context = multiprocessing.get_context("spawn")
    count = 25
    workers = [
        context.Process(target=_tag_from_a_process, args=(str(tmp_path), name, count))
        for name in ("one", "two", "three")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with Archive.open(tmp_path) as archive:
        assert len(archive.tags.all()) == 3 * count
        stamps = [row[0] for row in archive.database.rows("SELECT stamp FROM operation ORDER BY seq")]
        assert stamps == sorted(set(stamps))
    assert not list((tmp_path / ".dateline").glob("*-wal"))


def test_both_databases_carry_our_mark(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True):
        pass
    for schema in (ARCHIVE, TEXTS):
        with closing(sqlite3.connect(tmp_path / ".dateline" / schema.name)) as connection:
            assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
            assert connection.execute("PRAGMA user_version").fetchone() == (schema.version,)
