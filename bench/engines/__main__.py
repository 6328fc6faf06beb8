"""Builds one index in this process, and prints what that took: `python -m bench.engines NAME ARCHIVE WORK LIMIT`."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from bench.engines import ENGINES
from bench.report import peak_mb
from corpus.archive import Archive


def main() -> None:
    """Build it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=ENGINES)
    parser.add_argument("archive", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("limit", type=int)
    asked = parser.parse_args()
    with Archive.open(asked.archive, read_only=True) as archive:
        engine = ENGINES[asked.name](asked.work)
        began = time.perf_counter()
        engine.build(archive, asked.limit)
        seconds = time.perf_counter() - began
    size = engine.size()
    engine.close()
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    cpu = sum(each.ru_utime + each.ru_stime for each in (own, others))
    peak = max(peak_mb(), others.ru_maxrss / scale)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak, "size": size} | engine.told))


if __name__ == "__main__":
    main()
