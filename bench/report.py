"""How benchmarks tell what they measured: a table for people, JSON for scripts, and the machine they ran on."""

from __future__ import annotations

import json
import os
import platform
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median


def machine() -> dict[str, str]:
    """What ran this."""
    model = ""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        model = names[0] if names else ""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": model or platform.processor(),
        "cores": str(os.cpu_count()),
    }


def p(values: Sequence[float], percent: int) -> float:
    """A percentile, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def spread(milliseconds: Sequence[float]) -> str:
    """A median and the 95th percentile, for a table."""
    return f"{median(milliseconds):.1f} / {p(milliseconds, 95):.1f} ms"


def peak_mb() -> float:
    """The most memory this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What `getrusage` tells counts the process that this one was started from.
        most = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        if most:
            return int(most[0]) / 1024
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def show(title: str, rows: Sequence[tuple[str, str, str]], *, peer: str = "") -> None:
    """Print a table: what, ours, a peer's."""
    print(f"\n{title}")
    print("  " + ", ".join(machine().values()))
    wide = max(len(row[0]) for row in rows)
    print(f"  {'':{wide}}  {'dateline':>22}  {peer:>22}".rstrip())
    for what, ours, theirs in rows:
        print(f"  {what:{wide}}  {ours:>22}  {theirs:>22}".rstrip())


def save(path: Path | None, figures: dict[str, object]) -> None:
    """Write the figures as JSON, with the machine, if a file was asked for."""
    if path:
        path.write_text(json.dumps({"machine": machine(), **figures}, indent=2) + "\n", encoding="utf-8")
