"""Killed at any moment, a command loses nothing that was confirmed, and the next one ends up where it would have."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.check import check
from tests.archives import CHECKPOINT, MARKET, THREE, write
from tests.process.conftest import contents, counted, dateline

PLACES = ("Sarn", "Old Mill", "Tesk", "Upper Vale", "Corran", "Dry Ford", "Marenka")
QUERIES = ("checkpoint", '"ambulances were stopped"', "title:dispatch -Tesk", "tag:mines", "published:2020-06")


def many_files(folder: Path, count: int = 40) -> None:
    """A folder of articles, some of them copies, versions of each other, or no articles at all."""
    rng = random.Random(7)
    for i in range(count):
        place = rng.choice(PLACES)
        body = " ".join(rng.choice((CHECKPOINT, MARKET)).split()[6:]).replace("Sarn", place)
        text = f"Dispatch {i} from {place}\n\nJun {rng.randint(1, 28)}, 2020\n\n{body} Number {i} of the day.\n"
        write(folder, {f"{rng.choice('abc')}/{i}.txt": text})
        if i % 9 == 0:
            write(folder, {f"copies/{i}.txt": text})
    write(folder, {**THREE, "empty.txt": "", "noise.bin": bytes(range(256))})


def sound(root: Path) -> None:
    """The store holds together, whatever the files are."""
    with Archive.open(root, read_only=True) as archive:
        assert [found for found in check(archive) if found.kind == "store"] == []


@pytest.mark.parametrize("seed", range(2))
def test_an_update_killed_again_and_again_ends_where_an_uninterrupted_one_does(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    files, whole, cut = tmp_path / "files", tmp_path / "whole", tmp_path / "cut"
    many_files(files)
    for root in (whole, cut):
        shutil.copytree(files, root)
    calls = counted(0, "update", "-a", whole).calls
    kills = 0
    for _ in range(5):
        kills += counted(rng.randrange(1, calls), "update", "-a", cut).killed
        if (cut / ".dateline" / "archive.db").exists():
            before = contents(cut)["articles"]
            sound(cut)
            assert before.items() <= contents(cut)["articles"].items(), "what was confirmed stays"
    assert kills
    assert dateline("update", "-a", cut).code == 0
    for root in (whole, cut):
        assert dateline("tag", "add", "mines", "-a", root, "--query", "Tesk OR Corran").code == 0
    assert contents(cut, QUERIES) == contents(whole, QUERIES)
    sound(cut)


def test_an_update_of_changes_can_be_killed_as_well(tmp_path: Path) -> None:
    rng = random.Random(3)
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    many_files(whole, 24)
    assert dateline("update", "-a", whole).code == 0
    shutil.copytree(whole, cut)
    for root in (whole, cut):
        moved = sorted((root / "a").iterdir())
        for path in moved[: len(moved) // 2]:
            path.rename(root / "b" / f"moved-{path.name}")
        for path in moved[len(moved) // 2 :]:
            path.write_text(path.read_text(encoding="utf-8") + "\nCorrected later.\n", encoding="utf-8")
        for path in sorted((root / "c").iterdir())[:3]:
            path.unlink()
    calls = counted(0, "update", "-a", whole).calls
    for _ in range(4):
        counted(rng.randrange(1, calls), "update", "-a", cut)
        sound(cut)
    assert dateline("update", "-a", cut).code == 0
    assert contents(cut, QUERIES) == contents(whole, QUERIES)


def test_a_kill_from_outside_while_it_reads(
    tmp_path: Path, start: Callable[[list[str]], subprocess.Popen[str]]
) -> None:
    root = tmp_path / "files"
    many_files(root, 300)
    process = start([sys.executable, "-m", "tui.cli", "-a", str(root), "update", "--json-lines"])
    assert process.stdout is not None
    assert "stage" in json.loads(process.stdout.readline())
    process.kill()
    assert process.wait() == -signal.SIGKILL
    sound(root)
    assert dateline("update", "-a", root).code == 0
    assert dateline("stats", "-a", root, "--json").json["articles"] == 303
    sound(root)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_cleanly_and_says_so(
    tmp_path: Path, start: Callable[[list[str]], subprocess.Popen[str]], number: signal.Signals
) -> None:
    root = tmp_path / "files"
    many_files(root, 600)
    process = start([sys.executable, "-m", "tui.cli", "-a", str(root), "update", "--json-lines"])
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)
    out, err = process.communicate()
    assert process.returncode == 128 + number
    report = json.loads(out.splitlines()[-1])["report"]
    assert report["cancelled"] is True
    assert "is kept" in err
    assert dateline("stats", "-a", root, "--json").json["articles"] == report["new"]
    assert dateline("update", "-a", root).code == 0
    assert dateline("stats", "-a", root, "--json").json["articles"] == 603


@pytest.mark.parametrize("seed", range(2))
def test_a_tag_is_there_for_all_or_for_none(folder: Path, seed: int) -> None:
    rng = random.Random(seed)
    words = ("tag", "add", "mines", "-a", folder, "--on")
    with Archive.open(folder, read_only=True) as archive:
        ids = [archive.articles.get(n).id for n in archive.articles.order()]
    calls = counted(0, *words, *ids).calls
    assert dateline("undo", "-a", folder).code == 0
    for _ in range(5):
        ran = counted(rng.randrange(1, calls), *words, *ids)
        carried = dict(contents(folder)["tags"]).get("mines", 0)
        assert carried in (0, 3)
        if ran.code == 0 or "dateline undo" in ran.out:
            assert carried == 3
        sound(folder)
    assert dateline(*words, *ids).code == 0
    assert dict(contents(folder)["tags"]) == {"mines": 3}
