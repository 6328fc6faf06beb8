"""Waiting for a folder to change: what counts as a change, how often it is looked at, and when waiting ends."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.intake import update, watch
from corpus.intake.walk import Listing, walk
from corpus.intake.watch import SETTLED, SHORTEST, SPARING, last_look, looks, wait_for_change
from tests.archives import CHECKPOINT, MARKET, made, write


class Time:
    """Time that passes only while somebody sleeps, and what happens at its moments."""

    def __init__(self, *events: tuple[float, Callable[[], object]]) -> None:
        self.now = 0.0
        self.events = list(events)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        while self.events and self.events[0][0] <= self.now:
            self.events.pop(0)[1]()

    def waited(self, root: Path, was: str, cancelled: Callable[[], bool] = lambda: False) -> bool:
        return wait_for_change(root, was, cancelled, sleep=self.sleep, clock=self.clock)


def test_an_update_leaves_nothing_to_wait_for_but_what_comes_later(tmp_path: Path) -> None:
    with made(tmp_path / "a") as archive:
        assert last_look(archive) == looks(walk(archive.root))
        time = Time((7, lambda: write(archive.root, {"later.txt": MARKET + "Later."})))
        assert time.waited(archive.root, last_look(archive))
        assert 7 <= time.now <= 7 + SHORTEST + 3 * SETTLED
        assert update(archive).new == 1
        assert last_look(archive) == looks(walk(archive.root))


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root, {"2020/market.txt": MARKET + "More."}),
        lambda root: (root / "2020/market.txt").unlink(),
        lambda root: (root / "2020/market.txt").rename(root / "moved.txt"),
        lambda root: (root / "link").symlink_to("nowhere"),
    ],
)
def test_whatever_an_update_would_see_is_a_change(tmp_path: Path, change: Callable[[Path], object]) -> None:
    with made(tmp_path / "a") as archive:
        change(archive.root)
        assert Time().waited(archive.root, last_look(archive))


def test_what_dateline_writes_itself_is_no_change(tmp_path: Path) -> None:
    with made(tmp_path / "a") as archive:
        write(archive.root, {".dateline/index/x": "x", ".hidden": "x"})
        time = Time()
        assert not time.waited(archive.root, last_look(archive), lambda: time.now > 60)


def test_a_folder_that_is_being_filled_is_left_until_it_rests(tmp_path: Path) -> None:
    with made(tmp_path / "a") as archive:
        parts = [(1 + i / 2, lambda i=i: write(archive.root, {f"{i}.txt": CHECKPOINT + str(i)})) for i in range(20)]
        time = Time(*parts)
        assert time.waited(archive.root, last_look(archive))
        assert time.now >= 10.5
        assert time.events == []


def test_a_folder_that_never_rests_is_read_all_the_same(tmp_path: Path) -> None:
    with made(tmp_path / "a") as archive:
        time = Time(*((i / 2, lambda i=i: write(archive.root, {"log.txt": "x" * i})) for i in range(400)))
        assert time.waited(archive.root, last_look(archive))
        assert time.now < 60


def test_a_large_folder_is_looked_at_less_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    with made(tmp_path / "a") as archive:
        time = Time()

        def slow(root: Path) -> Listing:
            seen.append(time.now)
            time.now += 0.5
            return walk(root)

        monkeypatch.setattr(watch, "walk", slow)
        assert not time.waited(archive.root, last_look(archive), lambda: time.now > 100)
    assert all(later - earlier >= SPARING * 0.5 for earlier, later in pairwise(seen))


def test_waiting_ends_when_it_is_no_longer_wanted_or_nobody_is_left_to_want_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made(tmp_path / "a") as archive:
        assert not Time().waited(archive.root, last_look(archive), lambda: True)
        parents = iter((10, 10, 1, 1, 1))
        monkeypatch.setattr("corpus.intake.watch.os.getppid", lambda: next(parents))
        assert not Time().waited(archive.root, last_look(archive))
