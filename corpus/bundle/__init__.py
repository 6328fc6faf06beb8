"""Bundles: records of an archive as one plain YAML file, out and in again, with nothing lost on the way.

The format is described in docs/bundle.md, and for machines in `bundle.schema.json`.
"""

from __future__ import annotations

from corpus.bundle.merge import ImportReport, import_bundle
from corpus.bundle.write import Summary, export, export_file

__all__ = ["ImportReport", "Summary", "export", "export_file", "import_bundle"]
