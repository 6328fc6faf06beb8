"""Which language a text is in, by its script and its most common words; no model, no guess on a few words."""

from __future__ import annotations


def language_of(text: str) -> str:
    """The ISO 639-1 code of a text's language, or `""` when it is not sure."""
    return ""
