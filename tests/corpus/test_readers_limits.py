"""Real files, broken and hostile ones among them: each is read or refused within ten seconds and 300 MB."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

SECONDS = 10
MEGABYTES = 300

WALK = """
import json, signal, sys
from pathlib import Path
from corpus.errors import UnreadableArticle
from corpus.readers import read_all

def too_slow(*_):
    raise BaseException("too slow")

def wrong(text):
    return any(c < " " and c not in "\\n\\t" or "\\x7f" <= c <= "\\x9f" for c in text)

signal.signal(signal.SIGPROF, too_slow)
told = []
count = items = 0
for path in sys.stdin.read().split("\\0"):
    count += 1
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        for item in read_all(Path(path).read_bytes(), Path(path).name):
            items += 1
            outcome = item.outcome
            if isinstance(outcome, UnreadableArticle):
                if not outcome.summary.strip() or wrong(outcome.summary):
                    told.append([path, "no reason"])
            elif wrong(outcome.title) or wrong(outcome.text) or wrong(item.label) or wrong(str(outcome.fields)):
                told.append([path, "control characters"])
    except UnreadableArticle as refused:
        if not refused.summary.strip() or wrong(refused.summary):
            told.append([path, "no reason"])
    except BaseException as error:
        told.append([path, type(error).__name__ + ": " + str(error)[:200]])
    signal.setitimer(signal.ITIMER_PROF, 0)
# Not ru_maxrss, which begins with that of the process that started this one.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
held = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]
print(json.dumps([told, count, items, max(held, default=0)]))
"""


def walked(files: list[Path]) -> tuple[list[list[str]], int, int, float]:
    """What went wrong in a process of its own, how many files and items it read, and the most memory it held, in MB."""
    script = WALK.replace("SECONDS", str(SECONDS))
    names = "\0".join(map(str, files)).encode("utf-8", "surrogateescape")
    done = run([executable, "-W", "error", "-c", script], input=names, capture_output=True, check=True)
    assert done.stderr == b""
    told, count, items, memory = json.loads(done.stdout)
    return told, count, items, memory


@pytest.mark.parametrize("folder", ["E_warc", "E_pdf", "E_mail", "E_feeds", "F_encodings", "F_terminal", "F_yaml"])
def test_every_file_is_read_or_refused_within_bounds(data: Path, folder: str) -> None:
    files = sorted(path for path in (data / folder).rglob("*") if path.is_file())
    told, count, items, memory = walked(files)
    assert told == []
    assert count == len(files)
    assert items
    assert memory <= MEGABYTES


def test_files_made_to_harm_are_within_bounds_too(data: Path, tmp_path: Path) -> None:
    made = tmp_path / "bad"
    run([executable, data / "F_made" / "make_bad_inputs.py", made], check=True, capture_output=True)
    files = [path for path in made.rglob("*") if path.is_file() and not path.is_symlink() and path.stat().st_mode & 256]
    told, count, _, memory = walked(sorted(files))
    assert told == []
    assert count >= 50
    assert memory <= MEGABYTES


HEAVY = ("trafilatura", "htmldate", "lxml", "pypdf", "feedparser", "warcio", "openpyxl", "charset_normalizer")
LOADED = """
import json, sys
from corpus.readers import read_all
before = sorted(sys.modules)
list(read_all(b"A bridge is closed\\n\\nNobody may cross it until Monday.", "x.txt"))
list(read_all(b"---\\ntitle: A bridge\\n---\\nNobody may cross it.", "x.md"))
print(json.dumps([before, sorted(sys.modules)]))
"""


def test_what_reads_other_formats_is_loaded_for_them_alone() -> None:
    done = run([executable, "-c", LOADED], capture_output=True, check=True)
    for modules in json.loads(done.stdout):
        assert {name.partition(".")[0] for name in modules} & set(HEAVY) == set()
