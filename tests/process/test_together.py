"""Several datelines at once: nobody's work is lost, nobody is refused but a second update, and that by name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.process.conftest import contents, dateline

Start = Callable[[list[str]], "subprocess.Popen[str]"]

TAGGER = """
import sys
from pathlib import Path
from corpus.archive import Archive

with Archive.open(Path(sys.argv[1]), who=sys.argv[2]) as archive:
    print("ready", flush=True)
    sys.stdin.readline()
    for i in range(int(sys.argv[3])):
        done = archive.edits.tag(archive.articles.order(), add=[f"{sys.argv[2]}/{i}"])
        print(done.changed, flush=True)
"""

HOLDER = """
import sys
from pathlib import Path
from corpus.intake.lock import update_lock

with update_lock(Path(sys.argv[1]) / ".dateline"):
    print("held", flush=True)
    sys.stdin.readline()
"""

ACTS = 40


def test_two_people_tag_while_the_folder_is_read_again_and_again(folder: Path, start: Start) -> None:
    taggers = [start([sys.executable, "-c", TAGGER, str(folder), who, str(ACTS)]) for who in ("one", "two")]
    for tagger in taggers:
        assert tagger.stdout is not None
        assert tagger.stdout.readline() == "ready\n"
    for tagger in taggers:
        assert tagger.stdin is not None
        tagger.stdin.write("\n")
        tagger.stdin.flush()
    while True:
        assert dateline("update", "--rebuild", "-q", "-a", folder).code == 0
        if all(tagger.poll() is not None for tagger in taggers):
            break
    for tagger in taggers:
        out, err = tagger.communicate()
        assert (tagger.returncode, err) == (0, "")
        assert out.split() == ["3"] * ACTS
    tags = {f"{who}/{i}": 3 for who in ("one", "two") for i in range(ACTS)}
    assert dict(contents(folder)["tags"]) == tags
    assert len(dateline("history", "--json", "--limit", 1000, "-a", folder).json) == 2 * ACTS
    assert dateline("check", "-a", folder).code == 0


def test_a_second_update_is_refused_and_told_who_is_at_it(folder: Path, start: Start) -> None:
    holder = start([sys.executable, "-c", HOLDER, str(folder)])
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    refused = dateline("update", "-a", folder)
    assert (refused.code, refused.out) == (1, "")
    assert f"Process {holder.pid} on " in refused.err
    assert dateline("tag", "add", "meanwhile", "-a", folder, "--query", "checkpoint").code == 0
    holder.kill()
    holder.wait()
    assert dateline("update", "-a", folder).code == 0, "a dead process holds nothing"


def test_what_one_process_does_the_next_can_take_back(folder: Path) -> None:
    assert dateline("tag", "add", "mines", "-a", folder, "--query", "checkpoint").code == 0
    assert dateline("undo", "-a", folder).code == 0
    assert dict(contents(folder)["tags"]) == {}
    assert dateline("redo", "-a", folder).code == 0
    assert dict(contents(folder)["tags"]) == {"mines": 1}
