"""Names in any spelling and script: how they are read as sounds, how like two are, and why.

Nothing here romanises: what was written is kept, and likeness is computed. Whole archives are `index.names`' business.
"""

from __future__ import annotations

from corpus.names.likeness import Level, Likeness, Sort, compare
from corpus.names.reasons import why

__all__ = ["Level", "Likeness", "Sort", "compare", "why"]
