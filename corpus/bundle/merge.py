"""Taking a bundle in: all of it as one act that can be undone, or nothing.

With a history the operations come by their ids, and a merge is exact. Without one, what differs comes in as words
beside ours (see `words`). Articles that are not here come as rows whose version names their bytes; those with bytes
in common become one. What was erased for good here stays away.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from corpus.archive import Archive
from corpus.article import FIELDS
from corpus.bundle.codebook import RECORD as CODEBOOK
from corpus.bundle.codebook import read_codebook
from corpus.bundle.read import Bundle, Header, Item, open_bundle
from corpus.bundle.take import KIND_OF_SECTION, RecordIntake
from corpus.bundle.words import Word, as_operation, is_news, was_said, words_of
from corpus.errors import BundleError
from corpus.records.definition import DEFINITIONS, kind_of
from corpus.store.exports import ERASED, PATHS, Exports
from corpus.store.imports import Import
from corpus.store.operation import Operation, dump
from corpus.store.texts import text_hash

if TYPE_CHECKING:
    from corpus.intake.report import Progress

Json = Any

_AT_ONCE = 200
_WORDS_AT_ONCE = 1000
_PREFIXES = frozenset(DEFINITIONS[kind].prefix for kind in KIND_OF_SECTION.values())
_TEXTS_AT_ONCE = 4 * 1024 * 1024


@dataclass(slots=True)
class ImportReport:
    """What an import brought.

    Attributes:
        at: When the bundle was written, UTC.
        who: By whom, if it says so.
        profile: For whom.
        new: Articles that were not here.
        changed: Articles that were here and of which something is new.
        same: Articles that were here just so.
        joined: Articles that turned out to be one with another.
        operations: Words that were new.
        texts: Texts that were not here.
        conflicts: (record, field) on which people now differ, by what came.
        purged: Articles that were passed over, having been erased for good.
        tombstones: Records of which is now known that somebody else erased them for good.
        erased_elsewhere: Records that are here and that somebody else erased for good; they stay.
        new_records: Other records that were not here, by the name of their section.
        changed_records: Those that were here and of which something is new.
        same_records: How many of them were here just so.
        moved: Passages whose words stand elsewhere in the text that is here, or changed.
        lost: Passages whose words are not in the text that is here; they are kept.
        waiting: How many passages came whose text is not here.
        doubts: (record, field, why) for what does not fit together in what came; it is kept.
        deleted_elsewhere: Records that are here and that somebody else deleted; they stay.
        codebook: The vocabularies of which the bundle brought words.
        unknown: Fields that this dateline does not know, and how often each came; they are kept.
        left: Keys at the top that this dateline does not know, and how many entries each has; they are not kept.
        batch: The act in the log; empty if nothing was new.
        dry_run: Whether it was only tried.
        cancelled: Whether it was stopped; then nothing was written.
    """

    at: str = ""
    who: str = ""
    profile: str = "share"
    new: int = 0
    changed: int = 0
    same: int = 0
    joined: int = 0
    operations: int = 0
    texts: int = 0
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    purged: list[str] = field(default_factory=list)
    tombstones: int = 0
    erased_elsewhere: list[str] = field(default_factory=list)
    new_records: dict[str, int] = field(default_factory=dict)
    changed_records: dict[str, int] = field(default_factory=dict)
    same_records: int = 0
    moved: int = 0
    lost: list[str] = field(default_factory=list)
    waiting: int = 0
    doubts: list[tuple[str, str, str]] = field(default_factory=list)
    deleted_elsewhere: list[str] = field(default_factory=list)
    codebook: list[str] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    batch: bytes = b""
    dry_run: bool = False
    cancelled: bool = False


class _TakenBack(Exception):
    """Rolls the transaction back."""


def import_bundle(
    archive: Archive,
    path: Path,
    *,
    dry_run: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportReport:
    """Take a bundle in.

    Args:
        archive: The archive, open for writing.
        path: The bundle.
        dry_run: Say what it would bring, and write nothing.
        progress: Told the stages `checking` and `taking in`, in bytes of the bundle.
        cancelled: Asked before every record; once true, nothing is written.

    Raises:
        BundleError: Something in the bundle is wrong; line and field say where, and nothing was written.
        StoreReadOnly: The archive cannot be written to.
    """
    with open_bundle(path) as bundle, _aside(archive) as aside:
        if not bundle.check(_teller(progress, "checking", bundle.size), cancelled, aside=aside):
            return ImportReport(cancelled=True, dry_run=dry_run)
        report = ImportReport(bundle.header.at, bundle.header.who, bundle.header.profile, dry_run=dry_run)
        report.unknown = dict(sorted(bundle.noticed.items()))
        try:
            with archive.database.write() as connection:
                run = _Run(archive, connection, bundle, report)
                run.go(_teller(progress, "taking in", bundle.size), cancelled)
                if dry_run or report.cancelled:
                    raise _TakenBack
        except _TakenBack:
            report.batch = b""
    if report.cancelled:
        return ImportReport(cancelled=True, dry_run=dry_run)
    return report


@contextlib.contextmanager
def _aside(archive: Archive) -> Iterator[IO[str] | None]:
    """A file without a name beside the archive's own, as what a bundle says must not lie about on another disk."""
    if archive.read_only:
        yield None
        return
    with tempfile.TemporaryFile("w+", encoding="ascii", dir=archive.folder) as file:
        yield file


def _teller(progress: Callable[[Progress], None] | None, stage: str, size: int) -> Callable[[int], None]:
    if progress is None:
        return lambda _bytes: None
    from corpus.intake.report import Progress

    return lambda done: progress(Progress(stage, done, size))


class _Run:
    """One import, within its transaction."""

    def __init__(self, archive: Archive, connection: sqlite3.Connection, bundle: Bundle, report: ImportReport) -> None:
        self._archive = archive
        self._connection = connection
        self._bundle = bundle
        self._report = report
        self._header: Header = bundle.header
        self._exports = Exports(archive.database, archive.log)
        self._exact = bundle.counts["history"] > 0
        self._gone = {id_ for id_, _ in self._exports.tombstones()}
        self._gone_hashes = self._exports.purged_hashes()
        self._batch = archive.log.start_import(connection, _what(bundle))
        self._import = Import(connection, archive.files, self._batch)
        self._pending: dict[bytes, Operation] = {}
        self._refresh: set[int] = set()
        self._texts: list[str] = []
        self._text_size = 0
        self._skipped: set[str] = set()
        self._touched: set[str] = set()
        self._wrote = False
        self._records = RecordIntake(archive, bundle.header, bundle.ids, self._gone, self._say)

    def go(self, tell: Callable[[int], None], cancelled: Callable[[], bool]) -> None:
        """Take everything in."""
        take = {"articles": self._article, "deleted": self._tombstone, "history": self._operation}
        take |= dict.fromkeys(KIND_OF_SECTION, self._record)
        for item in self._bundle.checked(tell):
            if cancelled():
                self._report.cancelled = True
                return
            take[item.section](item)
        self._flush()
        if self._exact:
            self._say_what_no_history_tells()
        self._codebook()
        self._flush()
        self._import.finish()
        self._report.left = dict(self._bundle.left)
        self._report.texts = self._import.texts
        self._tell_of_records()
        self._finish()

    # Articles

    def _article(self, item: Item) -> None:
        article = item.values
        ids = {article["id"], *article.get("also_known_as", ())}
        numbers = {n for id_ in ids if (n := self._archive.articles.number(id_)) is not None}
        current = article.get("sha256", "")
        if not numbers and (ids & self._gone or current in self._gone_hashes):
            self._skipped |= ids
            self._report.purged.append(article["id"])
            return
        hashes = [each["sha256"] for each in article.get("versions", ()) if each["sha256"] != current]
        hashes = [sha256 for sha256 in (*hashes, current) if sha256 and sha256 not in self._gone_hashes]
        numbers |= {n for sha256 in hashes if (n := self._archive.files.article_of(sha256)) is not None}
        fresh = not numbers
        if fresh and not current:
            raise BundleError(
                f"The article {article['id']} is not here, and the bundle does not say which bytes it is of",
                line=item.line,
                field=f"{item.where}.sha256",
            )
        n = self._place(article["id"], ids, numbers)
        wrote = self._versions(n, article, hashes)
        if fresh:
            self._refresh.add(n)
        said = self._words(n, article, fresh)
        if fresh:
            self._report.new += 1
        elif wrote or said:
            self._report.changed += 1
        else:
            self._report.same += 1
        if len(self._pending) >= _AT_ONCE or len(self._refresh) >= _AT_ONCE:
            self._flush()

    def _place(self, id_: str, ids: set[str], numbers: set[int]) -> int:
        """The number of the article that these ids, and these numbers, are."""
        if numbers:
            n, known = min(numbers), [self._exports.article(each).ids for each in sorted(numbers)]
        else:
            n, known = self._import.add_article(id_), [(id_,)]
            self._wrote = True
        if len(known) == 1 and ids <= set(known[0]):
            return n
        self._flush()  # what is pending may be of an article whose number goes
        self._wrote = True
        self._report.joined += bool(numbers)
        return self._import.join(ids.union(*known))

    def _versions(self, n: int, article: Mapping[str, Json], hashes: Sequence[str]) -> bool:
        """Note the versions that the bundle names, the one it describes last."""
        wrote = False
        for sha256 in hashes:
            described = sha256 == article.get("sha256")
            text = article.get("text", "") if described else ""
            texts = self._import.texts
            name = text_hash(text) if text else ""
            if self._import.add_version(n, sha256, _extracted(article) if described else {}, name):
                self._refresh.add(n)
                wrote = self._wrote = True
            if self._import.texts > texts:
                self._keep_text(text)
        return wrote

    def _keep_text(self, text: str) -> None:
        """Have a text put where texts are kept, before the row that names it is there for good."""
        self._texts.append(text)
        self._text_size += len(text)
        if self._text_size >= _TEXTS_AT_ONCE:
            self._put_texts()

    def _put_texts(self) -> None:
        if self._texts and not self._report.dry_run:
            self._archive.texts.put(self._texts)
        self._texts, self._text_size = [], 0

    # What is said of them

    def _words(self, n: int, article: Mapping[str, Json], fresh: bool) -> bool:
        """Take in what the bundle says of an article; whether any of it is news."""
        here = self._exports.article(n)
        other_version = bool(article.get("sha256")) and article["sha256"] != here.current and not fresh
        news = False
        for word in words_of(article, self._header):
            if not word.firm and (fresh or other_version or self._exact):
                continue  # what was read of that version stands with it
            if self._exact:
                self._import.put_aside(word.record, word.field, word.value, word.who)
            elif is_news(word, here, self._archive.log, fresh=fresh):
                self._say(word)
                news = True
        return news

    def _say(self, word: Word, place: int = 0) -> None:
        operation = as_operation(word, self._header, self._batch, place)
        self._pending[operation.id] = operation

    # Other records

    def _record(self, item: Item) -> None:
        record = item.values["id"]
        quote = item.values.get("quote", {})
        if "start" not in quote and item.section == "passages":
            self._flush()  # its words are looked for in the article, which may just have come
        values = self._records.read(item)
        if values is None:
            self._skipped.add(record)
        elif self._exact:
            self._import.put_aside(record, "", values, None)
        else:
            self._records.say(record, values)
        if len(self._pending) >= _WORDS_AT_ONCE:
            self._flush()

    def _codebook(self) -> None:
        """Take in the words that the bundle brings; what the user's own file says of a vocabulary stays."""
        if not self._bundle.codebook:
            return
        here = read_codebook(self._archive).as_data()
        for name, data in self._bundle.codebook.items():
            heads = self._archive.log.heads(CODEBOOK, name)
            said = [each.value for each in (heads.winner, *heads.others)] if heads else []
            if all(dump(each) != dump(data) for each in (here.get(name), *said)):
                self._say(Word(CODEBOOK, name, data))
                self._report.codebook.append(name)

    def _tell_of_records(self) -> None:
        report, taken = self._report, self._records
        sections = {kind: section for section, kind in KIND_OF_SECTION.items()}
        changed = (self._touched & taken.met) - taken.fresh
        for counts, ids in ((report.new_records, taken.fresh), (report.changed_records, changed)):
            found = Counter(kind_of(id_) for id_ in ids)
            counts.update({section: found[kind] for kind, section in sections.items() if found[kind]})
        report.same_records = len(taken.met) - len(taken.fresh) - len(changed)
        report.purged += taken.purged
        report.doubts = [(each.record, each.field, each.why) for each in taken.doubts]
        for passage, how in taken.placed():
            report.moved += how in ("moved", "changed")
            report.waiting += how == "waiting"
            report.lost += [passage] if how == "lost" else []

    def _say_what_no_history_tells(self) -> None:
        """Take in what somebody wrote into a bundle by hand, which its history does not know."""
        for record, name, value, who in self._import.aside():
            if not name:
                self._records.say(record, value, exact=True)
                continue
            word = Word(record, name, value, who=who)
            n = self._archive.articles.number(record)
            if n is None or was_said(word, self._archive.log):
                continue
            if is_news(word, self._exports.article(n), self._archive.log, fresh=False):
                self._say(word)
        self._flush()

    def _tombstone(self, item: Item) -> None:
        id_, at = item.values["id"], item.values["at"]
        if not item.values.get("purged"):
            self._deletion(id_, at)
            return
        if self._exports.is_here(id_):
            self._report.erased_elsewhere.append(id_)
        elif id_ not in self._gone:
            header = replace(self._header, at=at)  # the same word whichever bundle brings it
            operation = as_operation(Word(ERASED, id_, at, who=""), header, self._batch)
            self._pending[operation.id] = operation
            self._report.tombstones += 1

    def _deletion(self, id_: str, at: str) -> None:
        """Somebody deleted a record: it stays here as one that is in doubt, and is not taken in again otherwise."""
        there = self._archive.records.is_there(id_)
        word = self._records.deletion(id_) if id_ not in self._bundle.ids else None
        if there:
            self._report.deleted_elsewhere.append(id_)
        if word is not None and id_ not in self._gone:
            operation = as_operation(word, replace(self._header, at=at), self._batch)
            self._pending[operation.id] = operation

    def _operation(self, item: Item) -> None:
        values = item.values
        record, value = values["record"], values.get("value")
        if record in self._skipped or (record in self._gone and not self._exports.is_here(record)):
            return
        about = value.get("record") if values["field"].startswith("points/") and isinstance(value, dict) else None
        if self._records.stays_away(about):
            return
        operation = Operation(
            id=bytes.fromhex(values["id"]),
            stamp=values["stamp"],
            at=values["at"],
            who=values.get("who", ""),
            record=record,
            field=values["field"],
            value=values.get("value"),
            prior=bytes.fromhex(values["prior"]) if "prior" in values else None,
            batch=self._batch,
        )
        known = self._pending.get(operation.id) or self._exports.operation(operation.id)
        if known is not None and _content(known) != _content(operation):
            raise BundleError(
                "This operation is known with another content: somebody changed it",
                line=item.line,
                field=item.where,
            )
        if known is None:
            self._pending[operation.id] = operation
        if len(self._pending) >= _AT_ONCE:
            self._flush()

    # Writing

    def _flush(self) -> None:
        """Write what has gathered: texts, rows, words, in this order."""
        self._put_texts()
        if self._refresh:
            self._archive.files.refresh(self._connection, self._refresh)
            self._refresh = set()
        if self._pending:
            new = self._archive.log.receive(list(self._pending.values()), batch=self._batch)
            self._report.operations += len(new)
            self._touched.update(o.record for o in new if o.record[:2] in _PREFIXES)
            self._wrote = self._wrote or bool(new)
            self._pending = {}

    def _finish(self) -> None:
        """Leave no act in the log that did nothing, and see on what people now differ."""
        if not self._wrote:
            self._connection.execute("DELETE FROM batch WHERE id = ?", (self._batch,))
            return
        self._report.batch = self._batch
        self._report.conflicts = [
            (record, name)
            for record, name, heads in self._archive.log.conflicts()
            if any(each.batch == self._batch for each in (heads.winner, *heads.others))
        ]


def _what(bundle: Bundle) -> str:
    who = f" by {bundle.header.who}" if bundle.header.who else ""
    return f"import of {bundle.path.name}{who}"


def _content(operation: Operation) -> tuple[Any, ...]:
    return (operation.stamp, operation.record, operation.field, dump(operation.value), operation.prior)


def _extracted(article: Mapping[str, Json]) -> dict[str, Json]:
    """What a reader found, as far as a bundle tells it from what people said."""
    edited = frozenset(article.get("edited", ()))
    read = {name: article[name] for name in FIELDS if name in article and name not in edited}
    paths = {PATHS: article["paths"]} if article.get("paths") else {}
    return {**read, **article.get("as_read", {}), **paths}
