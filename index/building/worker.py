"""A process that makes parts of an archive's index as it is told: `python -m index.worker ROOT FOLDER`.

It reads a line of JSON for each thing to do, and writes one for what it did. It ends when nobody tells it any more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from corpus.archive import Archive
from index.building.builder import Builder
from index.codec.join import join
from index.disk.manifest import PartState, part_state, part_value
from index.disk.snapshot import living, open_part


def join_parts(values: list[dict[str, Any]], folder: Path) -> list[PartState]:
    """Join parts."""
    states = [part_state(value) for value in values]
    joined = join(folder, [(open_part(folder, state), living(state)) for state in states])
    return [joined] if joined else []


def main() -> None:
    """Do what is told, until nothing is."""
    root, folder = map(Path, sys.argv[1:3])
    with Archive.open(root, read_only=True) as archive:
        for database in (archive.database, archive.texts.database):
            # Texts are read once each: to map them would only make this process look large.
            database.connection.execute("PRAGMA mmap_size=0")
        builder = Builder(folder)
        for line in sys.stdin:
            job = json.loads(line)
            if "join" in job:
                parts = join_parts(job["join"], folder)
            else:
                for entry in archive.articles.for_index(job["make"]):
                    builder.add(entry)
                parts = builder.finish()
            sys.stdout.write(json.dumps({"parts": [part_value(part) for part in parts]}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
