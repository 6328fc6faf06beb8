"""Identity over random histories of a folder, held against a plain statement of the rules."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.article import article_id
from corpus.intake import update

PATHS = ("a.txt", "b.txt", "sub/a.txt")
FAMILIES = ("checkpoint", "harbour")


Step = tuple[str, str, object, object]


def content(family: int, variant: int) -> bytes:
    """A text: those of one family share most of their word sets, those of two families none."""
    word = FAMILIES[family]
    body = " ".join(f"{word}{i} near{word}{i}" for i in range(30))
    return f"{word} report\n\nMar 3, 2031\n\n{body} ending number{variant}\n".encode()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Expected:
    """What the archive should hold, by the rules as they are written down."""

    def __init__(self) -> None:
        self.article: dict[str, str] = {}
        """The article of each version's hash."""
        self.family: dict[str, int] = {}
        self.held: dict[str, str] = {}
        """The hash that each file holds."""

    def update(self, disk: dict[str, tuple[int, int]]) -> None:
        now = {path: sha(content(*what)) for path, what in disk.items()}
        self.family |= {now[path]: what[0] for path, what in disk.items()}
        for path in sorted(set(now) & set(self.held)):
            old, new = self.held[path], now[path]
            if new in self.article:
                continue
            held_elsewhere = any(now[other] == old for other in now if other != path)
            alike = self.family[old] == self.family[new]
            self.article[new] = self.article[old] if alike and not held_elsewhere else article_id(new)
        for path in sorted(set(now) - set(self.held)):
            self.article.setdefault(now[path], article_id(now[path]))
        self.held = now


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("history") / "archive"


step = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(PATHS), st.integers(0, 1), st.integers(0, 2)),
    st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS), st.none()),
    st.tuples(st.just("copy"), st.sampled_from(PATHS), st.sampled_from(PATHS), st.none()),
    st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none(), st.none()),
    st.tuples(st.just("touch"), st.sampled_from(PATHS), st.none(), st.none()),
)
histories = st.lists(st.lists(step, min_size=1, max_size=6), min_size=2, max_size=5)


class Disk:
    """The folder, and what is in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, tuple[int, int]] = {}
        self.time = 1_900_000_000

    def perform(self, step: Step) -> None:
        kind, path, second, third = step
        if kind == "write" and isinstance(second, int) and isinstance(third, int):
            self._put(path, (second, third))
        elif path not in self.files:
            return
        elif kind in ("move", "copy") and isinstance(second, str) and second != path:
            self._put(second, self.files[path])
            if kind == "move":
                self._remove(path)
        elif kind == "delete":
            self._remove(path)
        elif kind == "touch":
            self._stamp(path)

    def _put(self, path: str, what: tuple[int, int]) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content(*what))
        self._stamp(path)
        self.files[path] = what

    def _remove(self, path: str) -> None:
        (self.root / path).unlink()
        del self.files[path]

    def _stamp(self, path: str) -> None:
        # Long ago and always later than before, so that only size and time say that a file is unchanged.
        self.time += 60
        os.utime(self.root / path, (self.time, self.time))


FIRST: list[Step] = [("write", "a.txt", 0, 0)]


@settings(max_examples=25)
@given(history=histories)
@example(history=[FIRST, [("write", "a.txt", 0, 1), ("copy", "a.txt", "b.txt", None)]])  # changed, and copied at once
@example(history=[[*FIRST, ("copy", "a.txt", "b.txt", None)], [("write", "a.txt", 0, 1), ("write", "b.txt", 0, 2)]])
@example(history=[FIRST, [("move", "a.txt", "b.txt", None), ("write", "a.txt", 0, 1)]])  # moved, its name used anew
@example(history=[[*FIRST, ("copy", "a.txt", "b.txt", None)], [("write", "a.txt", 0, 1)]])  # a copy keeps the old
@example(history=[FIRST, [("write", "a.txt", 0, 1)], [("write", "a.txt", 0, 0)]])  # taken back
@example(history=[[*FIRST, ("write", "b.txt", 0, 1)], [("move", "b.txt", "a.txt", None)]])  # one over the other
def test_articles_versions_and_files_are_what_the_rules_say(folder: Path, history: list[list[Step]]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    disk, expected = Disk(folder), Expected()
    with Archive.open(folder, create=True) as archive:
        for steps in history:
            for one in steps:
                disk.perform(one)
            if not disk.files and expected.held:
                disk.perform(("write", "a.txt", 0, 0))  # an emptied folder has a test of its own
            expected.update(disk.files)
            report = update(archive)
            assert not report.failed
            check(archive, expected)
        again = update(archive)
        assert (again.new, again.changed, again.moved, again.gone, again.unchanged) == (0, 0, 0, 0, len(disk.files))
        numbers = [row.n for row in archive.articles.rows(archive.articles.order())]
        assert len(set(numbers)) == len(numbers)


def check(archive: Archive, expected: Expected) -> None:
    articles = {n: archive.articles.get(n) for n in archive.articles.order()}
    assert {v.sha256: a.id for a in articles.values() for v in a.versions} == expected.article
    held = {p.display: p.sha256 for a in articles.values() for p in a.places if p.present}
    assert held == expected.held
    for article in articles.values():
        is_held = any(expected.article[sha256] == article.id for sha256 in expected.held.values())
        assert article.missing == (not is_held)
        if is_held:
            assert article.current in {s for s in expected.held.values() if expected.article[s] == article.id}
        for version in article.versions:
            assert archive.articles.text(article.n, version.sha256).startswith(
                FAMILIES[expected.family[version.sha256]]
            )
