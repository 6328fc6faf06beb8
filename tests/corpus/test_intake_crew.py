"""Reading processes that crash, hang, are killed or want too much: the update goes on, and says which file it was."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.errors import ReadersFailing
from corpus.intake import crew as crew_module
from corpus.intake import update
from corpus.intake.crew import Crew
from corpus.intake.update import Options
from corpus.reading.exchange import Ask, Fault
from tests.archives import BRIDGE, CHECKPOINT, MARKET, THREE, made, write

MISBEHAVING = """
import os, signal, sys
from corpus.reading import child

child.SECONDS = 0
contents = child.contents

def misbehave(data, name):
    if name.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("leave"):
        os._exit(3)
    while name.startswith("spin"):
        pass
    if name.startswith("hoard"):
        kept = [bytes(64 << 20) for _ in range(20)]
    if name.startswith("raise"):
        raise KeyError("a fault of ours")
    yield from contents(data, name)

child.contents = misbehave
child.main()
"""


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reading processes that do what a file's name says."""
    script = tmp_path / "misbehaving.py"
    script.write_text(MISBEHAVING, encoding="utf-8")
    mine = Crew(2, ("-P", str(script)))
    monkeypatch.setattr(crew_module, "_kept", [mine])
    yield
    for each in crew_module._kept:
        each.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many processes were started when, for reading, from a crew of the test's own."""
    kept: list[Crew] = []
    monkeypatch.setattr(crew_module, "_kept", kept)
    numbers: list[int] = []
    start = Crew._start

    def counted(self: Crew) -> None:
        numbers.append(len(numbers))
        start(self)

    monkeypatch.setattr(Crew, "_start", counted)
    yield numbers
    for each in kept:
        each.close()


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("kill", "ended by the system"),
        ("crash", "its reader crashed"),
        ("leave", "the process that read it died"),
        ("spin", "takes longer than"),
        ("hoard", "MB of memory"),
        ("raise", "its reader failed"),
    ],
)
def test_a_reader_that_dies_costs_one_file(tmp_path: Path, name: str, reason: str) -> None:
    others = {f"{name[0]}{i:02}.txt": f"{MARKET}\nBulletin {i}.\n" for i in range(30)}
    with made(tmp_path / "a", {**THREE, **others, f"{name}.txt": BRIDGE + "\nThe last of them.\n"}) as archive:
        assert archive.articles.count() == 33
        [problem] = archive.files.all_problems()
        assert (problem.path, reason in problem.reason) == (f"{name}.txt", True)
        assert update(archive).failed == []
        write(archive.root, {f"{name}.txt": CHECKPOINT + "\nAnother one.\n"})
        assert [path for path, _ in update(archive).failed] == [f"{name}.txt"]


def test_the_readers_of_a_large_program_do_not_tire_of_each_file(tmp_path: Path, started: list[int]) -> None:
    large = b"much" * (50 << 20)  # a process that is started counts what its parent held as if it had held it
    with made(tmp_path / "a", {f"{i}.txt": f"{MARKET}\nBulletin {i}.\n" for i in range(20)}) as archive:
        assert (archive.articles.count(), len(large) >> 20) == (20, 200)
    assert len(started) == 1


@pytest.mark.usefixtures("misbehaving")
def test_a_known_file_whose_reader_dies_is_missing_and_the_others_stay(tmp_path: Path) -> None:
    with made(tmp_path / "a", {**THREE, "kill.md": ""}) as archive:
        write(archive.root, {"kill.md": BRIDGE + "More.", "2020/market.txt": MARKET + "\nMore of it.\n"})
        report = update(archive)
        assert (report.changed, [path for path, _ in report.failed]) == (1, ["kill.md"])


def look(crew: Crew, root: Path, names: list[str]) -> dict[str, Fault | None]:
    """What a crew says of files: what is wrong with each, if anything."""
    asks = [Ask(os.fsencode(root), os.fsencode(name)) for name in names]
    told = [each for each in crew.look_into(asks, len(asks)) if each is not None]
    assert [ask.path for ask, answer in told if answer.last] == [ask.path for ask in asks], "each once, in order"
    return {os.fsdecode(ask.path): answer.fault for ask, answer in told if answer.last}


@pytest.fixture
def crew() -> Iterator[Callable[..., Crew]]:
    """Makes crews, and ends them."""
    crews: list[Crew] = []

    def make(*arguments: str, most: int = 2, patience: float = 30.0) -> Crew:
        crews.append(Crew(most, arguments or crew_module._COMMAND, patience))
        return crews[-1]

    yield make
    for each in crews:
        each.close()


def test_a_process_killed_from_outside_costs_nothing(tmp_path: Path, crew: Callable[..., Crew]) -> None:
    names = [f"{i:03}.txt" for i in range(100)]
    write(tmp_path, {name: MARKET + name for name in names})
    readers = crew()
    found: dict[str, Fault | None] = {}
    asks = [Ask(os.fsencode(tmp_path), os.fsencode(name)) for name in names]
    for told in readers.look_into(asks, len(asks)):
        if told is not None:
            found[os.fsdecode(told[0].path)] = told[1].fault
            if len(found) in (10, 40):
                readers._children[0].process.send_signal(signal.SIGKILL)
    assert found == dict.fromkeys(names)


def test_processes_that_never_come_to_life_are_told_of_and_not_started_forever(
    tmp_path: Path, crew: Callable[..., Crew]
) -> None:
    names = [f"{i:03}.txt" for i in range(100)]
    write(tmp_path, dict.fromkeys(names, MARKET))
    with pytest.raises(ReadersFailing, match="die at once"):
        look(crew("-c", "import sys; sys.exit(7)"), tmp_path, names)


def test_a_process_that_says_nothing_is_given_up(tmp_path: Path, crew: Callable[..., Crew]) -> None:
    write(tmp_path, {"a.txt": MARKET})
    silent = crew("-c", "import sys; sys.stdin.readline(); sys.stdin.read()", patience=0.2, most=1)
    found = look(silent, tmp_path, ["a.txt"])
    assert found["a.txt"] is not None
    assert "given up" in found["a.txt"].reason


def test_what_comes_too_early_waits_for_its_turn(
    tmp_path: Path, crew: Callable[..., Crew], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew_module, "MOST_HELD", 2_000)
    names = [f"{i:03}.txt" for i in range(60)]
    write(tmp_path, {name: MARKET * (40 if i % 7 == 0 else 1) + name for i, name in enumerate(names)})
    assert look(crew(most=3), tmp_path, names) == dict.fromkeys(names)


def test_the_reading_process_imports_no_store_no_index_and_no_screen() -> None:
    import subprocess

    script = (
        "import sys, corpus.reading.child\n"
        "heavy = ('sqlite3', 'numpy', 'whoosh', 'textual', 'rich', 'click', 'trafilatura', 'pypdf', 'openpyxl')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_how_many_processes_read_changes_nothing(tmp_path: Path) -> None:
    files = {f"{i:03}.txt": f"{MARKET}\nBulletin {i % 90}.\n" for i in range(100)}
    seen = []
    for jobs in (1, 3):
        write(tmp_path / str(jobs), files)
        with Archive.open(tmp_path / str(jobs), create=True) as archive:
            update(archive, Options(jobs=jobs))
            seen.append([archive.articles.get(n).places for n in sorted(archive.articles.order())])
    assert seen[0] == seen[1]
