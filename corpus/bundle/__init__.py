"""Bundles: records of an archive as one plain YAML file, out and in again, with nothing lost on the way.

The format is described in docs/bundle.md, and for machines in `bundle.schema.json`. What reads and
what writes is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.bundle.merge import ImportReport, import_bundle
    from corpus.bundle.write import Summary, export, export_file

__all__ = ["ImportReport", "Summary", "export", "export_file", "import_bundle"]

_READS = ("ImportReport", "import_bundle")


def __getattr__(name: str) -> Any:
    """Load the part that a name belongs to."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("corpus.bundle.merge" if name in _READS else "corpus.bundle.write"), name)
