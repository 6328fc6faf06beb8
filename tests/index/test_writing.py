"""The index keeps up with the archive, whatever cuts it off, whoever else is there, whatever became of its files."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Index, IndexBroken, IndexBusy
from index.building.writer import Progress, Writer
from index.disk import folder as folder_of_index
from index.disk import manifest
from index.disk.folder import LOCK, cache_folder, writing
from index.disk.snapshot import Snapshot
from index.schema import FIELDS, SCORED
from index.words.stems import stems
from tests.index.fakes import FakeArchive, FakeEntry

WORDS = ("landmine", "ambulance", "checkpoint", "قوات", "cease-fire", "town")


def article(n: int, seed: int = 0) -> FakeEntry:
    rng = random.Random(n * 1000 + seed)
    text = " ".join(rng.choices(WORDS, k=8))
    return FakeEntry(n, title=rng.choice(WORDS), text=f"{text} only{n}x{seed}", outlet="Karsan Daily", path=f"{n}.txt")


def contents(folder: Path) -> dict[str, Any]:
    """Everything that can be asked of an index, in the archive's numbers: equal for equal archives."""
    found = manifest.read(folder)
    assert found is not None
    snapshot = Snapshot(folder, found, {})
    held: dict[str, Any] = {"everything": sorted(snapshot.numbers[snapshot.live].tolist())}
    for view in snapshot.views:
        part = view.part
        for field in FIELDS:
            for at in range(*part.field(field)):
                docs, counts = part.docs(at, at + 1).tolist(), part.counts(at, at + 1).tolist()
                places = iter(part.positions(at, at + 1).tolist())
                for doc, count in zip(docs, counts, strict=True):
                    where = tuple(islice(places, count))
                    if view.live[doc]:
                        held.setdefault(f"{field}:{part.word(at)}", set()).add((int(part.numbers[doc]), where))
        for name in SCORED:
            lengths = zip(part.numbers.tolist(), part.lengths[name].tolist(), view.live.tolist(), strict=True)
            held.setdefault(name, {}).update({n: length for n, length, lives in lengths if lives})
        words = {word for name in SCORED for word in part.words(*part.field(name))}
        for stem in {stem for word in words for stem in stems(word)}:
            assert set(part.forms(stem)) == {word for word in words if stem in stems(word)}
    return held


def files(folder: Path) -> int:
    return len(list(folder.glob(f"*{manifest.ENDING}")))


@pytest.fixture
def archive() -> FakeArchive:
    return FakeArchive(*(article(n) for n in range(1, 41)))


def test_taking_in_all_at_once_or_in_steps_is_the_same(archive: FakeArchive, tmp_path: Path) -> None:
    assert Writer(tmp_path / "a", archive).catch_up().articles == 40
    assert Writer(tmp_path / "b", archive, step=7).catch_up().articles == 40
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_only_what_changed_is_taken_in(archive: FakeArchive, tmp_path: Path) -> None:
    index = Index(archive, tmp_path)
    assert index.behind() == 40
    assert index.catch_up() == 40
    assert index.behind() == 0
    assert index.catch_up() == 0
    archive.put(article(3, seed=1), article(41))
    archive.drop(7)
    assert index.behind() == 3
    assert index.catch_up() == 3
    assert index.rebuilt == ""
    Writer(tmp_path / "new", archive).catch_up()
    assert contents(tmp_path) == contents(tmp_path / "new")
    assert list(index.search("only3x0 OR only7x0").ns) == []
    assert set(index.search("only3x1 OR only41x0").ns) == {3, 41}


def test_progress_is_told_and_ends_with_all(archive: FakeArchive, tmp_path: Path) -> None:
    told: list[Progress] = []
    Index(archive, tmp_path).catch_up(progress=told.append)
    assert told[-1] == Progress("indexing", 40, 40)
    assert [each.done for each in told] == sorted(each.done for each in told)


def test_small_parts_are_put_together(archive: FakeArchive, tmp_path: Path) -> None:
    index = Index(archive, tmp_path)
    index.catch_up()
    for n in range(100, 160):
        archive.put(article(n))
        index.catch_up()
    assert index.health().parts < 25
    Writer(tmp_path / "new", archive).catch_up()
    assert contents(tmp_path) == contents(tmp_path / "new")
    assert files(tmp_path) == index.health().parts


def test_a_part_that_is_mostly_deleted_is_written_again(archive: FakeArchive, tmp_path: Path) -> None:
    index = Index(archive, tmp_path)
    index.catch_up()
    for n in range(1, 21):
        archive.put(article(n, seed=2))
    index.catch_up()
    found = manifest.read(tmp_path)
    assert found is not None
    assert all(not part.dead for part in found.parts)
    assert index.health().articles == 40


Step = tuple[str, int]
steps = st.lists(st.tuples(st.sampled_from(["put", "drop", "catch up", "cut off"]), st.integers(1, 12)), max_size=25)


class CutOff(Exception):
    pass


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    return lambda: tmp_path_factory.mktemp("index")


def cut_off(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let the n-th thing that touches the disk from here on fail, as if the process had been killed there."""
    left = [after]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def touch(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise CutOff
            return real(*args, **kwargs)

        return touch

    monkeypatch.setattr("index.building.writer.sync", counted(folder_of_index.sync))
    monkeypatch.setattr("index.disk.manifest.write_whole", counted(folder_of_index.write_whole))
    monkeypatch.setattr("index.codec.blocks.os.fsync", counted(os.fsync))
    monkeypatch.setattr("pathlib.Path.unlink", counted(Path.unlink))
    monkeypatch.setattr("pathlib.Path.replace", counted(Path.replace))


@settings(max_examples=40)
@given(steps, st.integers(1, 4))
def test_whatever_happened_an_index_that_caught_up_equals_a_new_one(
    fresh: Callable[[], Path], history: list[Step], step: int
) -> None:
    archive, folder = FakeArchive(), fresh()
    for number, (what, n) in enumerate(history):
        if what == "put":
            archive.put(article(n, seed=number))
        elif what == "drop" and n in archive.articles.entries:
            archive.drop(n)
        elif what == "catch up":
            Writer(folder, archive, step=step).catch_up()
        elif what == "cut off":
            with pytest.MonkeyPatch.context() as patch:
                cut_off(patch, n)
                try:
                    Writer(folder, archive, step=step).catch_up()
                except CutOff:
                    continue
    taken = Writer(folder, archive, step=step).catch_up()
    assert taken.why_anew == ""
    Writer(folder / "new", archive).catch_up()
    assert contents(folder) == contents(folder / "new")
    assert files(folder) == Index(archive, folder).health().parts


def test_articles_of_one_moment_stay_together(tmp_path: Path) -> None:
    archive = FakeArchive()
    archive.put_together(*(article(n) for n in range(1, 30)))
    archive.put_together(*(article(n) for n in range(30, 35)))
    assert Writer(tmp_path, archive, step=2).catch_up().articles == 34
    assert Index(archive, tmp_path).behind() == 0


def test_an_article_that_changes_while_it_is_taken_in_is_taken_in_again(archive: FakeArchive, tmp_path: Path) -> None:
    changed: list[Progress] = []

    def change(told: Progress) -> None:
        if not changed:
            changed.append(told)
            archive.put(article(5, seed=9))

    index = Index(archive, tmp_path)
    index.catch_up(progress=change)
    assert index.behind() == 0
    assert list(index.search("only5x0").ns) == []
    assert list(index.search("only5x9").ns) == [5]


def test_stopping_keeps_what_counts(archive: FakeArchive, tmp_path: Path) -> None:
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 1

    index = Index(archive, tmp_path)
    assert index.catch_up(cancelled=stop) == 0
    assert index.behind() == 40
    assert index.catch_up() == 40


# Somebody else


def test_only_one_writes(archive: FakeArchive, tmp_path: Path) -> None:
    index = Index(archive, tmp_path)
    index.catch_up()
    archive.put(article(99))
    with writing(tmp_path):
        with pytest.raises(IndexBusy) as caught:
            index.catch_up()
        assert caught.value.hint
        assert index.search("only3x0").total == 1
    assert index.catch_up() == 1


def test_a_failed_step_frees_the_right_to_write(
    archive: FakeArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(archive, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("index.disk.manifest.write_whole", full_disk)
        with pytest.raises(IndexBroken, match="No space left"):
            index.catch_up()
    assert index.catch_up() == 40


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_reader_sees_what_another_wrote(archive: FakeArchive, tmp_path: Path) -> None:
    reader, writer = Index(archive, tmp_path), Index(archive, tmp_path)
    assert reader.search("landmine").total == 0
    writer.catch_up()
    before = reader.search("landmine").total
    assert before > 0
    archive.put(FakeEntry(200, text="landmine"))
    writer.catch_up()
    assert reader.search("landmine").total == before + 1
    writer.rebuild()
    assert reader.search("landmine").total == before + 1


def test_searching_goes_on_while_parts_are_replaced(archive: FakeArchive, tmp_path: Path) -> None:
    reader = Index(archive, tmp_path)
    reader.catch_up()
    total = reader.search("landmine").total
    for _ in range(5):
        Index(archive, tmp_path).rebuild()
        assert reader.search("landmine").total == total


def test_articles_that_are_no_more_are_not_found_even_before_the_index_knows(
    archive: FakeArchive, tmp_path: Path
) -> None:
    index = Index(archive, tmp_path)
    index.catch_up()
    archive.drop(3)
    assert index.search("only3x0").total == 0
    assert index.search("-nothing").total == 39


# What became of the files


def damage(path: Path, rng: random.Random) -> None:
    """Do something to a file that programs and people do."""
    data = bytearray(path.read_bytes())
    how = rng.choice(["garble", "cut", "empty", "remove", "grow"] if data else ["grow", "remove"])
    if how == "remove":
        path.unlink()
        return
    if how == "garble":
        for _ in range(rng.randint(1, 20)):
            data[rng.randrange(len(data))] ^= rng.randint(1, 255)
    elif how == "grow":
        data += rng.randbytes(rng.randint(1, 50))
    else:
        del data[rng.randrange(len(data)) if how == "cut" else 0 :]
    path.write_bytes(data)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_index_is_made_anew_and_says_so(archive: FakeArchive, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    Writer(tmp_path, archive, step=15).catch_up()
    good = {query: list(Index(archive, tmp_path).search(query).ns) for query in ("landmine", '"cease fire"', "ch*")}
    path = rng.choice(sorted(path for path in tmp_path.iterdir() if path.name != LOCK))
    damage(path, rng)
    index = Index(archive, tmp_path)
    results = {query: index.search(query) for query in good} if seed % 2 else {}
    index.catch_up()
    assert index.rebuilt or path.name == manifest.NAME
    assert {query: list(index.search(query).ns) for query in good} == good
    assert all(list(found.ns) == good[query] for query, found in results.items() if found.rebuilt)
    assert not results or results["landmine"].rebuilt or path.name == manifest.NAME


def written(parts: Any) -> bytes:
    index = {"uid": "u", "analysis": "", "position": 0, "generation": 0, "parts": parts}
    crc = zlib.crc32(json.dumps(index, separators=(",", ":"), sort_keys=True).encode())
    return json.dumps({"layout": manifest.LAYOUT, "checksum": crc, "index": index}).encode()


NO_MANIFESTS = [b"", b"{", b"[]", b"null", b'{"layout":2}', b"\xff\xfe", b'{"layout":99}', b"[" * 100_000]
PART = {"id": "0" * 16, "count": 1, "deleted": "", "size": 9, "crc": 1}
NO_PARTS: list[Any] = [[{}], [PART | {"id": "../../../../etc"}], "abc", [PART, PART], [PART | {"count": -1}], [PART]]
NO_PARTS += [[PART | {"deleted": each}] for each in ("x", "eJwDAAAAAAE=", "eJxjYgAAAAQAAg==", 7)]
NO_MANIFESTS += [written(each) for each in NO_PARTS]


@pytest.mark.parametrize("content", NO_MANIFESTS)
def test_a_manifest_that_is_none_is_replaced(archive: FakeArchive, tmp_path: Path, content: bytes) -> None:
    Writer(tmp_path, archive).catch_up()
    (tmp_path / manifest.NAME).write_bytes(content)
    index = Index(archive, tmp_path)
    assert index.health().problem
    assert index.behind() == 40
    found = index.search("landmine")
    assert found.rebuilt
    assert found.total == Index(archive, tmp_path).search("landmine").total > 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"uid": "other"}, "another archive"),
        ({"analysis": "0.0"}, "another way"),
        ({"position": 10_000}, "restored"),
    ],
)
def test_an_index_of_something_else_is_made_anew(
    archive: FakeArchive, tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    Writer(tmp_path, archive).catch_up()
    found = manifest.read(tmp_path)
    assert found is not None
    manifest.write(tmp_path, replace(found, **change))
    index = Index(archive, tmp_path)
    assert why in index.health().problem
    assert index.catch_up() == 40
    assert why in index.rebuilt


def test_a_copied_index_is_of_use_though_its_times_differ(archive: FakeArchive, tmp_path: Path) -> None:
    Writer(tmp_path, archive).catch_up()
    for path in tmp_path.iterdir():
        os.utime(path, (1, 1))
    index = Index(archive, tmp_path)
    assert index.search("landmine").rebuilt == ""
    assert index.health(thoroughly=True).problem == ""
    assert index.catch_up() == 0


def test_a_thorough_look_finds_any_changed_byte(archive: FakeArchive, tmp_path: Path) -> None:
    Writer(tmp_path, archive).catch_up()
    path = next(tmp_path.glob(f"*{manifest.ENDING}"))
    data = bytearray(path.read_bytes())
    for at in random.Random(1).sample(range(len(data)), 40):
        path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert Index(archive, tmp_path).health(thoroughly=True).problem
    path.write_bytes(data)
    assert not Index(archive, tmp_path).health(thoroughly=True).problem


def test_left_over_files_go(archive: FakeArchive, tmp_path: Path) -> None:
    (tmp_path / "deadbeefdeadbeef.part").write_bytes(b"half a part")
    (tmp_path / "manifest.json.new").write_bytes(b"half a list")
    Writer(tmp_path, archive).catch_up()
    assert not (tmp_path / "deadbeefdeadbeef.part").exists()
    assert not (tmp_path / "manifest.json.new").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_the_owner_can_look_in(archive: FakeArchive, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "index"
    Writer(folder, archive).catch_up()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())


def test_the_index_lies_in_the_archive_unless_that_cannot_be_written_to(
    archive: FakeArchive, tmp_path: Path, own_home: Path
) -> None:
    archive.folder = tmp_path / "archive" / ".dateline"
    archive.folder.mkdir(parents=True)
    archive.read_only = True
    beside = Index(archive)
    assert beside.folder.is_relative_to(own_home)
    assert beside.catch_up() == 40
    assert not list(archive.folder.iterdir())
    archive.read_only = False
    assert Index(archive).catch_up() == 40
    archive.read_only = True
    carried = Index(archive)
    assert carried.folder == archive.folder / "index"
    assert carried.search("landmine").total
    # One that is there and is damaged is made again elsewhere; one that is behind is as none.
    for path in carried.folder.glob(f"*{manifest.ENDING}"):
        path.write_bytes(bytes(path.stat().st_size))
    before = sorted((path.name, path.stat().st_mtime_ns) for path in carried.folder.iterdir())
    damaged = Index(archive)
    assert damaged.search("landmine").rebuilt
    assert damaged.folder == beside.folder
    assert sorted((path.name, path.stat().st_mtime_ns) for path in carried.folder.iterdir()) == before
    archive.put(article(99))
    assert Index(archive).folder == beside.folder


def test_each_place_of_an_archive_has_a_cache_of_its_own(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert cache_folder("u", here) == cache_folder("u", tmp_path / "x" / ".." / "here")
    assert len({cache_folder("u", here), cache_folder("u", there), cache_folder("v", here)}) == 3


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX")
def test_no_link_leads_out_of_the_archive(archive: FakeArchive, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("keep")
    (tmp_path / "index").symlink_to(outside)
    with pytest.raises(IndexBroken):
        Writer(tmp_path / "index", archive).catch_up()
    assert (outside / "precious").read_text() == "keep"
    inside = tmp_path / "own"
    Writer(inside, archive).catch_up()
    for name in (manifest.NAME, LOCK):
        (inside / name).unlink()
        (inside / name).symlink_to(outside / "precious")
    with pytest.raises(IndexBroken):
        Writer(inside, archive).catch_up()
    (inside / LOCK).unlink()
    Writer(inside, archive).catch_up()
    assert (outside / "precious").read_text() == "keep"


# Killed

CHILD = """
    import sys, time
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from index.building.writer import Writer
    from tests.index.fakes import FakeArchive
    from tests.index.test_writing import article
    archive = FakeArchive(*(article(n) for n in range(1, 401)))
    Writer(Path(sys.argv[1]), archive, step=20).catch_up(progress=lambda told: print(told.done, flush=True))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
@pytest.mark.parametrize("seed", range(4))
def test_a_writer_that_is_killed_leaves_an_index_that_goes_on(tmp_path: Path, seed: int) -> None:
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(tmp_path), str(root)], stdout=subprocess.PIPE, cwd=tmp_path
    )
    assert process.stdout
    for _ in range(1 + seed % 2):
        assert process.stdout.readline()
    # The parent's own work gives the child a little time, more or less of it.
    random.Random(seed).shuffle(list(range(seed * 40_000)))
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    archive = FakeArchive(*(article(n) for n in range(1, 401)))
    index = Index(archive, tmp_path)
    behind = index.behind()
    assert index.search("landmine").rebuilt == ""
    assert index.catch_up() == behind
    assert index.rebuilt == ""
    Writer(tmp_path / "new", archive).catch_up()
    assert contents(tmp_path) == contents(tmp_path / "new")
