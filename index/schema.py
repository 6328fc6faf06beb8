"""Which fields of an article are indexed. What Whoosh is told of them is `index.codec.whoosh`'s business."""

from __future__ import annotations

SCORED = ("title", "body")
"""The fields that a plain word is looked for in, and that rank."""

FIELDS = (*SCORED, "source", "author", "path", "lang")
"""All indexed fields. Titles and texts themselves are not in the index: they are in the store."""
