"""How fast tables of incidents come in and go out: `python -m bench.tables [--rows N] [--json FILE]`.

Makes a table in the manner of ACLED, a hundred actors and some seven hundred places being named in it, and takes it in,
out and back. Beside it stands what we hold ourselves to.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import tempfile
import time
from pathlib import Path

from bench.report import peak_mb, save, show
from corpus.archive import Archive
from corpus.tables.cells import write_rows
from corpus.tables.incidents_in import import_incidents
from corpus.tables.incidents_out import COLUMNS, IncidentTable

_HEADER = (
    *("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "inter1", "actor2", "inter2", "country"),
    *("admin1", "admin2", "location", "latitude", "longitude", "source", "notes", "fatalities"),
)
_NOTE = "Fighters of the one fired on a post of the other at noon, and withdrew to the hills before help came."


def table(rows: int) -> bytes:
    """A table of so many incidents."""
    rng = random.Random(0)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADER)
    for i in range(rows):
        town = rng.randrange(600)
        day = f"{rng.randrange(2012, 2032)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}"
        actors = (f"Group {rng.randrange(60)}", "3", f"Force {rng.randrange(40)}", "1", "")
        where = (f"Province {town % 12}", f"District {town % 60}", f"Town {town}", 30 + town / 100, 40 + town / 90)
        told = ("Valley Watch", _NOTE, rng.randrange(9))
        writer.writerow((f"TLM{i}", day, "Battles", "Armed clash", *actors, *where, *told))
    return out.getvalue().encode()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=8_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    data = table(asked.rows)
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), create=True) as archive:
        began = time.perf_counter()
        import_incidents(archive, data, "table.csv", dry_run=True)
        figures["looked through"] = time.perf_counter() - began
        began = time.perf_counter()
        made = import_incidents(archive, data, "table.csv")
        figures["taken in"] = time.perf_counter() - began
        began = time.perf_counter()
        with (Path(folder) / "out.csv").open("w", encoding="utf-8", newline="") as out:
            rows = IncidentTable(archive, "share").rows(archive.records.all("incident", "oldest"))
            written = write_rows(out, COLUMNS, rows)
        figures["given out"] = time.perf_counter() - began
        began = time.perf_counter()
        archive.history.undo()
        figures["taken back"] = time.perf_counter() - began
        assert made.incidents == written == asked.rows
    bars = {"taken in": "≤ 10 s"}
    shown = [(what, f"{seconds:.2f} s", bars.get(what, "")) for what, seconds in figures.items()]
    show(f"a table of {asked.rows:,} incidents", [*shown, ("most memory", f"{peak_mb():.0f} MB", "")], peer="bar")
    save(asked.json, figures)


if __name__ == "__main__":
    main()
