"""An update case by case: what is read, what is listed with a reason, what is refused."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.check import check
from corpus.errors import FolderEmptied, FolderMissing, StoreLocked
from corpus.intake import Progress, Report, update
from corpus.intake.lock import update_lock
from corpus.intake.update import Options
from corpus.purge import purge
from corpus.readers.reader import MAX_BYTES

TEXT = """Shelling closes the road to Ostrel: monitors

Mar 3, 2031

Mortar rounds fell on the Ostrel road for a second day on Monday, the Vale Monitor said, and {what}.

Nobody was hurt, according to two drivers who turned back at the bridge.

- Vale Monitor"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def archive(root: Path) -> Iterator[Archive]:
    with Archive.open(root, create=True) as opened:
        yield opened


def write(root: Path, name: str, text: str = TEXT) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(what=name) if "{what}" in text else text, encoding="utf-8")
    return path


def test_an_article_is_read_with_its_title_date_credit_and_text(root: Path, archive: Archive) -> None:
    write(root, "2031/03/road.txt")
    report = update(archive)
    assert (report.new, report.read, report.problems) == (1, 1, 0)
    [n] = archive.articles.order()
    article = archive.articles.get(n)
    assert article.title == "Shelling closes the road to Ostrel: monitors"
    assert article.fields["published"] == "2031-03-03"
    assert article.fields["credit"] == "Vale Monitor"
    text = archive.articles.text(n)
    assert text.startswith("Mortar rounds")
    assert text.endswith("turned back at the bridge.")
    assert [p.display for p in article.places] == ["2031/03/road.txt"]
    assert article.versions[0].file_time


def test_tags_survive_a_move_a_rename_and_an_edit(root: Path, archive: Archive) -> None:
    path = write(root, "road.txt")
    update(archive)
    [n] = archive.articles.order()
    archive.edits.tag([n], ["shelling"])
    moved = root / "elsewhere" / "renamed.txt"
    moved.parent.mkdir()
    path.rename(moved)
    assert update(archive).moved == 1
    moved.write_text(moved.read_text(encoding="utf-8") + "\n\nA correction follows.", encoding="utf-8")
    report = update(archive)
    assert (report.changed, report.new) == (1, 0)
    assert archive.articles.rows([n])[0].tags == ("shelling",)
    assert len(archive.articles.get(n).versions) == 2


def test_a_missing_article_is_kept_and_found_again(root: Path, archive: Archive) -> None:
    path = write(root, "road.txt")
    write(root, "other.txt")
    update(archive)
    data = path.read_bytes()
    path.unlink()
    assert update(archive).gone == 1
    [n] = archive.articles.where("missing")
    assert archive.articles.text(n).startswith("Mortar")
    assert archive.articles.get(n).places[0].display == "road.txt"
    (root / "back.txt").write_bytes(data)
    assert update(archive).returned == 1
    assert len(archive.articles.where("missing")) == 0


def test_a_folder_that_is_suddenly_empty_is_refused(root: Path, archive: Archive) -> None:
    path = write(root, "road.txt")
    update(archive)
    path.unlink()
    with pytest.raises(FolderEmptied, match="is now empty"):
        update(archive)
    assert len(archive.articles.where("missing")) == 0
    assert update(archive, Options(accept_empty=True)).gone == 1


def test_a_subfolder_that_is_suddenly_empty_is_held_and_reported(root: Path, archive: Archive) -> None:
    write(root, "stays.txt")
    for i in range(12):
        write(root, f"disk/{i}.txt")
    update(archive)
    shutil.rmtree(root / "disk")
    (root / "disk").mkdir()
    report = update(archive)
    assert report.held == [("disk", 12)]
    assert len(archive.articles.where("missing")) == 0
    assert update(archive, Options(accept_empty=True)).gone == 12


def test_a_folder_emptied_by_moving_its_files_is_no_loss(root: Path, archive: Archive) -> None:
    write(root, "stays.txt")
    for i in range(12):
        write(root, f"old/{i}.txt")
    update(archive)
    (root / "new").mkdir()
    for i in range(12):
        (root / f"old/{i}.txt").rename(root / f"new/{i}.txt")
    report = update(archive)
    assert (report.moved, report.gone, report.held) == (12, 0, [])


def test_what_cannot_be_read_is_listed_with_its_reason_and_stops_nothing(root: Path, archive: Archive) -> None:
    write(root, "good.txt")
    (root / "empty.txt").write_bytes(b"")
    (root / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(2000))
    (root / "blank.txt").write_text(" \n\n ", encoding="utf-8")
    (root / "link.txt").symlink_to(root / "good.txt")
    os.mkfifo(root / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(root / "socket"))
        (root / "export.yaml").write_text("dateline: 1\nexported: {}\n", encoding="utf-8")
        report = update(archive)
    assert report.new == 1
    reasons = {problem.path: problem.reason for problem in archive.files.all_problems()}
    assert set(reasons) == {"empty.txt", "picture.jpg", "blank.txt", "link.txt", "pipe.txt", "socket", "export.yaml"}
    assert report.problems == 7
    assert "link" in reasons["link.txt"]
    assert "JPEG" in reasons["picture.jpg"]


def test_a_file_that_failed_is_not_tried_again_until_it_changes_or_is_asked_for(root: Path, archive: Archive) -> None:
    bad = root / "later.txt"
    bad.write_bytes(b"")
    write(root, "good.txt")
    update(archive)
    assert update(archive).failed == []
    assert [path for path, _ in update(archive, Options(retry=True)).failed] == ["later.txt"]
    bad.write_text(TEXT.format(what="now it is here"), encoding="utf-8")
    assert update(archive).new == 1
    assert archive.files.all_problems() == []


def test_a_problem_goes_when_its_file_goes(root: Path, archive: Archive) -> None:
    (root / "empty.txt").write_bytes(b"")
    write(root, "good.txt")
    update(archive)
    (root / "empty.txt").unlink()
    assert update(archive).problems == 0


def test_a_known_file_that_grew_too_large_is_lost_to_its_article_and_not_looked_at_again(
    root: Path, archive: Archive
) -> None:
    path = write(root, "road.txt")
    write(root, "good.txt")
    update(archive)
    os.truncate(path, MAX_BYTES + 1)
    report = update(archive)
    assert (report.gone, [name for name, _ in report.failed]) == (1, ["road.txt"])
    assert len(archive.articles.where("missing")) == 1
    assert update(archive).failed == []
    assert not any(finding.wrong for finding in check(archive))
    path.write_text(TEXT.format(what="road.txt"), encoding="utf-8")
    assert update(archive).returned == 1


def test_a_known_file_that_holds_what_was_erased_is_lost_to_its_article(root: Path, archive: Archive) -> None:
    path = write(root, "road.txt")
    erased = write(root, "other.txt", "Grain comes in\n\nMar 4, 2031\n\nTwo barges of grain came to Ostrel.")
    update(archive)
    purge(archive, archive.articles.get(archive.articles.find(holder(archive, "other.txt"))).id)
    path.write_bytes(erased.read_bytes())
    assert update(archive).gone == 1
    assert update(archive).failed == []


def holder(archive: Archive, path: str) -> str:
    """The id of the article that a file holds."""
    rows = archive.database.rows(
        "SELECT a.id FROM path p JOIN article a ON a.n = p.article WHERE p.path = ?", (path.encode(),)
    )
    return str(rows[0][0])


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        ("dateline: 1\nexported: {}\n", True),
        ("dateline: 12 \r\nexported: {}\r\n", True),
        ("# For the team only.\n\n  # More of it.\ndateline: 1\nexported: {}\n", True),
        ("dateline: Ostrel, 22 June\n\nThe road is closed, drivers say.\n", False),
        ("dateline: 22 June\n\nThe road is closed, drivers say.\n", False),
        ("The road is closed\ndateline: 1\n\nDrivers say so.\n", False),
        ("#" * 5000 + "\ndateline: 1\n", False),
    ],
)
def test_a_bundle_is_told_from_an_article_that_begins_like_one(
    root: Path, archive: Archive, head: str, is_one: bool
) -> None:
    write(root, "sent.txt", head)
    update(archive)
    assert ["bundle" in problem.reason for problem in archive.files.all_problems()] == [True] * is_one


def test_hidden_files_backups_and_our_own_folder_are_not_articles(root: Path, archive: Archive) -> None:
    write(root, "good.txt")
    write(root, ".hidden.txt")
    write(root, "draft.txt~")
    write(root, ".git/notes.txt")
    assert update(archive).new == 1


def test_a_file_changed_within_two_seconds_of_its_reading_is_looked_at_again(root: Path, archive: Archive) -> None:
    path = write(root, "road.txt", TEXT.format(what="aaaa"))
    before = path.stat()
    update(archive)
    path.write_text(TEXT.format(what="bbbb"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert update(archive).changed == 1


def test_a_second_update_is_refused_and_names_the_first(root: Path, archive: Archive) -> None:
    write(root, "good.txt")
    with update_lock(archive.folder), pytest.raises(StoreLocked) as refused:
        update(archive)
    assert str(os.getpid()) in refused.value.detail
    assert update(archive).new == 1
    assert (archive.folder / "update.lock").read_bytes() == b""


def test_a_lock_that_is_garbled_is_still_a_lock(archive: Archive) -> None:
    with update_lock(archive.folder):
        (archive.folder / "update.lock").write_text(json.dumps([1]), encoding="utf-8")
        with pytest.raises(StoreLocked), update_lock(archive.folder):
            pass


def test_a_stopped_update_keeps_what_it_did_and_the_next_goes_on(root: Path, archive: Archive) -> None:
    for i in range(120):
        write(root, f"{i:03}.txt")
    told: list[Progress] = []
    first = update(archive, progress=told.append, cancelled=lambda: archive.articles.count() >= 40)
    assert first.cancelled
    assert 40 <= archive.articles.count() < 120
    assert len(archive.articles.where("missing")) == 0
    second = update(archive, progress=told.append)
    assert archive.articles.count() == 120
    assert first.new + second.new == 120
    assert told[-1].done == told[-1].total


def test_rebuild_hashes_everything_again_and_changes_no_article(root: Path, archive: Archive) -> None:
    for i in range(3):
        write(root, f"{i}.txt")
    update(archive)
    before = [archive.articles.get(n) for n in archive.articles.order()]
    report = update(archive, Options(rebuild=True))
    assert (report.read, report.new, report.changed, report.unchanged) == (3, 0, 0, 3)
    assert [archive.articles.get(n) for n in archive.articles.order()] == before


def test_a_file_name_that_is_not_text_is_kept_and_shown(root: Path, archive: Archive) -> None:
    name = b"odd-\xff\x1b[31m.txt"
    path = os.fsencode(root) + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123 -- bytes
        file.write(TEXT.format(what="odd").encode())
    update(archive)
    [n] = archive.articles.order()
    shown = archive.articles.get(n).places[0].display
    assert shown.isprintable()
    assert "\x1b" not in shown
    assert update(archive).unchanged == 1


def test_a_folder_that_does_not_exist_or_holds_no_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match="There is no folder"):
        Archive.open(tmp_path / "nowhere")
    with pytest.raises(FolderMissing, match="no dateline archive"):
        Archive.open(tmp_path)
    assert Archive.find(tmp_path) is None


def test_the_nearest_archive_upwards_is_found(root: Path, archive: Archive) -> None:
    below = root / "2031" / "03"
    below.mkdir(parents=True)
    assert Archive.find(below) == root


def test_the_archive_s_own_folder_is_its_owner_s_alone(root: Path, archive: Archive) -> None:
    write(root, "good.txt")
    update(archive)
    folder = root / ".dateline"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {p.name: p.stat().st_mode & 0o777 for p in folder.iterdir() if p.is_file() and "-" not in p.name} == {
        "archive.db": 0o600,
        "texts.db": 0o600,
        "update.lock": 0o600,
    }


def test_no_file_of_the_user_s_is_touched(root: Path, archive: Archive) -> None:
    for i in range(3):
        write(root, f"{i}.txt")

    def look() -> dict[str, tuple[int, int, bytes]]:
        return {p.name: (p.stat().st_mtime_ns, p.stat().st_ino, p.read_bytes()) for p in root.iterdir() if p.is_file()}

    before = look()
    update(archive)
    update(archive, Options(rebuild=True))
    assert look() == before


def test_the_seed_article_is_carried_whole(data: Path, root: Path, archive: Archive) -> None:
    shutil.copy(next((data / "seed").glob("*.txt")), root)
    report: Report = update(archive)
    assert report.new == 1
    [n] = archive.articles.order()
    article = archive.articles.get(n)
    assert article.id == "a-0de790996aa761cef866"
    assert article.fields["published"] == "2020-06-23"
    assert article.fields["credit"] == "Call Syria"
    assert article.text_sha256 == "6f08cefbb8a6cee490487676f0a4d17ebee4ae8b67eb2bbfed54b2a6690e2d19"


def test_bad_inputs_are_survived(data: Path, root: Path, archive: Archive, tmp_path: Path) -> None:
    import subprocess
    import sys

    bad = tmp_path / "bad"
    made = subprocess.run(
        [sys.executable, str(data / "F_made" / "make_bad_inputs.py"), str(bad)], capture_output=True, check=False
    )
    assert made.returncode == 0
    shutil.copytree(data / "F_terminal" / "hostile", root / "terminal")
    bad.rename(root / "bad")
    report = update(archive)
    assert report.new > 20
    assert update(archive).failed == []
    for problem in archive.files.all_problems():
        assert problem.reason
        assert problem.path.isprintable()


def test_a_changed_file_whose_old_text_is_damaged_stays_its_article(root: Path, archive: Archive) -> None:
    path = write(root, "road.txt")
    write(root, "other.txt", "Grain comes in\n\nMar 4, 2031\n\nTwo barges of grain came to Ostrel.")
    update(archive)
    n = archive.articles.find(holder(archive, "road.txt"))
    archive.edits.tag([n], ["shelling"])
    with archive.texts.database.write() as connection:
        connection.execute("UPDATE text SET body = x'00'")
    path.write_text(path.read_text(encoding="utf-8") + "\n\nA correction follows.", encoding="utf-8")
    report = update(archive)
    assert (report.changed, report.new) == (1, 0)
    assert archive.articles.rows([n])[0].tags == ("shelling",)
    write(root, "other.txt", TEXT.format(what="nothing of the grain is in it"))
    report = update(archive)
    assert (report.changed, report.new) == (0, 1), "another title is another article"


def test_links_and_pipes_are_among_what_failed_once(root: Path, archive: Archive) -> None:
    write(root, "good.txt")
    (root / "link.txt").symlink_to(root / "good.txt")
    os.mkfifo(root / "pipe.txt")
    assert sorted(path for path, _ in update(archive).failed) == ["link.txt", "pipe.txt"]
    assert update(archive).failed == []


def test_pictures_are_hashed_and_listed_and_read_no_more(root: Path, archive: Archive) -> None:
    data = b"\xff\xd8\xff\xe0" + bytes(2000)
    (root / "photo.jpg").write_bytes(data)
    write(root, "good.txt")
    update(archive)
    [problem] = archive.files.all_problems()
    assert problem.sha256 == hashlib.sha256(data).hexdigest()
    assert update(archive).failed == []


@pytest.mark.parametrize(
    "name",
    [
        b"new\nline.txt",
        b"tab\there.txt",
        b"inv\xff\xfealid.txt",
        b"x" * 251 + b".txt",
        "turned\u202egnp.txt".encode(),
        b"back\\slash.txt",
        b"-rf.txt",
        b"hash#1.txt",
        b" spaces .txt",
    ],
)
def test_files_of_any_name_are_read_moved_and_shown_in_print(root: Path, archive: Archive, name: bytes) -> None:
    path = os.path.join(os.fsencode(root), name)  # noqa: PTH118 -- bytes
    with open(path, "wb") as file:  # noqa: PTH123 -- bytes
        file.write(TEXT.format(what="odd").encode())
    assert update(archive).new == 1
    assert update(archive).unchanged == 1
    [n] = archive.articles.order()
    assert archive.articles.get(n).places[0].display.isprintable()
    os.rename(path, os.path.join(os.fsencode(root), b"plain.txt"))  # noqa: PTH104, PTH118
    assert update(archive).moved == 1


def test_loops_of_links_and_locked_folders_end_nothing(root: Path, archive: Archive) -> None:
    write(root, "a/b/good.txt")
    (root / "a" / "b" / "up").symlink_to(root / "a")
    (root / "self").symlink_to(root / "self")
    locked = root / "locked"
    locked.mkdir()
    write(root, "locked/inside.txt")
    locked.chmod(0)
    try:
        report = update(archive)
        reasons = {problem.path: problem.reason for problem in archive.files.all_problems()}
    finally:
        locked.chmod(0o700)
    assert {"a/b/up", "self"} <= set(reasons)
    assert report.new == 2 - ("locked" in reasons)
    update(archive)
    assert archive.articles.count() == 2
