"""All that is known of an article, as a document: its fields and how each was found, its files, who said what of it.

Pure; what is told is handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.article import FIELDS, Article, Version
from corpus.store.operation import Batch, Operation
from corpus.text import fold_spaces
from tui.copies import Member
from tui.glyphs import Glyphs
from tui.widgets.document import Document, Kind, plain

Parts = list[tuple[Kind, str]]
Said = Sequence[tuple[Batch, Sequence[Operation]]]
"""Acts of people, the newest first, each with what it said of the article."""

NAME_WIDTH = 16
_COPIES = 30
KIND_WORDS = {"undo": "taken back: ", "redo": "done again: ", "import": "imported: ", "merged": "brought: "}


def details_document(
    article: Article, said: Said, glyphs: Glyphs, told: str = "", copies: Sequence[Member] = ()
) -> Document:
    """Everything but the text itself.

    Args:
        article: The article.
        said: What people said of it.
        glyphs: The signs to write with.
        told: What is told of all that carry its text.
        copies: Those, itself among them, the first published first; none if nobody else does.
    """
    parts: Parts = [("title", fold_spaces(article.title) or "(no title)"), ("blank", "")]
    parts += _fields(article)
    parts += _files(article, glyphs)
    parts += _copies(article, told, copies)
    for at in range(len(article.versions) - 1, -1, -1):
        parts += _version(article, at, glyphs)
    for conflict in article.conflicts:
        parts += [
            ("warning", f"{glyphs.missing} People differ on {conflict.field}: {value_text(conflict.value)} counts")
        ]
        parts += [("meta", f"{' ' * NAME_WIDTH}others say {value_text(other)}") for other in conflict.others]
    parts += [("blank", ""), ("heading", "Who said what of it")]
    if not said:
        parts.append(("meta", "Nobody has said anything of it yet."))
    for batch, operations in said:
        who = f" {glyphs.dot} {batch.who}" if batch.who else ""
        back = " (taken back)" if batch.reversed else ""
        when = batch.at[:16].replace("T", " ")
        parts.append(("body", f"{when}{who} {glyphs.dot} {KIND_WORDS.get(batch.kind, '')}{batch.what}{back}"))
        parts += [("meta", f"    {each.field}: {value_text(each.value)}") for each in operations]
    return plain(parts)


def _line(name: str, value: str, how: str = "") -> tuple[Kind, str]:
    return "body", f"{name:<{NAME_WIDTH}}{value}{f'  ({how})' if how else ''}"


def _fields(article: Article) -> Parts:
    """Each field with how it came to be: a person set it, or how it was found in the file."""
    read = next((version.how for version in article.versions if version.sha256 == article.current), {})
    names = [name for name in FIELDS if name in article.fields]
    names += sorted(name for name in article.fields if name not in FIELDS)
    parts: Parts = [("heading", "What is known"), _line("id", article.id)]
    parts += [_line("also known as", each) for each in article.aliases]
    for name in names:
        how = "set by a person" if name in article.edited else read.get(name, "")
        parts.append(_line(name, value_text(article.fields[name]), how))
    parts.append(_line("coding", article.coding))
    parts.append(_line("restricted", article.restricted))
    parts.append(_line("tags", ", ".join(article.tags) or "none"))
    return parts


def _files(article: Article, glyphs: Glyphs) -> Parts:
    parts: Parts = [("blank", ""), ("heading", "Where its files are")]
    for place in article.places:
        parts.append(
            ("body", place.display) if place.present else ("warning", f"{glyphs.missing} {place.display}  (gone)")
        )
    if not article.places:
        parts.append(("meta", "No file of this folder ever held it: it came with a bundle."))
    return parts


def _copies(article: Article, told: str, copies: Sequence[Member]) -> Parts:
    """The articles that carry the same text, who published first at the top."""
    if not copies:
        return []
    parts: Parts = [("blank", ""), ("heading", f"Near-copies: {told}")]
    for at, (row, share) in enumerate(copies[:_COPIES]):
        how = "first" if at == 0 else f"{100 * share:.0f} % the same"
        facts = [row.outlet or row.credit or "nobody named", fold_spaces(row.title), how]
        facts += ["this one"] if row.n == article.n else [row.id]
        parts.append(_line(row.published or "undated", "  ".join(facts)))
    if len(copies) > _COPIES:
        parts.append(("meta", f"and {len(copies) - _COPIES:,} more"))
    return parts


def _version(article: Article, at: int, glyphs: Glyphs) -> Parts:
    """One state of the file, with all that proves which bytes it was."""
    version: Version = article.versions[at]
    now = f" {glyphs.dot} shown now" if version.sha256 == article.current else ""
    parts: Parts = [("blank", ""), ("heading", f"Version {at + 1} of {len(article.versions)}{now}")]
    parts += [_line("SHA-256", version.sha256), _line("size", f"{version.size:,} bytes")]
    parts.append(_line("first read", _when(version.added)))
    if version.file_time:
        parts.append(_line("the file's time", _when(version.file_time)))
    if version.reader:
        parts.append(_line("read by", version.reader))
    parts.append(_line("its text", version.text_sha256 or "is not here"))
    parts += [("warning", f"{glyphs.missing} {flag}") for flag in version.flags]
    return parts


def _when(at: str) -> str:
    return f"{at[:19].replace('T', ' ')} UTC"


def value_text(value: Any) -> str:
    """A value of any kind in a few words on one line."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return fold_spaces(
            str(value.get("text") or ", ".join(f"{name} {value_text(part)}" for name, part in value.items()))
        )
    if isinstance(value, list | tuple):
        return ", ".join(value_text(each) for each in value)
    return "yes" if value is True else fold_spaces(str(value))
