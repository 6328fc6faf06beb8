"""What a bundle holds: its sections, and for each what its items are made of.

The records themselves are defined in `corpus.records.definition`; here stands what only bundles have: the header,
tombstones, operations, and what an article needs to be taken elsewhere. Reading, the order of keys, what a profile
leaves out and `bundle.schema.json` all derive from the two.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import CODING_STATES, FIELDS
from corpus.bundle.fields import (
    Amount,
    Anything,
    Date,
    Field,
    Flag,
    Kind,
    ListOf,
    MapOf,
    Moment,
    Number,
    OneOf,
    Record,
    Tag,
    Text,
    Whole,
)
from corpus.records import definition
from corpus.records.definition import ARTICLE as ARTICLE_DEFINITION
from corpus.records.definition import DEFINITIONS, KINDS, Definition
from corpus.store.edits import RESTRICTIONS

Json = Any

VERSION = 1
"""The version of the format that this dateline writes, and the newest that it reads."""

PROFILES = ("share", "team")
"""For everybody, and for the people one works with."""

CARRIED = {"share": frozenset(("open",)), "team": frozenset(("open", "team"))}
"""The restrictions of the records that a profile carries."""

TEAM_ONLY = frozenset(("notes", "paths", "as_read", "who", "query"))
"""The fields that only the `team` profile carries."""

SCHEMA_FILE = Path(__file__).with_name("bundle.schema.json")

_LAST_STAMP = 253_402_300_799_000_000
_TEXT = Text()
_HEX32 = Text("[0-9a-f]{32}", "32 hexadecimal digits in lower case")
_HASH = Text("[0-9a-f]{64}", "a SHA-256: 64 hexadecimal digits in lower case")
_ARTICLE_ID = Text("a-[0-9a-f]{20}", "the id of an article: a- and 20 hexadecimal digits in lower case")

# Vocabularies that are closed, since whoever reads a bundle acts by these words.
_CLOSED = {"restriction": OneOf(RESTRICTIONS), "coding": OneOf(CODING_STATES)}

_NOTE = Record(
    (
        Field("id", Text("[0-9a-z]{1,64}", "the id of a note: digits and lower-case letters")),
        Field("at", Moment(), "when it was written, UTC"),
        Field("who", _TEXT, "the pseudonym that signed it"),
        Field("text", _TEXT, required=True),
    )
)


def _ids(kinds: tuple[definition.Kind, ...]) -> Text:
    prefixes = "".join(DEFINITIONS[kind].prefix[0] for kind in kinds)
    return Text(f"[{prefixes}]-[0-9a-z]{{20,26}}", f"the id of a record ({', '.join(kinds)})")


_ANY_ID = _ids(KINDS)


def _record(parts: tuple[definition.Field, ...], *, first: tuple[Field, ...] = (), dates: bool = True) -> Record:
    return Record((*first, *(_field(part, dates=dates) for part in parts)))


def _field(defined: definition.Field, *, dates: bool = True) -> Field:
    about = defined.meaning + (f" (vocabulary: {defined.vocabulary})" if defined.vocabulary else "")
    return Field(defined.name, _kind(defined, dates), about, defined.required)


def _kind(defined: definition.Field, dates: bool) -> Kind:
    """How the values of a field are read; `dates` tells whether a date must be one."""
    simple: dict[str, Kind] = {
        "date": Date() if dates else _TEXT,
        "instant": Moment(),
        "count": Whole(),
        "amount": Amount(),
        "degrees": Number(-180, 180),
        "sha256": _HASH,
        "json": Anything(),
        "lines": ListOf(_TEXT),
        "notes": ListOf(_NOTE),
        "basis": MapOf(_TEXT),
    }
    if defined.type in simple:
        return simple[defined.type]
    if defined.type == "id":
        return _ids(defined.to)
    if defined.type == "words":
        return ListOf(Tag() if defined.name == "tags" else _TEXT)
    if defined.type == "part":
        return _record(defined.parts)
    if defined.type == "whole":
        return _record(defined.parts, dates=False)  # kept as it was written: a file may date itself in words
    if defined.type in ("rows", "names", "points"):
        return ListOf(_record(defined.parts))
    if defined.type == "elements":
        return ListOf(_record(defined.parts, first=(_field(definition.ELEMENT_ID),)))
    return _CLOSED.get(defined.vocabulary, _TEXT)


def _id(defined: Definition) -> Field:
    kind = (
        _ARTICLE_ID
        if defined is ARTICLE_DEFINITION
        else Text(f"{defined.prefix}[0-9a-z]{{26}}", f"an id: {defined.prefix} and 26 digits and lower-case letters")
    )
    return Field("id", kind, "names the record for good", required=True)


def _article() -> Record:
    defined = {each.name: _field(each) for each in ARTICLE_DEFINITION.fields}
    read = tuple(defined[name] for name in FIELDS)
    extra = (
        Field("also_known_as", ListOf(_ARTICLE_ID), "ids that were joined into this one"),
        Field("edited", ListOf(OneOf(FIELDS)), "the fields that a person set; one without a value was set to nothing"),
        Field("as_read", Record(read), "what a reader had found for those fields; comes with a history"),
    )
    names = list(defined)
    after = names.index("versions") + 1
    own = [defined[name] for name in names]
    return Record((_id(ARTICLE_DEFINITION), *own[:after], *extra, *own[after:]))


ARTICLE = _article()

DELETED = Record(
    (
        Field("id", _ANY_ID, required=True),
        Field("at", Moment(), "when, UTC", required=True),
        Field("purged", Flag(), "whether it was erased for good"),
    )
)

OPERATION = Record(
    (
        Field("id", _HEX32, required=True),
        Field(
            "stamp", Whole(high=_LAST_STAMP), "microseconds since 1970; of two words the later counts", required=True
        ),
        Field("at", Moment(), "when it was said, UTC", required=True),
        Field("who", _TEXT, "the pseudonym of who said it"),
        Field("record", _ANY_ID, required=True),
        Field("field", Text(r"[^\u0000-\u001f]{1,300}", "the name of a field"), required=True),
        Field("value", Anything(), "left out where a word is taken back"),
        Field("prior", _HEX32, "the operation that it replaces"),
    )
)


@dataclass(frozen=True, slots=True)
class Section:
    """A list at the top of a bundle.

    Attributes:
        name: Its key.
        record: What each of its items is.
        about: What it holds, in a few words.
        team: Whether only the `team` profile carries it.
    """

    name: str
    record: Record
    about: str
    team: bool = False


def _sections() -> dict[str, Section]:
    records = [
        Section(
            each.plural,
            ARTICLE if each is ARTICLE_DEFINITION else _record(each.fields, first=(_id(each),)),
            f"the {each.plural}, by id",
        )
        for each in DEFINITIONS.values()
    ]
    others = [
        Section("deleted", DELETED, "tombstones of what was erased, by id", team=True),
        Section("history", OPERATION, "everything that people said of these records, by stamp and id", team=True),
    ]
    return {section.name: section for section in (*records, *others)}


SECTIONS = _sections()
"""The lists at the top of a bundle, in the order in which they are written."""

EXPORTED = Record(
    (
        Field("at", Moment(), "when it was written, UTC", required=True),
        Field("profile", OneOf(PROFILES), "share if left out"),
        Field("notice", _TEXT, "what whoever gets it must know"),
        Field("who", _TEXT, "the pseudonym of who wrote it"),
        Field("query", _TEXT, "what its articles were chosen by"),
        *(Field(section.name, Whole(), f"how many {section.name} there are") for section in SECTIONS.values()),
        Field("withheld", Whole(), "how many more records were chosen but not carried, being restricted"),
    )
)


def json_schema() -> dict[str, Json]:
    """The JSON Schema of a bundle."""
    properties: dict[str, Json] = {
        "dateline": {"const": VERSION, "description": "the version of the format"},
        "exported": EXPORTED.schema(),
    }
    for section in SECTIONS.values():
        properties[section.name] = {"type": "array", "items": section.record.schema(), "description": section.about}
    properties["codebook"] = {"type": "object", "description": "the words of the archive"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A dateline bundle",
        "type": "object",
        "properties": properties,
        "required": ["dateline", "exported"],
    }


def schema_text() -> str:
    """The JSON Schema as it stands in `SCHEMA_FILE`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
