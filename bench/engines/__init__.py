"""Search engines over the same articles, for `bench.engine`; ours stands among them.

Each builds its index, answers the same questions, and takes changed articles in.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bench.engines.base import Engine
from bench.engines.fts5 import Fts5
from bench.engines.ours import Ours
from bench.engines.tantivy import Tantivy
from bench.engines.whoosh import Stock
from bench.engines.xapian import Xapian, python

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "dateline": Ours,
    "FTS5": Fts5,
    "tantivy": Tantivy,
    "Xapian": Xapian,
    "stock Whoosh": Stock,
}

AT_MOST = {"stock Whoosh": 5_000, "Xapian": 100_000}
"""How many articles the slowest take: more would take them many minutes."""


def is_here(name: str) -> bool:
    """Whether an engine is installed."""
    return {"tantivy": lambda: bool(find_spec("tantivy")), "Xapian": lambda: bool(python())}.get(name, lambda: True)()
