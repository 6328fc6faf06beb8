"""What an update costs: work in step with what there is, small transactions, few files in memory at once."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.intake import update
from corpus.intake.walk import Listing, emptied
from corpus.store.texts import Texts
from tests.archives import BRIDGE, MARKET, made, write


def calls(act: Callable[[], object]) -> int:
    """How many calls it takes to do something, those into C among them."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def folders(count: int) -> list[bytes]:
    return sorted(b"2031/%04d" % i for i in range(count))


def held(names: list[bytes]) -> list[bytes]:
    return sorted(b"%s/%02d.txt" % (name, i) for name in names for i in range(10))


def work_on(count: int) -> int:
    names = folders(count)
    files = held(names)
    return calls(lambda: emptied(names, files))


def test_twice_as_many_emptied_folders_take_twice_the_work() -> None:
    assert work_on(200) < 2.5 * work_on(100)


def test_whether_a_folder_is_closed_does_not_hang_on_how_many_are() -> None:
    few, many = (Listing(closed=set(folders(n))) for n in (10, 1000))
    assert calls(lambda: many.is_closed(b"2030/1.txt")) == calls(lambda: few.is_closed(b"2030/1.txt"))


def test_a_folder_is_closed_by_those_above_it_and_no_others() -> None:
    listing = Listing(closed={b"a/b"})
    assert [p for p in (b"a/b/c", b"a/b/c/d", b"a/bc/d", b"a/c", b"a", b"b/c") if listing.is_closed(p)] == [
        b"a/b/c",
        b"a/b/c/d",
    ]
    assert Listing(closed={b""}).is_closed(b"x")


def test_an_emptied_folder_hides_those_in_it_and_not_its_neighbours() -> None:
    bare = sorted([b"a", b"a-b", b"a/c", b"a/c/d"])
    known = held([b"a-b", b"a/c", b"a/c/d"])
    assert {folder: len(files) for folder, files in emptied(bare, known).items()} == {b"a": 20, b"a-b": 10}


def test_folders_that_are_emptied_together_are_all_held(tmp_path: Path) -> None:
    files = {f"{folder}/{i}.txt": MARKET + f"\n{folder} {i}\n" for folder in "ab" for i in range(10)}
    with made(tmp_path / "dispatches", {**files, "c/1.txt": BRIDGE, "d.txt": BRIDGE + "\nMore.\n"}) as archive:
        for name in (*files, "c/1.txt"):
            (archive.root / name).unlink()
        report = update(archive)
        assert (sorted(report.held), report.gone) == ([("a", 10), ("b", 10)], 1)


def problems_written(archive: Archive) -> list[int]:
    """How many problems an update writes, by transaction that writes any."""
    written = [0]

    def note(statement: str) -> None:
        if statement.startswith("BEGIN"):
            written.append(0)
        elif "INTO problem" in statement:
            written[-1] += 1

    archive.database.connection.set_trace_callback(note)
    update(archive)
    archive.database.connection.set_trace_callback(None)
    return [count for count in written if count]


def test_what_is_no_file_is_noted_in_small_transactions_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("corpus.intake.take"), "SLICE", 0.0)  # as if each step took long
    with made(tmp_path / "dispatches") as archive:
        for i in range(120):
            (archive.root / f"link{i}").symlink_to("nowhere")
        written = problems_written(archive)
        assert sum(written) == 120
        assert max(written) < 60
        assert problems_written(archive) == []
        (archive.root / "link0").unlink()
        (archive.root / "another").symlink_to("nowhere")
        assert problems_written(archive) == [1]
        assert len(archive.files.all_problems()) == 120


def test_no_more_than_a_few_files_are_in_memory_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together: list[tuple[int, int]] = []
    put = Texts.put_packed

    def note(self: Texts, packed: Iterable[tuple[bytes, bytes]]) -> list[str]:
        kept = list(packed)
        together.append((len(kept), sum(len(body) for _, body in kept)))
        return put(self, kept)

    with made(tmp_path / "dispatches") as archive:
        monkeypatch.setattr(Texts, "put_packed", note)
        monkeypatch.setattr(import_module("corpus.intake.update"), "MOST_WEIGHT", 2_000)
        write(archive.root, {f"{i:02}.txt": MARKET + f"\nBulletin {i} of Radio Sarn.\n" for i in range(60)})
        noise = "".join(random.Random(1).choices("abcdefgh ", k=9_000))
        write(archive.root, {"long.txt": BRIDGE + noise})
        assert update(archive).new == 61
    assert sum(count for count, _ in together) == 61
    assert all(size <= 2_000 + 500 for count, size in together if count > 1 and size < 4_000)
    assert max(count for count, _ in together) < 30
