"""What each kind of record is made of: one table, from which checking, storing, bundles and schemas are derived.

Definitions only. The order of fields here is the order of keys in a bundle. Nothing here reads, writes or checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["article", "actor", "place", "incident", "link", "passage", "search", "distinction"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Type = Literal[
    "line",  # text on one line
    "text",  # text of any number of lines
    "date",  # EDTF level 1
    "instant",  # a point in time, UTC, as ISO 8601
    "time",  # a time of day as somebody wrote it
    "word",  # a term of a vocabulary; another word is kept, and marked
    "country",  # ISO 3166-1 alpha-2
    "count",  # a whole number from 0
    "amount",  # a whole number from 0, or words
    "degrees",  # a decimal number
    "id",  # the id of another record, of a kind in `to`
    "whom",  # a term of a vocabulary, or the id of another record
    "sha256",  # 64 hex digits
    "json",  # whatever the field it speaks of can hold
    "path",  # the path of a field
    "part",  # several fields in one, each stored for itself
    "whole",  # several fields in one, stored as one value
    "lines",  # an ordered list of lines, stored as one value
    "rows",  # an ordered list of such wholes, stored as one value
    "elements",  # a set of rows with an id each; every field of every row is stored for itself
    "names",  # a set of names, each stored for itself under its text
    "points",  # a set of points, each stored for itself
    "words",  # a set of words, each stored for itself
    "notes",  # a set of signed, dated remarks
    "basis",  # for the path of a field, a term of a vocabulary
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, or one part of such a field.

    Attributes:
        name: Its key in a bundle and the first word of its path.
        type: What it can hold.
        meaning: What it says, for people.
        vocabulary: The vocabulary that its words come from; "" for none.
        to: For ids, the kinds of record they may name.
        parts: For fields of several parts, these, in order.
        required: Whether the record, row or part that it is in says nothing without it.
        letter: For elements, the letter that ids made here begin with.
    """

    name: str
    type: Type
    meaning: str
    vocabulary: str = ""
    to: tuple[Kind, ...] = ()
    parts: tuple[Field, ...] = ()
    required: bool = False
    letter: str = ""

    def part(self, name: str) -> Field | None:
        """The part with this name, if there is one."""
        return next((part for part in self.parts if part.name == name), None)


@dataclass(frozen=True, slots=True)
class Definition:
    """One kind of record.

    Attributes:
        kind: Its name, as commands say it.
        plural: The key of its list in a bundle.
        prefix: What its ids begin with.
        fields: Its fields after the id, in the order of a bundle.
    """

    kind: Kind
    plural: str
    prefix: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field with this name, if there is one."""
        return _BY_NAME[self.kind].get(name)


_REF = Field("ref", "line", "a short name to speak of it: the initials of who made it, and a number")
_BASIS = Field("basis", "basis", "for values that no source states as they stand, what they rest on", "basis")
_COMMON = (
    Field("restricted", "word", "who may see it; open if nothing is said", "restriction"),
    Field("tags", "words", "in lower case; / separates levels"),
    Field("notes", "notes", "signed, dated remarks"),
)
_MERGED = Field("merged_into", "id", "the record that this one was found to be the same as")


def _merged(kind: Kind) -> Field:
    return Field(_MERGED.name, "id", _MERGED.meaning, to=(kind,))


_NAMES = Field(
    "names",
    "names",
    "every name, as written; the first of kind name stands for it",
    parts=(
        Field("text", "line", "the name as written", required=True),
        Field("kind", "word", "what sort of name it is", "name kind"),
        Field("lang", "line", "its language, as BCP 47 writes it"),
    ),
)

ARTICLE = Definition(
    "article",
    "articles",
    "a-",
    (
        _REF,
        Field("title", "line", "the headline"),
        Field("published", "date", "when it was published"),
        Field("outlet", "line", "who published it"),
        Field("credit", "line", "whom it credits itself to, as in a closing line"),
        Field("author", "line", "who wrote it"),
        Field(
            "dateline",
            "whole",
            "where and when it was filed",
            parts=(Field("place", "line", "the place"), Field("date", "date", "the date")),
        ),
        Field("url", "line", "where it was found"),
        Field("retrieved", "line", "when it was taken from there"),
        Field(
            "acquired",
            "whole",
            "how the file came here",
            parts=(Field("by", "line", "who acquired it"), Field("from", "line", "from whom")),
        ),
        Field("language", "line", "its language, as BCP 47 writes it"),
        Field("translation_of", "line", "the article it was translated from"),
        Field("sha256", "sha256", "the hash of the bytes of the version shown"),
        Field(
            "versions",
            "rows",
            "every state of its bytes",
            parts=(Field("sha256", "sha256", "the hash of the bytes", required=True),),
        ),
        Field("coding", "word", "how far its coding is", "coding"),
        _BASIS,
        *_COMMON,
        Field("paths", "lines", "its files, below the archive's folder"),
        Field("text", "text", "the body, without title, date and credit lines"),
    ),
)

_NOT_NAMES = Field("not_names", "words", "spellings that look like a name of it and are none")

ACTOR = Definition(
    "actor",
    "actors",
    "p-",
    (
        _REF,
        _NAMES,
        _NOT_NAMES,
        Field("type", "word", "what it is: a person, a group, a unit …", "actor type"),
        Field("kind", "word", "its part in the conflict", "actor kind"),
        Field("country", "country", "the country it belongs to"),
        _BASIS,
        *_COMMON,
        _merged("actor"),
    ),
)

PLACE = Definition(
    "place",
    "places",
    "g-",
    (
        _REF,
        _NAMES,
        _NOT_NAMES,
        Field("kind", "word", "what sort of place it is", "place kind"),
        Field("within", "id", "the next larger place that it lies in", to=("place",)),
        Field("country", "country", "the country it lies in"),
        Field("code", "line", "its code in a gazetteer, as a P-code or a GeoNames id"),
        Field("latitude", "degrees", "degrees north"),
        Field("longitude", "degrees", "degrees east"),
        Field("coordinates_from", "line", "where the coordinates come from"),
        _BASIS,
        *_COMMON,
        _merged("place"),
    ),
)

INCIDENT = Definition(
    "incident",
    "incidents",
    "i-",
    (
        _REF,
        Field("title", "line", "what happened, in a few words"),
        Field(
            "date",
            "part",
            "when it happened",
            parts=(
                Field("edtf", "date", "the date that was made of what is stated"),
                Field("stated", "line", "the words of the source"),
                Field("time", "time", "the time of day, as stated"),
            ),
        ),
        Field("event", "word", "what sort of event it was", "event"),
        Field("sub_event", "word", "more precisely", "sub-event"),
        Field("also", "words", "what else it was", "second sub-event"),
        Field("scope", "word", "whether it is one event, a phase of one, or several", "scope"),
        Field("stage", "word", "whether it was carried out", "stage"),
        Field(
            "places",
            "elements",
            "where it happened",
            letter="s",
            parts=(
                Field("place", "id", "the place", to=("place",), required=True),
                Field("how", "word", "how the event lies to the place", "how"),
                Field("stated", "line", "the words of the source"),
            ),
        ),
        Field(
            "actors",
            "elements",
            "who took part in it or suffered it",
            letter="k",
            parts=(
                Field("actor", "id", "the actor", to=("actor",), required=True),
                Field("role", "word", "its role", "role"),
                Field("side", "word", "the side it was on", "side"),
                Field("kind", "word", "its part in the conflict here, where it is another elsewhere", "actor kind"),
                Field("as_described", "line", "the words of the source for it"),
                Field("attribution", "word", "who says that it took this part", "attribution"),
                Field("outcome", "word", "what happened to it", "harm"),
            ),
        ),
        Field(
            "harm",
            "elements",
            "what was done to people, a row for each sort",
            letter="h",
            parts=(
                Field("to", "whom", "on which side, or to which actor", "harmed", to=("actor",)),
                Field("who", "word", "which sort of people", "victims"),
                Field("kind", "word", "what was done to them", "harm", required=True),
                Field("low", "count", "the lowest number that is said to be sure"),
                Field("best", "count", "the number chosen"),
                Field("high", "count", "the highest number that is said to be possible"),
                Field("count", "word", "how the number is stated", "count"),
                Field("stated", "line", "the words of the source"),
                Field("within", "line", "the id of the row of which this one is a part; such rows are never summed"),
            ),
        ),
        Field("weapons", "words", "what it was done with"),
        Field(
            "objects",
            "elements",
            "what was done to things",
            letter="o",
            parts=(
                Field("what", "line", "the thing", required=True),
                Field("number", "amount", "how many"),
                Field("effect", "line", "what was done to it"),
            ),
        ),
        _BASIS,
        Field("status", "word", "how far the record is", "status"),
        Field(
            "assessment",
            "part",
            "how well it is supported",
            parts=(Field("grade", "word", "the grade", "grade"), Field("why", "text", "the reason for it")),
        ),
        *_COMMON,
        _merged("incident"),
    ),
)

_ENDS: tuple[Kind, ...] = ("article", "actor", "place", "incident")

LINK = Definition(
    "link",
    "links",
    "l-",
    (
        _REF,
        Field("from", "id", "the one end", to=_ENDS, required=True),
        Field("to", "id", "the other end", to=_ENDS, required=True),
        Field("relation", "word", "what the one is to the other", "relation", required=True),
        Field("as", "line", "more precisely, in the words of the source"),
        Field("since", "date", "from when on it is so"),
        Field("until", "date", "until when it is so"),
        _BASIS,
        *_COMMON,
    ),
)

PASSAGE = Definition(
    "passage",
    "passages",
    "e-",
    (
        _REF,
        Field("article", "id", "the article that it is of", to=("article",), required=True),
        Field("in", "word", "the part of the article that it is in", "text part"),
        Field(
            "quote",
            "whole",
            "the words, and what surrounds them",
            required=True,
            parts=(
                Field("exact", "text", "the words themselves", required=True),
                Field("prefix", "text", "up to 32 code points before them"),
                Field("suffix", "text", "up to 32 code points after them"),
                Field("start", "count", "where they begin, in code points"),
            ),
        ),
        Field("text_sha256", "sha256", "the hash of the title or text that they were taken from"),
        Field("page", "line", "the page, as printed on it"),
        Field("timecode", "line", "where in a recording"),
        Field(
            "translation",
            "whole",
            "the words in another language",
            parts=(Field("text", "text", "the translation", required=True), Field("by", "line", "who made it")),
        ),
        Field(
            "via",
            "rows",
            "the chain of report, the nearest first",
            parts=(
                Field("who", "line", "who, in the words of the source"),
                Field("actor", "id", "the actor that this is", to=("actor",)),
                Field("how", "word", "what they did", "via"),
            ),
        ),
        Field(
            "points",
            "points",
            "what the passage says, of which field of which record",
            parts=(
                Field("record", "id", "the record", to=KINDS, required=True),
                Field("field", "path", "the path of the field in it", required=True),
                Field("value", "json", "the value that the passage gives"),
                Field("stance", "word", "how the passage stands to that value", "stance"),
            ),
        ),
        _BASIS,
        *_COMMON,
    ),
)

SEARCH = Definition(
    "search",
    "searches",
    "s-",
    (
        _REF,
        Field("name", "line", "what it is called", required=True),
        Field("query", "line", "the query, as it is typed", required=True),
        Field("in", "word", "what it looks among; articles if nothing is said", "searched"),
        *_COMMON,
    ),
)

DISTINCTION = Definition(
    "distinction",
    "distinctions",
    "d-",
    (
        _REF,
        Field("name", "line", "a name, as written", required=True),
        Field("other", "line", "a spelling that is not it; without one, the name means no actor and no place"),
        *_COMMON,
    ),
)

DEFINITIONS: dict[Kind, Definition] = {
    definition.kind: definition for definition in (ARTICLE, ACTOR, PLACE, INCIDENT, LINK, PASSAGE, SEARCH, DISTINCTION)
}
"""Every kind of record, in the order of a bundle's lists."""

ELEMENT_ID = Field("id", "line", "the element's own id, which paths name", required=True)
"""What every element has besides its parts: its first key in a bundle."""

_BY_NAME = {kind: {field.name: field for field in each.fields} for kind, each in DEFINITIONS.items()}
_BY_PREFIX = {definition.prefix: definition.kind for definition in DEFINITIONS.values()}


def kind_of(record: str) -> Kind | None:
    """The kind of record that an id names, by its prefix."""
    return _BY_PREFIX.get(record[:2])
