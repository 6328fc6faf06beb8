"""Taking in records other than articles: what a bundle says of each, held against what is here.

Every field of the log is compared for itself, so that rows, names and points of two people come together. What the
words become, and when they are written, is decided in `merge`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from corpus.archive import Archive
from corpus.bundle.checks import doubts, refusal, refuse
from corpus.bundle.read import Header, Item
from corpus.bundle.words import Word, note_word, was_said
from corpus.passages.anchor import Quote, place, take
from corpus.records.definition import DEFINITIONS, Kind, kind_of
from corpus.records.problem import Problem, RecordError
from corpus.records.shape import apart
from corpus.store.operation import DELETED, NOTES, Json, dump
from corpus.store.record_exports import RecordExports
from corpus.store.record_rows import parts
from corpus.store.texts import text_hash

KIND_OF_SECTION = {each.plural: kind for kind, each in DEFINITIONS.items() if kind != "article"}

UNSEEN: list[str] = []
"""What a deletion says that had seen nothing of what is here: with anything here, it stands beside that."""

_QUOTED = ("in", "quote", "text_sha256")


class RecordIntake:
    """Takes records in, within an import.

    Args:
        archive: The archive.
        header: What the bundle says of itself.
        comes: The ids of everything that the bundle holds.
        gone: The ids of what was erased for good here.
        say: Told each word that is new, and where in its record it stands.

    Attributes:
        met: The records that were taken in.
        fresh: Those of them that were not here.
        purged: Those that were passed over, having been erased for good or resting on what was.
        doubts: What does not fit together in what came.
    """

    def __init__(
        self, archive: Archive, header: Header, comes: set[str], gone: set[str], say: Callable[[Word, int], None]
    ) -> None:
        self._archive = archive
        self._store = RecordExports(archive.database)
        self._header = header
        self._comes = comes
        self._gone = gone
        self._say = say
        self._passages: list[str] = []
        self.met: set[str] = set()
        self.fresh: set[str] = set()
        self.purged: list[str] = []
        self.doubts: list[Problem] = []

    def read(self, item: Item) -> dict[str, Json] | None:
        """What a bundle says of a record, checked; None if it stays away.

        Raises:
            BundleError: It says what cannot be; line and field say where.
        """
        kind = KIND_OF_SECTION[item.section]
        values = dict(item.values)
        record = values.pop("id")
        if any(self.stays_away(each) for each in (record, *(values.get(end) for end in ("article", "from", "to")))):
            self.purged.append(record)
            return None
        if "points" in values:
            values["points"] = [point for point in values["points"] if not self.stays_away(point["record"])]
        if kind == "passage":
            values = self._completed(values)
            self._passages.append(record)
        refuse(item, kind, values, self._is_there)
        try:
            self._fields(kind, record, values)
        except RecordError as error:
            raise refusal(item, error.problems[0]) from None
        self.met.add(record)
        self.doubts += doubts(kind, record, values)
        if not self._archive.records.rows_of.is_known(record):
            self.fresh.add(record)
        return values

    def say(self, record: str, values: Mapping[str, Json], *, exact: bool = False) -> None:
        """Say what of a record's values is not so here already.

        Args:
            record: Its id.
            values: What the bundle says of it.
            exact: Whether a history came, which tells better what was ever said.
        """
        kind = kind_of(record)
        assert kind is not None  # noqa: S101 -- it was read as one
        here = self._store.in_force(record) if exact or record not in self.fresh else {}
        for i, word in enumerate(self._fields(kind, record, values)):
            if not self._is_so(word, here, exact):
                self._say(word, i)

    def _is_so(self, word: Word, here: Mapping[str, Json], exact: bool) -> bool:
        if word.field not in here:
            return False
        said = dump(word.value)
        if here[word.field] is not None and dump(here[word.field]) == said:
            return True
        log = self._archive.log
        if exact and was_said(word, log):
            return True
        heads = log.heads(word.record, word.field)
        return heads is not None and any(dump(each.value) == said for each in (heads.winner, *heads.others))

    def _fields(self, kind: Kind, record: str, values: Mapping[str, Json]) -> list[Word]:
        """The values by the fields of the log, in their order."""
        plain = {name: value for name, value in values.items() if name != "notes"}
        if plain.get("restricted") == "open":
            del plain["restricted"]
        found = [Word(record, name, value) for name, value in apart(kind, plain).items()]
        return found + [self._note(record, note) for note in values.get("notes", ())]

    def _note(self, record: str, note: Mapping[str, Json]) -> Word:
        """A note as it is kept; one without an id was written by hand, and is completed."""
        if not note.get("id"):
            return note_word(record, note, self._header)
        value = {part: each for part, each in note.items() if part != "id"}
        return Word(record, NOTES + note["id"], value, who=str(value.get("who", "")))

    def stays_away(self, record: Any) -> bool:
        """Whether a record was erased for good, and is not here."""
        return record in self._gone and not self._archive.records.is_there(record)

    def _is_there(self, record: str) -> bool:
        if record in self._comes or record in self._gone:
            return True
        if kind_of(record) == "article":
            return self._archive.articles.number(record) is not None
        return self._archive.records.rows_of.is_known(record)

    def deletion(self, record: str) -> Word | None:
        """What somebody's deletion of a record says here; None if it is deleted here too."""
        kind = kind_of(record)
        if kind in (None, "article") or self._archive.log.is_deleted(record):
            return None
        heads = self._archive.log.heads(record, DELETED)
        if heads and any(each.value == UNSEEN for each in (heads.winner, *heads.others)):
            return None
        return Word(record, DELETED, UNSEEN, who="")

    # Passages

    def _completed(self, values: dict[str, Json]) -> dict[str, Json]:
        """A passage whose quote is words alone, with where they stand in the text that is here."""
        quote = values.get("quote", {})
        article, part = values.get("article", ""), str(values.get("in", "text"))
        if "start" in quote or not self._archive.records.is_article(article):
            return values
        text = self._archive.records.part_text(article, part)
        found = place(Quote.read(quote), text) if text else None
        if found is None or found.how == "changed":
            return values
        whole = {**quote, **take(text, found.start, found.end).as_value()}
        return {**values, "quote": whole, "text_sha256": values.get("text_sha256") or text_hash(text)}

    def placed(self) -> Iterator[tuple[str, str]]:
        """Where the words of the passages that came are in the texts that are here.

        Yields:
            A passage, and `here`, `moved`, `changed`, `lost`, or `waiting` where the text is not here.
        """
        rows: list[tuple[str, str, str]] = []
        for marks, some in parts(self._passages):
            rows += self._archive.database.rows(f"SELECT article, part, id FROM passage WHERE id IN ({marks})", some)
        for (article, part), group in groupby(sorted(rows), key=lambda row: row[:2]):
            text = self._archive.records.part_text(article, part)
            for record, values in self._store.values([row[2] for row in group]):
                found = place(Quote.read(values.get("quote", {})), text) if text else None
                yield record, found.how if found else "lost" if text else "waiting"
