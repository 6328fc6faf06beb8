"""How things are found. Everything here can be deleted and made again from the corpus.

The index never holds the only copy of anything, and draws nothing. `Index` is its door.
"""

from __future__ import annotations

from index.errors import IndexBroken, IndexBusy, QueryError, SearchCancelled
from index.found.results import Results
from index.found.snippets import Snippet
from index.searcher import Health, Index

__all__ = ["Health", "Index", "IndexBroken", "IndexBusy", "QueryError", "Results", "SearchCancelled", "Snippet"]
