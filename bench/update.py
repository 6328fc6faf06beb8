"""How fast a folder becomes an archive that can be searched: `python -m bench.update [--articles N] [--json FILE]`.

Beside it, in the same run, recollindex over the same folder, where it is installed. What is measured is the command
that a user types, as a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.folders import make_folder
from bench.report import save, show


def run_update(root: Path, cache: Path, *options: str) -> tuple[float, float, dict[str, Any]]:
    """Run `dateline update`: seconds, peak memory in MB, and its own report."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONSAFEPATH": "1"}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tui.cli", "-a", str(root), "update", "--json", *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"dateline update failed on {root}")
    return seconds, usage.ru_maxrss / 1024, json.loads(output)


def run_recoll(root: Path, work: Path) -> float | None:
    """Seconds that recollindex takes for the same folder; None where it is not installed."""
    program = shutil.which("recollindex")
    if program is None:
        return None
    config = work / "recoll"
    config.mkdir()
    (config / "recoll.conf").write_text(f"topdirs = {root}\nskippedNames = .dateline\n", encoding="utf-8")
    started = time.perf_counter()
    subprocess.run([program, "-c", str(config)], check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--form", default="mixed", choices=("txt", "md", "html", "mixed"))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        root = work / "archive"
        source = make_folder(root, asked.articles, asked.form)
        size = sum(f.stat().st_size for f in root.rglob("*") if f.is_file()) / 1e6
        first, memory, report = run_update(root, work / "cache")
        again, _, _ = run_update(root, work / "cache")
        one = next(root.rglob("*.txt"))
        one.write_bytes(one.read_bytes() + b"\nOne sentence more.\n")
        changed, _, _ = run_update(root, work / "cache")
        recoll = run_recoll(root, work)
        own = root / ".dateline"
        index = sum(f.stat().st_size for f in (own / "index").iterdir()) / 1e6
        store = sum(f.stat().st_size for f in own.rglob("*") if f.is_file()) / 1e6 - index
    rate = asked.articles / first
    show(
        f"Update of {asked.articles:,} files ({asked.form}, {size:.0f} MB, {source}), disk to searchable",
        [
            ("files per second", f"{rate:,.0f}", f"{asked.articles / recoll:,.0f}" if recoll else "not installed"),
            ("the same folder again", f"{again:.2f} s", ""),
            ("one changed file", f"{changed:.2f} s", ""),
            ("peak memory", f"{memory:.0f} MB", ""),
            ("store / index on disk", f"{store:.0f} / {index:.0f} MB", ""),
        ],
        peer="recollindex",
    )
    save(
        asked.json,
        {
            "benchmark": "update",
            "articles": asked.articles,
            "form": asked.form,
            "files_per_second": rate,
            "again_seconds": again,
            "one_changed_seconds": changed,
            "peak_mb": memory,
            "recoll_files_per_second": asked.articles / recoll if recoll else None,
            "report": report,
        },
    )


if __name__ == "__main__":
    main()
