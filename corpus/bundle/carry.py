"""An article as a bundle carries it: what is in force, in the words and the order of the format.

Both ways stand on this: an export writes it, an import compares what came with what is here. Nothing here reads
files or asks the store.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from corpus.article import FIELDS
from corpus.bundle.schema import ARTICLE, TEAM_ONLY
from corpus.store.exports import PATHS, Kept
from corpus.store.operation import DELETED, NOTES, TAGS, dump
from corpus.store.overlay import in_force

Json = Any

NEW = "new"
OPEN = "open"

PARTS = {"dateline": ("place", "date"), "acquired": ("by", "from")}
"""The fields of an article that have parts."""

SAID = ("ref", "coding", "basis", "restricted")
"""The fields of an article that only people fill, besides tags and notes."""

INTERNAL = frozenset((DELETED, "merged_into"))
"""What the log says of a record as such; it travels in a history or as a tombstone."""

_LOCAL = re.compile(r"\s*(?:file:|[/\\]|~[\w.-]*/|[A-Za-z]:[\\/])", re.IGNORECASE)
_EMPTY: tuple[Json, ...] = (None, "", [], {})


def carried_value(name: str, value: Json) -> Json:
    """The value of a field of an article in the form of the format, whatever form it was kept in."""
    if name in PARTS:
        parts = value if isinstance(value, Mapping) else {PARTS[name][-1 if name == "acquired" else 0]: value}
        ordered = {part: _text(parts[part]) for part in PARTS[name] if part in parts}
        return ordered | {part: parts[part] for part in sorted(parts.keys() - ordered.keys())}
    return _text(value)


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(map(_text, value)) if isinstance(value, list) else dump(value)


def is_local(name: str, value: Json) -> bool:
    """Whether a value, or a part of it, tells of a place on somebody's disk: a bundle never does.

    A title may begin with a stroke; nothing else that is said of an article does, but for such a place.
    """
    if name == "title" or name not in FIELDS:
        return False
    parts = value.values() if isinstance(value, Mapping) else [value]
    return any(isinstance(part, str) and _LOCAL.match(part) is not None for part in parts)


def read_fields(kept: Kept) -> dict[str, Json]:
    """What was read of an article, in the form of the format."""
    return {
        name: carried_value(name, kept.extracted[name]) for name in FIELDS if kept.extracted.get(name) not in _EMPTY
    }


def fields_in_force(kept: Kept) -> dict[str, Json]:
    """The fields of an article in force, in the form of the format."""
    return {name: carried_value(name, value) for name, value in in_force(kept.extracted, kept.said).items()}


def carry(kept: Kept, *, history: bool = False, unseen: Collection[str] = ()) -> tuple[dict[str, Json], int]:
    """All that a bundle for the team can carry of an article, but its text.

    Args:
        kept: The article.
        history: Whether the bundle has a history, so that what was read must be told from what was said.
        unseen: Records of which nothing may be told, not even their ids.

    Returns:
        Its keys and values in order, and how many values were left out since no bundle may tell them.
    """
    said = kept.said
    hidden = hidden_fields(kept, unseen)
    edited = [name for name in FIELDS if name in said and name not in hidden]
    values: dict[str, Json] = {
        "id": kept.id,
        **{name: value for name, value in fields_in_force(kept).items() if name not in hidden},
        "sha256": kept.current,
        "versions": [{"sha256": sha256} for sha256 in kept.versions] if len(kept.versions) > 1 else [],
        "also_known_as": list(kept.aliases),
        "edited": edited,
        "as_read": {
            name: value
            for name, value in read_fields(kept).items()
            if history and name in edited and not is_hidden(name, value, unseen)
        },
        **{name: said.get(name) for name in SAID},
        "tags": sorted(field[len(TAGS) :] for field in said if field.startswith(TAGS)),
        "notes": _notes(said),
        "paths": [path for path in kept.paths or kept.extracted.get(PATHS, ()) if not _LOCAL.match(path)],
    }
    if values["coding"] == NEW:
        del values["coding"]
    if values["restricted"] == OPEN:
        del values["restricted"]
    values = {name: value for name, value in values.items() if value not in _EMPTY}
    return ARTICLE.ordered(values | unknown(said)), len(hidden)


def hidden_fields(kept: Kept, unseen: Collection[str]) -> set[str]:
    """The fields of an article whose value in force no bundle may tell."""
    return {name for name, value in fields_in_force(kept).items() if is_hidden(name, value, unseen)}


def is_hidden(name: str, value: Json, unseen: Collection[str]) -> bool:
    """Whether no bundle may tell this value of a field."""
    return is_local(name, value) or (name == "translation_of" and isinstance(value, str) and value in unseen)


def unknown(said: Mapping[str, Json]) -> dict[str, Json]:
    """What people, or a newer dateline, say of an article in fields that this one does not know."""
    return {
        name: value
        for name, value in said.items()
        if name not in ARTICLE.known and name not in INTERNAL and "/" not in name
    }


def for_profile(values: Mapping[str, Json], profile: str) -> dict[str, Json]:
    """What of a record's values a profile carries."""
    return {name: value for name, value in values.items() if profile == "team" or name not in TEAM_ONLY}


def _notes(said: Mapping[str, Json]) -> list[dict[str, Json]]:
    notes = [
        {"id": field[len(NOTES) :], **{part: value.get(part) for part in ("at", "who", "text") if value.get(part)}}
        | {part: value[part] for part in sorted(value.keys() - {"id", "at", "who", "text"})}
        for field, value in said.items()
        if field.startswith(NOTES) and isinstance(value, Mapping) and value.get("text")
    ]
    return sorted(notes, key=lambda note: (str(note.get("at", "")), note["id"]))
