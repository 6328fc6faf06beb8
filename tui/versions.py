"""The versions of an article and what changed from one to the next, as a document. Pure; texts are handed in."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher

from corpus.article import Article, Version
from corpus.text import fold_spaces
from tui.glyphs import Glyphs
from tui.passages import sentences
from tui.widgets.document import Document, Kind, plain

MOST_COMPARED = 5_000
"""Texts of more sentences than this are not compared."""

Parts = list[tuple[Kind, str]]


def versions_document(
    article: Article, text_of: Callable[[str], str], glyphs: Glyphs, cancelled: Callable[[], bool] = lambda: False
) -> Document:
    """All versions, the newest first, each with what it changed in the one before.

    Args:
        article: The article.
        text_of: Gives the text of a version by its SHA-256.
        glyphs: The signs to write with.
        cancelled: Asked before each comparison whether to leave off.
    """
    parts: Parts = [("title", fold_spaces(article.title) or "(no title)"), ("blank", "")]
    versions = article.versions
    for at in range(len(versions) - 1, -1, -1):
        if cancelled():
            break
        version = versions[at]
        facts = [version.added[:16].replace("T", " "), f"{version.size:,} bytes", version.sha256[:12]]
        if version.sha256 == article.current:
            facts.append("shown now")
        parts.append(("heading", f"Version {at + 1} of {len(versions)}"))
        parts.append(("meta", f" {glyphs.dot} ".join(fact for fact in facts if fact)))
        if at:
            earlier = versions[at - 1]
            parts += _changed_fields(earlier, version)
            parts += compare(text_of(earlier.sha256), text_of(version.sha256))
        else:
            parts.append(("meta", "The first that was read."))
        parts.append(("blank", ""))
    return plain(parts)


def _changed_fields(old: Version, new: Version) -> Parts:
    """What was read differently in the head, such as title, date and outlet."""
    parts: Parts = []
    for name in sorted({*old.extracted, *new.extracted}):
        was, is_ = (fold_spaces(str(each.extracted.get(name) or "")) for each in (old, new))
        if was != is_:
            parts += [("removed", f"- {name}: {was}")] if was else []
            parts += [("added", f"+ {name}: {is_}")] if is_ else []
    return parts


def compare(old: str, new: str) -> Parts:
    """What changed, sentence by sentence; what stayed is only counted."""
    was, is_ = _sentences(old), _sentences(new)
    if max(len(was), len(is_)) > MOST_COMPARED:
        return [("meta", "Too long to be compared.")]
    parts: Parts = []
    for what, a, b, c, d in SequenceMatcher(None, was, is_, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(("meta", f"  {b - a:,} {'sentence' if b - a == 1 else 'sentences'} unchanged"))
        else:
            parts += [("removed", f"- {each}") for each in was[a:b]]
            parts += [("added", f"+ {each}") for each in is_[c:d]]
    return parts or [("meta", "No text in either.")]


def _sentences(text: str) -> list[str]:
    found = []
    at = 0
    for line in text.split("\n"):
        found += [fold_spaces(text[start:end]) for start, end in sentences(text, at, at + len(line))]
        at += len(line) + 1
    return found
