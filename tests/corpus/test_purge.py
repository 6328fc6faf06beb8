"""Purging: nothing of an article stays in any byte of the archive's own files, and the user's file is not touched."""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.errors import RecordUnknown, StoreLocked
from corpus.intake import update
from corpus.intake.lock import update_lock
from corpus.intake.update import Options
from corpus.purge import is_purged, purge
from corpus.store.backup import backups, save_backup
from tests.archives import CHECKPOINT, MARKET, THREE, made, number, write

SECRETS = (b"River Brigade attacked", b"stopped for six hours", b"Militia attacks checkpoint", b"sheltered the driver")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with made(tmp_path / "dispatches", who="RK") as opened:
        yield opened


def raw(archive: Archive) -> bytes:
    """Every byte of the archive's own folder, and every compressed text in it unpacked."""
    found = b""
    for path in sorted(archive.folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found += data + _unpacked(data)
    return found


def _unpacked(data: bytes) -> bytes:
    """Whatever unpacks, from wherever a zlib header may stand in the bytes."""
    out = b""
    for header in (b"\x78\x5e", b"\x78\x9c", b"\x78\x01", b"\x78\xda"):
        at = data.find(header)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                out += zlib.decompressobj().decompress(data[at : at + 4000])
            at = data.find(header, at + 1)
    return out


def worked_on(archive: Archive) -> str:
    """The checkpoint article with tags, notes, an edited title and an older version; its id."""
    n = number(archive, "checkpoint")
    archive.edits.tag([n], add=["old-mill/witness"])
    archive.edits.add_note(n, "the baker sheltered the driver")
    archive.edits.set_field([n], "title", "Militia attacks checkpoint, says baker")
    archive.history.undo()
    write(archive.root, {"2020/checkpoint.txt": CHECKPOINT.replace("killing four", "killing five")})
    update(archive)
    return archive.articles.get(n).id


def test_the_secrets_are_in_the_archive_before(archive: Archive) -> None:
    worked_on(archive)
    archive.checkpoint()
    save_backup(archive.database.connection, archive.database.path, "daily")
    assert all(secret in raw(archive) for secret in SECRETS)


def test_no_byte_of_a_purged_article_stays(archive: Archive) -> None:
    id_ = worked_on(archive)
    archive.checkpoint()
    save_backup(archive.database.connection, archive.database.path, "daily")
    report = purge(archive, id_)
    left = raw(archive)
    assert [secret for secret in (*SECRETS, b"old-mill/witness") if secret in left] == []
    assert b"vegetable market" in left, "the other articles are still there"
    assert report.versions == 2
    assert report.operations == 4
    assert report.backups == 1
    assert len(backups(archive.database.path)) == 1, "a clean backup takes the place of the others"


def test_nothing_stays_after_closing_either(archive: Archive) -> None:
    id_ = worked_on(archive)
    purge(archive, id_)
    archive.close()
    assert not any(secret in raw(archive) for secret in SECRETS)


def test_what_an_older_reader_made_of_it_goes_too(archive: Archive) -> None:
    n = number(archive, "checkpoint")
    # A text that no version names any more, as a better reader leaves behind.
    archive.texts.put([archive.articles.text(n).replace("River", "Rver") + "\nthe baker sheltered the driver"])
    purge(archive, archive.articles.get(n).id)
    assert b"sheltered the driver" not in raw(archive)


def test_the_file_stays_and_is_never_read_again(archive: Archive) -> None:
    id_ = worked_on(archive)
    report = purge(archive, id_)
    assert report.files == ["2020/checkpoint.txt"]
    assert (archive.root / "2020/checkpoint.txt").is_file()
    for options in (Options(), Options(rebuild=True), Options(retry=True)):
        assert update(archive, options).new == 0
    assert archive.articles.count() == 2
    assert [p.path for p in archive.files.all_problems()] == ["2020/checkpoint.txt"]
    write(archive.root, {"copy.txt": CHECKPOINT, "older.txt": CHECKPOINT.replace("killing four", "killing five")})
    update(archive)
    assert archive.articles.count() == 2, "neither version comes back, under any name"


def test_only_a_tombstone_stays(archive: Archive) -> None:
    id_ = worked_on(archive)
    others = {archive.articles.get(n).id for n in archive.articles.order()} - {id_}
    purge(archive, id_)
    assert is_purged(archive, id_)
    assert {archive.articles.get(n).id for n in archive.articles.order()} == others
    assert archive.log.operations(id_) == []
    with pytest.raises(RecordUnknown):
        archive.articles.find(id_)
    with sqlite3.connect(archive.database.path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        holding = [
            table
            for table in tables
            if any(id_ in map(str, row) for row in connection.execute(f"SELECT * FROM {table}"))
        ]
    connection.close()
    assert holding == ["purged"]


def test_acts_on_several_articles_keep_the_others(archive: Archive) -> None:
    both = [number(archive, "checkpoint"), number(archive, "market")]
    archive.edits.tag(both, add=["mines"])
    purge(archive, archive.articles.get(both[0]).id)
    assert archive.tags.all() == [("mines", 1)]
    assert [done.undone for done in archive.history.undo()] == [1]
    assert archive.tags.all() == []


def test_a_text_that_another_article_has_stays_and_is_named(tmp_path: Path) -> None:
    same = {"one.txt": MARKET, "two.txt": MARKET.replace("\n\n- Radio Sarn", "\n\n-  Radio Sarn")}
    with made(tmp_path / "dispatches", same) as archive:
        one, two = (archive.articles.get(n) for n in archive.articles.order("oldest"))
        assert one.text_sha256 == two.text_sha256
        report = purge(archive, one.id)
        assert report.shared == [two.id]
        assert "vegetable market" in archive.articles.text(two.n)


def test_a_purge_that_was_cut_off_is_completed_by_purging_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = worked_on(archive)
    with monkeypatch.context() as patch:
        patch.setattr("corpus.store.erase.erase_article", _cut)
        with pytest.raises(KeyboardInterrupt):
            purge(archive, id_)
    purge(archive, id_)
    assert not any(secret in raw(archive) for secret in SECRETS)
    assert purge(archive, id_).again


def _cut(*_: object) -> None:
    raise KeyboardInterrupt


def test_while_another_dateline_reads_it_says_what_is_left_to_do(archive: Archive) -> None:
    id_ = worked_on(archive)
    reader = sqlite3.connect(archive.database.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM operation").fetchall()
    archive.database.connection.execute("PRAGMA busy_timeout=0")
    with pytest.raises(StoreLocked, match="traces"):
        purge(archive, id_)
    assert is_purged(archive, id_)
    reader.close()
    assert purge(archive, id_).again
    assert not any(secret in raw(archive) for secret in SECRETS)


def test_an_update_and_a_purge_exclude_each_other(archive: Archive) -> None:
    id_ = archive.articles.get(number(archive, "market")).id
    with update_lock(archive.folder), pytest.raises(StoreLocked):
        purge(archive, id_)
    assert archive.articles.number(id_) is not None


def test_an_unknown_id_is_refused(archive: Archive) -> None:
    with pytest.raises(RecordUnknown):
        purge(archive, "a-" + "0" * 20)
    assert archive.articles.count() == len(THREE)


def test_the_index_is_told(archive: Archive) -> None:
    n = number(archive, "checkpoint")
    before = archive.articles.position()
    purge(archive, archive.articles.get(n).id)
    assert [(c.n, c.exists) for c in archive.articles.changed_since(before, 10)] == [(n, False)]


# Other records


def coded(archive: Archive) -> dict[str, str]:
    """A record of every kind, each with a secret word in every sort of place, said, changed, taken back and undone."""
    records = archive.records
    article = archive.articles.get(number(archive, "checkpoint")).id
    made: dict[str, str] = {}
    made["actor"] = records.create(
        "actor",
        {
            "names": [{"text": "Sekret Actor"}],
            "notes": [{"text": "sekret note"}],
            "tags": ["sekret-tag"],
            "zz": "sekret",
        },
    )
    made["place"] = records.create("place", {"names": [{"text": "Sekret Place"}], "code": "sekret-code"})
    made["incident"] = records.create(
        "incident",
        {
            "title": "sekret incident",
            "actors": [{"id": "k1", "actor": made["actor"], "role": "attacker", "as_described": "sekret men"}],
            "weapons": ["sekret-gun"],
            "basis": {"date": "resolved"},
        },
    )
    made["link"] = records.create(
        "link", {"from": made["actor"], "to": article, "relation": "linked to", "as": "sekret link"}
    )
    made["passage"] = records.create(
        "passage",
        {
            "article": article,
            "quote": {"exact": "River Brigade attacked a checkpoint"},
            "via": [{"who": "sekret teller"}],
            "points": [
                {"record": made["actor"], "field": "names", "value": "sekret name"},
                {"record": made["incident"], "field": "title", "value": "sekret point"},
            ],
        },
    )
    made["search"] = records.create("search", {"name": "sekret search", "query": "sekret words"})
    archive.seen_up_to.mark(made["search"])
    records.set(made["incident"], "title", "sekret title, changed")
    records.remove(made["incident"], "actors[k1]")
    records.delete(made["actor"])
    archive.history.undo(2)
    for record in made.values():
        (archive.folder / "drafts").mkdir(exist_ok=True)
        (archive.folder / "drafts" / f"{record}.json").write_text(f'{{"record": "{record}", "draft": "sekret draft"}}')
    return made


def test_no_byte_of_purged_records_of_any_kind_stays(archive: Archive) -> None:
    made = coded(archive)
    archive.checkpoint()
    save_backup(archive.database.connection, archive.database.path, "daily")
    assert raw(archive).lower().count(b"sekret") > 20
    reports = [purge(archive, made[kind]) for kind in ("search", "incident", "actor", "place", "passage")]
    archive.close()
    assert b"sekret" not in raw(archive).lower()
    assert [report.drafts for report in reports] == [1, 1, 2, 1, 1], "the link went with the actor"
    assert b"vegetable market" in raw(archive)


def test_nothing_local_is_kept_of_a_purged_search(archive: Archive) -> None:
    made = coded(archive)
    purge(archive, made["search"])
    rows = archive.database.rows("SELECT key FROM meta WHERE key LIKE ?", (f"%{made['search']}%",))
    assert rows == []


def test_with_an_article_go_its_links_and_what_other_passages_say_of_it(archive: Archive) -> None:
    made = coded(archive)
    article, other = (archive.articles.get(number(archive, name)).id for name in ("checkpoint", "market"))
    point = {"record": article, "field": "title", "value": "sekret headline"}
    about = archive.records.create(
        "passage", {"article": other, "quote": {"exact": "Six shells fell"}, "points": [point]}
    )
    report = purge(archive, article)
    assert set(report.records) == {made["passage"], made["link"]}
    assert not archive.records.get(about).values.get("points")
    archive.close()
    assert b"sekret headline" not in raw(archive)
    assert b"sekret link" not in raw(archive)


def test_drafts_of_others_stay_and_are_named(archive: Archive) -> None:
    made = coded(archive)
    report = purge(archive, made["place"])
    assert [path.stem for path in report.kept_drafts] == sorted(id_ for id_ in made.values() if id_ != made["place"])
